"""What other tools read: the JSON of each command and the register file, held to schemas and to stored answers.

INSPECTLIB_UPDATE_GOLDEN=1 pytest tests/test_outside.py writes the schemas and the stored answers anew;
look at the difference before keeping it: each line of it is a promise changed.
"""

import json
import os
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import attrs
import jsonschema
import pytest
from click.testing import CliRunner
from schemas import all_schemas

from inspectlib import running, storage
from inspectlib.cli.commands import root
from inspectlib.sample import SAMPLE_DAY, office_register, sample_document, sample_register

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
SHIPPED = HERE.parent / "src" / "inspectlib" / "schemas"
UPDATE = os.environ.get("INSPECTLIB_UPDATE_GOLDEN") == "1"
CALLS = "how-well-northmoor-police-answers-calls-for-help-2024"
DAY = ("--on", SAMPLE_DAY.isoformat())
RECORDED = ("--inspection", CALLS, "--number", "1", "--on", "2024-06-27")

#: golden file: (schema, exit status, call)
ANSWERS = {
    "read": ("read", 0, ("read", "northmoor-response.txt")),
    "check": ("check", 1, ("check", "register.json", *DAY)),
    "check-local": ("check", 1, ("check", "register.json", *DAY, "--reading", "local")),
    "status": ("status", 0, ("status", "register.json", *DAY)),
    "deadlines": ("deadlines", 0, ("deadlines", "register.json", *DAY)),
    "rule": ("rule", 0, ("rule", "PA96-S55-5A")),
    "rules": ("rule", 0, ("rule",)),
    "plugins": ("plugins", 0, ("plugins",)),
    "history": ("history", 0, ("history", "started.json")),
    "diff": ("diff", 0, ("diff", "started.json", "register.json")),
    "verify": ("verify", 0, ("verify", "started.json")),
    "new": ("new", 0, ("new", "fresh.json", "--body", "northmoor")),
    "record": ("record", 0, ("record", "register.json", "reviewed", *RECORDED, "--ref", "Governance group")),
    "new-plugin": ("new-plugin", 0, ("new-plugin", "northmoor", "--dry-run")),
    "undo": ("record", 0, ("record", "started.json", "undo", "2")),
    "merge": ("merge", 1, ("merge", "started.json", "register.json", "--dry-run")),
    "repair": ("repair", 0, ("repair", "started.json", "--dry-run")),
    "redact": (
        "redact",
        0,
        (
            "redact",
            "started.json",
            "--words",
            "Northmoor",
            "--by",
            "Data protection officer",
            "--why",
            "request 12",
            "--dry-run",
        ),
    ),
    "record-dry": ("record", 0, ("record", "register.json", "accepted", *RECORDED, "--dry-run")),
    "import": ("import", 0, ("import", "northmoor-response.txt", "--into", "register.json")),
    "export": ("export", 0, ("export", "excel-tracker", "register.json", "tracker.xlsx", *DAY)),
}


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Return a folder with the shipped sample and a register of two revisions, saved at fixed moments."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("secrets.token_hex", lambda size: "5a" * size)  # a salt that is the same each time
    document = sample_document()
    Path(document.name).write_bytes(document.data)
    imported = running.read(document.name).register
    now = datetime(2024, 6, 28, 9, 0, tzinfo=UTC)
    storage.save(sample_register(imported), Path("register.json"), by="Policy officer", why="the sample", now=now)
    started = storage.save(imported, Path("started.json"), by="Policy officer", why="started", now=now)
    report = attrs.evolve(started.inspections[0], url="https://inspectorate.example.org/calls")
    storage.save(started.with_inspection(report), Path("started.json"), by="Policy officer", why="its page", now=now)
    return tmp_path


def told(words, status=0):
    done = CliRunner().invoke(root, [*words, "--format", "json"])
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


def schema(name):
    return json.loads(files("inspectlib").joinpath(f"schemas/{name}.schema.json").read_text(encoding="utf-8"))


def hold(plain, name):
    jsonschema.validate(plain, schema(name), format_checker=jsonschema.FormatChecker())


def written(plain):
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def kept(path, text):
    """Compare with what is stored, or store it where the update is asked for."""
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", sorted(all_schemas()))
def test_the_schema_that_ships_is_the_one_that_the_values_say(name):
    made = all_schemas()[name]
    jsonschema.Draft202012Validator.check_schema(made)
    kept(SHIPPED / f"{name}.schema.json", written(made))


def test_no_schema_ships_that_nothing_makes():
    assert {each.name for each in SHIPPED.iterdir()} == {f"{name}.schema.json" for name in all_schemas()}


def test_every_command_that_prints_has_a_schema():
    assert set(root.commands) <= set(all_schemas())


def test_every_object_of_a_schema_is_described_and_takes_nothing_more():
    def walk(node):
        if isinstance(node, dict):
            if "properties" in node:
                assert node["additionalProperties"] is False
                assert node["description"]
                for name, each in node["properties"].items():
                    assert each.get("description") or "$ref" in each, name
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    for each in all_schemas().values():
        walk(each)


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.usefixtures("office")
def test_a_command_prints_what_was_promised(name):
    of, status, words = ANSWERS[name]
    plain = told(words, status)
    kept(GOLDEN / f"{name}.json", written(plain))
    hold(plain, of)


@pytest.mark.usefixtures("office")
def test_the_register_file_is_the_one_that_was_promised():
    data = Path("register.json").read_text(encoding="utf-8")
    kept(GOLDEN / "register.json", data)
    hold(json.loads(data), "register")
    assert storage.loads(data.encode()) == storage.load(Path("register.json"))


def test_an_office_register_holds_to_the_schemas(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    storage.save(office_register(40), Path("r.json"), by="a", why="b")
    hold(json.loads(Path("r.json").read_bytes()), "register")
    for name, status in (("check", 1), ("status", 0), ("deadlines", 0), ("history", 0), ("verify", 0)):
        hold(told((name, "r.json", *(DAY if name in ("check", "status", "deadlines") else ())), status), name)


def test_the_demo_says_what_it_did_in_the_promised_form(tmp_path, monkeypatch):
    from inspectlib.demo import run_demo

    monkeypatch.setitem(run_demo.__kwdefaults__, "cases", 10)
    monkeypatch.chdir(tmp_path)
    hold(told(("demo", "out")), "demo")


def test_the_schema_refuses_a_key_too_many_a_lost_key_and_a_date_that_does_not_exist():
    plain = json.loads((GOLDEN / "register.json").read_text(encoding="utf-8"))
    for spoil in (
        lambda report: report.update(colour="red"),
        lambda report: report.pop("title"),
        lambda report: report.update(published_on="2024-02-30"),
    ):
        spoilt = json.loads(json.dumps(plain))
        spoil(spoilt["register"]["inspections"][0])
        with pytest.raises(jsonschema.ValidationError):
            hold(spoilt, "register")
