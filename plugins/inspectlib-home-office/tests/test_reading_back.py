"""That a form that was written, or filled in, is read as it stands: every state, every position, every text."""

import copy
import io
import zipfile
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import attrs
import docx
import pytest
from checkers import converted
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_documents.describing import visible
from inspectlib_documents.outline import outline_of
from inspectlib_documents.ticks import text_of
from inspectlib_home_office.by_shape import box_in

from inspectlib.cases import Action, Case, Position, PositionAnswer
from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib.fields import Audience, evolve
from inspectlib.inspections import InspectionType
from inspectlib.plugins import load_plugins
from inspectlib.profiles import ExtraField, Profile
from inspectlib.recommendations import DueDate, DuePrecision, RecommendationKind
from inspectlib.responses import ChiefOfficerComments, Explanation
from inspectlib.running import export
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection

ON = date(2023, 6, 1)
PLUGINS = load_plugins()
SUFFIXES = (".docx", ".odt", ".pdf", ".txt")
EVERY_STATE = [frozenset(each) for size in range(6) for each in combinations(InspectionType, size)]


def source_of(register, folder, suffix):
    path = Path(folder) / f"form{suffix}"
    name = "home-office-form" + {".docx": ""}.get(suffix, suffix.replace(".", "-"))
    export(register, name, path, on=ON, plugins=PLUGINS)
    return Source.from_path(path)


def read_back(register, folder, suffix):
    source = source_of(register, folder, suffix)
    importer = PLUGINS.importer_for(source)
    assert importer.name == "home-office-form"
    return importer.read(source)


def with_types(types, quoted=None):
    register = a_complete_register().with_inspection(an_inspection(types=types or None))
    return register.with_response(attrs.evolve(register.responses[0], quoted=quoted))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_all_states_of_the_type_group_and_of_the_question_come_back(tmp_path, suffix):
    assert len(EVERY_STATE) == 32
    for number, types in enumerate(EVERY_STATE):
        quoted = (True, False, None)[number % 3]
        result = read_back(with_types(types, quoted), tmp_path, suffix)
        assert result.register.inspections[0].types == (types or None)
        assert result.register.responses[0].quoted is quoted
        assert any(each.place == "Type of Inspection" for each in result.problems) == (not types)
        said = set(result.reading["inspection"]["types"].values())
        assert (said == {None}) == (not types)


def ticks_in(reading):
    types = reading["inspection"]["types"]
    ticked = frozenset(each for each in InspectionType if types[each.name.lower()])
    return ticked, None if None in types.values() else True, reading["inspection"]["quoted"]


def test_all_states_are_read_from_the_lines_too(tmp_path):
    for number, types in enumerate(EVERY_STATE):
        quoted = (True, False, None)[number % 3]
        for suffix in SUFFIXES:
            lines = text_of(source_of(with_types(types, quoted), tmp_path, suffix))
            source = Source(name="form.txt", data=lines.encode())
            reading = PLUGINS.importer_for(source, "response-document").read(source).reading
            assert ticks_in(reading) == (types, True if types else None, quoted)


@pytest.mark.parametrize("types", EVERY_STATE[::6], ids=len)
def test_the_ticks_of_a_pdf_are_read(tmp_path, types):
    path = tmp_path / "form.pdf"
    export(with_types(types, quoted=True), "home-office-form-pdf", path, on=ON, plugins=PLUGINS)
    source = Source.from_path(path)
    reading = PLUGINS.importer_for(source).read(source).reading
    assert ticks_in(reading) == (types, True if types else None, True)


def test_two_other_programs_see_the_same_ticks(tmp_path):
    import pypandoc
    from docx2python import docx2python

    for types in EVERY_STATE[::5]:
        source_of(with_types(types), tmp_path, ".docx")
        with docx2python(tmp_path / "form.docx") as read:
            texts = [read.text, pypandoc.convert_file(tmp_path / "form.docx", "plain")]
        for text in texts:
            for kind, label in (
                (InspectionType.FORCE_SPECIFIC, "Northmoor Specific"),
                (InspectionType.NATIONAL, "National"),
                (InspectionType.FOLLOW_UP, "Follow Up"),
                (InspectionType.THEMATIC, "Thematic"),
                (InspectionType.PARTNER, "Partner Inspection"),
            ):
                sign = "\N{BALLOT BOX WITH X}" if kind in types else "\N{BALLOT BOX}"
                assert f"{sign} {label}" in text


