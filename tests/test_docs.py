"""The reference is made from the code: nothing that is there is left out, nothing else is said."""

import re
import sys
from pathlib import Path

import pytest

from inspectlib.cli.commands import root
from inspectlib.plugins import load_plugins

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def generating():
    sys.path.insert(0, str(DOCS))
    import generating

    yield generating
    sys.path.remove(str(DOCS))


def test_every_command_and_every_option_stands_in_the_reference(generating):
    page = generating.commands()
    for name, command in root.commands.items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for each in command.params:
            for option in each.opts if each.param_type_name == "option" else ():
                assert option in section, (name, option)
        assert f"inspectlib {name}" in section


def test_every_rule_has_a_page_with_its_duty_source_and_day(generating):
    pages = generating.rules()
    for rule in load_plugins().rules:
        page = pages[f"rules/{rule.id}.md"]
        for words in (rule.duty, rule.title, rule.cites.short, rule.severity.value, rule.provider, "In force"):
            assert words in page, (rule.id, words)
        assert ("NOT confirmed" in page) == (not rule.cites.verified)
        assert f"[{rule.id}]({rule.id}.md)" in pages["rules/index.md"]


def test_a_case_beside_the_rules_is_printed_on_its_rules_page(generating, tmp_path, monkeypatch):
    cases = tmp_path / "rules" / "cases"
    cases.mkdir(parents=True)
    (cases / "section55.toml").write_text(
        '[[PA96-S55-5A]]\nname = "published on day 57"\nexpect = "breaks"\non = 2023-05-04\n[[case]]\nrule = "SIGN-OFF"\nname = "no copy"\n'
    )
    monkeypatch.setattr(generating, "files", lambda _: tmp_path)
    rules = {each.id: each for each in load_plugins().rules}
    assert "**Published on day 57**: a breach. Asked on 4 May 2023." in generating.rule_page(rules["PA96-S55-5A"])
    assert "**No copy**" in generating.rule_page(rules["SIGN-OFF"])
    assert "## Cases" not in generating.rule_page(rules["PA96-S55-5"])


#: how the library is built, which nobody who uses it needs to know
INSIDE = {"checking", "cli", "converting", "demo", "hookspecs", "plugins", "running", "sample", "seeing", "storage"}


def test_every_public_module_stands_in_the_reference():
    source = DOCS.parent / "src" / "inspectlib"
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    for path in source.glob("*.py"):
        if path.stem != "__init__" and path.stem not in INSIDE:
            assert f".. automodule:: inspectlib.{path.stem}\n" in page, path.stem


ROLES = ("policy-officers", "liaison-officers", "committee-clerks", "web-editors", "analysts", "developers")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_s_page_stands_on_the_first_page_shows_ten_tasks_and_says_at_its_end_what_is_not_yet(role):
    page = (DOCS / "how-to" / f"for-{role}.md").read_text(encoding="utf-8")
    *tasks, last = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    assert last == "Not yet"
    assert len(tasks) + page.partition("## Not yet")[2].count("\n- ") >= 10
    assert f"how-to/for-{role}.md" in (DOCS / "index.md").read_text(encoding="utf-8")


def test_every_option_says_what_it_means():
    for name, command in root.commands.items():
        for each in command.params:
            if each.param_type_name == "option":
                assert each.help, (name, each.name)


def test_every_schema_has_a_page_and_a_page_nobody_makes_any_more_goes(generating, tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "GONE.md").write_text("# GONE")
    generating.write_all(tmp_path)
    assert not (tmp_path / "rules" / "GONE.md").exists()
    for schema in (DOCS.parent / "src" / "inspectlib" / "schemas").iterdir():
        assert (tmp_path / "json" / f"{schema.name.removesuffix('.schema.json')}.md").exists()


def test_every_test_that_a_page_names_is_there():
    folder = DOCS.parent
    sources = [*(folder / "tests").glob("*.py"), *(folder / "plugins").glob("*/tests/*.py")]
    known = set(re.findall(r"^def (test_\w+)", "\n".join(each.read_text() for each in sources), re.MULTILINE))
    pages = {page: page.read_text() for page in DOCS.glob("*/*.md") if page.parent.name != "_build"}
    named = {(page.name, each) for page, text in pages.items() for each in re.findall(r"`(test_\w+)`", text)}
    assert len(named) > 30
    assert {(page, each) for page, each in named if each not in known} == set()
