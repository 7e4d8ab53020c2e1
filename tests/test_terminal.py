"""What a command shows on a terminal, and what everybody else gets."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from inspectlib import running, storage
from inspectlib.sample import sample_document, sample_register

COMMAND = [sys.executable, "-c", "from inspectlib.cli import main; main()"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terminal")
    (folder / sample_document().name).write_bytes(sample_document().data)
    register = sample_register(running.read(folder / sample_document().name).register)
    storage.save(register, folder / "r.json", by="Officer", why="the sample")
    return folder


def test_marks_that_turn_a_line_or_move_the_cursor_are_shown_as_such_in_words_and_stay_in_json(tmp_path):
    (tmp_path / "report.txt").write_text(
        "An inspection of \u202eevil\n\nRecommendation 1\nBy 1 July 2024, forces should \u2066stop\u202e this.\n",
        "utf-8",
    )
    for form, kept in (("text", False), ("json", True)):
        asked = [*COMMAND, "read", "report.txt", "--format", form]
        said = subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True).stdout.decode()
        assert ("\u202e" in said) is ("\u2066" in said) is kept
        assert ("\N{REPLACEMENT CHARACTER}" in said) is not kept


def on_a_terminal(*words, columns, folder, **environment):
    """Return what a command writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    given = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **environment}
    started = subprocess.Popen(
        [*COMMAND, *words], cwd=folder, env=given, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    assert started.wait() == 0, seen
    return seen.decode()


STATUS = ("status", "r.json", "--on", "2024-06-28")


def in_a_pipe(*words, folder):
    return subprocess.run([*COMMAND, *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_wide_terminal_shows_a_table_with_british_dates(office):
    shown = on_a_terminal(*STATUS, columns=160, folder=office)
    assert "To close it" in shown.splitlines()[1]
    assert "30 September 2024" in shown
    assert "…" not in shown, "nothing is cut"
    assert "\x1b[3" not in shown, "no colour"


@pytest.mark.parametrize(
    ("columns", "environment"), [(80, {}), (160, {"INSPECTLIB_PLAIN": "1"}), (160, {"TERM": "dumb"})]
)
def test_a_narrow_one_and_who_asks_for_it_get_the_lines_of_a_pipe(office, columns, environment):
    shown = on_a_terminal(*STATUS, columns=columns, folder=office, **environment)
    assert shown.replace("\r\n", "\n") == in_a_pipe(*STATUS, folder=office)


def test_a_table_says_no_less_than_the_lines(office):
    table = on_a_terminal("rule", columns=200, folder=office)
    for line in in_a_pipe("rule", folder=office).splitlines():
        assert line.split(":")[0] in table


def test_long_work_shows_how_far_it_is_on_a_terminal_and_nothing_in_a_pipe(office):
    words = ("export", "excel-tracker", "r.json", "t.xlsx", "--on", "2024-06-28")
    assert "writing excel-tracker" in on_a_terminal(*words, columns=120, folder=office)
    assert in_a_pipe(*words, folder=office) == "wrote t.xlsx\n"
    done = subprocess.run([*COMMAND, *words], cwd=office, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_the_shell_completes_commands(office):
    given = {**os.environ, "_INSPECTLIB_COMPLETE": "bash_complete", "COMP_WORDS": "inspectlib dea", "COMP_CWORD": "1"}
    program = [str(Path(sys.executable).parent / "inspectlib")]
    done = subprocess.run(program, env=given, cwd=office, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["plain,deadlines"]
