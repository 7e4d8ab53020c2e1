"""The briefing and the folder of charts: one page, its numbers the register's, readable by everybody."""

import re
from datetime import date
from html import unescape

import pypdf
import pytest
from checkers import nu_problems, pages_problems, pdf_ua_problems

import inspectlib as il
from inspectlib.bodies import areas
from inspectlib.fields import evolve
from inspectlib.register import Register, Unread
from inspectlib.running import export
from inspectlib.sample import office_register
from inspectlib.testing import AREA, a_complete_register, a_recommendation, an_inspection

ON = date(2024, 6, 28)
OFFICE = office_register(60)


def page(register, folder, **more):
    (path,) = export(register, "briefing", folder / "briefing.html", on=ON, **more)
    return path.read_text(encoding="utf-8")


def numbers(html):
    found = re.findall(r"<p><span>(.*?)</span> <strong>(\d+)</strong></p>", html)
    return {unescape(name): int(number) for name, number in found}


def test_its_numbers_are_those_of_the_register_and_of_the_check(tmp_path):
    told = numbers(page(OFFICE, tmp_path))
    outcome = il.check(OFFICE, on=ON)
    assert told["Open recommendations"] == len(OFFICE.where(on=ON, status="open"))
    assert told["of which overdue"] == len(OFFICE.where(on=ON, status="overdue"))
    assert told["Breaches found"] == len(outcome.findings)
    assert told["Not shown to be in order"] > 0


def test_what_is_open_at_the_end_of_the_flow_is_what_is_open(tmp_path):
    register = OFFICE.with_areas("estuary").with_inspection(
        an_inspection(areas=frozenset({AREA})),
        an_inspection(id="other", areas=None, recommendations=(a_recommendation("1", id="other/1"),)),
    )
    html = page(register, tmp_path)
    assert f"open on 28 June 2024: {numbers(html)['Open recommendations']}" in html


def test_a_response_past_its_day_is_counted_and_named_first(tmp_path):
    register = OFFICE.with_inspection(an_inspection(title="Nobody Answered"))
    html = page(register, tmp_path)
    before = numbers(page(OFFICE, tmp_path))
    assert numbers(html)["Responses past their last day"] == before["Responses past their last day"] + 1
    assert html.index("last day to publish the response, Nobody Answered") < html.index("Next (")


def test_an_incomplete_check_is_said_and_so_is_a_report_without_a_day(tmp_path):
    unread = Unread(source="a.docx", place="page 1", message="not read")
    undated = an_inspection(id="undated", published_on=None)
    html = page(a_complete_register().with_unread(unread).with_inspection(undated), tmp_path)
    assert "The check is not complete" in html
    assert "Reports whose day of publication is not recorded: 1." in html
    assert "The check is not complete" not in page(a_complete_register(), tmp_path)


def test_nothing_recorded_is_never_said_to_be_in_order(tmp_path):
    html = page(Register(areas=(AREA,)), tmp_path)
    assert "Nothing that is recorded is past its day." in html
    assert "What is not recorded is counted as not shown to be in order" in html
    assert "each 0 says that nothing was counted" in html
    assert "nothing was counted" not in page(a_complete_register(), tmp_path)


def test_the_title_names_up_to_three_forces_and_counts_more(tmp_path):
    every = tuple(each.slug for each in areas())
    assert "<h1>Inspection recommendations: Cleveland Police, Durham Constabulary, " in page(
        Register(areas=("cleveland", "durham")), tmp_path
    )
    assert f"<h1>Inspection recommendations: {len(every)} police areas, " in page(Register(areas=every), tmp_path)


def test_hostile_words_stay_words(tmp_path):
    title = "</title><script>alert(1)</script>\u202e\x00"
    html = page(OFFICE.with_inspection(an_inspection(title=title)), tmp_path)
    assert "<script" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;" in html


def test_the_pdf_is_one_page_and_tagged(tmp_path):
    (path,) = export(OFFICE, "briefing-pdf", tmp_path / "briefing.pdf", on=ON)
    pdf = pypdf.PdfReader(path)
    assert len(pdf.pages) == 1
    assert "Open recommendations" in " ".join(pdf.pages[0].extract_text().split())
    assert pdf_ua_problems(path) == []


def test_the_folder_holds_each_chart_three_times_and_a_page(tmp_path):
    export(OFFICE, "charts", tmp_path / "charts", on=ON, since="2024-01-01")
    names = {each.name for each in (tmp_path / "charts").iterdir()}
    assert "index.html" in names
    stems = {name.rsplit(".", 1)[0] for name in names} - {"index"}
    assert names == {"index.html"} | {f"{stem}.{kind}" for stem in stems for kind in ("svg", "png", "csv")}
    assert "From 1 January 2024 to 28 June 2024" in (tmp_path / "charts/flow.svg").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    register = evolve(OFFICE.with_areas("estuary"), based_on=(3, "abc"))
    export(register, "briefing", folder / "briefing.html", on=ON)
    export(register, "charts", folder / "charts", on=ON)
    return [folder / "briefing.html", folder / "charts" / "index.html"]


@pytest.mark.needs("nu-html-checker")
def test_the_pages_are_valid(written):
    assert nu_problems(written) == []


@pytest.mark.needs("axe")
def test_the_pages_are_accessible_light_and_dark_small_and_large(written):
    assert pages_problems([each.as_uri() for each in written]) == []
