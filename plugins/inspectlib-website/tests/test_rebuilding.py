"""Claims about rebuilding: the same bytes, only what changed, and feeds that move only with the words."""

import json
import re
import shutil
import tracemalloc
from datetime import date

import feedparser
import jinja2
import pytest
from inspectlib_website import rendering
from inspectlib_website.hashes import Hashes
from inspectlib_website.manifest import Site
from inspectlib_website.site import WEBSITE

from inspectlib.audiences import Audience, view_of
from inspectlib.cases import Case, ClosureFact, ClosureStep, Position, PositionAnswer
from inspectlib.exchange import Job
from inspectlib.fields import Marking, evolve
from inspectlib.findings import Outcome
from inspectlib.profiles import Profile
from inspectlib.recording import record
from inspectlib.running import export
from inspectlib.sample import office_register
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact

ON = date(2023, 6, 1)
NAME = f"{REPORT}-{AREA}"
BOTH = {"languages": "en cy"}


@pytest.fixture
def rendered(monkeypatch):
    """Return the pages rendered, in order."""
    seen = []
    page = Site.page

    def noted(self, name, inputs, make):
        def making():
            seen.append(name)
            return make()

        page(self, name, inputs, making)

    monkeypatch.setattr(Site, "page", noted)
    return seen


@pytest.fixture
def build(tmp_path):
    def make(register, on=ON, name="site", **options):
        export(register, "website", tmp_path / name, on=on, options=options)
        return tmp_path / name

    return make


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def manifest_of(folder):
    return list(map(json.loads, (folder / "manifest.jsonl").read_text("utf-8").splitlines()))


def signed(register, day=date(2023, 5, 20)):
    return record(register, a_fact("signed-off", day, by="Commissioner"))[0]


def updates(folder):
    feed = feedparser.parse((folder / "feed.xml").read_bytes())
    return {each.id: (each.updated[:10], each.title) for each in feed.entries}


def test_building_twice_and_building_on_the_last_output_give_the_same_bytes(build):
    one, two = build(a_complete_register(), name="one", **BOTH), build(a_complete_register(), name="two", **BOTH)
    first = files_of(one)
    assert first == files_of(two)
    assert files_of(build(a_complete_register(), name="one", **BOTH)) == first


def test_a_rebuild_of_the_same_renders_no_page(build, rendered):
    build(a_complete_register(), **BOTH)
    assert len(rendered) > 20
    rendered.clear()
    build(a_complete_register(), **BOTH)
    assert rendered == []


def test_a_rebuild_after_one_change_renders_only_pages_whose_inputs_changed(build, rendered):
    register = office_register(60)
    day = date(2024, 6, 28)
    build(register, day)
    every = len(rendered)
    rendered.clear()
    changed = register.responses[2].inspection
    register, _ = record(
        register, evolve(a_fact("sent", date(2024, 6, 20), to="inspectors"), inspection=changed, area=AREA)
    )
    one = build(register, day)
    page = f"responses/{changed}-{AREA}.html"
    assert every > 70
    assert page in rendered
    assert {each for each in rendered if each != page} <= {
        "index.html",
        "search.html",
        "overview.html",
        "changes.html",
    }
    assert files_of(one).keys() == files_of(build(register, day, "fresh")).keys()
    told, fresh = files_of(one), files_of(build(register, day, "fresh"))
    assert [name for name in told if told[name] != fresh[name] and name.endswith(".html")] == []


def test_templates_are_compiled_once_for_both_languages_and_for_every_later_site(build, monkeypatch):
    build(a_complete_register(), name="first")
    compiled = []
    compile_one = jinja2.Environment.compile

    def noted(self, source, name=None, *more, **given):
        compiled.append(name)
        return compile_one(self, source, name, *more, **given)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    build(a_complete_register(), name="second", **BOTH)
    assert compiled == []


