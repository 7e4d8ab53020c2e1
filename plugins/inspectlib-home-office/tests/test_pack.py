"""That a pack proves what was sent, opens as a draft, and is refused while it would be wrong."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from email import policy
from email.parser import BytesParser

import attrs
import pytest

from inspectlib import storage
from inspectlib.errors import BadCall, CannotWrite
from inspectlib.inspections import ReportEvent
from inspectlib.plugins import load_plugins
from inspectlib.profiles import Address, Profile
from inspectlib.recording import record
from inspectlib.responses import Recipient
from inspectlib.running import export
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact, an_inspection

ON = date(2023, 6, 1)
INSTALLED = load_plugins()
HOME_OFFICE = Address(
    to=Recipient.SECRETARY_OF_STATE, name="Home Office, section 55", email="s55@home-office.example.org"
)
INSPECTORS = Address(to=Recipient.INSPECTORS, name="Inspectors", email="responses@inspectors.example.org")


def with_addresses(*addresses, **more):
    return attrs.evolve(INSTALLED, profiles=(Profile(name="house", area=AREA, recipients=addresses, **more),))


def pack(register, folder, **more):
    said = []
    more.setdefault("plugins", with_addresses(HOME_OFFICE, INSPECTORS))
    export(register, "home-office-pack", folder, on=ON, say=said.append, **more)
    return json.loads((folder / "manifest.json").read_text()), said


def changed(**changes):
    register = a_complete_register()
    return register.with_response(attrs.evolve(register.responses[0], **changes))


def signed(register, on=date(2023, 5, 20)):
    return record(register, a_fact("signed-off", on, by="Police and Crime Commissioner"))[0]


def test_the_manifest_holds_the_hash_of_every_file(tmp_path):
    manifest, _ = pack(a_complete_register(), tmp_path / "p")
    named = {each["name"]: each["sha256"] for each in manifest["files"]}
    beside = {each.name: each for each in (tmp_path / "p").iterdir()}
    assert set(named) | {"manifest.json"} == set(beside)
    assert all(hashlib.sha256(beside[name].read_bytes()).hexdigest() == given for name, given in named.items())


def test_the_manifest_says_which_text_was_signed_and_what_was_checked(tmp_path):
    register = a_complete_register()
    manifest, _ = pack(register, tmp_path / "p")
    assert manifest["text_sha256"] == register.statutory_text(register.responses[0]).hash
    assert manifest["signed_off"] == [{"role": "Police and Crime Commissioner", "on": "2023-04-20"}]
    assert "PA96-S55-5B" in manifest["rules"]
    assert manifest["reading"] == "strict"
    assert manifest["went_on"] is None
    assert manifest["findings"] == []


def test_the_manifest_says_which_revision_of_the_register_it_was_made_of(tmp_path):
    storage.save(a_complete_register(), tmp_path / "r.json", by="Policy officer", why="a test")
    register = storage.load(tmp_path / "r.json")
    manifest, _ = pack(register, tmp_path / "p")
    assert manifest["register"] == {"revision": 1, "sha256": register.based_on[1]}


def test_the_mail_opens_as_a_draft_with_every_document_whole(tmp_path):
    register = a_complete_register().with_inspection(
        an_inspection(title="Gwasanaethau\u2019r Heddlu: \N{SNOWMAN} \u00e9")
    )
    pack(register, tmp_path / "p")
    mail = BytesParser(policy=policy.default).parsebytes((tmp_path / "p" / "mail.eml").read_bytes())
    assert [each.defects for each in mail.walk() if each.defects] == []
    assert mail["X-Unsent"] == "1"
    assert mail["Date"] is None
    assert "Gwasanaethau\u2019r Heddlu: \N{SNOWMAN} \u00e9" in mail["Subject"]
    assert [str(each.addr_spec) for each in mail["To"].addresses] == [HOME_OFFICE.email, INSPECTORS.email]
    assert mail["To"].addresses[0].display_name == "Home Office, section 55"
    attached = {each.get_filename(): each.get_content() for each in mail.iter_attachments()}
    documents = [each for each in (tmp_path / "p").iterdir() if each.name not in ("mail.eml", "manifest.json")]
    assert attached == {each.name: each.read_bytes() for each in documents}
    assert "section 55(6)" in mail.get_body().get_content()


def test_a_title_cannot_add_a_header_to_the_mail(tmp_path):
    register = a_complete_register().with_inspection(an_inspection(title="A\r\nBcc: somebody@example.org\r\n\r\nB"))
    pack(register, tmp_path / "p")
    mail = BytesParser(policy=policy.default).parsebytes((tmp_path / "p" / "mail.eml").read_bytes())
    assert mail["Bcc"] is None
    assert sorted(mail.keys()) == ["Content-Type", "MIME-Version", "Subject", "To", "X-Unsent"]


def test_the_same_record_gives_the_same_pack(tmp_path):
    for name in ("1", "2"):
        pack(a_complete_register(), tmp_path / name)
    for each in (tmp_path / "1").iterdir():
        assert each.read_bytes() == (tmp_path / "2" / each.name).read_bytes(), each.name


WITHOUT_TWO = a_complete_register().responses[0].explanations[:1]
BAD = [
    (signed(changed(explanations=WITHOUT_TWO)), "recommendation 2: no explanation"),
    (changed(comments="Other words."), "the text has changed since its sign-off on 20 April 2023"),
    (changed(sign_offs=()), "no sign-off of this text is recorded"),
    (signed(changed(comments=None)), "no comments of the body are recorded"),
    (
        a_complete_register().with_inspection(an_inspection(areas=frozenset({"estuary"}))),
        "the report is about estuary, not northmoor",
    ),
    (
        a_complete_register().with_inspection(an_inspection(published_on=date(2023, 7, 1))),
        "embargoed until 1 July 2023",
    ),
    (
        a_complete_register().with_inspection(
            an_inspection(history=(ReportEvent(what="withdrawn", on=date(2023, 5, 25)),))
        ),
        "the report was withdrawn on 25 May 2023",
    ),
]


def left_out():
    """The chief officer's comments of the last day came after a first publication without them."""
    register, _ = record(a_complete_register(), a_fact("received", date(2023, 4, 4), text="One thing more."))
    return signed(register)


