"""A small plugin to begin with: a distribution that installs, loads and passes the kit as it is."""

import re
from pathlib import Path
from string import Template

from inspectlib.errors import BadCall, CannotWrite

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_PYPROJECT = Template("""[build-system]
requires = ["hatchling>=1.25"]
build-backend = "hatchling.build"

[project]
name = "inspectlib-$name"
version = "0.1.0"
description = "An exporter and a local rule for inspectlib"
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["inspectlib>=0.1,<1"]

[project.optional-dependencies]
test = ["inspectlib[testing]"]

[project.entry-points.inspectlib]
$name = "inspectlib_$module"

[tool.hatch.build.targets.wheel]
packages = ["src/inspectlib_$module"]
""")

_INIT = Template('''"""What this plugin offers: a plain list of what is open, and one local rule."""

from datetime import date

from inspectlib.cases import Case
from inspectlib.citations import Citation
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience
from inspectlib.findings import Severity
from inspectlib.hookspecs import hookimpl
from inspectlib.rules.rule import Answer, Facts, Missing, Rule

#: the number of the hooks that this plugin was written for
INSPECTLIB_HOOKS = 1

#: put in the day on which you read your office's own words, and that they are confirmed, once that is so
OUR_PROCESS = Citation(
    id="$capitals-PROCESS",
    title="Our office",
    provision="how we track recommendations",
    duty="Each case has a reference of our own.",
    verified=False,
    checked_on=date(2026, 1, 5),
    review_by=date(2027, 1, 5),
)


def reference_missing(case: Case, facts: Facts) -> Answer:
    """Each case that the force works on has a reference of our own."""
    if case.position is None or case.local_ref:
        return None
    return Missing(message=f"{facts.recommendations[case.recommendation].label}: no reference of our own")


def write_open_cases(job: Job) -> None:
    """Write a line a case: what it is about, and where it stands."""
    lines = [
        f"{case.recommendation}: {job.view.statuses[case.key].words}"
        for case in job.view.register.cases
        if not job.view.statuses[case.key].stage.ended
    ]
    job.destination.write_text("".join(f"{line}\\n" for line in lines) or "nothing is open\\n", encoding="utf-8")


@hookimpl
def inspectlib_rules() -> list[Rule]:
    """Offer the rule of our own references."""
    return [
        Rule(
            id="$capitals-REFERENCE",
            title="No reference of our own",
            subject=Case,
            severity=Severity.LOCAL,
            cites=OUR_PROCESS,
            judge=reference_missing,
        )
    ]


@hookimpl
def inspectlib_exporters() -> list[Exporter]:
    """Offer the list of open cases."""
    return [
        Exporter(
            name="$name-open-cases",
            title="Open cases, a line each",
            audience=Audience.WORKING,
            suffix=".txt",
            export=write_open_cases,
        )
    ]
''')

_TEST = Template('''from inspectlib.running import export
from inspectlib.testing import a_complete_register
from inspectlib.testing.cases import read_cases
from inspectlib.testing.conformance import faults_of_distribution

CASES = read_cases("""
[[$capitals-REFERENCE]]
name = "a case with a reference of our own"
expect = "holds"
set = { "cases.0.local_ref" = "HMIC-7" }
[[$capitals-REFERENCE]]
name = "a case without one"
expect = "gap"
""")


def test_this_plugin_keeps_to_what_the_library_relies_on(tmp_path):
    assert faults_of_distribution("inspectlib-$name", folder=tmp_path, cases=CASES) == ()


def test_an_open_case_is_a_line(tmp_path):
    (written,) = export(a_complete_register(), "$name-open-cases", tmp_path / "open.txt", on="2023-06-01")
    assert written.read_text(encoding="utf-8") == "a-report-2023/1: in progress, on time\\n"
''')

_README = Template("""# inspectlib-$name

A plugin for inspectlib: the exporter `$name-open-cases` and the rule $capitals-REFERENCE.

    pip install -e '.[test]'
    pytest
    inspectlib plugins
    inspectlib export $name-open-cases register.json open.txt
""")


def begin_plugin(folder: Path, name: str) -> tuple[Path, ...]:
    """Write a small distribution `inspectlib-<name>` into a folder of that name and return its files.

    `name`: small letters and digits with hyphens, without "inspectlib-". Raises BadCall for another name or a
    folder that exists, CannotWrite.
    """
    name = name.removeprefix("inspectlib-")
    if _NAME.fullmatch(name) is None:
        message = f"a plugin's name is small letters and digits with hyphens, such as northmoor; found {name!r}"
        raise BadCall(message)
    target = folder / f"inspectlib-{name}"
    if target.exists():
        message = f"{str(target)!r} exists already; choose another name or move it away"
        raise BadCall(message)
    module = name.replace("-", "_")
    words = {"name": name, "module": module, "capitals": name.upper()}
    files = {
        "pyproject.toml": _PYPROJECT,
        "README.md": _README,
        f"src/inspectlib_{module}/__init__.py": _INIT,
        f"src/inspectlib_{module}/py.typed": Template(""),
        f"tests/test_{module}.py": _TEST,
    }
    try:
        for path, text in files.items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text(text.substitute(words), encoding="utf-8")
    except OSError as error:
        message = f"{str(target)!r} cannot be written: {error.strerror}"
        raise CannotWrite(message) from None
    return tuple(target / path for path in files)
