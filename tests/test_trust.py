"""What is promised to those who write and install plugins, held to the code."""

import ast
import inspect
import re
import tomllib
import typing
from pathlib import Path

import attrs
import pytest

import inspectlib
from inspectlib import hookspecs, plugins
from inspectlib.exchange import Exporter, Importer, Store
from inspectlib.plugins import load_plugins
from inspectlib.profiles import ExtraField, Profile
from inspectlib.rules.rule import Rule

ROOT = Path(__file__).parents[1]
HOOKS = (ROOT / "docs" / "reference" / "hooks.md").read_text(encoding="utf-8")
TRUST = (ROOT / "docs" / "explanation" / "trust.md").read_text(encoding="utf-8")


def plain(text):
    return " ".join(text.split())


def specs():
    return {name: each for name, each in vars(hookspecs).items() if hasattr(each, "inspectlib_spec")}


def test_every_hook_is_documented_with_its_exact_signature_and_no_other_is():
    written = re.findall(r"^(inspectlib_\w+)\((.*)\) -> (.*)$", HOOKS, re.MULTILINE)
    told = {
        (name, "", f"Iterable[{typing.get_args(typing.get_type_hints(each)['return'])[0].__name__}]")
        for name, each in specs().items()
    }
    assert set(written) == told
    assert all(not inspect.signature(each).parameters for each in specs().values())
    assert set(specs()) == set(plugins.HOOKS)


@pytest.mark.parametrize(
    "record", [Rule, Importer, Exporter, Profile, ExtraField, Store], ids=lambda each: each.__name__
)
def test_every_record_is_documented_with_its_exact_fields(record):
    (written,) = ast.parse(inspect.getsource(record)).body
    fields = [
        f"{each.target.id}: {ast.unparse(each.annotation.slice)}{f' = {ast.unparse(each.value)}' if each.value else ''}"
        for each in written.body
        if isinstance(each, ast.AnnAssign)
    ]
    assert len(fields) == len(attrs.fields(record))
    assert plain(f"{record.__name__}({', '.join(fields)})") in plain(HOOKS)


def test_the_page_of_trust_says_what_the_code_does():
    assert f"after {plugins.PATIENCE:g} seconds" in TRUST
    assert f"`INSPECTLIB_HOOKS = {hookspecs.HOOKS}`" in TRUST
    assert f"`INSPECTLIB_HOOKS = {hookspecs.HOOKS}`" in HOOKS
    assert f"group `{plugins.GROUP}`" in HOOKS
    assert "`inspectlib>=0.1,<1`" in TRUST


def test_versions_count_as_major_minor_patch_and_are_one_everywhere():
    assert re.fullmatch(r"\d+\.\d+\.\d+", inspectlib.__version__)
    for path in (ROOT / "pyproject.toml", *ROOT.glob("plugins/*/pyproject.toml")):
        version = tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"]
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), path
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == inspectlib.__version__
    assert f"\n## {inspectlib.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_changelog_s_rules_are_the_book():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### Rules\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    named = re.findall(r"`([A-Z0-9-]+)`", "".join(sections))
    book = [each.id for each in load_plugins().rules]
    assert sorted(named) == sorted(book)
    for said, ids in re.findall(r"\((\d+)\): ((?:`[A-Z0-9-]+`[,.]\s*)+)", sections[-1]):
        assert int(said) == ids.count("`") // 2
