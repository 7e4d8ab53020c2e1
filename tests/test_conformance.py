"""The kit passes one good plugin of each kind, and names the fault of each broken one."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from datetime import date
from itertools import count
from pathlib import Path

import attrs
import pytest
from openpyxl import Workbook
from wheels import Env, projects, wheel_of

from inspectlib.cases import Case
from inspectlib.errors import CannotRead
from inspectlib.exchange import Exporter, Importer, ImportResult, Problem, Source
from inspectlib.fields import Audience, evolve
from inspectlib.inspections import Inspection
from inspectlib.plugins import load_plugins
from inspectlib.policies import ClosureLevel, ClosurePolicy
from inspectlib.profiles import ExtraField, ExtraKind, Profile
from inspectlib.register import Register
from inspectlib.rules.book import RULES
from inspectlib.rules.rule import Found
from inspectlib.running import export
from inspectlib.sample import sample_document
from inspectlib.testing import REPORT, a_complete_register, a_recommendation
from inspectlib.testing.cases import shipped_cases
from inspectlib.testing.conformance import (
    faults_of_distribution,
    faults_of_exporter,
    faults_of_importer,
    faults_of_profile,
    faults_of_rule,
)

RULE = next(each for each in RULES if each.id == "CASE-OWNER")
CASES = tuple(each for each in shipped_cases() if each.rule == RULE.id)


def a_rule(judge=None, **changes):
    if judge is not None:
        judge.__doc__ = "A duty in a sentence."
        changes["judge"] = judge
    return attrs.evolve(RULE, **changes)


def reads_the_clock(_case, _facts):
    return Found(message="late") if date.today() > date(2030, 1, 1) else None  # noqa: DTZ011 - what the kit is to find


def the_day():
    return date.today()  # noqa: DTZ011 - likewise


def asks_another_for_the_day(_case, _facts):
    return Found(message="late") if the_day() > date(2030, 1, 1) else None


def opens_a_file(_case, _facts):
    Path("/etc/hostname").read_text()


def changes_its_mind(_case, _facts, seen=[]):  # noqa: B006 - what the kit is to find
    seen.append(1)
    return Found(message=str(len(seen)))


def goes_by_the_order(_case, facts):
    first = facts.register.inspections[0].recommendations[0]
    return Found(message=f"the first is {first.id}")


def breaks(_case, _facts):
    raise ZeroDivisionError


def looks_for_a_file(_case, _facts):
    return Found(message="late") if Path("/etc/no-such-thing").exists() else None


def asks_the_environment_in_a_roundabout_way(_case, _facts):
    return Found(message="late") if getattr(os, "get" + "env")("NORTHMOOR") else None


def starts_a_program(_case, _facts):
    subprocess.run([sys.executable, "-c", ""], check=False)


def asks_the_network(_case, _facts):
    with contextlib.suppress(OSError):
        http.client.HTTPConnection("127.0.0.1", 9).connect()


def says_it_aloud(_case, _facts):
    print("judging")  # noqa: T201 - what the kit is to find


def leaves_a_thread(_case, _facts):
    threading.Thread(target=threading.Event().wait, args=(5,), daemon=True).start()


def changes_its_facts(_case, facts):
    object.__setattr__(facts, "areas", ())


def changes_its_register(_case, facts):
    object.__setattr__(facts.everything, "cases", ())


def says_nothing(_case, _facts):
    return Found(message=" ")


def yields(_case, _facts):
    yield Found(message="late")


def with_no_duty(_case, _facts):
    return None


def in_the_empty_register(_register, _facts):
    return Found(message="nothing is here")


@pytest.mark.parametrize(
    ("rule", "cases", "says"),
    [
        (RULE, (), "has no case that holds"),
        (RULE, CASES[:1], "has no case that breaks"),
        (a_rule(id="case owner"), (), "an id is capitals and digits"),
        (a_rule(title="no owner"), CASES, "a title says what is found"),
        (attrs.evolve(RULE, judge=with_no_duty), CASES, "no docstring"),
        (a_rule(subject=str), CASES, "its subject is none of"),
        (a_rule(cites=attrs.evolve(RULE.cites, checked_on=None)), CASES, "does not say when it was read"),
        (a_rule(reads_the_clock), CASES, "uses 'today'"),
        (a_rule(asks_another_for_the_day), CASES, "uses 'today'"),
        (a_rule(opens_a_file), CASES, "reads the disk"),
        (a_rule(changes_its_mind), CASES, "says two things"),
        (a_rule(goes_by_the_order), CASES, "says another thing where the same facts stand in another order"),
        (a_rule(looks_for_a_file), CASES, "reads the disk while it judges"),
        (a_rule(asks_the_environment_in_a_roundabout_way), CASES, "reads the environment while it judges"),
        (a_rule(starts_a_program), CASES, "starts another program while it judges"),
        (a_rule(asks_the_network), CASES, "reaches for the network while it judges"),
        (a_rule(says_it_aloud), CASES, "prints 'judging judging' while it judges"),
        (a_rule(leaves_a_thread), CASES, "leaves a thread that goes on behind"),
        (a_rule(changes_its_facts), CASES, "changes the facts that it is given"),
        (a_rule(changes_its_register), CASES, "changes the register that it is given"),
        (a_rule(says_nothing), CASES, "answers without a message"),
        (a_rule(yields), CASES, "answered <generator object"),
        (a_rule(since=date(2025, 1, 1), until=date(2024, 1, 1)), CASES, "so it binds nothing"),
        (a_rule(breaks), CASES, "breaks on a plain register: ZeroDivisionError"),
        (a_rule(in_the_empty_register, subject=Register), CASES, "finds a breach in an empty register"),
        (a_rule(lambda case, facts: None), CASES, "expected gap, found holds"),  # noqa: ARG005
    ],
)
def test_a_broken_rule_is_named_with_its_fault(rule, cases, says):
    faults = faults_of_rule(rule, cases)
    assert any(says in each and each.startswith(f"rule {rule.id}: ") for each in faults), faults


def test_a_good_rule_has_no_fault():
    assert faults_of_rule(RULE, CASES) == ()


NOTE = Source(name="note.nmr", data=b"Report: A Note\n")


def read_note(source):
    if not source.data.startswith(b"Report: "):
        message = f"{source.name!r} is no note; it begins with 'Report: '"
        raise CannotRead(message)
    title = source.text().removeprefix("Report: ").strip()
    return ImportResult(register=Register().with_inspection(Inspection(id="a-note", title=title)))


def an_importer(**changes):
    made = Importer(
        name="note",
        title="A note",
        suffixes=(".nmr",),
        recognises=lambda source: 60 if source.data.startswith(b"Report: ") else 0,
        read=read_note,
    )
    return attrs.evolve(made, **changes)


def read_to_the_end(source):
    if not source.data.endswith(b"\n"):
        message = "the end is missing"
        raise EOFError(message)
    return read_note(source)


def reads_with(report="a-note", **parts):
    made = Register().with_inspection(Inspection(id=report, title=parts.pop("title", "A Note"), **parts))
    return lambda source: read_note(source) and ImportResult(register=made)


def reads_of(area):
    case = Case(area=area, recommendation="a-note/1")
    return lambda source: read_note(source) and ImportResult(register=Register().with_case(case))


def keeps_a_copy(source):
    Path("copy-of-the-note").write_bytes(source.data)
    return read_note(source)


def changes_the_note(source):
    object.__setattr__(source, "data", b"Report: Another")
    return read_note(source)


def dates_it_today(source):
    made = read_note(source).register.inspections[0]
    today = evolve(made, published_on=date.today())  # noqa: DTZ011 - what the kit is to find
    return ImportResult(register=Register().with_inspection(today))


def reads_one_line(source):
    return read_note(evolve(source, data=source.data.splitlines()[0]))


def odd_number():
    numbers = iter(range(100))
    return lambda _: ImportResult(register=Register(areas=(f"a{next(numbers)}",)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "A Note"}, "a name is small letters"),
        ({"suffixes": ()}, "names no suffix"),
        ({"suffixes": ("nmr",)}, "a suffix begins with a dot"),
        ({"recognises": lambda _: 50}, "takes picture.png for its own (50)"),
        ({"recognises": lambda _: 0}, "recognises its own note.nmr with 0"),
        ({"recognises": lambda source: source.text() and 0}, "breaks where it looks at"),
        ({"read": lambda source: source.data.decode()}, "breaks on picture.png with UnicodeDecodeError"),
        ({"title": " "}, "has no title"),
        ({"suffixes": (".NMR",)}, "a suffix is of small letters"),
        ({"recognises": lambda _: sys.exit(0)}, "breaks where it looks at picture.png: SystemExit(0)"),
        ({"read": lambda _: sys.exit(0)}, "breaks on picture.png with SystemExit(0)"),
        ({"read": reads_with("A Note!")}, "gives a report the id 'A Note!'"),
        ({"read": reads_with(title="")}, "gives the report 'a-note' no title"),
        (
            {"read": reads_with(recommendations=(a_recommendation("1"),))},
            "the id 'a-report-2023/1', expected a-note/ and its key",
        ),
        (
            {"read": reads_with(REPORT, recommendations=(a_recommendation("1"), a_recommendation("1")))},
            "gives the id 'a-report-2023/1' to two recommendations",
        ),
        ({"read": reads_of("atlantis")}, "names 'atlantis', which is no police area"),
        ({"read": keeps_a_copy}, "writes 'copy-of-the-note' while it reads"),
        ({"read": changes_the_note}, "changes the document that it is given"),
        ({"read": dates_it_today}, "uses 'today'"),
        ({"read": reads_one_line}, "drops a line that was added to note.nmr"),
        ({"read": lambda _: ImportResult(register=Register())}, "understands nothing of its own note.nmr"),
        ({"read": odd_number()}, "reads note.nmr twice"),
        ({"read": read_to_the_end}, "breaks on half of its own note.nmr with EOFError"),
        (
            {
                "read": lambda _: ImportResult(
                    register=Register(areas=("x",)), problems=(Problem(place="", message="x"),)
                )
            },
            "without its place",
        ),
    ],
)
def test_a_broken_importer_is_named_with_its_fault(changes, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    faults = faults_of_importer(an_importer(**changes), [NOTE])
    assert any(says in each for each in faults), faults


def test_an_importer_that_looks_for_what_counts_in_prose_may_pass_over_a_sentence():
    assert faults_of_importer(an_importer(read=reads_one_line), [NOTE], selects=True) == ()


def test_an_importer_that_takes_another_s_document_is_told_from_whom():
    faults = faults_of_importer(an_importer(), [NOTE], others=[(Source(name="other.nmr", data=NOTE.data), 60)])
    assert faults == ("importer note: takes other.nmr from the importer that it is for (60, not below 60)",)


def test_what_an_importer_understands_is_held_to_its_golden_file(tmp_path, monkeypatch):
    (without,) = faults_of_importer(an_importer(), [NOTE], golden=tmp_path)
    assert "has no golden file note.nmr.json; write it with INSPECTLIB_UPDATE_GOLDEN=1" in without
    monkeypatch.setenv("INSPECTLIB_UPDATE_GOLDEN", "1")
    assert faults_of_importer(an_importer(), [NOTE], golden=tmp_path) == ()
    monkeypatch.delenv("INSPECTLIB_UPDATE_GOLDEN")
    assert faults_of_importer(an_importer(), [NOTE], golden=tmp_path) == ()
    kept = tmp_path / "note.nmr.json"
    kept.write_text(kept.read_text().replace("A Note", "Another"))
    assert faults_of_importer(an_importer(), [NOTE], golden=tmp_path) == (
        "importer note: understands something else than note.nmr.json says",
    )


def test_a_good_importer_has_no_fault():
    assert faults_of_importer(an_importer(), [NOTE]) == ()


def write_titles(job):
    job.progress(1, 1)
    job.destination.write_text("".join(f"{each.title}\n" for each in job.view.register.inspections), encoding="utf-8")


def an_exporter(**changes):
    made = Exporter(name="titles", title="Titles", audience=Audience.PUBLIC, suffix=".txt", export=write_titles)
    return attrs.evolve(made, **changes)


def write_the_clock(job):
    job.destination.write_text(str(time.time_ns()))


def write_all_it_can(job):
    from inspectlib.testing.canary import full_register, in_full

    job.destination.write_text(in_full(full_register(Audience.PUBLIC).cases))


def run_backwards(job):
    job.progress(2, 2)
    job.progress(1, 2)
    write_titles(job)


def stop_short(job):
    job.progress(1, 2)
    job.destination.write_text("done")


def go_on_whatever(job):
    with contextlib.suppress(BaseException):
        job.progress(1, 1)
    job.destination.write_text("done")


def write_what_fits(job):
    text = "".join(each.title for each in job.view.register.inspections)
    job.destination.write_text(text.encode("latin-1").decode("latin-1"))


def write_a_page(job):
    if sum(len(each.recommendations) for each in job.view.register.inspections) > 200:
        message = "the page is full"
        raise OverflowError(message)
    write_titles(job)


def break_on_a_former_name(job):
    if any(each.aliases for each in job.view.register.inspections):
        message = "a former name"
        raise RuntimeError(message)
    write_titles(job)


def leave_a_note_beside(job):
    (job.destination.parent / "beside.txt").write_text("x")
    write_titles(job)


def leave_a_note_here(job):
    Path("here.txt").write_text("x")
    write_titles(job)


def spoil_the_last_one(job):
    if job.previous is not None:
        job.previous.write_text("gone")
    write_titles(job)


def write_a_folder(job):
    job.destination.mkdir()
    (job.destination / "titles.txt").write_text("x")


def write_a_link(job):
    job.destination.symlink_to(__file__)


def go_elsewhere(job):
    os.chdir("/")
    write_titles(job)


def empty_the_register(job):
    object.__setattr__(job.view.register, "inspections", ())
    job.destination.write_text("none")


def name_the_machine(job):
    import socket

    job.destination.write_text(socket.gethostname())


def count_in_words(job):
    job.progress("one", "all")
    write_titles(job)


def call_for_a_program(job):
    starts_a_program(None, None)
    write_titles(job)


def leave(_job):
    sys.exit(0)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": " "}, "has no title"),
        ({"options": {"My Option": "what it means"}}, "its option 'My Option' is no name of small letters"),
        ({"options": {"size": " "}}, "or does not say what it means"),
        ({"export": leave_a_note_beside}, "writes to 'beside.txt', outside the place that it is given"),
        ({"export": leave_a_note_here}, "writes to 'here.txt', outside the place that it is given"),
        ({"export": spoil_the_last_one}, "writes to 'output.txt', outside the place that it is given"),
        ({"export": write_a_folder}, "wrote a folder, expected a file (.txt)"),
        ({"export": write_a_link}, "wrote a link, expected a file (.txt)"),
        ({"suffix": ""}, "wrote a file, expected a folder"),
        ({"export": go_elsewhere}, "leaves another working folder behind"),
        ({"export": empty_the_register}, "changes the register that it is given"),
        ({"export": name_the_machine}, "uses 'gethostname'"),
        ({"export": count_in_words}, "reports progress that is no two whole numbers: [('one', 'all')]"),
        ({"export": call_for_a_program}, "starts another program while it writes"),
        ({"export": leave}, "broke: SystemExit(0)"),
        ({"export": lambda job: job.destination.touch()}, "writes an empty file"),
        ({"name": "My Titles"}, "a name is small letters"),
        ({"suffix": "txt"}, "a suffix begins with a dot"),
        ({"export": lambda job: None}, "breaks on a plain register"),  # noqa: ARG005
        ({"export": write_the_clock}, "writes two things"),
        ({"export": write_all_it_can}, "which its readers may not see"),
        ({"export": go_on_whatever}, "goes on where its progress stops it"),
        ({"export": write_what_fits}, "breaks on a hostile register"),
        ({"export": write_a_page}, "breaks on a big register"),
        ({"export": run_backwards}, "progress that goes backwards"),
        ({"export": stop_short}, "progress that stops before its end"),
        ({"export": break_on_a_former_name}, "breaks on a register with every field filled"),
    ],
)
def test_a_broken_exporter_is_named_with_its_fault(changes, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    faults = faults_of_exporter(an_exporter(**changes), tmp_path)
    assert any(says in each for each in faults), faults


def test_a_good_exporter_has_no_fault(tmp_path):
    assert faults_of_exporter(an_exporter(), tmp_path) == ()


GOOD = Profile(name="northmoor", area="northmoor", source="its handbook")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"area": "atlantis"}, "is no police area"),
        ({"reading": "lenient"}, "neither strict nor local"),
        ({"source": None}, "gives no source"),
        ({"status_words": (("open", "nearly"),)}, "'nearly', which is no stage"),
        ({"status_words": (("open", "in progress"), ("open", "reopened"))}, "one of its own words twice"),
        ({"status_words": (("Open", "in progress"), ("open ", "reopened"))}, "one of its own words twice"),
        ({"status_words": (("", "in progress"),)}, "maps a word that is empty"),
        (
            {"extras": (ExtraField(name="my field", of="Case", title="X", audience=Audience.BODY),)},
            "'my field' is no name of small letters",
        ),
        ({"extras": (ExtraField(name="x", of="Case", title="", audience=Audience.BODY),)}, "or has no title"),
        (
            {
                "extras": (
                    ExtraField(
                        name="x",
                        of="Case",
                        title="X",
                        audience=Audience.BODY,
                        kind=ExtraKind.CHOICE,
                        choices=("a", "a"),
                    ),
                )
            },
            "a choice that is empty or stands twice",
        ),
        ({"review_months": 0}, "every month or less often"),
        ({"policy": ClosurePolicy(name="p", levels=(), source=" ")}, "gives no source"),
        ({"policy": ClosurePolicy(name="p", levels=(), source="x")}, "has no level"),
        ({"policy": ClosurePolicy(name="p", levels=(), source="x")}, "does not say when it was read"),
        (
            {"policy": ClosurePolicy(name="p", levels=(ClosureLevel(level="1", words="One"),), source="x")},
            "level '1' does not say what it asks",
        ),
        (
            {"extras": (ExtraField(name="x", of="Letter", title="X", audience=Audience.BODY),)},
            "is of 'Letter'",
        ),
        (
            {"extras": (ExtraField(name="x", of="Case", title="X", audience=Audience.BODY, kind=ExtraKind.CHOICE),)},
            "a choice without choices",
        ),
    ],
)
def test_a_broken_profile_is_named_with_its_fault(changes, says):
    faults = faults_of_profile(attrs.evolve(GOOD, **changes))
    assert any(says in each for each in faults), faults


def test_a_good_profile_has_no_fault():
    assert faults_of_profile(GOOD) == ()


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """Return a document for each importer that is installed."""
    folder = tmp_path_factory.mktemp("documents")
    register = a_complete_register()
    export(register, "excel-tracker", folder / "tracker.xlsx", on="2023-06-01")
    export(register, "home-office-form", folder / "form.docx", on="2023-06-01")
    export(register, "website", folder / "site", on="2023-06-01", options={"base-url": "https://pcc.example.org/"})
    export(register, "translations", folder / "words.csv", on="2023-06-01")
    draft = {
        "inspectlib-conflicts": 1,
        "how": "Decide each.",
        "source": {"name": "copy.json", "sha256": "0" * 64},
        "conflicts": [
            {
                "about": "owner",
                "where": ["cases", f"{REPORT}/1", "owner"],
                "base": "A",
                "ours": "B",
                "theirs": "C",
                "words": {"place": "owner", "base": "A", "ours": "B", "theirs": "C"},
                "take": None,
            }
        ],
    }
    (folder / "draft.json").write_text(json.dumps(draft), encoding="utf-8")
    export(register, "conflicts", folder / "c.xlsx", on="2023-06-01", options={"draft": str(folder / "draft.json")})
    report = Source(
        name="report.txt",
        data=b"A Report\nPublished on: 8 March 2023\n\nRecommendations\n\nRecommendation 1\n\n"
        b"By 31 March 2024, chief constables should train their officers.\n",
    )
    book = Workbook()
    for row in (("Ref", "Recommendation", "Owner", "Status"), ("1", "Train officers.", "Head of Crime", "Open")):
        book.active.append(row)
    book.save(folder / "old.xlsx")
    return {
        "response-document": [sample_document()],
        "report-document": [report],
        "published-json": [Source.from_path(folder / "site" / "data" / "responses.json")],
        "published-feed": [Source.from_path(folder / "site" / name) for name in ("feed.xml", "feed.json")],
        "excel-tracker": [Source.from_path(folder / "tracker.xlsx")],
        "home-office-form": [Source.from_path(folder / "form.docx")],
        "translations": [Source.from_path(folder / "words.csv")],
        "excel-sheet": [Source.from_path(folder / "old.xlsx")],
        "conflicts": [Source.from_path(folder / "c.xlsx")],
    }


@pytest.mark.parametrize(
    "name",
    sorted(
        {each.distribution.split()[0] for each in load_plugins().loaded}
        - {"inspectlib-cleveland", "inspectlib-city-of-london"}  # these bring cases of their own
    ),
)
def test_the_library_s_own_distributions_keep_to_what_it_relies_on(name, documents, tmp_path):
    numbers = count(1)
    addresses = {
        "file": lambda: str(tmp_path / f"kept-{next(numbers)}.json"),
        "sql": lambda: f"sqlite:///{tmp_path}/kept-{next(numbers)}.db",
    }
    found = faults_of_distribution(
        name,
        folder=tmp_path,
        documents=documents,
        cases=shipped_cases(),
        addresses=addresses,
        golden=Path(__file__).parent / "golden" / "understood",
        selects=("report-document", "response-document"),  # reports and responses are prose; they look for what counts
    )
    assert found == ()


def test_a_distribution_that_is_not_installed_is_no_pass(tmp_path):
    assert faults_of_distribution("inspectlib-nowhere", folder=tmp_path) == (
        "no plugin of 'inspectlib-nowhere' is installed",
    )


def test_every_distribution_of_this_repository_is_held_to_the_kit():
    held = {each.distribution.split()[0] for each in load_plugins().loaded}
    assert held == set(projects())
    for name in ("inspectlib-cleveland", "inspectlib-city-of-london"):
        own = " ".join(each.read_text(encoding="utf-8") for each in (projects()[name] / "tests").glob("*.py"))
        assert f'faults_of_distribution("{name}"' in own


UNSTEADY = """
import inspectlib.status
from inspectlib.exchange import Exporter
from inspectlib.fields import Audience
from inspectlib.hookspecs import hookimpl

