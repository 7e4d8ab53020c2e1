"""The website against jinja2 rendering the same pages alone, in one run and pairwise; and a rebuild after one change.

Run: python benchmarks/website.py [numbers of responses, 300 1000 3000 unless said]. Ratios matter, not seconds.
`alone` is in the processor time of the programs: what the system takes to make a file moves several times over with
what else the disk does. `written` is jinja2 with its pages written to bare files, the system's time counted on both
sides: below that no static site goes. Peak memory is that of a process of its own, over what the view holds.
"""

import gc
import gzip
import json
import math
import multiprocessing
import resource
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from inspectlib_website import rendering
from inspectlib_website.site import WEBSITE

from inspectlib.audiences import View, view_of
from inspectlib.bodies import areas
from inspectlib.cases import Case, ClosureFact, ClosureStep, Position, PositionAnswer
from inspectlib.deadlines import deadlines
from inspectlib.exchange import Job
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.inspections import Basis, Inspection
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Copy, Explanation, Publication, Recipient, Response, SignOff

ON = date(2024, 6, 28)
AREAS = tuple(each.slug for each in areas())
PER_REPORT = 10
ROUNDS = 3
_THEMES = ("vulnerability", "legitimacy", "investigation", "custody", "workforce")


#: as many words as writers of reports use, by how often: few common ones, many rare ones
_WORDS = [f"{start}{middle}{end}" for start in "bcdfglmnprstvw" for middle in ("al", "er", "in", "on", "ust", "eam", "ord", "ick")
          for end in ("ing", "ment", "ers", "ed", "ance", "ion", "able", "ness", "ity", "al")]  # fmt: skip


def prose(random: Random, words: int) -> str:
    """Return so many words in sentences of about fifteen."""
    found = [_WORDS[min(int(random.paretovariate(0.6)) - 1, len(_WORDS) - 1)] for _ in range(words)]
    lines = (" ".join(found[at : at + 15]).capitalize() for at in range(0, words, 15))
    return ". ".join(lines) + "."


def a_report(number: int) -> Inspection:
    """Return a report of ten recommendations, each of 40 to 90 words as real ones are."""
    random = Random(number)
    name = f"report-{number:05}-2023"
    due = date(2024, 3, 31) + timedelta(days=number % 200)
    return Inspection(
        id=name,
        title=f"How well the police do the thing that is numbered {number}",
        url=f"https://example.org/reports/{number}",
        published_on=date(2019, 3, 8) + timedelta(days=number * 7 % 1800),
        inspectorates=("HMICFRS",),
        basis=Basis.S54,
        recommendations=tuple(
            Recommendation(
                id=f"{name}/{each}",
                number=str(each),
                text=f"By {due:%B %Y}, chief constables should {prose(random, random.randint(25, 60))}\n\n"
                f"They should:\n\n- {prose(random, 10)}\n- {prose(random, 10)}",
                addressees=("chief_constables",),
                due=DueDate(words=f"By {due:%B %Y}", last_day=due, precision=DuePrecision.DAY),
                theme=_THEMES[(number + each) % len(_THEMES)],
            )
            for each in range(1, PER_REPORT + 1)
        ),
    )


