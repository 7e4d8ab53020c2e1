"""Registers of any size with the shapes of the real thing, the same at every run.

Lengths follow the texts that the library's readers are tested with: a recommendation has 70 to 600 characters (the
middle 190), a force's comment 100 to 550, a review's note a sentence, and one text in five holds a typographic mark. An
office has one area; from `NATION` cases on it is all 43. A case comes to eight dated events, so 130,000 to a million.
"""

import os
from datetime import date, timedelta
from pathlib import Path
from random import Random

from inspectlib.bodies import areas
from inspectlib.cases import (
    Action,
    Case,
    ClosureFact,
    ClosureStep,
    DueChange,
    Evidence,
    Position,
    PositionAnswer,
    Rating,
    Review,
)
from inspectlib.inspections import Basis, Inspection, InspectionType
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation, RecommendationKind
from inspectlib.register import Register
from inspectlib.responses import (
    ChiefOfficerComments,
    Copy,
    Explanation,
    ForceComment,
    Invitation,
    Publication,
    Recipient,
    Response,
    SignOff,
    StatutoryText,
)
from inspectlib.storage import dumps, loads

#: every register of this module is looked at on this day
ON = date(2024, 6, 28)
#: from so many cases on, a register is of all 43 police areas
NATION = 10_000
PER_REPORT = 10
_AREAS = tuple(each.slug for each in areas())
EVERY_AREA = len(_AREAS)
_THEMES = ("vulnerability", "legitimacy", "investigation", "custody", "workforce", "leadership")
_OWNERS = tuple(
    f"Head of {each}" for each in ("Crime", "Contact", "People", "Custody", "Digital", "Vetting", "Learning")
)
_ROLES = ("Deputy Chief Constable", "Force liaison officer", "Assistant Chief Constable", "Chief constable")
_FORUMS = ("Governance group", "Inspection board", "Gold group", "Joint audit committee")
_RATINGS = (Rating.RED, Rating.AMBER, Rating.AMBER, Rating.GREEN, Rating.GREEN, Rating.GREEN, Rating.BLUE, None)
_CLOSING = (
    ClosureStep.LEVEL_SET,
    ClosureStep.COMPLETED,
    ClosureStep.SIGNED_OFF,
    ClosureStep.REQUESTED,
    ClosureStep.CLOSED,
)
#: as many words as writers of reports use, by how often: few common ones, many rare ones
_WORDS = [f"{start}{middle}{end}" for start in "bcdfglmnprstvw" for middle in ("al", "er", "in", "on", "ust", "eam", "ord", "ick")
          for end in ("ing", "ment", "ers", "ed", "ance", "ion", "able", "ness", "ity", "al")]  # fmt: skip


