"""The whole rule book over registers of three sizes: growth, and the ratio to a bare loop over the same functions.

Run: python benchmarks/rule_book.py [largest number of cases, 130000 unless said]. sizes are measured in one run, in processor time.
"""

import math
import sys
import time
from datetime import date

from inspectlib.bodies import areas
from inspectlib.cases import Case, Position, PositionAnswer
from inspectlib.checking import _subjects, judge
from inspectlib.inspections import Basis, Inspection
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation
from inspectlib.register import Register
from inspectlib.rules.book import RULES
from inspectlib.seeing import facts_until

ON = date(2024, 1, 1)
AREAS = tuple(each.slug for each in areas())
PER_REPORT = 10


def a_register(cases: int) -> Register:
    """Return a register of all 43 areas with about so many cases, ten recommendations a report."""
    reports = max(1, cases // (len(AREAS) * PER_REPORT))
    inspections, held = [], []
    for number in range(reports):
        name = f"report-{number:05}-2023"
        recommendations = tuple(
            Recommendation(
                id=f"{name}/{each}",
                number=str(each),
                text=f"By 31 March 2024, chief constables should do thing {each} of {number}. " * 4,
                addressees=("chief_constables",),
                due=DueDate(words="By 31 March 2024", last_day=date(2024, 3, 31), precision=DuePrecision.DAY),
            )
            for each in range(1, PER_REPORT + 1)
        )
        inspections.append(
            Inspection(
                id=name, title=name, published_on=date(2023, 3, 8), basis=Basis.S54, recommendations=recommendations
            )
        )
        held += [
            Case(
                area=area,
                recommendation=each.id,
                position=Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 4, 1)),
                owner="Head of Crime",
            )
            for each in recommendations
            for area in AREAS
        ]
    return Register(areas=AREAS).with_inspection(*inspections).with_case(*held)


def seconds(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def bare(register: Register) -> int:
    """Call the same rules on the same subjects and keep the answers: the floor of any checker."""
    seen = facts_until(register, ON)
    common = {
        "register": seen, "everything": register, "on": ON, "reading": "strict", "areas": AREAS,
        "areas_for_improvement": False,
    }  # fmt: skip
    answers = 0
    for subject, facts, rules in _subjects(seen, list(RULES), AREAS, common, {}):
        for each in rules:
            answers += each.judge(subject, facts) is not None
    return answers


largest = int(sys.argv[1]) if len(sys.argv) > 1 else 130_000
points = []
for cases in (largest // 16, largest // 4, largest):
    register = a_register(cases)
    checked = min(seconds(lambda r=register: judge(r, RULES, on=ON)) for _ in range(2))
    floor = min(seconds(lambda r=register: bare(r)) for _ in range(2))
    points.append((math.log(len(register.cases)), math.log(checked)))
    print(f"{len(register.cases):>7} cases: {checked / floor:.2f} x a bare loop over the same functions")
x, y = [sum(each) / len(points) for each in zip(*points, strict=True)]
slope = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
print(f"growth exponent: {slope:.2f} (1.0 is linear)")
