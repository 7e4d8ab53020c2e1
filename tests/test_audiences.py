"""Nothing public leaves before the sign-off of that very text; a canary in every field, through every exporter."""

import zipfile
from datetime import date
from typing import get_args, get_origin

import attrs
import pytest

from inspectlib import cases
from inspectlib.audiences import may_be_published, view_of
from inspectlib.checking import judge
from inspectlib.deadlines import deadlines
from inspectlib.fields import Audience, Marking, Release, audience_of, bare_type
from inspectlib.plugins import load_plugins
from inspectlib.recording import record
from inspectlib.running import export
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact, an_inspection
from inspectlib.testing.canary import in_full

ON = date(2023, 6, 1)
PLUGINS = load_plugins()


def view(register, audience=Audience.PUBLIC, on=ON):
    return view_of(register, audience, on=on, outcome=judge(register, (), on=on))


def edited(**changes):
    register = a_complete_register()
    return register.with_response(attrs.evolve(register.responses[0], **changes))


def test_a_signed_text_of_a_published_report_may_be_published():
    register = a_complete_register()
    assert may_be_published(register, register.responses[0], on=ON) == ()


def test_before_the_sign_off_nothing_is_public():
    register = a_complete_register()
    assert may_be_published(register, register.responses[0], on=date(2023, 4, 19))
    assert view(register, on=date(2023, 4, 19)).responses == ()


def test_a_correction_awaiting_sign_off_shows_the_last_signed_words():
    register = edited(comments="CANARY words that nobody signed")
    assert "changed since its sign-off" in may_be_published(register, register.responses[0], on=ON)[0]
    (shown,) = view(register).responses
    assert shown.response.comments == "The Commissioner welcomes the report."
    assert shown.awaiting


def test_words_that_the_force_adds_after_the_sign_off_are_held_back():
    register = a_complete_register()
    case = cases.Case(area=AREA, recommendation=f"{REPORT}/1", force_comment="CANARY")
    (shown,) = view(register.with_case(case)).responses
    assert shown.force_comments == ()
    assert shown.awaiting


@pytest.mark.parametrize("published", [None, date(2023, 6, 2)])
def test_an_embargoed_report_is_never_shown(published):
    register = a_complete_register().with_inspection(an_inspection(published_on=published))
    assert may_be_published(register, register.responses[0], on=ON)
    assert view(register).responses == ()
    assert view(register).register.inspections == ()


def test_a_marked_response_stays_inside_until_it_is_released():
    assert view(edited(marking=Marking(level="OFFICIAL"))).responses == ()
    release = Release(by="Chief Executive", on=date(2023, 5, 1), reason="agreed")
    assert len(view(edited(marking=Marking(level="OFFICIAL", released=release))).responses) == 1


def test_a_release_in_the_future_releases_nothing_yet():
    release = Release(by="Chief Executive", on=date(2023, 7, 1), reason="agreed")
    assert view(edited(marking=Marking(level="OFFICIAL", released=release))).responses == ()


CANARY = "CANARY-4711"


def a_case_full_of_canaries():
    """Return a case with a canary in every text field that the public may not see, at every depth."""
    return _full(cases.Case, {"area": AREA, "recommendation": f"{REPORT}/1"})


def _full(kind, fixed=()):
    given = dict(fixed)
    for field in attrs.fields(kind):
        if field.name in given:
            continue
        bare = bare_type(field.type)
        options = [each for each in (get_args(bare) or (bare,)) if each not in (type(None), Ellipsis)]
        inner = options[0]
        if field.name in ("marking", "position"):
            continue
        if get_origin(bare) is tuple and attrs.has(inner):
            given[field.name] = (_full(inner),)
        elif field.name == "extras":
            given[field.name] = ((CANARY, CANARY),)
        elif inner is date:
            given[field.name] = date(2023, 5, 1)
        elif inner is str and not Audience.PUBLIC.may_see(audience_of(field)):
            given[field.name] = CANARY
        elif field.default is attrs.NOTHING and isinstance(inner, type) and issubclass(inner, cases.Enum):
            given[field.name] = next(iter(inner))
    return kind(**given)


def a_register_full_of_canaries():
    register = a_complete_register()
    action = _full(cases.Action, {"id": CANARY, "area": AREA, "answers": (f"{REPORT}/1",)})
    response = register.responses[0]
    inside = {"extras": ((CANARY, CANARY),)}
    copies = tuple(attrs.evolve(each, how=CANARY, reference=CANARY) for each in response.copies)
    response = attrs.evolve(response, copies=copies, comments=f"{CANARY} unsigned", **inside)
    report = attrs.evolve(register.inspections[0], **inside)
    marked = cases.Evidence(on=ON, criterion=CANARY, marking=Marking(level="OFFICIAL"))
    case = a_case_full_of_canaries()
    case = attrs.evolve(case, evidence=(*case.evidence, marked))
    return register.with_case(case).with_action(action).with_response(response).with_inspection(report)


def test_the_canaries_are_there_to_be_found():
    assert in_full(a_register_full_of_canaries()).count(CANARY) > 15


def test_no_canary_is_in_the_public_view():
    seen = view(a_register_full_of_canaries())
    assert len(seen.responses) == 1
    assert CANARY not in in_full(seen)


def test_no_canary_is_in_any_byte_of_any_public_output(tmp_path):
    register = a_register_full_of_canaries()
    public = [each for each in PLUGINS.exporters if each.audience is Audience.PUBLIC]
    assert public
    for each in public:
        target = tmp_path / f"{each.name}{each.suffix}"
        export(register, each.name, target, on=ON, plugins=PLUGINS)
        files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
        assert files
        for path in files:
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                data += b"".join(zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist())
            assert CANARY.encode() not in data, path.name
            assert CANARY not in path.name


