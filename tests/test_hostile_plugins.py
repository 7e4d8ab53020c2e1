"""Plugins that are broken in every way we could think of, each a small distribution that is really installed.

All stand in one environment with a good one and with ours: none costs another's answer, each is named with its
distribution and version, and every answer says that it is incomplete.
"""

import json

import pytest
from wheels import Env, done, wheel_of

from inspectlib import storage
from inspectlib.running import check
from inspectlib.testing import a_complete_register

HEAD = """
from datetime import date
from inspectlib.cases import Case
from inspectlib.citations import Citation
from inspectlib.errors import CannotRead
from inspectlib.exchange import Exporter, Importer, ImportResult
from inspectlib.fields import Audience
from inspectlib.findings import Severity
from inspectlib.hookspecs import hookimpl
from inspectlib.inspections import Inspection
from inspectlib.register import Register
from inspectlib.rules.rule import Found, Rule

LAW = Citation(id="L", title="Office", provision="1", duty="Do.", verified=True, checked_on=date(2026, 1, 5),
               review_by=date(2027, 1, 5))

def a_rule(id, judge, subject=Case):
    return Rule(id=id, title="Found", subject=subject, severity=Severity.LOCAL, cites=LAW, judge=judge)

def an_importer(name, recognises, read=None):
    return Importer(name=name, title=name, suffixes=(".nmr",), recognises=recognises, read=read)

def an_exporter(name, export):
    return Exporter(name=name, title=name, audience=Audience.WORKING, suffix=".txt", export=export)
"""

#: those that cannot be used at all: what they do, and what is said of them
FAIL = {
    "raises": ("raise RuntimeError('no licence key')", "cannot be imported: RuntimeError('no licence key')"),
    "leaves": ("import sys\nsys.exit(0)", "cannot be imported: SystemExit(0)"),
    "hangs": ("import time\ntime.sleep(3600)", "was not ready after 20 seconds"),
    "misspells": ("@hookimpl\ndef inspectlib_rule():\n    return []", "did you mean 'inspectlib_rules'?"),
    "mistypes": (
        "@hookimpl\ndef inspectib_rules():\n    return []",
        "'inspectib_rules', which is no hook; did you mean",
    ),
    "unmarked": ("def inspectlib_rules():\n    return []", "'inspectlib_rules' is not marked with @hookimpl"),
    "asks": ("@hookimpl\ndef inspectlib_rules(register):\n    return []", "Argument(s) {'register'} are declared"),
    "duplicates": (
        "@hookimpl\ndef inspectlib_rules():\n    return [a_rule('SIGN-OFF', lambda case, facts: None)]",
        "SIGN-OFF is offered by inspectlib-duplicates 0.3 and inspectlib; uninstall one of them",
    ),
    "newer": ("INSPECTLIB_HOOKS = 99", "was written for hooks 99; this inspectlib knows 1: update inspectlib"),
    "imports-newer": ("from inspectlib.rules import later", "cannot be imported: ImportError"),
    "returns-nothing": (
        "@hookimpl\ndef inspectlib_rules():\n    return None",
        "inspectlib_rules returned None, expected Rules",
    ),
    "returns-words": (
        "@hookimpl\ndef inspectlib_exporters():\n    return ['pdf']",
        "returned 'pdf', which is no Exporter",
    ),
    "breaks-off": ("@hookimpl\ndef inspectlib_rules():\n    yield a_rule('OFF-1', None)", "OFF-1: its judge is None"),
    "about-nothing": (
        "@hookimpl\ndef inspectlib_rules():\n    return [a_rule('ABOUT-1', lambda case, facts: None, subject=str)]",
        "ABOUT-1: is about str, so nothing would ask it",
    ),
}
#: those that load, and break when they are asked
LATER = {
    "rule-raises": "@hookimpl\ndef inspectlib_rules():\n    return [a_rule('RULE-RAISES', lambda case, facts: 1 / 0)]",
    "rule-leaves": "import sys\n@hookimpl\ndef inspectlib_rules():\n"
    "    return [a_rule('RULE-LEAVES', lambda case, facts: sys.exit(0))]",
    "rule-babbles": "@hookimpl\ndef inspectlib_rules():\n    return [a_rule('RULE-BABBLES', lambda case, facts: 'fine')]",
    "importer-raises": "@hookimpl\ndef inspectlib_importers():\n"
    "    return [an_importer('raising', lambda source: 1 / 0, lambda source: None)]",
    "importer-leaves": "import sys\n@hookimpl\ndef inspectlib_importers():\n"
    "    return [an_importer('leaving', lambda source: sys.exit(0), lambda source: None)]",
    "chatters": "print('Hello from the plugin')\ndef chatty(case, facts):\n    print('judging')\n"
    "@hookimpl\ndef inspectlib_rules():\n    print('Here are my rules')\n    return [a_rule('CHATTERS', chatty)]",
    "importer-boasts": "@hookimpl\ndef inspectlib_importers():\n"
    "    return [an_importer('boasting', lambda source: 1000, lambda source: None)]",
    "importer-babbles": "@hookimpl\ndef inspectlib_importers():\n"
    "    return [an_importer('babbling', lambda source: 1, lambda source: 'read')]",
    "exporter-raises": "def half(job):\n    job.destination.write_text('half')\n    raise RuntimeError('no ink')\n"
    "@hookimpl\ndef inspectlib_exporters():\n    return [an_exporter('raising-list', half)]",
    "exporter-idles": "@hookimpl\ndef inspectlib_exporters():\n    return [an_exporter('idle-list', lambda job: None)]",
}
GOOD = """
def read_note(source):
    return ImportResult(register=Register().with_inspection(Inspection(id="a-note", title="A Note")))

@hookimpl
def inspectlib_rules():
    return [a_rule("GOOD-RULE", lambda case, facts: Found(message="a case is here"))]

@hookimpl
def inspectlib_importers():
    return [an_importer("good-note", lambda source: 90 if source.suffix == ".nmr" else 0, read_note)]

@hookimpl
def inspectlib_exporters():
    return [an_exporter("good-list", lambda job: job.destination.write_text(f"{job.view.outcome.complete}\\n"))]
"""


