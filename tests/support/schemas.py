"""The JSON Schemas of what the commands print and of the register file, made from the values' own annotations.

What a value class says of its fields (types, audience, the sentences of its docstring) is the schema; only what the
command line puts together itself is written by hand here. The result ships in `src/inspectlib/schemas`.
"""

import inspect
import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from inspectlib.changes import Change, Conflict
from inspectlib.citations import Citation
from inspectlib.closure import Waiting
from inspectlib.converting import converter
from inspectlib.deadlines import Deadline
from inspectlib.exchange import Problem
from inspectlib.fields import audience_of, bare_type
from inspectlib.findings import Outcome, Severity
from inspectlib.plugins import Failure, Loaded
from inspectlib.recommendations import DuePrecision, RecommendationKind
from inspectlib.register import Register
from inspectlib.status import Status
from inspectlib.storage import VERSION, Redaction

DRAFT = "https://json-schema.org/draft/2020-12/schema"
#: stamped by `load`, never written
NOT_WRITTEN = {("Register", "based_on")}


def text(description, *, null=False, **more):
    return {"description": description, "type": ["string", "null"] if null else "string", **more}


def whole(description, *, null=False):
    return {"description": description, "type": ["integer", "null"] if null else "integer"}


def flag(description, *, null=False):
    return {"description": description, "type": ["boolean", "null"] if null else "boolean"}


