import time
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import attrs
import pytest

import inspectlib
from inspectlib.checking import judge
from inspectlib.errors import CannotRead, PluginsFailed, UnknownExporter, UnknownRule
from inspectlib.exchange import Importer, ImportResult, Source
from inspectlib.hookspecs import hookimpl
from inspectlib.plugins import load_plugins
from inspectlib.profiles import Profile
from inspectlib.register import Register
from inspectlib.rules.section55 import RULES
from inspectlib.testing import a_complete_register


class Point(EntryPoint):
    def load(self):
        plugin = PLUGINS[self.name]
        if isinstance(plugin, Exception):
            raise plugin
        return plugin


PLUGINS = {}


def point(name, plugin):
    PLUGINS[name] = plugin
    return Point(name=name, value="x", group="inspectlib")


class Plugin:
    """A plugin as a module would be one: its attributes are its hooks."""


def a_plugin(**hooks):
    plugin = Plugin()
    for name, function in hooks.items():
        setattr(plugin, name, hookimpl(function))
    return plugin


def inspectlib_rules():
    return [attrs.evolve(RULES[0], id="OWN-RULE")]


def test_a_misspelt_hook_is_refused_with_what_was_meant():
    with pytest.raises(PluginsFailed, match="'inspectlib_rule', which is no hook; did you mean 'inspectlib_rules'"):
        load_plugins(points=[point("barset", a_plugin(inspectlib_rule=nothing))])


def test_every_broken_plugin_is_listed_at_once():
    broken = [point("one", ImportError("no lxml")), point("two", a_plugin(inspectlib_rules=lambda: [1]))]
    with pytest.raises(PluginsFailed, match=r"'one'.*no lxml.*'two'.*is no Rule"):
        load_plugins(points=broken)


def test_going_on_without_a_broken_plugin_makes_the_answer_incomplete():
    plugins = load_plugins(points=[point("one", ImportError("no lxml"))], on_failure="continue")
    outcome = judge(a_complete_register(), plugins.rules, on=date(2023, 6, 1), failures=plugins.crashes)
    assert not outcome.complete
    assert not outcome.clear
    assert plugins.crashes[0].error.startswith("cannot be imported")


def test_two_offers_of_one_name_are_refused_naming_both():
    points = [
        point("one", a_plugin(inspectlib_rules=inspectlib_rules)),
        point("two", a_plugin(inspectlib_rules=inspectlib_rules)),
    ]
    with pytest.raises(PluginsFailed, match="OWN-RULE is offered by"):
        load_plugins(points=points)


def test_a_plugin_for_newer_hooks_is_refused():
    plugin = a_plugin(inspectlib_rules=inspectlib_rules)
    plugin.INSPECTLIB_HOOKS = 99
    with pytest.raises(PluginsFailed, match="update inspectlib"):
        load_plugins(points=[point("one", plugin)])


def test_the_order_of_installation_never_matters():
    one = point("one", a_plugin(inspectlib_rules=inspectlib_rules))
    two = point("two", a_plugin(inspectlib_exporters=nothing))
    assert load_plugins(points=[one, two]).rules == load_plugins(points=[two, one]).rules


def nothing():
    return []


def an_importer(name, score):
    return Importer(
        name=name,
        title=name,
        suffixes=(".x",),
        recognises=lambda _: score,
        read=lambda _: ImportResult(register=Register()),
    )


def test_a_tie_of_importers_names_both_and_asks():
    plugins = load_plugins(
        points=[point("one", a_plugin(inspectlib_importers=lambda: [an_importer("a", 5), an_importer("b", 5)]))]
    )
    with pytest.raises(CannotRead, match=r"a and b both recognise 'f\.x'; choose with --using"):
        plugins.importer_for(Source(name="f.x", data=b"1"))
    assert plugins.importer_for(Source(name="f.x", data=b"1"), "b").name == "b"


def test_a_document_that_nobody_recognises_names_what_is_installed():
    plugins = load_plugins(points=[point("one", a_plugin(inspectlib_importers=lambda: [an_importer("a", 0)]))])
    with pytest.raises(CannotRead, match=r"no importer recognises 'f.ods'; installed: a \(.x\)"):
        plugins.importer_for(Source(name="f.ods", data=b"1"))


def test_an_old_document_of_office_is_asked_for_in_a_new_form():
    plugins = load_plugins(points=[point("one", a_plugin(inspectlib_importers=lambda: [an_importer("a", 0)]))])
    old = Source(name="form.doc", data=bytes.fromhex("d0cf11e0a1b11ae1") + b"1")
    with pytest.raises(CannotRead, match=r"'form\.doc' is in an old format of Office, .* save it as \.docx or \.xlsx"):
        plugins.importer_for(old)


def test_an_unknown_name_offers_the_nearest():
    plugins = load_plugins(points=[])
    with pytest.raises(UnknownRule, match="did you mean 'PA96-S55-5A'"):
        plugins.rule("PA96-S55-5AA")
    with pytest.raises(UnknownExporter):
        plugins.exporter("tracker")


def test_no_verb_has_the_name_of_a_module_which_would_take_its_place_once_imported():
    package = Path(inspectlib.__file__).parent
    modules = {each.stem for each in package.iterdir()}
    assert not modules & set(inspectlib.__all__)


class Slow(Point):
    def load(self):
        while True:
            time.sleep(0.01)


def test_a_plugin_that_never_is_ready_is_left_behind_and_the_others_are_there():
    points = [
        point("one", a_plugin(inspectlib_rules=inspectlib_rules)),
        Slow(name="slow", value="x", group="inspectlib"),
    ]
    plugins = load_plugins(points=points, on_failure="continue", patience=0.2)
    assert [str(each) for each in plugins.failures] == [
        "plugin 'slow' from an unknown distribution: was not ready after 0.2 seconds"
    ]
    assert "OWN-RULE" in {each.id for each in plugins.rules}


def test_a_second_profile_of_an_area_is_refused_naming_both():
    def profiles(name):
        return lambda: [Profile(name=name, area="northmoor", source="its handbook")]

    points = [point(each, a_plugin(inspectlib_profiles=profiles(each))) for each in ("one", "two")]
    plugins = load_plugins(points=points, on_failure="continue")
    assert [each.name for each in plugins.profiles] == ["one"]
    assert "the profile of 'northmoor' is offered by" in plugins.failures[0].cause


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"severity": "local"}, "OWN-RULE: its severity is 'local'"),
        ({"audience": None}, "OWN-RULE: its audience is None"),
        ({"since": "2024"}, "OWN-RULE: its since is '2024'"),
        ({"subject": Plugin}, "OWN-RULE: is about Plugin, so nothing would ask it"),
    ],
)
def test_a_record_that_nothing_could_use_is_refused(changes, says):
    plugin = a_plugin(inspectlib_rules=lambda: [attrs.evolve(RULES[0], id="OWN-RULE", **changes)])
    with pytest.raises(PluginsFailed, match=says):
        load_plugins(points=[point("one", plugin)])


def test_a_profile_with_a_reading_that_is_none_costs_nobody_s_check():
    plugin = a_plugin(inspectlib_profiles=lambda: [Profile(name="one", area="northmoor", reading="lenient")])
    with pytest.raises(PluginsFailed, match="its reading is 'lenient', expected one of strict, local"):
        load_plugins(points=[point("one", plugin)])
