"""Rows as a table on a wide terminal, and as lines that read well aloud everywhere else; progress on a terminal."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

from inspectlib.showing import visible

#: columns of a terminal below which a table would be harder to read than lines
_WIDE = 100


def say(text: object, *, err: bool = False) -> None:
    """Print words that may come from a document: nothing in them moves the cursor or turns the direction of a line."""
    click.echo(visible(text), err=err)


def show_rows(header: tuple[str, ...], rows: Iterable[tuple[str, ...]], lines: Iterable[str]) -> None:
    """Print rows as a table where somebody looks at a wide terminal, else the same as lines.

    A screen reader, a pipe, a narrow window and INSPECTLIB_PLAIN=1 get the lines.
    """
    if not _is_wide():
        for line in lines:
            say(line)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for each in header:
        table.add_column(each, overflow="fold")  # an id that is cut short is no id
    for row in rows:
        table.add_row(*map(Text, map(visible, row)))  # text as it is: nothing in it is markup
    Console(no_color=True, highlight=False, emoji=False).print(table)


def _is_wide() -> bool:
    quiet = os.environ.get("INSPECTLIB_PLAIN") or os.environ.get("TERM") == "dumb"
    return not quiet and sys.stdout.isatty() and shutil.get_terminal_size().columns >= _WIDE


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give what long work calls with (done, all); a bar with the time left shows it, on a terminal only."""
    if not sys.stderr.isatty() or os.environ.get("INSPECTLIB_PLAIN"):
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True, no_color=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)
