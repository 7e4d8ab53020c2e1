"""Reports as text: one small text for each way in which they say things. Nothing in them exists."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_documents.dates import a_date, dates_in, due_in
from inspectlib_documents.importing import imported
from inspectlib_documents.reader import read_text
from inspectlib_documents.words import number_of

from inspectlib.exchange import Source

HEAD = "Count the radios: an inspection of Northmoor Police\n\nPublished on: 31 August 2023\n\n"


def report(text):
    source = Source(name="a.txt", data=text.encode())
    return imported(source, read_text(source.name, text))


def items(text):
    return report(text).reading["recommendations"]


def texts(text):
    return [each["text"] for each in items(text)]


LABELS = [
    ("Recommendation 3\n\n", "3", "recommendation"),
    ("Recommendation 3: ", "3", "recommendation"),
    ("RECOMMENDATION THREE\n", "3", "recommendation"),
    ("Recommendation 3 (para 4.12)\n", "3", "recommendation"),
    ("Recommendation 4a\n\n", "4a", "recommendation"),
    ("2.1 Recommendation 5\n2.2 ", "5", "recommendation"),
    ("3. Recommendation 14\n\n  1. ", "14", "recommendation"),
    ("Recommendation: ", None, "recommendation"),
    ("Recommendation 3: To Chief Constables\n\n", "3", "recommendation"),
    ("Recommendation 3\n\nKeeping count\n\n", "3", "recommendation"),
    ("Recommendations\n\n13. ", "13", "recommendation"),
    ("Recommendations\n\n", None, "recommendation"),
    ("Recommendations\n\nR4. ", "4", "recommendation"),
    ("Recommendations from chapter 6 - radios\n\n11. ", "11", "recommendation"),
    ("NM3. ", "NM3", "recommendation"),
    ("Area for improvement\n\n", None, "area_for_improvement"),
    ("Area for improvement 2: ", "2", "area_for_improvement"),
    ("Areas for improvement\n\n  - ", None, "area_for_improvement"),
    ("Areas for improvement\n\nLeadership\n\n6.2 ", "6.2", "area_for_improvement"),
    ("Effectiveness: areas for improvement\n- ", None, "area_for_improvement"),
    ("Cause of concern\n\n", None, "cause_of_concern"),
    ("6.1 Cause of concern: ", "6.1", "cause_of_concern"),
    ("Accelerated cause of concern 2\n\n", "2", "accelerated_cause_of_concern"),
]


@pytest.mark.parametrize(("label", "number", "kind"), LABELS)
def test_an_item_is_known_by_its_label(label, number, kind):
    (item,) = items(
        f"{HEAD}{label}The force should count its radios.\n\nWhat we found\n\nThe force should not worry.\n"
    )
    assert (item["number"], item["kind"]) == (number, kind)
    assert item["text"] == "The force should count its radios."


DUES = [
    ("By 31 March 2024, ", "2024-03-31", "day"),
    ("By 31st March 2024 ", "2024-03-31", "day"),
    ("By Sunday 31 March 2024, ", "2024-03-31", "day"),
    ("By March 31, 2024, ", "2024-03-31", "day"),
    ("By 31/03/24, ", "2024-03-31", "day"),
    ("Not later than 31 March 2024, ", "2024-03-31", "day"),
    ("By no later than 31 March 2024 ", "2024-03-31", "day"),
    ("By March 2024, ", "2024-03-31", "month"),
    ("By the end of February 2024, ", "2024-02-29", "month"),
    ("Before the end of 2024, ", "2024-12-31", "day"),
    ("By the end of the calendar year 2024, ", "2024-12-31", "day"),
    ("By the end of the financial year 2024/25, ", "2025-03-31", "day"),
    ("Within one month, ", "2023-09-30", "relative"),
    ("Within six months of publication, ", "2024-02-29", "relative"),
    ("Within 18 months, ", "2025-02-28", "relative"),
    ("Within two years, ", "2025-08-31", "relative"),
    ("Within 12 weeks, ", "2023-11-23", "relative"),
    ("Within 28 days of the date of this report, ", "2023-09-28", "relative"),
    ("With immediate effect, ", None, "immediate"),
    ("As soon as practicable, ", None, "vague"),
    ("By the end of the financial year, ", None, "relative"),
    ("By 31 February 2024, ", None, "vague"),
    ("", None, None),
]


@pytest.mark.parametrize(("words", "day", "precision"), DUES)
def test_a_deadline_is_read_and_none_is_made_up(words, day, precision):
    (item,) = items(f"{HEAD}Recommendation 1\n\n{words}the force should count its radios.\n")
    assert (item["due"], item["due_precision"]) == (day, precision)
    assert (item["due_text"] or "") == words.strip(" ,")


def test_a_deadline_counts_from_nothing_where_the_report_has_no_date():
    (item,) = items("Recommendation 1\n\nWithin six months, forces should count their radios.\n")
    assert (item["due"], item["due_text"]) == (None, "Within six months")


@pytest.mark.parametrize(
    "before",
    [
        "Radios: Recommendation from the 2021 inspection report\n\n",
        "Recommendations\n\nIn our 2021/22 inspection we recommended that:\n\n- ",
    ],
)
def test_a_deadline_of_an_earlier_report_counts_from_no_day_of_this_one(before):
    (item,) = items(f"{HEAD}{before}within three months the force should count its radios.\n")
    assert item["due"] is None


def test_a_date_inside_an_item_is_not_its_deadline():
    (item,) = items(
        f"{HEAD}Recommendation 1\n\nBy May 2024, the force should do what it said in its plan of 3 June 2022.\n"
    )
    assert item["due"] == "2024-05-31"


def test_headings_can_give_the_deadline():
    found = items(
        f"{HEAD}Recommendations\n\nImmediately\n\n1. The force should stop.\n\nWithin three months\n\n"
        "2. The force should look.\n\n3. The force should count.\n\nPart B: figures\n\nThe force should not worry.\n"
    )
    assert [each["due"] for each in found] == [None, "2023-11-30", "2023-11-30"]
    assert [each["number"] for each in found] == ["1", "2", "3"]


ASKED = [
    ("Chief constables should count.", ["chief_constables"]),
    ("Each chief constable should count.", ["chief_constables"]),
    ("The Home Office, in consultation with chief constables, should count.", ["home_office"]),
    ("Chief constables should, after consulting the Home Office, count.", ["chief_constables"]),
    ("The NPCC, working with the College of Policing, should count.", ["npcc", "college_of_policing"]),
    ("Police and crime commissioners and chief constables should count.", ["pccs", "chief_constables"]),
    ("The Probation Service, police forces, and prisons should count.", ["probation_service", "forces", "prisons"]),
    ("HM Prison and Probation Service should count.", ["hmpps"]),
    ("The force and health partners should count.", ["force:Northmoor", "nhs_partners"]),
    ("The chief constable should count.", ["force:Northmoor"]),
    ("The chief constable of Estuary Police should count.", ["force:Estuary"]),
    ("We recommend that Northmoor Police immediately counts.", ["force:Northmoor"]),
    ("We invite the Home Office to count.", ["home_office"]),
    ("To help the College of Policing, forces should count.", ["forces"]),
    ("Radios should be counted.", ["force:Northmoor"]),
    ("Adults should be there at night. (To the Home Office)", ["home_office"]),
    ("Every force should count. Chief officers should look.", ["forces", "chief_constables"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked"), ASKED)
def test_those_are_asked_who_are_named_before_the_request(text, asked):
    (item,) = items(f"{HEAD}Recommendation 1\n\n{text}\n")
    assert item["addressees"] == asked


def test_nobody_is_asked_where_the_text_names_nobody():
    result = report("Recommendation 1\n\nBy May 2024, radios should be counted.\n")
    assert result.reading["recommendations"][0]["addressees"] == []
    assert any("who is asked" in each.message for each in result.problems)


def test_a_lead_in_and_its_bullets_are_one_item():
    (text,) = texts(f"{HEAD}Recommendation 1\n\nThe force should:\n- count; and\n- look.\n\nMore words here.\n")
    assert text.split("\n") == ["The force should:", "- count; and", "- look."]


@pytest.mark.parametrize(
    "lead",
    [
        "We recommend that:",
        "To address this, the inspectorate recommends that the force:",
        "It made nine recommendations, including that:",
    ],
)
def test_bullets_with_deadlines_of_their_own_are_items(lead):
    found = items(f"{HEAD}{lead}\n\n- within one month the force should count; and\n- within a year it should look.\n")
    assert [each["due"] for each in found] == ["2023-09-30", "2024-08-31"]


def test_numbers_under_a_shared_lead_in_are_items_of_the_same_bodies():
    found = items(
        f"{HEAD}The Probation Service and prisons should ensure that:\n14. people are counted\n15. everyone is the\n\n"
        "11\n\nCount the radios\n\nsubject of a plan.\n\nBackground\n"
    )
    assert [each["number"] for each in found] == ["14", "15"]
    assert {tuple(each["addressees"]) for each in found} == {("probation_service", "prisons")}
    assert found[1]["text"] == "everyone is the subject of a plan."


def test_a_wider_gap_than_the_list_has_ends_it():
    (text,) = texts(
        f"{HEAD}Recommendation 1\n\nThe force should:\n\n  • count\n  • look\n\n\n  • Radios are looked at daily.\n"
    )
    assert "daily" not in text


def test_a_paragraph_that_goes_on_with_the_item_is_part_of_it():
    (text,) = texts(
        f"{HEAD}Recommendation 1\n\nThe force should count.\n\nThis should cover spares.\n\nThe force should smile.\n"
    )
    assert text == "The force should count.\nThis should cover spares."


def test_the_explanation_under_an_area_for_improvement_is_no_part_of_it():
    (text,) = texts(
        f"{HEAD}Area for improvement\n\nThe force should count. It lost nine.\n\nThe force should do so daily.\n"
    )
    assert text == "The force should count."


def test_what_a_cause_of_concern_recommends_belongs_to_it():
    (inspection,) = report(
        f"{HEAD}Cause of concern\n\nThe force loses radios.\n\nRecommendations\n\nWithin one month, the force should:\n"
        "- count; and\n- look.\n\nAnd within six months, the force should show that none is lost.\n\nToo few are found\n\nThe force should worry.\n"
    ).register.inspections
    concern, first, second = inspection.recommendations
    assert [concern.key, first.key, second.key] == ["coc-1", "coc-1.1", "coc-1.2"]
    assert first.part_of == second.part_of == concern.id
    assert second.due_on == date(2024, 2, 29)


def test_a_text_that_runs_on_in_one_line_is_cut_at_its_headings():
    found = items(
        "Count the radios 47 Cause of concern Northmoor Police's care of radios is a cause of concern because they are lost. "
        "Recommendations The force should immediately ensure that: \uf0b7 no radio is left; and \uf0b7 all are counted. "
        "Areas for improvement \uf0b7 The force should improve its cupboards. \uf0b7 The force should label them. 48 How good is it? "
        "Some words more so that the line is long enough to be one that has lost its ends."
    )
    assert [each["kind"] for each in found] == ["cause_of_concern", "recommendation", *["area_for_improvement"] * 2]
    assert found[3]["text"].endswith("label them.")


def test_a_page_of_the_register_ends_at_its_log():
    (text,) = texts(
        "Radios (4822)\n\nBy May 2015, forces should count.\n\nThe plan should say how.\n\n[on]4th May 2014 [status]complete[/status][/on]\n"
    )
    assert text == "By May 2015, forces should count.\nThe plan should say how."


def test_a_table_broken_into_lines_is_put_together():
    found = items(
        "Annex A: what Northmoor Police was asked\n\nNo.\nRecommendation\nDeadline\nStatus\n\n1\nCount the radios\n31 March 2023\nClosed\n\n"
        "2\nFind the rest\nN/A\nClosed\n\nAll is well.\n"
    )
    assert [(each["number"], each["text"], each["due"]) for each in found] == [
        ("1", "Count the radios", "2023-03-31"),
        ("2", "Find the rest", None),
    ]


def test_a_table_of_pipes_is_read_by_its_cells():
    found = items(
        "Super-complaint on radios\n| Rec No. | Recommendation | Owner |\n|---|---|---|\n| 7 | By 27/03/25, count them\nall. | Chief Constables |\n"
        "| 8 | Find them. | Home Office |\n"
    )
    assert [(each["number"], each["text"], each["addressees"]) for each in found] == [
        ("7", "By 27/03/25, count them all.", ["chief_constables"]),
        ("8", "Find them.", ["home_office"]),
    ]
    assert {each["kind"] for each in found} == {"super_complaint_recommendation"}


def test_the_translated_half_of_a_page_is_not_read_twice():
    (item,) = items(
        f"{HEAD}Argymhelliad 1\n\nErbyn 31 Mawrth 2022, dylai'r heddlu gyfrif.\n\nRecommendation 1\n\nThe force should count.\n"
    )
    assert item["number"] == "1"


DECOYS = [
    "In our view the force should count its radios.",
    "Innovative practice\n\nThe force should be commended for its radios",
    'The commissioner said: "The force must make immediate improvements."',
    "Cause of concern\n\nWhen we find a shortcoming in a force's or service's practice that is serious, we report a cause of concern.",
    "R6. Withdrawn.",
    "There were 24 areas for improvement.",
    "RESOLVED, that the report be noted.",
    "Commissioners must publish comments within 56 days.",
    "Last updated 18/02/2016",
    "We will:\n\n  • check what forces say;\n  • recommend where more might be needed; and\n  • report to the Home Secretary.",
]  # fmt: skip


@pytest.mark.parametrize("text", DECOYS)
def test_what_only_looks_like_an_item_is_none(text):
    result = report(text + "\n")
    assert result.reading["recommendations"] == []
    assert result.reading["inspection"]["published_on"] is None
    assert result.register.inspections == ()
    assert result.problems


def test_a_fire_service_alone_is_asked_nothing_of_policing():
    result = report(
        "Radios 2021/22\n\nThe fire and rescue service is good.\n\nAreas for improvement\n\nThe service should count.\n"
    )
    assert result.reading["recommendations"] == []
    assert "fire and rescue" in result.problems[0].message


def test_a_number_that_is_given_twice_with_other_words_is_kept_and_said():
    result = report(
        f"{HEAD}Recommendation 1\n\nThe force should count.\n\nRecommendation 1\n\nThe force should look.\n"
    )
    assert [each.key for each in result.register.inspections[0].recommendations] == ["1", "1-2"]
    assert any("kept as '1-2'" in each.message for each in result.problems)


def test_a_repeat_without_its_date_is_kept_once_and_said_in_the_account():
    result = report(
        f"{HEAD}Recommendation 1\n\nBy May 2024, the force should count.\n\nAnnex\n\nRecommendation 1\n\nThe force should count.\n"
    )
    assert len(result.register.inspections[0].recommendations) == 1
    assert any("kept once" in each.taken_for for each in result.explained)
    assert result.problems == ()


def test_a_repeat_with_another_date_is_a_problem_that_gives_both():
    text = "Recommendation 1\n\nBy {day} 2024, the force should count.\n\n"
    result = report(HEAD + text.format(day="May") + "Findings\n\n" + text.format(day="July"))
    (item,) = result.register.inspections[0].recommendations
    assert item.due.last_day == date(2024, 5, 31)
    assert [each.message for each in result.problems] == [
        "repeats line 7, which says 'By May 2024', with 'By July 2024': the first is kept; please check"
    ]


@pytest.mark.parametrize("marks", [("\N{BULLET}", "\uf0b7"), ("1.", "2.")])
def test_a_mark_alone_on_its_line_is_of_the_words_below_it(marks):
    first, second = marks
    found = texts(
        f"{HEAD}Areas for improvement\n\n{first}\nThe force should count.\n\n{second}\n\nThe force should look.\n"
    )
    assert found == ["The force should count.", "The force should look."]


def test_a_bullet_at_the_end_of_a_line_begins_the_words_of_the_next():
    found = texts(
        f"{HEAD}Areas for improvement\n\n\N{BULLET} The force should count. \N{BULLET}\nThe force should look.\n"
    )
    assert found == ["The force should count.", "The force should look."]


def test_a_copy_with_a_blank_line_after_every_line_is_read_as_it_was():
    text = f"{HEAD}Recommendation 1\n\nBy May 2024, the force should\ncount its radios and\nits cars.\n\nRecommendation 2\n\nForces should look.\n"
    assert (
        texts(text.replace("\n", "\n\n"))
        == texts(text)
        == ["By May 2024, the force should count its radios and its cars.", "Forces should look."]
    )


def test_how_fast_a_service_is_to_be_is_no_deadline():
    (item,) = items(
        f"{HEAD}Recommendation 1\n\nForces should answer letters within two working days.\nDeadline: 31 May 2024\n"
    )
    assert (item["due"], item["due_text"]) == ("2024-05-31", "31 May 2024")
    (item,) = items(f"{HEAD}Recommendation 1\n\nForces should answer every letter within ten days.\n")
    assert (item["due"], item["due_text"]) == (None, None)


def test_the_fields_beside_an_item_are_its_deadline_its_addressee_and_its_theme():
    fields = "Theme: radios\nAddressed to: NPCC\nStatus: open\nDeadline: 31 May 2024\n"
    (below,) = (
        report(f"{HEAD}Recommendation 1\n\nPublish a plan for radios by letter.\n{fields}")
        .register.inspections[0]
        .recommendations
    )
    (above,) = (
        report(f"{HEAD}Recommendation 1\n{fields}\nForces should publish a plan.\n")
        .register.inspections[0]
        .recommendations
    )
    for each in (below, above):
        assert (each.addressees, each.theme, each.due.last_day) == (("npcc",), "radios", date(2024, 5, 31))


def test_a_label_whose_words_are_an_answer_is_no_item():
    result = report(f"{HEAD}Recommendation 1: Accepted. The force should be done by May.\n")
    assert result.reading["recommendations"] == []


def test_words_that_recommend_and_are_no_item_are_a_problem():
    result = report(
        f"{HEAD}Recommendation 1\n\nThe force should count.\n\nThe report goes on to recommend that radios are red.\n"
    )
    assert any("taken for no item" in each.message for each in result.problems)


def test_every_value_has_its_place_in_the_text():
    text = f"{HEAD}Recommendation 1\n\nBy May 2024, the force should count its radios.\n"
    whole = []
    for each in report(text).explained:
        if each.sure is not None:
            start, end = (int(word) for word in each.place.split() if word.isdigit())
            assert text[start:end] == each.text
            assert 0 < each.sure <= 1
            whole.append(each.taken_for.partition(":")[0].partition(" (")[0])
    for value in (
        "title",
        "published",
        "number of recommendation 1",
        "who is asked by recommendation 1",
        "when recommendation 1 is due",
    ):
        assert value in whole


TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))


DAMAGE = {
    "lines end as on Windows": lambda text: text.replace("\n", "\r\n"),
    "blanks are no-break blanks": lambda text: text.replace("should ", "should\xa0").replace("By ", "By\xa0"),
    "every line is set in": lambda text: re.sub(r"^(?=.)", "    ", text, flags=re.MULTILINE),
    "a mark of the byte order stands first": lambda text: f"\ufeff{text}",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_text_is_read_the_same_where(damage):
    def said(text):
        reading = report(text).reading
        items = [{**each, "text": each["text"].split()} for each in reading["recommendations"]]
        title = (reading["inspection"]["title"] or "").split()
        return items, title, reading["inspection"]["published_on"], reading["response"]["dated"]

    texts_of = {path.stem: path.read_text(encoding="utf-8") for path in TEXTS}
    differ = [name for name, text in texts_of.items() if said(DAMAGE[damage](text)) != said(text)]
    assert differ == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_value_of_a_damaged_text_has_its_place_too(path):
    """Lines are joined, hyphens taken out, numbers left off: the place is still the words' own."""

    def letters(words):
        return re.sub(r"\W", "", words).lower()

    text = path.read_text(encoding="utf-8")
    for each in read_text(path.name, text).facts.every():
        if each.name not in ("body", "inspectorate"):
            assert letters(each.words) in letters(text[each.start : each.end]), each
    for each in report(text).explained:
        if each.sure is not None and each.taken_for.startswith(("when ", "number of ")):
            start, end = (int(word) for word in each.place.split() if word.isdigit())
            printed = letters(text[start:end])
            assert printed == letters(each.text) or str(number_of(printed)) == each.text, each