def test_the_memory_of_a_build_hardly_grows_with_what_it_writes(tmp_path, monkeypatch):
    """Each page is made and let go; what grows is a heading, and the places of words, for each response."""
    monkeypatch.setattr(rendering, "_MOST_LISTED", 20)
    day, peaks, written = date(2024, 6, 28), [], []
    for cases in (100, 400):
        outcome = Outcome(on=day, reading="strict")
        view = view_of(office_register(cases), Audience.PUBLIC, on=day, outcome=outcome)
        job = Job(view=view, on=day, destination=tmp_path / f"{cases}")
        WEBSITE.export(evolve(job, destination=tmp_path / f"warm-{cases}"))
        for previous in (None, tmp_path / f"warm-{cases}"):
            told = []
            for each in "ab":  # a table of Python's own that happens to grow meanwhile grows once
                tracemalloc.start()
                destination = tmp_path / f"{cases}-{previous is None}-{each}"
                WEBSITE.export(evolve(job, previous=previous, destination=destination))
                told.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
            peaks.append(min(told))
        written.append(sum(map(len, files_of(tmp_path / f"warm-{cases}").values())))
    grew = written[1] - written[0]
    assert grew > 2 * written[0]
    assert 10 * (peaks[2] - peaks[0]) < grew
    assert 10 * (peaks[3] - peaks[1]) < grew


@pytest.mark.parametrize("damage", [b"edited by hand", b""])
def test_a_page_of_the_last_output_that_was_edited_is_made_anew(build, damage):
    site = build(a_complete_register())
    whole = files_of(site)
    (site / f"responses/{NAME}.html").write_bytes(damage)
    assert files_of(build(a_complete_register())) == whole


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        "{",
        '{"form": 1}',
        '{"form": 2}',
        '{"form": 2}\n[]\n{',
        '{"form": 2}\n{"files": []}',
        '{"form": 2}\n{"files": {"index.html": 3}}',
        '{"form": 2}\n{"name": "x", "updated": 1}',
        '{"form": 2}\n{"name": "../../x", "updated": "2023-06-01"}',
        f'{{"form": 2}}\n{{"name": "{NAME}", "content": 1, "updated": "2023-05-20", "files": [1]}}',
    ],
)
def test_a_damaged_manifest_only_means_that_everything_is_made_anew(build, damage):
    site = build(a_complete_register())
    whole = files_of(site)
    (site / "manifest.jsonl").write_text(damage)
    assert files_of(build(a_complete_register())) == whole


def test_updated_moves_only_when_the_public_words_do(build):
    register = a_complete_register()
    before = updates(build(register))
    case = Case(area=AREA, recommendation=f"{REPORT}/1", owner="Head of Crime", note="internal")
    register = signed(register.with_case(evolve(case, position=Position(answer=PositionAnswer.ACCEPTED))))
    first = updates(build(register, date(2023, 6, 5)))
    register = register.with_case(evolve(register.cases[0], owner="Head of Contact", note="other"))
    assert updates(build(register, date(2023, 6, 8))) == first
    assert first != before
    closed = evolve(register.cases[0], closure=(ClosureFact(step=ClosureStep.CLOSED, on=date(2023, 6, 7)),))
    ((day, _),) = updates(build(register.with_case(closed), date(2023, 6, 9))).values()
    assert day == "2023-06-07"


def test_a_due_date_that_passes_moves_no_entry_of_a_feed(build):
    register = office_register(300)
    due = sorted(each.due_on for report in register.inspections for each in report.recommendations)
    site = build(register, date(2024, 6, 28))
    pages, entries = files_of(site), updates(site)
    assert due[-1] > date(2024, 6, 28)
    site = build(register, due[-1].replace(year=due[-1].year + 1))
    assert files_of(site)["data/responses.json"] != pages["data/responses.json"]  # that it is overdue is shown
    assert updates(site) == entries


def test_corrected_words_without_a_new_date_still_move_updated(build):
    register = a_complete_register()
    build(register)
    report = evolve(register.inspections[0], title="A Report, Corrected")
    ((day, title),) = updates(build(register.with_inspection(report), date(2023, 6, 9))).values()
    assert (day, title) == ("2023-06-09", "Response to A Report, Corrected")


