"""The page of the measurements and its charts, made of the JSON that `make bench` leaves in the repository."""

import html
import json
import math
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent.parent / "benchmarks" / "results" / "whole.json"
_WIDE, _NAMES, _STEP = 760, 330, 26


def page() -> str:
    """Return the page as Markdown."""
    found = json.loads(RESULTS.read_text(encoding="utf-8"))
    jobs = found["jobs"]
    libraries = ", ".join(f"{name} {number}" for name, number in found["libraries"].items())
    parts = [
        "# Measurements",
        (
            f"Made from `benchmarks/results/whole.json`, measured on {found['measured_on']} with {found['processors']} processors "
            f"and Python {found['python']}. `make bench` measures again. What the figures mean, and what was done for them, is in "
            "[Fast at the size of a nation](../../explanation/speed.md)."
        ),
        (
            "Each figure is a **ratio**: the processor time of the job to that of its floor or peer on the same data, measured in turn "
            "in one run; the middle of several pairs, with the least and the most. Below 1 the library is quicker."
        ),
        "## Where each aim stands",
        ratio_chart([each for each in jobs if each["target"] is not None]),
        _table(
            ("Job", "Beside", "Size", "Ratio", "Aim at most", "Reached"),
            [
                (each["title"], each["floor"], size_of(each, row), ratio(row), f"{each['target']:g}", reached(each, row))
                for each in jobs
                if each["target"] is not None
                for row in each["rows"][-1:]
            ],
        ),
        "## How time grows with size",
        "An exponent of 1 is as many times the time as there are times the cases; 0 does not grow at all. The aim is at most 1.1.",
        growth_chart([each for each in jobs if each["growth"] is not None and each["unit"] == "cases"]),
        _table(
            ("Job", "Sizes", "Exponent"),
            [
                (each["title"] + _beside(each), f"{each['rows'][0]['size']:,} to {each['rows'][-1]['size']:,} {each['unit']}", f"{each['growth']:.2f}")
                for each in jobs
                if each["growth"] is not None
            ],
        ),
        "## Memory",
        (
            "Peak memory of a process of its own, in MB, and what it held before the job began: the "
            "interpreter and what the job starts from."
        ),
        _table(("Job", "Size", "Before", "Peak", "Peak of its floor"), list(memory_rows(jobs))),
        memory_words(jobs),
        "## Every figure",
        _table(
            ("Job", "Beside", "Size", "Ratio", "Pairs", "Processor seconds of ours"),
            [
                (each["title"], each["floor"], size_of(each, row), ratio(row), str(row["rounds"]), f"{row['seconds']:.3g}")
                for each in jobs
                for row in each["rows"]
            ],
        ),
        f"Libraries: {libraries}.",
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _beside(job: dict[str, Any]) -> str:
    return " (fast)" if job["name"].endswith("-fast") and "fast" not in job["title"] else ""


def size_of(job: dict[str, Any], row: dict[str, Any]) -> str:
    """Return what was measured: so many cases."""
    return "" if job["unit"] == "run" else f"{row['size']:,} {job['unit']}"


def ratio(row: dict[str, Any]) -> str:
    """Return a ratio with its spread."""
    return f"{row['ratio']:.2f} ({row['least']:.2f} to {row['most']:.2f})"


def reached(job: dict[str, Any], row: dict[str, Any]) -> str:
    """Say whether an aim is reached."""
    return "yes" if row["ratio"] <= job["target"] else "no"


def memory_rows(jobs: list[dict[str, Any]]) -> Any:
    """Give a row for each job and size whose memory was measured."""
    for each in jobs:
        for row in each["rows"]:
            if "ours" in row:
                ours, floor = row["ours"], row["floor"]
                yield (
                    each["title"], size_of(each, row), f"{ours['before_mb']:,}", f"{ours['peak_mb']:,}",
                    f"{floor['peak_mb']:,}",
                )  # fmt: skip


def memory_words(jobs: list[dict[str, Any]]) -> str:
    """Return how the peaks of the largest registers stand to the data as Python objects."""
    last = {each["name"]: each["rows"][-1] for each in jobs if each["rows"] and "ours" in each["rows"][-1]}
    if "load" not in last:
        return ""
    held = last["load"]["ours"]
    data = held["after_mb"] - held["before_mb"]
    told = [
        f"{each['title'][0].lower()}{each['title'][1:]}: {row['ours']['peak_mb'] / data:.1f}"
        for each in jobs
        if (row := last.get(each["name"])) and row["size"] == last["load"]["size"]
    ]
    return f"A register of {last['load']['size']:,} cases is {data:,} MB of Python objects. Peak memory in its terms: {'; '.join(told)}."


# --- charts -------------------------------------------------------------------------------------------------------


def _figure(identity: str, title: str, says: str, height: int, parts: list[str]) -> str:
    """Return a chart that is read aloud by its title and description; it takes the colour of the text around it."""
    inside = "\n".join(parts)
    return (
        f'<figure>\n<svg role="img" aria-labelledby="{identity}-title {identity}-says" viewBox="0 0 {_WIDE} {height}" '
        f'width="100%" fill="currentColor" font-family="sans-serif" font-size="13">\n'
        f'<title id="{identity}-title">{html.escape(title)}</title>\n<desc id="{identity}-says">{html.escape(says)}</desc>\n'
        f"{inside}\n</svg>\n<figcaption>{html.escape(title)}. The same figures stand in the table below.</figcaption>\n</figure>"
    )


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{html.escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, width: float = 1, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" stroke-width="{width}"{dashed}/>'


def _dot(x: float, y: float, *, full: bool) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{"currentColor" if full else "none"}" stroke="currentColor" stroke-width="2"/>'


def ratio_chart(jobs: list[dict[str, Any]]) -> str:
    """Return each job's ratio as a share of its aim, on a scale of powers; left of the line the aim is reached."""
    shares = [
        [row[each] / job["target"] for each in ("least", "ratio", "most")] for job in jobs for row in job["rows"][-1:]
    ]
    low = math.floor(math.log10(min(0.1, *(each[0] for each in shares))))
    high = math.ceil(math.log10(max(10, *(each[2] for each in shares))))

    def across(share: float) -> float:
        return _NAMES + (math.log10(share) - low) / (high - low) * (_WIDE - _NAMES - 20)

    height = _STEP * (len(jobs) + 2)
    parts = [_line(across(1), _STEP, across(1), height - _STEP, 2), _text(across(1), 16, "the aim", "middle")]
    for power in range(low, high + 1):
        if power:
            parts.append(_line(across(10.0**power), _STEP, across(10.0**power), height - _STEP, 0.5, "2 4"))
            parts.append(_text(across(10.0**power), height - 6, f"{10.0**power:g}", "middle"))
    for number, (job, (least, middle, most)) in enumerate(zip(jobs, shares, strict=True)):
        y = _STEP * (number + 1.5)
        parts += [
            _text(0, y + 4, _short(job["title"])),
            _line(across(least), y, across(most), y, 3),
            _dot(across(middle), y, full=middle <= 1),
        ]
    missed = [job["title"] for job, share in zip(jobs, shares, strict=True) if share[1] > 1]
    says = (
        f"Each job's ratio as a share of its aim, at its largest size. {len(jobs) - len(missed)} of {len(jobs)} aims are "
        f"reached{'' if not missed else '; not reached: ' + ', '.join(missed)}. Full circles: reached; open ones: not."
    )
    return _figure("aims", "Ratios as shares of their aims", says, height, parts)


_LONGEST = 52


def _short(title: str) -> str:
    plain = title.replace("`", "")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"


def growth_chart(jobs: list[dict[str, Any]]) -> str:
    """Return the processor seconds of jobs over the cases, both in powers."""
    height, left, right, bottom = 380, 60, _WIDE - 230, 340
    sizes = [math.log10(row["size"]) for job in jobs for row in job["rows"]]
    times = [math.log10(max(row["seconds"], 1e-6)) for job in jobs for row in job["rows"]]
    low, high = math.floor(min(times)), math.ceil(max(times))

    def place(row: dict[str, Any]) -> tuple[float, float]:
        x = left + (math.log10(row["size"]) - min(sizes)) / (max(sizes) - min(sizes)) * (right - left)
        y = bottom - (math.log10(max(row["seconds"], 1e-6)) - low) / (high - low) * (bottom - 20)
        return x, y

    parts = []
    for power in range(low, high + 1):
        y = bottom - (power - low) / (high - low) * (bottom - 20)
        parts += [_line(left, y, right, y, 0.5, "2 4"), _text(left - 6, y + 4, f"{10.0**power:g} s", "end")]
    for size in sorted({row["size"] for job in jobs for row in job["rows"]}):
        x, _ = place({"size": size, "seconds": 1})
        parts.append(_text(x, bottom + 20, f"{size:,}", "middle"))
    ends = []
    for job in jobs:
        points = [place(row) for row in job["rows"]]
        parts.append(
            f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        )
        ends.append((points[-1], job))
    at = 0.0
    for (x, y), job in sorted(ends, key=lambda each: each[0][1]):
        at = max(at + 15, y + 4)
        parts += [_line(x, y, right + 14, at - 4, 0.5), _text(right + 18, at, f"{job['name']} ({job['growth']:.2f})")]
    says = "Processor seconds over cases: " + "; ".join(
        f"{job['name']}: {job['rows'][0]['seconds']:.2g} s at {job['rows'][0]['size']:,}, "
        f"{job['rows'][-1]['seconds']:.2g} s at {job['rows'][-1]['size']:,}, exponent {job['growth']:.2f}"
        for job in jobs
    )
    return _figure("growth", "Processor seconds over the number of cases", says, max(height, int(at) + 10), parts)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(" ".join(each.split()).replace("|", "\\|") for each in line) + " |" for line in lines
    )
