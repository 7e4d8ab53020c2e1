"""Builders for tests of this library and of its plugins: valid by default, change what matters."""

from datetime import date
from typing import Any

from inspectlib.fields import evolve
from inspectlib.inspections import Basis, Inspection, Judgement, Shown, WebsiteCheck
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation
from inspectlib.recording import Fact, record
from inspectlib.register import Register
from inspectlib.responses import Response

PUBLISHED = date(2023, 3, 8)
AREA = "northmoor"
REPORT = "a-report-2023"


def a_recommendation(number: str = "1", **changes: Any) -> Recommendation:
    """Return a recommendation to chief constables, due on 31 March 2024."""
    made = Recommendation(
        id=f"{REPORT}/{number}",
        number=number,
        text=f"By 31 March 2024, chief constables should do the thing numbered {number}.",
        addressees=("chief_constables",),
        due=DueDate(words="By 31 March 2024", last_day=date(2024, 3, 31), precision=DuePrecision.DAY),
    )
    return evolve(made, **changes)


def an_inspection(**changes: Any) -> Inspection:
    """Return a report of 8 March 2023 under s.54 with two recommendations, one for the Home Office."""
    made = Inspection(
        id=REPORT,
        title="A Report",
        published_on=PUBLISHED,
        basis=Basis.S54,
        recommendations=(a_recommendation("1"), a_recommendation("2", addressees=("home_office",))),
    )
    return evolve(made, **changes)


def a_fact(name: str, on: date, **more: Any) -> Fact:
    """Return a fact about the report of `an_inspection`."""
    return Fact(name=name, inspection=REPORT, area=AREA, on=on, **more)


def a_complete_register() -> Register:
    """Return a register in which everything about one response and its tracking is recorded, in time."""
    grade = Judgement(area=AREA, question="Preventing crime", grade="good", cycle="2021/22")
    register = Register(areas=(AREA,)).with_inspection(an_inspection(judgements=(grade,)))
    for what in Shown:
        seen = WebsiteCheck(area=AREA, what=what, on=date(2023, 5, 4), inspection=REPORT, prominent=True)
        register = register.with_website(seen)
    for fact in (
        a_fact("invited", date(2023, 3, 9), by_date=date(2023, 4, 5)),
        a_fact("received", date(2023, 4, 3), text="The force accepts the report."),
        a_fact("commented", date(2023, 4, 10), text="The Commissioner welcomes the report."),
        a_fact("explained", date(2023, 4, 10), number="1", text="The Commissioner asks for figures each quarter."),
        a_fact("explained", date(2023, 4, 10), number="2", reason="This is for the Home Office."),
        a_fact("signed-off", date(2023, 4, 20), by="Police and Crime Commissioner"),
        a_fact("published", date(2023, 5, 2), url="https://pcc.northmoor.example.org/r"),
        a_fact("sent", date(2023, 5, 2), to="inspectors"),
        a_fact("sent", date(2023, 5, 3), to="secretary-of-state"),
        a_fact("accepted", date(2023, 4, 3), number="1"),
        a_fact("owned", date(2023, 4, 3), number="1", by="Head of Crime"),
    ):
        register, _ = record(register, fact)
    return register


def an_unanswered_register() -> Register:
    """Return a register with one report of 8 March 2023 and nothing recorded about it."""
    return Register(areas=(AREA,)).with_inspection(an_inspection())


def a_closed_register() -> Register:
    """Return the complete register with the case about recommendation 1 closed at level 2, everything in order."""
    register = a_complete_register()
    for fact in (
        a_fact("level-set", date(2023, 4, 4), number="1", ref="2"),
        a_fact("completed", date(2023, 5, 8), number="1", by="Head of Crime"),
        a_fact("evidence", date(2023, 5, 9), number="1", reason="what was done", ref="minutes of May"),
        a_fact("closure-signed", date(2023, 5, 10), number="1", by="chief constable"),
        a_fact("closure-requested", date(2023, 5, 11), number="1", by="Force liaison officer"),
        a_fact("verified", date(2023, 5, 18), number="1", by="force liaison lead"),
        a_fact("closed", date(2023, 5, 22), number="1", by="HMICFRS", ref="letter of 22 May"),
    ):
        register, _ = record(register, fact)
    return register


def a_response(**changes: Any) -> Response:
    """Return the response of `a_complete_register`."""
    response = a_complete_register().responses[0]
    return evolve(response, **changes)
