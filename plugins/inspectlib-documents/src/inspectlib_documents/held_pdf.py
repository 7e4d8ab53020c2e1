"""The words of a PDF's places as they are, which its pages cannot give back: a file within it, good for these pages only.

A page knows no paragraph, no run of blanks and no end of a line that was meant. So the PDF holds a small readable file
with the words of its places and the hash of its pages. Pages that were changed, added, taken out or written upon make
the file stale, and nothing of it is read.
"""

import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib_documents.describing import Document
from inspectlib_documents.filled import Filled, places_of
from inspectlib_documents.pdf import BROKEN

NAME = "places.json"
_NOTHING = Filled(identifier=None, texts={}, boxes={})


def hold_places(document: Document, pdf: Any) -> None:
    """Put the words of a document's places into the PDF that is being made of it; one with no places holds none."""
    import pydyf

    places = places_of(document)
    if not places.texts:
        return
    by_number = {each.number: each for each in pdf.objects}
    pages = (each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/Page")
    contents = (by_number[int(each["Contents"].split()[0])] for each in pages)
    held = {
        "pages_sha256": _hash(_painted(each) for each in contents),
        "identifier": places.identifier,
        "texts": places.texts,
        "boxes": places.boxes,
    }
    data = json.dumps(held, ensure_ascii=False, indent=1).encode()
    day = pydyf.String(document.on.strftime("D:%Y%m%d000000Z"))
    params = pydyf.Dictionary({"Size": len(data), "CreationDate": day, "ModDate": day})
    kind = {"Type": "/EmbeddedFile", "Subtype": "/application#2fjson", "Params": params}
    stream = pydyf.Stream([data], kind, compress=True)
    pdf.add_object(stream)
    file = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(NAME),
            "UF": pydyf.String(NAME),
            "EF": pydyf.Dictionary({"F": stream.reference}),
            "Desc": pydyf.String("The words of this form as they were recorded, for programs that read it back"),
        }
    )
    pdf.add_object(file)
    names = pydyf.Dictionary({"Names": pydyf.Array([pydyf.String(NAME), file.reference])})
    pdf.add_object(names)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = names.reference


def _painted(stream: Any) -> bytes:
    """Return what a page's stream holds before it is packed."""
    import pydyf

    plain: bytes = pydyf.Stream(stream.stream).data
    return plain.partition(b"stream\n")[2].removesuffix(b"\nendstream")


def _hash(pages: Iterable[bytes]) -> str:
    """Return one hash of the pages in their order, so that none can be taken out or moved unseen."""
    return hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in pages)).hexdigest()


def places_in_pdf(source: Source) -> Filled:
    """Return the places of a PDF of ours whose pages are as they were written; of any other PDF none.

    Raises CannotRead where the file within it is not what we write.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(source.data), strict=False)
        if reader.is_encrypted or NAME not in reader.attachments:
            return _NOTHING
        held = json.loads(reader.attachments[NAME][0])
        leaves: list[Any] = list(reader.pages)
        pages = [each["/Contents"].get_object().get_data() for each in leaves]
        if any("/Annots" in each for each in leaves) or held["pages_sha256"] != _hash(pages):
            return _NOTHING
        return _checked(held, source.name)
    except (PyPdfError, DependencyError, *BROKEN):
        return _NOTHING  # the reader of its lines says what is wrong with it


def _checked(held: dict[str, Any], name: str) -> Filled:
    texts, boxes, identifier = held["texts"], held["boxes"], held["identifier"]
    if not (
        all(isinstance(each, str | None) for each in (*texts.values(), identifier))
        and all(isinstance(each, bool) for each in boxes.values())
    ):
        message = f"{name!r} holds a {NAME} that this library does not write; have the form written again"
        raise CannotRead(message)
    return Filled(identifier=identifier, texts=texts, boxes=boxes)
