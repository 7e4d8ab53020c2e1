"""Registers of every shape, small enough that two of them often speak of the same thing.

Each is made by a plain generator from a seed and a size, which a falsified property prints.
"""

import os
from datetime import date
from random import Random

import attrs
from hypothesis import settings
from hypothesis import strategies as st

from inspectlib.cases import (
    Action,
    Case,
    ClosureFact,
    ClosureStep,
    DueChange,
    Evidence,
    Position,
    PositionAnswer,
    Review,
)
from inspectlib.fields import evolve
from inspectlib.inspections import Inspection, InspectionType, Judgement, ReportEvent
from inspectlib.recommendations import DueDate, Recommendation
from inspectlib.register import Register, Translation, Unread
from inspectlib.responses import (
    ChiefOfficerComments,
    Copy,
    Explanation,
    Invitation,
    Publication,
    Recipient,
    Response,
    SignOff,
)

#: generated sequences: 500 at every run, 10,000 in the long one
MANY = settings(
    max_examples=10_000 if os.environ.get("INSPECTLIB_LONG") else 500,
    deadline=None,
    print_blob=True,
    report_multiple_bugs=False,
)

AREAS = ("estuary", "northmoor")
REPORTS = ("one-2023", "two-2024")
NUMBERS = ("1", "2", "10", "afi-1")
IDS = tuple(f"{report}/{number}" for report in REPORTS for number in NUMBERS)
DAYS = (date(2024, 1, 2), date(2024, 2, 3), date(2024, 11, 4))
WORDS = ("", "A", "B|", "a|b", "(order)", "a#2", "Ceist ä", "a\n\nb", "a\n\nb\n\nc\n\nd")


