"""A recommendation with one area that it asks something of: what a question about where things stand answers with."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum

from inspectlib.cases import Case
from inspectlib.errors import BadCall, nearest
from inspectlib.fields import Public, value
from inspectlib.inspections import Inspection
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation, RecommendationKind
from inspectlib.showing import Rows
from inspectlib.status import Stage, Status, Timing, status_of

OPEN = "open"


@value
class Item:
    """One recommendation as it stands for one area on a day. `case` None: nothing is recorded of it."""

    inspection: Public[Inspection]
    recommendation: Public[Recommendation]
    area: Public[str]
    status: Public[Status]
    case: Public[Case | None] = None


class Items(Rows[Item]):
    """Items in the order of the register; a table in a notebook."""

    __slots__ = ()
    noun = "item"
    header = ("Recommendation", "Report", "Area", "Status", "Due", "Owner")

    def cells(self) -> Iterator[tuple[object, ...]]:
        """Yield a row for each item."""
        for each in self:
            yield (
                each.recommendation.id,
                f"{each.inspection.title}, {each.recommendation.label}",
                each.area,
                each.status.words,
                in_words(each.status.due) if each.status.due else "no date",
                (each.case.owner if each.case else None) or "not recorded",
            )


def item_of(report: Inspection, recommendation: Recommendation, area: str, case: Case | None, *, on: date) -> Item:
    """Return a recommendation as it stands for an area at the end of a day."""
    status = status_of(case, recommendation, on=on, area=area)
    return Item(inspection=report, recommendation=recommendation, area=area, status=status, case=case)


def _one_of(words: Enum | str, *kinds: type[Enum]) -> Enum:
    if isinstance(words, Enum):
        return words
    known = {member.value: member for kind in kinds for member in kind}
    if words not in known:
        names = [*known, OPEN] if Stage in kinds else known
        message = f"no {' or '.join(kind.__name__.lower() for kind in kinds)} {words!r}; {nearest(words, names)}"
        raise BadCall(message)
    return known[words]


def chosen(
    items: Iterable[Item],
    *,
    kind: RecommendationKind | str | None = None,
    status: Stage | Timing | str | None = None,
    theme: str | None = None,
) -> Items:
    """Return the items that are meant, in order. Raises BadCall for words that are not known."""
    asked = _one_of(kind, RecommendationKind) if kind is not None else None
    standing = status if status is None or status == OPEN else _one_of(status, Stage, Timing)

    def meant(each: Item) -> bool:
        if asked is not None and each.recommendation.kind is not asked:
            return False
        if theme is not None and (each.recommendation.theme or "").casefold() != theme.casefold():
            return False
        if standing == OPEN:
            return not each.status.stage.ended
        return standing in (None, each.status.stage, each.status.timing)

    return Items(filter(meant, items))
