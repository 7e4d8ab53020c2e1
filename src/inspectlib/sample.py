"""The fictional sample, and a generated office register of any size; both the same at every run."""

from datetime import date, timedelta
from importlib.resources import files
from random import Random

from inspectlib.cases import Action, Case, Evidence, Position, PositionAnswer, Rating, Review
from inspectlib.exchange import Source
from inspectlib.fields import evolve
from inspectlib.inspections import Basis, Inspection, InspectionType
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation, RecommendationKind
from inspectlib.recording import Fact, record
from inspectlib.register import Register
from inspectlib.responses import Response

AREA = "northmoor"
#: the day of the sample: everything in it is seen as on this day
SAMPLE_DAY = date(2024, 6, 28)


def sample_document() -> Source:
    """Return the sample response of Northmoor, as text."""
    data = files("inspectlib").joinpath("data/sample/northmoor-response.txt").read_bytes()
    return Source(name="northmoor-response.txt", data=data)


def sample_register(imported: Register) -> Register:
    """Return the sample: the imported report, answered in time, and two more in other states."""
    register = imported.with_areas(AREA).with_inspection(_thematic(), _follow_up())
    first = imported.inspections[0]
    for fact in _facts(first):
        register, _ = record(register, fact)
    register = register.with_case(
        *(
            Case(
                area=AREA,
                recommendation=each.id,
                position=Position(answer=PositionAnswer.ACCEPTED, on=accepted_on),
                owner="Head of Contact Management",
                force_comment=None,
                reviews=(Review(on=reviewed_on, forum="Governance group", note="On track.", rating=Rating.GREEN),),
                evidence=(
                    Evidence(on=date(2024, 6, 3), criterion="the question set is in use", location="force file 12"),
                ),
            )
            for recommendations, accepted_on, reviewed_on in (
                (first.recommendations[:2], date(2024, 4, 2), date(2024, 5, 14)),
                (_thematic().recommendations, date(2024, 5, 24), date(2024, 6, 11)),
            )
            for each in recommendations
        )
    )
    register = register.with_action(
        Action(
            id="northmoor-a1",
            area=AREA,
            answers=(first.recommendations[0].id,),
            title="Put the question set into the call system",
            owner="Head of Contact Management",
            due=date(2024, 8, 30),
        ),
        Action(
            id="northmoor-a2",
            area=AREA,
            answers=tuple(each.id for each in first.recommendations[:2]),
            title="Train all call handlers",
            owner="Head of Learning",
            due=date(2024, 5, 31),
            done_on=date(2024, 5, 29),
        ),
    )
    for fact in _thematic_facts():
        register, _ = record(register, fact)
    return register


def _facts(first: Inspection) -> list[Fact]:
    def fact(name: str, on: date, **more: object) -> Fact:
        return Fact(name=name, inspection=first.id, area=AREA, on=on, **more)  # type: ignore[arg-type]

    return [
        fact("invited", date(2024, 3, 7), by_date=date(2024, 4, 5)),
        fact(
            "received",
            date(2024, 4, 4),
            text="We accept the report. The same questions will be asked of each caller from August, and the data "
            "team is building a marker for repeat callers.",
        ),
        fact(
            "explained",
            date(2024, 4, 16),
            number="1,2",
            text="The Commissioner has asked for figures on vulnerability assessments and repeat callers each "
            "quarter, and has paid for the change to the call system.",
        ),
        fact(
            "explained",
            date(2024, 4, 16),
            number="3",
            reason="This is for the Home Office. The Commissioner has offered Northmoor's figures and takes no "
            "further action.",
        ),
        fact("signed-off", date(2024, 4, 22), by="Police and Crime Commissioner"),
        fact("published", date(2024, 4, 24), url="https://pcc.northmoor.example.org/responses/calls-2024"),
        fact("sent", date(2024, 4, 24), to="inspectors", ref="by e-mail"),
        fact("sent", date(2024, 4, 25), to="secretary-of-state", ref="by e-mail"),
    ]


