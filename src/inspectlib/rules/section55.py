"""The duties of a local policing body about one report: Police Act 1996 s.55(4) to (6)."""

from datetime import date

from inspectlib.deadlines import CLOCKED, response_count
from inspectlib.findings import Severity
from inspectlib.periods import in_words
from inspectlib.responses import Recipient, Response, ScopeAnswer
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule


def _owed(response: Response) -> bool:
    return response.scope is None or response.scope.answer is ScopeAnswer.OWED


def _due(facts: Facts, what: str) -> Answer:
    """Before the last day an absent duty is a gap; after it, or where no day is known, see the caller."""
    if facts.inspection.basis not in CLOCKED:
        return Missing(message=f"no record that {what}; whether s.55 asks for it is not known for this kind of report")
    if facts.last_day is None:
        return Missing(message=f"no record that {what}; the last day cannot be counted")
    if facts.on > facts.last_day:
        return Found(
            message=f"no record that {what}; the last day was {in_words(facts.last_day)}",
            because=(("last day", facts.last_day.isoformat()),),
        )
    return Missing(message=f"no record that {what}; the last day is {in_words(facts.last_day)}")


@rule(
    "PA96-S55-5",
    title="No record that comments were published",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5",
)
def comments_not_published(response: Response, facts: Facts) -> Answer:
    """The local policing body must prepare comments on the report and have them published."""
    if not _owed(response) or response.publications:
        return None
    return _due(facts, "the response was published")


def _in_time(response: Response) -> tuple[str, ...]:
    """Return the chief officer's comments that must be published: all but those known to have come late."""
    dates = [each.comments_by for each in response.invitations if each.comments_by is not None]
    return tuple(
        each.text
        for each in response.chief_officer_comments
        if not (each.received_on is not None and dates and each.received_on > max(dates))
    )


def _first_whole(response: Response) -> date | None:
    """Return the first publication that holds all parts of s.55(5A); one of unknown words is another rule's gap."""
    words = {each.text_hash: each.text for each in response.sign_offs}
    for each in sorted(response.publications, key=lambda one: one.on):
        text = words.get(each.text_hash) if each.text_hash is not None else None
        if text is None:
            return each.on
        if (
            (text.comments or text.explanations)
            and set(_in_time(response)) <= set(text.chief_officer_comments)
            and (response.reply_to_chief_officer is None or text.reply_to_chief_officer is not None)
        ):
            return each.on
    return None


@rule(
    "PA96-S55-5A",
    title="Comments published after the 56 days",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5A",
    public=True,
)
def comments_are_late(response: Response, facts: Facts) -> Answer:
    """Comments must be published before the end of 56 days that begin with the day the report is published."""
    count = response_count(facts.inspection)
    if not _owed(response) or not response.publications or count is None:
        return None
    first = _first_whole(response)
    if first is None:
        return Found(message="what was published does not hold the body's comments and all that belongs with them")
    if first <= count.last_day:
        return None
    late = (first - count.last_day).days
    return Found(
        message=f"published on {in_words(first)}, {late} day{'s' if late > 1 else ''} after the last day, "
        f"{in_words(count.last_day)}",
        because=(("report published", count.start.isoformat()), ("last day", count.last_day.isoformat())),
    )


@rule(
    "PA96-S55-4",
    title="Chief officer not invited to comment by a date",
    severity=Severity.STATUTORY,
    cites="PA96-S55-4",
)
def chief_officer_not_invited(response: Response, facts: Facts) -> Answer:
    """The local policing body must first invite the chief officer to comment before a date that it specifies."""
    if not _owed(response):
        return None
    if not response.invitations:
        if response.publications:
            return Found(message="published with no record that the chief officer was invited to comment")
        return _due(facts, "the chief officer was invited to comment")
    if all(each.comments_by is None for each in response.invitations):
        return Missing(message="no record of the date set for the chief officer's comments")
    first = min(each.sent_on for each in response.invitations)
    if response.publications and first > min(each.on for each in response.publications):
        return Found(
            message=f"the chief officer was invited on {in_words(first)}, after the response was published",
            because=(("invited", first.isoformat()),),
        )
    return None


@rule(
    "PA96-S55-5-CHIEF-OFFICER",
    title="Chief officer's comments left out of what was published",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5",
)
def chief_officer_comments_left_out(response: Response, facts: Facts) -> Answer:
    """Comments that the chief officer submitted by the date set must be published with the body's own."""
    del facts
    if not _owed(response) or not response.publications:
        return None
    in_time = _in_time(response)
    answers: list[Found | Missing] = []
    for given in response.chief_officer_comments:
        if given.received_on is None:
            answers.append(Missing(message="no record of the day on which the chief officer's comments came"))
        if given.text not in in_time:
            continue
        published = [
            sign.text
            for sign in response.sign_offs
            if sign.text is not None and any(each.text_hash == sign.text_hash for each in response.publications)
        ]
        if not published:
            answers.append(
                Missing(message="no record of which words were published, so not shown to hold the chief officer's")
            )
        elif not any(given.text in words.chief_officer_comments for words in published):
            answers.append(
                Found(message="the chief officer's comments, received in time, are not in what was published")
            )
    return tuple(dict.fromkeys(answers)) or None


