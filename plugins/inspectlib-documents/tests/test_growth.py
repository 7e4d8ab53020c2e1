"""Time and memory grow with the input and no faster: the exponent of a fit over sizes, never seconds."""

import math
import time
import tracemalloc
from itertools import pairwise

import pytest
from inspectlib_documents.formats import reading_of
from inspectlib_documents.importing import imported
from inspectlib_documents.response_form import read as read_form
from inspectlib_documents.response_form import recognises

from inspectlib.exchange import Source

SIZES = (10_000, 20_000, 40_000, 80_000)
ITEM = "Recommendation {n}\nBy 31 May 2024, chief constables should count radio {n}.\nWe found few.\n\n"
ROW = "<tr><td>{n}<td>The force should count its radios.<td>NPCC</tr>"
HEAD = "<table><tr><th>No.<th>Recommendation<th>Owner</tr>"


def repeated(unit, size):
    return "".join(unit.format(n=number) for number in range(size // len(unit)))


INPUTS = {
    "items": ("a.txt", lambda size: repeated(ITEM, size)),
    "bullets that lead in": ("a.txt", lambda size: repeated("The force should:\n- count:\n- count:\n", size)),
    "one line of sentences": ("a.txt", lambda size: repeated("The force should count its radios. ", size)),
    "one line of labels": ("a.txt", lambda size: repeated("Recommendation {n} The force should count. ", size)),
    "open brackets": ("a.txt", lambda size: repeated("(by the end of ", size)),
    "names without an end": ("a.txt", lambda size: repeated("Police and Crime Commissioner for A and ", size)),
    "numbers without a text": ("a.txt", lambda size: repeated("{n}.\n", size)),
    "quotations without an end": ("a.txt", lambda size: repeated('Recommendation {n} "', size)),
    "a response's answers": ("a.txt", lambda size: "Dear Home Secretary\n\nsection 55 HMICFRS\n\n" + repeated("Recommendation {n}: x should y.\nResponse: accepted.\nPCC comments\nI do.\n", size)),
    "fields beside one item": ("a.txt", lambda size: "Recommendation 1\nForces should count.\n" + repeated("Deadline: 31 May 2024\n", size)),
    "a response's headings": ("a.txt", lambda size: "Dear Home Secretary\n\nsection 55 HMICFRS\n\n" + repeated("Recommendation {n}: x should y.\nForce response\nWe do.\n", size)),
    "lines that all go on": ("a.txt", lambda size: repeated("words that go on\n", size)),
    "headers of pages": ("a.txt", lambda size: repeated("words that go on with\n{n}\nThe header\nthe next page\n", size)),
    "logs of a register": ("a.txt", lambda size: repeated("Forces should count.\n\n[on]1st May 2016 [status]x[/status][/on]\n\n", size)),
    "a form's lines": ("a.txt", lambda size: "Title of Inspection: X\nType of Inspection:\nFor office use only\nInspection details\n" + repeated("Force response\n{n}. Accepted.\n", size)),
    "rows": ("a.html", lambda size: HEAD + repeated(ROW, size) + "</table>"),
    "tables in tables": ("a.html", lambda size: ("<table><tr><td>x" * 250 + "</td></tr></table>" * 250) * (size // 10_000)),
    "lists in lists": ("a.html", lambda size: ("<ul><li>the force should:" * 250 + "</li></ul>" * 250) * (size // 10_000)),
}  # fmt: skip


def read(name, text):
    source = Source(name=name, data=text.encode())
    if recognises(source):
        return read_form(source)
    return imported(source, reading_of(source))


def exponent(costs):
    """Return the power of the size that the costs grow with, by least squares on logarithms."""
    xs = [math.log(size) for size in SIZES]
    ys = [math.log(cost) for cost in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


@pytest.mark.parametrize("name", INPUTS)
def test_time_grows_with_the_input_and_no_faster(name):
    file, make = INPUTS[name]

    def processor_time(size):
        text = make(size)
        taken = []
        for again in (" ", "  "):
            reading_of.cache_clear()
            start = time.process_time()
            read(file, text + again)
            taken.append(time.process_time() - start)
        return min(taken)

    processor_time(SIZES[0])
    assert exponent([processor_time(size) for size in SIZES]) < 1.4


@pytest.mark.parametrize("name", ["items", "one line of labels", "rows", "tables in tables"])
def test_memory_grows_with_the_input_and_no_faster(name):
    file, make = INPUTS[name]

    def peak(size):
        text = make(size)
        reading_of.cache_clear()
        tracemalloc.start()
        read(file, text)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    peak(SIZES[0])
    costs = [peak(size) for size in SIZES[1:]]  # below, what is held once counts for much
    assert all(after < 2.5 * before for before, after in pairwise(costs))