def distribution(folder, name, body):
    module = f"hostile_{name.replace('-', '_')}"
    (folder / module).mkdir(parents=True)
    (folder / module / "__init__.py").write_text(HEAD + body + "\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        f"""[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "inspectlib-{name}"
version = "0.3"
[project.entry-points.inspectlib]
{name} = "{module}"
[tool.hatch.build.targets.wheel]
packages = ["{module}"]
""",
        encoding="utf-8",
    )
    return folder


CALLS = {
    "plugins": ("plugins",),
    "check": ("check", "register.json", "--on", "2023-06-01", "--format", "json"),
    "status": ("status", "register.json", "--on", "2023-06-01"),
    "rule": ("rule", "GOOD-RULE"),
    "read": ("read", "a.nmr"),
    "babbled": ("read", "a.nmr", "--using", "babbling"),
    "import": ("import", "a.nmr", "--into", "copy.json"),
    "good": ("export", "good-list", "register.json", "good.txt", "--on", "2023-06-01"),
    "raising": ("export", "raising-list", "register.json", "raising.txt", "--on", "2023-06-01"),
    "idle": ("export", "idle-list", "register.json", "idle.txt", "--on", "2023-06-01"),
    "wrong": ("export", "no-such", "register.json", "x.txt", "--on", "2023-06-01"),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Return what each command came to in the environment of them all, and its folder."""
    home = tmp_path_factory.mktemp("hostile")
    bodies = {**{name: body for name, (body, _) in FAIL.items()}, **LATER, "good": GOOD}
    for name, body in bodies.items():
        wheel_of(distribution(home / "sources" / name, name, body), home / "dist")
    env = Env(home / "env")
    env.install("--no-index", "--no-deps", *sorted((home / "dist").glob("*.whl")))
    env.lie_over_ours()
    work = home / "work"
    work.mkdir()
    for name in ("register.json", "copy.json"):
        storage.save(a_complete_register(), work / name, by="Policy officer", why="started")
    (work / "a.nmr").write_text("Note: A Note\n")
    main = "from inspectlib.cli import main; main()"
    started = {name: env.start("python", "-c", main, *words, cwd=work) for name, words in CALLS.items()}
    short = "from inspectlib.demo import run_demo; run_demo.__kwdefaults__['cases'] = 10; "
    started["demo"] = env.start("python", "-c", short + main, "demo", "out", cwd=work)
    started["python"] = env.start(
        "python",
        "-c",
        "import inspectlib as il\ntry:\n    il.check(il.load('register.json'), on='2023-06-01')\n"
        "except il.PluginsFailed as error:\n    print(error)",
        cwd=work,
    )
    return {name: done(each) for name, each in started.items()}, work


def named(name):
    return f"plugin {name!r} from inspectlib-{name} 0.3: "


@pytest.mark.parametrize("name", FAIL)
def test_a_plugin_that_cannot_be_used_is_named_with_its_distribution_its_version_and_what_is_wrong(name, ran):
    said = ran[0]["plugins"]
    (line,) = (each for each in said.stdout.splitlines() if named(name) in each)
    assert FAIL[name][1] in line
    assert line.startswith("FAILED ")
    assert said.returncode == 3


def test_the_health_of_all_is_counted(ran):
    lines = ran[0]["plugins"].stdout.splitlines()
    assert lines[-1].endswith(f"{len(FAIL)} failed; hooks 1")
    assert "good from inspectlib-good 0.3: good-list, good-note, GOOD-RULE" in lines
    assert sum(each.startswith("FAILED") for each in lines) == len(FAIL)


def test_a_check_holds_every_other_answer_names_each_that_failed_and_is_incomplete(ran):
    said = ran[0]["check"]
    answer = json.loads(said.stdout)
    assert said.returncode == 3
    assert not answer["complete"]
    assert not answer["clear"]
    rules = {each.rule for each in check(a_complete_register(), on="2023-06-01").findings}
    assert {each["rule"] for each in answer["findings"]} == rules | {"GOOD-RULE"}
    causes = {each["provider"]: each["error"] for each in answer["crashes"]}
    for name, (_, cause) in FAIL.items():
        assert cause in causes[f"inspectlib-{name} 0.3"]
    for name, what in (("raises", "ZeroDivisionError"), ("leaves", "SystemExit"), ("babbles", "answered 'fine'")):
        assert what in causes[f"inspectlib-rule-{name} 0.3"]


@pytest.mark.parametrize("name", ["status", "rule", "good", "import", "read", "demo"])
def test_every_other_command_answers_says_what_it_went_without_and_ends_with_3(name, ran):
    said = ran[0][name]
    assert said.returncode == 3
    assert said.stdout
    for each in FAIL:
        assert f"not used: {named(each)}" in said.stderr


def test_the_demonstration_writes_all_but_the_pack_and_counts_what_was_not_looked_at(ran):
    out = ran[1] / "out"
    for name in ("forms", "tracker.xlsx", "website/index.html", "committee-paper.docx"):
        assert (out / "northmoor" / name).exists()
    counts = [
        each.partition(", not looked at: ")[2] for each in ran[0]["demo"].stdout.splitlines() if "Checked" in each
    ]
    assert len(counts) == 2
    assert all(int(each) >= len(FAIL) for each in counts)


def test_a_document_is_read_by_whoever_can_and_who_could_not_be_asked_is_a_problem_of_the_answer(ran):
    said = ran[0]["read"].stdout
    assert said.startswith("A Note (publication date not known)")
    assert "importer 'raising' from inspectlib-importer-raises 0.3 broke as it looked at the document" in said
    assert "importer 'boasting' from inspectlib-importer-boasts 0.3" in said
    assert "answered 1000, expected 0 to 100" in said
    assert f"not understood: plugins: {named('raises')}" in said
    kept = storage.load(ran[1] / "copy.json")
    assert not check(kept, on="2023-06-01").complete
    assert any("inspectlib-importer-raises 0.3" in each.message for each in kept.unread)


def test_one_that_ends_the_program_as_it_looks_at_a_document_is_passed_over_by_name(ran):
    said = ran[0]["read"].stdout
    assert (
        "importer 'leaving' from inspectlib-importer-leaves 0.3 broke as it looked at the document: SystemExit(0)"
        in said
    )


def test_what_a_plugin_prints_goes_to_standard_error_so_that_an_answer_as_json_stays_json(ran):
    said = ran[0]["check"]
    assert json.loads(said.stdout)
    for each in ("Hello from the plugin", "Here are my rules", "judging"):
        assert each in said.stderr


def test_an_importer_that_returns_rubbish_is_named_and_nothing_is_read(ran):
    said = ran[0]["babbled"]
    assert (said.returncode, said.stdout) == (3, "")
    assert (
        "importer 'babbling' from inspectlib-importer-babbles 0.3 broke on 'a.nmr': it returned 'read'" in said.stderr
    )


def test_what_another_exporter_writes_is_whole_and_knows_that_the_check_was_not(ran):
    assert (ran[1] / "good.txt").read_text() == "False\n"


@pytest.mark.parametrize(("name", "what"), [("raising", "RuntimeError('no ink')"), ("idle", "wrote nothing")])
def test_an_exporter_that_breaks_is_named_and_leaves_nothing(name, what, ran):
    said = ran[0][name]
    assert (said.returncode, said.stdout) == (3, "")
    assert what in said.stderr
    assert f"exporter '{name}-list' from inspectlib-exporter-" in said.stderr
    assert not (ran[1] / f"{name}.txt").exists()
    assert not list(ran[1].glob(".inspectlib-*"))


def test_a_call_that_is_wrong_is_still_the_caller_s_to_mend(ran):
    assert ran[0]["wrong"].returncode == 2


def test_nobody_sees_a_traceback(ran):
    for name, said in ran[0].items():
        assert "Traceback" not in said.stdout + said.stderr, name


def test_in_python_each_that_failed_is_named_in_one_error(ran):
    said = ran[0]["python"]
    assert said.returncode == 0
    for name, (_, cause) in FAIL.items():
        assert named(name) in said.stdout
        assert cause in said.stdout
