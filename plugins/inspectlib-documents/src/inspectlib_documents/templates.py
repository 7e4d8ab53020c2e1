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
#: the parts of a package that hold words beside the text
_BESIDE = re.compile(r"/word/(header|footer|footnote|endnote|comment)s?\d*\.xml")
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def fill_template(template: Path, parts: Mapping[str, tuple[Part, ...]], document: Document, path: Path) -> None:
    """Write a house template with the parts in place of its placeholders.

    A placeholder is a paragraph of its own, such as {{ recommendations }}, in the text or in a cell. Words
    that are put in are never looked at for placeholders. Raises BadCall where the template cannot be opened, has a
    placeholder that does not exist or stands where none is filled in (a header, a text box), lacks one that
    exists (the document would be short of it), or repeats one.
    """
    word = _opened(template)
    _check_beside(word, template.name)
    places = list(_places(word.element.body, template.name))
    _check([name for name, _ in places], parts, template.name)
    _set_core(word, document)
    writer = WordParts(ids_of_styles(word), taken=_ids_of_controls(word))
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


def _opened(template: Path) -> Any:
    from zipfile import BadZipFile

    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    if not template.exists():
        message = f"the template {template.name!r} is not there: {template}; put it there or correct the profile"
        raise BadCall(message)
    try:
        return docx.Document(str(template))
    except (OSError, ValueError, KeyError, BadZipFile, PackageNotFoundError, XMLSyntaxError):
        message = f"the template {template.name!r} cannot be opened as a .docx; save it from Word again"
        raise BadCall(message) from None


def _ids_of_controls(word: Any) -> frozenset[str]:
    from docx.oxml.ns import qn

    return frozenset(
        each.get(qn("w:val"), "") for each in word.element.body.iterfind(f".//{qn('w:sdtPr')}/{qn('w:id')}")
    )


def _check_beside(word: Any, template: str) -> None:
    """Refuse a placeholder in a header, a footer, a note or a text box: it would be sent as it stands."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    beside = [
        (found[1], parse_xml(each.blob))
        for each in word.part.package.iter_parts()
        if (found := _BESIDE.fullmatch(each.partname))
    ]
    boxes = [("text box", each) for each in word.element.body.iter(qn("w:txbxContent"))]
    for where, root in beside + boxes:
        for paragraph in root.iter(qn("w:p")):
            text = _text(paragraph)
            if "{{" in text or "}}" in text:
                message = (
                    f"the template {template!r} has {text.strip()[:80]!r} in the {where}, where nothing is filled in; "
                    "move it into the text"
                )
                raise BadCall(message)


def _text(paragraph: Any) -> str:
    from docx.oxml.ns import qn

    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


def _places(body: Any, template: str) -> Iterator[tuple[str, Any]]:
    from docx.oxml.ns import qn

    for paragraph in list(body.iter(qn("w:p"))):
        text = _text(paragraph)
        found = _PLACE.findall(text)
        rest = _PLACE.sub("", text)
        if "{{" in rest or "}}" in rest:
            message = (
                f"the template {template!r}: {text.strip()[:80]!r} is no whole placeholder, such as {{{{ title }}}}"
            )
            raise BadCall(message)
        if not found:
            continue
        if len(found) > 1 or rest.strip():
            message = f"the template {template!r}: {text.strip()[:80]!r} must stand in a paragraph of its own"
            raise BadCall(message)
        yield found[0], paragraph


def _check(found: list[str], parts: Mapping[str, tuple[Part, ...]], template: str) -> None:
    known = ", ".join(parts)
    for name in found:
        if name not in parts:
            close = get_close_matches(name.lower(), parts, n=1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            message = f"the template {template!r} has no such placeholder to fill as {name!r}; {hint}there are: {known}"
            raise BadCall(message)
        if found.count(name) > 1:
            message = f"the template {template!r} has the placeholder {name!r} {found.count(name)} times; keep one"
            raise BadCall(message)
    missing = [name for name in parts if name not in found]
    if missing:
        lacked = ", ".join(map(repr, missing))
        message = (
            f"the template {template!r} lacks the placeholder{'s' * (len(missing) > 1)} {lacked}; there are: {known}"
        )
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
