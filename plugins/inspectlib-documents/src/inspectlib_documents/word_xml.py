"""Words as the XML of Word: text that is parsed once a part, which takes a fraction of making element by element."""

import re

from inspectlib_documents.describing import visible

_MARKS = re.compile("([\t\n])")
_GREY = "595959"
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_QUOTES = _ESCAPED | str.maketrans({'"': "&quot;", "\n": " ", "\t": "&#9;"})


def escaped(text: str) -> str:
    """Return words as they stand between the tags of XML."""
    return visible(text).translate(_ESCAPED)


def element(name: str, inner: str = "", **attributes: str) -> str:
    """Return an element of Word's namespace around others."""
    given = "".join(f' w:{key}="{visible(text).translate(_IN_QUOTES)}"' for key, text in attributes.items())
    return f"<w:{name}{given}>{inner}</w:{name}>" if inner else f"<w:{name}{given}/>"


def paragraph(
    inner: str = "",
    *,
    style: str | None = None,
    keep: bool = False,
    whole: bool = False,
    small: bool = False,
    tight: bool = False,
) -> str:
    """Return a paragraph around runs. `keep`: on one page with what follows; `whole`: on one page itself."""
    properties = element("pStyle", val=style) if style is not None else ""
    if keep:
        properties += "<w:keepNext/>"
    if whole:
        properties += "<w:keepLines/>"
    if small:
        properties += element("spacing", after="0", line="120", lineRule="auto")
    if tight:
        properties += element("spacing", before="40", after="40")
    return f"<w:p>{element('pPr', properties)}{inner}</w:p>"


def run(text: str, *, bold: bool = False, italic: bool = False, grey: bool = False, size: int = 0) -> str:
    """Return words as they are: line ends and tabs have their own marks, blanks at the ends stay."""
    look = f"{'<w:b/>' if bold else ''}{'<w:i/>' if italic else ''}"
    if grey:
        look += element("color", val=_GREY)
    if size:
        look += element("sz", val=str(2 * size))
    return element("r", (element("rPr", look) if look else "") + "".join(map(_piece, _MARKS.split(visible(text)))))


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    if text == "\n":
        return "<w:br/>"
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:t{kept}>{text.translate(_ESCAPED)}</w:t>" if text else ""
