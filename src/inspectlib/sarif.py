"""A check's outcome in SARIF 2.1.0, so that findings show in code hosts and editors."""

from collections.abc import Iterable
from typing import Any

from inspectlib.findings import Finding, Gap, Outcome, Severity
from inspectlib.rules.rule import Rule

_LEVELS = {Severity.STATUTORY: "error", Severity.INSPECTORATE: "warning", Severity.LOCAL: "note"}


def as_sarif(outcome: Outcome, rules: Iterable[Rule], *, artifact: str, version: str) -> dict[str, Any]:
    """Return an outcome as plain SARIF 2.1.0.

    A finding is a result of kind "fail"; a gap one of kind "open": there was not enough to answer. A crash is a
    notification, and the run is then not successful. `artifact`: the name of the register file.
    """
    book = sorted(rules, key=lambda each: each.id)
    places = {each.id: place for place, each in enumerate(book)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "inspectlib", "version": version, "rules": [_described(each) for each in book]}
                },
                "invocations": [
                    {
                        "executionSuccessful": not outcome.crashes,
                        "toolExecutionNotifications": [
                            {
                                "level": "error",
                                "message": {"text": f"{each.rule} from {each.provider}: {each.error}"},
                                "descriptor": {"id": each.rule},
                            }
                            for each in outcome.crashes
                        ],
                    }
                ],
                "results": [
                    *(_result(each, _LEVELS[each.severity], "fail", places, artifact) for each in outcome.findings),
                    *(_result(each, "none", "open", places, artifact) for each in outcome.gaps),
                ],
                "properties": {
                    "on": outcome.on.isoformat(),
                    "reading": outcome.reading,
                    "complete": outcome.complete,
                    "clear": outcome.clear,
                },
            }
        ],
    }


def _described(each: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": each.id,
        "shortDescription": {"text": each.title},
        "fullDescription": {"text": each.duty},
        "help": {"text": f"{each.cites.short}: {each.cites.duty}"},
        "defaultConfiguration": {"level": _LEVELS[each.severity]},
    }
    if each.cites.url is not None:
        described["helpUri"] = each.cites.url
    return described


def _result(each: Finding | Gap, level: str, kind: str, places: dict[str, int], artifact: str) -> dict[str, Any]:
    citation = f". {each.citation}" if isinstance(each, Finding) else ""
    result: dict[str, Any] = {
        "ruleId": each.rule,
        "level": level,
        "kind": kind,
        "message": {"text": f"{each.subject}: {each.message}{citation}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": artifact}, "region": {"startLine": 1}},
                "logicalLocations": [
                    {"name": each.subject, "fullyQualifiedName": " ".join(filter(None, (each.area, each.subject)))}
                ],
            }
        ],
    }
    if each.rule in places:
        result["ruleIndex"] = places[each.rule]
    return result
