"""What differs between two registers, as small dated facts that can be read and applied."""

from typing import Any

from inspectlib.converting import from_plain, to_plain
from inspectlib.fields import Working, value
from inspectlib.register import Register


@value
class Change:
    """One difference: `where` is a path such as ("responses", "<inspection>|<area>", "comments")."""

    where: Working[tuple[str, ...]]
    before: Working[Any] = None
    after: Working[Any] = None

    def __str__(self) -> str:
        place = " / ".join(self.where)
        if self.before is None:
            return f"{place}: recorded {_short(self.after)}"
        if self.after is None:
            return f"{place}: removed {_short(self.before)}"
        return f"{place}: {_short(self.before)} became {_short(self.after)}"


def _short(plain: Any) -> str:
    most = 60
    text = str(plain)
    return text if len(text) <= most else text[: most - 3] + "..."


_KEYS = {
    "inspections": ("id",),
    "responses": ("inspection", "area"),
    "cases": ("recommendation", "area"),
    "actions": ("id",),
}


def diff(before: Register, after: Register) -> tuple[Change, ...]:
    """Return what turns one register into another, in order; identical parts are not looked into."""
    found: list[Change] = []
    for name in (
        "areas",
        "inspections",
        "responses",
        "cases",
        "actions",
        "monitoring",
        "website",
        "translations",
        "unread",
    ):
        old, new = getattr(before, name), getattr(after, name)
        if old is new or old == new:
            continue
        if name not in _KEYS:
            found.append(Change(where=(name,), before=to_plain(old), after=to_plain(new)))
            continue
        old_by, new_by = _by_key(name, old), _by_key(name, new)
        for key in sorted({*old_by, *new_by}):
            a, b = old_by.get(key), new_by.get(key)
            if a is b or a == b:
                continue
            if a is None or b is None:
                found.append(Change(where=(name, key), before=a and to_plain(a), after=b and to_plain(b)))
                continue
            one, two = to_plain(a), to_plain(b)
            found += [
                Change(where=(name, key, field), before=one[field], after=two[field])
                for field in one
                if one[field] != two[field]
            ]
    return tuple(found)


def _by_key(name: str, values: tuple[Any, ...]) -> dict[str, Any]:
    return {"|".join(getattr(each, part) for part in _KEYS[name]): each for each in values}


def apply(register: Register, changes: tuple[Change, ...]) -> Register:
    """Return the register with the changes made: `apply(a, diff(a, b)) == b`."""
    plain = to_plain(register)
    for change in changes:
        name = change.where[0]
        if name not in _KEYS:
            plain[name] = change.after
            continue
        rows = {"|".join(row[part] for part in _KEYS[name]): row for row in plain[name]}
        key = change.where[1]
        if len(change.where) > 2:  # noqa: PLR2004 - a third part names the field
            rows[key] = {**rows[key], change.where[2]: change.after}
        elif change.after is None:
            del rows[key]
        else:
            rows[key] = change.after
        plain[name] = list(rows.values())
    for name, parts in _KEYS.items():
        plain[name] = sorted(plain[name], key=lambda row: tuple(row[part] for part in parts))
    result: Register = from_plain(plain, Register)
    return result
