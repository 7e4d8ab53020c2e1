"""Several offices in one register: each source alone, and numbers that accuse nobody of what is not known."""

from datetime import date

import pytest
from inspectlib_notebook.across import gather, league, themes

from inspectlib.exchange import Source
from inspectlib.fields import evolve
from inspectlib.register import Register
from inspectlib.responses import Publication, Response, Scope, ScopeAnswer
from inspectlib.running import export
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection

ON = date(2024, 6, 28)
LAST = date(2023, 5, 2)  # the 56th day beginning with 8 March 2023


@pytest.fixture(scope="module")
def northmoor(tmp_path_factory):
    folder = tmp_path_factory.mktemp("northmoor")
    export(a_complete_register(), "website", folder / "site", on=ON, options={"base-url": "https://a.example.org/"})
    return (folder / "site/data/responses.json").read_bytes()


def test_each_source_is_read_alone_and_one_that_is_broken_is_named(northmoor):
    estuary = northmoor.replace(b'"area": "northmoor"', b'"area": "estuary"')
    made = gather(
        [
            Source(name="northmoor.json", data=northmoor),
            Source(name="broken.json", data=northmoor[:300]),
            Source(name="picture.png", data=b"\x89PNG\x00"),
            Source(name="estuary.json", data=estuary),
            Source(name="again.json", data=northmoor),
        ]
    )
    assert made.read == (("northmoor.json", 1), ("estuary.json", 1), ("again.json", 0))
    assert made.register.areas == ("estuary", "northmoor")
    assert len(made.register.inspections) == 1
    assert [each.area for each in made.register.responses] == ["estuary", "northmoor"]
    assert [each.place for each in made.problems] == ["broken.json", "picture.png", "again.json"]
    assert "<table" in made._repr_html_()


def test_a_feed_is_enough_for_the_league_where_the_reports_are_known(tmp_path):
    export(a_complete_register(), "website", tmp_path / "site", on=ON, options={"base-url": "https://a.example.org/"})
    feed = Source.from_path(tmp_path / "site" / "feed.xml")
    known = gather([feed], reports=Register(inspections=a_complete_register().inspections))
    (row,) = league(known.register, on=ON)
    assert (row.area, row.in_time + row.late, row.missing) == (AREA, 1, 0)
    assert any("data/responses.json" in each.message for each in known.problems)
    (row,) = league(gather([feed]).register, on=ON)
    assert row.owed == 0


def test_where_sources_differ_the_first_stays_and_it_is_said(northmoor):
    other = (
        northmoor.replace(b"northmoor", b"estuary").replace(b"A Report", b"Another").replace(b"number", b"numero", 0)
    )
    made = gather([Source(name="one", data=northmoor), Source(name="two", data=other)])
    assert made.register.inspection(REPORT).title == "A Report"
    assert any("title or day of publication differ" in each.message for each in made.problems)


def a_league(*days, areas=frozenset({"all"}), **changes):
    """Return the standing of northmoor, for a report a day of publication; None: nothing is known of a response."""
    register = Register(areas=(AREA,))
    for number, day in enumerate(days):
        name = f"report-{number}"
        register = register.with_inspection(an_inspection(id=name, areas=areas, recommendations=()))
        if day is not None:
            published = (Publication(on=day),) if day != "none" else ()
            register = register.with_response(
                evolve(Response(area=AREA, inspection=name, publications=published), **changes)
            )
    (standing,) = league(register, on=ON)
    return standing


def test_the_last_day_itself_is_in_time_and_the_next_one_is_late():
    standing = a_league(LAST, date(2023, 5, 3), None, "none")
    assert (standing.in_time, standing.late, standing.missing, standing.no_day) == (1, 1, 1, 1)
    assert standing.owed == 4


def test_the_first_publication_counts_and_a_later_correction_is_not_late():
    both = (Publication(on=date(2023, 9, 1), replaces=LAST), Publication(on=LAST))
    assert a_league(LAST, publications=both).in_time == 1


def test_nobody_is_accused_of_what_is_not_known_to_be_owed():
    assert a_league(None, areas=None).not_known == 1
    assert a_league(None, areas=None).missing == a_league(None, areas=None).owed == 0
    assert a_league(None, areas=frozenset({"estuary"})).owed == 0
    others = Scope(answer=ScopeAnswer.NOT_THE_SUBJECT, on=LAST)
    assert a_league("none", scope=others).owed == 0


def test_what_is_not_yet_due_is_not_late():
    register = Register(areas=(AREA,)).with_inspection(an_inspection(areas=frozenset({AREA})))
    assert league(register, on=LAST)[0].not_yet_due == 1
    assert league(register, on="2023-05-03")[0].missing == 1


def test_the_league_says_why_its_numbers_can_mislead_and_sorts_by_share():
    register = a_complete_register().with_areas("estuary")
    register = register.with_inspection(evolve(register.inspections[0], areas=frozenset({"all"})))
    found = league(register, on=ON)
    assert [each.area for each in found] == ["estuary", AREA]
    assert "Missing: not in what was read." in found._repr_html_()
    assert f"<{len(found)} areas>" == repr(found)


def test_themes_stand_by_area_with_the_share_of_other():
    report = an_inspection(
        areas=frozenset({AREA}),
        recommendations=tuple(
            a_recommendation(str(n), theme=each) for n, each in enumerate(("Other", None, "custody", "custody"))
        ),
    )
    unknown = an_inspection(id="elsewhere", areas=None, recommendations=(a_recommendation("1", id="elsewhere/1"),))
    made = themes(Register(areas=("estuary", AREA)).with_inspection(report, unknown), on=ON)
    assert (made[0].theme, made[0].counts) == ("custody", (0, 2))
    assert made.notes == ('Of 4 recommendations and areas, 2 are "other" or have no theme (50 %).',)
    assert '<th scope="col"' in made._repr_html_()
    assert themes(Register(areas=(AREA,)), on=ON).notes[0].endswith("no theme.")
