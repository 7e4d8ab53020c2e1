"""Whether a plugin keeps to what the library relies on: each check returns sentences, none where all is well.

`faults_of_distribution(name, folder=...)` runs everything that an installed distribution offers through the kit, so a
plugin's whole conformance test is one line; the functions for one kind can be called alone.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import attrs

from inspectlib.bodies import areas
from inspectlib.checking import READINGS, judge
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import BadCall, CannotRead, CannotWrite, InspectlibError
from inspectlib.exchange import Exporter, Importer, ImportResult, Job, Source, Store
from inspectlib.fields import evolve
from inspectlib.findings import Finding, Gap, Outcome
from inspectlib.plugins import GROUP, Plugins, load_plugins
from inspectlib.profiles import ExtraKind, Profile
from inspectlib.register import Register
from inspectlib.rules.rule import SUBJECTS, Answer, Facts, Rule
from inspectlib.running import export
from inspectlib.status import Stage
from inspectlib.testing import a_closed_register, a_complete_register, a_recommendation, an_unanswered_register
from inspectlib.testing.again import faults_between_processes
from inspectlib.testing.canary import OPTIONS, files_of, found_in, full_register, in_full, outputs, texts_in
from inspectlib.testing.cases import RuleCase, fault_of, rules_without_cases
from inspectlib.testing.keeping import store_faults
from inspectlib.testing.watching import CLOCK, DISK, ENVIRONMENT, NETWORK, PROGRAM, Watch, watched

ON = date(2023, 6, 1)
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: names that mean the clock, chance, the network or the environment; a rule has no business with a file either
_CHANGING = frozenset(
    ("today", "now", "utcnow", "environ", "getenv", "urlopen", "socket", "gethostname", "getuser", "random", "uuid4")
)
_OUTSIDE = _CHANGING | {"time", "monotonic", "open"}
_REACHES = {PROGRAM: "starts", NETWORK: "reaches for"}
#: ids of reports
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: a sentence that no document holds
_STRAY = "The zyxomma was seen at dusk."
_EXTRAS_OF = ("Inspection", "Recommendation", "Response", "Case", "Action")
_REGISTERS = (a_complete_register, a_closed_register, an_unanswered_register)

#: what no importer may take for its own, and on which none may break
STRANGE = (
    Source(name="picture.png", data=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
    Source(name="noise.bin", data=bytes(range(255, -1, -1)) * 16),
    Source(name="half.zip", data=b"PK\x03\x04" + b"\x00" * 64),
)


def faults_of_rule(rule: Rule, cases: Iterable[RuleCase] = ()) -> tuple[str, ...]:
    """Return what is wrong with a rule; `cases` are all of its distribution's."""
    own = [each for each in cases if each.rule == rule.id]
    faults = [
        *_said(_RULE_ID.fullmatch(rule.id) is None, "an id is capitals and digits with hyphens"),
        *_said(not rule.title[:1].isupper(), "a title says what is found and begins with a capital"),
        *_said(not rule.duty.endswith("."), "its function has no docstring that says the duty in a sentence"),
        *_said(rule.subject not in SUBJECTS, "its subject is none of Register, Inspection, Response and Case"),
        *_said(
            rule.cites.checked_on is None or rule.cites.review_by is None,
            f"its source {rule.cites.id!r} does not say when it was read and when it is read again",
        ),
        *_said(
            rule.since is not None and rule.until is not None and rule.since >= rule.until,
            "is in force until a day that is not after the one it begins on, so it binds nothing",
        ),
        *(f"uses {name!r}: a rule reads neither clock nor disk nor environment" for name in _outside(rule.judge)),
    ]
    faults += [each.removeprefix(f"{rule.id} ") for each in rules_without_cases([rule], own)]
    faults += [fault for each in own if (fault := fault_of(rule, each)) is not None]
    empty = judge(Register(), [rule], on=ON)
    faults += _said(any(each.rule == rule.id for each in empty.findings), "finds a breach in an empty register")
    for make in _REGISTERS:
        register = make()
        first = judge(register, [rule], on=ON)
        changed: list[str] = []
        with watched(CLOCK, DISK, NETWORK, ENVIRONMENT, PROGRAM) as watch:
            again = judge(register, [evolve(rule, judge=_heeding(rule, changed))], on=ON)
        reached = watch.reached
        shuffled = judge(_turned(register), [rule], on=ON)
        faults += [f"breaks on a plain register: {each.error}" for each in first.crashes]
        faults += [*_sights(watch, "while it judges", (CLOCK, DISK, NETWORK, ENVIRONMENT, PROGRAM)), *changed]
        words = [each.message for each in first.findings] + [each.message for each in first.gaps]
        faults += _said(not all(each.strip() for each in words), "answers without a message")
        faults += _said(not reached and first != again, "says two things of one register")
        faults += _said(
            not reached and first == again and _answers(first) != _answers(shuffled),
            "says another thing where the same facts stand in another order",
        )
        faults += _said(register != make(), "changes the register that it is given")
    return _about(f"rule {rule.id}", faults)


