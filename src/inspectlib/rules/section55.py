"""The duties of a local policing body about one report: Police Act 1996 s.55(4) to (6)."""

from datetime import date

from inspectlib.deadlines import CLOCKED, response_count
from inspectlib.fields import Audience
from inspectlib.findings import Severity
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation
from inspectlib.responses import Recipient, Response, StatutoryText, comments_in_time, first_whole_publication
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule
from inspectlib.rules.wording import speaks_for_the_body
from inspectlib.showing import counted


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
    if not response.owed or response.publications:
        return None
    return _due(facts, "the response was published")


@rule(
    "PA96-S55-5A",
    title="Comments published after the 56 days",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5A",
    audience=Audience.PUBLIC,
)
def comments_are_late(response: Response, facts: Facts) -> Answer:
    """Comments must be published before the end of 56 days that begin with the day the report is published."""
    count = response_count(facts.inspection)
    if not response.owed or not response.publications or count is None:
        return None
    found = first_whole_publication(response)
    if found is None:
        return Found(message="what was published does not hold the body's comments and all that belongs with them")
    first, known = found
    if first <= count.last_day:
        missing = f"which words were published on {in_words(first)} is not recorded, so not shown to hold all parts"
        return None if known else Missing(message=missing)
    late = (first - count.last_day).days
    return Found(
        message=f"published on {in_words(first)}, {counted(late, 'day')} after the last day, "
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
    if not response.owed:
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


def _published_words(response: Response) -> list[StatutoryText]:
    """Return the words that are known to have been published: those of a sign-off of the same text."""
    return [
        sign.text
        for sign in response.sign_offs
        if sign.text is not None and any(each.text_hash == sign.text_hash for each in response.publications)
    ]


@rule(
    "PA96-S55-5-CHIEF-OFFICER",
    title="Chief officer's comments left out of what was published",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5",
)
def chief_officer_comments_left_out(response: Response, facts: Facts) -> Answer:
    """Comments that the chief officer submitted by the date set must be published with the body's own."""
    del facts
    if not response.owed or not response.publications:
        return None
    in_time = comments_in_time(response)
    answers: list[Found | Missing] = []
    for given in response.chief_officer_comments:
        if given.received_on is None:
            answers.append(Missing(message="no record of the day on which the chief officer's comments came"))
        if given.text not in in_time:
            continue
        published = _published_words(response)
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
    "PRACTICE-LATE-COMMENTS",
    title="Chief officer's late comments left out of what was published",
    severity=Severity.LOCAL,
    cites="PRACTICE-CHIEF-OFFICER",
)
def late_comments_left_out(response: Response, facts: Facts) -> Answer:
    """Comments that came after the date set need not be published; to publish them too is good practice."""
    del facts
    if not response.owed or not response.publications:
        return None
    last = max(each.on for each in response.publications)
    in_time, published = comments_in_time(response), _published_words(response)
    return (
        tuple(
            Missing(
                message=f"the chief officer's comments of {in_words(each.received_on)} came after the date set; "
                "not shown to be in what was published"
            )
            for each in response.chief_officer_comments
            if each.received_on is not None
            and each.received_on <= last
            and each.text not in in_time
            and not any(each.text in words.chief_officer_comments for words in published)
        )
        or None
    )


@rule(
    "PA96-S55-5B",
    title="A recommendation without the body's own explanation",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5B",
)
def recommendation_without_explanation(response: Response, facts: Facts) -> Answer:
    """The body's comments must explain, for each recommendation, its own action or why it takes none."""
    if not response.owed:
        return None
    if not facts.inspection.recommendations:
        return Missing(message="no recommendations are recorded, so not shown that each is explained")
    answers: list[Found | Missing] = []
    for recommendation in facts.inspection.recommendations:
        if not facts.asks_for(recommendation, response.area):
            continue
        explanation = response.explanation_of(recommendation.id)
        if explanation is None or not explanation.text.strip():
            what = f"{recommendation.label}: no explanation of the body's own action, or of why there is none"
            over = bool(response.publications) or (facts.last_day is not None and facts.on > facts.last_day)
            answers.append((Found if over else Missing)(message=what, subject=recommendation.id))
        elif (late := _published_without(response, recommendation, facts)) is not None:
            answers.append(Found(message=f"{recommendation.label}: {late}", subject=recommendation.id))
    return tuple(answers) or None


