"""A small tool of another office: its own rule, and its own paper for the assurance board, in one file.

    python assurance_note.py register.json 2024-06-28 note.docx

It imports inspectlib as any program would: nothing here is installed as a plugin, and no other office gets it.
The paper is written by `inspectlib-documents`; without it, the same words come out as Markdown (note.md).
"""

import sys
from datetime import date
from pathlib import Path

import inspectlib as il
from inspectlib.cases import Case
from inspectlib.citations import Citation
from inspectlib.deadlines import deadlines
from inspectlib.fields import evolve
from inspectlib.findings import Outcome, Severity
from inspectlib.periods import in_words
from inspectlib.plugins import load_plugins
from inspectlib.register import Register
from inspectlib.rules.rule import Answer, Facts, Missing, Rule

#: days in which the board wants to see a review of each open case
REVIEWED_WITHIN = 30

BOARD = Citation(
    id="BOARD-TERMS",
    title="Assurance board",
    provision="terms of reference, 4.2",
    duty="The board sees a review of each open case that is no older than 30 days.",
    verified=True,
    checked_on=date(2026, 1, 5),
    review_by=date(2027, 1, 5),
)


def no_fresh_review(case: Case, facts: Facts) -> Answer:
    """Each case that the force works on was reviewed in the last 30 days."""
    if case.position is None or case.closure:
        return None
    last = max((each.on for each in case.reviews), default=None)
    if last is not None and (facts.on - last).days <= REVIEWED_WITHIN:
        return None
    seen = f"last reviewed on {in_words(last)}" if last is not None else "no review is recorded"
    return Missing(message=f"{facts.recommendations[case.recommendation].label}: {seen}")


OUR_RULE = Rule(
    id="BOARD-REVIEW",
    title="No review that the board may rely on",
    subject=Case,
    severity=Severity.LOCAL,
    cites=BOARD,
    judge=no_fresh_review,
)


def checked(register: Register, on: date) -> Outcome:
    """Check a register against the whole book and our own rule."""
    plugins = load_plugins()
    return il.check(register, on=on, plugins=evolve(plugins, rules=(*plugins.rules, OUR_RULE)))


def lines_of(register: Register, on: date) -> list[tuple[str, list[str]]]:
    """Return the paper: a heading with its lines, in the order in which the board reads them."""
    outcome = checked(register, on)
    late = [each for each in deadlines(register, on=on) if each.days_left is not None and each.days_left < 0]
    titles = {each.id: each.title for each in register.inspections}

    def about(inspection: str | None, message: str) -> str:
        return f"{titles.get(inspection or '', 'The register')}: {message}"

    stale = [f"{about(each.inspection, each.message)}." for each in outcome.gaps if each.rule == OUR_RULE.id]
    breaches = [f"{about(each.inspection, each.message)} ({each.citation})." for each in outcome.findings]
    whole = "was complete" if outcome.complete else "was not complete: read the lists as the least there is"
    return [
        ("What the law asked and was not done", breaches or ["Nothing was found."]),
        (
            "Past its day",
            [f"{about(each.inspection, each.what)}, {in_words(each.last_day)}." for each in late] or ["Nothing is."],
        ),
        ("Not reviewed for this board", stale or ["Every open case was."]),
        (
            "What this paper rests on",
            [
                f"{len(outcome.rules)} rules, as on {in_words(on)}; the check {whole}.",
                f"Not shown to be in order: {len(outcome.gaps)}.",
            ],
        ),
    ]


def write(register: Register, on: date, path: Path) -> None:
    """Write the paper as Word, or as Markdown where the name ends in .md."""
    title, parts = f"Inspections: note for the assurance board, {in_words(on)}", lines_of(register, on)
    if path.suffix == ".md":
        body = "".join(f"\n## {head}\n\n" + "".join(f"- {line}\n" for line in lines) for head, lines in parts)
        path.write_text(f"# {title}\n{body}", encoding="utf-8")
        return
    from inspectlib_documents.describing import Document, Heading, Paragraph, Part
    from inspectlib_documents.writing import write_docx

    told: list[Part] = [Heading(text=title, level=0)]
    for head, lines in parts:
        told += [Heading(text=head), *(Paragraph(text=line) for line in lines)]
    write_docx(Document(title=title, on=on, parts=tuple(told), footer="Assurance board"), path)


def main() -> None:
    """Write the paper that the command line asks for."""
    register, day, path = sys.argv[1:]
    write(il.load(register), date.fromisoformat(day), Path(path))


if __name__ == "__main__":
    main()
