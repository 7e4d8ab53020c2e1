"""A feed gives the responses that it names; what it does not say, or says otherwise, is counted and never guessed."""

import json
from datetime import date

import pytest
from inspectlib_website.subscribing import read, recognises

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib.running import export, installed
from inspectlib.sample import office_register
from inspectlib.testing import AREA, REPORT, a_complete_register

ON = date(2024, 6, 28)
FEEDS = ("feed.xml", "feed.json", "cy/feed.xml")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("feeds") / "site"
    options = {"base-url": "https://pcc.example.org/", "languages": "en,cy"}
    export(office_register(60), "website", folder, on=ON, options=options)
    return folder


@pytest.fixture(scope="module")
def told(site):
    return json.loads((site / "feed.json").read_bytes())


def source_of(told, **more):
    return Source(name="feed.json", data=json.dumps(told).encode(), **more)


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_gives_every_published_response_with_its_day_and_place(name, site):
    source = Source.from_path(site / name)
    assert recognises(source) == 90
    assert installed().importer_for(source).name == "published-feed"
    result = read(source)
    held = office_register(60)
    shown = {each.key: each for each in held.responses if each.sign_offs and each.publications}
    assert {each.key for each in result.register.responses} == set(shown)
    for each in result.register.responses:
        (publication,) = each.publications
        assert publication.on in {one.on for one in shown[each.key].publications}
        assert publication.url.startswith("https://pcc.example.org/")
        assert each.explanations == ()
    assert [each.place for each in result.problems] == ["the feed"]


def test_the_report_keeps_its_title_and_no_day_is_invented_for_it(told):
    register = read(source_of(told)).register
    titles = {each.id: each.title for each in office_register(60).inspections}
    for each in register.inspections:
        assert each.title == titles[each.id]
        assert each.published_on is None


def change(told, **fields):
    entry = {key: held for key, held in {**told["items"][0], **fields}.items() if held is not None}
    return source_of({**told, "items": [entry]})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id": "https://example.org/news/1"}, "is not named as a response"),
        ({"id": "tag:example.org,2026:inspectlib/response/a-report-of-nowhere"}, "is not named as a response"),
        ({"id": 7}, "is not named as a response"),
        ({"date_published": None}, "has no day of publication, or was withdrawn"),
        ({"date_published": "2024-02-30T00:00:00Z"}, "has no day of publication"),
        ({"date_published": "May"}, "has no day of publication"),
    ],
)
def test_an_entry_that_is_no_published_response_is_left_out_and_said(told, fields, words):
    result = read(change(told, **fields))
    assert result.register.responses == ()
    (problem,) = result.problems
    assert problem.place == "entry 1"
    assert words in problem.message
    assert problem.message.endswith("left out")


def test_what_stands_twice_and_what_is_of_another_area_is_left_out_and_said(told):
    twice = read(source_of({**told, "items": [told["items"][0]] * 2}))
    assert len(twice.register.responses) == 1
    assert "a second response" in twice.problems[0].message
    other = read(source_of(told, body="cleveland"))
    assert other.register.responses == ()
    assert all("not of 'cleveland'" in each.message for each in other.problems)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"version": "https://jsonfeed.org/version/1.1"', "is not JSON"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "holds no list of items"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "is not XML"),
        (
            b'<!DOCTYPE feed [<!ENTITY a "b">]><feed xmlns="http://www.w3.org/2005/Atom"><id>&a;</id></feed>',
            "declares a document type",
        ),
    ],
)
def test_what_is_no_feed_is_one_clear_line(data, words):
    source = Source(name="a.xml", data=data)
    with pytest.raises(CannotRead, match=words):
        read(source)


def test_a_page_of_the_web_is_not_taken_for_a_feed():
    assert recognises(Source(name="a.xml", data=b"<html><body>feed</body></html>")) == 0
    assert recognises(Source(name="a.json", data=b'{"title": "", "licence": "", "responses": []}')) == 0


def test_the_report_that_is_asked_about_is_the_one_of_the_feed(tmp_path):
    export(a_complete_register(), "website", tmp_path / "s", on=ON, options={"base-url": "https://pcc.example.org/"})
    result = read(Source.from_path(tmp_path / "s" / "feed.xml"))
    assert [each.key for each in result.register.responses] == [(REPORT, AREA)]
