"""The charts as files: SVG and PNG of each, its table as CSV, and a page that shows all."""

import csv
from html import escape
from io import StringIO

from inspectlib.exchange import Job
from inspectlib.periods import in_words
from inspectlib.showing import visible
from inspectlib_notebook.charts import all_charts
from inspectlib_notebook.drawing import Chart
from inspectlib_notebook.looks import page

#: what spreadsheets run as a formula when a cell begins with it
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(job: Job) -> None:
    """Write a folder: index.html, and <chart>.svg, .png and .csv for each chart."""
    charts = all_charts(job.view.register, on=job.on, since=job.since)
    job.destination.mkdir()
    for done, each in enumerate(charts, start=1):
        (job.destination / f"{each.name}.svg").write_text(each.svg(), encoding="utf-8")
        (job.destination / f"{each.name}.png").write_bytes(each.png())
        (job.destination / f"{each.name}.csv").write_bytes(as_csv(each))
        job.progress(done, len(charts))
    (job.destination / "index.html").write_text(_index(job, charts), encoding="utf-8")


def as_csv(chart: Chart) -> bytes:
    """Return the table of a chart; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(chart.header)
    for row in chart.rows:
        writer.writerow([_cell(each) for each in row])
    return out.getvalue().encode()


def _cell(held: object) -> object:
    if not isinstance(held, str):
        return held
    text = visible(held)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _index(job: Job, charts: tuple[Chart, ...]) -> str:
    title = f"Recommendations of inspections in pictures, {in_words(job.on)}"
    parts = [f"<h1>{escape(title)}</h1>"]
    for each in charts:
        parts.append(
            f'<section><h2>{escape(visible(each.title))}</h2><figure class="chart" tabindex="0">{each.svg(titled=False)}</figure>'
            f'<p>{escape(visible(each.alt))}</p><details><summary>The table behind it</summary><div class="wide">'
            f"{each.table()}</div></details>"
            f'<p><a href="{each.name}.svg">SVG</a>, <a href="{each.name}.png">PNG</a>, '
            f'<a href="{each.name}.csv">CSV</a> of {escape(visible(each.title))}</p></section>'
        )
    return page(title, "\n".join(parts))