def status_of(case, recommendation, *, on):
    return kept(case, recommendation, on=on)

kept, inspectlib.status.status_of = inspectlib.status.status_of, status_of

def write(job):
    job.destination.write_text(" ".join({f"word{number}" for number in range(40)}))

@hookimpl
def inspectlib_exporters():
    return [Exporter(name="unsteady", title="Words", audience=Audience.PUBLIC, suffix=".txt", export=write)]
"""
ABOUT_IT = """[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "inspectlib-unsteady"
version = "0.3"
[project.entry-points.inspectlib]
unsteady = "unsteady"
[tool.hatch.build.targets.wheel]
only-include = ["unsteady.py"]
"""


def test_what_only_an_installed_plugin_can_do_wrong_is_named_too(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "unsteady.py").write_text(UNSTEADY)
    (tmp_path / "source" / "pyproject.toml").write_text(ABOUT_IT)
    wheel_of(tmp_path / "source", tmp_path / "dist")
    env = Env(tmp_path / "env")
    env.install("--no-index", "--no-deps", *(tmp_path / "dist").glob("*.whl"))
    env.lie_over_ours()
    said = env.run(
        "python",
        "-c",
        "import pathlib\nfrom inspectlib.testing.conformance import faults_of_distribution\n"
        "print(*faults_of_distribution('inspectlib-unsteady', folder=pathlib.Path('kit')), sep='\\n')",
        cwd=tmp_path,
    )
    assert said.stdout.splitlines() == [
        "inspectlib-unsteady: puts its own 'status_of' into inspectlib.status; a plugin adds, it replaces nothing",
        "exporter unsteady: says another thing in another process, so it goes by the order of a set",
    ], said.stderr