def _thematic() -> Inspection:
    inspection = "keeping-evidence-safe-2024"
    return Inspection(
        id=inspection,
        title="Keeping Evidence Safe",
        published_on=date(2024, 5, 15),
        types=frozenset({InspectionType.NATIONAL, InspectionType.THEMATIC}),
        inspectorates=("HMICFRS",),
        basis=Basis.S54,
        areas=frozenset({"all"}),
        summary="Inspectors looked at how six forces store and find what they seize.",
        recommendations=(
            Recommendation(
                id=f"{inspection}/1",
                number="1",
                text="By 31 May 2024, chief constables should check that every store has a named keeper.",
                addressees=("chief_constables",),
                due=DueDate(words="By 31 May 2024", last_day=date(2024, 5, 31), precision=DuePrecision.DAY),
                theme="property",
            ),
            Recommendation(
                id=f"{inspection}/2",
                number="2",
                text="Within six months, chief constables should make sure that every item can be found.",
                addressees=("chief_constables",),
                due=DueDate(words="Within six months", last_day=date(2024, 11, 15), precision=DuePrecision.RELATIVE),
                theme="property",
            ),
        ),
    )


def _thematic_facts() -> list[Fact]:
    inspection = _thematic().id
    return [
        Fact(name="invited", inspection=inspection, area=AREA, on=date(2024, 5, 20), by_date=date(2024, 6, 21)),
        Fact(
            name="deferred",
            inspection=inspection,
            area=AREA,
            number="1",
            on=date(2024, 5, 28),
            by_date=date(2024, 7, 31),
            reason="The new store opens in July.",
            by="Deputy Chief Constable",
            ref="Governance group",
        ),
    ]


def _follow_up() -> Inspection:
    inspection = "northmoor-custody-follow-up-2023"
    return Inspection(
        id=inspection,
        title="Northmoor Custody: Follow Up",
        published_on=date(2023, 11, 8),
        types=frozenset({InspectionType.FORCE_SPECIFIC, InspectionType.FOLLOW_UP}),
        inspectorates=("HMICFRS",),
        basis=Basis.S54,
        areas=frozenset({AREA}),
        recommendations=(
            Recommendation(
                id=f"{inspection}/1",
                number="1",
                text="By 29 February 2024, the chief constable should make sure that each detainee is seen by a nurse "
                "within an hour of asking.",
                addressees=("force:Northmoor Police",),
                due=DueDate(words="By 29 February 2024", last_day=date(2024, 2, 29), precision=DuePrecision.DAY),
                theme="custody",
            ),
        ),
    )


_VERBS = (
    "review how it records",
    "train its supervisors in",
    "publish figures on",
    "audit a sample of",
    "agree a plan for",
)
_MATTERS = (
    "calls from people at risk",
    "stop and search",
    "the care of victims of burglary",
    "digital evidence",
    "missing children",
    "the vetting of new staff",
    "custody records",
    "neighbourhood patrols",
)
_THEMES = ("vulnerability", "legitimacy", "investigation", "custody", "workforce")


