"""How long it takes until an item is closed, with those still open counted for as long as they were watched."""

from collections.abc import Iterable

from inspectlib.fields import Public, value

#: fewer at risk than this, and the curve says more about single items than about how long it takes
FEWEST = 10


@value
class Step:
    """The estimate after one number of days: `at_risk` just before it, `closed` and `left` (censored) on it.

    `open_share`: the estimated share still open after it (Kaplan and Meier), 1 to 0.
    """

    days: Public[int]
    at_risk: Public[int]
    closed: Public[int]
    left: Public[int]
    open_share: Public[float]


def kaplan_meier(watched: Iterable[tuple[int, bool]]) -> tuple[Step, ...]:
    """Return the estimate step by step. `watched`: (days, whether it was closed then; else it was only watched so long).

    What was closed on a day counts before what was last seen on it, as is usual. Raises ValueError for negative days.
    """
    pairs = sorted(watched)
    if pairs and pairs[0][0] < 0:
        message = f"an item cannot be watched for {pairs[0][0]} days"
        raise ValueError(message)
    steps: list[Step] = []
    at_risk, share = len(pairs), 1.0
    for days in sorted({each for each, _ in pairs}):
        closed = sum(each == days and done for each, done in pairs)
        left = sum(each == days and not done for each, done in pairs)
        share *= 1 - closed / at_risk
        steps.append(Step(days=days, at_risk=at_risk, closed=closed, left=left, open_share=share))
        at_risk -= closed + left
    return tuple(steps)


def shown(steps: Iterable[Step], *, fewest: int = FEWEST) -> tuple[Step, ...]:
    """Return the steps with at least `fewest` at risk: the later ones rest on too few to be shown."""
    return tuple(each for each in steps if each.at_risk >= fewest)


def median(steps: Iterable[Step]) -> int | None:
    """Return the days after which half or fewer are estimated to be open, or None where it does not come to that."""
    half = 0.5
    return next((each.days for each in steps if each.open_share <= half), None)
