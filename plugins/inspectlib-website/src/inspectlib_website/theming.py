"""The design tokens of a body: few, checked, and written as a style sheet of their own."""

import re
from collections.abc import Mapping

from inspectlib.errors import BadCall

COLOURS = (
    "text",
    "back",
    "soft",
    "line",
    "quiet",
    "link",
    "visited",
    "bar",
    "bar-text",
    "accent",
    "late",
    "soon",
    "fine",
)
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[A-Za-z0-9 ,\"'-]{1,200}")
#: text and its ground, which must differ by 4.5 to 1 (WCAG 2.2, 1.4.3)
_PAIRS = (
    ("text", "back"),
    ("text", "soft"),
    ("quiet", "back"),
    ("link", "back"),
    ("link", "soft"),
    ("visited", "back"),
    ("bar-text", "bar"),
    ("late", "back"),
    ("soon", "back"),
    ("fine", "back"),
)
_LEAST = 4.5
LIGHT = {
    "text": "#0b0c0c",
    "back": "#ffffff",
    "soft": "#f3f2f1",
    "line": "#6f777b",
    "quiet": "#484d50",
    "link": "#1a65a6",
    "visited": "#4c2c92",
    "bar": "#0b0c0c",
    "bar-text": "#ffffff",
    "accent": "#1d70b8",
    "late": "#aa2a16",
    "soon": "#7a4a00",
    "fine": "#00663a",
}
DARK = {
    "text": "#f3f2f1",
    "back": "#14171a",
    "soft": "#23282c",
    "line": "#8a9299",
    "quiet": "#c3c8cb",
    "link": "#8ec5ff",
    "visited": "#cdb8ff",
    "bar": "#000000",
    "bar-text": "#ffffff",
    "accent": "#1d70b8",
    "late": "#ff9d8c",
    "soon": "#ffc766",
    "fine": "#7fdcab",
}
#: comments in the style sheet that stand before and after what fragments have too
_PARTS = "/* the parts of pages, which fragments have too */"
_PAPER = "/* on paper */"


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)  # noqa: PLR2004 - sRGB
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 counts it, 1 to 21."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def style_sheet(tokens: Mapping[str, str]) -> bytes:
    """Return the style sheet of a body's tokens: colours as "#rrggbb", "dark-..." for dark screens, and "font".

    Raises BadCall for a token that is not known, is no colour, or makes text hard to read.
    """
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    font = None
    for name, value in sorted(tokens.items()):
        known, table = (name.removeprefix("dark-"), dark) if name.startswith("dark-") else (name, light)
        if name == "font":
            if not _FONT.fullmatch(value):
                message = f"design token 'font': expected names of fonts, found {value!r}"
                raise BadCall(message)
            font = value
            continue
        if known not in COLOURS:
            message = (
                f"there is no design token {name!r}; known: font, {', '.join(COLOURS)}, and each with dark- before it"
            )
            raise BadCall(message)
        if not _COLOUR.fullmatch(value):
            message = f"design token {name!r}: expected a colour such as #1a65a6, found {value!r}"
            raise BadCall(message)
        table[known] = value.lower()
    if "accent" in light:
        dark.setdefault("accent", light["accent"])  # no text stands on it or is written in it
    for colours, given, prefix in ((LIGHT, light, ""), (DARK, dark, "dark-")):
        whole = {**colours, **given}
        for one, other in _PAIRS:
            ratio = contrast(whole[one], whole[other])
            if ratio < _LEAST:
                message = (
                    f"design tokens {prefix + one!r} ({whole[one]}) and {prefix + other!r} ({whole[other]}) differ by "
                    f"{ratio:.1f} to 1, too little to read; choose colours that differ by 4.5 to 1"
                )
                raise BadCall(message)
    rules = [f":root {{ --font: {font}; }}\n"] if font else []
    for scheme, given in (("light", light), ("dark", dark)):
        if given:
            inside = "".join(f"    --{name}: {value};\n" for name, value in sorted(given.items()))
            rules.append(f"@media screen and (prefers-color-scheme: {scheme}) {{\n  :root {{\n{inside}  }}\n}}\n")
    return "".join(rules).encode()


def fragment_sheet(sheet: str, tokens: Mapping[str, str]) -> bytes:
    """Return the style sheet of fragments: the parts of the site's own and light colours, for what is inside of one.

    Nothing else on the page that holds a fragment is touched; dark screens are left to that page.
    """
    parts = sheet.partition(_PARTS)[2].partition(_PAPER)[0].strip()
    given = {name: value for name, value in sorted(tokens.items()) if name in COLOURS}
    colours = " ".join(f"--{name}: {value};" for name, value in {**LIGHT, **given}.items())
    return f".inspectlib {{\n{colours}\n*, *::before, *::after {{ box-sizing: border-box; }}\n{parts}\n}}\n".encode()
