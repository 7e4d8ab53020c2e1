"""A house's own Word document as the frame: named placeholders, filled with the parts of a description."""

import copy
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from inspectlib.errors import BadCall
from inspectlib_documents.describing import Document, Part, visible
from inspectlib_documents.packages import write_package
from inspectlib_documents.word_frame import LONGEST_PROPERTY, ids_of_styles, parts_of
from inspectlib_documents.writing import WordParts

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def fill_template(template: Path, parts: Mapping[str, tuple[Part, ...]], document: Document, path: Path) -> None:
    """Write a house template with the parts in place of its placeholders.

    A placeholder is a paragraph of its own, such as {{ recommendations }}, in the text or in a cell. Words
    that are put in are never looked at for placeholders. Raises BadCall where the template cannot be opened, has a
    placeholder that does not exist, lacks one that does (the document would be short of it), or repeats one.
    """
    from zipfile import BadZipFile

    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(str(template))
    except (OSError, ValueError, KeyError, BadZipFile, PackageNotFoundError):
        message = f"the template {template.name!r} cannot be opened as a .docx; save it from Word again"
        raise BadCall(message) from None
    places = list(_places(word.element.body, template.name))
    _check([name for name, _ in places], parts, template.name)
    _set_core(word, document)
    writer = WordParts(ids_of_styles(word))
    for name, paragraph in places:
        for part in parts[name]:
            for element in _parsed(writer.xml(part)):
                paragraph.addprevious(element)
        _remove(paragraph)
    write_package(path, parts_of(word))


def _parsed(xml: str) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(f'<w:body xmlns:w="{_W}" xmlns:w14="{_W14}">{xml}</w:body>'))


def _set_core(word: Any, document: Document) -> None:
    """Set what a program and a screen reader ask of the file, as `word_frame` does; a name of a person goes."""
    core = word.core_properties
    core.title = visible(document.title)[:LONGEST_PROPERTY]
    core.identifier = visible(document.identifier or "")[:LONGEST_PROPERTY]
    core.language, core.author, core.comments, core.last_modified_by = document.language, "", "", ""
    core.created = core.modified = datetime(document.on.year, document.on.month, document.on.day, tzinfo=UTC)


def _places(body: Any, template: str) -> Iterator[tuple[str, Any]]:
    from docx.oxml.ns import qn

    for paragraph in list(body.iter(qn("w:p"))):
        text = "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
        found = _PLACE.findall(text)
        if not found:
            continue
        if len(found) > 1 or _PLACE.sub("", text).strip():
            message = f"the template {template!r}: {text.strip()[:80]!r} must stand in a paragraph of its own"
            raise BadCall(message)
        yield found[0], paragraph


def _check(found: list[str], parts: Mapping[str, tuple[Part, ...]], template: str) -> None:
    known = ", ".join(parts)
    for name in found:
        if name not in parts:
            close = get_close_matches(name, parts, n=1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            message = f"the template {template!r} has no such placeholder to fill as {name!r}; {hint}there are: {known}"
            raise BadCall(message)
        if found.count(name) > 1:
            message = f"the template {template!r} has the placeholder {name!r} {found.count(name)} times; keep one"
            raise BadCall(message)
    missing = [name for name in parts if name not in found]
    if missing:
        message = f"the template {template!r} lacks the placeholder {missing[0]!r}; there are: {known}"
        raise BadCall(message)


def _remove(paragraph: Any) -> None:
    """Take a placeholder away; a cell keeps one paragraph, as Word asks, and so does the last of a section."""
    from docx.oxml.ns import qn

    parent = paragraph.getparent()
    properties = paragraph.find(qn("w:pPr"))
    ends_section = properties is not None and properties.find(qn("w:sectPr")) is not None
    after = paragraph.getnext()
    if ends_section or (parent.tag == qn("w:tc") and (after is None or after.tag != qn("w:p"))):
        kept = copy.copy(properties) if properties is not None else None
        for child in list(paragraph):
            paragraph.remove(child)
        if kept is not None:
            paragraph.append(kept)
        return
    parent.remove(paragraph)