def test_a_withdrawn_response_leaves_an_entry_that_says_so_and_no_word_of_it(build):
    register = a_complete_register()
    (before,) = updates(build(register))
    gone = register.with_response(evolve(register.responses[0], marking=Marking(level="OFFICIAL")))
    site = build(gone, date(2023, 6, 9))
    assert updates(site) == {before: ("2023-06-09", "Withdrawn")}
    assert updates(build(gone, date(2023, 6, 30))) == {before: ("2023-06-09", "Withdrawn")}
    words = b"The Commissioner welcomes the report."
    assert not [name for name, data in files_of(site).items() if words in data]
    page = (site / f"responses/{NAME}.html").read_text("utf-8")
    assert "This response is no longer published here." in page
    assert "9 June 2023" in page
    assert "This is a sample." in page
    changes = (site / "changes.html").read_text("utf-8")
    assert f'<a href="responses/{NAME}.html">A response was withdrawn</a>' in changes
    assert NAME not in (site / "sitemap.xml").read_text("utf-8")
    back = updates(build(register, date(2023, 7, 3)))
    assert back[before] == ("2023-07-03", "Response to A Report")


def test_each_recommendation_page_of_a_withdrawn_response_says_so_in_both_languages_at_every_later_rebuild(build):
    register = a_complete_register()
    gone = register.with_response(evolve(register.responses[0], marking=Marking(level="OFFICIAL")))
    build(register, **BOTH)
    for day in (9, 10, 30):
        files = files_of(build(gone, date(2023, 6, day), **BOTH))
        for number in (1, 2):
            page = f"recommendations/{NAME}/recommendation-{number}.html"
            english, welsh = (files[f"{each}{page}"].decode() for each in ("", "cy/"))
            assert "This response is no longer published here." in english
            assert "9 June 2023" in english
            assert "Nid yw\u2019r ymateb hwn" in welsh
            assert "figures each quarter" not in english + welsh
    back = files_of(build(register, date(2023, 7, 3), **BOTH))
    assert "figures each quarter" in back[f"recommendations/{NAME}/recommendation-1.html"].decode()


def test_the_page_of_a_recommendation_that_is_gone_from_a_response_that_stands_says_so(build):
    register = a_complete_register()
    first, second = register.inspections[0].recommendations
    marked = evolve(register.inspections[0], recommendations=(first, evolve(second, marking=Marking(level="OFFICIAL"))))
    build(register)
    for _ in range(2):
        files = files_of(build(register.with_inspection(marked)))
        page = files[f"recommendations/{NAME}/recommendation-2.html"].decode()
        assert "This page is no longer published here." in page
        assert "Home Office" not in page
        assert "Home Office" not in files[f"responses/{NAME}.html"].decode()


def test_a_list_that_is_empty_now_leaves_a_notice_and_so_does_the_data_of_what_was_withdrawn(build):
    register = a_complete_register()
    lists = {each for each in files_of(build(register, **BOTH)) if "by/" in each}
    gone = register.with_response(evolve(register.responses[0], marking=Marking(level="OFFICIAL")))
    for day in (9, 30):
        files = files_of(build(gone, date(2023, 6, day), **BOTH))
        assert lists
        for each in lists:
            assert ("This page is no longer" if "cy/" not in each else "Nid yw") in files[each].decode(), each
            assert each not in files["sitemap.xml"].decode()
        told = json.loads(files[f"data/responses/{NAME}.jsonld"])
        assert (told["name"], told["dateModified"]) == ("Withdrawn", "2023-06-09")
        assert "A Report" not in json.dumps(told)
    back = files_of(build(register, date(2023, 7, 3), **BOTH))
    assert not any("no longer" in back[each].decode() for each in lists)


