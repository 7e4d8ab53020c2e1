"""What the commands print: sentences that read well aloud; no meaning by colour or position alone."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

import attrs

from inspectlib.bodies import addressee_name
from inspectlib.cases import Action, Case, Position
from inspectlib.cli.tables import say
from inspectlib.closure import closure_of
from inspectlib.converting import to_plain
from inspectlib.deadlines import Deadline, days_away
from inspectlib.exchange import ImportResult
from inspectlib.findings import Finding, Gap, Outcome
from inspectlib.periods import in_words
from inspectlib.profiles import Profile
from inspectlib.register import Register
from inspectlib.responses import Response
from inspectlib.rules.rule import Rule
from inspectlib.showing import counted
from inspectlib.status import status_of
from inspectlib.testing.cases import cases_of


def reading(result: ImportResult) -> None:
    """Print what an importer understood."""
    for inspection in result.register.inspections:
        published = in_words(inspection.published_on) if inspection.published_on else "publication date not known"
        say(f"{inspection.title} ({published})")
        say(f"id: {inspection.id}")
        for each in inspection.recommendations:
            due = f", due {in_words(each.due_on)}" if each.due_on else ""
            say(
                f"{each.label}, to {', '.join(map(addressee_name, each.addressees)) or 'nobody named'}{due}: {each.text}"
            )
    labels = {each.id: each.label for one in result.register.inspections for each in one.recommendations}
    for response in result.register.responses:
        say(f"response of {response.area}: {_recorded(response)}")
    for case in result.register.cases:
        say(f"case of {case.area}, {labels.get(case.recommendation, case.recommendation)}: {_recorded(case)}")
    for action in result.register.actions:
        answered = ", ".join(labels.get(one, one) for one in action.answers) or "no recommendation"
        say(f"action of {action.area} for {answered}: {_recorded(action)}")
    if result.changes is not None:
        for change in result.changes:
            say(f"changed: {change}")
        say(f"a returned copy with {counted(len(result.changes), 'change')}; bring it home with: inspectlib merge")
    for problem in result.problems:
        say(f"not understood: {problem.place}: {problem.message}")


#: fields that say what a value is about, not what is recorded of it
_ABOUT = ("area", "inspection", "recommendation", "id", "answers")
#: characters of a text before it is cut
_LONGEST = 80


def _recorded(value: Response | Case | Action) -> str:
    """Return what is recorded of a value, a field after the other: texts cut, of lists how long they are."""
    kind: Any = type(value)
    fields = [(each.name, getattr(value, each.name), each.default) for each in attrs.fields(kind)]
    told = [
        f"{name.replace('_', ' ')} {_short(held)}"
        for name, held, default in fields
        if name not in _ABOUT and held != default
    ]
    return "; ".join(told) or "nothing recorded"


def _short(held: object) -> str:
    if isinstance(held, tuple):
        return f"({len(held)})"
    if isinstance(held, date):
        return in_words(held)
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, Position):
        return held.answer.value + (f" on {in_words(held.on)}" if held.on else "")
    text = " ".join(str(held.value if isinstance(held, Enum) else held).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def imported(one: dict[str, Any]) -> None:
    """Print what one document brought into a register, and what of it was left alone."""
    for line in one["said"]:
        say(line)
    for problem in one["problems"]:
        say(f"not understood: {problem['place']}: {problem['message']}")


def explained(result: ImportResult) -> None:
    """Print what each place of a document was taken for, why, and how sure that is."""
    if not result.explained:
        say("this importer does not say how it reads")
    for each in result.explained:
        sure = f", sure {each.sure:.1f}" if each.sure is not None else ""
        say(f"{each.place}: {each.taken_for}, because {each.why}{sure}: {each.text[:70]!r}")


def outcome(found: Outcome) -> None:
    """Print findings and gaps grouped by inspection; the last line counts what is not shown."""
    say(f"Checked as on {in_words(found.on)}, {found.reading} reading, {len(found.rules)} rules.")
    said: dict[tuple[str, str], tuple[list[Finding], list[Gap]]] = {}
    for finding in found.findings:
        said.setdefault(_place(finding), ([], []))[0].append(finding)
    for gap in found.gaps:
        said.setdefault(_place(gap), ([], []))[1].append(gap)
    for place, (findings, gaps) in sorted(said.items(), key=lambda each: each[0]):
        name = " for ".join(part for part in place if part) or "The register"
        say(f"\n{name}")
        for finding in findings:
            words = f"{_about(finding)}{finding.message}. {finding.citation}{_noted(finding)}"
            say(f"  Breach ({finding.severity.value}, {finding.rule}): {words}.")
        for gap in gaps:
            say(f"  Not shown ({gap.rule}): {_about(gap)}{gap.message}{_noted(gap)}.")
    for crash in found.crashes:
        say(f"\nBroken: {crash.rule} from {crash.provider} on {crash.subject}: {crash.error}")
    strict = sum(each[1] for each in found.explanations)
    local = sum(each[2] for each in found.explanations)
    say(f"\nRecommendations without an explanation: {strict} on the strict reading, {local} on the local one.")
    if not found.complete:
        say(f"This answer is incomplete: {' and '.join(_incomplete(found))}.")
    say(f"Breaches: {len(found.findings)}; not shown to be in order: {len(found.gaps)}")


def _about(each: Finding | Gap) -> str:
    """Return which item a message is about, where its place and its words do not say."""
    key = each.subject.rsplit("/", 1)[-1]
    if each.subject in (each.inspection, each.area, "register") or each.rule == "UNREAD" or f" {key}:" in each.message:
        return ""
    return f"recommendation {key}: " if key[:1].isdigit() else f"{key}: "


def _incomplete(found: Outcome) -> list[str]:
    """Return why an answer is not whole."""
    silent = {each.rule for each in found.gaps}
    return [
        *(["a rule or a plugin broke"] if found.crashes else []),
        *(["something that was imported was not read"] if "UNREAD" in silent else []),
        *(["rules that count for this register are not installed"] if "RULES-MISSING" in silent else []),
    ]


def _noted(each: Finding | Gap) -> str:
    return f" ({each.note})" if each.note else ""


def _place(each: Finding | Gap) -> tuple[str, str]:
    return (each.inspection or "", each.area or "")


def plain_rule(each: Rule) -> dict[str, Any]:
    """Return a rule as plain data."""
    return {
        "id": each.id,
        "title": each.title,
        "duty": each.duty,
        "subject": each.subject.__name__,
        "severity": each.severity.value,
        "in_force_from": each.since.isoformat() if each.since else None,
        "in_force_until": each.until.isoformat() if each.until else None,
        "provided_by": each.provider,
        "cases": [{"expect": case.expect, "name": case.name} for case in cases_of(each.id)],
        "citation": to_plain(each.cites),
    }


_EXPECTED = {"holds": "In order", "breaks": "Breach", "gap": "Not shown"}


def one_rule(each: Rule) -> None:
    """Print a rule as its page says it."""
    say(f"{each.id}: {each.title}")
    say(f"Duty: {each.duty}")
    say(f"Severity: {each.severity.value}; provided by {each.provider}")
    for case in cases_of(each.id):
        say(f"  {_EXPECTED[case.expect]}: {case.name}")
    say(f"Source: {each.cites.short}: {each.cites.duty}")
    if each.cites.days:
        say(
            f"Count: {each.cites.days} days beginning with the day of publication, which is day 1; "
            f"the last day is {each.cites.days - 1} days after it; weekends and bank holidays do not extend it"
        )
    if each.since or each.until:
        source = f" ({each.cites.since_source})" if each.cites.since_source else ""
        say(f"In force: {each.in_force}{source}")
    if each.cites.url:
        say(f"Read at: {each.cites.url}")
    checked = in_words(each.cites.checked_on) if each.cites.checked_on else "never"
    again = f"; to be checked again by {in_words(each.cites.review_by)}" if each.cites.review_by else ""
    say(f"Checked on {checked}{again}; {'confirmed' if each.cites.verified else 'NOT confirmed'}")


def deadlines(found: tuple[Deadline, ...]) -> None:
    """Print each date with whose move it is and how it was counted."""
    for each in found:
        when = days_away(each.days_left)
        say(f"{in_words(each.last_day, weekday=True)} ({when}): {each.what}; {each.whose}; {each.citation}")
        say(f"  about: {each.subject}")
        for line in each.working:
            say(f"  {line}")
    say(counted(len(found), "deadline"))


def statuses(
    register: Register, on: date, body: str | None, profiles: Mapping[str, Profile] | None = None
) -> list[dict[str, Any]]:
    """Return a row a recommendation and area: status in words, due dates, deferrals, what a closure waits for."""
    rows = []
    for inspection in register.inspections:
        for area in (body,) if body else register.areas:
            for each in inspection.recommendations:
                status = status_of(register.case(each.id, area), each, on=on, area=area)
                rows.append(
                    {
                        "recommendation": each.id,
                        "area": area,
                        "status": status.words,
                        **to_plain(status),
                        **_closing(register, each.id, area, on, (profiles or {}).get(area)),
                    }
                )
    return rows


def _closing(register: Register, recommendation: str, area: str, on: date, profile: Profile | None) -> dict[str, Any]:
    decision = closure_of(register, recommendation, body=area, on=on, profile=profile)
    return {
        "may_be_closed": decision.may_be_closed,
        "waiting_for": [to_plain(each) for each in decision.waiting_for],
        "policy": decision.policy,
        "policy_trusted": decision.policy_trusted,
    }
