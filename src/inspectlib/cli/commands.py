"""All commands together, and how a mistake ends: one line on standard error, never a traceback."""

import os
import sys

import click

from inspectlib.cli import answers, documents, merging, outputs, registers  # noqa: F401 - each adds its commands to the group
from inspectlib.cli.options import root, went_without
from inspectlib.errors import BadCall, InspectlibError


def run() -> None:
    """Run the commands; a user's mistake is one line on standard error and exit status 2.

    A plugin that failed makes it 3, unless the call itself was wrong.
    """
    status = _status()
    if status in (0, 1) and went_without():
        status = 3
    if status:
        sys.exit(status)


def _only_characters(words: list[str]) -> None:
    """Raise BadCall for an argument that is no text: no register, history or file name could keep it."""
    for each in words:
        if not each.isascii() and any("\ud800" <= one <= "\udfff" for one in each):
            message = f"{each!r} holds bytes that are no text (not UTF-8); type the word again, or rename the file"
            raise BadCall(message)


def _status() -> int:
    try:
        _only_characters(sys.argv[1:])
        try:
            root.main(prog_name="inspectlib", standalone_mode=False)
        finally:
            sys.stdout.flush()  # here, where a full disk can still be said in one line
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except click.Abort:
        sys.stderr.write("stopped\n")
        return 2
    except click.ClickException as error:
        context = error.ctx if isinstance(error, click.UsageError) else None
        where = f" See: {context.command_path} --help" if context is not None else ""
        sys.stderr.write(f"{error.format_message()}{where}\n")
        return 2
    except InspectlibError as error:
        from inspectlib.errors import PluginsFailed

        sys.stderr.write(f"{error}\n")
        return 3 if isinstance(error, PluginsFailed) else 2
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left unwritten is not tried again
        if not isinstance(error, BrokenPipeError):  # a reader that has seen enough, such as head, is no mistake
            sys.stderr.write(f"the answer could not be written whole: {error.strerror or error}\n")
            return 2
    return 0
