"""The library by itself: starting, loading, saving, checking, comparing."""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import nation
import orjson
from measuring import Job, Pair, Work
from peers import file_model

from inspectlib import storage
from inspectlib.changes import diff, three_way
from inspectlib.checking import _subjects, judge
from inspectlib.converting import to_plain
from inspectlib.fields import evolve
from inspectlib.register import Register
from inspectlib.rules.book import RULES
from inspectlib.seeing import facts_until
from inspectlib.storage.history import encoded, history_path, new_line

ALL = (300, 3_000, 30_000, 130_000)
#: registers that are compared differ in so many places
PLACES = 100
NOW = datetime(2024, 6, 28, 9, tzinfo=UTC)


def python(*words: str) -> Work:
    """Return a run of the interpreter."""
    return lambda: subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def version(_: int) -> Pair:
    return Pair(python("-c", "from inspectlib.cli import main; main()", "--version"), python("-c", "pass"))


def importing(_: int) -> Pair:
    return Pair(python("-c", "import inspectlib"), python("-c", "import attrs, cattrs, pluggy"))


def without_accelerator() -> None:
    """Let this process do without orjson inside the library; the peers hold it already."""
    sys.modules["orjson"] = None  # type: ignore[assignment]


def load(cases: int) -> Pair:
    data, model = nation.file_of(cases).read_bytes(), file_model()
    return Pair(lambda: storage.loads(data), lambda: model.model_validate_json(data))


def load_alone(cases: int) -> Pair:
    without_accelerator()
    return load(cases)


def load_beside_msgspec(cases: int) -> Pair:
    data = nation.file_of(cases).read_bytes()
    fields = [("inspectlib", int), ("register", Register)]
    decoder: Any = msgspec.json.Decoder(msgspec.defstruct("File", fields, forbid_unknown_fields=True))
    return Pair(lambda: storage.loads(data), lambda: decoder.decode(data))


def plain_of(register: Register) -> dict[str, Any]:
    return {"inspectlib": storage.VERSION, "register": to_plain(register)}


def save(cases: int) -> Pair:
    register = nation.loaded(cases)
    plain = plain_of(register)
    return Pair(lambda: storage.dumps(register), lambda: orjson.dumps(plain))


def save_alone(cases: int) -> Pair:
    without_accelerator()
    return save(cases)


def save_in_its_form(cases: int) -> Pair:
    register = nation.loaded(cases)
    return Pair(
        lambda: storage.dumps(register), lambda: msgspec.json.format(orjson.dumps(plain_of(register)), indent=1)
    )


def save_changes(cases: int) -> Pair:
    path = Path(tempfile.mkdtemp(dir=nation.file_of(cases).parent)) / "register.json"
    held = [storage.save(nation.loaded(cases), path, by="a role", why="started", now=NOW)]

    def load_it() -> None:
        held[0] = storage.load(path)

    def save_it() -> None:
        held[0] = storage.save(changed(held[0], f"revision {held[0].based_on}"), path, by="a role", why="b", now=NOW)

    return Pair(save_it, load_it)


def changed(register: Register, words: str, first: int = 0) -> Register:
    """Return a register with other words in so many places."""
    step = len(register.cases) // PLACES
    return register.with_case(*(evolve(each, note=words) for each in register.cases[first::step][:PLACES]))


def check(cases: int) -> Pair:
    register = nation.loaded(cases)
    seen = facts_until(register, nation.ON)
    common = {
        "register": seen, "everything": register, "on": nation.ON, "reading": "strict", "areas": register.areas,
        "areas_for_improvement": False,
    }  # fmt: skip
    asked = list(_subjects(seen, list(RULES), register.areas, common, {}))

    def bare() -> int:
        return sum(each.judge(subject, facts) is not None for subject, facts, rules in asked for each in rules)

    return Pair(lambda: judge(register, RULES, on=nation.ON), bare)


def comparing(cases: int) -> Pair:
    base, data = nation.loaded(cases), nation.file_of(cases).read_bytes()
    other = changed(base, "other")
    return Pair(lambda: diff(base, other), lambda: storage.loads(data))


def comparing_files(cases: int) -> Pair:
    base, data = nation.loaded(cases), nation.file_of(cases).read_bytes()
    other = storage.loads(storage.dumps(changed(base, "other")))
    return Pair(lambda: diff(base, other), lambda: storage.loads(data))


