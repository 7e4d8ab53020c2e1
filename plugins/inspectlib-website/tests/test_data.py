"""Claims about the feeds, the data and the calendars: real readers read them and agree with the register."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_website import data
from inspectlib_website.calendars import Entry, calendar
from inspectlib_website.pages import clean
from jsonschema import Draft202012Validator

from inspectlib.cases import Case, ClosureFact, ClosureStep, DueChange, Position, PositionAnswer
from inspectlib.errors import BadCall, CannotWrite
from inspectlib.fields import evolve
from inspectlib.running import export
from inspectlib.sample import office_register
from inspectlib.status import status_of
from inspectlib.testing import AREA, REPORT, a_complete_register

ON = date(2023, 6, 1)
BASE = "https://pcc.example.org/r/"
#: the accepted recommendation's due date in the report
DUE = date(2024, 3, 31)


@pytest.fixture
def build(tmp_path):
    def make(register, on=ON, **options):
        options = {"base-url": BASE, **{name.replace("_", "-"): words for name, words in options.items()}}
        export(register, "website", tmp_path / "site", on=on, options=options)
        return tmp_path / "site"

    return make


def accepted(**changes):
    position = Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 4, 3))
    case = Case(area=AREA, recommendation=f"{REPORT}/1", position=position, owner="Head of Crime")
    return a_complete_register().with_case(evolve(case, **changes))


def closed(day=date(2023, 6, 2)):
    return accepted(closure=(ClosureFact(step=ClosureStep.CLOSED, on=day),))


def rows(path):
    return list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8"), newline="")))


def events(path):
    found = icalendar.Calendar.from_ical(path.read_bytes())
    assert found.errors == []
    return {str(each["SUMMARY"]): each for each in found.walk("VEVENT")}


def test_a_feed_reader_agrees_with_the_register(build):
    register = office_register(60)
    site = build(register, date(2024, 6, 28))
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == len(register.responses)
    assert {each.link for each in feed.entries} == {
        f"{BASE}responses/{each.inspection}-{AREA}.html" for each in register.responses
    }
    by_link = {each.link: each for each in feed.entries}
    for each in register.responses:
        entry = by_link[f"{BASE}responses/{each.inspection}-{AREA}.html"]
        assert entry.published[:10] == each.publications[0].on.isoformat()
        assert entry.title == f"Response to {register.inspection(each.inspection).title}"
    items = json.loads((site / "feed.json").read_text("utf-8"))["items"]
    assert {each["id"] for each in items} == {each.id for each in feed.entries}


def test_the_json_keeps_to_its_schema_and_holds_the_words(build):
    site = build(accepted())
    schema = json.loads((site / "data/responses.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    told = json.loads((site / "data/responses.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(told)) == []
    (response,) = told["responses"]
    register = accepted()
    assert [each["text"] for each in response["recommendations"]] == [
        each.text for each in register.inspections[0].recommendations
    ]
    assert response["last_day"] == "2023-05-02"
    assert response["recommendations"][0]["stage"] == "in progress"


def test_the_csv_files_agree_with_the_register_and_with_each_other(build):
    site = build(accepted())
    (response,) = rows(site / "data/responses.csv")
    assert response["published_on"] == "2023-05-02"
    assert response["report"] == "A Report"
    found = rows(site / "data/recommendations.csv")
    assert {each["response"] for each in found} == {response["response"]}
    assert [each["text"] for each in found] == [each.text for each in accepted().inspections[0].recommendations]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_run_as_a_formula(build, start):
    report = accepted().inspections[0]
    report = evolve(report, title=f"{start}1+1", recommendations=report.recommendations)
    (row,) = rows(build(accepted().with_inspection(report)) / "data/responses.csv")
    assert row["report"] == f"'{start}1+1"


def test_a_csvw_reader_finds_the_files_valid(build):
    from csvw import TableGroup

    site = build(office_register(60), date(2024, 6, 28))
    group = TableGroup.from_file(site / "data/csv-metadata.json")
    assert group.check_referential_integrity(strict=True)
    counts = {str(each.url): len(list(each.iterdicts(strict=True))) for each in group.tables}
    assert counts == {"responses.csv": 6, "recommendations.csv": 60}
    (first, *_) = group.tables[0].iterdicts(strict=True)
    assert isinstance(first["published_on"], date)


def test_a_csvw_reader_finds_a_damaged_file_invalid(build):
    from csvw import TableGroup

    site = build(accepted())
    path = site / "data/responses.csv"
    path.write_bytes(path.read_bytes().replace(b"2023-03-08", b"08/03/2023"))
    group = TableGroup.from_file(site / "data/csv-metadata.json")
    with pytest.raises(ValueError, match="08/03/2023"):
        list(group.tables[0].iterdicts(strict=True))


def test_the_structured_data_names_what_schema_org_names(build):
    site = build(accepted())
    (path,) = (site / "data/responses").glob("*.jsonld")
    told = json.loads(path.read_text("utf-8"))
    assert told["@context"] == "https://schema.org"
    assert told["@type"] == "Report"
    assert told["url"] == f"{BASE}responses/{path.stem}.html"
    assert told["datePublished"] == "2023-05-02"
    assert told["about"]["name"] == "A Report"
    assert "license" not in told
    dataset = json.loads((site / "data/dataset.jsonld").read_text("utf-8"))
    for each in dataset["distribution"]:
        assert (site / each["contentUrl"].removeprefix(BASE)).is_file()


def test_no_licence_is_claimed_unless_it_is_set(build):
    site = build(accepted())
    assert not [
        path for path in site.rglob("*") if path.is_file() and b"open-government-licence" in path.read_bytes().lower()
    ]
    site = build(accepted(), licence="ogl-3")
    assert b"Open Government Licence v3.0" in (site / "index.html").read_bytes()
    for name in ("data/csv-metadata.json", "data/responses.json", "data/dataset.jsonld"):
        assert b"open-government-licence/version/3" in (site / name).read_bytes()


@pytest.mark.parametrize(
    ("option", "words"), [("licence", "ogl"), ("contact", "javascript:alert(1)"), ("contact", "call us")]
)
def test_an_option_that_cannot_be_kept_is_refused(build, option, words):
    with pytest.raises(BadCall, match=option):
        build(accepted(), **{option: words})


def test_the_site_map_names_every_page_once(build):
    site = build(accepted(), languages="en cy")
    found = [
        each.text for each in ET.parse(site / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    pages = {f"{BASE}{path.relative_to(site).as_posix()}" for path in site.rglob("*.html")}
    assert len(found) == len(set(found))
    assert set(found) == pages


def test_a_long_site_map_is_split_with_an_index():
    addresses = ((f"{number}.html", ON) for number in range(5))
    maps = {name: b"".join(parts) for name, parts in data.site_maps(addresses, count=5, base=BASE, most=2)}
    assert sorted(maps) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert maps["sitemap.xml"].count(b"<sitemap>") == 3
    assert sum(each.count(b"<url>") for each in maps.values()) == 5


def test_two_calendar_readers_find_what_rfc_5545_asks_for(build):
    path = build(accepted()) / "calendar.ics"
    for event in events(path).values():
        assert not [name for name in event.required if name not in event]
        assert event["DTSTAMP"].to_ical() == b"20230601T000000Z"
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
        assert type(event["DTSTART"].dt) is date
        assert event["SEQUENCE"] == 0
    other = vobject.readOne(path.read_text("utf-8"))
    assert {each.summary.value for each in other.vevent_list} == set(events(path))
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert max(map(len, path.read_bytes().split(b"\r\n"))) <= 75


def test_the_public_calendar_shows_the_reports_own_days_whatever_was_deferred(build):
    plain = events(build(accepted()) / "calendar.ics")
    assert plain["Due by the report: Recommendation 1, A Report"]["DTSTART"].dt == DUE
    assert plain["Last day to publish the response: A Report"]["DTSTART"].dt == date(2023, 5, 2)
    assert not any("Recommendation 2" in summary for summary in plain)  # it asks the Home Office
    before = (build(accepted()) / "calendar.ics").read_bytes()
    deferral = DueChange(on=date(2023, 5, 5), before=DUE, after=date(2024, 9, 30))
    assert (build(accepted(due_changes=(deferral,))) / "calendar.ics").read_bytes() == before


def test_a_calendar_reader_agrees_with_the_register_on_every_day_that_is_open(build):
    day, register = date(2024, 6, 28), office_register(60)
    asked = [each for report in register.inspections for each in report.recommendations]
    cases = {each.recommendation: each for each in register.cases}
    due = [each.due_on for each in asked if not status_of(cases[each.id], each, on=day).stage.ended]
    last = [each.published_on + timedelta(days=55) for each in register.inspections]  # the first of the 56 is its own
    found = icalendar.Calendar.from_ical((build(register, day) / "calendar.ics").read_bytes()).walk("VEVENT")
    assert sorted(each["DTSTART"].dt for each in found) == sorted([*due, *last])


def test_an_event_keeps_its_uid_and_its_sequence_until_something_changes(build):
    first = events(build(accepted()) / "calendar.ics")
    later = events(build(accepted(), date(2023, 6, 20)) / "calendar.ics")
    name = "Due by the report: Recommendation 1, A Report"
    assert later[name].to_ical() == first[name].to_ical()
    report = accepted().inspections[0]
    ask = report.recommendations[0]
    moved = evolve(ask, due=evolve(ask.due, last_day=date(2024, 4, 30)))
    register = accepted().with_inspection(evolve(report, recommendations=(moved, *report.recommendations[1:])))
    after = events(build(register, date(2023, 6, 21)) / "calendar.ics")[name]
    assert after["UID"] == first[name]["UID"]
    assert after["SEQUENCE"] == 1
    assert after["DTSTART"].dt == date(2024, 4, 30)
    assert events(build(register, date(2023, 6, 22)) / "calendar.ics")[name].to_ical() == after.to_ical()


def test_closure_cancels_an_event_that_was_told_and_tells_none_that_was_not(build, tmp_path):
    name = "Due by the report: Recommendation 1, A Report"
    uid = events(build(accepted()) / "calendar.ics")[name]["UID"]
    event = events(build(closed(), date(2023, 6, 9)) / "calendar.ics")[name]
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (uid, "CANCELLED", 1)
    export(closed(), "website", tmp_path / "fresh", on=date(2023, 6, 9))
    assert name not in events(tmp_path / "fresh/calendar.ics")


def test_what_is_withdrawn_is_cancelled_without_its_words(build):
    build(accepted())
    register = accepted().with_inspection(evolve(accepted().inspections[0], published_on=date(2023, 9, 1)))
    path = build(register, date(2023, 6, 9)) / "calendar.ics"
    assert {str(each["STATUS"]) for each in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")} == {
        "CANCELLED"
    }
    assert b"A Report" not in path.read_bytes()


def test_the_offices_own_calendar_holds_owners_and_deferrals(tmp_path):
    deferral = DueChange(on=date(2023, 5, 5), before=DUE, after=date(2024, 9, 30))
    path = tmp_path / "office.ics"
    export(accepted(), "office-calendar", path, on=ON)
    assert events(path)["Recommendation 1 is due: A Report"]["DTSTART"].dt == DUE
    export(accepted(due_changes=(deferral,)), "office-calendar", path, on=ON)
    event = events(path)["Recommendation 1 is due: A Report"]
    assert (event["DTSTART"].dt, event["SEQUENCE"]) == (date(2024, 9, 30), 1)
    assert "Head of Crime" in event["DESCRIPTION"]
    export(closed(), "office-calendar", path, on=date(2023, 6, 9))
    event = events(path)["Recommendation 1 is due: A Report"]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


@pytest.mark.parametrize(
    "words",
    [
        "notes",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:2023-31\nEND:VEVENT\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20230601\nSEQUENCE:one\nEND:VEVENT\nEND:VCALENDAR",
    ],
)
def test_a_file_that_is_no_calendar_is_not_written_over(tmp_path, words):
    path = tmp_path / "office.ics"
    path.write_text(words)
    with pytest.raises(CannotWrite, match="no calendar"):
        export(accepted(), "office-calendar", path, on=ON)
    assert path.read_text() == words


def a_calendar_of(words):
    days = [(("a",), ON, False, Entry(summary=words))]
    return b"".join(calendar(days, lambda entry: entry, title=words, host="example.org", on=ON, previous=None))


@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_two_readers_read_any_words_back_from_a_calendar(words):
    made = a_calendar_of(words)
    (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert str(event["SUMMARY"]) == clean(words)
    assert vobject.readOne(made.decode("utf-8")).vevent.summary.value == clean(words)
    assert max(map(len, made.split(b"\r\n"))) <= 75


def test_hostile_words_end_no_line_of_a_calendar():
    words = "A\r\nEND:VEVENT\nATTACH:javascript:alert(1)\u202e;,\\"
    made = a_calendar_of(words)
    (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert "ATTACH" not in event
    assert str(event["SUMMARY"]) == words.replace("\r\n", "\n").replace("\u202e", "")
