"""Claims about design tokens: few, checked, and readable in light and dark."""

import re
from importlib.resources import files

import pytest
from inspectlib_website.theming import COLOURS, DARK, LIGHT, contrast, fragment_sheet, style_sheet

from inspectlib.errors import BadCall


def test_black_on_white_is_21_to_1():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_table_of_colours_is_that_of_the_style_sheet():
    text = files("inspectlib_website").joinpath("style.css").read_text("utf-8")
    light, dark = re.findall(r":root \{\n(.*?)\n\s*\}", text, re.DOTALL)[:2]
    told = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", each)) for each in (light, dark)]
    assert told[0] == LIGHT
    assert {**LIGHT, **told[1]} == DARK
    assert set(COLOURS) == set(LIGHT)


def test_the_style_sheet_of_fragments_touches_nothing_outside_of_one():
    sheet = files("inspectlib_website").joinpath("style.css").read_text("utf-8")
    made = fragment_sheet(sheet, {"link": "#003366", "dark-link": "#99ccff", "font": "Georgia"}).decode()
    assert made.startswith(".inspectlib {\n--text: #0b0c0c;")
    assert made.endswith("}\n}\n")
    inside = made.removeprefix(".inspectlib {")
    depth = [inside[: at + 1].count("{") - inside[: at + 1].count("}") for at in range(len(inside.rstrip()) - 1)]
    assert min(depth) == 0  # what opens closes before the end
    assert "--link: #003366;" in made
    assert ".stack" in made
    assert not {"body", "footer", "prefers-color-scheme", "99ccff", ":root"} & set(re.findall(r"[\w:-]+", made))


def test_no_token_gives_no_style_sheet_and_each_scheme_has_its_own_rule():
    assert style_sheet({}) == b""
    made = style_sheet({"link": "#003366", "dark-link": "#99CCFF", "font": "Georgia, serif"}).decode()
    assert made.index("prefers-color-scheme: light") < made.index("#003366") < made.index("prefers-color-scheme: dark")
    assert "--link: #99ccff" in made
    assert "--font: Georgia, serif" in made


def test_an_accent_is_that_of_dark_screens_too_unless_they_have_their_own():
    assert style_sheet({"accent": "#7b2d8b"}).count(b"--accent: #7b2d8b") == 2
    assert b"dark) {\n  :root {\n    --accent: #ff00ff;" in style_sheet({"accent": "#7b2d8b", "dark-accent": "#ff00ff"})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("link", "red; } body { display: none", "expected a colour"),
        ("link", "url(https://example.org)", "expected a colour"),
        ("colour", "#000000", "no design token 'colour'"),
        ("font", "x; } *{", "names of fonts"),
        ("link", "#aaccff", "too little to read"),
        ("dark-text", "#333333", "too little to read"),
    ],
)
def test_a_token_that_is_no_colour_or_hard_to_read_is_refused(name, value, words):
    with pytest.raises(BadCall, match=words):
        style_sheet({name: value})
