"""The places of a form by its shape, where the program that saved it dropped their names.

LibreOffice 7 keeps the headings, labels and tables of a Word form and drops the names of its controls. The form writes
each of its headings and labels itself, so that they say what stands below; what fits none is told, never guessed.
"""

import re
from collections.abc import Iterable

from inspectlib_documents.boxes import ticked
from inspectlib_documents.dates import due_in
from inspectlib_documents.filled import Filled
from inspectlib_documents.importing import key_of_number, slug
from inspectlib_documents.outline import Block

from inspectlib.bodies import area_named
from inspectlib.recommendations import RecommendationKind
from inspectlib_home_office.names import NAMELESS

_FORCE = "force"
_TITLE = re.compile(r"response by the .+ to hmicfrs inspections of (?P<force>.+)", re.IGNORECASE)
#: heading: the place of the words below; None: none of its own
_HEADINGS: tuple[tuple[str, str | None], ...] = (
    (_TITLE.pattern, None),
    (r"inspection details", None),
    (r"title of inspection", "title"),
    (r"date inspection published", "published"),
    (r"type of inspection:", "types"),
    (r"is .+ quoted in the report\?", "quoted"),
    (r"executive summary of report", "summary"),
    (r"the terms of reference included", "term"),
    (r"the report made .+", None),
    (r"force response to recommendations", _FORCE),
    (r".+ response to inspection", None),
    (r"comment by the .+:", "comment"),
    (r"reply to the chief officer", "reply"),
    (r"for office use only", "office"),
)
_KINDS = "|".join(sorted((re.escape(each.value) for each in RecommendationKind), key=len, reverse=True))
_ITEM = re.compile(rf"(?P<kind>{_KINDS}) (?P<number>.{{1,60}}?)(?P<explained>: the .+'s explanation)?", re.IGNORECASE)
_BOXES: dict[str, tuple[tuple[str, str], ...]] = {
    "types": (
        (r".+ specific", "type/force_specific"),
        (r"national", "type/national"),
        (r"follow up", "type/follow_up"),
        (r"thematic", "type/thematic"),
        (r"partner inspection", "type/partner"),
    ),
    "quoted": ((r"yes", "quoted/yes"), (r"no", "quoted/no")),
    "office": (
        (r"response forwarded to home office", "office/home-office"),
        (r"response sent to hmicfrs", "office/inspectors"),
        (r"response published on .+ website", "office/website"),
    ),
}
#: what may stand before or after the words of a box
_MARK = r"(\W*|\W*\bx\b\W*)"
_OFFICE = {"Deadline for response": "deadline", "Date response sent": "sent", "Published at": "office/website/url"}
_LABELS = {
    "Position": "position",
    "Reason": "reason",
    "Owner": "owner",
    "To be done by": "due",
    "Addressed to": "addressees",
    "Comment by the force": "comment",
}
_ACTIONS = ("Action", "Owner", "Due", "Done")
_OF_ACTION = re.compile(r"a/(?P<id>[^/]+)/[^/]+/(?:title|owner|due|done)")
_RECEIVED = re.compile(r"Chief officer's comments received: ?(.*)", re.DOTALL)
_LEADS = ((re.compile(r"Action:"), "action"), (re.compile(r"Why the .{1,40} takes no action:"), "no-action"))
#: what the form says where nothing is known
_UNKNOWN = (
    "Not recorded.",
    "No date is given.",
    "No explanation is recorded.",
    "No comments of the chief officer are recorded.",
    "no date is recorded",
    "not recorded",
    "not known",
    "Not recorded",
    "Not recorded as done",
)


def places_by_shape(blocks: Iterable[Block], identifier: str | None) -> Filled:
    """Return the places of a form of ours; another document, which may have some of its headings, has none.

    `identifier`: what the file says it is about; where it says nothing, the form's title says of which area it is.
    """
    shape = _Shape()
    for each in blocks:
        shape.take(each)
    if not shape.ours:
        return Filled(identifier=identifier, texts={}, boxes={})
    about = identifier or (f"{shape.area}/" if shape.area else None)
    return Filled(identifier=about, texts=shape.known(), boxes=shape.boxes, outside=tuple(shape.outside))


def box_in(line: str, group: str | None = None) -> tuple[str, bool | None] | None:
    """Return the name of the box that a line shows and whether it is ticked, by whatever mark; None: it shows none."""
    words = line.partition(": ")[0].strip()
    for label, name in _BOXES[group] if group else sum(_BOXES.values(), ()):
        if mark := re.fullmatch(rf"{_MARK}\b{label}\b{_MARK}", words, re.IGNORECASE):
            return name, ticked("".join(mark.groups()))
    return None