def _heeding(rule: Rule, changed: list[str]) -> Callable[[Any, Facts], Answer]:
    """Return a rule's function that notes where it changes the facts that it is handed, which others get after it."""

    def judge_it(subject: Any, facts: Facts) -> Answer:
        handed = copy(facts)
        answer = rule.judge(subject, facts)
        if any(getattr(handed, each.name) is not getattr(facts, each.name) for each in attrs.fields(Facts)):
            changed.append("changes the facts that it is given")
        return answer

    return judge_it


def _sights(watch: Watch, doing: str, watched_for: Iterable[str]) -> list[str]:
    """Return what a watch saw as sentences: of what it reached for, only what nobody of its kind may."""
    return [
        *(f"{_REACHES.get(each, 'reads')} {each} {doing}" for each in watch.reached if each in tuple(watched_for)),
        *_said(
            bool(watch.printed),
            f"prints {watch.printed[:60]!r} {doing}: what the user should know belongs in the answer",
        ),
        *(f"leaves {each} behind {doing}" for each in watch.left),
    ]


def _turned(register: Register) -> Register:
    """Return a register of the same facts, its reports, recommendations, responses and cases the other way round."""
    return evolve(
        register,
        inspections=tuple(
            evolve(each, recommendations=each.recommendations[::-1]) for each in reversed(register.inspections)
        ),
        responses=register.responses[::-1],
        cases=register.cases[::-1],
        actions=register.actions[::-1],
    )


def _answers(outcome: Outcome) -> tuple[frozenset[Finding], frozenset[Gap]]:
    return frozenset(outcome.findings), frozenset(outcome.gaps)