def a_register(responses: int) -> Register:
    """Return a register of so many published responses, of 43 areas at most, each with ten cases."""
    reports = [a_report(number) for number in range(-(-responses // len(AREAS)))]
    pairs = [(area, report) for report in reports for area in AREAS][:responses]
    cases, made = [], []
    random = Random(responses)
    for area, report in pairs:
        published = report.published_on or ON
        for each in report.recommendations:
            done = (ClosureFact(step=ClosureStep.CLOSED, on=published + timedelta(days=90)),)
            cases.append(
                Case(
                    area=area,
                    recommendation=each.id,
                    position=Position(answer=PositionAnswer.ACCEPTED, on=published + timedelta(days=21)),
                    owner="Head of Crime",
                    force_comment=prose(random, 30),
                    closure=done if int(each.key) % 3 == 0 else (),
                )
            )
        made.append(
            Response(
                area=area,
                inspection=report.id,
                comments=f"{prose(random, 60)}\n\n{prose(random, 60)}",
                explanations=tuple(
                    Explanation(covers=(each.id,), action=prose(random, 40)) for each in report.recommendations
                ),
                chief_officer_comments=(
                    ChiefOfficerComments(text=prose(random, 50), received_on=published + timedelta(days=25)),
                ),
                publications=(Publication(on=published + timedelta(days=50), url="https://example.org/response"),),
                copies=(Copy(to=Recipient.INSPECTORS, on=published + timedelta(days=50)),),
            )
        )
    register = Register(areas=AREAS).with_inspection(*reports).with_case(*cases)
    signed = []
    for each in made:
        words = register.statutory_text(each)
        day = each.publications[0].on - timedelta(days=2)
        signed.append(evolve(each, sign_offs=(SignOff(role="Commissioner", on=day, text_hash=words.hash, text=words),)))
    return register.with_response(*signed)


def a_view(register: Register) -> View:
    """Return what the public may see."""
    outcome = Outcome(on=ON, reading="strict")
    return view_of(
        register, Audience.PUBLIC, on=ON, outcome=outcome, deadlines=deadlines(register, on=ON, open_only=False)
    )


def changed(register: Register) -> Register:
    """Return the register with one more copy recorded as sent."""
    each = register.responses[-1]
    copy = Copy(to=Recipient.SECRETARY_OF_STATE, on=ON)
    return register.with_response(evolve(each, copies=(*each.copies, copy)))


def seconds(work: Callable[..., object], *given: object) -> tuple[float, float]:
    """Return the processor time of some work: the program's own, and with the system's."""
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF)
    work(*given)
    after = resource.getrusage(resource.RUSAGE_SELF)
    own = after.ru_utime - before.ru_utime
    return own, own + after.ru_stime - before.ru_stime


def job(view: View, destination: Path, previous: Path | None = None) -> Job:
    """Return the export of a site, in place of any that stands there."""
    shutil.rmtree(destination, ignore_errors=True)
    return Job(view=view, on=ON, destination=destination, previous=previous)


def asked_of_jinja(view: View, folder: Path) -> list[tuple[Any, dict[str, Any], str]]:
    """Return what the exporter gives to jinja2 for each page: the template, its values, and the page's path."""
    asked: list[tuple[Any, dict[str, Any], str]] = []
    page = rendering.Language.page

    def noted(self: rendering.Language, path: str, template: str, inputs: object, **given: Any) -> None:
        root = "../" * path.count("/")
        values = {"layout": "base.html", "path": path, "root": root, "top": root, **given}
        asked.append((self.environment.get_template(template), values, path))
        page(self, path, template, inputs, **given)

    rendering.Language.page = noted  # type: ignore[method-assign]
    try:
        WEBSITE.export(job(view, folder))
    finally:
        rendering.Language.page = page  # type: ignore[method-assign]
    return asked


def alone(asked: list[tuple[Any, dict[str, Any], str]], folder: Path | None = None) -> None:
    """Render the pages and drop them, or write each to a bare file."""
    for template, values, path in asked:
        data = template.render(**values).encode()
        if folder is not None:
            (folder / path.replace("/", "-")).write_bytes(data)


def measured(responses: int) -> dict[str, float]:
    """Return the medians of one size."""
    register = a_register(responses)
    view, after = a_view(register), a_view(changed(register))
    names = ("alone", "written", "site", "again", "rebuild")
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as found:
        folder = Path(found)
        asked = asked_of_jinja(view, folder / "first")
        bare = folder / "bare"
        for _ in range(ROUNDS):
            times["alone"].append(seconds(alone, asked))
            times["site"].append(seconds(WEBSITE.export, job(view, folder / "site")))
            shutil.rmtree(bare, ignore_errors=True)
            bare.mkdir()
            times["written"].append(seconds(alone, asked, bare))
            times["again"].append(seconds(WEBSITE.export, job(view, folder / "next", folder / "site")))
            times["rebuild"].append(seconds(WEBSITE.export, job(after, folder / "next", folder / "site")))
        lists = {each.stem: len(gzip.compress(each.read_bytes())) for each in (folder / "site/search").iterdir()}
    own = {name: [each for each, _ in found] for name, found in times.items()}
    whole = {name: [each for _, each in found] for name, found in times.items()}
    ratios = sorted(site / floor for site, floor in zip(own["site"], own["alone"], strict=True))
    median = statistics.median
    return {
        "responses": responses,
        "pages": len(asked),
        "pages_per_second": len(asked) / median(whole["site"]),
        "site": median(own["site"]),
        "to_jinja": median(ratios),
        "least": ratios[0],
        "most": ratios[-1],
        "to_written": median(site / floor for site, floor in zip(whole["site"], whole["written"], strict=True)),
        "again": median(own["again"]) / median(own["site"]),
        "rebuild": median(own["rebuild"]) / median(own["site"]),
        "search_list": lists.pop("list"),
        "search_letter": max(lists.values()),
    }


def _peak(responses: int, answer: Any) -> None:
    view = a_view(a_register(responses))
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        WEBSITE.export(job(view, Path(folder) / "site"))
    answer.put((before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def peak(responses: int) -> tuple[float, float]:
    """Return the peak memory in MB of a process of its own before an export and after it."""
    fresh = multiprocessing.get_context("spawn")
    answer = fresh.Queue()
    process = fresh.Process(target=_peak, args=(responses, answer))
    process.start()
    before, after = answer.get()
    process.join()
    return before / 1024, after / 1024


def main() -> None:
    """Print each size, the growth, and the same as JSON."""
    found, points = [], []
    for responses in map(int, sys.argv[1:] or ("300", "1000", "3000")):
        each = measured(responses)
        each["mb_before"], each["mb_after"] = peak(responses)
        found.append(each)
        points.append((math.log(each["pages"]), math.log(each["site"])))
        print(
            f"{responses} responses, {each['pages']} pages, {each['pages_per_second']:.0f} a second: "
            f"{each['to_jinja']:.2f} x jinja2 alone ({each['least']:.2f} to {each['most']:.2f}), "
            f"{each['to_written']:.2f} x jinja2 with bare files; the same again {each['again']:.2f}, "
            f"after one change {each['rebuild']:.2f} of the whole; "
            f"peak {each['mb_before']:.0f} MB before, {each['mb_after']:.0f} MB after; "
            f"compressed, the search loads {each['search_list'] / 1024:.0f} kB once "
            f"and at most {each['search_letter'] / 1024:.0f} kB a word",
            flush=True,
        )
    if len(points) > 1:
        (x0, y0), (x1, y1) = points[0], points[-1]
        print(f"growth exponent: {(y1 - y0) / (x1 - x0):.2f} (1.0 is linear)")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