def office_register(cases: int, *, seed: int = 1) -> Register:
    """Return a generated register of one fictional office with this many cases, ten to a report."""
    random = Random(seed)  # noqa: S311 - a sample, not a secret
    register = Register(areas=(AREA,))
    inspections, responses, made, actions = [], [], [], []
    per_report = 10
    for index in range(0, cases, per_report):
        published = date(2021, 1, 13) + timedelta(days=37 * (index // per_report))
        subject = _MATTERS[index // per_report % len(_MATTERS)]
        name = f"inspection-of-{subject.replace(' ', '-')}-{index // per_report + 1}"
        recommendations = []
        for number in range(1, min(per_report, cases - index) + 1):
            due = published + timedelta(days=random.choice((92, 183, 275, 365)))
            kind = RecommendationKind.AREA_FOR_IMPROVEMENT if number % 4 == 0 else RecommendationKind.RECOMMENDATION
            words = f"By {due.day} {due:%B} {due.year}"
            recommendations.append(
                Recommendation(
                    id=f"{name}/{number}",
                    number=str(number),
                    kind=kind,
                    text=f"{words}, chief constables should {random.choice(_VERBS)} {random.choice(_MATTERS)}, "
                    "and should show the results to those who hold the force to account.",
                    addressees=("chief_constables",),
                    due=DueDate(words=words, last_day=due, precision=DuePrecision.DAY),
                    theme=random.choice(_THEMES),
                )
            )
        inspection = Inspection(
            id=name,
            title=f"{subject[0].upper()}{subject[1:]}: An Inspection ({index // per_report + 1})",
            published_on=published,
            types=frozenset({InspectionType.NATIONAL}),
            inspectorates=("HMICFRS",),
            basis=Basis.S54,
            areas=frozenset({"all"}),
            recommendations=tuple(recommendations),
        )
        inspections.append(inspection)
        responses.append(
            Response(area=AREA, inspection=name, comments="The Commissioner has read the report with care.")
        )
        for each in recommendations:
            accepted = random.random() < 0.9  # noqa: PLR2004 - nine in ten, so that a sample shows the others too
            made.append(
                Case(
                    area=AREA,
                    recommendation=each.id,
                    position=Position(answer=PositionAnswer.ACCEPTED, on=published + timedelta(days=21))
                    if accepted
                    else None,
                    owner=random.choice(("Head of Crime", "Head of Contact", "Head of People")) if accepted else None,
                )
            )
            actions.append(
                Action(
                    id=f"act-{each.id.replace('/', '-')}",
                    area=AREA,
                    answers=(each.id,),
                    title=f"Plan for {each.label}",
                    owner="Head of Crime",
                    due=each.due_on,
                )
            )
    register = register.with_inspection(*inspections).with_response(*responses).with_case(*made).with_action(*actions)
    return _lived(register, random)


def _lived(register: Register, random: Random) -> Register:
    """Let the office answer most reports, close many cases and defer others.

    Each report lives in a register of its own, so that a large office costs no more a case than a small one.
    """
    done: dict[str, date] = {}
    moved: dict[str, date] = {}
    responses = {each.inspection: each for each in register.responses}
    cases: dict[str, list[Case]] = {}
    for case in register.cases:
        cases.setdefault(case.inspection, []).append(case)
    lived: list[Register] = []
    for inspection in register.inspections:
        published = inspection.published_on
        if published is None or published > date(2024, 4, 30):
            continue
        day = published + timedelta(days=random.choice((30, 41, 50, 55, 58)))

        def fact(name: str, on: date, inspection: Inspection = inspection, **more: object) -> Fact:
            return Fact(name=name, inspection=inspection.id, area=AREA, on=on, **more)  # type: ignore[arg-type]

        numbers = ",".join(each.key for each in inspection.recommendations)
        steps = [
            fact("invited", published + timedelta(days=2), by_date=published + timedelta(days=28)),
            fact("received", published + timedelta(days=25), text="We accept the findings and have named owners."),
            fact(
                "explained",
                day - timedelta(days=5),
                number=numbers,
                text="The Commissioner asks for progress each quarter.",
            ),
            fact("signed-off", day - timedelta(days=2), by="Police and Crime Commissioner"),
            fact("published", day, url=f"https://pcc.northmoor.example.org/{inspection.id}"),
            fact("sent", day, to="inspectors"),
            fact("sent", day, to="secretary-of-state"),
        ]
        for each in inspection.recommendations:
            if each.due_on is not None and each.due_on < date(2024, 1, 31) and random.random() < 0.7:  # noqa: PLR2004
                due, number = each.due_on, each.key
                steps += [
                    fact("level-set", published + timedelta(days=20), number=number, ref="1"),
                    fact("completed", due - timedelta(days=7), number=number, by="Head of Crime"),
                    fact("closure-signed", due - timedelta(days=3), number=number, by="chief constable"),
                    fact("closure-requested", due, number=number, by="Force liaison officer"),
                    fact("closed", due + timedelta(days=40), number=number, by="HMICFRS", ref="letter"),
                ]
                done[each.id] = due - timedelta(days=7)
            elif each.due_on is not None and each.due_on < date(2024, 6, 1) and random.random() < 0.8:  # noqa: PLR2004
                later = date(2024, 7, 31) + timedelta(days=random.choice((0, 31, 92)))
                steps.append(
                    fact(
                        "deferred",
                        each.due_on - timedelta(days=14),
                        number=each.key,
                        by_date=later,
                        reason="A supplier is late.",
                        by="Deputy Chief Constable",
                        ref="Governance group",
                    )
                )
                moved[each.id] = later
        part = Register(areas=register.areas).with_inspection(inspection)
        part = part.with_response(responses[inspection.id]).with_case(*cases[inspection.id])
        for step in steps:
            part, _ = record(part, step)
        lived.append(part)
    register = register.with_response(*(each for part in lived for each in part.responses))
    register = register.with_case(*(each for part in lived for each in part.cases))
    return register.with_action(
        *(
            evolve(each, done_on=done.get(each.answers[0]), due=moved.get(each.answers[0], each.due))
            for each in register.actions
        )
    )
