"""What is recorded, in English: the names of fields, values, and each dated fact in a few words."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from inspectlib.bodies import areas
from inspectlib.inspections import ALL_AREAS
from inspectlib.periods import in_words

_MOST = 60
_LEAD = 20

Plain = Mapping[str, Any]

#: what a field is called where its own name is no English
_LABELS: Mapping[str, str] = {
    "action": "the body's action",
    "after": "new date",
    "aliases": "other ids",
    "answers": "recommendations that it answers",
    "approved_on": "approval date",
    "before": "old date",
    "by": "role",
    "chief_officer_comments": "the chief officer's comments",
    "comments": "the body's comments",
    "comments_by": "date to comment by",
    "cost_note": "note of the cost",
    "dated": "date of the document",
    "dismissed_by": "who dismissed it",
    "dismissed_on": "date dismissed",
    "done_on": "date done",
    "due": "due date",
    "due_changes": "deferral",
    "force_comment": "the force's comment",
    "force_comments": "the force's comments",
    "how": "how it was sent",
    "inspection": "report",
    "letter_on": "date of the letter",
    "local_ref": "local reference",
    "no_action_reason": "the reason for no action",
    "none_received_on": "note that no comments had come",
    "on": "day",
    "own": "answer to 'is it the body's own action?'",
    "part_of": "cause of concern that it is part of",
    "plenary_on": "plenary date",
    "prominent": "answer to 'is it in a prominent place?'",
    "published_on": "publication date",
    "quoted": "answer to 'are the recommendations quoted?'",
    "received_on": "date received",
    "replaces": "publication that it replaces",
    "reply_to_chief_officer": "the reply to the chief officer",
    "respond_by": "date to respond by",
    "retain_until": "retention date",
    "same_as": "recommendations that are the same",
    "sha256": "fingerprint of the file",
    "source_hash": "fingerprint of the words translated",
    "superseded_by": "recommendation that supersedes it",
    "text_hash": "fingerprint of the words",
    "url": "web address",
    "withheld": "words withheld from publication",
}

#: fields whose values are words of the house's own and stand without quotation marks
_OWN_WORDS = (
    *("addressees", "answer", "basis", "grade", "inspectorates", "kind", "level", "phase", "precision"),
    *("rating", "step", "to", "types"),
)
#: fields that hold the ids of reports and of what stands in them
_IDS = frozenset(("answers", "part_of", "same_as", "successor", "superseded_by", "through"))

_RECIPIENTS = {"inspectors": "the inspectors", "secretary-of-state": "the Secretary of State"}
_LANGUAGES = {"cy": "Welsh", "en": "English"}


def label(name: str) -> str:
    """Return what a field is called."""
    return _LABELS.get(name, name.replace("_", " "))


def extra_label(key: str) -> str:
    """Return what a field of a profile's own is called, by its key (`<profile>:<name>`)."""
    profile, colon, name = key.partition(":")
    return f"{name.replace('_', ' ')} ({profile})" if colon else key


def short(plain: Any, name: str = "") -> str:
    """Return a value of a field in a few words."""
    if plain is None:
        return "nothing"
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, dict):
        return told(name, plain)
    if isinstance(plain, list):
        if name == "extras" and all(isinstance(each, list) and len(each) == 2 for each in plain):  # noqa: PLR2004 - pairs
            return "; ".join(f"{extra_label(key)} {short(words)}" for key, words in plain) or "none"
        return ", ".join(short(each, name) for each in plain) or "none"
    text = tidy(plain)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return in_words(date.fromisoformat(text))
        except ValueError:
            return text
    if not text:
        return "empty"
    if name == "areas":
        return _area(text)
    if name in _OWN_WORDS:
        return text.replace("_", " ")
    if name in _IDS:
        return record_named(text, {})
    if name in ("text_hash", "source_hash", "sha256"):
        return text[:12]
    return f"'{_cut(text)}'"


def _area(slug: str) -> str:
    return {ALL_AREAS: "every area", **names_of_areas()}.get(slug, slug)


@cache
def names_of_areas() -> Mapping[str, str]:
    """Return the names of the areas by slug, those of the samples included."""
    return {each.slug: each.name for each in areas(fictional=True)}


def tidy(plain: Any) -> str:
    """Return a text on one line."""
    return " ".join(str(plain).split())