class _Shape:
    """Walks a form from top to bottom. `ours`: a table or a heading that only this form has was seen."""

    def __init__(self) -> None:
        self.texts: dict[str, str | None] = {}
        self.boxes: dict[str, bool | None] = {}
        self.outside: list[str] = []
        self.ours = False
        self.area: str | None = None
        self._place: str | None = None
        self._in_force, self._key, self._comments = False, "", 1
        self._rows: dict[tuple[str, ...], str] = {}

    def take(self, block: Block) -> None:
        """Put a block where it belongs."""
        text = block.text.strip("\r\n")
        if block.rows:
            self._table(block)
        elif block.level is not None:
            self._heading(text.strip())
        elif self._place is not None and self._place in _BOXES:
            self._box(text, self._place)
        elif self._place == "term" and block.bullet and text.strip():
            self.texts[f"term/{sum(each.startswith('term/') for each in self.texts) + 1}"] = text
        elif self._place is None or self._place == "term":
            self._beside(text)
        else:
            self._words(text, self._place)

    def known(self) -> dict[str, str | None]:
        """Return the texts; blank lines around one are none of it, and the form's words for "not known" are no answer."""
        found = {}
        for name, text in self.texts.items():
            bare = re.sub(r"\A(\s*\n)+|(\n\s*)+\Z", "", text or "")
            found[name] = None if not bare.strip() or bare.strip() in _UNKNOWN else bare
        return found

    def _beside(self, text: str) -> None:
        if titled := _TITLE.fullmatch(text.strip()):  # a title that lost its style is one yet
            self._titled(titled)
        elif text.strip():
            self.outside.append(text)

    def _titled(self, titled: "re.Match[str]") -> None:
        named = area_named(titled["force"])
        self.area = named.slug if named else None

    def _heading(self, text: str) -> None:
        if not text:
            return
        if titled := _TITLE.fullmatch(text):
            self._titled(titled)
        if item := _ITEM.fullmatch(text):
            self._item(item, text)
            return
        for pattern, place in _HEADINGS:
            if re.fullmatch(pattern, text, re.IGNORECASE):
                self._in_force = place == _FORCE
                self._place = f"chief-officer/{self._comments}" if self._in_force else place
                if self._place is not None and self._place not in _BOXES and self._place != "term":
                    self.texts.setdefault(self._place, None)
                return
        self._place = None
        self._beside(text)

    def _item(self, item: "re.Match[str]", text: str) -> None:
        kind = RecommendationKind(item["kind"].lower())
        printed, prefix = item["number"].lower(), (key_of_number(kind, "1") or "").removesuffix("1")
        # an item without a number is called by its key, which has its prefix already
        is_key = prefix and re.fullmatch(rf"{prefix}[a-z0-9.-]+", printed)
        self._key = printed if is_key else key_of_number(kind, printed) or slug(printed) or "item"
        start = f"r/{self._key}"
        if item["explained"]:
            self.ours = True
            self._place = f"{start}/explained"
        elif self._in_force:
            self._place = None
        else:
            self.texts.setdefault(f"{start}/label", text)
            self._place = f"{start}/text"

    def _words(self, text: str, place: str) -> None:
        if place.startswith("chief-officer/") and (received := _RECEIVED.fullmatch(text)):
            self.texts[f"{place}/received"] = received[1]
            self._comments += 1
            self._place = f"chief-officer/{self._comments}"
            return
        if place.endswith(("/explained", "/action", "/no-action")):
            for pattern, field in _LEADS:
                if pattern.fullmatch(text.strip()):
                    self._place = f"r/{self._key}/{field}"
                    return
            if place.endswith("/explained") and text.strip():
                self._place = place = f"r/{self._key}/action"
        before = self.texts.get(place)
        self.texts[place] = text if before is None else f"{before}\n\n{text}"

    def _box(self, text: str, group: str) -> None:
        label, _, said = text.partition(": ")
        if found := box_in(text, group):
            name, self.boxes[name] = found
            if said.strip():
                self.texts[f"{name}/on"] = said.strip()
        elif label.strip() in _OFFICE:
            self.texts[_OFFICE[label.strip()]] = said.strip()
        else:
            self._beside(text)

    def _table(self, block: Block) -> None:
        rows = block.rows
        if rows[0] == ("Item", "Answer"):
            self.ours = True
            self._answers(rows[1:])
            return
        for row, names in zip(rows, block.names, strict=True):
            if rows[0] != _ACTIONS or len(row) != len(_ACTIONS) or not self._key:
                self._beside(" ".join("; ".join(row).split()))
            elif row != _ACTIONS:
                self._action(row, names)

    def _action(self, row: tuple[str, ...], names: tuple[str, ...]) -> None:
        """Put a row of the actions under the name that it kept, or under one of its own: the same row is the same action."""
        if all(each.strip() in ("", *_UNKNOWN) for each in row):
            return
        kept = next((found["id"] for each in names if (found := _OF_ACTION.fullmatch(each))), None)
        if kept is None or f"a/{kept}/{self._key}/title" in self.texts:
            kept = self._rows.setdefault(row, f"{NAMELESS}row-{len(self._rows) + 1}")
        if f"a/{kept}/{self._key}/title" in self.texts:
            self._beside(" ".join("; ".join(row).split()))  # the same row twice: once may be a slip
            return
        for field, words in zip(("title", "owner", "due", "done"), row, strict=True):
            self.texts[f"a/{kept}/{self._key}/{field}"] = words

    def _answers(self, rows: tuple[tuple[str, ...], ...]) -> None:
        for label, *cells in rows:
            said = "\n\n".join(cells)
            if label.strip() in _LABELS:
                self.texts[f"r/{self._key}/{_LABELS[label.strip()]}"] = said
            elif label.strip() == "In the report's words":
                due = due_in(said)
                precision = due.due.precision.value if due and due.due.precision else "unknown"
                self.texts[f"r/{self._key}/due-words/{precision}"] = said
            else:
                self._beside(f"{label}: {said}")
