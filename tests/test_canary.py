"""A canary in every field of every value; in no output is one found that its readers may not see."""

import gzip
import re
import zipfile
from datetime import date
from enum import Enum
from io import BytesIO
from types import UnionType
from typing import Union, get_args, get_origin

import attrs
import pytest

from inspectlib.audiences import View, view_of
from inspectlib.cases import Action, Case
from inspectlib.checking import judge
from inspectlib.deadlines import deadlines
from inspectlib.fields import Audience, Marking, Release, audience_of, bare_type
from inspectlib.inspections import Inspection
from inspectlib.plugins import load_plugins
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register, Translation, Unread
from inspectlib.responses import Explanation, Response, SignOff, StatutoryText
from inspectlib.running import export

ON = date(2023, 6, 1)
PAST = date(2023, 4, 3)
AREA = "northmoor"
REPORT = "a-report-2023"
#: a day that nothing else in the register has
CANARY_DAY = date(1999, 3, 7)
CANARY_DAYS = ("1999-03-07", "7 March 1999", "7 Mawrth 1999", "07/03/1999", "19990307", "1999, 3, 7")
PLUGINS = load_plugins()
#: options that make an exporter write more
OPTIONS = {"languages": "en cy", "fragments": "yes"}
#: where a field can only hold what belongs together, and where the words are signed as one
FIXED = {
    (Inspection, "id"): REPORT,
    (Inspection, "areas"): frozenset({AREA}),
    (Inspection, "published_on"): date(2023, 3, 8),
    (Recommendation, "id"): f"{REPORT}/1",
    (Recommendation, "addressees"): ("chief_constables",),
    (Response, "area"): AREA,
    (Response, "inspection"): REPORT,
    (Response, "sign_offs"): (),
    (Explanation, "covers"): (f"{REPORT}/1",),
    (Explanation, "no_action_reason"): None,
    (Case, "area"): AREA,
    (Case, "recommendation"): f"{REPORT}/1",
    (Action, "area"): AREA,
    (Action, "answers"): (f"{REPORT}/1",),
    (Register, "areas"): (AREA,),
    (Register, "translations"): (),
    (Register, "based_on"): None,
}


def options_of(annotation):
    """Return the types that a field may hold, None left out."""
    bare = bare_type(annotation)
    given = get_args(bare) if get_origin(bare) in (Union, UnionType) else (bare,)
    return [each for each in given if each is not type(None)]


def classes_under(kind, found=None):
    found = {} if found is None else found
    if kind.__name__ not in found:
        found[kind.__name__] = kind
        for field in attrs.fields(kind):
            for each in options_of(field.type):
                for inner in (each, *get_args(each)):
                    if isinstance(inner, type) and attrs.has(inner):
                        classes_under(inner, found)
    return found


CLASSES = classes_under(Register)


def canary(kind, field):
    return f"qz{kind.__name__}{field.name}".replace("_", "").lower()


def made(annotation, word, day, audience, *, hidden):
    """Return a value of a type: `word` for text, `day` for a date."""
    kind = options_of(annotation)[0]
    if get_origin(kind) in (tuple, frozenset):
        inner = get_args(kind)
        many = get_origin(kind)
        if many is tuple and Ellipsis not in inner:
            return tuple(made(each, word, day, audience, hidden=hidden) for each in inner)
        return many((made(inner[0], word, day, audience, hidden=hidden),))
    if kind is Marking:
        return Marking(level=f"OFFICIAL {word}", released=Release(by=word, on=PAST, reason=word))
    if attrs.has(kind):
        return filled(kind, audience, hidden=hidden)
    if issubclass(kind, Enum):
        return next(iter(kind))
    return {str: word, date: day, bool: True, int: 1}[kind]


def filled(kind, audience, *, hidden=False):
    """Return a value with a canary wherever an audience may not see; `hidden`: the whole value is one."""
    given = {}
    for field in attrs.fields(kind):
        if (kind, field.name) in FIXED:
            given[field.name] = FIXED[kind, field.name]
            continue
        narrow = hidden or not audience.may_see(audience_of(field))
        word = canary(kind, field) if narrow else f"Plain {field.name.replace('_', ' ')}"
        day = CANARY_DAY if narrow else PAST
        given[field.name] = made(field.type, word, day, audience, hidden=narrow)
    return kind(**given)


def signed(register, on=PAST):
    """Return the register with its responses signed as they stand."""
    responses = []
    for each in register.responses:
        words = register.statutory_text(each)
        sign = SignOff(role="Commissioner", on=on, text_hash=words.hash, text=words)
        responses.append(attrs.evolve(each, sign_offs=(sign,)))
    return register.with_response(*responses)