def faults_of_importer(
    importer: Importer,
    own: Iterable[Source] = (),
    *,
    others: Iterable[tuple[Source, int]] = (),
    golden: Path | None = None,
    selects: bool = False,
) -> tuple[str, ...]:
    """Return what is wrong with an importer.

    `own` are documents that it is for; `others` are documents of other importers, each with the score that its own
    importer gives it: this one stays below.
    `golden`: a folder with what it understood of each of its own, as JSON beside the document's name; run with
    INSPECTLIB_UPDATE_GOLDEN=1 to write them, and look at the difference.
    `selects`: it takes what it looks for out of running text, so that a sentence more is no loss; any other may not
    pass over a line in silence.
    """
    own = tuple(own)
    faults = [
        *_said(_NAME.fullmatch(importer.name) is None, "a name is small letters and digits with hyphens"),
        *_said(not importer.suffixes, "names no suffix"),
        *_said(any(not each.startswith(".") for each in importer.suffixes), "a suffix begins with a dot"),
    ]
    faults += _said(not importer.title.strip(), "has no title")
    faults += _said(any(each != each.lower() for each in importer.suffixes), "a suffix is of small letters")
    faults += [f"uses {name!r}: one document says the same every day" for name in _outside(importer.read, _CHANGING)]
    for source in map(evolve, STRANGE):
        score = _tried(lambda source=source: importer.recognises(source))  # type: ignore[misc]
        faults += _said(isinstance(score, BaseException), f"breaks where it looks at {source.name}: {score!r:.200}")
        faults += _said(
            score != 0 and not isinstance(score, BaseException), f"takes {source.name} for its own ({score!r})"
        )
        result = _tried(lambda source=source: importer.read(source))  # type: ignore[misc]
        faults += _said(
            isinstance(result, BaseException) and not isinstance(result, InspectlibError),
            f"breaks on {source.name} with {result!r:.200}; it may raise CannotRead alone",
        )
    for source, theirs in others:
        score = _tried(lambda source=source: importer.recognises(source))  # type: ignore[misc]
        wins = not isinstance(score, int) or score >= theirs
        faults += _said(wins, f"takes {source.name} from the importer that it is for ({score!r}, not below {theirs})")
    for source in own:
        score = _tried(lambda source=source: importer.recognises(source))  # type: ignore[misc]
        known = isinstance(score, int) and not isinstance(score, bool) and 0 < score <= 100  # noqa: PLR2004 - its scale
        faults += _said(not known, f"recognises its own {source.name} with {score!r}, expected 1 to 100")
        handed = evolve(source)
        result = _tried(lambda handed=handed: importer.read(handed))  # type: ignore[misc]
        if not isinstance(result, ImportResult):
            faults.append(f"reads its own {source.name} as {result!r:.200}, expected an ImportResult")
            continue
        faults += _said(
            any(not each.place.strip() or not each.message.strip() for each in result.problems),
            f"reports a problem of {source.name} without its place or its message",
        )
        with watched(NETWORK, PROGRAM) as watch:
            again = _tried(lambda handed=handed: importer.read(handed))  # type: ignore[misc]
        faults += _sights(watch, "while it reads", (NETWORK, PROGRAM))
        faults += [f"writes {each.name!r} while it reads" for each in watch.changed]
        faults += _said(handed != source, "changes the document that it is given")
        faults += _said(again != result, f"reads {source.name} twice and says two things")
        faults += [f"{each} ({source.name})" for each in _untidy(result.register)]
        faults += _said(
            not selects and _drops_a_line(importer, source, result),
            f"drops a line that was added to {source.name}: it is neither understood nor a problem with its place",
        )
        faults += _said(
            result.register == Register()
            and not result.problems
            and result.changes is None
            and not any((result.reading or {}).values()),  # a draft of conflicts is neither register nor changes
            f"understands nothing of its own {source.name} and reports no problem",
        )
        faults += _said(
            from_plain(to_plain(result.register), Register) != result.register,
            f"reads of {source.name} what the register's file cannot hold",
        )
        cut = evolve(source, data=source.data[: len(source.data) // 2])
        short = _tried(lambda cut=cut: importer.read(cut))  # type: ignore[misc]
        faults += _said(
            isinstance(short, BaseException) and not isinstance(short, InspectlibError),
            f"breaks on half of its own {source.name} with {short!r:.200}; it may raise CannotRead alone",
        )
        if golden is not None:
            faults += _unlike(golden / f"{source.name}.json", result)
    return _about(f"importer {importer.name}", faults)


def _untidy(register: Register) -> list[str]:
    """Return what is wrong with a register that an importer made: what nothing after it could make sense of."""
    known = {each.slug for each in areas(fictional=True)}
    named = {*register.areas, *(each.area for each in register.responses), *(each.area for each in register.cases)}
    asked = [(report.id, each.id) for report in register.inspections for each in report.recommendations]
    twice = sorted({each for _, each in asked if sum(each == one for _, one in asked) > 1})
    return [
        *(f"names {each!r}, which is no police area" for each in sorted(named - known)),
        *(
            f"gives a report the id {each.id!r}: small letters and digits with hyphens"
            for each in register.inspections
            if _SLUG.fullmatch(each.id) is None
        ),
        *(f"gives the report {each.id!r} no title" for each in register.inspections if not each.title.strip()),
        *(
            f"gives a recommendation of {report!r} the id {each!r}, expected {report}/ and its key"
            for report, each in asked
            if not each.removeprefix(f"{report}/") or not each.startswith(f"{report}/")
        ),
        *(f"gives the id {each!r} to two recommendations" for each in twice),
    ]


def _drops_a_line(importer: Importer, source: Source, result: ImportResult) -> bool:
    """Say whether a line added to a plain text comes out nowhere: in no value, no problem and no reading."""
    try:
        text = source.text()
    except CannotRead:
        return False
    if text.lstrip()[:1] in ("", "{", "[", "<"):
        return False  # a line more would break what is written in a form of its own
    longer = _tried(lambda: importer.read(evolve(source, data=f"{text.rstrip()}\n{_STRAY}\n".encode())))
    if not isinstance(longer, ImportResult) or longer.problems != result.problems:
        return False
    return _STRAY not in " ".join((in_full(longer.register), repr(longer.reading), in_full(longer.changes)))


def _unlike(path: Path, result: ImportResult) -> list[str]:
    """Compare what was understood with what is stored, or store it where the update is asked for."""
    plain = {"register": to_plain(result.register), "problems": [to_plain(each) for each in result.problems]}
    text = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("INSPECTLIB_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if not path.exists():
        return [f"has no golden file {path.name}; write it with INSPECTLIB_UPDATE_GOLDEN=1"]
    return _said(path.read_text(encoding="utf-8") != text, f"understands something else than {path.name} says")


def faults_of_exporter(exporter: Exporter, folder: Path, plugins: Plugins | None = None) -> tuple[str, ...]:
    """Return what is wrong with an exporter; it writes into a fresh folder."""
    known = plugins or load_plugins(points=[])
    with_it = _with(known, exporter)
    faults = [
        *_said(_NAME.fullmatch(exporter.name) is None, "a name is small letters and digits with hyphens"),
        *_said(bool(exporter.suffix) and not exporter.suffix.startswith("."), "a suffix begins with a dot"),
    ]
    faults += _said(not exporter.title.strip(), "has no title")
    faults += [
        f"its option {name!r} is no name of small letters, or does not say what it means"
        for name, meaning in exporter.options.items()
        if _NAME.fullmatch(name) is None or not meaning.strip()
    ]
    faults += [
        f"uses {name!r}: one register is written the same every day" for name in _outside(exporter.export, _CHANGING)
    ]
    register = a_complete_register()
    chosen = {name: words for name, words in OPTIONS.items() if name in exporter.options}
    texts = []
    sights: list[str] = []
    seen_at_work = _with(with_it, evolve(exporter, export=_at_work(exporter, sights)))
    for name in ("one", "two", "two"):  # the last over the one before it, which it is given as `previous`
        target = folder / name / f"output{'' if exporter.per_inspection else exporter.suffix}"
        seen: list[tuple[int, int]] = []
        wrote = _tried(
            lambda target=target, seen=seen: export(  # type: ignore[misc]
                register,
                exporter.name,
                target,
                on=ON,
                options=chosen,
                plugins=seen_at_work,
                progress=lambda done, every: seen.append((done, every)),
            )
        )
        if isinstance(wrote, BaseException):
            return _about(f"exporter {exporter.name}", [*faults, *sights, f"breaks on a plain register: {wrote}"])
        texts.append([text for path in files_of(target) for text in texts_in(path.name, path.read_bytes())])
        numbers = all(type(each) is int for both in seen for each in both)
        faults += _said(not numbers, f"reports progress that is no two whole numbers: {seen[:1]}")
        backwards = numbers and (seen != sorted(seen) or any(a > b for a, b in seen))
        faults += _said(backwards, "reports progress that goes backwards")
        faults += _said(
            target.is_file() and not target.stat().st_size, "writes an empty file, where there is something to say"
        )
    faults += sights
    faults += _said(any(each != texts[0] for each in texts), "writes two things from one register")
    found = _tried(lambda: found_in(outputs(full_register(exporter.audience), exporter, folder / "canary", with_it)))
    if isinstance(found, BaseException):
        faults.append(f"breaks on a register with every field filled: {found}")
    else:
        faults += [f"shows {canary} in {name}, which its readers may not see" for name, canary in found or ()]
    faults += _cancelled(exporter, register, folder / "stopped", with_it, chosen)
    faults += _deaf(exporter, register, folder / "deaf", with_it, chosen)
    for what, made in (("hostile", _hostile), ("big", _big)):
        target = folder / what / f"output{'' if exporter.per_inspection else exporter.suffix}"
        wrote = _tried(
            lambda made=made, target=target: export(  # type: ignore[misc]
                made(), exporter.name, target, on=ON, options=chosen, plugins=with_it
            )
        )
        broke = isinstance(wrote, BaseException) and not isinstance(wrote, CannotWrite | BadCall)
        faults += _said(broke, f"breaks on a {what} register: {wrote}")
    return _about(f"exporter {exporter.name}", faults)


def _with(plugins: Plugins, exporter: Exporter) -> Plugins:
    return evolve(plugins, exporters=(*(each for each in plugins.exporters if each.name != exporter.name), exporter))


def _at_work(exporter: Exporter, sights: list[str]) -> Callable[[Job], None]:
    """Return an exporter's function that notes what it does beside writing into its place."""

    def export_it(job: Job) -> None:
        handed = copy(job.view.register)
        own = job.destination.absolute()
        try:
            with watched(NETWORK, PROGRAM) as watch:
                exporter.export(job)
        finally:
            sights.extend(_sights(watch, "while it writes", (NETWORK, PROGRAM)))
            sights.extend(
                f"writes to {each.name!r}, outside the place that it is given"
                for each in watch.changed
                if each != own and own not in each.parents
            )
            sights.extend(_said(job.view.register != handed, "changes the register that it is given"))

    return export_it


def _cancelled(
    exporter: Exporter, register: Register, folder: Path, plugins: Plugins, options: Mapping[str, str]
) -> list[str]:
    """Stop an export half way; nothing may be left, not even in part."""

    def half(job: Any) -> None:
        exporter.export(job)
        raise KeyboardInterrupt

    folder.mkdir(parents=True)
    stopped = evolve(plugins, exporters=(evolve(exporter, export=half),))
    target = folder / f"output{'' if exporter.per_inspection else exporter.suffix}"
    try:
        export(register, exporter.name, target, on=ON, options=options, plugins=stopped)
    except KeyboardInterrupt:
        pass
    except InspectlibError as error:
        return [f"turns a stop into an error: {error}"]
    left = [each.name for each in folder.rglob("*") if each.is_file()]
    return _said(bool(left), f"leaves {', '.join(left)} behind where it is stopped")


def _deaf(
    exporter: Exporter, register: Register, folder: Path, plugins: Plugins, options: Mapping[str, str]
) -> list[str]:
    """Stop an export from its own progress: one that reports any lets the stop through and leaves nothing."""
    asked = []

    def stop(done: int, every: int) -> None:
        asked.append((done, every))
        raise KeyboardInterrupt

    folder.mkdir(parents=True)
    target = folder / f"output{'' if exporter.per_inspection else exporter.suffix}"
    try:
        export(register, exporter.name, target, on=ON, options=options, plugins=plugins, progress=stop)
    except KeyboardInterrupt:
        left = [each.name for each in folder.rglob("*") if each.is_file()]
        return _said(bool(left), f"leaves {', '.join(left)} behind where its progress stops it")
    except InspectlibError as error:
        return [f"turns a stop from its progress into an error: {error}"] if asked else []
    return _said(bool(asked), "goes on where its progress stops it")


#: words that formats trip over: markup, formulas, ends of lines, marks of direction, letters of four bytes
_HOSTILE = "<b>&amp;]]> =1+1 @SUM(A1) {{ x }} \u202eright\u202c \U0001f6a8 \ufffe \x0b\r\n'\"; -- \\ %s ${x}"
#: recommendations of the big register's one report
_MANY = 250


def _hostile() -> Register:
    register = a_complete_register()
    (report,), (case, *others) = register.inspections, register.cases
    asked = tuple(evolve(each, text=f"{each.text} {_HOSTILE}") for each in report.recommendations)
    register = register.with_inspection(evolve(report, title=f"A Report {_HOSTILE}", recommendations=asked))
    return register.with_case(evolve(case, force_comment=_HOSTILE, owner=_HOSTILE), *others)


def _big() -> Register:
    register = a_complete_register()
    (report,) = register.inspections
    asked = tuple(a_recommendation(str(number)) for number in range(3, _MANY))
    return register.with_inspection(evolve(report, recommendations=(*report.recommendations, *asked)))


def faults_of_profile(profile: Profile) -> tuple[str, ...]:
    """Return what is wrong with a profile of a body."""
    slugs = {each.slug for each in areas(fictional=True)}
    stages = {each.value for each in Stage}
    words = [own for own, _ in profile.status_words]
    names = [(each.of, each.name) for each in profile.extras]
    faults = [
        *_said(_NAME.fullmatch(profile.name) is None, "a name is small letters and digits with hyphens"),
        *_said(profile.area not in slugs, f"its area {profile.area!r} is no police area"),
        *_said(profile.reading not in READINGS, f"its reading {profile.reading!r} is neither strict nor local"),
        *_said(not (profile.source or "").strip(), "gives no source for what it says"),
        *_said(
            len(words) != len({" ".join(each.split()).casefold() for each in words}), "maps one of its own words twice"
        ),
        *_said(not all(each.strip() for each in words), "maps a word that is empty"),
        *(f"maps {own!r} to {ours!r}, which is no stage" for own, ours in profile.status_words if ours not in stages),
        *_said(profile.review_months is not None and profile.review_months < 1, "reviews every month or less often"),
        *_said(len(names) != len(set(names)), "declares one extra field twice"),
        *(f"the field {each.name!r} is of {each.of!r}" for each in profile.extras if each.of not in _EXTRAS_OF),
        *(
            f"the field {each.name!r} is no name of small letters, digits and hyphens, or has no title"
            for each in profile.extras
            if _NAME.fullmatch(each.name.replace("_", "-")) is None or not each.title.strip()
        ),
        *(
            f"the field {each.name!r} has a choice that is empty or stands twice"
            for each in profile.extras
            if len(set(each.choices)) != len(each.choices) or not all(one.strip() for one in each.choices)
        ),
        *(
            f"the field {each.name!r} is a choice without choices, or has choices and is none"
            for each in profile.extras
            if (each.kind is ExtraKind.CHOICE) != bool(each.choices)
        ),
    ]
    if profile.policy is not None:
        levels = [each.level for each in profile.policy.levels]
        faults += _said(len(levels) != len(set(levels)), "its closure policy has one level twice")
        faults += _said(not profile.policy.source.strip(), "its closure policy gives no source")
        faults += _said(not levels, "its closure policy has no level")
        faults += _said(
            profile.policy.checked_on is None or profile.policy.review_by is None,
            "its closure policy does not say when it was read and when it is read again",
        )
        faults += [
            f"its closure policy's level {each.level!r} does not say what it asks"
            for each in profile.policy.levels
            if not each.words.strip() or not (each.sign_off or each.evidence or each.verified_by)
        ]
    return _about(f"profile {profile.name}", faults)


def faults_of_store(store: Store, fresh: Callable[[], str]) -> tuple[str, ...]:
    """Return what is wrong with a store; `fresh()` gives an address, each time another, where nothing is kept yet."""
    faults = [
        *_said(_NAME.fullmatch(store.name) is None, "a name is small letters and digits with hyphens"),
        *_said(not store.schemes, "names no scheme of its addresses"),
    ]
    found = store_faults(store, fresh)
    while True:
        fault = _tried(lambda: next(found, None))
        if fault is None:
            break
        faults.append(f"breaks: {fault!r}" if isinstance(fault, BaseException) else fault)
    return _about(f"store {store.name}", faults)


def faults_of_distribution(
    name: str,
    *,
    folder: Path,
    documents: Mapping[str, Iterable[Source]] | None = None,
    cases: Iterable[RuleCase] = (),
    golden: Path | None = None,
    addresses: Mapping[str, Callable[[], str]] | None = None,
    selects: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return what is wrong with everything that an installed distribution offers.

    `documents`: for each importer's name, documents that it is for; those of others it may not take from them;
    `addresses`: for each store's name, what gives empty addresses, each time another. `folder` is a fresh one to
    write into; `golden` as for `faults_of_importer`; `selects`: the names of the importers for which that is said.
    """
    given = {name: tuple(sources) for name, sources in (documents or {}).items()}
    plugins = load_plugins(on_failure="continue")
    failed = [str(each) for each in plugins.failures if each.distribution.split()[0] == name]
    ours = [each for each in plugins.loaded if each.distribution.split()[0] == name]
    if failed or not ours:
        return tuple(failed) or (f"no plugin of {name!r} is installed",)
    offered = {one for each in ours for one in each.offers}
    cases, picking = tuple(cases), frozenset(selects)
    faults = _put_into_the_library(name)
    for rule in plugins.rules:
        if rule.id in offered:
            faults += faults_of_rule(rule, cases)
    for importer in plugins.importers:
        if importer.name in offered:
            own = given.get(importer.name, ())
            faults += _said(not own, f"importer {importer.name}: give the kit a document that it is for")
            others = [
                (one, each.recognises(one))
                for each in plugins.importers
                if each.name != importer.name
                for one in given.get(each.name, ())
            ]
            faults += faults_of_importer(importer, own, others=others, golden=golden, selects=importer.name in picking)
    for exporter in plugins.exporters:
        if exporter.name in offered:
            faults += faults_of_exporter(exporter, folder / exporter.name, plugins)
    for profile in plugins.profiles:
        if profile.name in offered:
            faults += faults_of_profile(profile)
    for store in plugins.stores:
        if store.name in offered:
            fresh = (addresses or {}).get(store.name)
            if fresh is None:
                faults.append(f"store {store.name}: give the kit empty addresses to try it at")
            else:
                faults += faults_of_store(store, fresh)
    own_documents = {importer: sources for importer, sources in given.items() if importer in offered}
    return (*faults, *faults_between_processes(name, folder / "processes", own_documents))


def _put_into_the_library(name: str) -> list[str]:
    """Return what a distribution has put in the place of the library's own functions and classes."""
    tops = {point.module.split(".")[0] for point in entry_points(group=GROUP) if _of(point) == name} - {"inspectlib"}
    found = []
    for module, held in sorted(sys.modules.items()):
        if module.split(".")[0] == "inspectlib":
            kept = dict(vars(held))
            inside = [one for each in kept.values() if isinstance(each, type) for one in vars(each).values()]
            for each in (*kept.values(), *inside):
                if str(getattr(each, "__module__", "")).split(".")[0] in tops:
                    found.append(f"puts its own {getattr(each, '__name__', each)!r} into {module}")
    return [f"{name}: {each}; a plugin adds, it replaces nothing" for each in dict.fromkeys(found)]


def _of(point: EntryPoint) -> str | None:
    return point.dist.name if point.dist is not None else None


def _said(wrong: bool, sentence: str) -> list[str]:
    return [sentence] if wrong else []


def _about(what: str, faults: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{what}: {each}" for each in dict.fromkeys(faults))


def _tried(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises is what the kit reports
        return error


def _outside(function: Callable[..., Any], names_of: frozenset[str] = _OUTSIDE) -> list[str]:
    """Return the names, of these, that a function's code mentions, or a helper's beside it."""
    found: set[str] = set()
    waiting, seen = [function], set()
    while waiting:
        each = waiting.pop()
        code = getattr(each, "__code__", None)
        if code is None or code in seen:
            continue
        seen.add(code)
        names = _names(code)
        found |= names & names_of
        beside = (each.__globals__.get(name) for name in names)
        waiting += [one for one in beside if isinstance(one, FunctionType) and one.__module__ == each.__module__]
    return sorted(found)


def _names(code: CodeType) -> set[str]:
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return set(code.co_names).union(*map(_names, inner))