def expected_of(register):
    """Return what a form says of a register: what it does not say (decisions, sign-offs, references) is left out."""
    (response,) = register.responses
    return register.with_response(
        evolve(
            response,
            invitations=(),
            sign_offs=(),
            explanations=tuple(evolve(each, on=None) for each in response.explanations),
            publications=tuple(evolve(each, text_hash=None) for each in response.publications),
            copies=tuple(evolve(each, reference=None, how=None) for each in response.copies),
        )
    ).with_inspection(evolve(register.inspections[0], basis=None, inspectorates=("HMICFRS",)))


def a_full_register(text="Some words."):
    kinds = (
        a_recommendation("1", text=text),
        a_recommendation("2", addressees=("home_office",), due=DueDate(words="Soon", precision=DuePrecision.VAGUE)),
        a_recommendation("3", id=f"{REPORT}/afi-3", kind=RecommendationKind.AREA_FOR_IMPROVEMENT, addressees=()),
        a_recommendation("1.2", id=f"{REPORT}/coc-1.2", kind=RecommendationKind.CAUSE_OF_CONCERN, due=None),
        a_recommendation("5", addressees=("force:Northmoor Police", "pccs")),
    )
    register = a_complete_register().with_inspection(
        an_inspection(recommendations=kinds, summary=text, terms_of_reference=(text, "two"))
    )
    (response,) = register.responses
    register = register.with_response(
        attrs.evolve(
            response,
            comments=text,
            reply_to_chief_officer=text,
            quoted=True,
            chief_officer_comments=(
                ChiefOfficerComments(text=text, received_on=date(2023, 4, 3)),
                ChiefOfficerComments(text="And more."),
            ),
            explanations=(
                Explanation(covers=(kinds[0].id, kinds[3].id), action=text),
                Explanation(covers=(kinds[1].id,), no_action_reason=text),
                Explanation(covers=(kinds[4].id,), action="Another."),
            ),
        )
    )
    cases = (
        Case(
            area=AREA,
            recommendation=each.id,
            position=Position(answer=answer, reason=text if answer is not PositionAnswer.ACCEPTED else None),
            owner="Head of Crime",
            force_comment=text,
        )
        for each, answer in zip(kinds, PositionAnswer, strict=True)
    )
    return register.with_case(*cases).with_action(
        Action(
            id="count-1",
            area=AREA,
            answers=(kinds[0].id, kinds[1].id),
            title=text,
            owner="Head of Stores",
            due=date(2024, 1, 31),
            done_on=date(2023, 1, 30),
        ),
        Action(id="count-2", area=AREA, answers=(kinds[0].id,), title="Count again"),
    )


TEXTS = (
    "Some words.",
    "Recommendation 2\n\nPCC RESPONSE TO INSPECTION\n\n☒ Yes",
    "  two blanks,\ttab\t\n\nand  more \n\n\n\n end ",
    "{{ title }} {% raw %} <w:p/> &amp; ]]> \u202eright to left\u202c \N{PILE OF POO} e\u0301",
    "=1+1",
    "Not recorded.",
    "No date is given.",
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_position_and_text_comes_back_as_it_was(tmp_path, suffix, text):
    register = expected_of(a_full_register(text))
    result = read_back(register, tmp_path, suffix)
    assert result.register.inspections == register.inspections
    assert result.register.responses == register.responses
    assert result.register.cases == register.cases
    assert result.register.actions == register.actions
    assert {each.place for each in result.problems} == {"Type of Inspection"}


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(text=st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and text.isprintable() | ("\n" in text)))
def test_any_text_comes_back(tmp_path_factory, suffix, text):
    folder = tmp_path_factory.mktemp("form")
    register = a_complete_register()
    try:
        text.encode()
    except UnicodeEncodeError:
        return  # half a character is no text; the register itself cannot hold it
    register = register.with_response(attrs.evolve(register.responses[0], comments=text))
    result = read_back(register, folder, suffix)
    assert result.register.responses[0].comments == visible(text)