BAD.append((left_out(), "the chief officer's comments, received in time, are not in what was published"))


@pytest.mark.parametrize(("register", "answer"), BAD, ids=[each[1][:30] for each in BAD])
def test_a_wrong_submission_is_refused_in_one_line_and_nothing_is_written(tmp_path, register, answer):
    with pytest.raises(BadCall, match=answer) as caught:
        pack(register, tmp_path / "p")
    assert "\n" not in str(caught.value)
    assert "--set reason=TEXT" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("register", "answer"), BAD, ids=[each[1][:30] for each in BAD])
def test_a_reason_goes_on_and_is_recorded_and_printed(tmp_path, register, answer):
    manifest, said = pack(register, tmp_path / "p", options={"reason": "The Chief Executive asked for it."})
    assert manifest["went_on"]["reason"] == "The Chief Executive asked for it."
    assert any(answer in each for each in manifest["went_on"]["despite"])
    assert any(answer in each for each in said)
    assert "because: The Chief Executive asked for it." in said


def test_a_blank_reason_is_no_reason(tmp_path):
    with pytest.raises(BadCall, match="no sign-off"):
        pack(changed(sign_offs=()), tmp_path / "p", options={"reason": "  "})


def test_the_chosen_reading_decides_which_explanations_are_missing(tmp_path):
    register = signed(changed(explanations=WITHOUT_TWO))
    manifest, _ = pack(register, tmp_path / "p", reading="local")
    assert manifest["reading"] == "local"


