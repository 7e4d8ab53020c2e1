"""A program that asks a register, as an office would write it."""

from datetime import date
from pathlib import Path

import inspectlib as il
from inspectlib.recording import Fact, record


def breaches(path: Path) -> list[str]:
    register: il.Register = il.load(path)
    outcome = il.check(register, on=date(2024, 6, 28), reading="local", body="northmoor")
    whole: bool = outcome.complete and outcome.clear
    return [f"{each.rule} {each.message} {each.citation} {whole}" for each in outcome.findings]


def waits(register: il.Register) -> list[str]:
    decision = il.closure_of(register, "a-report-2023/1", body="northmoor", on="2024-06-28")
    return [each.what for each in decision.waiting_for]


def keep(register: il.Register) -> il.Register:
    made, words = record(register, Fact(name="invited", inspection="a", area="northmoor", on=date(2024, 1, 5)))
    written: tuple[Path, ...] = il.export(made, "excel-tracker", "tracker.xlsx", on="2024-06-28")
    merged = il.merge(made, written[0])
    taken: int = len(merged.taken)
    return il.save(merged.register, "register.json", by="Policy officer", why=f"{words}, {taken}")


def read(path: Path) -> str:
    try:
        result = il.read(path)
    except il.CannotRead as error:
        return str(error)
    duty: str = il.explain("PA96-S55-5A").duty
    return duty + ", ".join(each.message for each in result.problems)