def full_register(audience, *, comment="The force agrees."):
    """Return a register with a canary in every narrower field; what is public is signed."""
    register = filled(Register, audience)
    case = register.cases[0]
    first = register.with_case(attrs.evolve(case, force_comment="The force agrees."))
    return signed(first).with_case(attrs.evolve(case, force_comment=comment))


def hidden_register(audience):
    """Return a register with things beside the public ones that are wholly withheld, each for another reason."""
    register = full_register(Audience.BODY)
    report, response, case = register.inspections[0], register.responses[0], register.cases[0]
    asked = report.recommendations[0]
    marking = Marking(level="OFFICIAL")

    def other(name, **changes):
        """Return a report full of canaries, with a signed response and a case."""
        one = filled(Inspection, audience, hidden=True)
        ask = attrs.evolve(one.recommendations[0], id=f"{name}/1", marking=None)
        one = attrs.evolve(one, id=name, marking=None, recommendations=(ask,), **changes)
        said = attrs.evolve(filled(Response, audience, hidden=True), inspection=name, marking=None)
        said = attrs.evolve(said, explanations=tuple(attrs.evolve(e, covers=(ask.id,)) for e in said.explanations))
        done = attrs.evolve(filled(Case, audience, hidden=True), recommendation=ask.id, marking=None)
        return one, said, done

    rows = [
        other("qzembargoed", published_on=date(2023, 6, 2)),
        other("qznodate", published_on=None),
        other("qzmarkedreport", published_on=PAST),
    ]
    rows[2] = (attrs.evolve(rows[2][0], marking=marking), *rows[2][1:])
    inside = attrs.evolve(filled(Recommendation, audience, hidden=True), id=f"{REPORT}/qzmarked", marking=marking)
    second = attrs.evolve(asked, id=f"{REPORT}/2", marking=None, same_as=("qzembargoed/1", inside.id))
    second = attrs.evolve(second, part_of=inside.id, superseded_by="qznodate/1")
    report = attrs.evolve(report, recommendations=(asked, second, inside))
    about_inside = attrs.evolve(filled(Case, audience, hidden=True), recommendation=inside.id, marking=None)
    marked_case = attrs.evolve(filled(Case, audience, hidden=True), recommendation=second.id, marking=marking)
    closure = tuple(attrs.evolve(each, successor="qzembargoed/1") for each in case.closure)
    comment = attrs.evolve(response.chief_officer_comments[0], text="qzmarkedcomment", marking=marking)
    response = attrs.evolve(
        response,
        chief_officer_comments=(*response.chief_officer_comments, comment),
        explanations=(
            *response.explanations,
            Explanation(covers=(inside.id,), action="qzexplanationofmarked"),
            Explanation(covers=(second.id, inside.id), action="Both are done."),
        ),
    )
    action = attrs.evolve(filled(Action, audience, hidden=True), id="qzaction", marking=marking)
    register = register.with_inspection(report, *(row[0] for row in rows))
    register = register.with_response(response, *(row[1] for row in rows))
    register = register.with_case(attrs.evolve(case, closure=closure), about_inside, marked_case, *(r[2] for r in rows))
    register = signed(register.with_action(action))
    for name in ("qzunsigned", "qzmarkedresponse"):
        one, said, done = other(name, published_on=PAST)
        one = attrs.evolve(report, id=name, recommendations=(attrs.evolve(asked, id=f"{name}/1"),))
        one = attrs.evolve(one, title="Plain", judgements=(), history=())
        register = register.with_inspection(one).with_response(said).with_case(done)
        if name == "qzmarkedresponse":
            marked = attrs.evolve(said, marking=marking)
            words = register.statutory_text(marked)
            sign = SignOff(role="Commissioner", on=PAST, text_hash=words.hash, text=words)
            register = register.with_response(attrs.evolve(marked, sign_offs=(sign,)))
    draft = attrs.evolve(register.response(REPORT, AREA), comments="qzdraft", reply_to_chief_officer="qzdraftreply")
    stray = Translation(of=REPORT, field="comments", lang="cy", text="qztranslation", source_hash="0")
    return attrs.evolve(register.with_response(draft), translations=(stray,))


def texts_in(name, data):
    """Yield every name and text in a file, unpacked as deep as it goes."""
    yield name, name
    if data[:2] == b"\x1f\x8b":
        yield from texts_in(f"{name}!", gzip.decompress(data))
        return
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield name, archive.comment.decode("latin-1")
            for each in archive.namelist():
                yield from texts_in(f"{name}!{each}", archive.read(each))
        return
    text = data.decode("utf-8", "replace")
    yield name, text
    yield name, re.sub(r"<[^>]*>", "", text)
    yield name, data.decode("utf-16-le", "replace")
    yield name, re.sub(r"\r?\n[ \t]", "", text)


