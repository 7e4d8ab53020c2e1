"""The whole rule book of the library, grouped as the law groups it."""

from inspectlib.rules import closing, dates, peel, recommendations, scope, section55, tracking, website

RULES = (
    *section55.RULES,
    *scope.RULES,
    *dates.RULES,
    *recommendations.RULES,
    *tracking.RULES,
    *closing.RULES,
    *peel.RULES,
    *website.RULES,
)
