"""A document in turn with python-docx writing as many words and tables, and docxtpl filling them in; memory over packs.

Processor time, pairs of runs one after the other. The form has boxes, placeholders and a header that the others lack.

Run: python benchmarks/home_office.py [number of packs, 200 unless said].
"""

import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import docx
from docxtpl import DocxTemplate
from inspectlib_documents.ticks import text_of

from inspectlib.exchange import Source
from inspectlib.plugins import load_plugins
from inspectlib.running import export
from inspectlib.testing import a_complete_register, a_recommendation, an_inspection

ON = date(2023, 6, 1)
#: as many tables as the form has, of as many rows
TABLES = [[("Item", "Answer")] * 6] * 10
PACKS = int(sys.argv[1]) if len(sys.argv) > 1 else 200


def a_register():
    items = tuple(a_recommendation(str(number)) for number in range(1, 11))
    return a_complete_register().with_inspection(an_inspection(recommendations=items))


def plain(lines, path):
    document = docx.Document()
    tables = list(TABLES)
    for line in lines[: len(lines) - sum(map(len, tables)) * 2]:
        document.add_paragraph(line)
    for rows in tables:
        made = document.add_table(rows=0, cols=2, style="Table Grid")
        for row in rows:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.paragraphs[0].add_run(text)
    document.save(str(path))


def a_template(path):
    """Write the template that says the same: a paragraph a line, and each table row by row."""
    document = docx.Document()
    for line in ("{%p for line in lines %}", "{{ line }}", "{%p endfor %}"):
        document.add_paragraph(line)
    for _ in TABLES:
        made = document.add_table(rows=0, cols=2, style="Table Grid")
        for first, second in (
            ("{%tr for row in rows %}", ""),
            ("{{ row[0] }}", "{{ row[1] }}"),
            ("{%tr endfor %}", ""),
        ):
            cells = made.add_row().cells
            cells[0].text, cells[1].text = first, second
    document.save(str(path))


def filled(lines, template, path):
    document = DocxTemplate(str(template))
    document.render({"lines": lines[: len(lines) - sum(map(len, TABLES)) * 2], "rows": TABLES[0]}, autoescape=True)
    document.save(str(path))


def seconds(work):
    started = time.process_time()
    work()
    return time.process_time() - started


def ratios(mine, base, rounds=15):
    """Return the ratio of each pair of runs, one after the other, in order."""
    return sorted(seconds(mine) / seconds(base) for _ in range(rounds))


def main():
    plugins, register = load_plugins(), a_register()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def write(exporter, suffix):
            export(register, exporter, folder / f"d{suffix}", on=ON, plugins=plugins)

        write("home-office-form", ".docx")
        lines = text_of(Source.from_path(folder / "d.docx")).splitlines()
        a_template(folder / "template.docx")
        peers = {
            "python-docx": lambda: plain(lines, folder / "plain.docx"),
            "docxtpl": lambda: filled(lines, folder / "template.docx", folder / "filled.docx"),
        }
        for exporter, suffix in (
            ("home-office-form", ".docx"),
            ("home-office-form-odt", ".odt"),
            ("home-office-form-pdf", ".pdf"),
        ):
            for peer, base in peers.items():
                found = ratios(lambda exporter=exporter, suffix=suffix: write(exporter, suffix), base)
                print(
                    f"{exporter}, {len(lines)} lines: {statistics.median(found):.2f} times {peer} "
                    f"({found[0]:.2f} to {found[-1]:.2f})"
                )
        memory = {}
        for number in range(1, PACKS + 1):
            export(
                register,
                "home-office-pack",
                folder / "pack",
                on=ON,
                plugins=plugins,
                options={"reason": "a measurement"},
            )
            if number in (PACKS // 10, PACKS):
                memory[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print("largest memory after packs:", ", ".join(f"{number}: {mb:.0f} MB" for number, mb in memory.items()))


if __name__ == "__main__":
    main()
