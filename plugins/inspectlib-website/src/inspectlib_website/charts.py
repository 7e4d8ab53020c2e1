"""Bar charts as SVG that grow with the text and the window; a table with the same figures stands beside each."""

from collections.abc import Sequence

from markupsafe import Markup

from inspectlib.fields import Public, value

_LONGEST = 28
_ROW = 3.0


@value
class Chart:
    """Counts of one whole by group: (name, number, whether the name was recorded by somebody). They add up to `total`."""

    key: Public[str]
    rows: Public[tuple[tuple[str, int, bool], ...]]
    svg: Public[Markup]

    @property
    def total(self) -> int:
        """Return the sum of the rows."""
        return sum(count for _, count, _ in self.rows)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"


def bars(key: str, rows: Sequence[tuple[str, int, bool]], *, title: str, about: str) -> Chart:
    """Return a chart of horizontal bars; lengths in em and per cent, so that nothing shrinks on a narrow screen."""
    most = max((count for _, count, _ in rows), default=0)
    parts = [
        Markup(
            '<svg class="bars" role="img" aria-labelledby="svg-{key} svg-{key}-about" width="100%" height="{height}em">\n'
            '<title id="svg-{key}">{title}</title>\n<desc id="svg-{key}-about">{about}</desc>\n'
        ).format(key=key, height=_number(_ROW * len(rows)), title=title, about=about)
    ]
    for index, (name, count, _) in enumerate(rows):
        top = _ROW * index
        parts.append(
            Markup(
                '<text x="0" y="{text}em">{name}</text><text class="number" x="100%" y="{text}em">{count}</text>'
                '<rect class="track" x="0" y="{bar}em" width="100%" height="0.9em"/>'
                '<rect class="bar" x="0" y="{bar}em" width="{width}%" height="0.9em"/>\n'
            ).format(
                text=_number(top + 1.1),
                bar=_number(top + 1.5),
                name=_short(name),
                count=count,
                width=_number(100 * count / most if most else 0),
            )
        )
    parts.append(Markup("</svg>"))
    return Chart(key=key, rows=tuple(rows), svg=Markup("").join(parts))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
