"""The command line. `--version` is answered before anything else is imported."""

import sys


def main() -> None:
    """Run the command line; without the extra `cli` say in one line what to install."""
    if sys.argv[1:] == ["--version"]:
        from inspectlib import __version__

        sys.stdout.write(f"inspectlib {__version__}\n")
        return
    try:
        import click  # noqa: F401 - only whether it is there
    except ModuleNotFoundError:
        sys.stderr.write("the command line needs its extra; install it with: pip install 'inspectlib[cli]'\n")
        sys.exit(2)
    from inspectlib.cli.commands import run

    run()
