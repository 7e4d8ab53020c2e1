"""Time the tracker against openpyxl's bare write-only mode on the same cells, in one run; ratios matter, not seconds."""

import io
import resource
import statistics
import sys
import time
from pathlib import Path

from inspectlib_excel import cover, sent
from inspectlib_excel.tables import content
from inspectlib_excel.tracker import loose_rows, tracker
from inspectlib_excel.tracker_home import read_tracker
from openpyxl import Workbook

from inspectlib.audiences import view_of
from inspectlib.deadlines import deadlines
from inspectlib.exchange import Job, Source
from inspectlib.fields import Audience
from inspectlib.findings import Outcome
from inspectlib.sample import SAMPLE_DAY, office_register

ROUNDS = 3


def a_job(cases: int) -> Job:
    register = office_register(cases)
    view = view_of(
        register,
        Audience.WORKING,
        on=SAMPLE_DAY,
        outcome=Outcome(on=SAMPLE_DAY, reading="strict"),
        deadlines=deadlines(register, on=SAMPLE_DAY, open_only=False),
    )
    return Job(view=view, on=SAMPLE_DAY, destination=Path("none"))


def bare(job: Job, made: object) -> None:
    """Write the same cells with openpyxl alone: no style, width, link, list or table."""
    front = tuple(cover.rows(job, made))
    loose = loose_rows(job, made, front)
    book = Workbook(write_only=True)
    for table in made.tables:
        sheet = book.create_sheet(table.form.name)
        for row in table.rows:
            sheet.append(row)
    for name, rows in loose.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if value == "=" else value for value in row])
    sheet = book.create_sheet("sent")
    for row in sent.lines(job, made, loose):
        sheet.append(row)
    book.save(io.BytesIO())


def timed(work, *given) -> float:
    began = time.perf_counter()
    work(*given)
    return time.perf_counter() - began


def main() -> None:
    for cases in map(int, sys.argv[1:] or ("300", "3000")):
        job = a_job(cases)
        made = content(job)
        times = {"facts and rows": [], "tracker": [], "openpyxl bare, write-only": [], "read home": []}
        book = b""
        for _ in range(ROUNDS):
            times["facts and rows"].append(timed(content, job))
            began = time.perf_counter()
            book = tracker(job, made)
            times["tracker"].append(time.perf_counter() - began)
            times["openpyxl bare, write-only"].append(timed(bare, job, made))
            times["read home"].append(timed(read_tracker, Source(name="t.xlsx", data=book)))
        floor = statistics.median(times["openpyxl bare, write-only"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{cases} cases, {len(book):,} bytes, peak {peak} MB")
        for name, found in times.items():
            print(f"  {name:28} {statistics.median(found):7.2f} s   {statistics.median(found) / floor:5.2f}")


if __name__ == "__main__":
    main()
