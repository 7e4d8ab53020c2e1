"""A change as one English sentence, from its path and its plain data alone."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from inspectlib.periods import in_words

_MOST = 60
_ORDER = "(order)"


def sentence(where: tuple[str, ...], before: Any, after: Any, titles: Mapping[str, str] | None = None) -> str:
    """Return a change in words: whose, what, from what, to what. `titles`: how to call reports, by id."""
    about, rest = _about(where, titles or {})
    what = _what(rest, before, after) if rest else _whole(where[0], before, after)
    return " ".join((f"{about}: {what}" if about else what).split())


def sides(where: tuple[str, ...], base: Any, ours: Any, theirs: Any) -> str:
    """Return a conflict in words: the place and its three values."""
    place, was, mine, yours = told_apart(where, base, ours, theirs)
    return " ".join(f"{place}: it was {was}; ours is {mine}; theirs is {yours}".split())


def told_apart(
    where: tuple[str, ...], base: Any, ours: Any, theirs: Any, *, whole: bool = False
) -> tuple[str, str, str, str]:
    """Return the place of a conflict, what stood there, ours and theirs, each in words; `whole`: long texts uncut."""
    about, rest = _about(where, {})
    name, *more = rest or where[:1]
    label = _FIELDS.get(name, name.replace("_", " "))
    if len(more) > 1 and more[-1] != _ORDER:
        label = f"{label} {more[0]}: {more[1].replace('_', ' ')}"
    ended = [_side(name, base, each) for each in (base, ours, theirs)]
    if base is None and isinstance(ours, dict) and isinstance(theirs, dict):
        apart = [each for each in ours if ours[each] != theirs.get(each)]
        for place, held in ((1, ours), (2, theirs)):
            ended[place] += f" ({'; '.join(f'{_part(each)} {_short(held.get(each))}' for each in apart)})"
    if whole:
        ended = [
            held if isinstance(held, str) else words for held, words in zip((base, ours, theirs), ended, strict=True)
        ]
    return f"{about + ': ' if about else ''}{label}", ended[0], ended[1], ended[2]


def _part(name: str) -> str:
    return {"before": "old date", "after": "new date", "on": "day"}.get(name, name.replace("_", " "))


def _side(name: str, base: Any, held: Any) -> str:
    if not isinstance(held, dict):
        return "nothing" if held is None else _short(held)
    if isinstance(base, dict) and held != base:
        return _differences(base, held)
    return _told(name, held) if name in _FACTS else _short(held.get("title") or "as recorded")


def _about(where: tuple[str, ...], titles: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    name, *more = where
    if not more or more[0] == _ORDER or name in ("areas", "translations", "unread", "held_to"):
        return "", where
    key, rest = more[0], tuple(more[1:])
    parts = key.split("|")
    if name == "cases" and len(parts) > 1:
        inspection, _, number = parts[0].rpartition("/")
        return f"{titles.get(inspection, inspection)} ({parts[1]}), {_recommendation(number)}", rest
    if name == "responses" and len(parts) > 1:
        return f"{titles.get(parts[0], parts[0])} ({parts[1]}), response", rest
    if name == "inspections" and len(rest) > 1 and rest[0] == "recommendations" and rest[1] != _ORDER:
        inner = _recommendation(rest[1].rsplit("/", 1)[-1])
        return f"{titles.get(key, key)}, {inner}", rest[2:] or rest[:1]
    return f"action {key}" if name == "actions" else titles.get(key, key), rest


def _recommendation(key: str) -> str:
    for start, label in (("afi-", "area for improvement"), ("coc-", "cause of concern")):
        if key.startswith(start):
            return f"{label} {key.removeprefix(start)}"
    return f"recommendation {key}"


def _whole(name: str, before: Any, after: Any) -> str:
    title = (after or before or {}).get("title") if isinstance(after or before, dict) else None
    noun = {"inspections": "report", "responses": "response", "cases": "case", "actions": "action"}.get(name, name)
    said = f" {_short(title)}" if title else ""
    return f"{noun}{said} {'added' if before is None else 'removed' if after is None else 'replaced'}"


_FIELDS = {
    "comments": "the body's comments",
    "reply_to_chief_officer": "the reply to the chief officer",
    "force_comment": "the force's comment",
    "local_ref": "local reference",
    "published_on": "publication date",
    "part_of": "part of",
    "areas": "areas",
    "types": "types",
    "due_changes": "deferral",
}


def _what(rest: tuple[str, ...], before: Any, after: Any) -> str:
    name, *more = rest
    label = _FIELDS.get(name, name.replace("_", " "))
    if not more:
        if name == "recommendations":
            return _fact(name, before, after)
        return _change_of(label, before, after)
    if more[-1] == _ORDER:
        return f"{label} put in another order"
    if len(more) > 1:
        return _change_of(f"{label} {more[0]}: {more[1].replace('_', ' ')}", before, after)
    return _fact(name, before, after)


def _change_of(label: str, before: Any, after: Any) -> str:
    if before in (None, [], ""):
        return f"{label} recorded: {_short(after)}"
    if after in (None, [], ""):
        return f"{label} removed (it was {_short(before)})"
    if isinstance(before, dict) and isinstance(after, dict):
        return f"{label}: {_differences(before, after)}"
    return f"{label} changed from {_short(before)} to {_short(after)}"


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    names = [each for each in {**before, **after} if before.get(each) != after.get(each)]
    return "; ".join(_change_of(_part(each), before.get(each), after.get(each)) for each in names)


def _fact(name: str, before: Any, after: Any) -> str:
    if isinstance(before or after, str) and None in (before, after):
        label = _FIELDS.get(name, name.replace("_", " "))
        return f"{label}: {'added' if before is None else 'removed'} {_short(before if after is None else after)}"
    held = after if after is not None else before
    told = _told(name, held)
    if after is None:
        return f"removed: {told}"
    return told if before is None else f"{_told(name, before)}: {_differences_of(before, after)}"


def _differences_of(before: Any, after: Any) -> str:
    if isinstance(before, dict) and isinstance(after, dict):
        return _differences(before, after)
    return f"changed from {_short(before)} to {_short(after)}"


def _told(name: str, held: Any) -> str:
    if isinstance(held, dict) and name in _FACTS:
        return _FACTS[name](held)
    return f"{_FIELDS.get(name, name.replace('_', ' '))}: {_short(held)}"


def _day(text: Any) -> str:
    return _short(text) if text else "no date"


def _maybe(before: str, text: Any) -> str:
    return f" {before} {_short(text)}" if text else ""


def _covered(held: Mapping[str, Any]) -> str:
    return " and ".join(_recommendation(each.rsplit("/", 1)[-1]) for each in held["covers"])


_FACTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "due_changes": lambda d: f"due date deferred from {_day(d['before'])} to {_day(d['after'])}",
    "reviews": lambda d: f"reviewed on {_day(d['on'])}" + (f" by {d['forum']}" if d.get("forum") else ""),
    "evidence": lambda d: f"evidence noted on {_day(d['on'])}: {_short(d['criterion'])}",
    "closure": lambda d: f"{d['step']} on {_day(d['on'])}",
    "invitations": lambda d: (
        f"chief officer invited on {_day(d['sent_on'])}" + _maybe("to comment by", d["comments_by"])
    ),
    "chief_officer_comments": lambda d: (
        f"chief officer's comments {_short(d['text'])}" + _maybe("received on", d["received_on"])
    ),
    "explanations": lambda d: (
        f"{'action' if d.get('action') is not None else 'why there is none'} on {_covered(d)}"
        f" explained: {_short(d.get('action') or d.get('no_action_reason'))}"
    ),
    "sign_offs": lambda d: f"signed off by {d['role']} on {_day(d['on'])}",
    "publications": lambda d: f"published on {_day(d['on'])}" + _maybe("in place of", d.get("replaces")),
    "copies": lambda d: f"copy sent to {d['to']} on {_day(d['on'])}",
    "recommendations": lambda d: f"added: {_short(d['text'])}",
    "judgements": lambda d: f"{d['question']} graded {d['grade']} in {d['cycle']}",
    "history": lambda d: f"report {d['what']} on {_day(d['on'])}",
    "translations": lambda d: f"{d['field']} of {d['of']} in {d['lang']}: {_short(d['text'])}",
    "held_to": lambda d: (
        f"held to the rules of {d['distribution']}"
        + (f" until {_day(d['dismissed_on'])}: {_short(d['reason'])}" if d.get("dismissed_on") else "")
    ),
    "unread": lambda d: f"not read from {d['source']}, {d['place']}: {_short(d['message'])}",
}


def _short(plain: Any) -> str:
    if plain is None:
        return "nothing"
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, dict):
        return "; ".join(f"{name.replace('_', ' ')} {_short(each)}" for name, each in plain.items() if each)
    if isinstance(plain, list):
        return ", ".join(_short(each) for each in plain) or "none"
    text = " ".join(str(plain).split())
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return in_words(date.fromisoformat(text))
        except ValueError:
            return text
    return f"'{text if len(text) <= _MOST else text[: _MOST - 3] + '...'}'"