@pytest.mark.parametrize("kind", RecommendationKind)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_a_report_calls_its_item_comes_back(tmp_path, suffix, kind):
    report = an_inspection(recommendations=(a_recommendation("1", kind=kind),))
    result = read_back(a_complete_register().with_inspection(report), tmp_path, suffix)
    assert [(each.kind, each.number) for each in result.register.inspections[0].recommendations] == [(kind, "1")]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_recorded_comes_back_as_nothing(tmp_path, suffix):
    register = a_complete_register().with_inspection(an_inspection(summary=None))
    (response,) = register.responses
    bare = evolve(response, comments=None, explanations=(), chief_officer_comments=(), copies=(), publications=())
    register = evolve(register.with_response(bare), cases=())
    result = read_back(register, tmp_path, suffix)
    (read,) = result.register.responses
    assert read == evolve(bare, invitations=(), sign_offs=())
    assert result.register.inspections[0].summary is None
    assert result.register.cases == ()
    assert set(result.reading["response"]["office_use"].values()) == {None}


def edited(path, change):
    document = docx.Document(str(path))
    change(document.element.body)
    held = io.BytesIO()
    document.save(held)
    return Source(name="filled.docx", data=held.getvalue())


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def control(body, name):
    return next(each for each in body.iter(f"{W}sdt") if each.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == name)


def fill(body, name, words):
    """Do what Word does when somebody types into a place."""
    found = control(body, name)
    hint = found.find(f"{W}sdtPr/{W}showingPlcHdr")
    if hint is not None:
        found.find(f"{W}sdtPr").remove(hint)
    next(found.iter(f"{W}t")).text = words


def test_what_somebody_types_into_the_form_is_read(tmp_path):
    register = a_complete_register().with_case(Case(area=AREA, recommendation=f"{REPORT}/2"))
    source_of(register, tmp_path, ".docx")

    def change(body):
        fill(body, "r/2/position", "Rejected")
        fill(body, "r/2/owner", "Head of Data")
        fill(body, "comment", "Typed in Word.")

    result = PLUGINS.importer_for(s := edited(tmp_path / "form.docx", change)).read(s)
    case = result.register.case(f"{REPORT}/2", AREA)
    assert case.position.answer is PositionAnswer.REJECTED
    assert case.owner == "Head of Data"
    assert result.register.responses[0].comments == "Typed in Word."


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("r/1/position", "Perhaps", "no position is called 'Perhaps'; there are: accepted"),
        ("published", "31 February 2023", "expected a day such as 8 March 2023, found '31 February 2023'"),
        ("office/inspectors/on", "last week", "expected a day such as 8 March 2023, found 'last week'"),
        ("r/1/addressees", "Somebody", "nobody is known as 'Somebody'"),
    ],
)
def test_what_is_typed_and_not_understood_is_a_problem_and_nothing_is_invented(tmp_path, name, words, message):
    source_of(a_complete_register(), tmp_path, ".docx")
    source = edited(tmp_path / "form.docx", lambda body: fill(body, name, words))
    result = PLUGINS.importer_for(source).read(source)
    assert any(message in each.message for each in result.problems)


@pytest.mark.parametrize("said", ["Perhaps", " "])
def test_the_reason_of_a_position_that_is_not_understood_is_told(tmp_path, said):
    case = Case(
        area=AREA, recommendation=f"{REPORT}/2", position=Position(answer=PositionAnswer.PARTLY, reason="No data.")
    )
    source_of(a_complete_register().with_case(case), tmp_path, ".docx")
    result = PLUGINS.importer_for(
        s := edited(tmp_path / "form.docx", lambda body: fill(body, "r/2/position", said))
    ).read(s)
    assert result.register.case(f"{REPORT}/2", AREA) is None
    assert any("not taken: the reason 'No data.'" in each.message for each in result.problems)


def test_a_box_taken_out_of_the_form_is_not_known(tmp_path):
    source_of(with_types(frozenset({InspectionType.NATIONAL}), quoted=True), tmp_path, ".docx")

    def change(body):
        for name in ("quoted/yes", "type/national"):
            found = control(body, name)
            found.getparent().remove(found)

    result = PLUGINS.importer_for(s := edited(tmp_path / "form.docx", change)).read(s)
    assert result.register.inspections[0].types is None
    assert result.register.responses[0].quoted is None


def test_a_form_of_another_area_is_refused(tmp_path):
    source = attrs.evolve(source_of(a_complete_register(), tmp_path, ".docx"), body="estuary")
    with pytest.raises(CannotRead, match="is of 'northmoor', not of 'estuary'"):
        PLUGINS.importer_for(source).read(source)


