"""A change as one English sentence, from its path and its plain data alone."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from inspectlib.changes.facts import (
    apart,
    contents,
    extra_label,
    is_fact,
    item,
    label,
    record_named,
    retold,
    short,
    tidy,
    told,
)

_ORDER = "(order)"

#: the parts of a register whose items are told by themselves, and not as a record with fields
_LOOSE = ("areas", "translations", "unread", "held_to", "monitoring", "website")
_NOUNS = {"inspections": "report", "responses": "response", "cases": "case", "actions": "action"}


def sentence(where: tuple[str, ...], before: Any, after: Any, titles: Mapping[str, str] | None = None) -> str:
    """Return a change in words: whose, what, from what, to what. `titles`: how to call reports and areas, by id."""
    about, rest = _about(where, titles or {})
    what = _what(rest, before, after) if rest else _whole(where, before, after, titles or {})
    return tidy(f"{about}: {what}" if about else what)


def no_longer_public(where: tuple[str, ...], titles: Mapping[str, str], public: Container[str]) -> str:
    """Return that something has left what is public, and what it was, without a word of it.

    `public`: the ids of the reports and recommendations that are public now; no other is named.
    """
    name, key, *more = where
    if key != _ORDER and name not in _LOOSE and key.partition("|")[0] not in public:
        return f"{_NOUNS.get(name, label(name))} no longer public"
    if more[:1] == ["recommendations"] and more[1:] and more[1] not in public:
        return f"{titles.get(key, key)}: {label('recommendations')} no longer public"
    about, rest = _about(where, titles)
    if not rest:
        about, rest = record_named(key, titles), where[:1]
    what = _NOUNS.get(rest[0], label(rest[0]))
    return tidy(f"{about}: {what} no longer public" if about else f"{what} no longer public")


def sides(where: tuple[str, ...], base: Any, ours: Any, theirs: Any) -> str:
    """Return a conflict in words: the place and its three values."""
    place, was, mine, yours = told_apart(where, base, ours, theirs)
    return tidy(f"{place}: it was {was}; ours is {mine}; theirs is {yours}")


def proposal(
    where: tuple[str, ...],
    theirs: Mapping[str, Any],
    also: Iterable[tuple[tuple[str, ...], Any]],
    *,
    whole: bool = False,
) -> tuple[str, str]:
    """Return the place of a proposed record and what it says, in words, with what would be recorded beside it."""
    named = theirs.get("text")
    said = [contents(theirs), *(_what(_about(place, {})[1], None, after) for place, after in also)]
    more = "; ".join(filter(None, said))
    return _about(where, {})[0], (str(named) if whole else short(named)) + (f" ({more})" if more else "")


def told_apart(
    where: tuple[str, ...], base: Any, ours: Any, theirs: Any, *, whole: bool = False
) -> tuple[str, str, str, str]:
    """Return the place of a conflict, what stood there, ours and theirs, each in words; `whole`: long texts uncut."""
    about, rest = _about(where, {})
    name, *more = rest or where[:1]
    values = (base, ours, theirs)
    place = _NOUNS.get(name, label(name)) if not rest else _label(name, more)
    place = f"{about}: {place}" if about else place
    if name == "extras" and more and more[-1] != _ORDER:
        name, values = "", tuple(map(_words_of, values))
    said = [_edited(base, each) for each in values] if not rest or _is_record(name) else apart(name, values)
    if whole:
        said = [held if isinstance(held, str) else words for held, words in zip(values, said, strict=True)]
    return place, said[0], said[1], said[2]


def _words_of(extra: Any) -> Any:
    """Return what a field of a profile's own holds, of the pair of its key and its words."""
    return extra[1] if isinstance(extra, list) and len(extra) == 2 else extra  # noqa: PLR2004 - a pair


def _is_record(name: str) -> bool:
    return name in _NOUNS or name == "recommendations"


def _edited(base: Any, held: Any) -> str:
    """Return what became of a whole record: removed on one side, edited on the other."""
    if not isinstance(held, dict):
        return short(held) if base is None or held is not None else "removed"
    if isinstance(base, dict):
        return "recorded" if held == base else f"edited ({_differences(base, held)})"
    return short(held.get("title") or contents(held) or "recorded")


