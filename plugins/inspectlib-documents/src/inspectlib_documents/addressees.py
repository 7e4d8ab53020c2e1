"""Who is asked to act: the bodies named as subject of a request."""

import re
from functools import cache

from inspectlib.bodies import areas
from inspectlib.fields import Public, value
from inspectlib_documents.words import any_of, table, words

_SENTENCE = re.compile(
    r"(?<=[.?!;:])[\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK})]?\s+(?:[-\N{EN DASH}\N{EM DASH}]\s+)?(?=[\"'\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}]?[A-Z])"
)
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|etc|No|Rec|para|paras|St|Dr|Mr|Mrs|Ms|v)\.)$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; abbreviations end none."""
    made: list[str] = []
    for part in _SENTENCE.split(text):
        if made and _ABBREVIATED.search(made[-1]):
            made[-1] += f" {part}"
        else:
            made.append(part)
    return made


@value
class Subjects:
    """What the document says its unnamed bodies are: names without "Police", or None where it does not say.

    `names`: every force that it names, without "Police" or "Constabulary".
    """

    force: Public[str | None] = None
    fire: Public[str | None] = None
    names: Public[tuple[str, ...]] = ()
    speaks_of_a_force: Public[bool] = False


@cache
def _bodies() -> "tuple[re.Pattern[str], dict[str, str]]":
    rows = {phrase.lower(): code for code, phrases in table()["addressee"].items() for phrase in phrases}
    rows |= {phrase.lower(): "" for phrase in table()["nobody"]["names"]}
    return any_of(rows), rows


@cache
def _area_names() -> tuple[str, ...]:
    return tuple(sorted((each.name for each in areas(fictional=True)), key=len))


_FORCE = re.compile(r"(?P<kind>Police|Constabulary)(?P<after>(?:['\N{RIGHT SINGLE QUOTATION MARK}]s)?)(?!\w)")
_FIRE = re.compile(r"Fire (?:and|&) Rescue Service|Fire Service")
_TOKEN = re.compile(r"[\w\N{RIGHT SINGLE QUOTATION MARK}'-]+$")
_MOST_WORDS = 6


def force_names(text: str, kind: "re.Pattern[str]" = _FORCE) -> list[tuple[str, int, int]]:
    """Return every "X Police" or "X Constabulary" of a text: X, where X begins, and where the name ends."""
    names = table()["names"]
    found: list[tuple[str, int, int]] = []
    for each in kind.finditer(text):
        after = text[each.end() : each.end() + 24].lstrip()
        if kind is _FORCE and any(after.startswith(other) for other in names["not_after"]):
            continue
        start, taken = each.start(), 0
        while taken < _MOST_WORDS:
            before = text[max(0, start - 40) : start]
            bare = before.rstrip(" ")
            token = _TOKEN.search(bare)
            if token is None or len(before) - len(bare) != 1:
                break
            word = token[0]
            joins = word in ("and", "&", "upon", "on", "de")
            if not joins and (
                not word[0].isupper() or word in names["not_first"] or word in ("Police", "Constabulary")
            ):
                break
            start -= len(word) + 1
            taken += 1
        name = text[start : each.start()].strip()
        while (first := name.split(" ", 1))[0] in ("and", "&", "upon", "on", "de") and len(first) > 1:
            start += len(first[0]) + 1
            name = first[1]
        for area in _area_names():
            if name.endswith(f" {area}"):
                start += len(name) - len(area)
                name = area
        if name and name not in ("and", "&", "upon", "on", "de"):
            found.append((name, start, each.end("kind") if kind is _FORCE else each.end()))
    return found


def fire_names(text: str) -> list[tuple[str, int, int]]:
    """Return every "X Fire and Rescue Service" of a text, likewise."""
    return force_names(text, _FIRE)


def bodies_in(text: str, subjects: Subjects) -> list[tuple[str, int]]:
    """Return the code of each body that words name, with its place, in order, each once."""
    pattern, rows = _bodies()
    places: list[tuple[int, int, str]] = []
    for name, start, end in force_names(text):
        places.append((start, end, f"force:{name}"))
    for name, start, end in fire_names(text):
        places.append((start, end, f"fire_service:{name}"))
    for found in pattern.finditer(text):
        code = rows.get(" ".join(found[0].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower().split()), "")
        if code == "force:?" and re.match(r"\s+of\s+(?:the\s+)?[A-Z]", text[found.end() : found.end() + 12]):
            continue  # the force whose chief constable it is follows by name
        if code == "force:?":
            code = f"force:{subjects.force or 'unnamed'}"
            if subjects.force is None and subjects.fire is not None and subjects.names == ():
                code = f"fire_service:{subjects.fire}"
        elif code == "fire_service:?":
            code = f"fire_service:{subjects.fire}" if subjects.fire else ""
        elif code == "rocu:*":
            code = "rocu:*"
        places.append((found.start(), found.end(), code))
    places.sort(key=lambda each: (each[0], each[0] - each[1]))
    made: list[tuple[str, int]] = []
    last = -1
    for start, end, code in places:
        if start < last:
            continue
        of_them = (
            re.fullmatch(r"\s+of\s+(?:the\s+|all\s+)?", text[last:start]) if code == "forces" and last >= 0 else None
        )
        last = end
        if of_them:
            continue  # "chief constables of forces with an airport": the forces say which chief constables
        if code and code not in (each for each, _ in made):
            made.append((code, start))
    return made


def names_bodies_only(text: str, subjects: Subjects) -> bool:
    """Say whether words are a list of bodies and nothing else: "Home Office and NPCC"."""
    rest = _bodies()[0].sub(" ", text)
    for name, _, _ in force_names(text):
        rest = rest.replace(name, " ")
    left = set(re.findall(r"\w+", rest.lower())) - {
        "and",
        "the",
        "all",
        "for",
        "to",
        "police",
        "constabulary",
        "lead",
        "every",
        "each",
    }
    return not left and bool(bodies_in(text, subjects))


def _without_asides(head: str) -> str:
    """Return the words before a request without the bodies that are only consulted, and without a purpose before it."""
    while found := words("asks", "aside").search(head):
        comma = head.find(",", found.end())
        head = head[: found.start()] + (head[comma:] if comma >= 0 else "")
    if re.match(r"(?:in order to|to|so that|in response to|as part of|given)\s", head, re.IGNORECASE) and "," in head:
        purpose, rest = head.split(",", 1)
        return rest if rest.strip() else purpose
    return head


def addressees_in(text: str, subjects: Subjects) -> tuple[str, ...]:
    """Return who a text asks to act, by code, in order; empty where it names nobody.

    The bodies before "should", or after "recommends that"; those "in consultation with" whom they act are not asked.
    """
    asked: list[str] = []
    for sentence in sentences(text):
        modal = words("asks", "modal").search(sentence)
        recommends = words("asks", "recommending").search(sentence)
        if recommends is not None and (modal is None or modal.start() > recommends.start()):
            begin = recommends.end()
            if recommends[0].split()[-1].lower() in ("the", "all", "each", "every", "chief"):
                begin -= len(recommends[0].split()[-1])
            head = sentence[begin : modal.start()] if modal else sentence[begin:]
            found = bodies_in(_without_asides(head), subjects)
            found = found if modal else _together(_without_asides(head), found)
        elif modal is not None and not _has_said(sentence[: modal.start()]):
            found = bodies_in(_without_asides(sentence[: modal.start()]), subjects)
        else:
            continue
        codes = [code for code, _ in found]
        if "of" in sentence and "chief_constables" in codes:
            codes = _of_a_force(sentence, codes)
        asked.extend(code for code in codes if code not in asked)
    if not asked and not words("asks", "modal").search(text):
        asked = [code for code, _ in _together(text, bodies_in(text, subjects)) if _opens_with_bodies(text, subjects)]
    return tuple(asked)


_BEFORE_SUBJECT = 12


def _opens_with_bodies(text: str, subjects: Subjects) -> bool:
    """Say whether a sentence without "should" has bodies as its subject: they open it, after its deadline if it has one."""
    start = bodies_in(text, subjects)
    comma = text.find(",")
    return bool(start) and (start[0][1] <= _BEFORE_SUBJECT or 0 <= start[0][1] - comma <= _BEFORE_SUBJECT)


_SAID = re.compile(r"\b(?:have|has|had)\s+(?:agreed|told|said|committed|begun|been|made|decided|asked|found)\b")


def _has_said(head: str) -> bool:
    """Say whether a sentence's own verb stands before "should", which is then of another clause."""
    found = _SAID.search(head)
    return found is not None and not re.search(r"\b(?:which|that|who|whose|where)\b", head[: found.start()])


def _of_a_force(sentence: str, codes: list[str]) -> list[str]:
    """Take the chief constable of X Police for the force X, and for no chief constables besides."""
    if re.search(r"\bchief constables? of\b", sentence, re.IGNORECASE) and any(
        each.startswith("force:") for each in codes
    ):
        return [each for each in codes if each not in ("chief_constables", "force:unnamed")]
    return codes


def _together(text: str, found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the first body and those joined to it by commas and "and": the subject of a sentence without "should"."""
    kept: list[tuple[str, int]] = []
    for code, place in found:
        if not kept:
            kept.append((code, place))
            continue
        between = text[kept[-1][1] : place]
        if re.search(r"(?:,|\band)\s+(?:the\s+)?$", between) and len(between.split()) < 8:  # noqa: PLR2004 - a list of bodies
            kept.append((code, place))
        else:
            break
    return kept