def test_every_line_is_explained_once():
    text = f"{HEAD}Recommendation 1\n\nBy May 2024, the force should count its radios.\n\nWhat we found\n"
    told = [each for each in report(text).explained if each.sure is None]
    assert [each.text for each in told] == [line for line in text.splitlines() if line]
    assert all(each.why for each in told)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("8 March 2023", date(2023, 3, 8)),
        ("Wednesday 8 March 2023", date(2023, 3, 8)),
        ("Wed 8th March, 2023", date(2023, 3, 8)),
        ("the 8th of March 2023", date(2023, 3, 8)),
        ("March 8, 2023", date(2023, 3, 8)),
        ("08.03.2023", date(2023, 3, 8)),
        ("2023-03-08", date(2023, 3, 8)),
        ("8 Mawrth 2023", date(2023, 3, 8)),
        ("8 marzo 2023", date(2023, 3, 8)),
        ("March 2023", None),
        ("4 September", None),
        ("RFRB-JF 031221", None),
        ("0/0/2023", None),
    ],
)
def test_a_whole_date_is_read(words, day):
    assert a_date(words) == day


@given(st.dates())
def test_any_day_is_read_back_as_it_is_written(day):
    assert a_date(f"{day.day} {day:%B} {day.year:04}") == day
    assert [each.day for each in dates_in(f"on {day.day} {day:%B} {day.year:04}.")] == [day]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    report(text)
    due_in(text)


