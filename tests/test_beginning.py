"""`inspectlib new-plugin` writes a distribution that installs, loads and passes, in an environment of its own."""

import os
import subprocess
import venv
from pathlib import Path

import pytest
from pages import run_page

from inspectlib.beginning import begin_plugin
from inspectlib.errors import BadCall, CannotWrite

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["Northmoor", "north moor", "../north", "north_moor", "", "-north", "1north"])
def test_a_name_that_is_none_is_refused_and_nothing_is_written(name, tmp_path):
    with pytest.raises(BadCall, match="small letters"):
        begin_plugin(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_exists_is_left_alone(tmp_path):
    begin_plugin(tmp_path, "northmoor")
    with pytest.raises(BadCall, match="exists already"):
        begin_plugin(tmp_path, "inspectlib-northmoor")


def test_a_place_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="cannot be written"):
        begin_plugin(tmp_path / "file", "northmoor")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Return the programs of an environment that holds the library, its command line and nothing else of ours."""
    home = tmp_path_factory.mktemp("fresh") / "env"
    venv.create(home, with_pip=True)
    install = (home / "bin" / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt")
    done = subprocess.run([*install, f"{ROOT}[cli,testing]", "hatchling"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return home / "bin"


def test_the_first_plugin_s_lesson_runs_as_it_stands_in_a_fresh_environment(fresh, tmp_path):
    page = ROOT / "docs" / "tutorials" / "first-plugin.md"
    text = page.read_text(encoding="utf-8")
    made = run_page(text, tmp_path, programs=fresh)
    if os.environ.get("INSPECTLIB_UPDATE_GOLDEN") == "1":
        page.write_text(made, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == made


def test_in_that_environment_the_core_and_the_plugin_are_all_there_is(fresh):
    done = subprocess.run([fresh / "inspectlib", "plugins"], capture_output=True, text=True, check=False)
    assert all(
        line.startswith(("built-in from inspectlib:", "northmoor from")) for line in done.stdout.splitlines()[:-1]
    )
    assert subprocess.run([fresh / "python", "-m", "pip", "check"], capture_output=True, check=False).returncode == 0