def test_a_form_in_a_house_template_is_read_too(tmp_path):
    document = docx.Document()
    for each in ("draft title published types quoted summary terms recommendations force body office").split():  # noqa: SIM905
        document.add_paragraph("{{" + each + "}}")
    document.save(str(tmp_path / "house.docx"))
    profile = Profile(name="h", area=AREA, templates={"home-office-form": tmp_path / "house.docx"})
    register = expected_of(a_full_register())
    export(register, "home-office-form", tmp_path / "f.docx", on=ON, plugins=attrs.evolve(PLUGINS, profiles=(profile,)))
    source = Source.from_path(tmp_path / "f.docx")
    assert PLUGINS.importer_for(source).read(source).register.responses == register.responses


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_form_in_a_house_template_that_lost_its_places_is_refused_and_never_taken_for_a_report(tmp_path, kind):
    document = docx.Document()
    for each in ("draft title published types quoted summary terms recommendations force body office").split():  # noqa: SIM905
        document.add_heading(f"Our {each}")
        document.add_paragraph("{{" + each + "}}")
    document.save(str(tmp_path / "house.docx"))
    profile = Profile(name="h", area=AREA, templates={"home-office-form": tmp_path / "house.docx"})
    plugins = attrs.evolve(PLUGINS, profiles=(profile,))
    export(expected_of(a_full_register()), "home-office-form", tmp_path / "f.docx", on=ON, plugins=plugins)
    source = Source.from_path(converted(tmp_path / "f.docx", kind, tmp_path / "again"))
    importer = PLUGINS.importer_for(source)
    assert importer.name == "home-office-form"
    with pytest.raises(CannotRead, match="is a form in a house template, saved by a program that drops the names"):
        importer.read(source)


def test_a_bomb_and_a_broken_package_are_refused_in_words():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (70 * 1024 * 1024))
        space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
        package.writestr(
            "docProps/app.xml", f'<Properties xmlns="{space}"><Application>Microsoft Word</Application></Properties>'
        )
    reader = next(each for each in PLUGINS.importers if each.name == "home-office-form")
    for data, answer in (
        (held.getvalue(), "'a.docx' unpacks to .* times its size, .*; it was not opened"),
        (b"PK\x03\x04broken", "'a.docx' is damaged"),
    ):
        source = Source(name="a.docx", data=data)
        assert reader.recognises(source) == 0
        with pytest.raises(CannotRead, match=answer):
            reader.read(source)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_field_of_the_house_is_told_as_not_taken(tmp_path, suffix):
    board = ExtraField(name="board", of="Response", title="Seen by", audience=Audience.PUBLIC)
    profile = Profile(name="house", area=AREA, extras=(board,))
    register = a_complete_register()
    register = register.with_response(evolve(register.responses[0], extras=(("house:board", "Crime board"),)))
    name = "home-office-form" + {".docx": ""}.get(suffix, suffix.replace(".", "-"))
    export(register, name, tmp_path / f"f{suffix}", on=ON, plugins=attrs.evolve(PLUGINS, profiles=(profile,)))
    source = Source.from_path(tmp_path / f"f{suffix}")
    problems = PLUGINS.importer_for(source).read(source).problems
    assert any("not taken: 'Crime board'" in each.message for each in problems)


def test_words_that_somebody_writes_beside_the_places_are_a_problem(tmp_path):
    source_of(a_complete_register(), tmp_path, ".docx")

    def change(body):
        control(body, "comment").addnext(docx.oxml.parse_xml(f"<w:p {SPACE}><w:r><w:t>Beside.</w:t></w:r></w:p>"))

    result = PLUGINS.importer_for(s := edited(tmp_path / "form.docx", change)).read(s)
    assert any(each.message == "not taken: 'Beside.'" for each in result.problems)


SPACE = f'xmlns:w="{W[1:-1]}"'


#: what is read by its headings and tables, where a program or a hand took the names of its places
ANY_LINES = "One, and\nthe next line.\n\nTwo.\n\nRecommendation 2\n\nPCC RESPONSE TO INSPECTION"
THROUGH = (("docx", "docx"), ("docx", "odt"), ("odt", "docx"), ("odt", "odt"))


def read_as_ours(source):
    importer = PLUGINS.importer_for(source)
    assert importer.name == "home-office-form"
    return importer.read(source)