def apart(name: str, values: Sequence[Any]) -> list[str]:
    """Return different values of a field, each in a few words that differ as well: of long texts where they part."""
    said = [short(each, name) for each in values]
    if len(set(said)) == len({repr(each) for each in values}):
        return said
    if all(isinstance(each, str) or each is None for each in values):
        texts = [tidy(each) for each in values if each is not None]
        at = next((at for at, letters in enumerate(zip(*texts, strict=False)) if len(set(letters)) > 1), None)
        start = texts[0].rfind(" ", 0, max(0, (min(map(len, texts)) if at is None else at) - _LEAD)) + 1
        return ["nothing" if each is None else f"'...{_cut(tidy(each)[start:])}'" for each in values]
    dicts = [each for each in values if isinstance(each, dict)]
    parts = [each for each in (dicts or [{}])[0] if len({repr(one.get(each)) for one in dicts}) > 1]
    columns = {each: iter(apart(each, [one.get(each) for one in dicts])) for each in parts}
    return [
        f"{words} ({'; '.join(f'{label(part)} {next(column)}' for part, column in columns.items())})"
        if isinstance(each, dict) and columns
        else words
        for words, each in zip(said, values, strict=True)
    ]


def _cut(text: str) -> str:
    if len(text) <= _MOST:
        return text
    kept = text[: _MOST - 3]
    return (kept.rpartition(" ")[0] or kept) + "..."


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def item(key: str) -> str:
    """Return what people call an item of a report, by the part of its id after the report's."""
    for start, name in (("afi-", "area for improvement"), ("coc-", "cause of concern")):
        if key.startswith(start):
            return f"{name} {key.removeprefix(start)}"
    return f"recommendation {key}"


def record_named(name: str, titles: Mapping[str, str]) -> str:
    """Return what a key means: "<recommendation>|<area>", "<report>|<area>", or either without an area."""
    first, _, area = name.partition("|")
    report, _, number = first.rpartition("/")
    of = titles.get(report or first, report or first) + (f" ({titles.get(area, area)})" if area else "")
    return f"{of}, {item(number)}" if report else of


def is_fact(name: str) -> bool:
    """Say whether the items of a list, or what a field holds, are dated facts with words of their own."""
    return name in _FACTS


#: the parts of a fact that its words say in full: where no other changed, its new words tell the change
_SAID: Mapping[str, frozenset[str]] = {
    "due_changes": frozenset(("before", "after")),
    "explanations": frozenset(("action", "no_action_reason")),
    "held_to": frozenset(("dismissed_on", "dismissed_by", "reason")),
    "invitations": frozenset(("comments_by", "none_received_on")),
    "judgements": frozenset(("grade",)),
    "unread": frozenset(("dismissed_on", "dismissed_by", "reason")),
    "website": frozenset(("prominent",)),
}


def retold(name: str, before: Plain, after: Plain) -> str | None:
    """Return an edited fact in its new words, or None where they would not say all that was edited."""
    changed = {each for each in {**before, **after} if before.get(each) != after.get(each)}
    was, now = told(name, before), told(name, after)
    if was == now or not changed <= _SAID.get(name, frozenset()):
        return None
    return now if now.startswith(was) else f"{now} (before: {was})"


def told(name: str, held: Any) -> str:
    """Return a fact in words."""
    if isinstance(held, dict) and name in _FACTS:
        return _FACTS[name](defaultdict(lambda: None, held))  # what a returned book or a hand made may lack parts
    if isinstance(held, dict):
        return "; ".join(f"{label(each)} {short(held[each], each)}" for each in held if held[each]) or "nothing"
    return f"{label(name)}: {short(held, name)}"


def contents(held: Plain) -> str:
    """Return what a record that is new, or gone, says: its facts one after the other."""
    said = []
    for name, each in held.items():
        if name in ("id", "area", "recommendation", "inspection", "title", "number", "text") or each in (None, [], ""):
            continue
        if isinstance(each, list) and is_fact(name):
            said += [told(name, one) for one in each]
        elif name == "extras":
            said.append(short(each, name))
        else:
            said.append(f"{label(name)} {short(each, name)}")
    return "; ".join(said)


def _maybe(before: str, value: Any, name: str = "") -> str:
    return f" {before} {short(value, name)}" if value is not None else ""


def _day(value: Any) -> str:
    return _maybe("on", value)


def _because(held: Plain) -> str:
    return f", because {short(held['reason'])}" if held.get("reason") else ""


def _deferral(held: Plain) -> str:
    before, after = held["before"], held["after"]
    if before is None:
        return f"due date set to {short(after)}"
    earlier = isinstance(after, str) and isinstance(before, str) and after < before
    return f"due date {'brought forward' if earlier else 'deferred'} from {short(before)} to {short(after)}"


