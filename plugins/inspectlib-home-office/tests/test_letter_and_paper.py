"""That the letter and the paper tell what is recorded, in every form, and that the paper's sums hold."""

import re
import subprocess
import zipfile
from collections import Counter
from datetime import date, timedelta

import attrs
import docx
import pytest
from checkers import odf_problems, ooxml_problems, pdf_ua_problems, to_pdf
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_documents.ticks import text_of
from inspectlib_home_office.paper import figures, rows_of

from inspectlib.audiences import view_of
from inspectlib.cases import Case, ClosureFact, ClosureStep, DueChange, Position, PositionAnswer, Review
from inspectlib.errors import BadCall
from inspectlib.exchange import Job, Source
from inspectlib.fields import Audience
from inspectlib.findings import Outcome
from inspectlib.plugins import load_plugins
from inspectlib.profiles import Profile
from inspectlib.responses import Explanation
from inspectlib.running import export
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection

ON, SINCE = date(2024, 6, 3), date(2024, 3, 1)
PLUGINS = load_plugins()
FORMS = (("", ".docx"), ("-odt", ".odt"), ("-pdf", ".pdf"))
DOCUMENTS = ("home-office-form", "home-office-letter", "committee-paper")


def lines_of(register, name, path, **more):
    export(register, name, path, on=ON, plugins=more.pop("plugins", PLUGINS), **more)
    return [each.strip() for each in text_of(Source.from_path(path)).splitlines()]


def test_the_letter_says_what_is_answered_to_whom_and_under_which_law(tmp_path):
    register = a_complete_register().with_case(
        Case(area=AREA, recommendation=f"{REPORT}/1", position=Position(answer=PositionAnswer.REJECTED, reason="No."))
    )
    lines = lines_of(register, "home-office-letter", tmp_path / "l.docx")
    text = "\n".join(lines)
    for words in (
        "Dear Home Secretary",
        "A Report: response under section 55 of the Police Act 1996",
        "This is the response of the Police and Crime Commissioner for Northmoor to the report \N{LEFT DOUBLE QUOTATION MARK}A Report\N{RIGHT DOUBLE QUOTATION MARK}, published on 8 March 2023.",
        "It is published at https://pcc.northmoor.example.org/r",
        "By 31 March 2024, chief constables should do the thing numbered 1.",
        "To be done by: 31 March 2024.",
        "Position: rejected. No.",
        "The Commissioner asks for figures each quarter.",
        "Why the PCC takes no action",
        "This is for the Home Office.",
        "The force accepts the report.",
        "Yours sincerely",
        "Copy to: the inspectors of constabulary (HMICFRS)",
    ):
        assert words in text, words


def test_an_unsigned_letter_is_a_draft_and_an_unexplained_recommendation_says_so(tmp_path):
    register = a_complete_register()
    register = register.with_response(attrs.evolve(register.responses[0], explanations=()))
    lines = lines_of(register, "home-office-letter", tmp_path / "l.docx")
    assert lines[0].startswith("DRAFT: the text has changed")
    assert lines.count("No explanation is recorded.") == 2


def test_the_line_of_the_copy_never_stands_alone_on_a_page(tmp_path):
    export(a_complete_register(), "home-office-letter", tmp_path / "a.docx", on=date(2023, 6, 1))
    *_, signed, copy = docx.Document(str(tmp_path / "a.docx")).paragraphs
    assert copy.text.startswith("Copy to:")
    assert signed.paragraph_format.keep_with_next
    assert signed.paragraph_format.keep_together


@pytest.mark.needs("libreoffice")
@pytest.mark.needs("pdftoppm")
@pytest.mark.parametrize("name", ["form", "letter"])
@pytest.mark.parametrize(("ending", "suffix"), FORMS)
def test_no_heading_stands_at_the_foot_of_a_page(tmp_path, name, ending, suffix):
    words = "The force should tell partners early what it knows of people at risk. "
    items = tuple(a_recommendation(str(number), text=(words * 30)[:2000]) for number in range(1, 21))
    register = a_complete_register().with_inspection(an_inspection(recommendations=items, summary=words * 20))
    explained = tuple(Explanation(covers=(each.id,), action=(words * 30)[:2000]) for each in items)
    register = register.with_response(attrs.evolve(register.responses[0], explanations=explained))
    path = tmp_path / f"d{suffix}"
    export(register, f"home-office-{name}{ending}", path, on=ON)
    pdf = path if suffix == ".pdf" else to_pdf(path, tmp_path)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    last = [[line for line in page.splitlines() if line.strip()][-2:] for page in text.split("\f")]
    feet = [lines[0].strip() for lines in last if lines]
    assert len(feet) > 10
    heads = re.compile(r"Recommendation \d+.*|[A-Z ]{9,}|The force|The PCC|Action.*|Yours sincerely|Item +Answer")
    assert [foot for foot in feet if heads.fullmatch(foot)] == []


