"""The reference pages that come from the code itself, so that none can say what is not so.

`write_all(folder)` writes the commands, the rules, the plugins' offers, the bundled data and the JSON
outputs as Markdown. A page is only written where it changed, so that a second build has little to do.
"""

import inspect
import json
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import measurements

from inspectlib.cli.commands import root
from inspectlib.fields import Audience
from inspectlib.periods import in_words
from inspectlib.plugins import load_plugins
from inspectlib.rules.rule import Rule

Pages = dict[str, str]


def write_all(folder: Path) -> None:
    """Write every generated page into a folder and take away those that no code stands behind any more."""
    wanted = pages()
    for old in folder.rglob("*.md") if folder.exists() else ():
        if old.relative_to(folder).as_posix() not in wanted:
            old.unlink()
    for name, text in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def pages() -> Pages:
    """Return every generated page by its path."""
    return {
        "commands.md": commands(),
        "data.md": data(),
        "unverified.md": unverified(),
        "plugins.md": plugins(),
        "measurements.md": measurements.page(),
        **rules(),
        **outputs(),
    }


# --- commands -----------------------------------------------------------------------------------------------------


def commands() -> str:
    """Return the page of the command line, from the commands themselves."""
    parts = [
        "# Commands",
        "Made from the commands themselves. Every command also answers to `--help`.",
        (
            "All that print take `--format text|json`; the JSON is described in [JSON outputs](json/index.md). "
            "Dates are `YYYY-MM-DD`. What a command ends with is in [Exit statuses](../exit-statuses.md)."
        ),
    ]
    for name in sorted(root.commands):
        command = root.commands[name]
        context = click.Context(command, info_name=f"inspectlib {name}")
        usage = " ".join(command.collect_usage_pieces(context))
        prose, _, example = inspect.cleandoc(command.help or "").partition("Example: ")
        parts += [f"## {name}", prose.strip(), f"```text\n{context.command_path} {usage}\n```"]
        rows = [row for each in command.params if (row := _option(each, context))]
        if rows:
            parts.append(_table(("Option", "Meaning"), rows))
        if command.epilog:
            parts.append(command.epilog)
        if example:
            parts.append(f"Example:\n\n```text\n{example.strip()}\n```")
    return _page(parts)