def day(description, *, null=False):
    return text(description, null=null, format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


def many(description, items):
    return {"description": description, "type": "array", "items": items}


def thing(description, **properties):
    """Return an object with exactly these properties."""
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


class Maker:
    """Gathers the value classes that a schema refers to."""

    def __init__(self):
        self.defs: dict[str, Any] = {}

    def ref(self, cls, **more):
        """Return a reference to a value class; `more` are properties that a command adds to it."""
        if cls.__name__ not in self.defs:
            self.defs[cls.__name__] = {}
            self.defs[cls.__name__] = self._value(cls, more)
        return {"$ref": f"#/$defs/{cls.__name__}"}

    def _value(self, cls, more):
        said = inspect.cleandoc(cls.__doc__ or "")
        properties = {}
        for attribute in attrs.fields(cls):
            if (cls.__name__, attribute.name) in NOT_WRITTEN:
                continue
            words = _of_field(said, attribute.name)
            properties[attribute.name] = {
                "description": f"{words} Audience: {audience_of(attribute).value}.",
                **self.kind(bare_type(attribute.type)),
            }
        return thing(" ".join(said.split()), **properties, **more)

    def kind(self, kind):
        """Return the schema of an annotation."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            (one,) = (each for each in inner if each is not type(None))
            made = self.kind(one)
            if isinstance(made.get("type"), str) and "enum" not in made:
                return {**made, "type": [made["type"], "null"]}
            return {"anyOf": [made, {"type": "null"}]}
        if origin is tuple and inner[-1] is not Ellipsis:
            items = [self.kind(each) for each in inner]
            return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
        if origin is tuple:
            return {"type": "array", "items": self.kind(inner[0])}
        if origin is frozenset:
            return {"type": "array", "items": self.kind(inner[0]), "uniqueItems": True}
        if kind is date:
            return {key: value for key, value in day("").items() if key != "description"}
        if attrs.has(kind):
            return self.ref(kind)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"type": "string", "enum": [each.value for each in kind]}
        if kind is Any:
            return {}
        return {"type": {str: "string", int: "integer", bool: "boolean"}[kind]}


def _of_field(said, name):
    """Return what a docstring says of a field: its sentences that name it, else the name in words."""
    sentences = re.split(r"(?<=[.;])\s+", " ".join(said.split()))
    found = [each.rstrip(";.") + "." for each in sentences if f"`{name}`" in each]
    plain = name.replace("_", " ")
    return " ".join(found) or f"{plain[0].upper()}{plain[1:]}."


def _schema(title, description, body, maker):
    made = {"$schema": DRAFT, "title": title, "description": description}
    made.update((key, value) for key, value in body.items() if key not in made)
    if maker.defs:
        made["$defs"] = dict(sorted(maker.defs.items()))
    return made


def all_schemas() -> Mapping[str, Any]:
    """Return every schema by its name."""
    converter()  # the classes are as they are read and written
    return {
        name: _schema(title, description, body(maker), maker)
        for name, (title, description, body) in SHAPES.items()
        for maker in [Maker()]
    }


DRY = flag("True where nothing was written, because --dry-run was given.")
REVISION = whole("The number of the revision that stands now; null where there is none.", null=True)
MAYBE = "true, false, or null where the text does not say"
PROBLEMS = "What was not understood, and where."


def _register(maker):
    return thing(
        "A register file.",
        inspectlib={"description": "The number of the file form; it rises with every added key.", "const": VERSION},
        register=maker.ref(Register),
    )


def _check(maker):
    return maker.ref(
        Outcome,
        complete=flag("Whether every rule gave an answer and everything imported was read."),
        clear=flag("Whether everything is shown to be in order: no breach, no gap, complete."),
    )


def _status(maker):
    return many(
        "One row a recommendation and area.",
        maker.ref(
            Status,
            recommendation=text("The id of the recommendation."),
            area=text("The police area's slug."),
            status=text("The status as people read it."),
            may_be_closed=flag(
                "Whether the case may be closed; null: not known, under a policy nobody confirmed.", null=True
            ),
            waiting_for=many("What a closure waits for, in order.", maker.ref(Waiting)),
            policy=text("The closure policy that counts."),
            policy_trusted=flag("Whether that policy was read in a source, or confirmed by the body."),
        ),
    )


def _rule(maker):
    maker.defs["Rule"] = thing(
        "One rule of the book.",
        id=text("The rule's id; never reused."),
        title=text("What the rule finds."),
        duty=text("The duty, in the rule's own words."),
        severity={"description": "Whose rule it is.", **maker.kind(Severity)},
        subject=text("What it is about: Response, Case, Inspection or Register."),
        in_force_from=day(
            "It binds reports published on or after this day, or where it is about the register checks on or after it; null: any.",
            null=True,
        ),
        in_force_until=day("It binds reports published, or checks, before this day; null: any.", null=True),
        cases=many(
            "The cases that the rule is held to.",
            thing(
                "One case.",
                expect={
                    "description": "What the rule says of it.",
                    "type": "string",
                    "enum": ["holds", "breaks", "gap"],
                },
                name=text("The case in a sentence."),
            ),
        ),
        provided_by=text("The distribution that provides the rule."),
        citation=maker.ref(Citation),
    )
    one = {"$ref": "#/$defs/Rule"}
    return {"oneOf": [one, many("The whole rule book, by id.", one)]}


def _merged(maker):
    def about(kind):
        place = text("Where in a returned book it was read; null: it did not come from one.", null=True)
        return maker.ref(kind, about=text("In words."), place=place)

    return {
        "taken": many("What came from the other side.", about(Change)),
        "conflicts": many("What both sides changed differently.", about(Conflict)),
        "problems": many("What could not be used at all.", maker.ref(Problem)),
        "written": flag("Whether a revision was written."),
        "dry_run": DRY,
    }


def _record(maker):
    recorded = thing("What was recorded.", recorded=text("In words."), revision=REVISION, dry_run=DRY)
    undone = thing("What was taken back.", undone=whole("The revision."), **_merged(maker))
    return {"oneOf": [recorded, undone]}


def _history(maker):
    line = thing(
        "One revision. Where a later revision redacted it, who, why, what and the salt are gone.",
        number=whole("The number of the revision, from 1."),
        utc=text("The moment, in UTC.", format="date-time"),
        day=day("The civil day in London."),
        by=text("The role that recorded it."),
        why=text("The reason."),
        changes=many("What changed.", maker.ref(Change)),
        salt=text("What the hashes of this line are salted with.", pattern="^[0-9a-f]{32}$"),
        redacts=many("The revisions whose payload this one deleted.", whole("A revision.")),
        before=text('Salted SHA-256 of the file before; "" for the first revision.', pattern="^([0-9a-f]{64})?$"),
        after=text("Salted SHA-256 of the file after.", pattern="^[0-9a-f]{64}$"),
        previous=text('The hash of the line before; "" for the first.', pattern="^([0-9a-f]{64})?$"),
        payload=text("Salted SHA-256 of who, why and what.", pattern="^[0-9a-f]{64}$"),
        hash=text("The hash that the next line builds on.", pattern="^[0-9a-f]{64}$"),
    )
    may_miss = ("by", "why", "changes", "salt", "redacts")
    return many(
        "The revisions, oldest first.",
        {**line, "required": [each for each in line["required"] if each not in may_miss]},
    )


def _read(maker):
    types = ("force_specific", "national", "follow_up", "thematic", "partner")
    sent = ("forwarded_home_office", "sent_inspectors", "published")
    strings = {"type": "string"}
    due = {"due": day("The last day, inclusive.", null=True), "due_text": text("The words of the date.", null=True)}
    reading = thing(
        "What was understood of one document; null where the text does not say.",
        inspection=thing(
            "The report.",
            id=text("The report's id.", null=True),
            title=text("Its title.", null=True),
            published_on=day("The day of publication.", null=True),
            summary=text("The summary.", null=True),
            types=thing("The boxes of the form.", **{name: flag(f"Ticked: {MAYBE}.", null=True) for name in types}),
            quoted=flag(f"Whether the force is quoted: {MAYBE}.", null=True),
            force=text("The force, as printed.", null=True),
            body=text("The local policing body, as printed.", null=True),
            terms_of_reference=many("The terms of reference.", strings),
        ),
        recommendations=many(
            "The recommendations, in order.",
            thing(
                "One recommendation.",
                number=text("The number as published.", null=True),
                kind={"description": "What the report calls it.", **maker.kind(RecommendationKind)},
                text=text("The words as published."),
                addressees=many("To whom, as codes; empty: not known.", strings),
                **due,
                due_precision={"description": "How exact.", **maker.kind(DuePrecision | None)},
                position=text("The force's answer, where the text gives one.", null=True),
            ),
        ),
        response=thing(
            "The response.",
            dated=day("The date it bears.", null=True),
            bodies=many("Whose response it is, as printed.", strings),
            force_comments=text("What the force says of the whole.", null=True),
            body_comments=text("What the body says of the whole.", null=True),
            office_use=thing("For Office Use Only.", **{name: flag(f"Ticked: {MAYBE}.", null=True) for name in sent}),
            items=many(
                "What is said of single recommendations.",
                thing(
                    "One answer.",
                    number=text("The number of the recommendation.", null=True),
                    body=text("Whose answer it is, as printed.", null=True),
                    position=text("The force's answer.", null=True),
                    explanation=text("The body's explanation.", null=True),
                    force_comment=text("What the force says.", null=True),
                ),
            ),
        ),
        problems=many(PROBLEMS, maker.ref(Problem)),
    )
    whole_register = thing(
        "What an importer of many reports understood.",
        register=maker.ref(Register),
        problems=many(PROBLEMS, maker.ref(Problem)),
    )
    return {"oneOf": [reading, whole_register]}


def _import(maker):
    return thing(
        "What was taken in.",
        imported=many(
            "One entry a document.",
            thing(
                "One document.",
                source=text("The name of the file."),
                inspections=many(
                    "The reports that it holds.",
                    thing(
                        "One report.",
                        id=text("Its id."),
                        title=text("Its title."),
                        recommendations=whole("How many recommendations it has."),
                    ),
                ),
                said=many(
                    "What was added, and what was recorded already and left as it is, as sentences.", {"type": "string"}
                ),
                problems=many(PROBLEMS, maker.ref(Problem)),
            ),
        ),
        revision=REVISION,
        dry_run=DRY,
    )


SHAPES = {
    "register": ("The register file", "What `register.json` holds. Everything recorded, as dated facts.", _register),
    "check": ("inspectlib check", "What `inspectlib check --format json` prints.", _check),
    "status": ("inspectlib status", "What `inspectlib status --format json` prints.", _status),
    "deadlines": (
        "inspectlib deadlines",
        "What `inspectlib deadlines --format json` prints: soonest first.",
        lambda maker: many("The deadlines, soonest first.", maker.ref(Deadline)),
    ),
    "rule": ("inspectlib rule", "What `inspectlib rule --format json` prints: one rule, or the book.", _rule),
    "history": ("inspectlib history", "What `inspectlib history --format json` prints.", _history),
    "diff": (
        "inspectlib diff",
        "What `inspectlib diff --format json` prints.",
        lambda maker: many("What turns the first register into the second, in order.", maker.ref(Change)),
    ),
    "plugins": (
        "inspectlib plugins",
        "What `inspectlib plugins --format json` prints.",
        lambda maker: thing(
            "What is installed.",
            loaded=many("What could be loaded.", maker.ref(Loaded)),
            failures=many("What could not be used, and why.", maker.ref(Failure)),
        ),
    ),
    "read": ("inspectlib read", "What `inspectlib read --format json` prints.", _read),
    "record": (
        "inspectlib record",
        "What `inspectlib record --format json` prints, also for `undo`.",
        _record,
    ),
    "new-plugin": (
        "inspectlib new-plugin",
        "What `inspectlib new-plugin --format json` prints.",
        lambda _: thing("What was written.", paths=many("The files.", {"type": "string"}), dry_run=DRY),
    ),
    "merge": (
        "inspectlib merge",
        "What `inspectlib merge --format json` prints.",
        lambda maker: thing("What a merge came to.", **_merged(maker)),
    ),
    "repair": (
        "inspectlib repair",
        "What `inspectlib repair --format json` prints.",
        lambda _: thing("What was put right.", done=many("In sentences.", {"type": "string"}), dry_run=DRY),
    ),
    "redact": (
        "inspectlib redact",
        "What `inspectlib redact --format json` prints.",
        lambda maker: maker.ref(Redaction, dry_run=DRY),
    ),
    "new": (
        "inspectlib new",
        "What `inspectlib new --format json` prints.",
        lambda _: thing(
            "What was started.",
            started=text("The register file, as named."),
            area=text("The police area's slug."),
            revision=REVISION,
            dry_run=DRY,
        ),
    ),
    "import": ("inspectlib import", "What `inspectlib import --format json` prints.", _import),
    "export": (
        "inspectlib export",
        "What `inspectlib export --format json` prints.",
        lambda _: thing(
            "What was written, or, in a dry run, would be.",
            exporter=text("The exporter's name."),
            paths=many("The files or folders, as named.", {"type": "string"}),
            dry_run=DRY,
        ),
    ),
    "verify": (
        "inspectlib verify",
        "What `inspectlib verify --format json` prints.",
        lambda _: thing(
            "What the chain of the history shows.",
            revisions=whole("How many revisions there are."),
            last=text("The hash of the last one; null where there is none.", null=True),
            faults=many("What is wrong; empty: the chain holds.", {"type": "string"}),
        ),
    ),
    "demo": (
        "inspectlib demo",
        "What `inspectlib demo --format json` prints.",
        lambda _: thing(
            "What was done.",
            folder=text("The folder, as named."),
            said=many("What was done, as sentences, in order.", {"type": "string"}),
        ),
    ),
}
