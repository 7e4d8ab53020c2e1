"""One office's or force's habits: words, calendar, policy, recipients, fields of its own."""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from inspectlib.fields import Audience, Public, value
from inspectlib.policies import ClosurePolicy
from inspectlib.responses import Recipient


class ExtraKind(Enum):
    """What an extra field holds; its value is always stored as text."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"


@value
class ExtraField:
    """A field of a profile's own, stored in `extras` as (`<profile>:<name>`, value).

    `of`: "Inspection", "Recommendation", "Response", "Case" or "Action".
    """

    name: Public[str]
    of: Public[str]
    title: Public[str]
    audience: Public[Audience]
    kind: Public[ExtraKind] = ExtraKind.TEXT
    choices: Public[tuple[str, ...]] = ()


@value
class Address:
    """Where copies go: an address that the office itself configures; none is shipped as real."""

    to: Public[Recipient]
    name: Public[str]
    email: Public[str]


@value
class Profile:
    """The habits of one police area's body and force. `area` is the police area's slug.

    `reading`: "strict" or "local", used where a check does not say.
    `status_words`: the force's own words to ours, both as people read them: ("pending sign off", "closure requested").
    `forum`: who reviews each case; `oversight`: the committee that watches the whole, where it is another.
    `review_months`: a case is reviewed at least every so many calendar months; None: no interval is set.
    `demonstration_months`: months of sustained improvement before closure is requested; None: none.
    `templates`: an exporter's name to a house template; `tokens`: design tokens of the website.
    `provider`: the distribution that it comes from, with its version; stamped on loading.
    """

    name: Public[str]
    area: Public[str]
    reading: Public[str] = "strict"
    policy: Public[ClosurePolicy | None] = None
    status_words: Public[tuple[tuple[str, str], ...]] = ()
    forum: Public[str | None] = None
    oversight: Public[str | None] = None
    review_months: Public[int | None] = None
    demonstration_months: Public[int | None] = None
    needs_approval: Public[bool] = False
    recipients: Public[tuple[Address, ...]] = ()
    extras: Public[tuple[ExtraField, ...]] = ()
    templates: Public[Mapping[str, Path]] = {}
    tokens: Public[Mapping[str, str]] = {}
    source: Public[str | None] = None
    provider: Public[str] = "inspectlib"
