"""A chart: a picture, the table behind it, and the words in place of it; and how pictures are drawn and saved.

Colours are those of Okabe and Ito that stand out from white (at least 3 to 1), and never the only cue: a line has a
dash of its own and its name beside it, a bar its number.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from html import escape
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from inspectlib.fields import Public, value
from inspectlib.showing import html_table, visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, RED, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#007A5A", "#A4508B", "#595959"
INK, FAINT = "#1a1a1a", "#767676"
_LONGEST = 44
_DOTS = 200
_WIDTH = 8.0
_TITLE = 11  # points
#: where a tag of an SVG gives or uses an id: with the chart's name before it, several charts stand on one page
_TAG, _ID = re.compile("<[^>]*>"), re.compile(r"""(\bid="|href="#|url\(#)""")


@value
class Chart:
    """One picture with all that stands for it. `rows` hold every number that is plotted, under `header`.

    `alt`: what the picture shows, in words. `notes`: what a reader must know before using the numbers.
    """

    name: Public[str]
    title: Public[str]
    figure: Public[Any]
    header: Public[tuple[str, ...]]
    rows: Public[tuple[tuple[object, ...], ...]]
    alt: Public[str]
    notes: Public[tuple[str, ...]] = ()

    def svg(self, *, titled: bool = True) -> str:
        """Return the picture as SVG with its title and words; the same chart is the same text each time.

        `titled=False`: the title is not drawn, for a page that has it as a heading.
        """
        out = BytesIO()
        with _quiet(), nullcontext() if titled else _untitled(self.figure):
            self.figure.savefig(out, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
        text = out.getvalue().decode()
        start = text.index("<svg")
        end = text.index(">", start)
        key = f"{self.name}-chart"
        told = f'<title id="{key}-title">{_xml(self.title)}</title><desc id="{key}-desc">{_xml(self.alt)}</desc>'
        labels = f' role="img" aria-labelledby="{key}-title {key}-desc"'
        drawn = _TAG.sub(lambda tag: _ID.sub(rf"\g<1>{self.name}-", tag[0]), text[end + 1 :])
        return f"{text[start:end]}{labels}>{told}{drawn}"

    def png(self) -> bytes:
        """Return the picture as PNG with its words in the file's description."""
        out = BytesIO()
        told = {"Software": None, "Title": visible(self.title), "Description": visible(self.alt)}
        with _quiet():
            self.figure.savefig(out, format="png", dpi=_DOTS, metadata=told)
        return out.getvalue()

    def table(self, *, most: int = 10_000) -> str:
        """Return the table behind the picture as HTML, all rows by default."""
        rows = tuple(tuple("" if cell is None else cell for cell in row) for row in self.rows)
        return html_table(self.title, self.header, rows, most=most, notes=self.notes)

    def _repr_html_(self) -> str:
        return f"<figure>{self.svg()}</figure><details><summary>The table behind it</summary>{self.table()}</details>"


@contextmanager
def _untitled(figure: "Figure") -> Iterator[None]:
    axes = figure.axes[0]
    both = axes.get_title(loc="left")
    axes.set_title(both.partition("\n")[2], loc="left", fontsize=_TITLE, color=INK)
    try:
        yield
    finally:
        axes.set_title(both, loc="left", fontsize=_TITLE, color=INK)


def _xml(text: str) -> str:
    return escape(visible(text))


@contextmanager
def _quiet() -> Iterator[None]:
    """Draw alike everywhere: text stays text, ids do not change, and a sign that a font lacks is no warning."""
    import matplotlib as mpl

    with warnings.catch_warnings(), mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "inspectlib"}):
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # SVG keeps the text; PNG shows a box
        yield


def words(text: object, longest: int = _LONGEST) -> str:
    """Return a text as a label: short, in one line, with no sign that is drawn as a formula."""
    line = " ".join(visible(text).split())
    line = line if len(line) <= longest else f"{line[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"
    return line.replace("$", r"\$")


def blank(title: str, *, height: float, about: str = "") -> "tuple[Figure, Any]":
    """Return an empty picture, `height` inches high, with its title and one plain line below that.

    The axes are Any: they take dates, and the types that matplotlib declares do not.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, height), facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(
        words(title, 90) + (f"\n{words(about, 110)}" if about else ""), loc="left", fontsize=_TITLE, color=INK
    )
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)
    axes.tick_params(colors=INK, labelsize=9)
    return figure, axes


def nothing(axes: "Axes", line: str) -> None:
    """Say in the picture why nothing is drawn."""
    axes.set_axis_off()
    axes.text(0, 0.5, words(line, 110), transform=axes.transAxes, fontsize=11, color=INK, va="center")


def bars(axes: "Axes", names: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]]) -> None:
    """Draw bars from left to right, one group a name, one bar a series (name, colour, numbers), each with its number."""
    thick = 0.8 / len(series)
    most = max((number for _, _, numbers in series for number in numbers), default=0)
    for index, (label, colour, numbers) in enumerate(series):
        places = [row + thick * (index - (len(series) - 1) / 2) for row in range(len(names))]
        hatch = ("", "////", "....")[index]
        drawn = axes.barh(
            places, numbers, height=thick * 0.9, color=colour, hatch=hatch, edgecolor="white", linewidth=0, label=label
        )
        axes.bar_label(drawn, labels=[str(each) for each in numbers], padding=3, fontsize=9, color=INK)
    axes.set_yticks(range(len(names)), [words(each) for each in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, max(most, 1) * 1.12)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    if len(series) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.02), ncols=len(series), frameon=False, fontsize=9)


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Return heights for labels near their places, no two closer than `gap`, in the same order."""
    order = sorted(range(len(places)), key=lambda each: places[each])
    found = list(places)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + gap)
    return found
