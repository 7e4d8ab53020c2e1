"""A register as rows: each item is kept as its piece of the register file, so that the file can be put together."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inspectlib.changes.places import keyed, plain
from inspectlib.inspections import ALL_AREAS, Inspection
from inspectlib.register import Register, Translation
from inspectlib.storage import VERSION
from inspectlib.storage.saving import PARTS, report_of

#: the distance of two places, which leaves room for twenty halvings
STEP = 1 << 20


def piece(item: Any) -> str:
    """Return an item just as it stands in the register file."""
    text = json.dumps(plain(item), ensure_ascii=False, indent=1)
    return "   " + text.replace("\n", "\n   ")


def file_of(pieces: Mapping[str, Iterable[str]], form: int = VERSION) -> Iterator[bytes]:
    """Yield the bytes of the register file of a form that consists of these pieces, by part and in order."""
    yield f'{{\n "inspectlib": {form},\n "register": {{\n'.encode()
    for number, name in enumerate(PARTS):
        start = ",\n" if number else ""
        yield f'{start}  "{name}": ['.encode()
        between = "\n"
        for each in pieces.get(name, ()):
            yield f"{between}{each}".encode()
            between = ",\n"
        yield b"]" if between == "\n" else b"\n  ]"
    yield b"\n }\n}\n"


def areas_of(item: Any) -> str:
    """Return whose item it is: " one two ", "*" for every area's, "" for what is no one area's."""
    if isinstance(item, str):
        return f" {item} "
    if isinstance(item, Inspection):
        if item.areas is not None and ALL_AREAS not in item.areas:
            return f" {' '.join(sorted(item.areas))} "
        return "*" if item.areas is not None or item.published_on is not None else ""
    area = item.of.split("|")[-1] if isinstance(item, Translation) and "|" in item.of else getattr(item, "area", None)
    return f" {area} " if area else ""


def row(part: str, key: str, place: int, item: Any) -> dict[str, Any]:
    """Return the row of an item."""
    return {
        "part": part,
        "key": key,
        "place": place,
        "areas": areas_of(item),
        "report": report_of(item) or "",
        "body": piece(item),
    }


def rows_of(register: Register) -> list[dict[str, Any]]:
    """Return the rows of a whole register."""
    return [
        row(part, key, number * STEP, item)
        for part in PARTS
        for number, (key, item) in enumerate(keyed(getattr(register, part)).items(), 1)
    ]


def placed(held: Mapping[str, int], keys: list[str]) -> dict[str, int]:
    """Return the places of keys in a new order; those that are held keep theirs wherever there is room."""
    fresh = {key: number * STEP for number, key in enumerate(keys, 1)}
    found: dict[str, int] = {}
    before: int | None = None
    waiting: list[str] = []
    for key in keys:
        if key not in held:
            waiting.append(key)
            continue
        low = held[key] - STEP * (len(waiting) + 1) if before is None else before
        step = (held[key] - low) // (len(waiting) + 1)
        if step < 1:
            return fresh
        found |= {each: low + step * number for number, each in enumerate(waiting, 1)}
        found[key] = before = held[key]
        waiting = []
    return found | {each: (before or 0) + STEP * number for number, each in enumerate(waiting, 1)}