def _option(param: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    record = param.get_help_record(context)
    if record is None or "--help" in record[0] or not (record[1] or param.param_type_name == "option"):
        return None
    return f"`{record[0]}`", record[1]


# --- rules --------------------------------------------------------------------------------------------------------


def rules() -> Pages:
    """Return a page for each rule of the book and one that lists them."""
    book = load_plugins().rules
    rows = [(f"[{each.id}]({each.id}.md)", each.title, each.severity.value, each.in_force) for each in book]
    index = _page(
        [
            "# Rules",
            (
                f"The {len(book)} rules of this installation, each from the code that judges. A rule is named for what it "
                "finds; a finding cites the provision on the rule's page."
            ),
            _table(("Rule", "Finds", "Whose", "In force"), rows),
            _tree(each.id for each in book),
        ]
    )
    return {"rules/index.md": index, **{f"rules/{each.id}.md": rule_page(each) for each in book}}


def rule_page(rule: Rule) -> str:
    """Return the page of one rule: duty, finding, source, days in force, who provides it, and its cases."""
    law = rule.cites
    source = f"{law.short}: {law.duty}" + (f" [Read at the source]({law.url})." if law.url else "")
    checked = f"on {in_words(law.checked_on)}" if law.checked_on else "never"
    rows = [
        ("Duty", rule.duty),
        ("Found when", rule.title),
        ("Citation", source),
        (
            "Checked",
            f"{checked}; "
            + (
                "the words or the number were read there"
                if law.verified
                else "NOT confirmed: carried as an assumption, and findings say so"
            ),
        ),
        ("Severity", rule.severity.value),
        (
            "In force",
            rule.in_force + (f" ({law.since_source})" if law.since_source else ""),
        ),
        ("Judges", rule.subject.__name__),
        ("Shown to", _READERS[rule.audience]),
        ("Provided by", rule.provider),
    ]
    if law.days:
        rows.insert(
            3,
            (
                "Count",
                f"{law.days} days, the first being the day of publication; the last is {law.days - 1} days after it. Weekends and bank holidays do not extend it.",
            ),
        )
    if law.note:
        rows.insert(3, ("Note", law.note))
    parts = [f"# {rule.id}", f"{rule.title}.", _table(("About the rule", "What it says"), rows)]
    cases = cases_of(rule.id)
    if cases:
        parts.append("## Cases")
        parts.append(
            "Each is run by the tests. A register starts in order (`start`: complete, closed, unanswered or empty) and is asked on "
            "1 June 2023 unless the case says otherwise; what is set in it or removed from it is shown."
        )
        parts += [_case(each) for each in cases]
    return _page(parts)


_READERS = {
    Audience.PUBLIC: "everybody",
    Audience.SUBMISSION: "the inspectors, the Secretary of State, the body and the force",
    Audience.WORKING: "the body and the force",
    Audience.BODY: "the body",
}


def cases_of(rule_id: str) -> list[dict[str, Any]]:
    """Return the cases of a rule that stand beside the rules, in `inspectlib/rules/cases/*.toml`.

    A case is a table under the rule's id, in a file named for the rule, or with `rule = "<id>"`.
    """
    found: list[dict[str, Any]] = []
    folder = files("inspectlib").joinpath("rules/cases")
    if not folder.is_dir():
        return found
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        for key, value in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and rule_id in (key, file.name.removesuffix(".toml"), one.get("rule")):
                    found.append(one)
    return found


_EXPECTED = {"holds": "in order", "breaks": "a breach", "gap": "not shown to be in order"}


def _case(case: dict[str, Any]) -> str:
    """Return a case as a reader meets it: its sentence, what the rule says, and what differs from a register in order."""
    said = _EXPECTED.get(case.get("expect", ""), "")
    words = f", with the words “{case['says']}”" if "says" in case else ""
    name = str(case.get("name", "a case"))
    lines = [f"**{name[0].upper()}{name[1:]}**" + (f": {said}{words}." if said else ".")]
    day = f" Asked on {in_words(case['on'])}." if isinstance(case.get("on"), date) else ""
    if day:
        lines[0] += day
    differs = {key: each for key, each in case.items() if key not in ("name", "expect", "says", "on", "rule")}
    if differs:
        rows = [row for key, each in differs.items() for row in _differs(key, each)]
        lines.append("```text\n" + "\n".join(rows) + "\n```")
    return "\n\n".join(lines)


def _differs(key: str, given: Any) -> list[str]:
    if isinstance(given, dict):
        return [f"{key} {path} = {json.dumps(each, ensure_ascii=False, default=str)}" for path, each in given.items()]
    return [f"{key} {each}" for each in (given if isinstance(given, list) else [given])]


# --- plugins ------------------------------------------------------------------------------------------------------


def plugins() -> str:
    """Return the page of the importers and exporters that this repository's plugins add."""
    found = load_plugins()
    parts = [
        "# Importers and exporters",
        "What the plugins of this repository add. `inspectlib plugins` prints what yours has.",
    ]
    parts.append("## Importers")
    parts.append(
        _table(
            ("Name", "Reads", "Endings"),
            [(f"`{each.name}`", each.title, " ".join(each.suffixes)) for each in found.importers],
        )
    )
    parts.append("## Exporters")
    for each in found.exporters:
        shape = (
            "one document an inspection"
            if each.per_inspection
            else f"one file ({each.suffix})"
            if each.suffix
            else "a folder"
        )
        parts += [f"### {each.name}", f"{each.title}. Audience: {each.audience.value}. Writes {shape}."]
        if each.options:
            parts.append(
                _table(("`--set`", "Meaning"), [(f"`{name}`", means) for name, means in sorted(each.options.items())])
            )
    return _page(parts)


# --- data ---------------------------------------------------------------------------------------------------------


def data() -> str:
    """Return the page of the data files that the library ships: what each says of itself, in its first lines."""
    rows = []
    for file in sorted(files("inspectlib").joinpath("data").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            head = []
            for line in file.read_text(encoding="utf-8").splitlines():
                if not line.startswith("#"):
                    break
                head.append(line.lstrip("# "))
            rows.append((f"`{file.name}`", " ".join(head)))
    return _page(
        [
            "# Data files",
            "Facts of the field stand as dated data with their sources, not in code. Each file says of itself:",
            _table(("File", "What it holds"), rows),
        ]
    )


# --- JSON ---------------------------------------------------------------------------------------------------------


def unverified() -> str:
    """Return the page of what nobody has confirmed, from the data that says so."""
    folder = files("inspectlib") / "data"
    law, bodies, policy, holidays = (
        tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("law", "bodies", "closure-policy", "bank-holidays")
    )
    rules = {each.id: each for each in load_plugins().rules}
    cited = [
        (name, one["title"], ", ".join(sorted(r.id for r in rules.values() if r.cites.id == name)) or "none")
        for name, one in law.items()
        if not one.get("verified", False)
    ]
    held = [
        (area["slug"], body["name"], body.get("note", "not said"))
        for area in bodies["area"]
        for body in area["bodies"]
        if not body.get("verified", True)
    ]
    return _page(
        [
            "# What nobody has confirmed",
            (
                "Made from the bundled data. What to do about it is in "
                "[What is unverified](../../explanation/what-is-unverified.md)."
            ),
            "## Sources of rules",
            _table(("Source", "What it is", "Rules that rest on it"), cited),
            "## Closure levels",
            f"{policy['name']}: not confirmed. {policy['source']}",
            "## Local policing bodies",
            _table(("Area", "Body", "What was not read in a source"), held),
            "## Bank holidays",
            (
                f"Those after {holidays['verified_to']} follow from the law and can still be changed by proclamation; an "
                f"output that rests on one says so. The table ends with {holidays['covers_to']}."
            ),
        ]
    )


def outputs() -> Pages:
    """Return a page for each JSON Schema that the library ships."""
    folder = files("inspectlib").joinpath("schemas")
    names = sorted(
        each.name.removesuffix(".schema.json") for each in folder.iterdir() if each.name.endswith(".schema.json")
    )
    made = {
        "json/index.md": _page(
            [
                "# JSON outputs",
                (
                    "What each command prints with `--format json`, and the register file. The schemas (JSON Schema draft 2020-12) "
                    "are in the installed package, under `inspectlib/schemas`; the tests hold real outputs to them."
                ),
                _tree(names),
            ]
        )
    }
    for name in names:
        schema = json.loads(folder.joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))
        made[f"json/{name}.md"] = _page(
            [
                f"# {schema['title']}",
                schema["description"],
                f"```json\n{json.dumps(schema, ensure_ascii=False, indent=1)}\n```",
            ]
        )
    return made


# --- Markdown -----------------------------------------------------------------------------------------------------


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _tree(names: Any) -> str:
    return "```{toctree}\n:maxdepth: 1\n:hidden:\n\n" + "\n".join(names) + "\n```"


def _page(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"