class Maker(Random):
    """Makes values of a register."""

    def day(self):
        return self.choice(DAYS)

    def maybe_day(self):
        return self.choice((None, *DAYS))

    def word(self):
        return self.choice(WORDS)

    def maybe(self):
        return self.choice((None, *WORDS))

    def id(self):
        return self.choice(IDS)

    def several(self, make, most=3):
        return tuple(make() for _ in range(self.randint(0, most)))

    def pair(self):
        return (self.word(), self.word())

    def recommendation(self):
        due = DueDate(words=self.word(), last_day=self.maybe_day())
        return Recommendation(
            id=self.id(),
            text=self.word(),
            addressees=self.several(self.word),
            due=self.choice((None, due)),
            same_as=self.several(self.id, 2),
            extras=self.several(self.pair, 2),
        )

    def inspection(self):
        types = frozenset(self.sample(list(InspectionType), self.randint(0, 2)))
        return Inspection(
            id=self.choice(REPORTS),
            title=self.word(),
            published_on=self.maybe_day(),
            types=self.choice((None, types)),
            areas=self.choice((None, frozenset(self.several(lambda: self.choice(AREAS))))),
            terms_of_reference=self.several(self.word),
            recommendations=self.several(self.recommendation, 4),
            judgements=self.several(
                lambda: Judgement(area=self.word(), question=self.word(), grade=self.word(), cycle=self.word()), 2
            ),
            history=self.several(lambda: ReportEvent(on=self.day(), what=self.word()), 2),
        )

    def explanation(self):
        action = self.choice(((self.word(), None), (None, self.word())))
        covers = self.several(self.id, 2)
        return Explanation(covers=covers, action=action[0], no_action_reason=action[1], on=self.maybe_day())

    def response(self):
        return Response(
            area=self.choice(AREAS),
            inspection=self.choice(REPORTS),
            quoted=self.choice((None, True, False)),
            comments=self.maybe(),
            invitations=self.several(lambda: Invitation(sent_on=self.day(), comments_by=self.maybe_day()), 2),
            chief_officer_comments=self.several(
                lambda: ChiefOfficerComments(text=self.word(), received_on=self.maybe_day()), 2
            ),
            explanations=self.several(self.explanation, 2),
            sign_offs=self.several(lambda: SignOff(role=self.word(), on=self.day(), text_hash=self.word()), 1),
            publications=self.several(lambda: Publication(on=self.day(), url=self.maybe()), 1),
            copies=self.several(lambda: Copy(to=self.choice(list(Recipient)), on=self.day(), how=self.maybe()), 2),
        )

    def position(self):
        return Position(answer=self.choice(list(PositionAnswer)), on=self.maybe_day(), reason=self.maybe())

    def case(self):
        return Case(
            area=self.choice(AREAS),
            recommendation=self.id(),
            position=self.choice((None, self.position())),
            owner=self.maybe(),
            note=self.maybe(),
            force_comment=self.maybe(),
            plenary_on=self.maybe_day(),
            due_changes=self.several(lambda: DueChange(on=self.day(), before=self.maybe_day(), after=self.day()), 2),
            reviews=self.several(lambda: Review(on=self.day(), forum=self.maybe(), note=self.maybe())),
            evidence=self.several(lambda: Evidence(on=self.day(), criterion=self.word(), location=self.maybe())),
            closure=self.several(lambda: ClosureFact(step=self.choice(list(ClosureStep)), on=self.day())),
            extras=self.several(self.pair, 2),
        )

    def action(self):
        return Action(
            id=self.choice("ab"),
            area=self.choice(AREAS),
            answers=self.several(self.id, 2),
            title=self.word(),
            due=self.maybe_day(),
        )

    def translation(self):
        return Translation(of=self.word(), field=self.word(), lang="cy", text=self.word(), source_hash=self.word())

    def unread(self):
        return Unread(source=self.word(), place=self.word(), message=self.word())

    def any_register(self, most):
        """Return any register at all: in any order, with things recorded twice."""
        return Register(
            areas=self.several(lambda: self.choice(AREAS), most),
            inspections=self.several(self.inspection, most),
            responses=self.several(self.response, most),
            cases=self.several(self.case, most + 1),
            actions=self.several(self.action, most),
            translations=self.several(self.translation, most),
            unread=self.several(self.unread, most),
        )

    def office_register(self, most):
        """Return a register as an office keeps it: each thing once, in the order that the register keeps."""
        held = self.any_register(most)
        return (
            Register()
            .with_areas(*held.areas)
            .with_inspection(*(evolve(each, recommendations=_once(each)) for each in held.inspections))
            .with_response(*held.responses)
            .with_case(*held.cases)
            .with_action(*held.actions)
            .with_translation(*held.translations)
            .with_unread(*held.unread)
        )

    def edited(self, register, most):
        """Return a register a few edits on: things added, edited, removed."""
        names = ("inspections", "responses", "cases", "actions")
        for _ in range(self.randint(0, most)):
            name = self.choice(names)
            held = getattr(register, name)
            new = getattr(self, name[:-1])()
            if name == "inspections":
                new = evolve(new, recommendations=_once(new))
            what = self.choice(("add", "remove", "edit", "edit", "edit"))
            if what == "add" or not held:
                register = getattr(register, f"with_{name[:-1]}")(new)
                continue
            one = self.choice(held)
            if what == "remove":
                register = evolve(register, **{name: tuple(each for each in held if each is not one)})
                continue
            keys = ("id", "area", "inspection", "recommendation")
            field = self.choice([each.name for each in attrs.fields(type(one)) if each.name not in keys])
            there, more = getattr(one, field), getattr(new, field)
            if isinstance(there, tuple) and field != "recommendations" and self.random() < 0.6:
                at = self.randrange(len(there) + 1)
                parts = (there[:at], more[:1], there[at + 1 :])
                more = self.choice((there + more, there[1:], tuple(reversed(there)), sum(parts, ())))
            register = getattr(register, f"with_{name[:-1]}")(evolve(one, **{field: more}))
        return register


def _once(inspection):
    own = {each.id: each for each in inspection.recommendations if each.inspection == inspection.id}
    return tuple(own[each] for each in sorted(own))


seeds, sizes = st.integers(0, 2**32), st.integers(0, 3)
any_registers = st.builds(lambda seed, most: Maker(seed).any_register(most), seeds, sizes)
office_registers = st.builds(lambda seed, most: Maker(seed).office_register(most), seeds, sizes)


@st.composite
def three_registers(draw):
    """A register, and two that two people made of it."""
    make, most = Maker(draw(seeds)), draw(sizes)
    base = make.office_register(most)
    return base, make.edited(base, most + 1), make.edited(base, most + 1)
