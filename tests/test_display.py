"""What somebody who types in a notebook sees: short lines, tables that are read aloud well, one line for a mistake."""

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from registers import office_registers

import inspectlib as il
from inspectlib.changes import three_way
from inspectlib.closure import closure_of
from inspectlib.deadlines import Deadlines, days_away, deadlines
from inspectlib.errors import BadCall, InspectlibError, UnknownArea
from inspectlib.fields import evolve
from inspectlib.findings import Crash, Finding, Gap, Outcome, Severity
from inspectlib.recommendations import DueDate, RecommendationKind
from inspectlib.register import Register, Unread
from inspectlib.showing import LONGEST_LINE, html_table
from inspectlib.status import Stage, Timing
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection

ON = date(2023, 6, 1)
HOSTILE = "<script>alert('x')</script> & \"q\" \u202etxt\x1b[31m"


class Table(HTMLParser):
    """Reads a table back, and what is left open."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.scopes, self.captions, self.tags, self.open, self.paragraphs = [], [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        if tag == "th":
            self.scopes.append(dict(attrs)["scope"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] in ("th", "td"):
            self.rows[-1][-1] += data
        elif self.open[-1] == "caption":
            self.captions.append(data)
        elif self.open[-1] == "p":
            self.paragraphs.append(data)


def shown(value):
    read = Table(value._repr_html_())
    assert read.open == []
    assert set(read.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
    assert len(read.captions) == 1
    return read


@given(office_registers)
def test_every_value_is_one_short_line(register):
    values = [register, *register.inspections, *register.responses, *register.cases, *register.actions]
    for each in values:
        assert len(repr(each)) <= LONGEST_LINE
        assert "\n" not in repr(each)


def test_a_line_counts_what_it_leaves_out():
    many = an_inspection(recommendations=tuple(a_recommendation(str(each)) for each in range(40)))
    assert "recommendations=<40 Recommendation>" in repr(many)
    assert repr(Register(areas=(AREA,))) == "Register(areas=('northmoor',))"


def test_a_table_says_what_it_is_and_names_its_columns_and_rows():
    table = shown(a_complete_register())
    assert table.captions == ["Register of northmoor: reports: 1"]
    assert table.scopes == ["col"] * 7 + ["row"]
    assert table.rows[1] == ["A Report", REPORT, "8 March 2023", "2", "1", "1", "1"]


def test_a_long_table_counts_the_rest():
    register = Register(areas=(AREA,)).with_inspection(*(an_inspection(id=f"report-{n:02}") for n in range(57)))
    table = shown(register)
    assert len(table.rows) == 21
    assert table.paragraphs == ["... 37 more"]


def test_what_was_not_read_at_import_is_said_below_the_table():
    register = a_complete_register().with_unread(Unread(source="a", place="b", message="c"))
    assert shown(register).paragraphs == ["Not read at import, and not dismissed: 1"]


def test_no_text_becomes_markup_and_no_text_hides_another():
    register = a_complete_register().with_inspection(an_inspection(title=HOSTILE))
    outcome = Outcome(
        on=ON,
        reading="strict",
        findings=(Finding(rule=HOSTILE, subject=HOSTILE, severity=Severity.LOCAL, citation=HOSTILE, message=HOSTILE),),
        gaps=(Gap(rule=HOSTILE, subject=HOSTILE, message=HOSTILE),),
        crashes=(Crash(rule=HOSTILE, subject=HOSTILE, provider=HOSTILE, error=HOSTILE),),
    )
    values = (
        register,
        outcome,
        deadlines(register, on=ON),
        register.where(on=ON),
        three_way(register, register, register.with_inspection(an_inspection(title=HOSTILE * 2))),
    )
    for each in values:
        html = each._repr_html_()
        shown(each)
        assert "<script" not in html
        assert "\u202e" not in html
        assert "\x1b" not in html
        assert "&lt;script&gt;" in html or isinstance(each, Deadlines)


def test_an_outcome_names_each_answer_in_words_and_says_when_it_is_incomplete():
    outcome = Outcome(on=ON, reading="strict", crashes=(Crash(rule="R", subject="s", provider="p", error="e"),))
    table = shown(outcome)
    assert table.rows[1][0] == "Broken"
    assert table.paragraphs == ["This answer is incomplete."]
    assert shown(il.check(a_complete_register(), on="2025-01-01")).rows[1][0] in ("Breach", "Not shown to be in order")


def test_a_decision_shows_what_it_waits_for_and_that_its_policy_is_not_confirmed():
    table = shown(closure_of(a_complete_register(), f"{REPORT}/1", body=AREA, on=ON))
    assert table.rows[1] == ["May be closed", "No"]
    assert any(row[0] == "Waiting for" for row in table.rows)
    assert any("not confirmed" in row[1] for row in table.rows)


def test_deadlines_are_a_tuple_that_shows_itself():
    found = deadlines(a_complete_register(), on=ON)
    assert found == tuple(found)
    assert repr(found) == "<1 deadline>"
    assert len(shown(found).rows) == len(found) + 1


@pytest.mark.parametrize(
    ("left", "words"),
    [(0, "today"), (1, "in 1 day"), (2, "in 2 days"), (-1, "1 day ago"), (-9, "9 days ago"), (None, "not counted")],
)
def test_days_are_said_as_people_say_them(left, words):
    assert days_away(left) == words


def test_a_table_without_rows_still_says_what_it_is_of():
    assert Table(html_table("Nothing", ("A",), ())).captions == ["Nothing"]


def test_a_mistake_is_one_line_in_a_notebook_as_on_the_command_line():
    with pytest.raises(InspectlibError) as caught:
        a_complete_register().inspection("a-repot-2023")
    assert caught.value._render_traceback_() == [str(caught.value)]
    assert caught.value._render_traceback_() == ["no inspection 'a-repot-2023'; did you mean 'a-report-2023'?"]


def test_completion_offers_the_verbs_and_the_next_step():
    assert {"load", "read", "check", "export", "save", "closure_of"} <= set(dir(il))
    assert {"where", "with_case", "response", "case"} <= set(dir(a_complete_register()))
    assert {"status", "recommendation", "case"} <= set(dir(a_complete_register().where(on=ON)[0]))


def numbers(items):
    return [each.recommendation.key for each in items]


def test_a_question_reads_like_a_sentence():
    late = a_recommendation("3", due=DueDate(words="By May", last_day=date(2023, 5, 31)), theme="Custody")
    better = a_recommendation("4", kind=RecommendationKind.AREA_FOR_IMPROVEMENT)
    held = an_inspection()
    register = a_complete_register().with_inspection(
        evolve(held, recommendations=(*held.recommendations, late, better))
    )
    assert numbers(register.where(kind="recommendation", body=AREA, status="overdue", on="2023-06-01")) == ["3"]
    assert numbers(register.where(status="overdue", on="2023-05-31")) == []  # the due day itself is in time
    assert numbers(register.where(kind=RecommendationKind.AREA_FOR_IMPROVEMENT, on=ON)) == ["4"]
    assert numbers(register.where(theme="custody", on=ON)) == ["3"]
    assert numbers(register.where(status=Stage.FOR_OTHERS, on=ON)) == ["2"]
    everything = numbers(register.where(on=ON))
    assert sorted(
        numbers(register.where(status="open", on=ON)) + numbers(register.where(status="ended", on=ON))
    ) == sorted(everything)
    assert everything == ["1", "2", "3", "4"]


@pytest.mark.parametrize("timing", list(Timing))
def test_every_word_for_a_standing_finds_what_stands_so(timing):
    register = a_complete_register()
    found = register.where(status=timing.value, on=ON)
    assert all(each.status.timing is timing for each in found)


def test_a_report_of_another_day_or_another_area_is_no_part_of_the_answer():
    register = Register(areas=(AREA,))
    assert register.with_inspection(an_inspection()).where(on="2023-03-07") == ()
    elsewhere = an_inspection(areas=frozenset({"estuary"}))
    assert register.with_inspection(elsewhere).where(on=ON) == ()
    assert len(register.with_inspection(an_inspection(areas=None)).where(on=ON)) == 2


def test_what_cannot_be_answered_is_said_and_is_never_an_empty_answer():
    register = a_complete_register()
    with pytest.raises(BadCall, match="no stage or timing 'overdu'; did you mean 'overdue'"):
        register.where(status="overdu", on=ON)
    with pytest.raises(BadCall, match="no recommendationkind 'recommendations'"):
        register.where(kind="recommendations", on=ON)
    with pytest.raises(UnknownArea):
        register.where(body="estuary", on=ON)
    with pytest.raises(BadCall, match="answers for no area"):
        Register().with_inspection(an_inspection()).where(on=ON)
    with pytest.raises(BadCall, match="YYYY-MM-DD"):
        register.where(on="1 June 2023")
