"""Claims about the pages in a real browser: axe-core, widths, schemes, larger text, the keyboard, the policy."""

from datetime import date

import pytest
from checkers import nu_problems, pages_problems, search_walk, served
from inspectlib_website import rendering

from inspectlib.fields import Marking, evolve
from inspectlib.inspections import Judgement
from inspectlib.running import export
from inspectlib.sample import office_register
from inspectlib.testing import AREA

ON = date(2024, 6, 28)
#: one page of each template
PAGES = (
    "index",
    "search",
    "overview",
    "changes",
    "peel",
    "data",
    "accessibility",
    "by/year-2021",
    "by/year-2021/2",
    "by/theme-custody",
)


#: the same word as people type it
FORMS = ("burglaries", "BURGLARY,", "b\u00fbrglary", '"burglary"')


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    register = office_register(80)
    long = "Prosecution-of-extraordinarily-long-words-that-nobody-can-break and a title that runs on and on"
    grades = tuple(
        Judgement(area=AREA, question=question, grade="Requires improvement", cycle="2021/22")
        for question in ("Preventing crime", "Responding to the public")
    )
    first, second, *_ = register.inspections
    register = register.with_inspection(evolve(first, title=long, judgements=grades), evolve(second, judgements=grades))
    folder = tmp_path_factory.mktemp("browser") / "site"
    withdrawn = evolve(register.responses[-1], marking=Marking(level="OFFICIAL"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rendering, "_MOST_LISTED", 20)
        for each in (register, register.with_response(withdrawn)):
            options = {"languages": "en cy", "licence": "ogl-3"}
            export(each, "website", folder, on=ON, since=date(2023, 3, 31), options=options)
    return folder


@pytest.fixture(scope="module")
def paths(site):
    pages = {path.stem: path.read_text("utf-8") for path in (site / "responses").glob("*.html")}
    name = min(pages)
    (gone,) = (each for each, text in pages.items() if "no longer published here" in text)
    english = [
        *(f"{each}.html" for each in PAGES),
        f"responses/{name}.html",
        f"responses/{gone}.html",
        f"recommendations/{name}/recommendation-1.html",
    ]
    return [*english, *(f"cy/{each}" for each in english)]


@pytest.mark.needs("axe")
def test_axe_finds_nothing_on_any_template_in_either_language_at_any_width_or_scheme(site, paths):
    with served(site) as address:
        assert pages_problems([f"{address}{each}" for each in paths]) == []


@pytest.mark.needs("axe")
def test_text_of_twice_the_size_breaks_nothing(site, paths):
    with served(site) as address:
        problems = pages_problems(
            [f"{address}{each}" for each in paths], widths=(640,), schemes=("light",), text=(200,)
        )
    assert problems == []


@pytest.mark.needs("axe")
def test_search_and_filters_are_walked_with_the_keyboard_and_work_without_scripts(site):
    with served(site) as address:
        seen = search_walk(address, "burglary", *FORMS, "AFI 4", "404", "burglery", "chldren missing")
    assert seen["first"] == "skip"
    assert seen["focus"] == [True, True, True]
    assert not seen["listBeforeAsking"]
    assert seen["loaded"] == ["search/list.json", "search/b.json"]  # no word of another letter
    assert seen["address"] == "search.html?q=burglary"
    assert seen["found"].startswith("Recommendations found: ")
    assert 0 < seen["narrowed"] < len(seen["results"])
    assert seen["outline"] == "solid"
    assert seen["reached"].startswith(("Recommendation ", "Area for improvement "))
    answers = seen["answers"]
    assert {answers[each] for each in FORMS} == {int(seen["found"].split(": ")[1])}
    assert answers["AFI 4"] > 0
    assert answers["404"] == 0
    assert answers["burglery"] == "burglary"
    assert answers["chldren missing"] == "children missing"
    assert seen["more"]
    assert not seen["plainForm"]  # it would do nothing; the lists stand in its place
    assert seen["unreached"] == []
    assert seen["unseen"] == []
    assert seen["elsewhere"] == []
    assert seen["errors"] == []
    assert seen["cookies"] == 0
    assert seen["plainAddress"] == "search.html?q=burglary"
    assert any(each.startswith("burglary:") for each in seen["plainSubjects"])
    for each in seen["plainFilters"]:
        assert each.startswith("#") or (site / each).is_file()


@pytest.mark.needs("nu-html-checker")
def test_the_nu_html_checker_finds_nothing_in_any_page(site):
    assert nu_problems(sorted(site.rglob("*.html"))) == []
