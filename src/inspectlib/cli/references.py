"""A reference that proves: the manifest of a pack, its hash and the hashes in it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from inspectlib.errors import BadCall
from inspectlib.exchange import Source

_MANIFEST = "manifest.json"


def reference(given: str | None, inspection: str, area: str) -> str | None:
    """Return a reference as it is stored: for a pack's manifest its folder, name and short hash, else the words given.

    The folder of a pack is its manifest. Raises BadCall where there is no such manifest, where it is of another report or
    area, or where a file beside it is not the one described.
    """
    if given is not None and (Path(given) / _MANIFEST).is_file():
        given = str(Path(given) / _MANIFEST)
    if given is not None and Path(given).name == _MANIFEST and not Path(given).is_file():
        message = f"there is no file {given!r}; give the pack's {_MANIFEST}, or words"
        raise BadCall(message)
    if given is None or not given.endswith(".json") or not Path(given).is_file():
        return given
    source = Source.from_path(Path(given))
    try:
        manifest: Any = json.loads(source.text())
        of = (manifest["inspection"], manifest["area"])
        files = [(str(each["name"]), each["sha256"]) for each in manifest["files"]]
    except (ValueError, KeyError, TypeError):
        message = f"{given!r} is no manifest of a pack; give the pack's manifest.json, or words"
        raise BadCall(message) from None
    if of != (inspection, area):
        message = f"{given!r} is of {of[0]!r} and {of[1]!r}, not of {inspection!r} and {area!r}"
        raise BadCall(message)
    folder = Path(given).resolve().parent
    for name, sha256 in files:
        path = folder / Path(name).name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            message = f"{name!r} beside {given!r} is not the file that was packed; make the pack again"
            raise BadCall(message)
    return f"{folder.name}/{source.name} sha256 {hashlib.sha256(source.data).hexdigest()[:16]}"