def a_form_of_lines():
    register = expected_of(a_full_register(ANY_LINES))
    (report,) = register.inspections
    items = [evolve(each, due=DueDate(words="Soon")) if each.number == "2" else each for each in report.recommendations]
    report = evolve(
        report, types=frozenset({InspectionType.NATIONAL}), terms_of_reference=("one;", "two."), recommendations=items
    )
    return register.with_inspection(report)


def through_libreoffice(register, folder, first, second):
    source_of(register, folder, f".{first}")
    return Source.from_path(converted(folder / f"form.{first}", second, folder / "again"))


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize(("first", "second"), THROUGH)
def test_a_form_that_libreoffice_has_saved_says_the_same(tmp_path, first, second):
    register = a_form_of_lines()
    result = read_as_ours(through_libreoffice(register, tmp_path, first, second))
    assert result.register.inspections == register.inspections
    assert result.register.responses == register.responses
    assert result.register.cases == register.cases
    assert result.problems == ()
    assert said_of(result.register.actions) == said_of(register.actions)
    if (first, second) != ("docx", "odt"):  # there alone no name of an action is kept
        assert result.register.actions == register.actions


def said_of(actions):
    return {(each.answers, each.title, each.owner, each.due, each.done_on) for each in actions}


@pytest.mark.parametrize(("first", "second"), THROUGH)
def test_a_form_that_pandoc_has_saved_says_the_same(tmp_path, first, second):
    import pypandoc

    register = a_form_of_lines()
    source_of(register, tmp_path, f".{first}")
    pypandoc.convert_file(tmp_path / f"form.{first}", second, outputfile=str(tmp_path / f"again.{second}"))
    result = read_as_ours(Source.from_path(tmp_path / f"again.{second}"))
    assert result.register.inspections == register.inspections
    assert result.register.responses == register.responses
    assert result.register.cases == register.cases
    assert said_of(result.register.actions) == said_of(register.actions)
    assert result.problems == ()


def actions_table(body, number=1):
    return [
        each
        for each in body.iter(f"{W}tbl")
        if "".join(one.text for one in each.iter(f"{W}t")).startswith("ActionOwner")
    ][number - 1]


def type_into(row, *cells):
    """Do what Word does with a new row: its cells hold words and no controls."""
    for cell, words in zip(row.iter(f"{W}tc"), cells, strict=True):
        for child in list(cell):
            if child.tag != f"{W}tcPr":
                cell.remove(child)
        cell.append(docx.oxml.parse_xml(f"<w:p {SPACE}><w:r><w:t>{words}</w:t></w:r></w:p>"))


def with_a_row(folder, change):
    source_of(expected_of(a_full_register()), folder, ".docx")

    def add(body):
        table = actions_table(body)
        row = copy.deepcopy(table.findall(f"{W}tr")[1])
        change(row)
        table.append(row)

    return read_as_ours(edited(folder / "form.docx", add))


def test_an_action_that_is_typed_into_a_new_row_is_taken(tmp_path):
    result = with_a_row(tmp_path, lambda row: type_into(row, "Paint them", "Head of Paint", "1 May 2024", ""))
    (new,) = [each for each in result.register.actions if not each.id.startswith("count-")]
    assert new == Action(
        id="paint-them",
        area=AREA,
        answers=(f"{REPORT}/1",),
        title="Paint them",
        owner="Head of Paint",
        due=date(2024, 5, 1),
    )
    assert not any("not taken" in each.message for each in result.problems)


def test_a_row_that_somebody_copied_and_changed_is_an_action_of_its_own(tmp_path):
    def change(row):
        next(row.iter(f"{W}t")).text = "Count the batteries"

    result = with_a_row(tmp_path, change)
    titles = {each.id: each.title for each in result.register.actions}
    assert titles == {"count-1": "Some words.", "count-2": "Count again", "count-the-batteries": "Count the batteries"}
    assert not any("not taken" in each.message for each in result.problems)


def test_a_place_that_somebody_copied_loses_no_words(tmp_path):
    source_of(a_complete_register(), tmp_path, ".docx")

    def change(body):
        again = copy.deepcopy(control(body, "comment"))
        next(again.iter(f"{W}t")).text = "Other words."
        control(body, "comment").addnext(again)

    result = PLUGINS.importer_for(s := edited(tmp_path / "form.docx", change)).read(s)
    assert result.register.responses[0].comments == "The Commissioner welcomes the report."
    assert any(each.message == "not taken: 'Other words.'" for each in result.problems)