def test_only_names_that_the_site_gives_are_taken_from_a_last_manifest(build):
    register = a_complete_register()
    site = build(register)
    lines = manifest_of(site)
    names = (
        "recommendations/../x.html",
        "recommendations/x/../../y.html",
        "/recommendations/x/y.html",
        "recommendations/X/y.html",
    )
    for each in lines:
        each["files"] = {**each.get("files", {}), **{name: ["", ""] for name in names}}
    (site / "manifest.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    before = files_of(site).keys()
    assert files_of(build(register)).keys() == before


def test_the_manifest_holds_hashes_and_days_only(build):
    form, response, others = manifest_of(build(a_complete_register()))
    assert form == {"form": 2}
    assert response.keys() == {"name", "content", "updated", "files"}
    assert response["name"] == NAME
    assert others.keys() == {"files"}
    for held in (
        response["content"],
        *(one for each in (response, others) for hashes in each["files"].values() for one in hashes),
    ):
        assert re.fullmatch("[0-9a-f]{64}", held)


def test_a_house_template_stands_in_for_the_one_shipped(tmp_path):
    house = tmp_path / "house"
    house.mkdir()
    (house / "accessibility.html").write_text(
        '{% extends "shipped/accessibility.html" %}{% block title %}House{% endblock %}'
    )
    view = view_of(a_complete_register(), Audience.PUBLIC, on=ON, outcome=Outcome(on=ON, reading="strict"))
    profile = Profile(name="house", area=AREA, templates={"website": house}, tokens={"accent": "#aa0000"})
    WEBSITE.export(Job(view=view, on=ON, destination=tmp_path / "site", profile=profile))
    (house / "base.html").write_text(
        '{% extends "shipped/base.html" %}{% block house_head %}Above{% endblock %}{% block house_foot %}Below{% endblock %}'
    )
    WEBSITE.export(Job(view=view, on=ON, destination=tmp_path / "base", profile=profile))
    for path in (tmp_path / "base").rglob("*.html"):
        text = path.read_text("utf-8")
        assert (
            text.index("</header>")
            < text.index("Above")
            < text.index("<main")
            < text.index("Below")
            < text.index("</footer>")
        )
    (house / "base.html").unlink()
    assert "<title>House" in (tmp_path / "site/accessibility.html").read_text("utf-8")
    assert "--accent: #aa0000" in (tmp_path / "site/tokens.css").read_text("utf-8")
    assert "tokens.css" in (tmp_path / "site/index.html").read_text("utf-8")
    (house / "accessibility.html").write_text('{% extends "shipped/accessibility.html" %}')
    WEBSITE.export(Job(view=view, on=ON, destination=tmp_path / "two", profile=profile, previous=tmp_path / "site"))
    assert "<title>Accessibility" in (tmp_path / "two/accessibility.html").read_text("utf-8")
    shutil.rmtree(tmp_path / "two")


def test_fragments_hold_the_content_alone(build):
    site = build(a_complete_register(), fragments="yes")
    text = (site / f"fragments/responses/{NAME}.html").read_text("utf-8")
    assert text.startswith('<div class="inspectlib" lang="en-GB">')
    assert "<html" not in text
    assert "The Commissioner welcomes the report." in text
    assert f'href="../recommendations/{NAME}/recommendation-1.html"' in text


def test_the_links_of_a_fragment_lead_to_the_site_where_its_address_is_given(build):
    site = build(a_complete_register(), fragments="yes", languages="en cy", **{"base-url": "https://www.example.org/r"})
    for path in (site / "fragments").rglob("*.html"):
        for address in re.findall(r'(?:href|action)="([^"]*)"', path.read_text("utf-8")):
            if address.startswith("https://www.example.org/r/"):
                assert (site / address.removeprefix("https://www.example.org/r/").partition("#")[0]).is_file(), address
            else:
                assert address.startswith("#") or ".example.org/" in address, address
    assert "https://www.example.org" not in (site / "index.html").read_text("utf-8")


def test_a_hash_is_that_of_the_contents_and_a_value_that_cannot_be_told_is_refused():
    """What has no contents to tell would have another hash in each process, or one that never changes."""
    hashes = Hashes(type(a_complete_register().inspections[0]))
    first, same = a_complete_register().inspections[0], evolve(a_complete_register().inspections[0])
    assert hashes.of([first]) == hashes.of([same])
    assert hashes.of([first]) != hashes.of([evolve(first, title="Another")])
    assert hashes.of(frozenset("abc")) == hashes.of(frozenset("cab"))
    with pytest.raises(TypeError, match="no page can depend on a value of type object"):
        hashes.of([object()])
