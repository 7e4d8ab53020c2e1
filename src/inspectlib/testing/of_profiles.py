"""What can be wrong with a profile of a body."""

from inspectlib.bodies import areas
from inspectlib.checking import READINGS
from inspectlib.profiles import ExtraKind, Profile
from inspectlib.status import Stage
from inspectlib.testing.faulting import NAME, about, said

_EXTRAS_OF = ("Inspection", "Recommendation", "Response", "Case", "Action")


def faults_of_profile(profile: Profile) -> tuple[str, ...]:
    """Return what is wrong with a profile of a body."""
    slugs = {each.slug for each in areas(fictional=True)}
    stages = {each.value for each in Stage}
    words = [own for own, _ in profile.status_words]
    names = [(each.of, each.name) for each in profile.extras]
    faults = [
        *said(NAME.fullmatch(profile.name) is None, "a name is small letters and digits with hyphens"),
        *said(profile.area not in slugs, f"its area {profile.area!r} is no police area"),
        *said(profile.reading not in READINGS, f"its reading {profile.reading!r} is neither strict nor local"),
        *said(not (profile.source or "").strip(), "gives no source for what it says"),
        *said(
            len(words) != len({" ".join(each.split()).casefold() for each in words}), "maps one of its own words twice"
        ),
        *said(not all(each.strip() for each in words), "maps a word that is empty"),
        *(f"maps {own!r} to {ours!r}, which is no stage" for own, ours in profile.status_words if ours not in stages),
        *said(profile.review_months is not None and profile.review_months < 1, "reviews every month or less often"),
        *said(len(names) != len(set(names)), "declares one extra field twice"),
        *(f"the field {each.name!r} is of {each.of!r}" for each in profile.extras if each.of not in _EXTRAS_OF),
        *(
            f"the field {each.name!r} is no name of small letters, digits and hyphens, or has no title"
            for each in profile.extras
            if NAME.fullmatch(each.name.replace("_", "-")) is None or not each.title.strip()
        ),
        *(
            f"the field {each.name!r} has a choice that is empty or stands twice"
            for each in profile.extras
            if len(set(each.choices)) != len(each.choices) or not all(one.strip() for one in each.choices)
        ),
        *(
            f"the field {each.name!r} is a choice without choices, or has choices and is none"
            for each in profile.extras
            if (each.kind is ExtraKind.CHOICE) != bool(each.choices)
        ),
    ]
    if profile.policy is not None:
        levels = [each.level for each in profile.policy.levels]
        faults += said(len(levels) != len(set(levels)), "its closure policy has one level twice")
        faults += said(not profile.policy.source.strip(), "its closure policy gives no source")
        faults += said(not levels, "its closure policy has no level")
        faults += said(
            profile.policy.checked_on is None or profile.policy.review_by is None,
            "its closure policy does not say when it was read and when it is read again",
        )
        faults += [
            f"its closure policy's level {each.level!r} does not say what it asks"
            for each in profile.policy.levels
            if not each.words.strip() or not (each.sign_off or each.evidence or each.verified_by)
        ]
    return about(f"profile {profile.name}", faults)
