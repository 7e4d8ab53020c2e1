"""Opens the zip packages that office programs write, within bounds, with no entity and no network."""

import io
import zipfile
from typing import Any

from inspectlib.errors import CannotRead
from inspectlib.exchange import MOST_BYTES, Source

DOCX, ODT = "word/document.xml", "content.xml"


def kind_of(source: Source) -> str | None:
    """Return DOCX or ODT for a package with such a text, else None."""
    if not source.data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError):
        return None
    return next((each for each in (DOCX, ODT) if each in names), None)


def xml_in(source: Source, name: str) -> Any:
    """Return the root of one part. Raises CannotRead where it is not there, broken, locked or too large."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package, package.open(name) as part:
            data = part.read(MOST_BYTES + 1)
    except (KeyError, RuntimeError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        message = f"{source.name!r} cannot be opened: {error}; save it again from the office program"
        raise CannotRead(message) from None
    if len(data) > MOST_BYTES:
        message = f"{source.name!r} unpacks to over {MOST_BYTES // 1024 // 1024} MB, too large to read"
        raise CannotRead(message)
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        message = f"{source.name!r} holds no whole text ({name}); save it again from the office program"
        raise CannotRead(message) from None
