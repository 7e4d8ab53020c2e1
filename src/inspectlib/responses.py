"""The statutory document of a local policing body about one report (Police Act 1996 s.55)."""

import hashlib
import json
from datetime import date
from enum import Enum

from inspectlib.fields import Happened, Later, Marking, Public, Submission, Working, evolve, value


class Recipient(Enum):
    """To whom s.55(6) sends copies."""

    INSPECTORS = "inspectors"
    SECRETARY_OF_STATE = "secretary-of-state"


class ScopeAnswer(Enum):
    """Whether this body owes a response to this report."""

    OWED = "owed"
    NOT_THE_SUBJECT = "clearly not the subject"
    ANSWERED_THROUGH = "answered through another response"


@value
class Scope:
    """A decision on whether a response is owed: a reason and the role that took it."""

    answer: Public[ScopeAnswer]
    on: Happened[date]
    reason: Submission[str | None] = None
    by: Working[str | None] = None
    through: Public[str | None] = None


@value
class Invitation:
    """The chief officer was invited to comment before a date that the body set (s.55(4)).

    `none_received_on`: the day on which the body noted that no comments had come; silence is lawful, but is noted.
    """

    sent_on: Happened[date]
    comments_by: Public[date | None] = None
    none_received_on: Later[date | None] = None


@value
class ChiefOfficerComments:
    """What the chief officer submitted; `received_on` None: the day is not recorded."""

    text: Public[str]
    received_on: Happened[date | None] = None
    marking: Working[Marking | None] = None


@value
class Explanation:
    """The body's own action about some recommendations, or why none (s.55(5B)).

    `covers` holds recommendation ids. Exactly one of `action` and `no_action_reason` is given.
    `own`: somebody has said whether this is the body's own action (True) or only the force's (False).
    """

    covers: Public[tuple[str, ...]]
    action: Public[str | None] = None
    no_action_reason: Public[str | None] = None
    on: Happened[date | None] = None
    own: Working[bool | None] = None

    def __attrs_post_init__(self) -> None:
        if (self.action is None) == (self.no_action_reason is None):
            message = "an explanation gives either the body's action or why there is none, and not both"
            raise ValueError(message)

    @property
    def text(self) -> str:
        """Return the words of the explanation, whichever it is."""
        return self.action if self.action is not None else self.no_action_reason or ""


@value
class ForceComment:
    """What the force says about one recommendation."""

    recommendation: Public[str]
    text: Public[str]


@value
class StatutoryText:
    """All the words that s.55(5) has published; a sign-off is of exactly these."""

    comments: Public[str | None] = None
    explanations: Public[tuple[Explanation, ...]] = ()
    chief_officer_comments: Public[tuple[str, ...]] = ()
    reply_to_chief_officer: Public[str | None] = None
    force_comments: Public[tuple[ForceComment, ...]] = ()

    def explains(self, recommendation: str) -> bool:
        """Say whether these words hold an explanation of a recommendation."""
        return any(recommendation in each.covers and each.text.strip() for each in self.explanations)

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the words (64 hexadecimal digits); dates and marks do not count."""
        plain = [
            self.comments,
            [[list(each.covers), each.action, each.no_action_reason] for each in self.explanations],
            list(self.chief_officer_comments),
            self.reply_to_chief_officer,
            [[each.recommendation, each.text] for each in self.force_comments],
        ]
        return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


@value
class SignOff:
    """A role approved one text; `text` keeps the words so that a later draft never replaces them."""

    role: Public[str]
    on: Happened[date]
    text_hash: Public[str]
    text: Public[StatutoryText | None] = None


@value
class Publication:
    """The response was published; `text_hash` says which words, `replaces` which earlier day."""

    on: Happened[date]
    url: Public[str | None] = None
    text_hash: Public[str | None] = None
    replaces: Public[date | None] = None
    note: Public[str | None] = None


@value
class Copy:
    """A copy of the published document was sent (s.55(6))."""

    to: Public[Recipient]
    on: Happened[date]
    how: Submission[str | None] = None
    reference: Submission[str | None] = None


@value
class Response:
    """One body's response to one report; every part is a dated fact or not recorded.

    `area` is the police area's slug. `quoted` None: not known.
    """

    area: Public[str]
    inspection: Public[str]
    document: Public[str | None] = None
    scope: Public[Scope | None] = None
    quoted: Public[bool | None] = None
    dated: Public[date | None] = None
    invitations: Public[tuple[Invitation, ...]] = ()
    chief_officer_comments: Public[tuple[ChiefOfficerComments, ...]] = ()
    reply_to_chief_officer: Public[str | None] = None
    comments: Public[str | None] = None
    explanations: Public[tuple[Explanation, ...]] = ()
    sign_offs: Public[tuple[SignOff, ...]] = ()
    publications: Public[tuple[Publication, ...]] = ()
    copies: Public[tuple[Copy, ...]] = ()
    marking: Working[Marking | None] = None
    extras: Working[tuple[tuple[str, str], ...]] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Return (inspection id, area), which no other response has."""
        return (self.inspection, self.area)

    @property
    def owed(self) -> bool:
        """Say whether a response is owed; where nobody decided, it is."""
        return self.scope is None or self.scope.answer is ScopeAnswer.OWED

    def text(self, force_comments: tuple[ForceComment, ...] = ()) -> StatutoryText:
        """Return the words as they stand now; the register adds what the force said per recommendation."""
        return StatutoryText(
            comments=self.comments,
            explanations=tuple(evolve(each, on=None, own=None) for each in self.explanations),
            chief_officer_comments=tuple(each.text for each in self.chief_officer_comments),
            reply_to_chief_officer=self.reply_to_chief_officer,
            force_comments=force_comments,
        )

    def explanation_of(self, recommendation: str) -> Explanation | None:
        """Return the explanation that covers a recommendation, or None."""
        return next((each for each in self.explanations if recommendation in each.covers), None)


def comments_in_time(response: Response) -> tuple[str, ...]:
    """Return the chief officer's comments that must be published: all but those known to have come late.

    Where one invitation set no date, none is known to have come late.
    """
    dates = [each.comments_by for each in response.invitations]
    last = None if None in dates else max((each for each in dates if each is not None), default=None)
    return tuple(
        each.text
        for each in response.chief_officer_comments
        if each.received_on is None or last is None or each.received_on <= last
    )


def first_whole_publication(response: Response) -> tuple[date, bool] | None:
    """Return the first publication that may hold all parts of s.55(5A), and whether its words are known to."""
    words = {each.text_hash: each.text for each in response.sign_offs}
    for each in sorted(response.publications, key=lambda one: one.on):
        text = words.get(each.text_hash) if each.text_hash is not None else None
        if text is None:
            return each.on, False
        if (
            (text.comments or text.explanations)
            and set(comments_in_time(response)) <= set(text.chief_officer_comments)
            and (response.reply_to_chief_officer is None or text.reply_to_chief_officer is not None)
        ):
            return each.on, True
    return None
