"""A program that makes values by hand, and others of them."""

from datetime import date

import inspectlib as il
from inspectlib.cases import Case, Position, PositionAnswer
from inspectlib.fields import evolve
from inspectlib.inspections import Basis, Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.testing import a_complete_register, a_response, an_inspection


def started() -> il.Register:
    asked = Recommendation(id="a-report/1", text="Do it.", addressees=("chief_constables",))
    report = Inspection(
        id="a-report", title="A Report", published_on=date(2024, 3, 6), basis=Basis.S54, recommendations=(asked,)
    )
    case = Case(area="northmoor", recommendation=asked.id, position=Position(answer=PositionAnswer.ACCEPTED))
    register = Register(areas=("northmoor",)).with_inspection(report).with_case(case)
    return evolve(register, areas=("northmoor",))


def first_owner(register: Register) -> str:
    found = register.case("a-report/1", "northmoor")
    owner: str | None = found.owner if found is not None else None
    return owner or "nobody"


def built() -> Register:
    return a_complete_register().with_inspection(an_inspection()).with_response(a_response(comments="We agree."))
