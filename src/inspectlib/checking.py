"""Ask every rule about every subject; a rule that breaks costs only its own answer."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from inspectlib.bodies import area as area_of
from inspectlib.bodies import is_for_policing
from inspectlib.cases import Case
from inspectlib.deadlines import last_day_to_publish
from inspectlib.errors import BadCall
from inspectlib.extras import absent_profiles
from inspectlib.findings import Crash, Finding, Gap, Outcome
from inspectlib.inspections import Inspection
from inspectlib.periods import in_words
from inspectlib.profiles import Profile
from inspectlib.register import Register
from inspectlib.responses import Response
from inspectlib.rules.rule import Answer, Facts, Found, Missing, Rule
from inspectlib.seeing import facts_until

READINGS = ("strict", "local")
NO_INSPECTION = Inspection(id="", title="")


def judge(
    register: Register,
    rules: Iterable[Rule],
    *,
    on: date,
    reading: str = "strict",
    body: str | None = None,
    profiles: Mapping[str, Profile] | None = None,
    areas_for_improvement: bool = False,
    failures: Iterable[Crash] = (),
    distributions: Iterable[str] = (),
) -> Outcome:
    """Return what the rules say of a register on a day.

    A response or case that nobody recorded is judged as one with nothing in it. `profiles` are by area.
    `areas_for_improvement`: the body chose to explain these too. `failures` are plugins that could not be loaded:
    they make the outcome incomplete. `distributions`: the names of those whose plugins took part beside the rules'
    own providers; one that the register is held to and that is missing is a gap. Raises BadCall for an unknown reading,
    UnknownArea.
    """
    if reading not in READINGS:
        message = f"no reading {reading!r}; known: strict (each recommendation), local (those for policing)"
        raise BadCall(message)
    book = sorted(rules, key=lambda each: each.id)
    seen = facts_until(register, on)
    areas = (body,) if body else register.areas
    for area in areas:
        area_of(area)
    judged = _Judged(on, list(failures))
    counts = []
    common: dict[str, Any] = {
        "register": seen,
        "everything": register,
        "on": on,
        "reading": reading,
        "areas": areas,
        "areas_for_improvement": areas_for_improvement,
    }
    for subject, facts, bound in _subjects(seen, book, areas, common, profiles or {}):
        for each in bound:
            judged.ask(each, subject, facts)
    for inspection in seen.inspections:
        for area in areas:
            counts.append(_unexplained(seen, inspection, area))
    return Outcome(
        on=on,
        reading=reading,
        findings=tuple(judged.findings),
        gaps=(
            *_nothing_recorded(seen, areas),
            *_not_checked_since(book, on),
            *_rules_missing(seen, {*distributions, *(each.distribution for each in book)}),
            *judged.gaps,
            *_not_judged(seen, areas, body),
            *_undeclared(seen, areas, profiles or {}),
        ),
        crashes=tuple(judged.crashes),
        rules=tuple(each.id for each in book),
        explanations=tuple(counts),
    )


def _subjects(
    seen: Register,
    book: list[Rule],
    areas: tuple[str, ...],
    common: Mapping[str, Any],
    profiles: Mapping[str, Profile],
) -> Iterator[tuple[Any, Facts, list[Rule]]]:
    """Go once through everything that rules are about, each with the rules that bind it."""
    of = {kind: [each for each in book if each.subject is kind] for kind in (Register, Inspection, Response, Case)}
    yield (
        seen,
        Facts(inspection=NO_INSPECTION, **common),
        [each for each in of[Register] if each.binds(common["on"])],
    )
    for inspection in seen.inspections:
        bound = {
            kind: [each for each in of[kind] if each.binds(inspection.published_on)]
            for kind in (Inspection, Response, Case)
        }
        report: dict[str, Any] = {
            **common,
            "inspection": inspection,
            "last_day": last_day_to_publish(inspection),
            "recommendations": {each.id: each for each in inspection.recommendations},
        }
        yield inspection, Facts(**report), bound[Inspection]
        for area in areas:
            facts = Facts(profile=profiles.get(area), **report)
            yield (
                seen.response(inspection.id, area) or Response(area=area, inspection=inspection.id),
                facts,
                bound[Response],
            )
            for each in inspection.recommendations:
                yield seen.case(each.id, area) or Case(area=area, recommendation=each.id), facts, bound[Case]


class _Judged:
    """Gathers the answers of rules, each with its rule's own particulars."""

    def __init__(self, on: date, crashes: list[Crash]) -> None:
        self.on, self.crashes = on, crashes
        self.findings: list[Finding] = []
        self.gaps: list[Gap] = []
        self._notes: dict[str, str | None] = {}

    def ask(self, each: Rule, subject: Any, facts: Facts) -> None:
        try:
            answer = each.judge(subject, facts)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a rule does, the others' answers stand
            self.crashes.append(Crash(rule=each.id, subject=_name(subject), provider=each.provider, error=repr(error)))
            return
        if answer is not None:
            self._sort_out(each, answer, subject, facts)

    def _sort_out(self, each: Rule, answer: Answer, subject: Any, facts: Facts) -> None:
        inspection = facts.inspection.id or None
        area = getattr(subject, "area", None)
        if each.id not in self._notes:
            self._notes[each.id] = each.cites.doubt(self.on)
        for one in answer if isinstance(answer, tuple) else (answer,):
            if isinstance(one, Found):
                self.findings.append(
                    Finding(
                        rule=each.id,
                        subject=one.subject or _name(subject),
                        severity=each.severity,
                        citation=each.cites.short,
                        message=one.message,
                        inspection=inspection or _inspection_in(one.subject),
                        area=one.area or area,
                        because=one.because,
                        note=self._notes[each.id],
                        audience=each.audience,
                    )
                )
            elif isinstance(one, Missing):
                self.gaps.append(
                    Gap(
                        rule=each.id,
                        subject=one.subject or _name(subject),
                        message=one.message,
                        inspection=inspection or _inspection_in(one.subject),
                        area=one.area or area,
                        note=self._notes[each.id],
                        audience=each.audience,
                    )
                )
            else:
                self.crashes.append(
                    Crash(
                        rule=each.id,
                        subject=_name(subject),
                        provider=each.provider,
                        error=f"answered {one!r}; expected Found, Missing or None",
                    )
                )


