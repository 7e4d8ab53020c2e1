"""The tutorial and the guides run as they stand, and print what stands on them.

INSPECTLIB_UPDATE_GOLDEN=1 writes what the commands printed into the pages; look at the difference.
"""

import os
from pathlib import Path

import pytest
from pages import blocks, run_page

from inspectlib import running, storage
from inspectlib.sample import sample_document, sample_register

DOCS = Path(__file__).parent.parent / "docs"
#: the first plugin is made in an environment of its own: tests/test_beginning.py
PAGES = sorted(
    each
    for kind in ("tutorials", "how-to", "explanation")
    for each in (DOCS / kind).glob("*.md")
    if each.stem != "first-plugin"
    and any(kind in ("console", "python") for kind, _ in blocks(each.read_text(encoding="utf-8")))
)


@pytest.fixture
def folder(tmp_path, request):
    (tmp_path / sample_document().name).write_bytes(sample_document().data)
    if request.node.callspec.params["page"].parent.name != "tutorials":
        register = sample_register(running.read(tmp_path / sample_document().name).register)
        storage.save(register, tmp_path / "register.json", by="Policy officer", why="the sample")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.stem)
def test_a_page_prints_what_it_shows(page, folder):
    text = page.read_text(encoding="utf-8")
    made = run_page(text, folder)
    if os.environ.get("INSPECTLIB_UPDATE_GOLDEN") == "1":
        page.write_text(made, encoding="utf-8")
    else:
        assert made == text


def test_the_pages_hold_something_to_run():
    run = [
        kind for page in PAGES for kind, _ in blocks(page.read_text(encoding="utf-8")) if kind in ("console", "python")
    ]
    assert len(run) >= 20
