"""Frames: typed, one row a thing, every column documented; the same in pandas and in Polars."""

from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from inspectlib_notebook import frames
from inspectlib_notebook.columns import COLUMNS, Kind, as_markdown

import inspectlib as il
from inspectlib.errors import BadCall
from inspectlib.register import Register
from inspectlib.sample import office_register
from inspectlib.testing import AREA, a_complete_register

ON = date(2024, 6, 28)
README = Path(__file__).parents[1] / "README.md"
REGISTER = office_register(40)
PANDAS = {Kind.TEXT: "string", Kind.DAY: "datetime64[s]", Kind.NUMBER: "Int64", Kind.TRUTH: "boolean"}
POLARS = {Kind.TEXT: pl.String, Kind.DAY: pl.Date, Kind.NUMBER: pl.Int64, Kind.TRUTH: pl.Boolean}


def made(name, register, using):
    if name == "recommendations":
        return frames.recommendations(register, using=using)
    if name == "findings":
        return frames.findings(il.check(register, on=ON), using=using)
    return getattr(frames, name)(register, on=ON, using=using)


EACH = pytest.mark.parametrize("name", sorted(COLUMNS))


@EACH
@pytest.mark.parametrize("register", [REGISTER, Register(areas=(AREA,))], ids=["full", "empty"])
def test_the_columns_and_types_are_those_that_are_documented(name, register):
    in_pandas, in_polars = made(name, register, "pandas"), made(name, register, "polars")
    assert {each: str(kind) for each, kind in in_pandas.dtypes.items()} == {
        each.name: PANDAS[each.kind] for each in COLUMNS[name]
    }
    assert dict(in_polars.schema) == {each.name: POLARS[each.kind] for each in COLUMNS[name]}


@EACH
def test_pandas_and_polars_hold_the_same(name):
    in_pandas, in_polars = made(name, REGISTER, "pandas"), made(name, REGISTER, "polars")
    assert len(in_pandas) > 0 or name == "findings"
    plain = [
        tuple(None if pd.isna(each) else each.date() if isinstance(each, pd.Timestamp) else each for each in row)
        for row in in_pandas.itertuples(index=False)
    ]
    assert plain == in_polars.rows()


def test_the_readme_holds_the_columns_as_they_are():
    assert as_markdown() in README.read_text(encoding="utf-8")


def test_a_frame_of_items_counts_as_the_register_does():
    frame = frames.items(REGISTER, on=ON, using="pandas")
    assert len(frame) == len(REGISTER.where(on=ON)) == 40
    assert int((~frame["ended"]).sum()) == len(REGISTER.where(on=ON, status="open"))
    assert int((frame["timing"] == "overdue").sum()) == len(REGISTER.where(on=ON, status="overdue"))
    assert frame["age"].min() >= 0


def test_no_event_after_the_day_is_in_the_frame_and_every_one_before_is():
    frame = frames.events(a_complete_register(), on="2023-04-10", using="polars")
    assert frame["on"].max() == date(2023, 4, 10)
    assert {"report published", "chief officer invited to comment"} <= set(frame["what"])
    assert "response published" not in set(frame["what"])
    assert "response published" in set(frames.events(a_complete_register(), on=ON, using="polars")["what"])


def test_what_is_installed_is_used_and_what_is_not_is_said(monkeypatch):
    assert isinstance(frames.recommendations(REGISTER), pd.DataFrame)
    monkeypatch.setattr(frames, "find_spec", lambda name: name == "polars" or None)
    assert isinstance(frames.recommendations(REGISTER), pl.DataFrame)
    with pytest.raises(BadCall, match="pandas is not installed; pip install 'pandas'"):
        frames.recommendations(REGISTER, using="pandas")
    monkeypatch.setattr(frames, "find_spec", lambda _: None)
    with pytest.raises(BadCall, match="neither pandas nor polars is installed; pip install 'pandas'"):
        frames.recommendations(REGISTER)
    with pytest.raises(BadCall, match="not with 'arrow'"):
        frames.recommendations(REGISTER, using="arrow")
