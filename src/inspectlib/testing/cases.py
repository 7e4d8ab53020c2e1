"""Cases of rules, written in TOML: a register with one small change, and what the rule must say of it.

A file holds tables `[[RULE-ID]]`, each a case: `name` (a sentence), `expect` ("holds", "breaks" or "gap"), and
optionally `times` (how many answers), `start` ("complete", "closed", "unanswered" or "empty"), `on`, `reading`, `says` (words of the message),
`set` (path = value), `remove` (paths), `profile` (fields of a Profile; `policy_confirmed_on` confirms the shipped
policy) and `areas_for_improvement`. A path is dotted: `responses.0.publications.0.on`; `+` appends to a list.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from inspectlib.checking import judge
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import CannotRead
from inspectlib.fields import Public, evolve, value
from inspectlib.findings import Outcome
from inspectlib.policies import Confirmation, shipped_policy
from inspectlib.profiles import Profile
from inspectlib.register import Register
from inspectlib.rules.rule import Rule
from inspectlib.testing import AREA, a_closed_register, a_complete_register, an_unanswered_register

EXPECTATIONS = ("holds", "breaks", "gap")
_STARTS = {
    "complete": a_complete_register,
    "closed": a_closed_register,
    "unanswered": an_unanswered_register,
    "empty": Register,
}
_DEFAULT_DAY = date(2023, 6, 1)
_KEYS = {
    "name",
    "expect",
    "start",
    "on",
    "reading",
    "says",
    "times",
    "set",
    "remove",
    "profile",
    "areas_for_improvement",
}


@value
class RuleCase:
    """One case of one rule. `expect`: "holds", "breaks" or "gap".

    `says`: words that a message holds; `times`: how many findings, or gaps, there are.
    """

    rule: Public[str]
    name: Public[str]
    expect: Public[str]
    start: Public[str] = "complete"
    on: Public[date] = _DEFAULT_DAY
    reading: Public[str] = "strict"
    says: Public[str | None] = None
    times: Public[int | None] = None
    changes: Public[tuple[tuple[str, Any], ...]] = ()
    removed: Public[tuple[str, ...]] = ()
    profile: Public[tuple[tuple[str, Any], ...]] = ()
    areas_for_improvement: Public[bool] = False


def read_cases(text: str) -> tuple[RuleCase, ...]:
    """Return the cases of a TOML text. Raises CannotRead for an unknown key, start or expectation."""
    found = []
    for rule_id, rows in tomllib.loads(text).items():
        for row in rows:
            unknown = sorted(set(row) - _KEYS)
            if unknown or row.get("expect") not in EXPECTATIONS or row.get("start", "complete") not in _STARTS:
                what = f"unknown key {unknown[0]!r}" if unknown else "an unknown start or expectation"
                message = f"case {row.get('name')!r} of {rule_id}: {what}"
                raise CannotRead(message)
            given = {key: row[key] for key in _KEYS - {"set", "remove", "profile"} if key in row}
            found.append(
                RuleCase(
                    rule=rule_id,
                    changes=tuple(row.get("set", {}).items()),
                    removed=tuple(row.get("remove", ())),
                    profile=tuple(row.get("profile", {}).items()),
                    **given,
                )
            )
    return tuple(found)


@cache
def shipped_cases() -> tuple[RuleCase, ...]:
    """Return the cases of the library's own rules."""
    folder = files("inspectlib").joinpath("rules/cases")
    texts = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(case for each in texts for case in read_cases(each.read_text(encoding="utf-8")))


def cases_of(rule_id: str) -> tuple[RuleCase, ...]:
    """Return the cases of one of the library's own rules; none for a rule of a plugin."""
    return tuple(each for each in shipped_cases() if each.rule == rule_id)


def register_of(case: RuleCase) -> Register:
    """Return the register that a case is about."""
    plain = to_plain(_STARTS[case.start]())
    for path in case.removed:
        _at(plain, path, remove=True)
    for path, new in case.changes:
        _at(plain, path, new=_plain(new))
    register: Register = from_plain(plain, Register)
    return register


def ask(rule: Rule, case: RuleCase) -> Outcome:
    """Return what one rule alone says of a case."""
    given: dict[str, Any] = dict(case.profile)
    confirmed_on = given.pop("policy_confirmed_on", None)
    if confirmed_on is not None:
        confirmation = Confirmation(source="the inspectorate's letter", by="Head of Governance", on=confirmed_on)
        given["policy"] = evolve(shipped_policy(), confirmed=confirmation)
    profiles = {AREA: Profile(name="case", area=AREA, **given)} if given else {}
    return judge(
        register_of(case),
        [rule],
        on=case.on,
        reading=case.reading,
        profiles=profiles,
        areas_for_improvement=case.areas_for_improvement,
    )


def fault_of(rule: Rule, case: RuleCase) -> str | None:
    """Return what is wrong with a case or its rule, in a sentence; None where the rule says what the case expects."""
    outcome = ask(rule, case)
    findings = [each.message for each in outcome.findings if each.rule == rule.id]
    gaps = [each.message for each in outcome.gaps if each.rule == rule.id]
    if outcome.crashes:
        return f"{rule.id}, {case.name!r}: the rule broke: {outcome.crashes[0].error}"
    said = "breaks" if findings else "gap" if gaps else "holds"
    if said != case.expect:
        return (
            f"{rule.id}, {case.name!r}: expected {case.expect}, found {said}: {'; '.join(findings + gaps) or 'nothing'}"
        )
    found = len(findings) if case.expect == "breaks" else len(gaps)
    if case.times is not None and found != case.times:
        return f"{rule.id}, {case.name!r}: expected {case.times} answers, found {found}: {'; '.join(findings + gaps)}"
    if case.says is not None and not any(case.says in each for each in findings + gaps):
        return f"{rule.id}, {case.name!r}: expected the words {case.says!r}, found {'; '.join(findings + gaps)}"
    return None


def rules_without_cases(rules: Iterable[Rule], cases: Iterable[RuleCase]) -> tuple[str, ...]:
    """Return a sentence for each rule that has no case that holds, or none in which it speaks."""
    cases = tuple(cases)
    faults = []
    for each in rules:
        said = {case.expect for case in cases if case.rule == each.id}
        if "holds" not in said:
            faults.append(f"{each.id} has no case that holds")
        if not said & {"breaks", "gap"}:
            faults.append(f"{each.id} has no case that breaks")
    return tuple(faults)


def _plain(new: Any) -> Any:
    if isinstance(new, date):
        return new.isoformat()
    if isinstance(new, Mapping):
        return {key: _plain(each) for key, each in new.items()}
    return [_plain(each) for each in new] if isinstance(new, list) else new


def _at(plain: Any, path: str, *, new: Any = None, remove: bool = False) -> None:
    *before, last = path.split(".")
    for step in before:
        plain = plain[int(step)] if isinstance(plain, list) else plain[step]
    if isinstance(plain, list):
        if last == "+":
            plain.append(new)
        elif remove:
            del plain[int(last)]
        else:
            plain[int(last)] = new
    elif remove:
        del plain[last]
    else:
        plain[last] = new