def test_an_action_that_says_two_things_in_two_places_is_told(tmp_path):
    source_of(expected_of(a_full_register()), tmp_path, ".docx")
    result = PLUGINS.importer_for(
        s := edited(tmp_path / "form.docx", lambda body: fill(body, "a/count-1/2/due", "1 May 2024"))
    ).read(s)
    assert any(
        each.message == "under 1 the action says '31 January 2024', here '1 May 2024'; the first is taken"
        for each in result.problems
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_action_with_an_id_that_no_name_can_hold_is_read_by_its_words(tmp_path, suffix):
    ids = ("Count 1", "Count 2", "1", "action-1")
    actions = (Action(id=each, area=AREA, answers=(f"{REPORT}/1",), title=f"Do {each}") for each in ids)
    result = read_back(expected_of(a_complete_register().with_action(*actions)), tmp_path, suffix)
    assert {each.title: each.id for each in result.register.actions} == {
        "Do Count 1": "do-count-1",
        "Do Count 2": "do-count-2",
        "Do 1": "1",
        "Do action-1": "action-1",
    }


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_item_without_a_number_has_none_when_it_comes_back(tmp_path, suffix):
    kinds = (RecommendationKind.RECOMMENDATION, RecommendationKind.AREA_FOR_IMPROVEMENT)
    items = tuple(evolve(a_recommendation(str(n)), number=None, kind=kind) for n, kind in enumerate(kinds, 1))
    register = expected_of(a_complete_register().with_inspection(an_inspection(recommendations=items)))
    assert read_back(register, tmp_path, suffix).register.inspections == register.inspections


@pytest.mark.needs("libreoffice")
def test_items_that_are_called_in_odd_ways_are_read_where_the_names_are_gone(tmp_path):
    called = [
        (RecommendationKind.RECOMMENDATION, "3 (a)", "3a", "3 (a)"),
        (RecommendationKind.AREA_FOR_IMPROVEMENT, None, "afi-2", "afi-2"),
        (RecommendationKind.CAUSE_OF_CONCERN, "1.2", "coc-1.2", "1.2"),
    ]
    items = tuple(
        evolve(a_recommendation(key), id=f"{REPORT}/{key}", kind=kind, number=number) for kind, number, key, _ in called
    )
    register = a_complete_register().with_inspection(an_inspection(recommendations=items))
    result = read_as_ours(through_libreoffice(register, tmp_path, "docx", "docx"))
    found = [(each.kind, each.key, each.number) for each in result.register.inspections[0].recommendations]
    assert found == [(kind, key, shown) for kind, _, key, shown in called]
    assert not any("not taken" in each.message for each in result.problems)


def test_what_stands_under_a_recommendation_that_is_gone_is_told(tmp_path):
    register = expected_of(a_full_register())
    source_of(register, tmp_path, ".docx")

    def change(body):
        found = control(body, "r/2/text")
        found.getparent().remove(found)

    result = PLUGINS.importer_for(s := edited(tmp_path / "form.docx", change)).read(s)
    told = [each.message for each in result.problems if each.place.startswith(("r/2/", "a/count-1/2"))]
    assert "not taken: 'Partly accepted'" in told
    assert "not taken: an action of 2, which is not in the form" in told


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize(("first", "second"), THROUGH)
def test_what_is_not_known_is_not_known_after_libreoffice_either(tmp_path, first, second):
    register = a_complete_register()
    bare = evolve(
        register.responses[0],
        comments=None,
        explanations=(),
        chief_officer_comments=(),
        copies=(),
        publications=(),
        quoted=None,
    )
    register = evolve(register.with_response(bare), cases=())
    result = read_as_ours(through_libreoffice(register, tmp_path, first, second))
    assert result.register.responses == (evolve(bare, invitations=(), sign_offs=()),)
    assert result.register.inspections[0].types is None
    assert result.register.cases == ()
    assert set(result.reading["response"]["office_use"].values()) == {None}


@pytest.mark.needs("libreoffice")
def test_what_somebody_fills_in_with_libreoffice_is_read(tmp_path):
    through_libreoffice(with_types(None), tmp_path, "docx", "docx")

    def change(body):
        for paragraph in body.iter(f"{W}p"):
            words = "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
            for old, new in (
                (" National", "\N{CHECK MARK} National"),
                (" Thematic", "(X) Thematic"),
                (" Yes", "x Yes"),
                ("The Commissioner welcomes the report.", "The Commissioner doubts the report."),
            ):
                if words.endswith(old):
                    say(paragraph, new)
        for label, answer in pairwise(body.iter(f"{W}tc")):
            if "".join(each.text or "" for each in label.iter(f"{W}t")) == "Position":
                say(next(answer.iter(f"{W}p")), "Rejected")

    result = read_as_ours(edited(tmp_path / "again" / "form.docx", change))
    (report,), (response,) = result.register.inspections, result.register.responses
    assert report.types == frozenset({InspectionType.NATIONAL, InspectionType.THEMATIC})
    assert response.quoted is True
    assert response.comments == "The Commissioner doubts the report."
    assert {each.position.answer for each in result.register.cases} == {PositionAnswer.REJECTED}


def say(paragraph, words):
    """Put words in place of all that a paragraph says."""
    for child in list(paragraph):
        if child.tag != f"{W}pPr":
            paragraph.remove(child)
    run = docx.oxml.parse_xml(f'<w:r xmlns:w="{W[1:-1]}"><w:t xml:space="preserve">{words}</w:t></w:r>')
    paragraph.append(run)


def test_a_tick_that_is_typed_over_a_control_is_read_and_is_no_stray_word(tmp_path):
    source_of(with_types(None), tmp_path, ".docx")

    def change(body):
        for name, words in (("type/national", "\N{BALLOT BOX WITH CHECK} National"), ("quoted/no", "No [x]")):
            say(control(body, name).getparent(), words)

    result = read_as_ours(edited(tmp_path / "form.docx", change))
    assert result.register.inspections[0].types == frozenset({InspectionType.NATIONAL})
    assert result.register.responses[0].quoted is False
    assert not any("not taken" in each.message for each in result.problems)


def test_a_tick_that_is_typed_into_a_box_is_neither_a_tick_nor_none(tmp_path):
    source_of(with_types(frozenset({InspectionType.THEMATIC}), quoted=True), tmp_path, ".docx")

    def change(body):
        next(control(body, "type/national").iter(f"{W}t")).text = "\N{CHECK MARK}"
        next(control(body, "quoted/yes").iter(f"{W}t")).text = "\N{BALLOT BOX}"

    result = read_as_ours(edited(tmp_path / "form.docx", change))
    assert result.reading["inspection"]["types"]["national"] is None
    assert result.register.inspections[0].types is None
    assert result.register.responses[0].quoted is None
    assert any("type/national" in each.place for each in result.problems)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("\N{BALLOT BOX WITH X} National", True),
        ("\N{CHECK MARK}National", True),
        ("[x] National", True),
        ("( X ) National", True),
        ("X National", True),
        ("National x", True),
        ("National: \N{HEAVY CHECK MARK}", None),  # behind the colon stands a day, not a tick
        ("\N{BALLOT BOX} National", False),
        ("[ ] National", False),
        ("() National", False),
        ("National", None),
        ("[?] National", None),
        ("\N{BALLOT BOX} x National", None),
        ("\N{BALLOT BOX}\N{CHECK MARK} National", None),
        ("\N{BALLOT X} National", None),
    ],
)
def test_a_mark_that_may_mean_yes_or_no_is_not_known(line, state):
    assert box_in(line) == ("type/national", state)


def test_a_sentence_that_only_holds_the_words_of_a_box_is_no_box():
    assert box_in("National forces agreed") is None
    assert box_in("No force objected") is None


def test_a_document_with_some_of_the_headings_alone_is_no_form_of_ours(tmp_path):
    document = docx.Document()
    for each in ("Title of Inspection", "Comment by the PCC:", "For Office Use Only", "Recommendation 1"):
        document.add_heading(each)
        document.add_paragraph("Words.")
    document.save(str(tmp_path / "a.docx"))
    source = Source.from_path(tmp_path / "a.docx")
    assert next(each.text for each in outline_of(source) if each.level == 1) == "Title of Inspection"
    assert PLUGINS.importer_for(source).name == "response-document"


@pytest.mark.needs("libreoffice")
def test_where_the_file_does_not_say_its_area_the_title_does(tmp_path):
    source = through_libreoffice(a_complete_register(), tmp_path, "odt", "docx")
    register = read_as_ours(source).register
    assert register.areas == ("northmoor",)
    assert register.responses[0].copies[0].on == date(2023, 5, 2)