def test_a_letter_takes_a_house_template_too(tmp_path):
    document = docx.Document()
    for each in ("draft", "sender", "subject", "opening", "comments", "recommendations", "chief-officer", "closing"):
        document.add_paragraph("{{ " + each + " }}")
    document.save(str(tmp_path / "house.docx"))
    profile = Profile(name="h", area=AREA, templates={"home-office-letter": tmp_path / "house.docx"})
    plugins = attrs.evolve(PLUGINS, profiles=(profile,))
    assert "Dear Home Secretary" in lines_of(
        a_complete_register(), "home-office-letter", tmp_path / "l.docx", plugins=plugins
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_form_of_a_document_tells_the_same(tmp_path, name):
    told = []
    for ending, suffix in FORMS:
        lines = lines_of(a_complete_register(), name + ending, tmp_path / f"d{suffix}")
        words = " ".join(lines).replace("[x]", "☒").replace("[ ]", "☐").split()
        told.append(sorted(each for each in words if each.isalpha() and len(each) > 6))
    assert set(told[0]) == set(told[1])
    assert set(told[0]) <= set(told[2])


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize(("ending", "suffix"), FORMS)
def test_the_same_record_gives_the_same_bytes_in_every_form(tmp_path, name, ending, suffix):
    for each in "12":
        export(a_complete_register(), name + ending, tmp_path / f"{each}{suffix}", on=ON, since=SINCE, plugins=PLUGINS)
    assert (tmp_path / f"1{suffix}").read_bytes() == (tmp_path / f"2{suffix}").read_bytes()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_pdf_passes_the_checkers_of_pdf_ua(tmp_path, name):
    export(a_moved_register(), f"{name}-pdf", tmp_path / "d.pdf", on=ON, since=SINCE, plugins=PLUGINS)
    assert pdf_ua_problems(tmp_path / "d.pdf") == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_opendocument_passes_the_schema_and_a_broken_one_does_not(tmp_path, name):
    export(a_moved_register(), f"{name}-odt", tmp_path / "d.odt", on=ON, since=SINCE, plugins=PLUGINS)
    assert odf_problems(tmp_path / "d.odt") == []
    with zipfile.ZipFile(tmp_path / "d.odt") as good, zipfile.ZipFile(tmp_path / "b.odt", "w") as bad:
        for each in good.namelist():
            bad.writestr(each, good.read(each).replace(b"</office:body>", b"</office:body><office:body/>"))
    assert odf_problems(tmp_path / "b.odt") != []


@pytest.mark.needs("ooxml-validator")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_passes_the_open_xml_validator(tmp_path, name):
    export(a_moved_register(), name, tmp_path / "d.docx", on=ON, since=SINCE, plugins=PLUGINS)
    assert ooxml_problems(tmp_path / "d.docx") == []


def a_moved_register():
    """One recommendation closed, one extended without a forum, one with, one reviewed, one for others, since March."""
    items = tuple(a_recommendation(str(number)) for number in range(1, 6))
    items = (*items, a_recommendation("6", addressees=("home_office",)))
    accepted = Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 4, 3))

    def case(number, **more):
        return Case(area=AREA, recommendation=f"{REPORT}/{number}", position=accepted, owner="Head of Crime", **more)

    def extended(on, forum):
        return DueChange(on=on, before=date(2024, 3, 31), after=date(2024, 9, 30), reason="Late.", forum=forum)

    return (
        a_complete_register()
        .with_inspection(an_inspection(recommendations=items))
        .with_case(
            case("1", closure=(ClosureFact(step=ClosureStep.CLOSED, on=date(2024, 4, 2)),)),
            case("2", due_changes=(extended(date(2024, 2, 1), None),)),
            case("3", due_changes=(extended(date(2024, 4, 1), "Governance group"),)),
            case("4", reviews=(Review(on=date(2024, 5, 1), forum="Governance group"),)),
            case("5", closure=(ClosureFact(step=ClosureStep.COMPLETED, on=date(2024, 5, 2)),)),
        )
    )


def section(lines, start):
    """Return the lines between one heading and the next of the paper."""
    heads = (
        "Live (",
        "Outstanding",
        "Completed or ended",
        "Extensions for approval",
        "Extensions approved",
        "What changed",
        "The recommendations behind",
    )
    place = next(number for number, line in enumerate(lines) if line.startswith(start))
    end = next((n for n in range(place + 1, len(lines)) if lines[n].startswith(heads)), len(lines))
    return lines[place:end]


