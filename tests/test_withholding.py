"""Words that were kept out of a report under s.55(2) leave in nothing public, however they are written."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectlib.audiences import may_be_published, view_of
from inspectlib.cases import Case
from inspectlib.checking import judge
from inspectlib.exchange import Exporter
from inspectlib.extras import ExtraField
from inspectlib.fields import Audience
from inspectlib.inspections import Inspection, ReportEvent
from inspectlib.plugins import load_plugins
from inspectlib.profiles import Profile
from inspectlib.recording import record
from inspectlib.register import Translation, hash_of
from inspectlib.responses import Publication
from inspectlib.running import export
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact
from inspectlib.testing.canary import in_full, outputs
from inspectlib.withholding import kept_out, plain, reproduces, without

ON = date(2023, 6, 1)
WORDS = "the address of the shelter"
PLUGINS = load_plugins()
PUBLIC = [each for each in PLUGINS.exporters if each.audience is Audience.PUBLIC]


def withholding(register=None, **changes):
    """Return a register whose report had words kept out, with the response changed and signed."""
    register = register or a_complete_register()
    register = register.with_inspection(attrs.evolve(register.inspections[0], withheld=(WORDS,)))
    register = register.with_response(attrs.evolve(register.responses[0], **changes))
    return record(register, a_fact("signed-off", date(2023, 5, 20), by="Commissioner"))[0]


def view(register, audience=Audience.PUBLIC, **more):
    return view_of(register, audience, on=ON, outcome=judge(register, (), on=ON), **more)


@pytest.mark.parametrize(
    "said",
    [
        "We know the address of the shelter.",
        "We know The  address\nof the shelter\u2019s staff.",
        "“The address” of — the shelter —",
        "THE ADDRESS OF THE SHEL\u00adTER",
        "see /the-address-of-the-shelter.pdf",
    ],
)
def test_a_signed_response_that_reproduces_what_was_kept_out_is_not_public(said):
    register = withholding(comments=said)
    assert "kept out" in may_be_published(register, register.responses[0], on=ON)[0]
    assert view(register).responses == ()
    assert "shel" not in in_full(view(register)).casefold()


def test_an_earlier_text_without_the_words_stays_shown_until_the_correction_is_signed():
    register = withholding()
    (shown,) = view(register).responses
    assert shown.awaiting == ()
    draft = register.with_response(attrs.evolve(register.responses[0], comments=f"We know {WORDS}."))
    (shown,) = view(draft).responses
    assert shown.response.comments == register.responses[0].comments
    assert shown.awaiting


def test_other_words_of_the_same_kind_stay_public():
    assert view(withholding(comments="We know the address of the shelters.")).responses
    assert view(withholding(comments="The address of a shelter.")).responses


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": f"It is about {WORDS}."},
        {"terms_of_reference": ("To look", f"to find {WORDS}")},
        {"history": (ReportEvent(on=date(2023, 5, 1), what=f"corrected {WORDS}"),)},
    ],
)
def test_what_the_record_says_of_the_report_goes_without_the_words(changes):
    register = withholding()
    register = register.with_inspection(attrs.evolve(register.inspections[0], **changes))
    assert WORDS not in in_full(view(register))
    assert view(register).responses
    assert WORDS in in_full(view(register, Audience.SUBMISSION))  # those who decided it know it


def test_a_recommendation_in_those_words_goes_with_all_that_is_said_of_it():
    register = withholding()
    report = register.inspections[0]
    first = attrs.evolve(report.recommendations[0], text=f"Change {WORDS}.")
    register = register.with_inspection(attrs.evolve(report, recommendations=(first, *report.recommendations[1:])))
    seen = view(register)
    assert [each.id for each in seen.register.inspections[0].recommendations] == [
        each.id for each in report.recommendations[1:]
    ]
    assert WORDS not in in_full(seen)
    assert first.id not in [
        one for each in seen.responses for said in each.response.explanations for one in said.covers
    ]


def test_a_report_whose_title_holds_them_goes_whole():
    register = withholding()
    register = register.with_inspection(attrs.evolve(register.inspections[0], title=f"On {WORDS}"))
    assert view(register).register.inspections == ()
    assert view(register).responses == ()


def test_a_response_to_another_report_may_not_reproduce_them_either():
    register = withholding(comments=f"We know {WORDS}.")
    register = register.with_inspection(
        attrs.evolve(register.inspections[0], withheld=()),
        Inspection(id="another", title="Another", published_on=date(2023, 5, 1), withheld=(WORDS,)),
    )
    assert view(register).responses == ()


def test_a_note_of_a_publication_and_a_translation_may_not_either():
    register = withholding(publications=(Publication(on=date(2023, 4, 28), note=f"names {WORDS}"),))
    assert view(register).responses == ()
    register = withholding()
    welsh = Translation(
        of="|".join(register.responses[0].key),
        field="comments",
        lang="cy",
        text=f"Dyma {WORDS}",
        source_hash=hash_of(register.responses[0].comments),
    )
    assert view(attrs.evolve(register, translations=(welsh,))).register.translations == ()


def test_a_translation_of_earlier_signed_words_that_reproduce_them_is_not_public_whatever_it_says():
    said = f"We know {WORDS}."
    register = withholding(withholding(comments=said), comments="We know the way.")
    welsh = Translation(
        of="|".join(register.responses[0].key),
        field="comments",
        lang="cy",
        text="Gwyddom gyfeiriad y lloches.",
        source_hash=hash_of(said),
    )
    assert view(attrs.evolve(register, translations=(welsh,))).register.translations == ()
    earlier = withholding(withholding(comments="We knew the way."), comments="We know the way.")
    stale = attrs.evolve(welsh, source_hash=hash_of("We knew the way."))
    assert view(attrs.evolve(earlier, translations=(stale,))).register.translations == (stale,)


def test_a_field_that_a_profile_makes_public_may_not_either():
    field = ExtraField(name="plan", of="Case", title="Plan", audience=Audience.PUBLIC)
    profile = Profile(name="local", area=AREA, extras=(field,))
    case = Case(area=AREA, recommendation=f"{REPORT}/1")

    def shown(said):
        register = withholding(a_complete_register().with_case(attrs.evolve(case, extras=(("local:plan", said),))))
        return in_full(view(register, profiles={AREA: profile}))

    assert "Move staff" in shown("Move staff")
    assert WORDS not in shown(f"Move {WORDS}")


@pytest.mark.parametrize("exporter", PUBLIC, ids=lambda each: each.name)
def test_no_public_output_holds_them(exporter, tmp_path):
    for said, found in ((f"We know {WORDS}.", False), ("We know the way.", True)):
        texts = list(outputs(withholding(comments=said), exporter, tmp_path / str(found), PLUGINS))
        assert any("We know" in text for _, text in texts) == found
        assert not [name for name, text in texts if WORDS in text]


def test_that_words_are_gone_since_a_day_is_not_told_in_those_words(tmp_path):
    told = {}
    register = a_complete_register()
    then = register.with_inspection(attrs.evolve(register.inspections[0], summary=f"About {WORDS}."))
    now = then.with_inspection(attrs.evolve(then.inspections[0], withheld=(WORDS,)))
    for audience in (Audience.PUBLIC, Audience.WORKING):
        spy = Exporter(
            name=f"spy-{audience.name.lower()}",
            title="Spy",
            audience=audience,
            suffix=".txt",
            export=lambda job: (told.update({job.view.audience: job.view.changes}), job.destination.write_text("x")),
        )
        plugins = attrs.evolve(PLUGINS, exporters=(*PLUGINS.exporters, spy))
        since = date(2023, 5, 25)
        export(now, spy.name, tmp_path / f"{spy.name}.txt", on=ON, since=since, then=then, plugins=plugins)
    assert WORDS not in str(told[Audience.PUBLIC])
    assert told[Audience.WORKING]


def test_no_words_kept_out_change_nothing():
    register = a_complete_register()
    assert kept_out(register.inspections) == frozenset()
    blank = register.with_inspection(attrs.evolve(register.inspections[0], withheld=("", " -- ")))
    assert kept_out(blank.inspections) == frozenset()
    assert without(register, frozenset()) is register


@given(st.text(min_size=1), st.text(), st.text())
def test_words_are_found_whatever_stands_around_them(words, before, after):
    if not plain(words).strip():
        return
    said = f"{before} {words} {after}"
    assert reproduces((said,), frozenset({plain(words)}))