PIECES = ["Recommendation 1", "The force should:", "- count", "12", "|", "No.", "By May 2024,", "Cause of concern", "\n", "[on]", "> ", "(a) x", "\uf0b7 y", "Published on: ", "6.2 The force should count.", " and Police", "'", "we recommend that"]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("\n".join),
)
def test_no_arrangement_of_its_own_words_breaks_the_reader(one, other):
    report(one)
    result = report(other)
    for each in result.reading["recommendations"]:
        assert " ".join(each["text"].split())


@pytest.mark.parametrize(
    "piece",
    [
        "a ", "A ", "1 ", "Police ", "A Police and ", "the end of ", "> ", "- a\n", "Recommendation 1\n", "12\n", "| ", "(", '"', "by ", "within ",
        "Cause of concern ", "should ", "The force should: ", "and ", "x\n\n", "Recommendation 1 The ", "1.1.", "we recommend that ", "\uf0b7 ",
        "Published on ", "[on]\n", "Aa and ", 'Recommendation 2 "', "we said that ", "A, ", "No.\nRecommendation\n",
    ],
)  # fmt: skip
def test_what_is_said_over_and_over_takes_time_in_proportion(piece):
    def seconds(size):
        text = piece * (size // len(piece))
        start = time.process_time()
        report(text)
        return time.process_time() - start

    small, large = seconds(20_000), seconds(80_000)
    assert large < 8 * small + 0.5


VARIANTS = {
    "a number in brackets": ("Recommendation (1)\nThe force should count.", ["1"]),
    "a short label": ("Rec 2: The force should count.", ["2"]),
    "a number in words with a full stop": ("Recommendation three. The force should count.", ["3"]),
    "the bodies after a dash": ("Recommendation 1 \N{EN DASH} Home Office and NPCC\nBy 1 June 2024, agree it.\nRecommendation 2 \N{EN DASH} NPCC\nBy 1 June 2024, do it.", ["1", "2"]),
    "a list of contents before it": ("Recommendation 1 ......... 5\n\nRecommendation 1\nThe force should count.", ["1"]),
    "an introduction with a number": ("4. Recommendations\n4.1 We recommend the following:\nRecommendation 6: forces should count.", ["6"]),
    "parts with letters and one bracket": ("Recommendation 1\nThe force should:\na) count; and\nb) look.", ["1"]),
    "parts without marks": ("Recommendations\nWe recommend that the constabulary:\ncounts;\nlooks; and\nsays so.", [None]),
    "a paragraph under causes of concern": ("Causes of concern\nThe force loses radios.\n\nIt looks for none.", [None]),
    "a table whose rows are lines": ("| Recommendation | Status |\n| --- | --- |\n| Forces should count. | Open |\n| Forces should look. | Open |", [None, None]),
    "a table whose columns are parted by spaces": ("Ref  Area for improvement   Owner\n1    The force should count.   ACC\n2    The force should look.    DCC", ["1", "2"]),
    "a table without outer bars": ("No. | Area for improvement | RAG\n1 | The force should count. | Green\n2 | The force should look. | Amber", ["1", "2"]),
    "numbered phrases under areas for improvement": ("Areas for improvement\n1. The way forces count radios.\n2. Their cupboards.", ["1", "2"]),
    "housekeeping points": ("Recommendations\n5.1 The force should count.\nHousekeeping points\n5.2 Blankets should be clean.", ["5.1"]),
    "bodies in brackets after the label": ("Recommendation 13 (for the Home Office and the NPCC)\nAgree it by 30 June 2021.", ["13"]),
    "a line that breaks off before a name": ("Recommendation 12\nThe force should:\n- count (see\nRecommendation 3); and\n- look.", ["12"]),
    "bodies in the heading of the list": ("Recommendations to the NPCC\n1.1 By May 2024, work together.", ["1.1"]),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_other_ways_to_set_an_item_out_are_read(name):
    text, numbers = VARIANTS[name]
    found = items(HEAD + text + "\n")
    assert [each["number"] for each in found] == numbers
    assert all(each["addressees"] for each in found)


OTHERS = [
    "Police and Crime Panel\n\nRecommendations\n\n2.1 That the Panel note the report.\n2.2 That the Panel should meet by 31 March 2024.",
    "Home Affairs Committee\n\nRecommendations\n\n1. We recommend that the Home Office should publish figures.",
    "Independent Office for Police Conduct\n\nRecommendation 1\n\nNorthmoor Police should look at its policy.",
]


@pytest.mark.parametrize("text", OTHERS)
def test_what_others_recommend_is_no_item(text):
    result = report(text + "\n")
    assert result.reading["recommendations"] == []
    assert result.problems


def test_a_letter_can_give_a_cause_of_concern_in_running_words():
    found = report(
        "To: Chief Constable, Northmoor Police\n\n14 February 2023\n\nDear Chief Constable\n\nI have found a cause of concern that you should know of."
        " The force loses radios.\n\nI recommend that the force:\n\n(i) counts them no later than 12 weeks from the date of this letter; and\n\n"
        "(ii) finds them by the end of this calendar year.\n"
    )
    concern, first, second = found.reading["recommendations"]
    assert (concern["kind"], concern["text"]) == ("cause_of_concern", "The force loses radios.")
    assert [first["due"], second["due"]] == ["2023-05-09", "2023-12-31"]
    assert [first["number"], second["number"]] == ["i", "ii"]
    assert found.reading["inspection"]["published_on"] is None
    assert any("please check" in each.message for each in found.problems)


def test_a_joint_page_asks_each_service_for_its_own():
    found = items(
        "Working together: Northmoor\n\nPolice\n\nArea for improvement\n\nThe force should count.\n\nFire and rescue\n\nArea for improvement\n\n"
        "The service should count.\n\nCause of concern\n\nNorthmoor Fire and Rescue Service loses hoses.\n"
    )
    assert [each["addressees"] for each in found] == [
        ["force:Northmoor"],
        ["fire_service:Northmoor"],
        ["fire_service:Northmoor"],
    ]


def test_a_word_parted_at_the_end_of_a_line_is_whole():
    (text,) = texts(f"{HEAD}Recommendation 1\n\nThe force should, in consul-\ntation with others, count.\n")
    assert text == "The force should, in consultation with others, count."
