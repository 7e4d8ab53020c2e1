"""Ask every rule about every subject; a rule that breaks costs only its own answer."""

from collections.abc import Iterable
from datetime import date

from inspectlib.bodies import is_for_policing
from inspectlib.deadlines import last_day_to_publish
from inspectlib.errors import BadCall
from inspectlib.findings import Crash, Finding, Gap, Outcome
from inspectlib.register import Register
from inspectlib.responses import Response
from inspectlib.rules.rule import Answer, Facts, Found, Missing, Rule
from inspectlib.seeing import facts_until

READINGS = ("strict", "local")


def judge(
    register: Register,
    rules: Iterable[Rule],
    *,
    on: date,
    reading: str = "strict",
    body: str | None = None,
    failures: Iterable[Crash] = (),
) -> Outcome:
    """Return what the rules say of a register on a day.

    A response that nobody recorded is judged as one with nothing in it. `failures` are plugins
    that could not be loaded: they make the outcome incomplete. Raises BadCall for an unknown reading.
    """
    if reading not in READINGS:
        message = f"no reading {reading!r}; known: strict (each recommendation), local (those for policing)"
        raise BadCall(message)
    rules = sorted(rules, key=lambda each: each.id)
    seen = facts_until(register, on)
    areas = (body,) if body else register.areas
    findings: list[Finding] = []
    gaps: list[Gap] = []
    crashes = list(failures)
    counts = []
    if not areas:
        gaps.append(Gap(rule="NOTHING-RECORDED", subject="register", message="no police area is recorded"))
    if not seen.inspections:
        gaps.append(Gap(rule="NOTHING-RECORDED", subject="register", message="no inspection report is recorded"))
    for inspection in seen.inspections:
        for area in areas:
            response = seen.response(inspection.id, area) or Response(area=area, inspection=inspection.id)
            facts = Facts(
                register=seen,
                everything=register,
                on=on,
                reading=reading,
                inspection=inspection,
                last_day=last_day_to_publish(inspection),
            )
            for each in rules:
                if not each.binds(inspection.published_on):
                    continue
                try:
                    answer = each.judge(response, facts)
                except Exception as error:  # noqa: BLE001 - whatever a rule does, the others' answers stand
                    crashes.append(
                        Crash(rule=each.id, subject=inspection.id, provider=each.provider, error=repr(error))
                    )
                    continue
                _sort_out(each, answer, inspection.id, area, findings, gaps)
            statutory = [each for each in inspection.recommendations if each.is_statutory]
            counts.append(
                (
                    f"{inspection.id} {area}",
                    sum(response.explanation_of(each.id) is None for each in statutory),
                    sum(
                        response.explanation_of(each.id) is None
                        for each in statutory
                        if is_for_policing(each.addressees, area)
                    ),
                )
            )
    known = {each.id for each in seen.inspections}
    for other in seen.responses:
        if other.inspection not in known:
            gaps.append(_dangling("response", other.inspection, other.area))
    for case in seen.cases:
        if case.inspection not in known:
            gaps.append(_dangling("case", case.inspection, case.area))
    if not body:
        strangers = {each.area for each in seen.responses} | {each.area for each in seen.cases}
        gaps += [
            Gap(
                rule="NOT-KEPT-FOR",
                subject=each,
                message=f"facts of {each!r} are held, which this register does not answer for",
            )
            for each in sorted(strangers - set(areas))
        ]
    gaps += [Gap(rule="UNREAD", subject=each.source, message=f"{each.place}: {each.message}") for each in seen.unread]
    return Outcome(
        on=on,
        reading=reading,
        findings=tuple(findings),
        gaps=tuple(gaps),
        crashes=tuple(crashes),
        rules=tuple(each.id for each in rules),
        explanations=tuple(counts),
    )


def _dangling(what: str, inspection: str, area: str) -> Gap:
    message = f"a {what} is about a report that is not in the register"
    return Gap(rule="DANGLING", subject=inspection, message=message, inspection=inspection, area=area)


def _sort_out(each: Rule, answer: Answer, inspection: str, area: str, findings: list[Finding], gaps: list[Gap]) -> None:
    for one in answer if isinstance(answer, tuple) else (answer,):
        if isinstance(one, Found):
            findings.append(
                Finding(
                    rule=each.id,
                    subject=one.subject or inspection,
                    severity=each.severity,
                    citation=each.cites.short,
                    message=one.message,
                    inspection=inspection,
                    area=area,
                    because=one.because,
                    note=None if each.cites.verified else "rests on a source that nobody has confirmed",
                    public=each.public,
                )
            )
        elif isinstance(one, Missing):
            gaps.append(
                Gap(
                    rule=each.id,
                    subject=one.subject or inspection,
                    message=one.message,
                    inspection=inspection,
                    area=area,
                )
            )
