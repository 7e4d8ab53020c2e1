"""Claims about Welsh and English: nothing is missing, and each part says which language it is in."""

import re
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import icalendar
import pytest
from inspectlib_website.wording import Words, catalogue, chosen

from inspectlib.cases import ClosureStep, PositionAnswer
from inspectlib.errors import BadCall
from inspectlib.recommendations import RecommendationKind
from inspectlib.recording import record
from inspectlib.register import Translation, hash_of
from inspectlib.running import export
from inspectlib.status import Stage, Timing
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact

ON = date(2023, 6, 1)
RESPONSE = f"responses/{REPORT}-{AREA}.html"
ENGLISH = "The Commissioner welcomes the report."
WELSH = "Croeso gan y Comisiynydd."
VOID = {"meta", "link", "br", "input"}


class Parts(HTMLParser):
    """Each piece of text with the language that stands over it."""

    def __init__(self, text):
        super().__init__()
        self.langs, self.found, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        lang = dict(attrs).get("lang")
        if tag not in VOID:
            self.langs.append(lang or (self.langs[-1] if self.langs else None))
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.langs.pop()
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.found.append((self.langs[-1], data.strip()))

    def lang_of(self, words):
        return {lang for lang, text in self.found if words in text}


@pytest.fixture
def build(tmp_path):
    def make(register, **options):
        export(register, "website", tmp_path / "site", on=ON, options={"languages": "en cy", **options})
        return tmp_path / "site"

    return make


def translated(source=ENGLISH, text=WELSH):
    made = Translation(of=f"{REPORT}|{AREA}", field="comments", lang="cy", text=text, source_hash=hash_of(source))
    return a_complete_register().with_translation(made)


def test_every_entry_has_both_languages_with_the_same_gaps():
    for key, words in catalogue().items():
        assert set(words) == {"en", "cy"}, key
        assert all(each.strip() for each in words.values()), key
        one, other = (sorted(re.findall(r"\{\w+\}", each)) for each in words.values())
        assert one == other, key


def test_every_entry_is_used_and_every_key_that_is_used_is_an_entry():
    folder = files("inspectlib_website")
    text = "".join(
        each.read_text("utf-8")
        for each in (*folder.iterdir(), *folder.joinpath("templates").iterdir())
        if each.name.endswith((".py", ".html"))
    )
    sections = {key.split(".")[0] for key in catalogue()}
    used = {
        key
        for key in re.findall(r'"([a-z]+\.\w+)"', text)
        if key.split(".")[0] in sections and not key.endswith((".html", ".js", ".ics"))
    }
    assert used <= set(catalogue())
    made_up = (
        "flow.",
        "kind.",
        "kinds.",
        "stage.",
        "timing.",
        "event.",
        "overview.",
        "nav.",
        "by.",
        "search.",
        "site.main",
    )
    assert {key for key in catalogue() if key not in used and not key.startswith(made_up)} == set()


@pytest.mark.parametrize(
    ("section", "kinds"), [("stage", Stage), ("timing", Timing), ("kind", RecommendationKind), ("event", ClosureStep)]
)
def test_every_kind_of_thing_has_its_words(section, kinds):
    for each in kinds:
        if each is not ClosureStep.LEVEL_SET:
            assert f"{section}.{each.name}" in catalogue()
    for each in PositionAnswer:
        assert f"event.position_{each.name}" in catalogue()


@pytest.mark.parametrize(("month", "name"), [(1, "Ionawr"), (5, "Mai"), (8, "Awst"), (12, "Rhagfyr")])
def test_days_are_written_as_the_language_writes_them(month, name):
    assert Words("cy").day(date(2023, month, 2)) == f"2 {name} 2023"


def test_a_welsh_page_says_so_and_marks_english_words(build):
    site = build(a_complete_register())
    page = Parts((site / "cy" / RESPONSE).read_text("utf-8"))
    assert '<html lang="cy">' in (site / "cy" / RESPONSE).read_text("utf-8")
    for words in (
        ENGLISH,
        "By 31 March 2024, chief constables should",
        "Police and Crime Commissioner for Northmoor",
        "A Report",
    ):
        found = page.lang_of(words) - {"cy"} if words.startswith(("Police", "A Report")) else page.lang_of(words)
        assert found == {"en-GB"}, words
    for words in ("Argymhelliad 1", "2 Mai 2023", "Copïau a anfonwyd"):
        assert page.lang_of(words) == {"cy"}, words


