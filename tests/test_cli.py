"""The command line alone: a day in the office, and what it answers to a mistake."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspectlib import storage
from inspectlib.cli import main
from inspectlib.recording import FACTS
from inspectlib.sample import sample_document

COMMAND = [sys.executable, "-c", "from inspectlib.cli import main; main()"]
PAST = "2024-06-01"
REPORT = "how-well-northmoor-police-answers-calls-for-help-2024"


def run(*words, status=0, cwd=None):
    done = subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == status, (words, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stdout if status in (0, 1) else done.stderr


@pytest.fixture
def office(tmp_path):
    (tmp_path / "response.txt").write_bytes(sample_document().data)
    run("new", tmp_path / "r.json", "--body", "northmoor")
    run("import", tmp_path / "response.txt", "--into", tmp_path / "r.json", "--by", "Policy officer")
    return tmp_path


def test_a_day_in_the_office(office):
    register = office / "r.json"

    def record(fact, on, *more):
        return run("record", register, fact, "--inspection", REPORT, "--on", on, *more)

    def words(text):
        (office / "words.txt").write_text(text)
        return office / "words.txt"

    def breaches(on):
        found = json.loads(run("check", register, "--on", on, "--format", "json", status=1 if on > "2024-04-30" else 0))
        return sorted({each["rule"] for each in found["findings"]})

    assert "chief officer invited on 7 March 2024" in record("invited", "2024-03-07", "--by-date", "2024-04-05")
    record("received", "2024-04-08", "--text", words("We accept."), "--by", "Staff officer")
    record("commented", "2024-04-10", "--text", words("The Commissioner is glad."))
    record("explained", "2024-04-10", "--number", "1,2", "--text", words("We ask for figures."))
    record("explained", "2024-04-10", "--number", "3", "--reason", "For the Home Office.")
    assert breaches("2024-04-30") == []
    record("signed-off", "2024-04-20", "--by", "Commissioner")
    record("published", "2024-05-02", "--url", "https://example.org/r")
    record("sent", "2024-05-02", "--to", "inspectors")
    record("sent", "2024-05-02", "--to", "secretary-of-state")
    assert breaches("2024-06-01") == ["PA96-S55-5A"]
    record("commented", "2024-05-10", "--text", words("The Commissioner is very glad."))
    run("export", "website", register, office / "site", "--on", "2024-06-01")
    page = next((office / "site" / "responses").iterdir()).read_text()
    assert "is glad." in page
    assert "very glad" not in page
    record("signed-off", "2024-05-12", "--by", "Commissioner")
    record("published", "2024-05-14", "--reason", "a correction")
    run("export", "website", register, office / "site", "--on", "2024-06-01")
    assert "very glad" in next((office / "site" / "responses").iterdir()).read_text()
    record("accepted", "2024-04-01", "--number", "1")
    record("reviewed", "2024-06-01", "--number", "1", "--ref", "Governance group")
    record("deferred", "2024-06-02", "--number", "1", "--by-date", "2024-12-31", "--reason", "a late delivery")
    record("evidence", "2024-10-01", "--number", "1", "--reason", "the questions are asked")
    record("closure-requested", "2024-11-01", "--number", "1", "--by", "Deputy Chief Constable")
    record("verified", "2024-11-20", "--number", "1", "--by", "HMICFRS")
    record("closed", "2024-12-01", "--number", "1", "--by", "HMICFRS")

    def stage(on):
        rows = json.loads(run("status", register, "--on", on, "--format", "json"))
        return rows[0]["stage"], rows[0]["first_due"], rows[0]["due"], rows[0]["days_deferred"]

    assert stage("2024-12-01") == ("closed by the inspectorate", "2024-09-30", "2024-12-31", 92)
    assert stage("2024-11-02")[0] == "closure requested"
    record("reopened", "2025-02-01", "--number", "1", "--reason", "found again")
    assert stage("2025-02-01")[0] == "reopened"
    last = storage.load(register).based_on[0]
    run("record", register, "undo", last)
    assert stage("2025-02-01")[0] == "closed by the inspectorate"
    assert f"{last + 1} revisions, the chain holds" in run("verify", register)
    assert "took back revision" in run("history", register)
    run("export", "home-office-form", register, office / "form.docx", "--inspection", REPORT, "--on", "2025-02-01")
    run("export", "excel-tracker", register, office / "tracker.xlsx", "--on", "2025-02-01")
    assert (office / "form.docx").exists()
    assert (office / "tracker.xlsx").exists()


def test_importing_again_changes_nothing(office):
    before = (office / "r.json").read_bytes()
    run("import", office / "response.txt", "--into", office / "r.json")
    assert (office / "r.json").read_bytes() == before


def test_a_document_with_another_day_of_publication_moves_no_clock_and_says_both_days(office):
    words = (office / "response.txt").read_text(encoding="utf-8")
    assert words.count("6 March 2024") == 1
    (office / "again.txt").write_text(words.replace("6 March 2024", "8 March 2024"), encoding="utf-8")
    said = run("import", office / "again.txt", "--into", office / "r.json")
    assert "the document says that it was published on 8 March 2024, recorded is 6 March 2024" in said
    assert "Day 1: Wednesday 6 March 2024" in run("deadlines", office / "r.json", "--on", "2024-03-10")


def test_a_report_with_no_day_of_publication_is_said_with_the_deadlines(office):
    words = (office / "response.txt").read_text(encoding="utf-8")
    (office / "undated.txt").write_text(words.replace("6 March 2024", ""), encoding="utf-8")
    run("new", office / "u.json", "--body", "northmoor")
    run("import", office / "undated.txt", "--into", office / "u.json")
    said = run("deadlines", office / "u.json", "--on", "2024-03-10")
    assert "no publication date is recorded, so no last day for a response can be counted" in said


def test_the_help_of_record_names_every_fact():
    said = " ".join(run("record", "--help").replace("closure-\n  requested", "closure-requested").split())
    for fact in FACTS:
        assert fact in said


def test_personal_details_in_public_words_are_named_before_release(office):
    register = office / "r.json"
    (office / "words.txt").write_text("Ring 01632 960123.")
    for fact, more in (("commented", ("--text", office / "words.txt")), ("signed-off", ("--by", "Commissioner"))):
        run("record", register, fact, "--inspection", REPORT, "--on", "2024-04-10", *more)
    words = ("export", "website", register, office / "site", "--on", "2024-06-01", "--dry-run")
    done = subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, check=True)
    assert "look before release" in done.stderr
    assert "a telephone number (01632 960123)" in done.stderr
    assert not (office / "site").exists()


def test_a_dry_run_writes_nothing(office):
    before = (office / "r.json").read_bytes()
    given = ("--inspection", REPORT, "--on", "2024-03-07", "--dry-run")
    assert "nothing was written" in run("record", office / "r.json", "invited", *given)
    assert (office / "r.json").read_bytes() == before


def test_the_working_of_a_deadline_is_shown(office):
    text = run("deadlines", office / "r.json", "--on", "2024-03-10")
    assert "Tuesday 30 April 2024 (in 51 days): last day to publish the response" in text
    assert "Day 1: Wednesday 6 March 2024" in text


def test_a_rule_shows_its_source_and_count():
    text = run("rule", "PA96-S55-5A")
    assert "56 days beginning with the day of publication" in text
    assert "SI 2017/399" in text


def test_the_last_line_of_a_check_counts_what_is_not_shown(office):
    text = run("check", office / "r.json", "--on", "2024-03-10")
    assert text.splitlines()[-1].startswith("Breaches: 0; not shown to be in order: ")
    run("check", office / "r.json", "--on", "2024-03-10", "--strict", status=1)


BAD = [
    (("check", "missing.json"), "there is no register"),
    (("check", "."), "is a folder"),
    (("check", "r.json", "--on", "2024-02-30"), "expected a date as YYYY-MM-DD, found '2024-02-30'"),
    (("check", "r.json", "--body", "atlantis"), "no police area 'atlantis'"),
    (("check", "r.json", "--reading", "loose"), "no reading 'loose'"),
    (("rule", "PA96-S55-9"), "no rule 'PA96-S55-9'; did you mean"),
    (
        ("export", "excel", "r.json", "x.xlsx"),
        "no exporter 'excel'; did you mean 'excel-tracker' or 'excel-published'?",
    ),
    (("export", "website", "r.json", "site", "--set", "colour=red"), "has no option 'colour'"),
    (("export", "excel-tracker", "r.json", "/proc/none/t.xlsx"), "cannot be written"),
    (("export", "excel-tracker", "r.json", "t.xlsx", "--inspection", "none"), "no inspection 'none'"),
    (("record", "r.json", "invitd", "--inspection", REPORT, "--on", "2024-03-07"), "no fact 'invitd'"),
    (("record", "r.json", "invited", "--inspection", REPORT), "needs --on"),
    (("record", "r.json", "sent", "--inspection", REPORT, "--on", "2024-03-07"), "needs --to inspectors or"),
    (
        ("record", "r.json", "accepted", "--inspection", REPORT, "--on", "2024-03-07", "--number", "9"),
        "no recommendation '9'",
    ),
    (("record", "r.json", "undo", "9"), "revisions 1 to"),
    (("read", "empty.txt"), "is empty"),
    (("read", "binary.bin"), "no importer recognises 'binary.bin'"),
    (("new", "r.json", "--body", "northmoor"), "exists already"),
    (("check", "r.json", "--colour"), "No such option"),
    (("check", "newer.json"), "newer version"),
    (("check", "cut.json"), "not a whole register file"),
    (("check", "keys.json"), "$.inspections[0]: unknown key 'colour'"),
    (("check", "dated.json"), "expected a date as YYYY-MM-DD, found '2024-02-30'"),
    (("check", "null.json"), "holds no register"),
    (("check", "binary.bin"), "not a whole register file"),
    (("history", "missing.json"), "there is no register"),
    (("history", "."), "is a folder"),
    (("verify", "missing.json"), "there is no register"),
    (("diff", "r.json", "missing.json"), "there is no register"),
    (("read", "."), "is a folder"),
    (("read", "missing.txt"), "there is no file"),
    (("read", "binary.txt"), "no importer recognises 'binary.txt'"),
    (("read", "response.txt", "--using", "nobody"), "no importer 'nobody'"),
    (("import", ".", "--into", "r.json"), "is a folder"),
    (("import", "response.txt", "binary.txt", "--into", "r.json"), "no importer recognises 'binary.txt'"),
    (("import", "response.txt", "--into", "missing.json"), "there is no register"),
    (("new", "x.json", "--body", "atlantis"), "no police area 'atlantis'"),
    (("new", "/proc/none/x.json", "--body", "northmoor"), "cannot be written"),
    (("record", "r.json", "invited", "--inspection", "none", "--on", "2024-03-07"), "no inspection 'none'"),
    (("record", "r.json", "invited", "--inspection", REPORT, "--on", "2023-02-29"), "found '2023-02-29'"),
    (
        ("record", "r.json", "commented", "--inspection", REPORT, "--on", "2024-03-07", "--text", "binary.txt"),
        "is not text",
    ),
    (("export", "excel-tracker", "r.json", ".", "--on", "2024-06-01"), "is a folder"),
    (("export", "website", "r.json", "r.json", "--on", "2024-06-01"), "cannot be written"),
    (("deadlines", "r.json", "--within", "-1"), "expected a number of days, such as 28, found '-1'"),
    (("deadlines", "r.json", "--within", "soon"), "expected a number of days, such as 28, found 'soon'"),
    (("check", "r.json", "--on", "20/04/2023"), "found '20/04/2023'; for 20 April 2023 write 2023-04-20"),
    (("check", "r.json", "--on", "31/02/2023"), "found '31/02/2023'\n"),
    (("check", "r.json", "--body", "cleveland"), "this register is kept for northmoor, not for 'cleveland'"),
    (("status", "r.json", "--body", "cleveland"), "this register is kept for northmoor, not for 'cleveland'"),
    (("deadlines", "r.json", "--body", "cleveland"), "this register is kept for northmoor, not for 'cleveland'"),
    (("export", "website", "r.json", "site", "--body", "cleveland"), "this register is kept for northmoor"),
    (("export", "excel-tracker", "r.json", "t.docx"), "'t.docx' would hold a .xlsx document; name it t.xlsx"),
    (("check",), "Missing argument 'REGISTER'. See: inspectlib check --help"),
    (("demo", "/proc/none"), "cannot be made"),
    (("demo", "."), "holds other things"),
    (("frobnicate",), "No such command"),
]


@pytest.mark.parametrize(("words", "answer"), BAD, ids=lambda each: each if isinstance(each, str) else None)
def test_a_mistake_is_one_clear_line_and_writes_nothing(office, words, answer):
    (office / "empty.txt").write_bytes(b"")
    (office / "binary.bin").write_bytes(bytes(range(256)))
    (office / "newer.json").write_text('{"inspectlib": 99}')
    (office / "null.json").write_text('{"inspectlib": 1, "register": null}')
    (office / "binary.txt").write_bytes(bytes(range(256)))
    held = (office / "r.json").read_text()
    (office / "cut.json").write_text(held[:300])
    (office / "keys.json").write_text(held.replace('"title"', '"colour": 1, "title"', 1))
    (office / "dated.json").write_text(held.replace("2024-03-06", "2024-02-30", 1))
    before = {path: path.read_bytes() for path in office.iterdir()}
    error = run(*words, status=2, cwd=office)
    assert answer in error
    assert len(error.strip().splitlines()) == 1
    assert {path: path.read_bytes() for path in office.iterdir()} == before


def full_disk(*words, cwd, most=4096):
    """Run a command in a process that can write no file beyond so many bytes, as on a full disk."""
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )


@pytest.mark.parametrize(
    "words",
    [
        ("record", "r.json", "invited", "--inspection", REPORT, "--on", "2024-03-07"),
        ("record", "r.json", "undo", "2"),
        ("import", "response.txt", "--into", "fresh.json"),
        ("export", "home-office-form", "r.json", "f.docx", "--on", "2024-06-01", "--inspection", REPORT),
        ("export", "website", "r.json", "site", "--on", "2024-06-01"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_a_full_disk_is_one_line_and_leaves_every_file_as_it_was(office, words):
    run("new", office / "fresh.json", "--body", "northmoor")
    before = {path: path.read_bytes() for path in office.iterdir()}
    done = full_disk(*words, cwd=office, most=1024)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "cannot be written" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert {path: path.read_bytes() for path in office.iterdir()} == before


def test_a_plugin_that_breaks_is_one_line_status_3_and_writes_nothing(office, monkeypatch):
    from inspectlib import running
    from inspectlib.errors import PluginsFailed
    from inspectlib.fields import evolve

    def broken(_):
        message = "no such thing"
        raise ValueError(message)

    plugins = running.installed()
    exporter = evolve(plugins.exporter("excel-tracker"), export=broken)
    importer = evolve(next(each for each in plugins.importers if each.name == "response-document"), read=broken)
    mine = evolve(plugins, exporters=(exporter,), importers=(importer,))
    before = {path: path.read_bytes() for path in office.iterdir()}
    with pytest.raises(
        PluginsFailed,
        match=r"exporter 'excel-tracker' from inspectlib-excel 0.1.0 broke: .*no such thing.*; nothing was changed",
    ):
        running.export(storage.load(office / "r.json"), "excel-tracker", office / "t.xlsx", on=PAST, plugins=mine)
    with pytest.raises(
        PluginsFailed,
        match=r"importer 'response-document' from inspectlib-documents 0.1.0 broke on 'response.txt': .*no such thing",
    ):
        running.read(office / "response.txt", plugins=mine)
    assert {path: path.read_bytes() for path in office.iterdir()} == before
    monkeypatch.setattr("inspectlib.cli.documents.found_plugins", lambda: mine)
    monkeypatch.setattr("sys.argv", ["inspectlib", "read", str(office / "response.txt")])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 3


def test_an_answer_that_finds_no_room_is_one_line_and_a_reader_who_leaves_is_none():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "rule"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "the answer could not be written whole: No space left on device\n"
    many = f"import subprocess, sys; p = subprocess.Popen({[*COMMAND, 'rule', '--format', 'json']!r}, stdout=-1, stderr=-1); p.stdout.close(); print(p.stderr.read().decode())"
    left = subprocess.run([sys.executable, "-c", many], capture_output=True, text=True, check=True)
    assert left.stdout.strip() == ""


def test_an_argument_that_is_no_text_is_refused_in_one_line_before_anything_is_written(tmp_path):
    words = ("new", "register.json", "--body", "cleveland", "--by", b"Policy \xff officer")
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert (
        done.stderr
        == "'Policy \\udcff officer' holds bytes that are no text (not UTF-8); type the word again, or rename the file\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_reading_prints_the_response_and_each_case_that_was_understood_and_cuts_long_words(tmp_path):
    path = tmp_path / sample_document().name
    path.write_bytes(sample_document().data)
    lines = run("read", path).splitlines()
    (response,) = (each for each in lines if each.startswith("response of northmoor: "))
    assert "chief officer comments (1)" in response
    assert "comments The Commissioner welcomes the report." in response
    assert response.endswith("...")
    assert "case of northmoor, recommendation 2: position accepted" in lines


def test_a_document_that_nobody_can_read_is_refused_with_the_reason_and_not_a_list_of_importers(tmp_path):
    for data, reason in (
        (b"Recommendation 1 \xed\xa0\x80", "is not UTF-8 text; save it as UTF-8"),
        (b"{\\rtf1 Recommendation 1 \\par}", "is rich text (RTF), which is not read; save it as .docx"),
    ):
        (tmp_path / "a.txt").write_bytes(data)
        done = subprocess.run([*COMMAND, "read", "a.txt"], capture_output=True, text=True, check=False, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (2, f"'a.txt' {reason}\n")


def test_the_demo_writes_every_output(tmp_path):
    from inspectlib.demo import run_demo

    lines = []
    run_demo(tmp_path / "demo", say=lines.append, cases=20)
    for name in ("forms", "tracker.xlsx", "website/index.html", "website/feed.xml", "committee-paper.docx"):
        assert (tmp_path / "demo" / "northmoor" / name).exists()
        assert (tmp_path / "demo" / "office" / name).exists()
    assert any((tmp_path / "demo" / "northmoor" / "pack").rglob("manifest.json"))
    assert lines[-1].startswith("Open first: ")


def test_importing_the_package_loads_no_plugin_and_no_library_of_formats():
    code = "import sys, inspectlib; print(*sorted(sys.modules))"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for unwanted in ("click", "openpyxl", "docx", "jinja2", "cattrs", "inspectlib_excel"):
        assert unwanted not in names


def test_every_command_that_prints_takes_a_format_and_every_one_that_writes_a_dry_run():
    from inspectlib.cli.commands import root

    for name, command in root.commands.items():
        assert "form" in {each.name for each in command.params}, name
    for name in ("new", "import", "record"):
        assert {"dry_run", "by", "why"} <= {each.name for each in root.commands[name].params}, name
    assert "dry_run" in {each.name for each in root.commands["export"].params}


def test_a_dry_run_of_each_command_says_what_it_would_do_and_leaves_the_folder_as_it_was(office):
    before = {path: path.read_bytes() for path in office.iterdir()}
    for words, answer in (
        (("new", "n.json", "--body", "northmoor"), "started n.json for Northmoor Police (--dry-run: nothing was"),
        (("import", "response.txt", "--into", "r.json"), "nothing was written (--dry-run)"),
        (("export", "excel-tracker", "r.json", "t.xlsx", "--on", "2024-06-01"), "would write t.xlsx"),
        (("export", "home-office-form", "r.json", "forms", "--on", "2024-06-01"), f"would write forms/{REPORT}.docx"),
        (("record", "r.json", "undo", "2"), "revision 2 taken back by a new revision (--dry-run"),
    ):
        assert answer in run(*words, "--dry-run", cwd=office)
        json.loads(run(*words, "--dry-run", "--format", "json", cwd=office))
    assert {path: path.read_bytes() for path in office.iterdir()} == before


def test_a_dry_run_of_an_export_tries_everything(office):
    error = run("export", "website", "r.json", "s", "--set", "colour=red", "--dry-run", status=2, cwd=office)
    assert "has no option 'colour'" in error


def test_every_command_has_help_with_an_example():
    from inspectlib.cli.commands import root

    for name, command in root.commands.items():
        text = CliRunner().invoke(command, ["--help"]).output
        assert "Example: inspectlib" in text, name


def test_the_version_needs_nothing_else():
    assert run("--version") == "inspectlib 0.1.0\n"


def test_a_register_is_held_to_the_plugins_installed_for_its_area_and_only_to_these(tmp_path):
    kept = tmp_path / "r.json"
    run("new", kept, "--body", "cleveland")
    assert [each.distribution for each in storage.load(kept).held_to] == ["inspectlib-cleveland"]
    refused = run("record", kept, "dismissed", "--ref", "inspectlib-cleveland", "--reason", "x", "--on", PAST, status=2)
    assert refused.count("\n") == 1
    assert "is installed, so its rules count" in refused