def _closure(held: Plain) -> str:
    if held["step"] == "level set":
        return f"level set{_maybe('to', held.get('level'))}{_day(held['on'])}"
    return f"{held['step']}{_maybe('by', held.get('successor'), 'successor')}{_day(held['on'])}"


def _invitation(held: Plain) -> str:
    none = held.get("none_received_on")
    noted = f"; no comments had come by {short(none)}" if none else ""
    return f"chief officer invited{_day(held['sent_on'])}{_maybe('to comment by', held['comments_by'])}{noted}"


def _explanation(held: Plain) -> str:
    what = "action" if held.get("action") is not None else "why there is no action"
    covered = listed([item(each.rsplit("/", 1)[-1]) for each in held["covers"] or ()]) or "no recommendation"
    return f"{what} on {covered} explained: {short(held.get('action') or held.get('no_action_reason'))}"


def _marking(held: Plain) -> str:
    release = held.get("released")
    return tidy(held["level"]) + (f", released by {release['by']}{_day(release['on'])}" if release else "")


def _copy(held: Plain) -> str:
    to = _RECIPIENTS.get(str(held["to"]), held["to"])
    return f"copy sent to {to}{_day(held['on'])}"


def _monitoring(held: Plain) -> str:
    return f"{_area(str(held['area']))} in the {held['phase']} phase of monitoring from {short(held['since'])}"


def _website(held: Plain) -> str:
    of = f" of {held['inspection']}" if held.get("inspection") else ""
    seen = "" if held["prominent"] is None else f", {'' if held['prominent'] else 'not '}in a prominent place"
    return f"website of {_area(str(held['area']))} looked at{_day(held['on'])} for the {held['what']}{of}{seen}"


def _translation(held: Plain) -> str:
    field, colon, key = str(held["field"]).partition(":")
    what = f"{label(field)} of {item(key)}" if colon else label(field)
    lang = _LANGUAGES.get(str(held["lang"]), held["lang"])
    return f"{what} ({record_named(str(held['of']), {})}) in {lang}: {short(held['text'])}"


def _dismissal(held: Plain) -> str:
    return (f" (by {held['dismissed_by']})" if held.get("dismissed_by") else "") + _because(held)


def _held_to(held: Plain) -> str:
    until = f" until {short(held['dismissed_on'])}{_dismissal(held)}" if held.get("dismissed_on") else ""
    return f"held to the rules of {held['distribution']}{until}"


def _unread(held: Plain) -> str:
    done = f", dismissed{_day(held['dismissed_on'])}{_dismissal(held)}" if held.get("dismissed_on") else ""
    return f"not read from {held['source']}, {held['place']}: {short(held['message'])}{done}"


_FACTS: Mapping[str, Callable[[Plain], str]] = {
    "position": lambda d: f"{d['answer']}{_day(d['on'])}{_because(d)}",
    "scope": lambda d: f"{d['answer']}{_maybe('', d.get('through'), 'through')}{_day(d['on'])}{_because(d)}",
    "due": lambda d: f"{short(d['words'])}" + (f" ({short(d['last_day'])})" if d["last_day"] else ""),
    "marking": _marking,
    "due_changes": _deferral,
    "reviews": lambda d: f"reviewed{_day(d['on'])}" + (f" by {tidy(d['forum'])}" if d.get("forum") else ""),
    "evidence": lambda d: f"evidence noted{_day(d['on'])}: {short(d['criterion'])}",
    "closure": _closure,
    "invitations": _invitation,
    "chief_officer_comments": lambda d: (
        f"chief officer's comments {short(d['text'])}" + _maybe("received on", d["received_on"])
    ),
    "explanations": _explanation,
    "force_comments": lambda d: f"on {item(str(d['recommendation']).rsplit('/', 1)[-1])} {short(d['text'])}",
    "sign_offs": lambda d: f"signed off by {tidy(d['role'])}{_day(d['on'])}",
    "publications": lambda d: f"published{_day(d['on'])}" + _maybe("in place of that of", d.get("replaces")),
    "copies": _copy,
    "recommendations": lambda d: f"{item(str(d['id']).rsplit('/', 1)[-1])} {short(d['text'])}",
    "judgements": lambda d: f"{_area(str(d['area']))} graded {d['grade']} for {d['question']} in {d['cycle']}",
    "history": lambda d: f"report {d['what']}{_day(d['on'])}",
    "monitoring": _monitoring,
    "website": _website,
    "translations": _translation,
    "held_to": _held_to,
    "unread": _unread,
}
