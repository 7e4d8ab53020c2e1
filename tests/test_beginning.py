"""`inspectlib new-plugin` writes a distribution that installs, loads and passes, in an environment of its own."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

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


def test_what_is_written_installs_loads_and_passes_in_a_fresh_environment(tmp_path):
    begin_plugin(tmp_path, "north-moor")
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"

    def run(*words, folder=tmp_path):
        done = subprocess.run([*words], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    plugin = tmp_path / "inspectlib-north-moor"
    run(python, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", f"{ROOT}[cli,testing]", plugin)
    assert "2 passed" in run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder=plugin)
    shown = run(home / "bin" / "inspectlib", "plugins")
    assert "north-moor from inspectlib-north-moor 0.1.0: north-moor-open-cases, NORTH-MOOR-REFERENCE" in shown
    assert sys.prefix not in shown
