"""Fields of a profile's own: shown in the tracker, the form and, where public, the site; kept without the plugin."""

from datetime import date

import openpyxl
import pytest

from inspectlib import running, storage
from inspectlib.audiences import view_of
from inspectlib.checking import judge
from inspectlib.extras import CARRIERS
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.plugins import load_plugins
from inspectlib.profiles import ExtraField, ExtraKind, Profile
from inspectlib.register import Register
from inspectlib.testing import AREA, PUBLISHED, a_complete_register
from inspectlib.testing.canary import files_of, in_full, texts_in

ON = date(2023, 6, 1)
AUDIENCES = tuple(Audience)


def the_name(of, audience):
    return f"{of}-{audience.value}".lower()


PROFILE = Profile(
    name="house",
    area=AREA,
    source="its handbook",
    extras=(
        *(
            ExtraField(name=the_name(of, each), of=of, title=f"Of {of} for {each.value}", audience=each)
            for of in CARRIERS
            for each in AUDIENCES
        ),
        ExtraField(name="seen", of="Case", title="Seen by the board", audience=Audience.PUBLIC, kind=ExtraKind.DATE),
        ExtraField(
            name="board",
            of="Case",
            title="Board",
            audience=Audience.WORKING,
            kind=ExtraKind.CHOICE,
            choices=("Crime", "People"),
        ),
    ),
)


def with_extras(record, *more):
    of = type(record).__name__
    own = ((f"house:{the_name(of, each)}", f"word-{the_name(of, each)}") for each in AUDIENCES)
    return evolve(record, extras=(*own, ("other:x", f"word-{of.lower()}-undeclared"), *more))


def a_register():
    """Return the complete register with a word in every field of the profile, and one that nobody declares."""
    register = a_complete_register()
    (report,), (response,), (case,) = register.inspections, register.responses, register.cases
    asked = tuple(map(with_extras, report.recommendations))
    from inspectlib.cases import Action

    action = Action(id="a1", area=AREA, answers=(asked[0].id,), title="Train")
    register = register.with_inspection(evolve(with_extras(report), recommendations=asked))
    register = register.with_response(with_extras(response))
    case = with_extras(case, ("house:seen", "2023-05-01"), ("house:board", "Crime"))
    return register.with_case(case).with_action(with_extras(action))


@pytest.fixture(scope="module")
def plugins():
    found = load_plugins()
    return evolve(found, profiles=(*found.profiles, PROFILE))


def written(exporter, folder, plugins):
    target = folder / f"{exporter}{plugins.exporter(exporter).suffix}"
    running.export(a_register(), exporter, target, on=ON, plugins=plugins)
    return " ".join(text for path in files_of(target) for _, text in texts_in(path.name, path.read_bytes()))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_view_holds_the_fields_of_its_audience_and_no_others(audience):
    view = view_of(a_register(), audience, on=ON, outcome=Outcome(on=ON, reading="strict"), profiles={AREA: PROFILE})
    held = in_full((view.register, view.responses))
    carriers = set(CARRIERS) - ({"Action"} if audience is Audience.PUBLIC else set())
    for of in CARRIERS:
        for each in AUDIENCES:
            shown = of in carriers and audience.may_see(each)
            assert (f"word-{the_name(of, each)}" in held) == shown, (of, each)
        assert (f"word-{of.lower()}-undeclared" in held) == audience.may_see(Audience.WORKING)


def test_without_its_profile_no_field_leaves_the_office():
    for audience in (Audience.PUBLIC, Audience.SUBMISSION):
        view = view_of(a_register(), audience, on=ON, outcome=Outcome(on=ON, reading="strict"))
        assert "word-" not in in_full((view.register, view.responses))


def test_the_tracker_shows_each_under_its_title_with_its_choices(tmp_path, plugins):
    text = written("excel-tracker", tmp_path, plugins)
    for of in CARRIERS:
        for each in (Audience.PUBLIC, Audience.SUBMISSION, Audience.WORKING):
            assert f"Of {of} for {each.value}" in text
            assert f"word-{the_name(of, each)}" in text
        assert f"word-{the_name(of, Audience.BODY)}" not in text
    sheet = openpyxl.load_workbook(tmp_path / "excel-tracker.xlsx")["Recommendations"]
    names = [cell.value for cell in sheet[1]]
    first = {name: cell.value for name, cell in zip(names, sheet[2], strict=True)}
    assert first["Seen by the board"].date() == date(2023, 5, 1)
    assert first["Board"] == "Crime"
    assert "People" in text


def test_the_form_shows_what_the_inspectors_may_see(tmp_path, plugins):
    text = written("home-office-form", tmp_path, plugins)
    for of in set(CARRIERS) - {"Action"}:
        for each in AUDIENCES:
            shown = Audience.SUBMISSION.may_see(each)
            assert (f"word-{the_name(of, each)}" in text) == shown, (of, each)
            assert (f"Of {of} for {each.value}" in text) == shown
    assert "1 May 2023" in text


