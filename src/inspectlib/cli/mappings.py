"""The file in which people say what the columns of their own sheet mean."""

import json
from pathlib import Path

from inspectlib.cli.options import NOTHING_WRITTEN, write_json
from inspectlib.errors import BadCall, CannotWrite
from inspectlib.exchange import ImportResult, Source
from inspectlib.showing import counted, typed


def draft(path: Path, source: Path, result: ImportResult, *, dry_run: bool) -> str:
    """Write what the columns of a source were taken for into a new file, and return a sentence that says so.

    Raises BadCall for a source without columns, CannotWrite where the file stands already or cannot be written.
    """
    if result.meanings is None:
        message = f"{source.name!r} has no columns that could mean one thing or another, so no mapping was drafted"
        raise BadCall(message)
    if path.exists():
        message = f"{str(path)!r} is there already; correct it and give it as --mapping, or name a new file"
        raise CannotWrite(message)
    again = f"inspectlib read {typed(source)} --mapping {typed(path)}"
    plain = {
        "inspectlib-mapping": 1,
        "how": f"Beside each column write what it means, one of: {', '.join(result.meanings.words)}; then: {again}",
        "columns": dict(result.meanings.taken),
    }
    unknown = sum(not means for means in result.meanings.taken.values())
    left = f"; {counted(unknown, 'column')} to say the meaning of" if unknown else ""
    if dry_run:
        return f"{path} would be drafted{left}{NOTHING_WRITTEN}"
    write_json(path, plain)
    return f"drafted {path}{left}; correct it, then: {again}"


def read(path: Path | None) -> dict[str, str] | None:
    """Return what a file says that columns mean, or None without a file. Raises CannotRead, and BadCall for another file."""
    if path is None:
        return None
    text = Source.from_path(path).text()
    try:
        columns = json.loads(text)["columns"]
        return {str(name): "" if means is None else means.strip() for name, means in columns.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        message = (
            f"{str(path)!r} is not a mapping of columns; draft one with: inspectlib read SOURCE --draft-mapping FILE"
        )
        raise BadCall(message) from None