def test_what_only_the_body_may_see_is_in_no_output_for_others():
    register = a_complete_register()
    case = cases.Case(area=AREA, recommendation=f"{REPORT}/1", note=CANARY)
    for audience in (Audience.PUBLIC, Audience.SUBMISSION, Audience.WORKING):
        assert CANARY not in in_full(view(register.with_case(case), audience))
    assert CANARY in in_full(view(register.with_case(case), Audience.BODY))


def test_a_new_sign_off_lets_the_correction_out():
    register = edited(comments="Better words.")
    register, _ = record(register, a_fact("signed-off", date(2023, 5, 20), by="Commissioner"))
    (shown,) = view(register).responses
    assert shown.response.comments == "Better words."
    assert shown.awaiting == ()


def test_a_draft_translation_and_an_embargoed_report_leave_no_trace_in_the_public_view():
    from inspectlib.register import Translation

    hidden = an_inspection(id=f"{CANARY}-report", title=CANARY, published_on=date(2023, 7, 1), recommendations=())
    draft = Translation(of=REPORT, field="comments", lang="cy", text=CANARY, source_hash="0")
    register = attrs.evolve(a_complete_register().with_inspection(hidden), translations=(draft,))
    outcome = judge(register, PLUGINS.rules, on=ON)
    assert CANARY in in_full(outcome)
    assert CANARY not in in_full(view_of(register, Audience.PUBLIC, on=ON, outcome=outcome))


def test_a_late_response_that_is_withheld_leaves_no_public_finding():
    register = edited(publications=(), marking=Marking(level="OFFICIAL"))
    register, _ = record(register, a_fact("published", date(2023, 5, 20)))
    outcome = judge(register, PLUGINS.rules, on=ON)
    assert "PA96-S55-5A" in {each.rule for each in outcome.findings}
    assert view_of(register, Audience.PUBLIC, on=ON, outcome=outcome).outcome.findings == ()


def test_an_export_for_one_body_holds_nothing_of_another():
    register = a_complete_register().with_areas("estuary")
    register = register.with_response(register.responses[0], attrs.evolve(register.responses[0], area="estuary"))
    seen = view_of(register, Audience.BODY, on=ON, outcome=judge(register, (), on=ON), body="estuary")
    assert {each.response.area for each in seen.responses} == {"estuary"}
    assert seen.register.areas == ("estuary",)


def test_a_deferral_that_the_public_may_not_see_changes_no_public_word_or_day():
    register = a_complete_register()
    deferral = cases.DueChange(on=date(2024, 3, 1), before=date(2024, 3, 31), after=date(2024, 9, 30))
    accepted = cases.Position(answer=cases.PositionAnswer.ACCEPTED, on=date(2023, 4, 3))
    case = cases.Case(area=AREA, recommendation=f"{REPORT}/1", position=accepted, owner=CANARY)
    day = date(2024, 5, 1)
    seen = []
    for each in (case, attrs.evolve(case, due_changes=(deferral,), owner=None)):
        made = register.with_case(each)
        outcome = judge(made, PLUGINS.rules, on=day)
        dated = deadlines(made, on=day, open_only=False)
        seen.append(view_of(made, Audience.PUBLIC, on=day, outcome=outcome, deadlines=dated))
    assert seen[0] == seen[1]
    assert seen[0].statuses[f"{REPORT}/1", AREA].words == "in progress, overdue"
    assert date(2024, 3, 31) in {each.last_day for each in seen[0].deadlines}
    assert CANARY not in in_full(seen[0])


def test_words_about_a_marked_recommendation_or_case_leave_the_public_view():
    register = a_complete_register()
    case = cases.Case(area=AREA, recommendation=f"{REPORT}/1", force_comment=CANARY, marking=Marking(level="OFFICIAL"))
    register, _ = record(register.with_case(case), a_fact("signed-off", date(2023, 5, 20), by="Commissioner"))
    assert len(view(register).responses) == 1
    assert CANARY not in in_full(view(register))
    report = register.inspections[0]
    marked = attrs.evolve(report.recommendations[0], marking=Marking(level="OFFICIAL"))
    register = register.with_inspection(attrs.evolve(report, recommendations=(marked, report.recommendations[1])))
    (shown,) = view(register).responses
    assert [each.covers for each in shown.response.explanations] == [(f"{REPORT}/2",)]


def test_only_translations_of_signed_public_words_are_public():
    from inspectlib.register import Translation, hash_of

    def welsh(source, text, **more):
        given = {"of": f"{REPORT}|{AREA}", "field": "comments", **more}
        return Translation(lang="cy", text=text, source_hash=hash_of(source), **given)

    signed = welsh("The Commissioner welcomes the report.", "Geiriau a lofnodwyd.")
    register = a_complete_register()
    assert view(register.with_translation(signed)).register.translations == (signed,)
    for draft in (welsh("Draft words.", CANARY), welsh("A Report", CANARY, of="elsewhere")):
        assert view(register.with_translation(draft)).register.translations == ()
    edited_since = edited(comments="Better words.").with_translation(signed)
    edited_since, _ = record(edited_since, a_fact("signed-off", date(2023, 5, 20), by="Commissioner"))
    assert view(edited_since).register.translations == (signed,)
    assert view(edited_since, on=date(2023, 4, 19)).register.translations == ()