def test_no_word_of_the_site_itself_is_english_on_a_welsh_page(build):
    site = build(a_complete_register())
    english = {re.sub(r"\{\w+\}.*", "", words["en"]).strip(): words["cy"] for words in catalogue().values()}
    own = {words for words, welsh in english.items() if len(words) > 8 and words not in welsh}
    own -= {"English", "Cymraeg"}
    for path in sorted((site / "cy").rglob("*.html")):
        text = " ".join(words for lang, words in Parts(path.read_text("utf-8")).found if lang == "cy")
        assert [each for each in own if re.search(rf"\b{re.escape(each)}\b", text)] == [], path.name


def test_each_page_leads_to_itself_in_the_other_language(build):
    site = build(a_complete_register())
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        (other,) = re.findall(r'<link rel="alternate" hreflang="\S+" href="([^"]+)"', text)
        there = (path.parent / other).resolve()
        assert there.is_file(), path
        assert there.name == path.name
        assert there != path


def test_a_translation_of_the_signed_words_is_shown_in_their_place(build):
    site = build(translated())
    page = Parts((site / "cy" / RESPONSE).read_text("utf-8"))
    assert page.lang_of(WELSH) == {"cy"}
    assert page.lang_of(ENGLISH) == set()
    assert WELSH not in (site / RESPONSE).read_text("utf-8")


def test_each_language_has_a_calendar_and_feeds_of_its_own_with_translated_titles(build):
    title = Translation(of=REPORT, field="title", lang="cy", text="Adroddiad", source_hash=hash_of("A Report"))
    site = build(a_complete_register().with_translation(title))
    english, welsh = (
        icalendar.Calendar.from_ical((site / f"{folder}calendar.ics").read_bytes()).walk("VEVENT")
        for folder in ("", "cy/")
    )
    assert [each["DTSTART"].dt for each in english] == [each["DTSTART"].dt for each in welsh]
    assert not {str(each["UID"]) for each in english} & {str(each["UID"]) for each in welsh}
    assert Words("cy").plain("calendar.publish", title="Adroddiad") in {str(each["SUMMARY"]) for each in welsh}
    assert all("/cy/" in each["URL"] for each in welsh)
    assert "Ymateb i Adroddiad" in (site / "cy/feed.xml").read_text("utf-8")
    assert 'href="calendar.ics"' in (site / "cy/data.html").read_text("utf-8")


def test_a_stale_translation_is_marked_and_stands_after_the_words_of_today(build):
    register = translated()
    (response,) = register.responses
    from inspectlib.fields import evolve

    register = register.with_response(evolve(response, comments="Better words."))
    register, _ = record(register, a_fact("signed-off", date(2023, 5, 20), by="Commissioner"))
    text = (build(register) / "cy" / RESPONSE).read_text("utf-8")
    marked = "Cyfieithiad o eiriau cynharach yw hwn."
    assert text.index("Better words.") < text.index(marked) < text.index(WELSH)


def test_a_translation_of_words_that_nobody_signed_is_nowhere(build):
    site = build(translated(source="A draft.", text="qzdraft"))
    assert not [path for path in site.rglob("*") if path.is_file() and b"qzdraft" in path.read_bytes()]


@pytest.mark.parametrize(("option", "found"), [("", ("en",)), ("cy", ("cy",)), ("cy,en", ("en", "cy"))])
def test_languages_are_chosen_by_an_option(option, found):
    assert chosen(option) == found


def test_an_unknown_language_is_refused():
    with pytest.raises(BadCall, match="found 'fr'"):
        chosen("en fr")


def test_a_site_in_welsh_alone_stands_at_the_root(build):
    site = build(a_complete_register(), languages="cy")
    assert '<html lang="cy">' in (site / "index.html").read_text("utf-8")
    assert not (site / "cy").exists()