def outputs(register, exporter, folder):
    """Yield every text of what an exporter writes; written twice, so that the last output is at hand."""
    target = folder / f"{exporter.name}{'' if exporter.per_inspection else exporter.suffix}"
    chosen = {name: words for name, words in OPTIONS.items() if name in exporter.options}
    for _ in range(2):
        export(register, exporter.name, target, on=ON, plugins=PLUGINS, options=chosen)
    files = [target] if target.is_file() else sorted(path for path in target.rglob("*") if path.is_file())
    assert files
    for path in files:
        yield from texts_in(path.relative_to(folder).as_posix(), path.read_bytes())


def found_in(texts, *, but=()):
    """Return the canaries found, each with the file that holds it."""
    found = set()
    for name, text in texts:
        found |= {(name, each) for each in re.findall(r"qz[a-z0-9]+", text.lower()) if each not in but}
        found |= {(name, each) for each in CANARY_DAYS if each in text}
    return sorted(found)


def view(register, audience):
    outcome = judge(register, PLUGINS.rules, on=ON)
    return view_of(register, audience, on=ON, outcome=outcome, deadlines=deadlines(register, on=ON, open_only=False))


@pytest.mark.parametrize("kind", [*CLASSES.values(), *classes_under(View).values()], ids=lambda kind: kind.__name__)
def test_every_field_of_every_value_under_a_register_or_a_view_declares_its_audience(kind):
    for field in attrs.fields(kind):
        assert isinstance(audience_of(field), Audience)


def test_the_register_of_canaries_holds_every_class_and_a_canary_in_every_narrower_field():
    register = full_register(Audience.PUBLIC, comment="qzcaseforcecomment")
    text = str(register)
    for kind in CLASSES.values():
        if kind not in (Translation, StatutoryText):  # one is put beside the words, the other made from them
            assert f"{kind.__name__}(" in text, kind
        for field in attrs.fields(kind):
            holds_text = str in options_of(field.type)
            if holds_text and kind not in (Marking, Release) and not Audience.PUBLIC.may_see(audience_of(field)):
                assert canary(kind, field) in text, (kind, field.name)
    assert "datetime.date(1999, 3, 7)" in text
    assert "Unread(" in text
    assert isinstance(register.unread[0], Unread)


def test_the_public_words_of_that_register_are_shown():
    (shown,) = view(full_register(Audience.PUBLIC), Audience.PUBLIC).responses
    assert shown.response.comments == "Plain comments"
    assert shown.awaiting == ()


EACH = pytest.mark.parametrize("exporter", PLUGINS.exporters, ids=lambda each: each.name)


def narrower(exporter):
    return [each for each in Audience if not exporter.audience.may_see(each)]


def test_a_public_exporter_is_installed():
    assert Audience.PUBLIC in {each.audience for each in PLUGINS.exporters}


@EACH
@pytest.mark.parametrize("comment", ["The force agrees.", "qzcaseforcecomment"], ids=["signed", "draft"])
def test_no_canary_of_a_narrower_field_is_in_any_byte_of_an_output(exporter, comment, tmp_path):
    if not narrower(exporter):
        return  # its readers may see everything
    if exporter.audience is not Audience.PUBLIC:
        comment = comment.replace("qz", "Seen ")  # the others may read a draft
    register = full_register(exporter.audience, comment=comment)
    assert found_in([("view", str(view(register, exporter.audience)))]) == []
    assert found_in(outputs(register, exporter, tmp_path)) == []


@pytest.mark.parametrize(
    "exporter", [each for each in PLUGINS.exporters if each.audience is Audience.PUBLIC], ids=lambda each: each.name
)
def test_nothing_marked_embargoed_unsigned_or_withheld_is_in_any_byte_of_a_public_output(exporter, tmp_path):
    register = hidden_register(Audience.PUBLIC)
    assert str(register).count("qz") > 100
    # a published report is public; only what the body says of it is not
    open_names = ("qzunsigned", "qzmarkedresponse")
    assert found_in([("view", str(view(register, Audience.PUBLIC)))], but=open_names) == []
    texts = list(outputs(register, exporter, tmp_path))
    assert any("Both are done." in text for _, text in texts)
    assert found_in(texts, but=open_names) == []


@pytest.mark.parametrize(
    "exporter", [each for each in PLUGINS.exporters if each.audience is Audience.PUBLIC], ids=lambda each: each.name
)
def test_an_edit_of_an_internal_field_changes_no_byte_of_a_public_output(exporter, tmp_path):
    """Only the force's comment is declared narrower and yet signed for the public with the rest."""
    before = full_register(Audience.BODY)
    after = full_register(Audience.PUBLIC)
    assert before != after
    one = [text for _, text in outputs(before, exporter, tmp_path / "one")]
    assert one == [text for _, text in outputs(after, exporter, tmp_path / "two")]
