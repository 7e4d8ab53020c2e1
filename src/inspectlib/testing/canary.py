"""A canary in every field of every value: what an output holds that its readers may not see.

`full_register(audience)` has one in every narrower field, `hidden_register(audience)` in what is wholly withheld;
`found_in(texts)` says where any was found, with every file unpacked as deep as it goes.
"""

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from email import message_from_bytes
from email.policy import default
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any, get_args, get_origin

import attrs

from inspectlib.cases import Action, Case
from inspectlib.errors import InspectlibError
from inspectlib.exchange import Exporter
from inspectlib.fields import Audience, Marking, Release, audience_of, evolve, kinds_of
from inspectlib.inspections import Inspection, Shown, WebsiteCheck
from inspectlib.plugins import Plugins
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register, Translation
from inspectlib.responses import Explanation, Response, SignOff
from inspectlib.running import export

ON = date(2023, 6, 1)
PAST = date(2023, 4, 3)
AREA = "northmoor"
REPORT = "a-report-2023"
#: a day that nothing else in the register has
CANARY_DAY = date(1999, 3, 7)
CANARY_DAYS = ("1999-03-07", "7 March 1999", "7 Mawrth 1999", "07/03/1999", "19990307", "1999, 3, 7")
#: options that make an exporter write more
OPTIONS = {"languages": "en cy", "fragments": "yes", "reason": "A test."}
#: where a field can only hold what belongs together, and where the words are signed as one
FIXED = {
    (Inspection, "id"): REPORT,
    (Inspection, "areas"): frozenset({AREA}),
    (Inspection, "published_on"): date(2023, 3, 8),
    (Recommendation, "id"): f"{REPORT}/1",
    (Recommendation, "addressees"): ("chief_constables",),
    (Response, "area"): AREA,
    (Response, "inspection"): REPORT,
    (Response, "sign_offs"): (),
    (Explanation, "covers"): (f"{REPORT}/1",),
    (Explanation, "no_action_reason"): None,
    (Case, "area"): AREA,
    (Case, "recommendation"): f"{REPORT}/1",
    (Action, "area"): AREA,
    (Action, "answers"): (f"{REPORT}/1",),
    (Register, "areas"): (AREA,),
    (Register, "translations"): (),
    (Register, "based_on"): None,
}


def options_of(annotation: Any) -> list[Any]:
    """Return the types that a field may hold, None left out."""
    return [each for each in kinds_of(annotation) if each is not type(None)]