def _published_without(response: Response, recommendation: Recommendation, facts: Facts) -> str | None:
    """Return how what was published failed to explain a recommendation by the last day, or None.

    Where it is not recorded which words were published, other rules ask for them; of the day on which the comments
    themselves were published PA96-S55-5A judges.
    """
    last_day = facts.last_day
    whole = first_whole_publication(response) if response_count(facts.inspection) is not None else None
    words = {each.text_hash: each.text for each in response.sign_offs}
    for each in sorted(response.publications, key=lambda one: one.on):
        text = words.get(each.text_hash) if each.text_hash is not None else None
        if text is not None and not text.explains(recommendation.id):
            continue
        if text is None or last_day is None or each.on <= last_day or (whole is not None and each.on <= whole[0]):
            return None
        days = counted((each.on - last_day).days, "day")
        return f"first explained in what was published on {in_words(each.on)}, {days} after the last day"
    return "explained in the record, and not in what was published" if response.publications else None


@rule(
    "SIGN-OFF",
    title="Published words that nobody is recorded as signing",
    severity=Severity.LOCAL,
    cites="PRACTICE-SIGN-OFF",
)
def words_not_signed(response: Response, facts: Facts) -> Answer:
    """The words that are published are those that the signatory approved."""
    if not response.owed:
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


def _copy_missing(response: Response, facts: Facts, to: Recipient, name: str) -> Answer:
    if not response.owed:
        return None
    sent = [each.on for each in response.copies if each.to is to]
    if not sent:
        return _due(facts, f"a copy was sent to {name}")
    since = _stands_since(response)
    if since is not None and max(sent) < since:
        message = f"a copy went to {name} on {in_words(max(sent))}; none is recorded of what was published on {in_words(since)}"
        return Missing(message=message)
    return None


def _stands_since(response: Response) -> date | None:
    """Return the day on which the words that were published last were first published, or None."""
    if not response.publications:
        return None
    last = max(response.publications, key=lambda each: each.on)
    same = (each.on for each in response.publications if each.text_hash == last.text_hash is not None)
    return min(same, default=last.on)


@rule(
    "PA96-S55-6-INSPECTORS",
    title="No record that a copy was sent to the inspectors",
    severity=Severity.STATUTORY,
    cites="PA96-S55-6",
)
def copy_not_sent_to_inspectors(response: Response, facts: Facts) -> Answer:
    """A copy of what is published must go to the inspectors of constabulary."""
    return _copy_missing(response, facts, Recipient.INSPECTORS, "the inspectors")


@rule(
    "PA96-S55-6-SECRETARY-OF-STATE",
    title="No record that a copy was sent to the Secretary of State",
    severity=Severity.STATUTORY,
    cites="PA96-S55-6",
)
def copy_not_sent_to_secretary_of_state(response: Response, facts: Facts) -> Answer:
    """A copy of what is published must go to the Secretary of State."""
    return _copy_missing(response, facts, Recipient.SECRETARY_OF_STATE, "the Secretary of State")


@rule(
    "PA96-S55-6-BEFORE-2017",
    title="No record that a copy was sent to the Secretary of State, as the law stood before 2 May 2017",
    severity=Severity.STATUTORY,
    cites="PA96-S55-6-BEFORE-2017",
)
def copy_not_sent_before_2017(response: Response, facts: Facts) -> Answer:
    """For a report published before 2 May 2017 a copy must go to the Secretary of State alone."""
    return _copy_missing(response, facts, Recipient.SECRETARY_OF_STATE, "the Secretary of State")


@rule(
    "PA96-S55-5-REPLY",
    title="The body's reply to the chief officer left out of what was published",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5",
)
def reply_left_out(response: Response, facts: Facts) -> Answer:
    """A response that the body makes to the chief officer's comments is published with both."""
    del facts
    if not response.owed or not response.publications or not (response.reply_to_chief_officer or "").strip():
        return None
    words = _published_words(response)
    if not words:
        return Missing(message="no record of which words were published, so not shown to hold the reply")
    if not any(each.reply_to_chief_officer == response.reply_to_chief_officer for each in words):
        return Found(message="the reply to the chief officer is not in what was published")
    return None