def _label(name: str, more: list[str]) -> str:
    if not more or more[-1] == _ORDER:
        return label(name)
    if name == "extras":
        return extra_label(more[0])
    return f"{label(name)} {more[0]}: {label(more[1])}" if len(more) > 1 else label(name)


def _about(where: tuple[str, ...], titles: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return whose a change is, and the part of its path that says what."""
    name, *more = where
    if not more or more[0] == _ORDER or name in _LOOSE:
        return "", where
    key, rest = more[0], tuple(more[1:])
    if name == "cases":
        return record_named(key, titles), rest
    if name == "responses":
        return record_named(key, titles) + (", response" if rest else ""), rest
    if name == "inspections" and len(rest) > 1 and rest[0] == "recommendations" and rest[1] != _ORDER:
        inner = item(rest[1].rsplit("/", 1)[-1])
        return f"{titles.get(key, key)}, {inner}", rest[2:] or rest[:1]
    if not rest:
        return "", rest
    return titles.get(f"actions|{key}", f"action {key}") if name == "actions" else titles.get(key, key), rest


def _whole(where: tuple[str, ...], before: Any, after: Any, titles: Mapping[str, str]) -> str:
    name, key = where
    held = after if after is not None else before
    done = "added" if before is None else "removed" if after is None else "replaced"
    noun = _NOUNS.get(name, label(name))
    title = held.get("title") if isinstance(held, dict) else None
    if name == "inspections":
        published = held.get("published_on")
        number = len(held.get("recommendations", ()))
        more = f", published on {short(published)}" if published else ""
        more += f", with {number} recommendation{'s' * (number != 1)}" if number else ""
        called = f"{noun} {titles[key]}" if key in titles else f"{noun} {short(title)} ({key})"
        return f"{called}{more}, {done}" if more else f"{called} {done}"
    if name == "actions":
        return f"{noun} {short(title)} ({key}) {done}" if title else f"{noun} {key} {done}"
    says = contents(held) if isinstance(held, dict) and (before is None or after is None) else ""
    if not says:
        return f"{noun} {done}"
    return f"{noun} {done}: {says}" if before is None else f"{noun} {done} (it said: {says})"


def _what(rest: tuple[str, ...], before: Any, after: Any) -> str:
    name, *more = rest
    if more and more[-1] == _ORDER:
        return f"{_NOUNS[name] + 's' if name in _NOUNS else label(name)} put in another order"
    if name == "recommendations" and not more:
        held = before if after is None else after
        said = short(held.get("text")) if isinstance(held, dict) else short(held)
        return f"added: {said}" if before is None else f"removed (it was {said})" if after is None else "replaced"
    if name == "extras" and more:
        return _change_of("", _words_of(before), _words_of(after), called=extra_label(more[0]))
    if len(more) == 1:
        return _item(name, before, after)
    return _change_of(more[1] if more else name, before, after, called=_label(name, more))


def _item(name: str, before: Any, after: Any) -> str:
    """Return what became of one item of a list."""
    if before is not None and after is not None:
        if not (isinstance(before, dict) and isinstance(after, dict)):
            return _change_of(name, before, after)
        return retold(name, before, after) or f"{told(name, before)}: {_differences(before, after)}"
    held = before if after is None else after
    if is_fact(name) and isinstance(held, dict):
        return told(name, held) if before is None else f"no longer recorded: {told(name, held)}"
    return f"{label(name)}: {'added' if before is None else 'removed'} {short(held, name)}"


def _change_of(name: str, before: Any, after: Any, called: str = "") -> str:
    called = called or ("the words signed" if name == "text" and isinstance(before, dict) else label(name))
    if before is None:
        return f"{called} recorded: {short(after, name)}"
    if after is None:
        return f"{called} removed ({'they were' if isinstance(before, list) else 'it was'} {short(before, name)})"
    if isinstance(before, str) and isinstance(after, str) and tidy(before) == tidy(after):
        return f"{called} changed in its line breaks or spaces alone"
    if isinstance(before, dict) and isinstance(after, dict) and not is_fact(name):
        return f"{called}: {_differences(before, after)}"
    was, now = apart(name, (before, after))
    return f"{called} changed from {was} to {now}"


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    names = [each for each in {**before, **after} if before.get(each) != after.get(each)]
    if "text_hash" in names and "text" in names:
        names.remove("text_hash")  # the words say it better than their fingerprint
    return "; ".join(_change_of(each, before.get(each), after.get(each)) for each in names)
