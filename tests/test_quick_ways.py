"""The quick ways in and out of a register file come to what the long ways come to, with the accelerator and without."""

import gc
import json
import sys
from datetime import date

import orjson  # noqa: F401 - the accelerator of the extra `fast`; where it is not there, half of these claims would go unseen
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registers import MANY, any_registers

from inspectlib.cases import Review
from inspectlib.errors import CannotRead
from inspectlib.fields import evolve
from inspectlib.sample import office_register
from inspectlib.storage import dumps, loads, reading, writing
from inspectlib.storage.file_form import _frame, long_dumps, long_loads
from inspectlib.testing import a_complete_register


@pytest.fixture(params=["orjson", "orjson in small steps", "Python alone in small steps"], autouse=True)
def parser(request, monkeypatch):
    caches = (reading._parser, writing._long, writing._writer)
    if "steps" in request.param:
        monkeypatch.setattr(reading, "_STEP", 300)
    if "orjson" not in request.param:
        monkeypatch.setitem(sys.modules, "orjson", None)
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


ONCE = settings(MANY, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome(do, *given):
    try:
        return do(*given)
    except Exception as error:
        return type(error), str(error)


def quickly(data):
    return reading.read(data, *_frame())


@ONCE
@given(any_registers)
def test_a_register_is_written_and_read_as_in_the_long_way(register):
    data = long_dumps(register)
    head, tail = _frame()
    assert b"".join((head, *writing.pieces(register), tail)) == data == dumps(register)
    assert quickly(data) == long_loads(data) == register


def test_a_register_of_an_office_is_written_and_read_in_the_quick_way():
    register = office_register(60)
    assert quickly(dumps(register)) == register
    assert dumps(quickly(dumps(register))) == long_dumps(register)


def paths_of(plain, path=()):
    yield path
    for key, each in plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ():
        yield from paths_of(each, (*path, key))


WRITTEN = dumps(a_complete_register())
PATHS = list(paths_of(json.loads(WRITTEN)))
WRONG = [
    None,
    0,
    1,
    1.5,
    True,
    "",
    "x",
    "2024-02-30",
    "2024-02-03",
    "\ud800",
    "ä",
    [],
    ["x"],
    [None],
    {},
    {"x": 1},
    "accepted",
]


@ONCE
@given(st.sampled_from(PATHS[1:]), st.sampled_from([*WRONG, "take it away", "one key more", "twice"]), st.booleans())
def test_a_file_that_says_something_else_comes_to_the_same_register_or_the_same_words(path, wrong, escaped):
    plain = json.loads(WRITTEN)
    held = plain
    for key in path[:-1]:
        held = held[key]
    if wrong == "take it away":
        del held[path[-1]]
    elif wrong == "one key more" and isinstance(held[path[-1]], dict):
        held[path[-1]]["more"] = None
    elif wrong == "twice" and isinstance(held, list):
        held.append(held[path[-1]])
    else:
        held[path[-1]] = wrong
    data = json.dumps(plain, ensure_ascii=escaped, indent=1).encode(errors="surrogatepass") + b"\n"
    assert outcome(loads, data) == outcome(long_loads, data)


@ONCE
@given(st.integers(0, len(WRITTEN)), st.integers(0, 60), st.sampled_from([b"", b",", b"\n", b" ", b"]", b"\n  ]", b"}", b"\n   }", b'"', b"\\ud800", b"\xed\xa0\x80", b"\xff", b"NaN", b"-0"]))  # fmt: skip
def test_a_damaged_file_comes_to_the_same_register_or_the_same_words(at, gone, instead):
    data = WRITTEN[:at] + instead + WRITTEN[at + gone :]
    assert outcome(loads, data) == outcome(long_loads, data)


def test_every_character_is_written_as_python_writes_it():
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    register = a_complete_register()
    for text in (every, *every[:300]):
        told = register.with_case(evolve(register.cases[0], note=text))
        assert dumps(told) == long_dumps(told)
        assert loads(dumps(told)) == told


@pytest.mark.parametrize("changed", [{"note": 5}, {"note": ()}, {"note": True}, {"note": "\N{SNOWMAN}" * 50}, {"position": "accepted"},
    {"reviews": None}, {"evidence": (Review(on=date(2024, 1, 2)),)}, {"evidence": ("x",)}, {"extras": (("a", "b", "c"),)}, {"extras": (("a", 1),)},
    {"retain_until": "2024-01-02"}, {"marking": 1}])  # fmt: skip
def test_a_value_that_holds_what_it_should_not_is_written_as_in_the_long_way(changed):
    register = a_complete_register()
    told = register.with_case(evolve(register.cases[0], **changed))
    assert outcome(dumps, told) == outcome(long_dumps, told)


def test_loading_and_saving_leave_the_search_for_cycles_as_it_was():
    assert gc.isenabled()
    loads(WRITTEN)
    assert gc.isenabled()
    with pytest.raises(CannotRead):
        loads(b"{")
    assert gc.isenabled()
    gc.disable()
    try:
        dumps(loads(WRITTEN))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_read_is_of_the_values_own_classes_and_cannot_be_changed():
    case = quickly(WRITTEN).cases[0]
    assert type(case) is type(a_complete_register().cases[0])
    with pytest.raises(AttributeError):
        case.note = "changed"


def test_a_name_that_many_rows_share_is_held_once():
    register = loads(dumps(office_register(40)))
    named = [name for each in register.cases for name in (each.recommendation, each.area)]
    named += [each.id for report in register.inspections for each in report.recommendations]
    assert len(set(map(id, named))) == len(set(named)) < len(named)
