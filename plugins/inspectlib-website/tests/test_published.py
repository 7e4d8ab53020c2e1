"""What a website publishes is read back as it was published; what is malformed is left out alone, and said."""

import copy
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspectlib_website.published import read, recognises

from inspectlib.deadlines import last_day_to_publish
from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib.running import export
from inspectlib.running import read as read_file
from inspectlib.sample import office_register
from inspectlib.status import status_of
from inspectlib.testing import AREA, REPORT, a_complete_register

ON = date(2024, 6, 28)


def published(register, folder, on=ON):
    export(register, "website", folder / "site", on=on, options={"base-url": "https://pcc.example.org/"})
    return Source.from_path(folder / "site" / "data" / "responses.json")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return json.loads(published(a_complete_register(), tmp_path_factory.mktemp("one")).data)


def source_of(told, **more):
    return Source(name="responses.json", data=json.dumps(told).encode(), **more)


@pytest.mark.parametrize("register", [a_complete_register(), office_register(60)], ids=["one", "office"])
def test_what_is_published_comes_back(register, tmp_path):
    source = published(register, tmp_path)
    assert recognises(source) == 90
    result = read(source)
    assert result.problems == ()
    assert result.register.areas == register.areas
    shown = [each for each in register.responses if each.sign_offs]
    assert [each.key for each in result.register.responses] == [each.key for each in shown]
    for each in shown:
        back = result.register.response(*each.key)
        assert (back.comments, back.publications[0].on) == (each.comments, each.publications[0].on)
        assert {one.text for one in back.explanations} == {one.text for one in each.explanations}
        report, held = result.register.inspection(each.inspection), register.inspection(each.inspection)
        assert (report.title, report.published_on) == (held.title, held.published_on)
        assert last_day_to_publish(report) == last_day_to_publish(held)
        for one in held.recommendations:
            again = report.recommendation(one.id)
            assert (again.text, again.kind, again.addressees, again.due_on, again.theme) == (
                one.text,
                one.kind,
                one.addressees,
                one.due_on,
                one.theme,
            )
            case, before = result.register.case(one.id, each.area), register.case(one.id, each.area)
            assert status_of(case, again, on=ON).stage is status_of(before, one, on=ON).stage


def test_the_command_recognises_it(tmp_path):
    published(a_complete_register(), tmp_path)
    assert read_file(tmp_path / "site/data/responses.json").register.responses[0].inspection == REPORT


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda row: row.pop("report"), "there is no 'report'"),
        (lambda row: row.update(area="atlantis"), "no police area 'atlantis'"),
        (lambda row: row["report"].update(published_on="8 March 2023"), "expected a date as YYYY-MM-DD"),
        (lambda row: row["report"].update(title=7), "expected text, found 7"),
        (lambda row: row["recommendations"][0].update(kind="wish"), "'wish' is not a valid"),
        (
            lambda row: row["recommendations"][0]["events"].append({"on": None, "what": "eaten", "detail": ""}),
            "no event is called 'eaten'",
        ),
        (
            lambda row: row["recommendations"][0]["events"].append({"on": None, "what": "CLOSED", "detail": ""}),
            "a day is missing",
        ),
        (lambda row: row.update(copies=[{"to": "nobody", "on": "2023-05-01"}]), "'nobody' is not a valid"),
    ],
)
def test_a_malformed_response_is_left_out_alone_and_said(plain, spoil, says):
    told = copy.deepcopy(plain)
    other = copy.deepcopy(plain["responses"][0])
    other["area"] = "estuary"
    spoil(told["responses"][0])
    told["responses"].append(other)
    result = read(source_of(told))
    assert [each.area for each in result.register.responses] == ["estuary"]
    assert result.register.areas == ("estuary",)
    (problem,) = result.problems
    assert problem.place == "response 1"
    assert says in problem.message


def test_a_second_response_another_body_s_and_other_words_are_said(plain):
    told = copy.deepcopy(plain)
    again, other = copy.deepcopy(told["responses"][0]), copy.deepcopy(told["responses"][0])
    other["area"], other["report"]["title"] = "estuary", "Another Title"
    other["recommendations"][0]["text"] = "Other words."
    told["responses"] += [again, other]
    messages = [each.message for each in read(source_of(told)).problems]
    assert "a second response" in messages[0]
    assert "title is Another Title here and A Report elsewhere" in messages[1]
    assert "its words are not those found elsewhere" in messages[2]
    only = read(source_of(told, body="estuary"))
    assert only.register.areas == ("estuary",)
    assert "is of 'northmoor', not of 'estuary'" in only.problems[0].message


def test_a_last_day_that_is_counted_otherwise_is_said_and_one_that_is_not_counted_is_not_counted(plain):
    told = copy.deepcopy(plain)
    told["responses"][0]["last_day"] = "2023-05-03"
    (problem,) = read(source_of(told)).problems
    assert "counts 2023-05-03 as the last day; from what it publishes it is 2023-05-02" in problem.message
    told["responses"][0]["last_day"] = None
    result = read(source_of(told))
    assert result.problems == ()
    assert last_day_to_publish(result.register.inspections[0]) is None


@pytest.mark.parametrize(
    "data", [b"{", b"[]", b'{"title": "", "licence": null, "responses": {}}', b"[" * 100_000, b"\xff{", b'{"a": 1}']
)
def test_what_is_no_such_file_is_refused_in_a_line(data):
    with pytest.raises(CannotRead) as caught:
        read(Source(name="x.json", data=data))
    assert "\n" not in str(caught.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.data())
def test_whatever_stands_in_a_field_nothing_breaks_and_nothing_is_lost_in_silence(plain, data):
    told = copy.deepcopy(plain)
    row = told["responses"][0]
    where = data.draw(st.sampled_from([row, row["report"], row["recommendations"][0]]))
    where[data.draw(st.sampled_from(sorted(where)))] = data.draw(anything)
    result = read(source_of(told))
    assert result.register.responses or result.problems
    assert AREA in result.register.areas or result.problems