def test_lateness_and_copies_not_sent_are_printed_and_block_nothing(tmp_path):
    register = changed(publications=(), copies=())
    manifest, said = pack(register, tmp_path / "p")
    rules = {each["rule"] for each in manifest["findings"]}
    assert {"PA96-S55-5", "PA96-S55-6-INSPECTORS", "PA96-S55-6-SECRETARY-OF-STATE"} <= rules
    assert sum("outstanding: no record that a copy was sent" in each for each in said) == 2


def test_a_corrected_report_and_a_shared_document_are_told_and_block_nothing(tmp_path):
    report = an_inspection(history=(ReportEvent(what="corrected", on=date(2023, 5, 25)),))
    _, said = pack(changed(document="joint-1").with_inspection(report), tmp_path / "p")
    assert any("was corrected on 25 May 2023, after the sign-off on 20 April 2023" in each for each in said)
    assert any("it stands in the document 'joint-1'" in each for each in said)


def test_no_address_is_shipped_and_the_draft_says_so(tmp_path):
    _, said = pack(a_complete_register(), tmp_path / "p", plugins=INSTALLED)
    assert "no address of inspectors is configured; the draft is not addressed to them" in said
    assert b"\nTo:" not in (tmp_path / "p" / "mail.eml").read_bytes()


