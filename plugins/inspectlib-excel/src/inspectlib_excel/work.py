"""The sheets Actions and Reviews: pieces of work, and when each case was looked at."""

from datetime import date

from inspectlib.cases import Action, Case, Rating
from inspectlib_excel.cells import Value
from inspectlib_excel.columns import Column, Form, How, Into, Kind

_GIVEN = "It was given by the register."


def _part(part: str, *, needed: bool = False) -> Into:
    return Into("reviews", part, How.ITEM, needed)


ACTIONS = Form(
    name="Actions",
    collection="actions",
    keys=("Key",),
    about="pieces of work that answer one or several recommendations",
    spare=15,
    adds="an action",
    tells=("Answers", "Action", "Area"),
    columns=(
        Column("Key", 26, instead=_GIVEN),
        Column("Area", 13, Kind.TEXT, Into("area", needed=True)),
        Column(
            "Answers",
            40,
            Kind.TEXT,
            Into("answers", how=How.MANY, needed=True),
            help="The keys of recommendations, separated by semicolons.",
        ),
        Column("Action", 46, Kind.TEXT, Into("title")),
        Column("Owner", 24, Kind.TEXT, Into("owner"), help="A role, not a person."),
        Column("Due", 12, Kind.DAY, Into("due")),
        Column("Done on", 12, Kind.DAY, Into("done_on")),
        Column("State", 14, instead="Fill 'Done on' when it is done."),
    ),
)
REVIEWS = Form(
    name="Reviews",
    collection="cases",
    keys=("Key",),
    about="when each case was looked at, and how the force rates itself",
    spare=25,
    adds="a review",
    tells=("Recommendation", "Area", "Reviewed on", "Forum"),
    columns=(
        Column("Key", 26, instead=_GIVEN),
        Column("Recommendation", 40, Kind.CHOICE, Into("", how=How.ITEM), help="Its key, as in Recommendations."),
        Column("Area", 13, Kind.TEXT, Into("", how=How.ITEM)),
        Column("Reviewed on", 12, Kind.DAY, _part("on", needed=True)),
        Column("Forum", 26, Kind.TEXT, _part("forum")),
        Column("Note", 60, Kind.TEXT, _part("note")),
        Column(
            "Self-assessed rating",
            14,
            Kind.CHOICE,
            _part("rating"),
            tuple(each.value for each in Rating),
            help="The force's own rating; ours is the RAG in Recommendations.",
        ),
    ),
)
ACTION_FIELDS = ("area", "answers", "title", "owner", "due", "done_on", "extras")


def action_row(action: Action, on: date) -> dict[str, Value]:
    """Return the row of an action as at a day."""
    if action.done_on is not None:
        state = "done"
    elif action.due is None:
        state = "no due date"
    else:
        state = "overdue" if action.due < on else "to be done"
    return {
        "Key": action.id,
        "Area": action.area,
        "Answers": "; ".join(action.answers),
        "Action": action.title,
        "Owner": action.owner,
        "Due": action.due,
        "Done on": action.done_on,
        "State": state,
    }


def review_rows(case: Case) -> list[dict[str, Value]]:
    """Return a row for each review of a case; its key says which, counted from 1."""
    return [
        {
            "Key": f"{case.recommendation}|{case.area}#{number}",
            "Recommendation": case.recommendation,
            "Area": case.area,
            "Reviewed on": each.on,
            "Forum": each.forum,
            "Note": each.note,
            "Self-assessed rating": each.rating.value if each.rating else None,
        }
        for number, each in enumerate(case.reviews, 1)
    ]
