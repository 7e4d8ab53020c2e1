"""A plugin with one offer of each hook."""

from collections.abc import Iterable
from datetime import date

from inspectlib.cases import Case
from inspectlib.citations import Citation
from inspectlib.errors import CannotRead
from inspectlib.exchange import Exporter, Importer, ImportResult, Job, Source
from inspectlib.fields import Audience
from inspectlib.findings import Problem, Severity
from inspectlib.hookspecs import hookimpl
from inspectlib.profiles import ExtraField, ExtraKind, Profile
from inspectlib.register import Register
from inspectlib.rules.rule import Answer, Facts, Found, Missing, Rule

INSPECTLIB_HOOKS = 1
OURS = Citation(id="OURS", title="Our office", provision="1", duty="Do.", checked_on=date(2026, 1, 5))


def owner_missing(case: Case, facts: Facts) -> Answer:
    """Each case has an owner."""
    if case.owner is None:
        return Missing(message=f"{facts.recommendations[case.recommendation].label}: no owner")
    return Found(message="owned", because=(("owner", case.owner),)) if facts.on > date(2030, 1, 1) else None


def read_note(source: Source) -> ImportResult:
    if not source.text().startswith("Note"):
        message = f"{source.name!r} is no note"
        raise CannotRead(message)
    return ImportResult(register=Register(), problems=(Problem(place="line 1", message="nothing else"),))


def write_list(job: Job) -> None:
    for number, case in enumerate(job.view.register.cases, 1):
        job.progress(number, len(job.view.register.cases))
        extras = [f"{each.title}: {each.text}" for each in job.view.extras(case)]
        job.destination.write_text(f"{job.view.statuses[case.key].words} {extras}", encoding="utf-8")


@hookimpl
def inspectlib_rules() -> Iterable[Rule]:
    return [Rule(id="OWN-1", title="No owner", subject=Case, severity=Severity.LOCAL, cites=OURS, judge=owner_missing)]


@hookimpl
def inspectlib_importers() -> Iterable[Importer]:
    return [
        Importer(
            name="n", title="N", suffixes=(".n",), recognises=lambda source: 60 if source.data else 0, read=read_note
        )
    ]


@hookimpl
def inspectlib_exporters() -> Iterable[Exporter]:
    return [Exporter(name="l", title="L", audience=Audience.WORKING, suffix=".txt", export=write_list)]


@hookimpl
def inspectlib_profiles() -> Iterable[Profile]:
    field = ExtraField(name="seen", of="Case", title="Seen", audience=Audience.PUBLIC, kind=ExtraKind.DATE)
    return [Profile(name="northmoor", area="northmoor", extras=(field,), source="its handbook")]
