"""The pages as a browser shows them: one of each kind, light and dark, small and large, judged by axe-core."""

import subprocess
import sys
from pathlib import Path

import pytest
from checkers import pages_problems, served

DOCS = Path(__file__).parent.parent / "docs"
KINDS = (
    "index",
    "how-to/for-policy-officers",
    "notebooks/preparing-an-audit-committee",
    "reference/hooks",
    "reference/made/commands",
    "reference/made/rules/PA96-S55-5A",
    "explanation/comparison",
    "search",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the pages; what notebooks print is not in them, `make docs` runs those."""
    folder = tmp_path_factory.mktemp("docs")
    command = ["-E", "-n", "-W", "--keep-going", "-q", "-b", "html", "-D", "nb_execution_mode=off"]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *command, str(DOCS), str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.needs("axe")
def test_axe_finds_nothing_on_any_kind_of_page(site):
    with served(site) as address:
        found = pages_problems([f"{address}{each}.html" for each in KINDS], widths=(390, 1280))
    assert found == []
