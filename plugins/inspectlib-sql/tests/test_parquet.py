"""The flat tables: every row there, typed, each column explained; and the kit finds nothing wrong."""

import csv
import json
from datetime import date
from itertools import count

import duckdb
import pyarrow.parquet as pq
import pytest
from inspectlib_sql import parquet
from postgres import fresh_database

import inspectlib as il
from inspectlib.sample import SAMPLE_DAY, office_register
from inspectlib.testing.conformance import faults_of_distribution


def addresses_of(kind, folder):
    numbers = count(1)
    return fresh_database if kind == "postgresql" else lambda: f"sqlite:///{folder}/{next(numbers)}.db"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_this_distribution_keeps_to_what_the_library_relies_on(kind, tmp_path):
    addresses = {"sql": addresses_of(kind, tmp_path)}
    assert faults_of_distribution("inspectlib-sql", folder=tmp_path, addresses=addresses) == ()


def test_every_case_report_and_recommendation_is_a_row_with_its_derived_status(tmp_path):
    register = office_register(60)
    il.export(register, "parquet", tmp_path / "out", on=SAMPLE_DAY)
    tables = {each.stem: pq.read_table(each) for each in (tmp_path / "out").glob("*.parquet")}
    assert tables["cases"].num_rows == len(register.cases)
    assert tables["reports"].num_rows == len(register.inspections)
    assert tables["recommendations"].num_rows == sum(len(each.recommendations) for each in register.inspections)
    assert all(tables["cases"].column("stage").to_pylist())
    days = [each for each in tables["cases"].column("due").to_pylist() if each]
    assert days
    assert all(type(each) is date for each in days)
    texts = {each.id: each.text for report in register.inspections for each in report.recommendations}
    assert (
        dict(zip(*(tables["recommendations"].column(each).to_pylist() for each in ("id", "text")), strict=True))
        == texts
    )


def test_every_column_says_what_it_means_in_the_file_and_in_the_list(tmp_path):
    il.export(office_register(3), "parquet", tmp_path / "out", on=SAMPLE_DAY)
    with (tmp_path / "out" / "columns.csv").open(encoding="utf-8") as file:
        listed = {(row["table"], row["column"]): row["meaning"] for row in csv.DictReader(file)}
    for path in (tmp_path / "out").glob("*.parquet"):
        for field in pq.read_schema(path):
            assert field.metadata[b"description"].decode() == listed.pop((path.stem, field.name))
    assert listed == {}


def test_an_empty_register_has_the_same_typed_columns(tmp_path):
    from inspectlib.register import Register

    il.export(Register().with_areas("northmoor"), "parquet", tmp_path / "out", on=SAMPLE_DAY)
    schema = pq.read_schema(tmp_path / "out" / "cases.parquet")
    assert [(each.name, each.type) for each in schema] == [(each.name, each.type) for each in parquet.CASES]


def test_duckdb_joins_the_tables(tmp_path):
    register = office_register(60)
    il.export(register, "parquet", tmp_path / "out", on=SAMPLE_DAY)
    found = duckdb.sql(
        f"select count(*) from '{tmp_path}/out/cases.parquet' c join '{tmp_path}/out/recommendations.parquet' r "
        "on c.recommendation = r.id"
    ).fetchall()
    assert found == [(len(register.cases),)]


def test_nothing_that_is_the_bodys_alone_and_no_withheld_words_stand_in_any_column(tmp_path):
    from inspectlib.fields import Audience
    from inspectlib.plugins import load_plugins
    from inspectlib.testing.canary import found_in, full_register

    register = full_register(Audience.WORKING)
    il.export(register, "parquet", tmp_path / "out", on=date(2023, 6, 1), plugins=load_plugins())
    tables = {each.name: pq.read_table(each) for each in (tmp_path / "out").glob("*.parquet")}
    texts = [(name, json.dumps(each.to_pylist(), default=str)) for name, each in tables.items()]
    assert tables["cases.parquet"].num_rows
    assert found_in(texts) == []