def test_the_site_shows_what_is_public(tmp_path, plugins):
    text = written("website", tmp_path, plugins)
    for of in set(CARRIERS) - {"Action"}:
        for each in AUDIENCES:
            assert (f"word-{the_name(of, each)}" in text) == (each is Audience.PUBLIC), (of, each)
    assert '<time datetime="2023-05-01">1 May 2023</time>' in text
    assert "undeclared" not in text


def test_all_survive_where_the_plugin_is_absent_and_the_check_says_so(tmp_path):
    without = load_plugins()
    storage.save(a_register(), tmp_path / "r.json", by="Policy officer", why="started")
    assert storage.load(tmp_path / "r.json") == a_register()
    outcome = running.check(a_register(), on=ON, plugins=without)
    said = {each.subject: each.message for each in outcome.gaps if each.rule == "UNDECLARED"}
    assert set(said) == {"house", "other"}
    assert "no such profile is installed: its rules were not asked" in said["house"]


def test_with_the_plugin_only_what_nobody_declares_is_named(plugins):
    outcome = running.check(a_register(), on=ON, plugins=plugins)
    assert [each.subject for each in outcome.gaps if each.rule == "UNDECLARED"] == ["other"]


def test_what_an_old_sheet_said_belongs_to_no_profile():
    case = evolve(a_complete_register().cases[0], extras=(("legacy:status", "Nearly there"),))
    register = a_complete_register().with_case(case)
    assert not [each for each in judge(register, (), on=ON).gaps if each.rule == "UNDECLARED"]


def test_a_field_typed_in_the_tracker_comes_home_beside_one_that_only_the_body_sees(tmp_path, plugins):
    book = tmp_path / "tracker.xlsx"
    storage.save(a_register(), tmp_path / "r.json", by="Policy officer", why="started")
    held = storage.load(tmp_path / "r.json")
    running.export(held, "excel-tracker", book, on=ON, plugins=plugins)
    made = openpyxl.load_workbook(book)
    sheet = made["Recommendations"]
    column = [cell.value for cell in sheet[1]].index("Board") + 1
    sheet.cell(2, column).value = "People"
    made.save(book)
    merged = running.merge(held, book, plugins=plugins)
    assert not merged.conflicts
    fields = dict(merged.register.cases[0].extras)
    assert fields["house:board"] == "People"
    assert fields[f"house:{the_name('Case', Audience.BODY)}"] == "word-case-body"


def test_a_date_that_is_none_is_shown_as_it_was_recorded():
    case = evolve(a_complete_register().cases[0], extras=(("house:seen", "in May"),))
    view = view_of(
        a_complete_register().with_case(case),
        Audience.BODY,
        on=ON,
        outcome=Outcome(on=ON, reading="strict"),
        profiles={AREA: PROFILE},
    )
    (shown,) = view.extras(view.register.cases[0])
    assert (shown.title, shown.text, shown.day) == ("Seen by the board", "in May", None)


def test_a_register_of_nobody_has_no_fields():
    assert not judge(Register(), (), on=PUBLISHED).crashes


def test_two_people_may_change_two_fields_and_a_field_that_both_change_is_for_people():
    from inspectlib.changes import three_way

    def holding(**fields):
        case = evolve(
            a_complete_register().cases[0], extras=tuple(sorted((f"house:{k}", v) for k, v in fields.items()))
        )
        return a_complete_register().with_case(case)

    base = holding(board="Crime", seen="2023-05-01")
    both = three_way(base, holding(board="People", seen="2023-05-01"), holding(board="Crime"))
    assert (both.register, both.conflicts) == (holding(board="People"), ())
    other = three_way(base, holding(board="People", seen="2023-05-01"), holding(board="Estates"))
    assert [each.where[-1] for each in other.conflicts] == ["house:board"]


def test_the_published_book_shows_what_is_public(tmp_path, plugins):
    text = written("excel-published", tmp_path, plugins)
    for of in set(CARRIERS) - {"Action"}:
        for each in AUDIENCES:
            assert (f"word-{the_name(of, each)}" in text) == (each is Audience.PUBLIC), (of, each)


def test_fields_of_one_title_or_of_a_column_s_name_lose_nothing_in_the_published_book(tmp_path):
    own = [("Recommendation", "a", "Board"), ("Case", "b", "Board"), ("Case", "c", "Number")]
    fields = tuple(ExtraField(name=name, of=of, title=title, audience=Audience.PUBLIC) for of, name, title in own)
    found = load_plugins()
    plugins = evolve(found, profiles=(*found.profiles, evolve(PROFILE, extras=fields)))
    register = a_complete_register()
    (report,), (case,) = register.inspections, register.cases
    first, *others = report.recommendations
    asked = (evolve(first, extras=(("house:a", "Crime"),)), *others)
    register = register.with_inspection(evolve(report, recommendations=asked))
    register = register.with_case(evolve(case, extras=(("house:b", "People"), ("house:c", "7"))))
    running.export(register, "excel-published", tmp_path / "p.xlsx", on=ON, plugins=plugins)
    rows = list(openpyxl.load_workbook(tmp_path / "p.xlsx")["Recommendations"].values)[2:]
    assert len(set(rows[0])) == len(rows[0])
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["Board"], row["Number"], row["Number, of the profile"]) == ("Crime; People", "1", "7")