@rule(
    "PA96-S55-5B-OWN",
    title="An explanation that may not be of the body's own action",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5B",
)
def explanation_of_another_s_action(response: Response, facts: Facts) -> Answer:
    """The explanation is of the action that the local policing body itself has taken or proposes to take."""
    if not response.owed:
        return None
    answers: list[Found | Missing] = []
    for each in response.explanations:
        about = ", ".join(held.label for one in each.covers if (held := facts.recommendations.get(one)) is not None)
        subject = each.covers[0] if each.covers else None
        if each.own is False:
            answers.append(Found(message=f"{about}: recorded as not the body's own action", subject=subject))
        elif each.own is None and each.action is not None and not speaks_for_the_body(each.action):
            message = f"{about}: the words speak of the force and not of the body; look and say whose action it is"
            answers.append(Missing(message=message, subject=subject))
    return tuple(answers) or None


@rule(
    "PRACTICE-COMMENTS-BY",
    title="The chief officer's date leaves no time before the last day",
    severity=Severity.LOCAL,
    cites="PRACTICE-CHIEF-OFFICER",
)
def chief_officer_date_too_late(response: Response, facts: Facts) -> Answer:
    """The date set for the chief officer's comments lies before the last day for publishing them."""
    if not response.owed or facts.last_day is None:
        return None
    return (
        tuple(
            Found(
                message=f"the chief officer was given until {in_words(each.comments_by)}; the last day to publish is {in_words(facts.last_day)}",
                because=(("last day", facts.last_day.isoformat()),),
            )
            for each in response.invitations
            if each.comments_by is not None and each.comments_by > facts.last_day
        )
        or None
    )


@rule(
    "PRACTICE-NONE-RECEIVED",
    title="No note that the chief officer sent no comments",
    severity=Severity.LOCAL,
    cites="PRACTICE-CHIEF-OFFICER",
)
def silence_not_noted(response: Response, facts: Facts) -> Answer:
    """Where no comments came by the date set, that is noted: silence is lawful, a missing record is not."""
    if not response.owed or not response.invitations or response.chief_officer_comments:
        return None
    last = max(response.invitations, key=lambda each: each.sent_on)
    over = last.comments_by is not None and facts.on > last.comments_by
    if last.none_received_on is None and (over or response.publications):
        return Missing(message="the chief officer was invited; neither comments nor that none came is recorded")
    return None


@rule(
    "PRACTICE-CITATION",
    title="The response cites the inspectors' duty as its own",
    severity=Severity.LOCAL,
    cites="PRACTICE-CITATION",
)
def wrong_subsection_cited(response: Response, facts: Facts) -> Answer:
    """A response is made under section 55(5); section 55(1) is the inspectors' duty to publish the report."""
    del facts
    plain = "".join((response.comments or "").casefold().split())
    if "55(1)" in plain and "55(5)" not in plain:
        return Found(message="the comments cite section 55(1) and not section 55(5)")
    return None


@rule(
    "SIGN-OFF-ROLE",
    title="A sign-off without the role that gave it",
    severity=Severity.LOCAL,
    cites="PRACTICE-SIGN-OFF",
)
def role_missing(response: Response, facts: Facts) -> Answer:
    """Each sign-off names the role that gave it: commissioner, deputy, acting commissioner, mayor, deputy mayor."""
    del facts
    return (
        tuple(
            Found(message=f"the sign-off of {in_words(each.on)} names no role")
            for each in response.sign_offs
            if not each.role.strip()
        )
        or None
    )


@rule(
    "PRACTICE-AREAS-FOR-IMPROVEMENT",
    title="An area for improvement of which the response says nothing",
    severity=Severity.LOCAL,
    cites="PRACTICE-TRACKING",
)
def area_for_improvement_unexplained(response: Response, facts: Facts) -> Answer:
    """An area for improvement is tracked; section 55(5B) names recommendations, so saying more is the body's choice."""
    if not facts.areas_for_improvement or not response.owed:
        return None
    return (
        tuple(
            Missing(message=f"{each.label}: the response says nothing of it", subject=each.id)
            for each in facts.inspection.recommendations
            if not each.is_statutory and response.explanation_of(each.id) is None
        )
        or None
    )


RULES = (
    comments_not_published,
    comments_are_late,
    chief_officer_not_invited,
    chief_officer_comments_left_out,
    late_comments_left_out,
    reply_left_out,
    recommendation_without_explanation,
    explanation_of_another_s_action,
    chief_officer_date_too_late,
    silence_not_noted,
    wrong_subsection_cited,
    words_not_signed,
    role_missing,
    copy_not_sent_to_inspectors,
    copy_not_sent_to_secretary_of_state,
    copy_not_sent_before_2017,
    area_for_improvement_unexplained,
)
