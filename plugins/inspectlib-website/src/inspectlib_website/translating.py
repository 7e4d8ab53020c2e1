"""Translations out and home: a sheet of the office's words for a translator, and what comes back in it."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from inspectlib.audiences import View
from inspectlib.changes import Change
from inspectlib.converting import to_plain
from inspectlib.errors import BadCall, CannotRead
from inspectlib.exchange import Exporter, Importer, ImportResult, Job, Problem, Source
from inspectlib.fields import Audience, Public, value
from inspectlib.register import Register, Translation, hash_of
from inspectlib_website.data import cell, uncell

_LANGUAGES = {"cy": "Welsh"}
_WORDS, _EARLIER, _NEW = "words", "earlier translation", "translation"
_COLUMNS = ("report", "what", _WORDS, _EARLIER, _NEW, "of", "field", "lang", "words sha-256", "earlier sha-256")
_HASH = re.compile("[0-9a-f]{64}")


@value
class Original:
    """Words that may be translated: where they stand as a `Translation` names it, and as a reader does."""

    of: Public[str]
    field: Public[str]
    report: Public[str]
    what: Public[str]
    words: Public[str]


def originals(view: View) -> Iterator[Original]:
    """Yield the office's words that pages show in another language, each place once, report by report."""
    cases: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for case in view.register.cases:
        if case.force_comment:
            cases.setdefault((case.inspection, case.area), []).append((case.recommendation, case.force_comment))
    responses: dict[str, list[Original]] = {}
    titles = {each.id: each.title for each in view.register.inspections}
    for shown in view.responses:
        each = shown.response
        of, title = "|".join(each.key), titles.get(each.inspection, each.inspection)
        found = [("comments", "the body's comments", each.comments)]
        found += [
            (f"explanations:{_key(said.covers)}", f"explanation of {_key(said.covers)}", said.text)
            for said in each.explanations
        ]
        found += [
            ("chief_officer_comments", "chief officer's comments", one.text) for one in each.chief_officer_comments
        ]
        found.append(("reply_to_chief_officer", "reply to the chief officer", each.reply_to_chief_officer))
        told = {
            field: Original(of=of, field=field, report=title, what=what, words=words)
            for field, what, words in reversed(found)
            if words
        }
        own = responses.setdefault(each.inspection, [])
        own += reversed(told.values())
        for about, text in cases.get(each.key, ()):
            what = f"force's comment on {_key((about,))}"
            own.append(Original(of=f"{about}|{each.area}", field="force_comment", report=title, what=what, words=text))
    for report in view.register.inspections:
        for field, what, words in (
            ("title", "title of the report", report.title),
            ("summary", "summary", report.summary),
        ):
            if words and report.id in responses:
                yield Original(of=report.id, field=field, report=report.title, what=what, words=words)
        yield from responses.get(report.id, ())


def _key(covers: tuple[str, ...]) -> str:
    return covers[0].rsplit("/", 1)[-1] if covers else ""


def write_translations(job: Job) -> None:
    """Write the words of the view as a sheet for a translator. Raises BadCall."""
    lang = job.options.get("language", "").strip() or "cy"
    if lang not in _LANGUAGES:
        message = f"language: expected {', '.join(_LANGUAGES)}, found {lang!r}"
        raise BadCall(message)
    known = {(each.of, each.field): each for each in job.view.register.translations if each.lang == lang}
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    waiting = stale = 0
    for each in originals(job.view):
        held, now = known.get((each.of, each.field)), hash_of(each.words)
        current = held is not None and held.source_hash == now
        waiting += held is None
        stale += held is not None and not current
        row = [each.report, each.what, each.words, held.text if held else "", held.text if held and current else ""]
        technical = [each.of, each.field, lang, now, held.source_hash if held else ""]
        writer.writerow([cell(one) for one in (*row, *technical)])
    job.destination.write_bytes(out.getvalue().encode("utf-8-sig"))
    job.say(f"{waiting} texts without a translation, {stale} whose words have changed since theirs")
    job.progress(1, 1)


def recognises(source: Source) -> int:
    """Say how surely a file is such a sheet, 0 to 100."""
    if source.suffix != ".csv":
        return 0
    start = source.data[:400].decode("utf-8-sig", "replace").partition("\n")[0]
    return 95 if all(each in start for each in (_EARLIER, "words sha-256")) else 0


def read_translations(source: Source) -> ImportResult:
    """Return what a translator wrote, as changes of the translations that were sent. Raises CannotRead."""
    text = source.text()
    mark = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark)
    names = [each.strip() for each in next(rows, [])]
    missing = [each for each in _COLUMNS if each not in names]
    if missing:
        message = f"{source.name!r} is no sheet of translations: it has no column {missing[0]!r}; export a new one"
        raise CannotRead(message)
    changes: list[Change] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        given = {name: uncell(each) for name, each in zip(names, row, strict=False)}
        if not any(each.strip() for each in given.values()):
            continue
        found = _change(given)
        if isinstance(found, Change):
            changes.append(found)
        elif found:
            problems.append(Problem(place=f"{source.name}, row {number}", message=found))
    return ImportResult(register=Register(), changes=tuple(changes), problems=tuple(problems))


def _change(given: dict[str, str]) -> Change | str | None:
    """Return what a row changes, None where nothing, or what is wrong with it."""
    new, earlier = given.get(_NEW, "").strip(), given.get(_EARLIER, "")
    if not new and not given.get("of"):
        said = " ".join(each for each in given.values() if each.strip())
        return f"a row of its own says {said[:80]!r}, and belongs to none of the words that were sent; nothing is taken"
    if not new:
        return "the translation was emptied; the earlier one stays" if _was_current(given) else None
    of, field, lang = (given.get(name, "") for name in ("of", "field", "lang"))
    now, before = given.get("words sha-256", ""), given.get("earlier sha-256", "")
    if not of or not field or lang not in _LANGUAGES or not _HASH.fullmatch(now):
        return f"which words {new[:40]!r} translates cannot be told: its last columns were changed; nothing is taken"
    made = Translation(of=of, field=field, lang=lang, text=new, source_hash=now)
    held = Translation(of=of, field=field, lang=lang, text=earlier, source_hash=before) if before else None
    if held == made:
        return None
    return Change(
        where=("translations", f"{of}|{field}|{lang}"), before=to_plain(held) if held else None, after=to_plain(made)
    )


def _was_current(given: dict[str, str]) -> bool:
    return bool(given.get(_EARLIER)) and given.get("words sha-256") == given.get("earlier sha-256")


TRANSLATIONS = Exporter(
    name="translations",
    title="Words for a translator",
    audience=Audience.WORKING,
    suffix=".csv",
    export=write_translations,
    options={"language": "cy, the language to translate into"},
)

TRANSLATED = Importer(
    name="translations",
    title="Words that come back from a translator",
    suffixes=(".csv",),
    recognises=recognises,
    read=read_translations,
)
