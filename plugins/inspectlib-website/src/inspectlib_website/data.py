"""The pages as data: CSV with CSVW, JSON with its schema, schema.org, and a site map."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

from inspectlib_website.pages import Heading, Item, Page, clean, link

#: what spreadsheets run as a formula when a cell begins with it
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: the most addresses that one site map may hold (sitemaps.org)
_MOST = 50_000

_RESPONSES = (
    ("response", "string", "Name of the response, stable"),
    ("inspection", "string", "Name of the report, stable"),
    ("report", "string", "Title of the report"),
    ("report_url", "anyURI", "Where the inspectorate published the report"),
    ("report_published_on", "date", "Day on which the report was published"),
    ("area", "string", "Police area"),
    ("body", "string", "Local policing body"),
    ("last_day", "date", "Last day, inclusive, for publishing the response (Police Act 1996, s.55(5A))"),
    ("respond_by", "date", "The report's own date for a response, where it sets one"),
    ("published_on", "date", "Day on which the response was first published; empty: not recorded"),
    ("url", "anyURI", "Page of the response"),
)
_RECOMMENDATIONS = (
    ("response", "string", "Name of the response"),
    ("recommendation", "string", "Name of the recommendation, stable"),
    ("number", "string", "Number in the report"),
    ("kind", "string", "What the report calls it"),
    ("text", "string", "The report's own words"),
    ("addressees", "string", "Who is asked, parted by semicolons"),
    ("due_words", "string", "By when, in the report's own words"),
    ("due_on", "date", "Last day, inclusive, that follows from those words"),
    ("theme", "string", "Theme"),
    ("stage", "string", "Where the force stands; empty: not recorded"),
    ("timing", "string", "How it stands to the report's own due date; empty: not recorded"),
    ("explanation", "string", "The body's own action, or why none (s.55(5B))"),
    ("force_comment", "string", "The force's comment"),
    ("url", "anyURI", "Page of the recommendation"),
)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def cell(text: str | None) -> str:
    """Return a cell; one that a spreadsheet would run as a formula gets an apostrophe before it."""
    if not text:
        return ""
    plain = clean(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def uncell(text: str) -> str:
    """Return what a cell was made from, its line ends plain."""
    plain = clean(text)
    return plain[1:] if plain.startswith("'") and plain[1:].startswith(_FORMULA) else plain


class _Written:
    """What the CSV writer writes into: it hands each line back."""

    def write(self, line: str) -> str:
        return line


_WRITER: Any = csv.writer(_Written(), lineterminator="\r\n")  # its writerow returns what `write` does


def _line(row: Sequence[str | None]) -> bytes:
    made: str = _WRITER.writerow([cell(each) if each else "" for each in row])
    return made.encode()


def responses_csv(headings: Sequence[Heading], *, base: str) -> Iterator[bytes]:
    """Yield a row a response, after the names of the columns."""
    yield _line([name for name, _, _ in _RESPONSES])
    for each in headings:
        yield _line(
            [
                each.name,
                each.inspection.id,
                each.inspection.title,
                link(each.inspection.url),
                _day(each.inspection.published_on),
                each.shown.response.area,
                each.body,
                _day(each.last_day),
                _day(each.inspection.respond_by),
                _day(each.published_on),
                f"{base}{each.file}",
            ]
        )


def columns_of_recommendations() -> bytes:
    """Return the first line of the table of recommendations."""
    return _line([name for name, _, _ in _RECOMMENDATIONS])


def rows_of_recommendations(page: Page, *, base: str) -> Iterator[bytes]:
    """Yield a row for each recommendation of a response."""
    for item in page.items:
        each = item.recommendation
        yield _line(
            [
                page.name,
                each.id,
                each.number,
                each.kind.value,
                each.text,
                "; ".join(item.addressees),
                each.due.words if each.due else None,
                _day(each.due_on),
                each.theme,
                item.status.stage.value if item.status else None,
                item.status.timing.value if item.status else None,
                "\n\n".join(said.text for said, _ in item.explanations),
                "\n\n".join(item.force_comments),
                f"{base}{page.item_file(item)}",
            ]
        )


def csv_metadata(*, title: str, licence: str | None) -> bytes:
    """Return the description of the CSV files (W3C CSV on the Web)."""

    def table(name: str, columns: Sequence[tuple[str, str, str]], **more: Any) -> dict[str, Any]:
        return {
            "url": name,
            "tableSchema": {
                "columns": [
                    {
                        "name": one,
                        "titles": one,
                        "datatype": kind,
                        "dc:description": {"@value": about, "@language": "en"},
                    }
                    for one, kind, about in columns
                ],
                **more,
            },
        }

    told = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": clean(title),
        "dc:description": "A cell that begins with =, +, -, @ or a tab has an apostrophe before it.",
        **({"dc:license": {"@id": licence}} if licence else {}),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n", "\n"], "header": True},
        "tables": [
            table("responses.csv", _RESPONSES, primaryKey="response"),
            table(
                "recommendations.csv",
                _RECOMMENDATIONS,
                primaryKey=["response", "recommendation"],
                foreignKeys=[
                    {
                        "columnReference": "response",
                        "reference": {"resource": "responses.csv", "columnReference": "response"},
                    }
                ],
            ),
        ],
    }
    return _json(told)


def _json(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _item(page: Page, item: Item, base: str) -> dict[str, Any]:
    each = item.recommendation
    return {
        "id": clean(each.id),
        "url": f"{base}{page.item_file(item)}",
        "number": clean(each.number) if each.number is not None else None,
        "kind": each.kind.value,
        "text": clean(each.text),
        "addressees": [clean(one) for one in item.addressees],
        "due": {"words": clean(each.due.words), "last_day": _day(each.due.last_day)} if each.due else None,
        "theme": clean(each.theme) if each.theme is not None else None,
        "stage": item.status.stage.value if item.status else None,
        "timing": item.status.timing.value if item.status else None,
        "explanations": [
            {
                "covers": [clean(one) for one in said.covers],
                "action": clean(said.action) if said.action is not None else None,
                "no_action_reason": clean(said.no_action_reason) if said.no_action_reason is not None else None,
            }
            for said, _ in item.explanations
        ],
        "force_comments": [clean(one) for one in item.force_comments],
        "events": [{"on": _day(one.on), "what": one.what, "detail": clean(one.detail)} for one in item.events],
    }


def record(page: Page, *, base: str) -> dict[str, Any]:
    """Return one response as plain data, in the words as recorded."""
    response, report = page.shown.response, page.inspection
    return {
        "id": page.name,
        "url": f"{base}{page.file}",
        "area": clean(response.area),
        "body": clean(page.body),
        "report": {
            "id": clean(report.id),
            "title": clean(report.title),
            "url": link(report.url),
            "published_on": _day(report.published_on),
            "inspectorates": [clean(one) for one in report.inspectorates],
        },
        "last_day": _day(page.last_day),
        "respond_by": _day(report.respond_by),
        "signed_on": _day(page.shown.signed_on),
        "correction_awaits_sign_off": bool(page.shown.awaiting),
        "publications": [
            {"on": _day(one.on), "url": link(one.url), "replaces": _day(one.replaces)} for one in page.publications
        ],
        "comments": clean(response.comments) if response.comments is not None else None,
        "chief_officer_comments": [
            {"text": clean(one.text), "received_on": _day(one.received_on)} for one in response.chief_officer_comments
        ],
        "reply_to_chief_officer": clean(response.reply_to_chief_officer)
        if response.reply_to_chief_officer is not None
        else None,
        "copies": [{"to": one.to.value, "on": _day(one.on)} for one in response.copies],
        "recommendations": [_item(page, item, base) for item in page.items],
    }


def start_of_everything(*, title: str, licence: str | None) -> bytes:
    """Return how the file of all pages as JSON begins; each page as JSON follows, parted by ", ", and `END_OF_EVERYTHING`."""
    told = json.dumps({"title": clean(title), "licence": licence}, ensure_ascii=False)
    return f'{told[:-1]}, "responses": ['.encode()


END_OF_EVERYTHING = b"]}\n"


def schema() -> bytes:
    """Return the JSON Schema of the file of all pages."""
    text, day = {"type": "string"}, {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

    def maybe(one: dict[str, Any]) -> dict[str, Any]:
        return {"anyOf": [one, {"type": "null"}]}

    def many(one: dict[str, Any]) -> dict[str, Any]:
        return {"type": "array", "items": one}

    def thing(**fields: Any) -> dict[str, Any]:
        return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}

    item = thing(
        id=text,
        url=text,
        number=maybe(text),
        kind=text,
        text=text,
        addressees=many(text),
        due=maybe(thing(words=text, last_day=maybe(day))),
        theme=maybe(text),
        stage=maybe(text),
        timing=maybe(text),
        explanations=many(thing(covers=many(text), action=maybe(text), no_action_reason=maybe(text))),
        force_comments=many(text),
        events=many(thing(on=maybe(day), what=text, detail=text)),
    )
    response = thing(
        id=text,
        url=text,
        area=text,
        body=text,
        report=thing(id=text, title=text, url=maybe(text), published_on=maybe(day), inspectorates=many(text)),
        last_day=maybe(day),
        respond_by=maybe(day),
        signed_on=maybe(day),
        correction_awaits_sign_off={"type": "boolean"},
        publications=many(thing(on=day, url=maybe(text), replaces=maybe(day))),
        comments=maybe(text),
        chief_officer_comments=many(thing(text=text, received_on=maybe(day))),
        reply_to_chief_officer=maybe(text),
        copies=many(thing(to={"enum": ["inspectors", "secretary-of-state"]}, on=day)),
        recommendations=many(item),
    )
    told = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Published responses to inspection reports",
        **thing(title=text, licence=maybe(text), responses=many(response)),
    }
    return _json(told)


def linked_data(page: Heading, *, base: str, updated: date, licence: str | None) -> bytes:
    """Return one response in the words of schema.org."""
    report = page.inspection
    about: dict[str, Any] = {"@type": "Report", "name": clean(page.report)}
    if link(report.url):
        about["url"] = report.url
    if report.published_on:
        about["datePublished"] = report.published_on.isoformat()
    if report.inspectorates:
        about["publisher"] = [{"@type": "GovernmentOrganization", "name": clean(one)} for one in report.inspectorates]
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": f"{base}{page.file}",
        "url": f"{base}{page.file}",
        "name": clean(f"Response to {page.report}"),
        "inLanguage": "en-GB",
        "publisher": {"@type": "GovernmentOrganization", "name": clean(page.body)},
        "dateModified": updated.isoformat(),
        "about": about,
    }
    if page.published_on:
        told["datePublished"] = page.published_on.isoformat()
    if licence:
        told["license"] = licence
    return _json(told)


def linked_notice(name: str, *, base: str, seen: date) -> bytes:
    """Return what stands in the place of a response that was withdrawn, in the words of schema.org: nothing of its own."""
    page = f"{base}responses/{name}.html"
    return _json(
        {
            "@context": "https://schema.org",
            "@type": "Report",
            "@id": page,
            "url": page,
            "name": "Withdrawn",
            "creativeWorkStatus": "Withdrawn",
            "inLanguage": "en-GB",
            "dateModified": seen.isoformat(),
        }
    )


def linked_dataset(*, base: str, title: str, office: str, licence: str | None) -> bytes:
    """Return the data files in the words of schema.org."""
    kinds = (("responses.csv", "text/csv"), ("recommendations.csv", "text/csv"), ("responses.json", "application/json"))
    told = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{base}data/dataset.jsonld",
        "name": clean(title),
        "description": "Published responses of a local policing body to inspection reports, with each recommendation.",
        "url": f"{base}data.html",
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "publisher": {"@type": "GovernmentOrganization", "name": clean(office)},
        **({"license": licence} if licence else {}),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{base}data/{name}", "encodingFormat": kind}
            for name, kind in kinds
        ],
    }
    return _json(told)


def site_maps(
    addresses: Iterable[tuple[str, date | None]], *, count: int, base: str, most: int = _MOST
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the site map by name, in several files with an index where it is longer than one may be.

    `count`: how many addresses there are. The parts of a file are to be taken before the next file is.
    """
    left = iter(addresses)
    number = -(-count // most)
    names = ["sitemap.xml"] if number <= 1 else [f"sitemap-{each}.xml" for each in range(1, number + 1)]
    for name in names:
        yield name, _map("urlset", "url", ((f"{base}{where}", day) for where, day in islice(left, most)))
    if number > 1:
        yield "sitemap.xml", _map("sitemapindex", "sitemap", ((f"{base}{name}", None) for name in names))


def _map(outer: str, inner: str, rows: Iterable[tuple[str, date | None]]) -> Iterator[bytes]:
    yield f"<?xml version='1.0' encoding='utf-8'?>\n<{outer} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n".encode()
    for where, day in rows:
        changed = f"    <lastmod>{day}</lastmod>\n" if day is not None else ""
        yield f"  <{inner}>\n    <loc>{escape(where)}</loc>\n{changed}  </{inner}>\n".encode()
    yield f"</{outer}>\n".encode()
