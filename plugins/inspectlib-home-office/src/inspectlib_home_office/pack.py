"""The submission as a folder: the documents, a mail ready to send, and a manifest that proves what was in it."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from inspectlib.errors import BadCall
from inspectlib.exchange import Job
from inspectlib.findings import Finding, Gap
from inspectlib.inspections import ALL_AREAS
from inspectlib.periods import in_words
from inspectlib.responses import ScopeAnswer
from inspectlib_home_office.addresses import checked, without
from inspectlib_home_office.documents import write_all
from inspectlib_home_office.form import Told, quoted, told
from inspectlib_home_office.mail import draft

PACK = "home-office-pack"
MANIFEST, MAIL = "manifest.json", "mail.eml"
#: the duties without which the submission itself would be wrong; lateness and copies not sent are not among them
_EXPLANATIONS = "PA96-S55-5B"
_CHIEF_OFFICER = "PA96-S55-5-CHIEF-OFFICER"


def export(job: Job) -> None:
    """Write the pack of one inspection into a folder.

    Raises BadCall where the submission would be wrong and no reason to go on is given, where an address of the
    profile is none, or where not exactly one response is recorded.
    """
    about = told(job.view, job.inspections[0], job.body, job.on)
    addresses = checked(job.profile)
    wrong = refusals(about)
    reason = job.options.get("reason", "").strip()
    if wrong and not reason:
        message = (
            f"no pack for {about.inspection.id!r}: {'; '.join(wrong)}. "
            "Put it right, or go on with --set reason=TEXT, which is recorded"
        )
        raise BadCall(message)
    job.destination.mkdir()
    files = write_all(job, about, job.destination, name_of(about))
    mail = draft((each for _, each in addresses), _subject(about), _words(about, [each.name for each in files]), files)
    (job.destination / MAIL).write_bytes(mail)
    manifest = _manifest(job, about, [*files, job.destination / MAIL], wrong, reason)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (job.destination / MANIFEST).write_text(text, encoding="utf-8")
    for line in wrong:
        job.say(f"went on although: {line}")
    if wrong:
        job.say(f"because: {reason}")
    for to in without(addresses):
        job.say(f"no address of {to.value} is configured; the draft is not addressed to them")
    for line in _beside(about):
        job.say(line)
    for finding in _of(about, job.view.outcome.findings):
        job.say(f"outstanding: {finding.message} ({finding.rule})")
    for gap in _of(about, job.view.outcome.gaps):
        job.say(f"not shown to be in order: {gap.message} ({gap.rule})")
    job.say(
        f"once it is sent, for each of the two it went to: inspectlib record REGISTER sent --inspection {about.inspection.id} "
        f"--on DATE --to inspectors (or secretary-of-state) --ref {MANIFEST} of this pack"
    )


def refusals(about: Told) -> tuple[str, ...]:
    """Return why this very submission would be wrong; empty: it may go. What cannot be judged is a reason too."""
    response, inspection, outcome = about.response, about.inspection, about.view.outcome
    reasons = list(about.shown.awaiting)
    if response.scope is not None and response.scope.answer is not ScopeAnswer.OWED:
        reasons.append(f"it is recorded that no response is owed ({response.scope.answer.value})")
    reasons += [
        f"the report was withdrawn on {in_words(each.on)}"
        for each in inspection.history
        if each.what.strip().lower().startswith("withdraw")
    ]
    known = inspection.areas
    if known is not None and not {ALL_AREAS, response.area} & known:
        reasons.append(f"the report is about {', '.join(sorted(known))}, not {response.area}")
    kept = about.view.register.areas
    if kept and response.area not in kept:
        reasons.append(f"the register is kept for {', '.join(kept)}, not for {response.area}")
    if not (response.comments or "").strip():
        reasons.append("no comments of the body are recorded")
    reasons += [
        each.message
        for each in (*_of(about, outcome.findings), *_of(about, outcome.gaps))
        if each.rule == _EXPLANATIONS or (each.rule == _CHIEF_OFFICER and isinstance(each, Finding))
    ]
    reasons += [
        f"the rule {each} was not asked" for each in (_EXPLANATIONS, _CHIEF_OFFICER) if each not in outcome.rules
    ]
    reasons += [
        f"the rule or plugin {each.rule} of {each.provider} broke, so its answer is missing"
        for each in outcome.crashes
        if each.rule == "PLUGIN" or each.subject == inspection.id
    ]
    return tuple(dict.fromkeys(reasons))


def _beside(about: Told) -> list[str]:
    """Return what makes nothing wrong and is easily missed: a corrected report, a document with other answers in it."""
    response = about.response
    signed = max((each.on for each in response.sign_offs), default=None)
    lines = [
        f"the report was {each.what} on {in_words(each.on)}, after the sign-off on {in_words(signed)}; "
        "compare its recommendations"
        for each in about.inspection.history
        if signed is not None and each.on > signed
    ]
    if response.document is not None:
        lines.append(f"it stands in the document {response.document!r}; any other answer in that has a pack of its own")
    return lines


def _of(about: Told, found: "tuple[Finding, ...] | tuple[Gap, ...]") -> "list[Finding | Gap]":
    """Return what is about this response, and what is about no report at all."""
    whose = (None, about.inspection.id), (None, about.response.area)
    return [each for each in found if each.inspection in whose[0] and each.area in whose[1]]


def name_of(about: Told) -> str:
    """Return what the files are called: lower case, words joined by dashes, short enough for any disk."""
    plain = re.sub(r"[^a-z0-9]+", "-", f"{about.response.area}-{about.inspection.id}".lower()).strip("-")
    return plain[:80].rstrip("-")


def _subject(about: Told) -> str:
    return f"Police Act 1996 section 55: response of {about.the_body} to {quoted(about.inspection.title)}"


def _words(about: Told, names: list[str]) -> str:
    inspection = about.inspection
    published = f", published on {in_words(inspection.published_on)}" if inspection.published_on else ""
    lines = [
        "To the Secretary of State and to the inspectors of constabulary",
        "",
        f"Attached is the response of {about.the_body} to the report {quoted(inspection.title)}{published}.",
        "It is sent under section 55(6) of the Police Act 1996.",
        "",
    ]
    urls = [each.url for each in about.response.publications if each.url]
    if urls:
        lines += [f"It is published at {urls[-1]}", ""]
    lines += ["Attached:", *(f"- {each}" for each in names), "", f"On behalf of {about.the_body}", ""]
    return "\n".join(lines)


def _manifest(job: Job, about: Told, files: list[Path], wrong: tuple[str, ...], reason: str) -> dict[str, Any]:
    outcome, based = job.view.outcome, job.view.register.based_on
    words = job.view.register.statutory_text(about.response).hash
    return {
        "inspectlib_pack": 1,
        "inspection": about.inspection.id,
        "title": about.inspection.title,
        "area": about.response.area,
        "body": about.body,
        "on": job.on.isoformat(),
        "register": {"revision": based[0], "sha256": based[1]} if based else None,
        "text_sha256": words,
        "signed_off": [
            {"role": each.role, "on": each.on.isoformat()}
            for each in about.response.sign_offs
            if each.text_hash == words
        ],
        "files": [
            {
                "name": each.name,
                "sha256": hashlib.sha256(each.read_bytes()).hexdigest(),
                "bytes": each.stat().st_size,
            }
            for each in files
        ],
        "reading": outcome.reading,
        "rules": list(outcome.rules),
        "complete": outcome.complete,
        "findings": [_plain(each) for each in _of(about, outcome.findings)],
        "not_shown": [_plain(each) for each in _of(about, outcome.gaps)],
        "went_on": {"despite": list(wrong), "reason": reason} if wrong else None,
    }


def _plain(each: Finding | Gap) -> dict[str, str]:
    plain = {"rule": each.rule, "subject": each.subject, "message": each.message}
    return {**plain, "severity": each.severity.value} if isinstance(each, Finding) else plain
