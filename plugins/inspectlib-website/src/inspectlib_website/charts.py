"""Bar charts as SVG that grow with the text and the window; a table with the same figures stands beside each."""

import textwrap
from collections.abc import Sequence

from markupsafe import Markup

from inspectlib.fields import Public, value

#: characters of a name on a line, and the most lines: as much as the narrowest screen holds
_LONGEST, _MOST_LINES = 28, 2
#: in em: from one line of a name to the next, and from the last of them to the next bar's name
_LINE, _ROW = 1.3, 3.0


@value
class Chart:
    """Counts by group: (name, number, a mark of the row). Those of one whole add up to `total`.

    The mark says of a group whether somebody recorded its name, and of a movement whether it is taken away.
    """

    key: Public[str]
    rows: Public[tuple[tuple[str, int, bool], ...]]
    svg: Public[Markup]

    @property
    def total(self) -> int:
        """Return the sum of the rows."""
        return sum(count for _, count, _ in self.rows)


def _lines(name: str) -> list[str]:
    return textwrap.wrap(name, _LONGEST, max_lines=_MOST_LINES, placeholder="\N{HORIZONTAL ELLIPSIS}") or [""]


def bars(key: str, rows: Sequence[tuple[str, int, bool]], *, title: str, about: str) -> Chart:
    """Return a chart of horizontal bars; lengths in em and per cent, so that nothing shrinks on a narrow screen."""
    most = max((count for _, count, _ in rows), default=0)
    names = [_lines(name) for name, _, _ in rows]
    height = sum(_ROW + _LINE * (len(each) - 1) for each in names)
    parts = [
        Markup(
            '<svg class="bars" role="img" aria-labelledby="svg-{key} svg-{key}-about" width="100%" height="{height}em">\n'
            '<title id="svg-{key}">{title}</title>\n<desc id="svg-{key}-about">{about}</desc>\n'
        ).format(key=key, height=_number(height), title=title, about=about)
    ]
    top = 0.0
    for lines, (_, count, _) in zip(names, rows, strict=True):
        for number, line in enumerate(lines):
            parts.append(
                Markup('<text x="0" y="{y}em">{line}</text>').format(y=_number(top + 1.1 + _LINE * number), line=line)
            )
        bar = top + 1.5 + _LINE * (len(lines) - 1)
        parts.append(
            Markup(
                '<text class="number" x="100%" y="{text}em" text-anchor="end">{count}</text>'
                '<rect class="track" fill="#f3f2f1" x="0" y="{bar}em" width="100%" height="0.9em"/>'
                '<rect class="bar" fill="#1a65a6" x="0" y="{bar}em" width="{width}%" height="0.9em"/>\n'
            ).format(
                text=_number(bar - 0.4),
                bar=_number(bar),
                count=f"{count:,}",
                width=_number(100 * count / most if most else 0),
            )
        )
        top = bar + _ROW - 1.5
    parts.append(Markup("</svg>"))
    return Chart(key=key, rows=tuple(rows), svg=Markup("").join(parts))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
