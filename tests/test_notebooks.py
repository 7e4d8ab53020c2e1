"""Every notebook of the documentation runs from top to bottom in a clean kernel, and is stored without what it printed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "docs" / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks():
    assert [each.stem for each in NOTEBOOKS] == [
        "a-week-in-an-office",
        "comparing-bodies",
        "preparing-an-audit-committee",
        "writing-a-rule",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda each: each.stem)
def test_a_notebook_is_stored_without_outputs(path):
    for cell in nbformat.read(path, as_version=4).cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the kernel's own parts
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda each: each.stem)
def test_a_notebook_runs_from_top_to_bottom(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    shown = [each for cell in notebook.cells for each in cell.get("outputs", [])]
    assert not [each for each in shown if each.output_type == "error" or each.get("name") == "stderr"]
    tables = [each["data"]["text/html"] for each in shown if "text/html" in each.get("data", {})]
    assert tables or path.stem == "writing-a-rule"
    assert all("<script" not in each for each in tables)