def merging(cases: int) -> Pair:
    base, data = nation.loaded(cases), nation.file_of(cases).read_bytes()
    ours, theirs = changed(base, "ours"), changed(base, "theirs", 1)
    return Pair(lambda: three_way(base, ours, theirs), lambda: storage.loads(data))


PER_REVISION = 100


def kept(events: int) -> Path:
    """Return the file of an office of 300 cases, behind which stands a history of so many dated events."""
    path = Path(tempfile.mkdtemp(dir=nation.file_of(300).parent)) / "register.json"
    register = storage.save(nation.loaded(300), path, by="a role", why="started", now=NOW)
    data, last = path.read_bytes(), storage.read_history(path)[-1]
    with history_path(path).open("ab") as file:
        for number in range(max(1, events // PER_REVISION)):
            changes = [
                {
                    "where": ["cases", "|".join(each.key), "note"],
                    "before": f"note {number}",
                    "after": f"note {number + 1}",
                }
                for each in register.cases[:PER_REVISION]
            ]
            payload = {"by": "a role", "why": "noted", "changes": changes}
            last = new_line(last, now=NOW, payload=payload, before=b"not hashed", after=data)
            file.write(encoded(last))
    return path


def history(events: int) -> Pair:
    """Open a store and append one event, beside the same with hardly any history."""

    def one_more(path: Path) -> Work:
        def work() -> None:
            register = storage.load(path)
            case = evolve(register.cases[0], note=f"after revision {register.based_on}")
            storage.save(register.with_case(case), path, by="a role", why="noted", now=NOW)

        return work

    return Pair(one_more(kept(events)), one_more(kept(PER_REVISION)))


JOBS = (
    Job("version", "`inspectlib --version`", "`python -c pass`", "core", (1,), version, target=2, unit="run", rounds=15, clock="children", bound=4),
    Job("import", "`import inspectlib`", "importing attrs, cattrs and pluggy", "core", (1,), importing, target=1.3, unit="run", rounds=15, clock="children", bound=2),
    Job("load", "Load a register, validated", "pydantic v2, collector off on both sides", "core", ALL, load_alone, target=2, memory=130_000, bound=5),
    Job("load-collected", "Load a register while Python searches for cycles", "pydantic v2 likewise", "core", (3_000, 30_000), load_alone, target=2, collector=True, rounds=3),
    Job("load-fast", "Load a register, validated, with the extra `fast`", "pydantic v2, collector off on both sides", "core", ALL, load, target=1, memory=130_000, bound=3),
    Job("load-msgspec", "Load a register, validated, with the extra `fast`", "msgspec into the same classes, which lets unknown keys pass", "core", (3_000, 30_000), load_beside_msgspec, rounds=3),
    Job("save", "Save a register, all of it new", "orjson dumping the plain data, without line breaks", "core", ALL, save_alone, target=2, memory=130_000, bound=40),
    Job("save-fast", "Save a register, all of it new, with the extra `fast`", "orjson dumping the plain data, without line breaks", "core", ALL, save, target=2, bound=40),
    Job("save-form", "Save a register, all of it new, with the extra `fast`", "the same bytes by plain data, orjson and msgspec's indentation", "core", (3_000, 30_000), save_in_its_form, rounds=3),
    Job("save-changes", f"Save a register that differs in {PLACES} places: hashes, history and file", "loading it", "core", (300, 3_000, 30_000), save_changes, rounds=3),
    Job("check", "Check with the whole rule book", "the same rules called in a bare loop", "core", ALL, check, target=2, rounds=2, memory=130_000, bound=5),
    Job("diff", f"Compare two states that differ in {PLACES} places", "loading one", "core", ALL, comparing, target=0.1, bound=2),
    Job("diff-files", f"Compare two files that differ in {PLACES} places, once loaded", "loading one", "core", ALL, comparing_files, rounds=3),
    Job("merge", f"Merge two states, each changed in {PLACES} places", "loading one", "core", ALL, merging, target=0.1, bound=4),
    Job("history", "Open a store and append one event", "the same with hardly any history", "core", (1_000, 10_000, 100_000, 1_000_000), history, target=1.3, unit="events of history", grows=False, rounds=7, bound=4),
)  # fmt: skip