def test_the_paper_has_its_tables_and_says_what_changed(tmp_path):
    lines = lines_of(a_moved_register(), "committee-paper", tmp_path / "p.docx", since=SINCE)
    assert section(lines, "Live (")[0] == "Live (4)"
    assert section(lines, "Outstanding")[0] == "Outstanding: past the due date (2)"
    completed = section(lines, "Completed or ended")
    assert completed[0] == "Completed or ended since 1 March 2024 (2)"
    assert "closed by the inspectorate" in completed
    assert "completed by the force, not verified, overdue" in completed
    extensions = section(lines, "Extensions")
    assert extensions[0] == "Extensions for approval (1)"
    assert "No forum is recorded to have approved it" in extensions
    assert "Governance group (1 April 2024)" not in extensions
    approved = section(lines, "Extensions approved")
    assert approved[0] == "Extensions approved since 1 March 2024 (1)"
    assert "Governance group (1 April 2024)" in approved
    changes = section(lines, "What changed")
    assert [each.removeprefix("- ") for each in changes[1:] if each] == [
        "'A Report' (Northmoor), recommendation 1: closed by the inspectorate on 2 April 2024.",
        "'A Report' (Northmoor), recommendation 3: due date deferred from 31 March 2024 to 30 September 2024.",
        "'A Report' (Northmoor), recommendation 4: reviewed on 1 May 2024 by Governance group.",
        "'A Report' (Northmoor), recommendation 5: completed on 2 May 2024.",
        "A Report, recommendation 4 is past its due date, 31 March 2024.",
        "A Report, recommendation 5 is past its due date, 31 March 2024.",
    ]


def test_what_was_only_recorded_since_the_last_paper_is_told_too(tmp_path):
    register = a_moved_register()
    case = register.case(f"{REPORT}/4", AREA)
    then = register.with_case(attrs.evolve(case, owner="Head of Stores"))
    lines = lines_of(register, "committee-paper", tmp_path / "p.docx", since=SINCE, then=then)
    assert any("Head of Stores" in each and "Head of Crime" in each for each in section(lines, "What changed"))


def test_a_report_that_is_not_published_by_the_day_is_in_no_part_of_the_paper(tmp_path):
    register = a_moved_register()
    late = an_inspection(
        id="held-2024",
        title="Held back",
        published_on=ON + timedelta(days=1),
        recommendations=(a_recommendation("1", id="held-2024/1", text="Held words should stay held."),),
    )
    then = register
    register = register.with_inspection(late).with_case(Case(area=AREA, recommendation="held-2024/1"))
    lines = lines_of(register, "committee-paper", tmp_path / "p.docx", since=SINCE, then=then)
    assert section(lines, "Live (")[0] == "Live (4)"
    assert not any("held" in each.lower() for each in lines)


def test_each_figure_is_followed_to_its_ids(tmp_path):
    lines = lines_of(a_moved_register(), "committee-paper", tmp_path / "p.docx", since=SINCE)
    place = lines.index("less closed by the inspectorate since 1 March 2024: 1")
    assert lines[place + 1] == f"{REPORT}/1"
    place = lines.index("of which overdue: 2")
    assert lines[place + 1 : place + 3] == [f"{REPORT}/4", f"{REPORT}/5"]


def test_without_the_last_papers_day_nothing_is_said_of_change(tmp_path):
    lines = lines_of(a_moved_register(), "committee-paper", tmp_path / "p.docx")
    assert "No day of a last paper was given, so nothing is said of what changed." in lines
    assert not any(each.startswith(("What changed", "Completed or ended")) for each in lines)


def test_a_last_paper_after_this_one_and_a_wrong_ending_are_refused(tmp_path):
    with pytest.raises(BadCall, match="is after this one's"):
        export(
            a_moved_register(), "committee-paper", tmp_path / "p.docx", on=ON, since=date(2025, 1, 1), plugins=PLUGINS
        )
    with pytest.raises(BadCall, match=r"would hold a .docx document"):
        export(a_moved_register(), "committee-paper", tmp_path / "p.pdf", on=ON, plugins=PLUGINS)
    assert list(tmp_path.iterdir()) == []


STEPS = st.lists(st.tuples(st.sampled_from(list(ClosureStep)), st.integers(0, 400)), max_size=4)


@given(
    histories=st.lists(st.tuples(st.sampled_from([None, *PositionAnswer]), st.integers(0, 400), STEPS), max_size=8),
    published=st.sampled_from([None, date(2023, 3, 8), date(2024, 4, 1)]),
    days=st.integers(0, 300),
)
def test_the_figures_add_up_for_any_history(histories, published, days):
    start = date(2023, 3, 8)
    items = tuple(a_recommendation(str(number)) for number in range(1, len(histories) + 1))
    register = a_complete_register().with_inspection(an_inspection(recommendations=items, published_on=published))
    for item, (answer, after, steps) in zip(items, histories, strict=True):
        position = Position(answer=answer, on=start + timedelta(days=after)) if answer else None
        closure = tuple(ClosureFact(step=step, on=start + timedelta(days=day)) for step, day in steps)
        register = register.with_case(Case(area=AREA, recommendation=item.id, position=position, closure=closure))
    since = ON - timedelta(days=days)
    view = view_of(register, Audience.WORKING, on=ON, outcome=Outcome(on=ON, reading="strict"), since=since)
    sums = figures(rows_of(Job(view=view, on=ON, since=since, destination=None)), view.flow)
    place = next(number for number, each in enumerate(sums) if each.words == "Live now")
    left = Counter()
    for each in sums[:place]:
        (left.subtract if each.words.startswith("less") else left.update)(each.ids)
    assert {each: count for each, count in left.items() if count} == dict.fromkeys(sums[place].ids, 1)
    assert sorted(one for each in sums[place + 1 :] for one in each.ids) == sorted(sums[place].ids)