class Writer:
    """Writes prose and takes days, all from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.sentences = [self._sentence() for _ in range(3_000)]

    def _sentence(self) -> str:
        random = self.random
        words = [_WORDS[min(int(random.paretovariate(0.6)) - 1, len(_WORDS) - 1)] for _ in range(random.randint(8, 22))]
        mark = random.random()
        if mark < 0.04:
            words[2] = "the force\N{RIGHT SINGLE QUOTATION MARK}s"
        elif mark < 0.06:
            words[3] = f"\N{LEFT DOUBLE QUOTATION MARK}{words[3]}\N{RIGHT DOUBLE QUOTATION MARK}"
        elif mark < 0.08:
            words[3] = f'"{words[3]}"'
        return " ".join(words).capitalize() + "."

    def prose(self, least: int, most: int) -> str:
        """Return so many sentences, in paragraphs of three."""
        said = self.random.choices(self.sentences, k=self.random.randint(least, most))
        return "\n\n".join(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))

    def after(self, day: date, least: int, most: int) -> date:
        """Return a day so many days after another."""
        return day + timedelta(days=self.random.randint(least, most))


def a_report(number: int, keys: int, by: Writer) -> Inspection:
    """Return a report with so many recommendations, some of them with a list."""
    name = f"an-inspection-of-{_THEMES[number % len(_THEMES)]}-{number:04}"
    published = date(2019, 1, 9) + timedelta(days=number * 6 % 1_850)
    held = []
    for key in range(1, keys + 1):
        due = by.after(published, 90, 420)
        words = f"By {due.day} {due:%B %Y}"
        text = f"{words}, chief constables should make sure that {by.prose(1, 2)}"
        if by.random.random() < 0.2:
            text += "\n\nThey should:\n\n" + "\n".join(f"- {by.prose(1, 1)}" for _ in range(3))
        held.append(
            Recommendation(
                id=f"{name}/{key}",
                number=str(key),
                text=text,
                kind=RecommendationKind.AREA_FOR_IMPROVEMENT if key % 4 == 0 else RecommendationKind.RECOMMENDATION,
                addressees=("chief_constables",),
                due=DueDate(words=words, last_day=due, precision=DuePrecision.DAY),
                theme=by.random.choice(_THEMES),
            )
        )
    return Inspection(
        id=name,
        title=f"How well the police do the thing that is numbered {number}",
        published_on=published,
        types=frozenset({InspectionType.NATIONAL, InspectionType.THEMATIC}),
        inspectorates=("HMICFRS",),
        basis=Basis.S54,
        areas=frozenset({"all"}),
        url=f"https://example.org/reports/{name}",
        summary=by.prose(3, 9),
        terms_of_reference=tuple(by.prose(1, 1) for _ in range(3)),
        recommendations=tuple(held),
    )


def a_case(area: str, of: Recommendation, published: date, by: Writer) -> Case:
    """Return what a force did about a recommendation: some eight dated events."""
    random = by.random
    due = of.due_on or ON
    closed = due < ON and random.random() < 0.7
    steps = _CLOSING if closed else _CLOSING[: random.randint(0, 3)]
    days = sorted(by.after(published, 30, 500) for _ in steps)
    return Case(
        area=area,
        recommendation=of.id,
        position=Position(answer=PositionAnswer.ACCEPTED, on=by.after(published, 14, 50)),
        force_comment=by.prose(1, 3),
        owner=random.choice(_OWNERS),
        local_ref=f"HMIC-{random.randint(1, 9_999):04}",
        due_changes=(
            DueChange(
                on=due - timedelta(days=14), before=due, after=by.after(due, 30, 200), reason=by.prose(1, 1),
                by=random.choice(_ROLES), forum=random.choice(_FORUMS),
            ),
        )
        if random.random() < 0.25
        else (),
        plenary_on=by.after(published, 7, 30),
        approved_on=by.after(published, 31, 60),
        reviews=tuple(
            Review(
                on=published + timedelta(days=60 * at + 30), forum=random.choice(_FORUMS),
                note=by.prose(1, 1) if random.random() < 0.6 else None, rating=random.choice(_RATINGS),
            )
            for at in range(random.randint(0, 3))
        ),
        evidence=tuple(
            Evidence(on=by.after(published, 60, 400), criterion=by.prose(1, 1), location=f"force file {random.randint(1, 999)}")
            for _ in range(random.randint(0, 2))
        ),
        closure=tuple(
            ClosureFact(
                step=step, on=day, by=random.choice(_ROLES), level="1" if step is ClosureStep.LEVEL_SET else None,
                reference="letter" if step is ClosureStep.CLOSED else None,
            )
            for step, day in zip(steps, days, strict=True)
        ),
    )  # fmt: skip


def a_response(area: str, report: Inspection, cases: list[Case], by: Writer) -> Response:
    """Return the published response of a body to a report, signed off with its words."""
    published = report.published_on or ON
    day = by.after(published, 38, 56)
    explained = tuple(
        Explanation(covers=(each.id,), action=by.prose(1, 2)) for each in report.recommendations if each.is_statutory
    )
    comments, submitted = by.prose(3, 6), by.prose(1, 4)
    words = StatutoryText(
        comments=comments,
        explanations=explained,
        chief_officer_comments=(submitted,),
        force_comments=tuple(
            ForceComment(recommendation=each.recommendation, text=each.force_comment or "")
            for each in sorted(cases, key=lambda case: case.recommendation.split("|"))
        ),
    )
    return Response(
        area=area,
        inspection=report.id,
        quoted=True,
        dated=day,
        invitations=(Invitation(sent_on=by.after(published, 1, 5), comments_by=published + timedelta(days=28)),),
        chief_officer_comments=(ChiefOfficerComments(text=submitted, received_on=by.after(published, 15, 28)),),
        comments=comments,
        explanations=explained,
        sign_offs=(SignOff(role="Police and Crime Commissioner", on=day, text_hash=words.hash, text=words),),
        publications=(Publication(on=day, url=f"https://example.org/{area}/{report.id}", text_hash=words.hash),),
        copies=tuple(Copy(to=to, on=by.after(day, 0, 2), how="by e-mail") for to in Recipient),
    )


def a_register(cases: int, *, areas: int | None = None, seed: int = 1) -> Register:
    """Return a register of about so many cases; of `areas` police areas, unless said as many as its size calls for."""
    by = Writer(seed)
    kept = _AREAS[: areas or (len(_AREAS) if cases >= NATION else 1)]
    keys = max(1, round(cases / len(kept)))
    reports = [
        a_report(number, min(PER_REPORT, keys - start), by) for number, start in enumerate(range(0, keys, PER_REPORT))
    ]
    held, responses, actions = [], [], []
    for report in reports:
        published = report.published_on or ON
        for area in kept:
            made = [a_case(area, each, published, by) for each in report.recommendations]
            held += made
            responses.append(a_response(area, report, made, by))
            actions += [
                Action(
                    id=f"{area}-{each.recommendation.replace('/', '-')}", area=area, answers=(each.recommendation,),
                    title=by.prose(1, 1), owner=each.owner, due=by.after(published, 60, 300),
                )
                for each in made[::4]
            ]  # fmt: skip
    register = Register(areas=tuple(sorted(kept)))
    return register.with_inspection(*reports).with_response(*responses).with_case(*held).with_action(*actions)


def events_of(register: Register) -> int:
    """Return how many dated events a register holds."""
    of_cases = sum(
        (each.position is not None) + len(each.due_changes) + len(each.reviews) + len(each.evidence) + len(each.closure)
        for each in register.cases
    )  # fmt: skip
    of_responses = sum(
        len(each.invitations) + len(each.chief_officer_comments) + len(each.sign_offs) + len(each.publications) + len(each.copies)
        for each in register.responses
    )  # fmt: skip
    return of_cases + of_responses


def file_of(cases: int) -> Path:
    """Return the file of a register of so many cases: made once a run, and read by each of its processes."""
    path = Path(os.environ["INSPECTLIB_BENCH"]) / f"{cases}.json"
    if not path.exists():
        path.write_bytes(dumps(a_register(cases)))
    return path


def loaded(cases: int) -> Register:
    """Return the register of that file."""
    return loads(file_of(cases).read_bytes())
