"""What is said of a register or a document: breaches, facts that nobody recorded, rules that broke, problems."""

from datetime import date
from enum import Enum

from inspectlib.fields import Audience, Public, Working, value
from inspectlib.periods import in_words
from inspectlib.showing import html_table


class Severity(Enum):
    """Whose rule it is: the law's, the inspectorate's, or local good practice."""

    STATUTORY = "statutory"
    INSPECTORATE = "inspectorate"
    LOCAL = "local"


@value
class Finding:
    """A duty or practice that was not kept, with its source and the facts used.

    `inspection` and `area` group findings for people; `subject` names what it is about; `audience` says who may see it.
    """

    rule: Public[str]
    subject: Public[str]
    severity: Public[Severity]
    citation: Public[str]
    message: Public[str]
    inspection: Public[str | None] = None
    area: Public[str | None] = None
    because: Working[tuple[tuple[str, str], ...]] = ()
    note: Working[str | None] = None
    audience: Working[Audience] = Audience.WORKING


@value
class Gap:
    """Something not shown to be in order, because a fact is not recorded. `audience`: who may see it.

    `note`: that the rule's source is not confirmed, or was not checked since a day.
    """

    rule: Public[str]
    subject: Public[str]
    message: Public[str]
    inspection: Public[str | None] = None
    area: Public[str | None] = None
    note: Working[str | None] = None
    audience: Working[Audience] = Audience.WORKING


@value
class Crash:
    """A rule or a plugin broke; its answer is missing from the outcome."""

    rule: Public[str]
    subject: Public[str]
    provider: Public[str]
    error: Public[str]


@value
class Problem:
    """Something that was not understood, and where: in a document read, or in a copy that came home."""

    place: Public[str]
    message: Public[str]


@value
class Outcome:
    """The answer of a check on one day under one reading."""

    on: Public[date]
    reading: Public[str]
    findings: Public[tuple[Finding, ...]] = ()
    gaps: Public[tuple[Gap, ...]] = ()
    crashes: Public[tuple[Crash, ...]] = ()
    rules: Public[tuple[str, ...]] = ()
    explanations: Public[tuple[tuple[str, int, int], ...]] = ()

    @property
    def complete(self) -> bool:
        """Say whether every rule that the register is held to gave an answer, and everything imported was read."""
        return not self.crashes and not any(gap.rule in ("UNREAD", "RULES-MISSING") for gap in self.gaps)

    @property
    def clear(self) -> bool:
        """Say whether everything is shown to be in order: no breach, no gap, complete."""
        return self.complete and not self.findings and not self.gaps

    def _repr_html_(self) -> str:
        rows = [
            *(("Breach", each.rule, each.subject, each.message, each.citation) for each in self.findings),
            *(
                ("Not shown to be in order", each.rule, each.subject, each.message, each.note or "")
                for each in self.gaps
            ),
            *(("Broken", each.rule, each.subject, each.error, each.provider) for each in self.crashes),
        ]
        caption = (
            f"Check as on {in_words(self.on)}, {self.reading} reading, {len(self.rules)} rules: "
            f"breaches: {len(self.findings)}; not shown to be in order: {len(self.gaps)}"
        )
        notes = () if self.complete else ("This answer is incomplete.",)
        return html_table(caption, ("Answer", "Rule", "About", "What", "Source or note"), rows, notes=notes)