def _name(subject: Any) -> str:
    if isinstance(subject, Case):
        return subject.recommendation
    if isinstance(subject, Response):
        return subject.inspection
    return subject.id if isinstance(subject, Inspection) else "register"


def _inspection_in(subject: str | None) -> str | None:
    return subject.rsplit("/", 1)[0] if subject is not None and "/" in subject else None


def _unexplained(seen: Register, inspection: Inspection, area: str) -> tuple[str, int, int]:
    """Return how many recommendations have no explanation: on the strict reading, and on the local one."""
    response = seen.response(inspection.id, area)
    said = response.explanations if response is not None else ()
    explained = {one for each in said if each.text.strip() for one in each.covers}
    left = [each for each in inspection.recommendations if each.is_statutory and each.id not in explained]
    return (f"{inspection.id} {area}", len(left), sum(is_for_policing(each.addressees, area) for each in left))


def _nothing_recorded(seen: Register, areas: tuple[str, ...]) -> Iterator[Gap]:
    if not areas:
        yield Gap(rule="NOTHING-RECORDED", subject="register", message="no police area is recorded")
    if not seen.inspections:
        yield Gap(rule="NOTHING-RECORDED", subject="register", message="no inspection report is recorded")


def _not_checked_since(book: list[Rule], on: date) -> Iterator[Gap]:
    """Yield, once, that sources of the rules are past the day on which they were to be read again."""
    old = [each.cites for each in book if each.cites.verified and each.cites.doubt(on) is not None]
    if old:
        since = min(each.checked_on for each in old if each.checked_on is not None)
        message = (
            f"the sources of {len(old)} of {len(book)} rules were not checked since {in_words(since)}: the law may have "
            "changed; a later version of inspectlib may know"
        )
        yield Gap(rule="SOURCES", subject="register", message=message)


def _undeclared(seen: Register, areas: tuple[str, ...], profiles: Mapping[str, Profile]) -> Iterator[Gap]:
    """Yield the profiles whose fields are recorded and that are not installed."""
    for each in absent_profiles(seen, areas, profiles):
        message = (
            f"fields of the profile {each!r} are recorded, and no such profile is installed: its rules were not asked"
        )
        yield Gap(rule="UNDECLARED", subject=each, message=message)


def _rules_missing(seen: Register, present: set[str]) -> Iterator[Gap]:
    """Yield the distributions that the register is held to and that are not installed: nobody asked their rules."""
    for each in seen.held_to:
        if each.dismissed_on is None and each.distribution not in present:
            message = (
                f"the rules and profile of {each.distribution} were not asked: it is not installed. Install it, or say why it "
                f"no longer counts: record REGISTER dismissed --ref {each.distribution} --reason TEXT"
            )
            yield Gap(rule="RULES-MISSING", subject=each.distribution, message=message)


def _not_judged(seen: Register, areas: tuple[str, ...], body: str | None) -> Iterator[Gap]:
    """Yield what is held and no rule could be asked about."""
    for what, values in (("response", seen.responses), ("case", seen.cases)):
        for each in values:
            inspection = seen.find(each.inspection)
            if inspection is None:
                yield _dangling(f"a {what} is about a report that is not in the register", each.inspection, each.area)
            elif isinstance(each, Case) and seen.find_recommendation(each.recommendation) is None:
                yield _dangling(
                    f"a case is about {each.recommendation}, which its report does not hold", each.inspection, each.area
                )
    for response in seen.responses:
        for one in dict.fromkeys(each for explanation in response.explanations for each in explanation.covers):
            if seen.find_recommendation(one) is None:
                message = f"an explanation is about {one}, which is not in the register"
                yield _dangling(message, response.inspection, response.area)
    for action in seen.actions:
        for one in action.answers:
            if seen.find_recommendation(one) is None:
                report = one.rsplit("/", 1)[0]
                yield _dangling(f"action {action.id} answers {one}, which is not in the register", report, action.area)
    if not body:
        rows = (seen.responses, seen.cases, seen.actions, seen.monitoring, seen.website)
        for area in sorted({each.area for values in rows for each in values} - set(areas)):
            yield Gap(
                rule="NOT-KEPT-FOR",
                subject=area,
                message=f"facts of {area!r} are held, which this register does not answer for",
            )
    for unread in seen.unread:
        if unread.dismissed_on is not None:
            continue
        yield Gap(rule="UNREAD", subject=unread.source, message=f"{unread.place}: {unread.message}")


def _dangling(message: str, inspection: str, area: str) -> Gap:
    return Gap(rule="DANGLING", subject=inspection, message=message, inspection=inspection, area=area)
