"""The measurements: what they measure on is what it says, they tell what is slow, and nothing is several times slower."""

import html.parser
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from inspectlib.storage import dumps

ROOT = Path(__file__).parent.parent


@pytest.fixture
def benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import measuring
    import nation

    yield measuring, nation
    for each in ("measuring", "nation"):
        del sys.modules[each]


@pytest.fixture
def page(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import measurements

    yield measurements
    del sys.modules["measurements"]


def test_nothing_of_the_core_is_several_times_slower_than_it_should_be():
    command = [sys.executable, str(ROOT / "benchmarks/run.py"), "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_generated_register_is_the_same_at_every_run_and_of_the_size_asked_for(benchmarks):
    _, nation = benchmarks
    one, two = nation.a_register(60), nation.a_register(60)
    assert dumps(one) == dumps(two) != dumps(nation.a_register(60, seed=2))
    assert len(one.cases) == 60
    assert len(nation.a_register(900, areas=43).cases) == 903
    assert 7 <= nation.events_of(one) / 60 <= 10


def test_generated_texts_are_as_long_as_those_of_reports(benchmarks):
    _, nation = benchmarks
    texts = [each.text for one in nation.a_register(300).inspections for each in one.recommendations]
    lengths = sorted(map(len, texts))
    assert 150 <= lengths[len(texts) // 2] <= 300
    assert lengths[0] >= 70
    assert lengths[-1] <= 1_000
    assert any(not each.isascii() for each in texts)


def test_growth_is_the_exponent_of_the_size(benchmarks):
    measuring, _ = benchmarks
    for exponent in (0, 1, 2):
        points = [(size, 3 * size**exponent) for size in (300, 3_000, 30_000)]
        assert measuring.growth(points) == pytest.approx(exponent)


def test_a_job_is_measured_in_turn_with_its_floor(benchmarks, monkeypatch):
    measuring, _ = benchmarks
    spent, order = [0.0], []

    def work(name, cost):
        def do():
            order.append(name)
            spent[0] += cost

        return do

    monkeypatch.setitem(measuring.CLOCKS, "process", lambda: spent[0])
    job = measuring.Job("a", "A", "b", "core", (1,), lambda _: None)
    row = measuring.in_turn(job, measuring.Pair(work("ours", 3.0), work("floor", 1.0)), 4)
    assert (row["ratio"], row["least"], row["most"]) == (3, 3, 3)
    assert order[1:] == ["floor", "ours", "ours", "floor"] * 2


def test_what_a_run_leaves_names_no_machine():
    said = (ROOT / "benchmarks/results/whole.json").read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|tmp|work|Users)\b|[A-Z]:\\\\|https?:", said)
    assert set(json.loads(said)) == {"measured_on", "python", "processors", "libraries", "jobs"}


class _Charts(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.charts, self.within = [], ""

    def handle_starttag(self, tag, attrs):
        if tag == "svg":
            self.charts.append({**dict(attrs), "said": {}})
        if tag in ("title", "desc"):
            self.within = dict(attrs)["id"]

    def handle_endtag(self, tag):
        if tag in ("title", "desc"):
            self.within = ""

    def handle_data(self, data):
        if self.within:
            self.charts[-1]["said"][self.within] = data


def test_the_page_says_every_figure_and_its_charts_are_read_aloud(page):
    made = page.page()
    for job in json.loads(page.RESULTS.read_text(encoding="utf-8"))["jobs"]:
        for row in job["rows"]:
            assert f"| {page.ratio(row)} |" in made, (job["name"], row["size"])
    charts = _Charts()
    charts.feed(made)
    assert len(charts.charts) == 2
    for each in charts.charts:
        assert each["role"] == "img"
        assert all(each["said"][name] for name in each["aria-labelledby"].split())


def test_an_aim_that_is_missed_is_said_to_be_missed(page, monkeypatch, tmp_path):
    found = json.loads(page.RESULTS.read_text(encoding="utf-8"))
    (job,) = (each for each in found["jobs"] if each["name"] == "check")
    job["rows"][-1] |= {"ratio": 2.5, "least": 2.4, "most": 2.6}
    (tmp_path / "whole.json").write_text(json.dumps(found), encoding="utf-8")
    monkeypatch.setattr(page, "RESULTS", tmp_path / "whole.json")
    made = page.page()
    assert (
        f"| {job['title']} | {job['floor']} | {page.size_of(job, job['rows'][-1])} | 2.50 (2.40 to 2.60) | 2 | no |"
        in made
    )
    assert f"not reached: {job['title']}" in re.sub(r"not reached: .*?(?=Check)", "not reached: ", made)