@rule(
    "PA96-S55-5B",
    title="A recommendation without the body's own explanation",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5B",
)
def recommendation_without_explanation(response: Response, facts: Facts) -> Answer:
    """The body's comments must explain, for each recommendation, its own action or why it takes none."""
    if not _owed(response):
        return None
    if not facts.inspection.recommendations:
        return Missing(message="no recommendations are recorded, so not shown that each is explained")
    answers: list[Found | Missing] = []
    for recommendation in facts.inspection.recommendations:
        if not facts.asks_for(recommendation, response.area):
            continue
        explanation = response.explanation_of(recommendation.id)
        if explanation is not None and explanation.text.strip():
            continue
        what = f"{recommendation.label}: no explanation of the body's own action, or of why there is none"
        late = bool(response.publications) or (facts.last_day is not None and facts.on > facts.last_day)
        answers.append(
            Found(message=what, subject=recommendation.id) if late else Missing(message=what, subject=recommendation.id)
        )
    return tuple(answers) or None


@rule(
    "SIGN-OFF",
    title="Published words that nobody is recorded as signing",
    severity=Severity.LOCAL,
    cites="PRACTICE-SIGN-OFF",
)
def words_not_signed(response: Response, facts: Facts) -> Answer:
    """The words that are published are those that the signatory approved."""
    if not _owed(response):
        return None
    signed = {each.text_hash for each in response.sign_offs}
    if response.publications:
        answers: list[Found | Missing] = []
        for each in response.publications:
            if each.text_hash is None:
                answers.append(Missing(message=f"no record of which words were published on {in_words(each.on)}"))
            elif each.text_hash not in signed:
                answers.append(Found(message=f"the words published on {in_words(each.on)} were not signed off"))
            elif not any(one.text_hash == each.text_hash and one.on <= each.on for one in response.sign_offs):
                answers.append(Found(message=f"the words published on {in_words(each.on)} were signed off only later"))
        last = max(response.publications, key=lambda each: each.on)
        if last.text_hash is not None and facts.register.statutory_text(response).hash != last.text_hash:
            answers.append(Missing(message="the words recorded now differ from those published; a correction awaits"))
        return tuple(answers) or None
    if facts.register.statutory_text(response).hash not in signed:
        return Missing(message="no sign-off of these words is recorded")
    return None


@rule(
    "PA96-S55-6",
    title="No record that a copy was sent",
    severity=Severity.STATUTORY,
    cites="PA96-S55-6",
)
def copy_not_sent(response: Response, facts: Facts) -> Answer:
    """A copy of what is published must go to the inspectors of constabulary and to the Secretary of State."""
    if not _owed(response):
        return None
    answers: list[Found | Missing] = []
    for recipient, name in (
        (Recipient.INSPECTORS, "the inspectors"),
        (Recipient.SECRETARY_OF_STATE, "the Secretary of State"),
    ):
        if any(each.to is recipient for each in response.copies):
            continue
        what = f"a copy was sent to {name}"
        answer = _due(facts, what)
        if answer is None or isinstance(answer, tuple):
            continue
        if response.publications and facts.last_day is not None and facts.on <= facts.last_day:
            answer = Missing(message=f"no record that {what}")
        answers.append(answer)
    return tuple(answers) or None


@rule(
    "HMICFRS-SCOPE",
    title="An exemption without its reason",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-PCC",
)
def exemption_without_reason(response: Response, facts: Facts) -> Answer:
    """A response is owed unless the force is clearly not the subject, or another response answers the same report."""
    scope = response.scope
    if scope is None or scope.answer is ScopeAnswer.OWED:
        return None
    if not scope.reason or not scope.by:
        return Missing(message="no reason, or no role, is recorded for owing no response")
    if scope.answer is ScopeAnswer.ANSWERED_THROUGH:
        other = facts.register.response(scope.through or "", response.area)
        if other is None or other.key == response.key:
            return Missing(message="the response that is said to answer this report is not recorded")
    return None


RULES = (
    exemption_without_reason,
    comments_not_published,
    comments_are_late,
    chief_officer_not_invited,
    chief_officer_comments_left_out,
    recommendation_without_explanation,
    words_not_signed,
    copy_not_sent,
)