@pytest.mark.parametrize(
    "email",
    [
        "sof.scetion55responses@homeoffice,gsi.gov.uk",
        "nobody",
        "a@b",
        "@example.org",
        "a@",
        "a b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "",
        "\u00e9@example.org",
        "a@@example.org",
    ],
)
def test_what_is_no_address_is_refused_by_name(tmp_path, email):
    with pytest.raises(BadCall, match=r"profile 'house': .* is no e-mail address for inspectors"):
        pack(a_complete_register(), tmp_path / "p", plugins=with_addresses(attrs.evolve(INSPECTORS, email=email)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("email", ["pcc@inspectors.gsi.gov.uk", "a@gsi.gov.uk", "A@X.GSI.GOV.UK"])
def test_an_address_on_a_retired_domain_is_refused(tmp_path, email):
    with pytest.raises(BadCall, match="is on a retired domain"):
        pack(a_complete_register(), tmp_path / "p", plugins=with_addresses(attrs.evolve(INSPECTORS, email=email)))


def test_a_rule_that_broke_is_no_clear_answer(tmp_path):
    def breaks(_response, _facts):
        raise ZeroDivisionError

    rules = tuple(attrs.evolve(each, judge=breaks) if each.id == "PA96-S55-5B" else each for each in INSTALLED.rules)
    with pytest.raises(BadCall, match=r"PA96-S55-5B of .* broke"):
        pack(a_complete_register(), tmp_path / "p", plugins=attrs.evolve(INSTALLED, rules=rules))


def test_a_rule_that_is_not_there_is_no_clear_answer(tmp_path):
    rules = tuple(each for each in INSTALLED.rules if each.id != "PA96-S55-5B")
    with pytest.raises(BadCall, match="the rule PA96-S55-5B was not asked"):
        pack(a_complete_register(), tmp_path / "p", plugins=attrs.evolve(INSTALLED, rules=rules))


def run(*words):
    command = [sys.executable, "-c", "from inspectlib.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_sent_takes_the_manifest_as_its_reference_with_its_hash(tmp_path):
    register = tmp_path / "r.json"
    storage.save(a_complete_register(), register, by="Policy officer", why="a test")
    done = run("export", "home-office-pack", register, tmp_path / "pack", "--on", "2023-06-01")
    assert done.returncode == 0, done.stderr
    manifest = tmp_path / "pack" / "manifest.json"
    sent = (
        "record",
        register,
        "sent",
        "--inspection",
        REPORT,
        "--on",
        "2023-06-02",
        "--to",
        "inspectors",
        "--ref",
        manifest,
    )
    assert run(*sent).returncode == 0
    short = hashlib.sha256(manifest.read_bytes()).hexdigest()[:16]
    assert storage.load(register).responses[0].copies[-1].reference == f"pack/manifest.json sha256 {short}"
    before = json.loads(manifest.read_text())["register"]
    assert run("verify", register, "--expect", before["sha256"]).returncode == 0
    document = next((tmp_path / "pack").glob("*.docx"))
    document.write_bytes(document.read_bytes() + b"!")
    refused = run(*sent)
    assert refused.returncode == 2
    assert "is not the file that was packed" in refused.stderr
    manifest.write_text('{"inspection": "other", "area": "northmoor", "files": []}')
    assert "is of 'other'" in run(*sent).stderr
    manifest.write_text("[]")
    assert "is no manifest of a pack" in run(*sent).stderr


def test_the_folder_of_a_pack_is_its_manifest_and_one_that_is_not_there_is_no_proof(tmp_path):
    register = tmp_path / "r.json"
    storage.save(a_complete_register(), register, by="Policy officer", why="a test")
    pack(a_complete_register(), tmp_path / "pack")
    sent = ("record", register, "sent", "--inspection", REPORT, "--on", "2023-06-02", "--to", "inspectors", "--ref")
    assert run(*sent, tmp_path / "pack").returncode == 0
    assert storage.load(register).responses[0].copies[-1].reference.startswith("pack/manifest.json sha256 ")
    refused = run(*sent, tmp_path / "pak" / "manifest.json")
    assert refused.returncode == 2
    assert "there is no file" in refused.stderr


def a_second_report(signed_off):
    register = a_complete_register()
    report, response = register.inspections[0], register.responses[0]
    items = (attrs.evolve(each, id=f"other/{each.key}") for each in report.recommendations)
    register = register.with_inspection(attrs.evolve(report, id="other", recommendations=tuple(items)))
    explained = (
        attrs.evolve(each, covers=tuple(one.replace(REPORT, "other") for one in each.covers))
        for each in response.explanations
    )
    other = attrs.evolve(response, inspection="other", explanations=tuple(explained), sign_offs=())
    register = register.with_response(other)
    fact = attrs.evolve(a_fact("signed-off", date(2023, 5, 20), by="Police and Crime Commissioner"), inspection="other")
    return record(register, fact)[0] if signed_off else register


def test_of_several_packs_none_is_written_where_one_is_refused_and_the_last_ones_stay(tmp_path):
    said = []
    both = {"on": ON, "plugins": with_addresses(HOME_OFFICE, INSPECTORS), "say": said.append}
    export(a_second_report(signed_off=True), "home-office-pack", tmp_path / "packs", **both)
    assert sorted(each.name for each in (tmp_path / "packs").iterdir()) == [REPORT, "other"]
    assert len(said) > 0
    said.clear()
    before = (tmp_path / "packs" / REPORT / "manifest.json").read_bytes()
    register = a_second_report(signed_off=False)
    changed_too = register.with_response(attrs.evolve(register.responses[0], comments=None))
    with pytest.raises(BadCall) as refused:
        export(changed_too, "home-office-pack", tmp_path / "packs", **both)
    assert len(str(refused.value).splitlines()) == 3
    assert "2 of 2 are refused, so none was written" in str(refused.value)
    assert (tmp_path / "packs" / REPORT / "manifest.json").read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["packs"]
    assert said == []


def test_without_the_library_of_pdf_the_rest_goes_on_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    manifest, said = pack(a_complete_register(), tmp_path / "p")
    assert {each["name"].rsplit(".")[-1] for each in manifest["files"]} == {"docx", "odt", "eml"}
    assert any("no PDF is written: install its extra" in each for each in said)
    with pytest.raises(CannotWrite, match="no PDF is written"):
        export(a_complete_register(), "home-office-form-pdf", tmp_path / "f.pdf", on=ON, plugins=INSTALLED)