def classes_under(kind: Any, found: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return every class of values that stands in a field under a class, by name."""
    found = {} if found is None else found
    if kind.__name__ not in found:
        found[kind.__name__] = kind
        for field in attrs.fields(kind):
            for each in options_of(field.type):
                for inner in (each, *get_args(each)):
                    if isinstance(inner, type) and attrs.has(inner):
                        classes_under(inner, found)
    return found


CLASSES = classes_under(Register)


def canary(kind: Any, field: Any) -> str:
    """Return the word that stands for one field of one class."""
    return f"qz{kind.__name__}{field.name}".replace("_", "").lower()


def made(annotation: Any, word: str, day: date, audience: Audience, *, hidden: bool) -> Any:
    """Return a value of a type: `word` for text, `day` for a date."""
    kind = options_of(annotation)[0]
    if get_origin(kind) in (tuple, frozenset):
        inner = get_args(kind)
        many = get_origin(kind)
        if many is tuple and Ellipsis not in inner:
            return tuple(made(each, word, day, audience, hidden=hidden) for each in inner)
        return many((made(inner[0], word, day, audience, hidden=hidden),))
    if kind is Marking:
        return Marking(level=f"OFFICIAL {word}", released=Release(by=word, on=PAST, reason=word))
    if attrs.has(kind):
        return filled(kind, audience, hidden=hidden)
    if issubclass(kind, Enum):
        return next(iter(kind))
    return {str: word, date: day, bool: True, int: 1}[kind]


def filled(kind: Any, audience: Audience, *, hidden: bool = False) -> Any:
    """Return a value with a canary wherever an audience may not see; `hidden`: the whole value is one."""
    given = {}
    for field in attrs.fields(kind):
        if (kind, field.name) in FIXED:
            given[field.name] = FIXED[kind, field.name]
            continue
        narrow = hidden or not audience.may_see(audience_of(field))
        word = canary(kind, field) if narrow else f"Plain {field.name.replace('_', ' ')}"
        day = CANARY_DAY if narrow else PAST
        given[field.name] = made(field.type, word, day, audience, hidden=narrow)
    return kind(**given)


def signed(register: Register, on: date = PAST) -> Register:
    """Return the register with its responses signed as they stand."""
    responses = []
    for each in register.responses:
        words = register.statutory_text(each)
        sign = SignOff(role="Commissioner", on=on, text_hash=words.hash, text=words)
        responses.append(evolve(each, sign_offs=(sign,)))
    return register.with_response(*responses)


def full_register(audience: Audience, *, comment: str = "The force agrees.") -> Register:
    """Return a register with a canary in every narrower field; what is public is signed."""
    register = filled(Register, audience)
    case = register.cases[0]
    first = register.with_case(evolve(case, force_comment="The force agrees."))
    return signed(first).with_case(evolve(case, force_comment=comment))


def hidden_register(audience: Audience) -> Register:
    """Return a register with things beside the public ones that are wholly withheld, each for another reason."""
    register = full_register(Audience.BODY)
    report, response, case = register.inspections[0], register.responses[0], register.cases[0]
    asked = report.recommendations[0]
    marking = Marking(level="OFFICIAL")

    def other(name: str, **changes: Any) -> Any:
        """Return a report full of canaries, with a signed response and a case."""
        one = filled(Inspection, audience, hidden=True)
        ask = evolve(one.recommendations[0], id=f"{name}/1", marking=None)
        one = evolve(one, id=name, marking=None, recommendations=(ask,), **changes)
        said = evolve(filled(Response, audience, hidden=True), inspection=name, marking=None)
        said = evolve(said, explanations=tuple(evolve(e, covers=(ask.id,)) for e in said.explanations))
        done = evolve(filled(Case, audience, hidden=True), recommendation=ask.id, marking=None)
        return one, said, done

    rows = [
        other("qzembargoed", published_on=date(2023, 6, 2)),
        other("qznodate", published_on=None),
        other("qzmarkedreport", published_on=PAST),
    ]
    rows[2] = (evolve(rows[2][0], marking=marking), *rows[2][1:])
    inside = evolve(filled(Recommendation, audience, hidden=True), id=f"{REPORT}/qzmarked", marking=marking)
    second = evolve(asked, id=f"{REPORT}/2", marking=None, same_as=("qzembargoed/1", inside.id))
    second = evolve(second, part_of=inside.id, superseded_by="qznodate/1")
    report = evolve(report, recommendations=(asked, second, inside))
    about_inside = evolve(filled(Case, audience, hidden=True), recommendation=inside.id, marking=None)
    marked_case = evolve(filled(Case, audience, hidden=True), recommendation=second.id, marking=marking)
    closure = tuple(evolve(each, successor="qzembargoed/1") for each in case.closure)
    comment = evolve(response.chief_officer_comments[0], text="qzmarkedcomment", marking=marking)
    response = evolve(
        response,
        chief_officer_comments=(*response.chief_officer_comments, comment),
        explanations=(
            *response.explanations,
            Explanation(covers=(inside.id,), action="qzexplanationofmarked"),
            Explanation(covers=(second.id, inside.id), action="Both are done."),
        ),
    )
    action = evolve(filled(Action, audience, hidden=True), id="qzaction", marking=marking)
    register = register.with_inspection(report, *(row[0] for row in rows))
    register = register.with_response(response, *(row[1] for row in rows))
    register = register.with_case(evolve(case, closure=closure), about_inside, marked_case, *(r[2] for r in rows))
    register = signed(register.with_action(action))
    for name in ("qzunsigned", "qzmarkedresponse", "qzkeptout"):
        one, said, done = other(name, published_on=PAST)
        one = evolve(report, id=name, recommendations=(evolve(asked, id=f"{name}/1"),))
        one = evolve(one, title="Plain", judgements=(), history=())
        register = register.with_inspection(one).with_response(said).with_case(done)
        if name == "qzunsigned":
            continue
        if name == "qzmarkedresponse":
            said = evolve(said, marking=marking)
        else:
            register = register.with_inspection(evolve(one, withheld=("qzwords that were kept out",)))
            said = evolve(said, comments="We know the qzwords that  were kept out.")
        words = register.statutory_text(said)
        sign = SignOff(role="Commissioner", on=PAST, text_hash=words.hash, text=words)
        register = register.with_response(evolve(said, sign_offs=(sign,)))
    (ours,) = (each for each in register.responses if each.key == (REPORT, AREA))
    draft = evolve(ours, comments="qzdraft", reply_to_chief_officer="qzdraftreply")
    seen = WebsiteCheck(area=AREA, what=Shown.PEEL_REPORT, on=PAST, inspection="qzmarkedreport")
    register = register.with_website(seen)
    stray = Translation(of=REPORT, field="comments", lang="cy", text="qztranslation", source_hash="0")
    return evolve(register.with_response(draft), translations=(stray,))


def in_full(held: Any) -> str:
    """Return everything that a value holds, as text: its repr is short and leaves most of it out."""
    if attrs.has(type(held)):
        fields = ", ".join(f"{each.name}={in_full(getattr(held, each.name))}" for each in attrs.fields(type(held)))
        return f"{type(held).__name__}({fields})"
    if isinstance(held, Mapping):
        return ", ".join(f"{in_full(key)}: {in_full(each)}" for key, each in held.items())
    if isinstance(held, (tuple, list, frozenset)):
        return f"({', '.join(map(in_full, held))})"
    return repr(held)


def texts_in(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield every name and text in a file, unpacked as deep as it goes."""
    yield name, name
    if data[:2] == b"\x1f\x8b":
        yield from texts_in(f"{name}!", gzip.decompress(data))
        return
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield name, archive.comment.decode("latin-1")
            for each in archive.namelist():
                yield from texts_in(f"{name}!{each}", archive.read(each))
        return
    if data[:5] == b"%PDF-":
        yield from _texts_in_pdf(name, data)
        return
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _texts_in_png(name, data)
        return
    if name.endswith(".eml"):
        yield from _texts_in_mail(name, data)
        return
    text = data.decode("utf-8", "replace")
    yield name, text
    yield name, re.sub(r"<[^>]*>", "", text)
    yield name, data.decode("utf-16-le", "replace")
    yield name, re.sub(r"\r?\n[ \t]", "", text)


def _texts_in_pdf(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    import pypdf  # noqa: PLC0415 - only where an exporter writes PDF

    pdf = pypdf.PdfReader(BytesIO(data))
    for page in pdf.pages:
        yield name, page.extract_text()
    yield name, str(pdf.metadata)
    for path, attached in pdf.attachments.items():
        for each in attached:
            yield from texts_in(f"{name}!{path}", each)


def _texts_in_png(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield all of a picture but its packed points, in whose bytes any two letters stand sooner or later."""
    place = 8
    while place + 8 <= len(data):
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        held = data[place + 8 : place + 8 + size]
        if kind != b"IDAT":
            yield name, held.decode("utf-8", "replace")
        if kind in (b"zTXt", b"iTXt"):  # what is packed begins with 0x78, after the keyword and its marks
            for start in (at for at, byte in enumerate(held) if byte == 0x78):  # noqa: PLR2004 - as named
                with suppress(zlib.error):
                    yield name, zlib.decompressobj().decompress(held[start:]).decode("utf-8", "replace")
        place += size + 12
        if kind == b"IEND":
            break
    yield name, data[place:].decode("utf-8", "replace")  # what follows the picture, or all that is no chunk


def _texts_in_mail(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    mail = message_from_bytes(data, policy=default)
    yield name, " ".join(f"{key}: {each}" for key, each in mail.items())
    for part in mail.walk():
        if not part.is_multipart():
            held = part.get_payload(decode=True)
            if isinstance(held, bytes):
                yield from texts_in(f"{name}!{part.get_filename() or 'text'}", held)


def outputs(register: Register, exporter: Exporter, folder: Path, plugins: Plugins) -> Iterator[tuple[str, str]]:
    """Yield every text of what an exporter writes; written twice, so that the last output is at hand."""
    target = folder / f"{exporter.name}{'' if exporter.per_inspection else exporter.suffix}"
    chosen = {name: words for name, words in OPTIONS.items() if name in exporter.options}
    for _ in range(2):
        export(register, exporter.name, target, on=ON, since=PAST, plugins=plugins, options=chosen)
    for path in files_of(target):
        yield from texts_in(path.relative_to(folder).as_posix(), path.read_bytes())


def files_of(target: Path) -> list[Path]:
    """Return the files of an output, in order. Raises InspectlibError where there are none."""
    files = [target] if target.is_file() else sorted(path for path in target.rglob("*") if path.is_file())
    if not files:
        message = f"nothing was written to {target.name!r}"
        raise InspectlibError(message)
    return files


def found_in(texts: Iterable[tuple[str, str]], *, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return the canaries found, each with the file that holds it."""
    found = set()
    for name, text in texts:
        found |= {(name, each) for each in re.findall(r"qz[a-z0-9]+", text.lower()) if each not in but}
        found |= {(name, each) for each in CANARY_DAYS if each in text}
    return sorted(found)
