"""Opens the zip packages that office programs write, within bounds, with no entity and no network; and writes them."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib.limits import open_zip, parse_xml, pieces

DOCX, ODT = "word/document.xml", "content.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: what OpenDocument wants first and as it is, so that a program knows the kind by the first bytes
_STORED = "mimetype"


def kind_of(source: Source) -> str | None:
    """Return DOCX or ODT for a package with such a text, else None.

    Raises CannotRead for a package that is damaged, locked or too large to open.
    """
    if not source.data.startswith(b"PK"):
        return None
    names = set(open_zip(source.data, source.name).namelist())
    return next((each for each in (DOCX, ODT) if each in names), None)


def xml_in(source: Source, name: str) -> Any:
    """Return the root of one part. Raises CannotRead where it is not there, broken, locked or too large."""
    from lxml import etree

    data = b"".join(pieces(open_zip(source.data, source.name), name, source.name))
    parse_xml(iter((data,)), source.name)
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        message = f"{source.name!r} holds no whole text ({name}); save it again from the office program"
        raise CannotRead(message) from None


def write_package(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write parts as a package, in their order and with fixed times: the same parts are the same bytes each time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name == _STORED else zipfile.ZIP_DEFLATED
            package.writestr(info, data)
