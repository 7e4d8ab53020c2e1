"""Claims about the website: what it shows, what it never does."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from inspectlib_website.manifest import Site
from inspectlib_website.pages import clean, link
from inspectlib_website.site import POLICY, WEBSITE

from inspectlib.audiences import ShownResponse, View, view_of
from inspectlib.cases import Case, ClosureFact, ClosureStep, Position, PositionAnswer
from inspectlib.deadlines import deadlines
from inspectlib.errors import BadCall, CannotWrite
from inspectlib.exchange import Job
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.inspections import Inspection, Judgement, ReportEvent
from inspectlib.recommendations import DueDate, Recommendation
from inspectlib.register import Register, Translation, hash_of
from inspectlib.responses import (
    ChiefOfficerComments,
    Copy,
    Explanation,
    Publication,
    Recipient,
    Response,
    SignOff,
)
from inspectlib.status import status_of

ON = date(2023, 7, 1)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}</p></title><img src=x onerror=alert(1)>\x00\x1b\u202e]]>"
#: the one script, where it may stand
SEARCH = {"src": "search.js", "defer": None}
SEARCH_ABOVE = {"src": "../search.js", "defer": None}
ATOM = "{http://www.w3.org/2005/Atom}"
VERBATIM = "By June 2023, forces should:\n\n  • record    every call; and\n  • check “quality”.\n\nThe end — really."


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.said, self.ids = [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        self.said += "\n" if tag in ("p", "br") else ""

    def handle_data(self, data):
        self.said += data


def flat(text):
    return re.sub(r"\s*\n\s*", "\n", text)


def register(
    text=VERBATIM, title="An inspection of call handling", number="1", url="https://example.org/report?a=1&b=2"
):
    inspection = Inspection(
        id="2023-calls",
        title=title,
        url=url,
        published_on=date(2023, 5, 2),
        recommendations=(
            Recommendation(
                id="2023-calls/1",
                number=number,
                text=text,
                addressees=("chief_constables",),
                due=DueDate(words="by June 2023"),
            ),
            Recommendation(id="2023-calls/2", number="2", text="Say more."),
        ),
    )
    response = Response(
        area="dalesmark",
        inspection="2023-calls",
        comments="We welcome this.\nIt is clear.",
        explanations=(Explanation(covers=("2023-calls/1",), action="We will look every month."),),
        chief_officer_comments=(ChiefOfficerComments(text="I agree.", received_on=date(2023, 5, 20)),),
        reply_to_chief_officer="Thank you.",
        publications=(Publication(on=date(2023, 6, 1)),),
        copies=(Copy(to=Recipient.INSPECTORS, on=date(2023, 6, 2)),),
    )
    case = Case(
        area="dalesmark",
        recommendation="2023-calls/1",
        position=Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 5, 9)),
        force_comment="We listen to calls.",
    )
    made = Register(areas=("dalesmark",)).with_inspection(inspection).with_case(case)
    words = made.statutory_text(response)
    signed = SignOff(role="Commissioner", on=date(2023, 5, 30), text_hash=words.hash, text=words)
    return made.with_response(evolve(response, sign_offs=(signed,)))


def view(made=None):
    made = made or register()
    return view_of(
        made,
        Audience.PUBLIC,
        on=ON,
        outcome=Outcome(on=ON, reading="strict"),
        deadlines=deadlines(made, on=ON, open_only=False),
    )


def by_hand(inspection, *shown):
    return View(
        audience=Audience.PUBLIC,
        on=ON,
        register=Register(inspections=inspection, responses=tuple(each.response for each in shown)),
        responses=shown,
        statuses={},
        deadlines=(),
        outcome=Outcome(on=ON, reading="strict"),
    )


def hostile():
    inspection = Inspection(
        id=f"../../{HOSTILE}",
        title=HOSTILE,
        url="javascript:alert(1)",
        published_on=date(2023, 5, 2),
        inspectorates=(HOSTILE,),
        summary=HOSTILE,
        judgements=(Judgement(area=HOSTILE, question=HOSTILE, grade=HOSTILE, cycle=HOSTILE),),
        history=(ReportEvent(on=date(2023, 6, 1), what=HOSTILE),),
        recommendations=tuple(
            Recommendation(
                id=f"../../{HOSTILE}/{key}",
                number=HOSTILE,
                text=HOSTILE,
                addressees=(HOSTILE,),
                due=DueDate(words=HOSTILE),
                theme=HOSTILE,
                part_of=HOSTILE,
            )
            for key in ("a b", "a_b", '"><script>')
        ),
    )
    ids = tuple(each.id for each in inspection.recommendations)
    response = Response(
        area=f"..\\{HOSTILE}",
        inspection=inspection.id,
        comments=HOSTILE,
        explanations=(
            Explanation(covers=ids, no_action_reason=HOSTILE),
            Explanation(covers=(HOSTILE,), action=HOSTILE),
        ),
        chief_officer_comments=(ChiefOfficerComments(text=HOSTILE),),
        reply_to_chief_officer=HOSTILE,
        sign_offs=(SignOff(role=HOSTILE, on=date(2023, 6, 1), text_hash="0"),),
        publications=(Publication(on=date(2023, 6, 1), url='https://x.example/"onclick="alert(1)', note=HOSTILE),),
    )
    shown = ShownResponse(
        response=response, force_comments=((ids[0], HOSTILE), (HOSTILE, HOSTILE)), signed_on=date(2023, 6, 1)
    )
    seen = by_hand((inspection,), shown)
    welsh = Translation(
        of="|".join(response.key), field="comments", lang="cy", text=HOSTILE, source_hash=hash_of(HOSTILE)
    )
    closed = Case(
        area=response.area,
        recommendation=ids[0],
        closure=(ClosureFact(step=ClosureStep.SUPERSEDED, on=date(2023, 6, 1), successor=HOSTILE),),
    )
    register = evolve(seen.register, translations=(welsh,), cases=(closed,))
    status = status_of(closed, inspection.recommendations[0], on=ON)
    return evolve(seen, register=register, statuses={closed.key: status})


@pytest.fixture
def site(tmp_path):
    def build(what, name="site", **options):
        WEBSITE.export(
            Job(
                view=what,
                on=ON,
                destination=tmp_path / name,
                options={k.replace("_", "-"): v for k, v in options.items()},
            )
        )
        return tmp_path / name

    return build


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_site_holds_lists_pages_feeds_a_calendar_and_data(site):
    assert sorted(files_of(site(view()))) == [
        "accessibility.html",
        "by/state-in-progress.html",
        "by/state-nothing.html",
        "by/year-2023.html",
        "calendar.ics",
        "changes.html",
        "data.html",
        "data/csv-metadata.json",
        "data/dataset.jsonld",
        "data/recommendations.csv",
        "data/responses.csv",
        "data/responses.json",
        "data/responses.schema.json",
        "data/responses/2023-calls-dalesmark.jsonld",
        "feed.json",
        "feed.xml",
        "index.html",
        "manifest.jsonl",
        "overview.html",
        "peel.html",
        "recommendations/2023-calls-dalesmark/recommendation-1.html",
        "recommendations/2023-calls-dalesmark/recommendation-2.html",
        "responses/2023-calls-dalesmark.html",
        "search.html",
        "search.js",
        *(f"search/{each}.json" for each in ("c", "e", "j", "l", "list", "m", "other", "q", "r", "s")),
        "sitemap.xml",
        "style.css",
    ]


def test_the_list_shows_the_dates_and_links_the_response(site):
    page = Page((site(view()) / "index.html").read_text("utf-8"))
    for words in ("An inspection of call handling", "2 May 2023", "1 June 2023", "26 June 2023"):
        assert words in page.said
    assert ("a", {"href": "responses/2023-calls-dalesmark.html"}) in page.tags
    assert any(tag == "caption" for tag, _ in page.tags)


def test_every_recommendation_is_shown_word_for_word_with_what_is_said_about_it(site):
    page = Page((site(view()) / "responses/2023-calls-dalesmark.html").read_text("utf-8"))
    assert flat(VERBATIM) in flat(page.said)
    for words in (
        "Say more.",
        "Chief constables",
        "by June 2023",
        "We will look every month.",
        "No explanation is published for this recommendation.",
        "We listen to calls.",
        "In progress",
        "I agree.",
        "We welcome this.\nIt is clear.",
        "Thank you.",
        "To the inspectors on 2 June 2023",
        "Police and Crime Commissioner for Dalesmark",
    ):
        assert words in page.said, words
    assert {"recommendation-1", "recommendation-2"} <= set(page.ids)
    assert ("a", {"href": "https://example.org/report?a=1&b=2"}) in page.tags


def test_hostile_text_in_every_field_is_shown_as_text(site):
    folder = site(hostile(), office=HOSTILE, office_cy=HOSTILE, languages="en cy", fragments="yes", licence="ogl-3")
    for name, data in files_of(folder).items():
        text = data.decode("utf-8")
        if name.endswith((".csv", ".ics")):
            text = text.replace("\r\n", "\n")  # their own ends of lines
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), name
        if name.endswith(".html"):
            page = Page(text)
            assert "img" not in {tag for tag, _ in page.tags}, name
            assert [dict(a) for tag, a in page.tags if tag == "script"] in ([], [SEARCH], [SEARCH_ABOVE]), name
            assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")], name
            assert not [
                url for _, attributes in page.tags if (url := attributes.get("href", "")).startswith("javascript")
            ]
            assert "{{ 7*7 }}" in page.said or name.startswith("fragments/"), name
            assert len(page.ids) == len(set(page.ids))
    page = Page(next((folder / "responses").glob("*.html")).read_text("utf-8"))
    shown = HOSTILE.replace("\x00\x1b\u202e", "")
    assert page.said.count(shown) >= 20
    assert "javascript:alert(1)" in page.said


def test_names_never_leave_the_folder(site, tmp_path):
    site(hostile(), languages="en cy", fragments="yes")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    for path in (tmp_path / "site").rglob("*"):
        assert re.fullmatch(r"[a-z0-9-]{1,130}(\.[a-z]+)*", path.name)


def test_two_responses_of_one_file_name_are_refused_and_nothing_is_written(site, tmp_path):
    inspections = tuple(Inspection(id=each, title="T", published_on=date(2023, 5, 2)) for each in ("a-b", "a.b"))
    shown = [ShownResponse(response=Response(area="estuary", inspection=each.id)) for each in inspections]
    with pytest.raises(CannotWrite, match="two responses"):
        site(by_hand(inspections, *shown))
    with pytest.raises(CannotWrite, match="no file name"):
        site(
            by_hand((evolve(inspections[0], id="é"),), ShownResponse(response=Response(area="estuary", inspection="é")))
        )
    assert not list(tmp_path.iterdir())


def test_rebuilding_gives_the_same_bytes(site):
    assert files_of(site(view(), "one")) == files_of(site(view(), "two"))


@pytest.mark.parametrize("which", [view, hostile])
def test_no_page_asks_for_anything_from_elsewhere(site, which):
    for name, data in files_of(site(which())).items():
        if name.endswith(".html"):
            for tag, attributes in Page(data.decode("utf-8")).tags:
                assert tag not in ("img", "iframe", "object", "embed", "base", "audio", "video", "style"), (name, tag)
                assert not {"srcset", "style", "data", "ping", "formaction"} & set(attributes), (name, tag)
                if tag == "script":
                    assert attributes in (SEARCH, SEARCH_ABOVE), name
                else:
                    assert "src" not in attributes, (name, tag)
                if tag == "form":
                    assert re.fullmatch(r"(\.\./)*search\.html", attributes["action"]), name
                if tag == "link":
                    assert re.fullmatch(r"(\.\./)*[a-z0-9/-]+\.(css|xml|json|jsonld)|data:,", attributes["href"]), name
            assert POLICY in data.decode("utf-8").replace("&#39;", "'"), name
        if name.endswith(".css"):
            assert b"url(" not in data
            assert b"@import" not in data


def test_the_atom_feed_has_what_rfc_4287_asks_for(site):
    folder = site(view(), base_url="https://Office.example/responses")
    feed = ET.fromstring((folder / "feed.xml").read_bytes())
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == "tag:office.example,2026:inspectlib/responses"
    assert feed.findtext(f"{ATOM}updated") == "2023-06-02T00:00:00Z"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Police and Crime Commissioner for Dalesmark"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == "https://Office.example/responses/feed.xml"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "tag:office.example,2026:inspectlib/response/2023-calls-dalesmark"
    assert entry.findtext(f"{ATOM}title") == "Response to An inspection of call handling"
    assert entry.findtext(f"{ATOM}updated") == "2023-06-02T00:00:00Z"
    assert entry.findtext(f"{ATOM}published") == "2023-06-01T00:00:00Z"
    assert (folder / entry.find(f"{ATOM}link").get("href").removeprefix("https://Office.example/responses/")).is_file()


def test_the_json_feed_has_what_version_1_1_asks_for(site):
    feed = json.loads((site(view()) / "feed.json").read_bytes())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    (item,) = feed["items"]
    assert item["id"] == "tag:example.org,2026:inspectlib/response/2023-calls-dalesmark"
    assert item["url"] == "https://example.org/responses/2023-calls-dalesmark.html"
    assert "2 May 2023" in item["content_text"]
    assert item["date_published"] == "2023-06-01T00:00:00Z"


def test_feeds_of_hostile_text_still_parse(site):
    folder = site(hostile(), office=HOSTILE)
    assert ET.fromstring((folder / "feed.xml").read_bytes()).find(f"{ATOM}entry") is not None
    assert json.loads((folder / "feed.json").read_bytes())["items"]


@pytest.mark.parametrize("which", [view, hostile, lambda: by_hand(())], ids=["plain", "hostile", "empty"])
def test_the_feeds_keep_to_their_grammars(site, which):
    from checkers import atom_problems, json_feed_problems

    folder = site(which())
    assert atom_problems(folder / "feed.xml") == []
    assert json_feed_problems(folder / "feed.json") == []


def test_an_empty_view_gives_a_site_that_says_so(site):
    folder = site(by_hand(()))
    assert "No response is published here yet." in (folder / "index.html").read_text("utf-8")
    assert ET.fromstring((folder / "feed.xml").read_bytes()).findtext(f"{ATOM}updated") == "2023-07-01T00:00:00Z"


def test_a_response_with_no_publication_is_marked_so(site):
    made = register()
    (response,) = made.responses
    folder = site(view(made.with_response(evolve(response, publications=()))))
    for name in ("index.html", "responses/2023-calls-dalesmark.html"):
        assert "Not yet recorded as published" in (folder / name).read_text("utf-8")
    assert "not yet recorded as published" in (folder / "responses/2023-calls-dalesmark.html").read_text("utf-8")


def test_newer_words_that_nobody_signed_are_not_shown(site):
    made = register()
    (response,) = made.responses
    folder = site(view(made.with_response(evolve(response, comments="A draft that nobody signed."))))
    page = Page((folder / "responses/2023-calls-dalesmark.html").read_text("utf-8"))
    assert "A correction awaits sign-off. This is the text signed on 30 May 2023." in page.said
    assert "We welcome this." in page.said
    assert not any(b"draft that nobody" in data for data in files_of(folder).values())


def test_no_other_audience_than_the_public_gets_a_website(site):
    with pytest.raises(BadCall, match="public"):
        site(evolve(view(), audience=Audience.WORKING))


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "example.org", "https://", "https://a b/", "https://x.org/?q=1", "https://[::1]/"]
)
def test_a_base_that_is_no_plain_web_address_is_refused(site, url):
    with pytest.raises(BadCall, match="base-url"):
        site(view(), base_url=url)


def test_the_grades_of_an_area_are_shown_newest_report_first_and_no_other_areas(site):
    made = register()
    (report,) = made.inspections

    def grade(area, grade):
        return Judgement(area=area, question="Preventing crime", grade=grade, cycle="2021/22")

    older = Inspection(
        id="older", title="An older report", published_on=date(2021, 5, 2), judgements=(grade("dalesmark", "Adequate"),)
    )
    newer = evolve(report, judgements=(grade("dalesmark", "Good"), grade("estuary", "Inadequate")))
    said = Page((site(view(made.with_inspection(older, newer))) / "peel.html").read_text("utf-8")).said
    assert said.index("The most recent recorded here") < said.index("Good") < said.index("Earlier reports with grades")
    assert said.index("Earlier reports with grades") < said.index("Adequate")
    assert "Inadequate" not in said
    assert "No grade is recorded here." in (site(view(), "none") / "peel.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org", True),
        ("mailto:office@example.org", True),
        ("mailto:office@example.org?body=x", False),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://someone:secret@example.org", False),
        ("https://example.org/\u202egpj", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_web_and_mail_addresses_are_links(url, linked):
    assert (link(url) is not None) is linked


def test_every_character_that_a_page_may_not_hold_is_left_out_wherever_it_stands():
    from inspectlib_website import pages

    for number in range(0x110000):
        one = chr(number)
        if pages._BREAKS.search(one) or pages._CONTROLS.search(one) or pages._BIDI.search(one):
            assert clean(f"a{one}b") in ("ab", "a\nb"), hex(number)
        else:
            assert clean(one) == one, hex(number)


@pytest.mark.parametrize("name", ["../x.html", "/x.html", "a/../../x", "a\\..\\x", "C:x"])
def test_no_file_is_written_outside_of_the_folder(name, tmp_path):
    with Site(tmp_path / "site", previous=None, common="") as made:
        with pytest.raises(CannotWrite, match="leave the folder"):
            made.put(name, b"")
        with pytest.raises(CannotWrite, match="leave the folder"):
            made.stream(name, [b""])
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "manifest.jsonl"]


def test_a_very_long_id_still_makes_a_file_name(site):
    long = "x" * 5000
    made = by_hand(
        (Inspection(id=long, title="T", published_on=date(2023, 5, 2)),),
        ShownResponse(response=Response(area="estuary", inspection=long)),
    )
    (path,) = (site(made) / "responses").glob("*.html")
    assert len(path.name) < 140


def test_the_figures_of_the_overview_add_up_to_what_is_listed():
    from inspectlib_website.lists import Book, charts_of
    from inspectlib_website.making import headings_of
    from inspectlib_website.wording import Words

    from inspectlib.sample import office_register

    day = date(2024, 6, 28)
    made = view_of(office_register(90), Audience.PUBLIC, on=day, outcome=Outcome(on=day, reading="strict"))
    book = Book(headings_of(made))
    charts = {each.key: each for each in charts_of(book, Words("en"))}
    assert charts["responses"].total == len(made.responses) == 9
    assert {charts[key].total for key in ("stages", "timing", "themes")} == {90}
    for name, what, by, items in book.lists():
        if what == "state":
            words = {row[0]: row[1] for row in charts["stages"].rows}
            assert Words("en").plain(f"stage.{by}") in words, name
            assert words[Words("en").plain(f"stage.{by}")] == len(items)
        if what == "theme":
            assert (by, len(items), True) in charts["themes"].rows


def test_a_list_too_long_for_one_page_goes_on_and_shows_each_recommendation_once(tmp_path, monkeypatch):
    from inspectlib_website import rendering

    from inspectlib.running import export
    from inspectlib.sample import office_register

    monkeypatch.setattr(rendering, "_MOST_LISTED", 7)
    register = office_register(30)
    export(register, "website", tmp_path / "site", on=date(2024, 6, 28), options={"languages": "en cy"})
    year = register.inspections[0].published_on.year
    listed = sum(len(each.recommendations) for each in register.inspections if each.published_on.year == year)
    assert listed > 14
    paths = [f"by/year-{year}.html", *(f"by/year-{year}/{number}.html" for number in range(2, -(-listed // 7) + 1))]
    rows, titles = [], set()
    for number, path in enumerate(paths, start=1):
        page = Page((tmp_path / "site" / path).read_text("utf-8"))
        links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
        titles.add(page.said.partition("Skip")[0])
        rows += [each.removeprefix("../").removeprefix("../") for each in links if "/recommendations/" in each]
        parts = [
            each for each in links if "by/year-" in each and "cy/" not in each
        ]  # not the link to the other language
        others = {each.removeprefix("../../").removeprefix("../") for each in parts}
        assert others == {each for each in paths if each != path}, path
        assert f"Recommendations {7 * number - 6} to {min(7 * number, listed)} of {listed}" in page.said
        assert ("Response published" in page.said) is (number == 1)  # the table of the responses stands on the first
    assert len(rows) == len(set(rows)) == listed
    assert len(titles) == len(paths)
    assert f"Argymhellion 1 i 7 o {listed}" in (tmp_path / "site/cy" / paths[0]).read_text("utf-8")


def test_what_moved_since_a_day_reconciles_with_what_is_open_now(tmp_path):
    from inspectlib_website.lists import flow_of
    from inspectlib_website.making import headings_of
    from inspectlib_website.wording import Words

    from inspectlib.running import export
    from inspectlib.sample import office_register

    day, since = date(2024, 6, 28), date(2022, 3, 31)
    register = office_register(90)
    made = view_of(register, Audience.PUBLIC, on=day, outcome=Outcome(on=day, reading="strict"), since=since)
    rows = [count for _, count, _ in flow_of(made.flow, Words("en")).rows]
    opening, new, reopened, closed, superseded, set_aside, closing = rows
    assert opening + new + reopened - closed - superseded - set_aside == closing
    items = [row for heading in headings_of(made) for row in heading.items]
    assert closing == sum(each.status is None or not each.status.stage.ended for each in items)
    assert min(opening, closed, closing) > 0
    export(register, "website", tmp_path / "site", on=day, since=since, options={"languages": "en cy"})
    page = Page((tmp_path / "site/overview.html").read_text("utf-8"))
    for words in ("What moved after 31 March 2022", "Open on 28 June 2024", f"minus {closed}"):
        assert words in page.said
    assert "Beth symudodd ar ôl 31 Mawrth 2022" in (tmp_path / "site/cy/overview.html").read_text("utf-8")
    changed = Page((tmp_path / "site/changes.html").read_text("utf-8"))
    days = [date.fromisoformat(attributes["datetime"]) for tag, attributes in changed.tags if tag == "time"]
    assert days[0] == since
    assert min(days[1:-1]) > since


def test_the_search_files_say_of_every_word_which_items_say_it():
    from inspectlib_website.making import headings_of, page_of
    from inspectlib_website.subjects import Index, words_of

    from inspectlib.sample import office_register

    day = date(2024, 6, 28)
    view = view_of(office_register(60), Audience.PUBLIC, on=day, outcome=Outcome(on=day, reading="strict"))
    headings, index = headings_of(view), Index()
    pages = [page_of(view, each) for each in headings]
    for page in pages:
        index.add(page)
    held = {name: json.loads(b"".join(parts)) for name, parts in index.files(headings)}
    items = [item for page in pages for item in page.items]
    told = [item for report in held.pop("list")["reports"] for item in report[4]]
    assert [each[:3] for each in told] == [
        [each.recommendation.kind.name, each.recommendation.number, each.state] for each in items
    ]
    found = {}
    for letter, words in held.items():
        for word, steps in words.items():
            assert word[0] == letter if word[0].isalpha() else letter == "other"
            found[word] = {sum(steps[: at + 1]) for at in range(len(steps))}
    for word, places in found.items():
        said = [
            [each.recommendation.text, *(one.text for one, _ in each.explanations), *each.force_comments]
            for each in items
        ]
        assert places == {at for at, texts in enumerate(said) if word in words_of(" ".join(texts))}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tŷ\u2019r Llŷr", {"ty", "llyr"}),
        ("the victim\u2019s anti-social past", {"victim", "anti", "social", "antisocial", "past"}),
        ("999 calls, AI and 4a", {"999", "calls", "ai", "4a"}),
    ],
)
def test_the_words_of_the_search_are_without_accents_and_parted_as_people_type_them(text, words):
    from inspectlib_website.subjects import words_of

    assert words_of(text) == words


@pytest.mark.needs("nu-html-checker")
@pytest.mark.parametrize("which", [view, hostile])
def test_the_nu_html_checker_finds_nothing(site, which):
    from checkers import nu_problems

    assert nu_problems(sorted(site(which()).rglob("*.html"))) == []
