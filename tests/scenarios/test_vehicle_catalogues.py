"""Two real catalogues of cars become one tree: American makes and models by year, Chinese brands, series and trims.

The files are not part of the product: FORECOURT_DATA says where they lie (default ../shared/data beside the checkout).
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core import acting, external_ids, queries, records, registry, system_actor
from core import search as searching
from core.testing.fixtures import app_of_module
from plugins.imports import Plan, perform, prepare
from plugins.imports.intake import table_of
from plugins.imports.mapping import Column, guess

app = app_of_module
DATA = Path(os.environ.get("FORECOURT_DATA", Path(__file__).parents[3] / "shared" / "data"))
CHINESE, TRIMS = DATA / "cn_car_series" / "cn_car_series.csv", DATA / "cn_car_series" / "cn_car_trims_sample.csv"
WHOLE = bool(os.environ.get("FORECOURT_WHOLE_FILES"))
FIRST = {} if WHOLE else {CHINESE: 400, TRIMS: 220}
"""So many lines of these: the brands to 丰田, which is in both files, and its trims. All with FORECOURT_WHOLE_FILES=1."""
YEARS = range(2015, 2027) if WHOLE else (2015,)
AMERICAN = tuple(DATA / "us_car_models" / f"{year}.csv" for year in YEARS)
"""The first of the twelve years: what the others add is more of the same. All twelve with FORECOURT_WHOLE_FILES=1."""

pytestmark = pytest.mark.skipif(not CHINESE.is_file() or not AMERICAN[0].is_file(), reason="the car catalogues are not here: set FORECOURT_DATA")

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "american": {"year": "model_year", "make": "make", "model": "series", "body_styles": "body"},
    "chinese": {"brand": "make", "factory": "manufacturer", "series_id": "external:catalogue", "series": "series", "first_model_year": "built_from", "last_model_year": "built_until"},
    "trims": {"brand": "make", "series": "series", "model_year": "model_year", "trim": "trim"},
}


def content(file: Path) -> str:
    heading, *lines = file.read_bytes().decode("utf-8").splitlines(keepends=True)
    return "".join([heading, *lines[: FIRST.get(file)]])


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(file), newline="")))


def take_in(file: Path, columns: Mapping[str, str]) -> Counter[str]:
    plan = Plan(tuple(Column(column, field) for column, field in columns.items()))
    return perform(prepare(registry.object_type("vehicle_model"), file.name, content(file).encode(), system_actor(), plan), system_actor())


@pytest.fixture(scope="module", autouse=True)
def results(app: Flask) -> Iterator[dict[str, Counter[str]]]:
    """What each import came to."""
    with acting(system_actor()):
        # Series before what makes them by the way: GMC Yukon stands in both catalogues, and a line for a node that is there is refused.
        done = {"chinese": take_in(CHINESE, COLUMNS["chinese"]), "trims": take_in(TRIMS, COLUMNS["trims"])}
        yield {**done, **{file.stem: take_in(file, COLUMNS["american"]) for file in AMERICAN}}


def counted(level: str, **where: Any) -> int:
    return queries.count("vehicle_model", system_actor(), where={"level": level, **where}, cap=100_000)[0]


def test_every_line_of_every_file_is_taken_in(results: dict[str, Counter[str]]) -> None:
    assert {name: dict(found) for name, found in results.items()} == {
        **{file.stem: {"created": len(rows(file))} for file in AMERICAN}, "chinese": {"created": len(rows(CHINESE))}, "trims": {"created": len(rows(TRIMS))},
    }  # fmt: skip


def test_each_level_counts_what_the_files_count(results: Any) -> None:
    american = [row for file in AMERICAN for row in rows(file)]
    chinese, trims = rows(CHINESE), rows(TRIMS)
    makes = {row["make"].casefold() for row in american} | {row["brand"].casefold() for row in chinese}
    series = {(row["make"].casefold(), row["model"].casefold()) for row in american} | {(row["brand"].casefold(), row["series"].casefold()) for row in chinese}
    years = {(row["make"], row["model"], row["year"]) for row in american} | {(row["brand"], row["series"], row["model_year"].removesuffix("款")) for row in trims}

    assert (counted("make"), counted("series"), counted("model_year"), counted("trim")) == (len(makes), len(series), len(years), len(trims))


def test_nothing_below_a_brand_is_lost(results: Any) -> None:
    toyota = records.first("vehicle_model", system_actor(), where={"level": "make", "make": "丰田"})

    assert counted("series", parent=toyota.id) == sum(row["brand"] == "丰田" for row in rows(CHINESE))


def test_a_series_keeps_its_maker_its_years_and_its_number_in_the_catalogue(results: Any) -> None:
    row = next(one for one in rows(CHINESE) if one["series"] == "凯美瑞")

    found = records.get("vehicle_model", external_ids.find(registry.object_type("vehicle_model"), "catalogue", row["series_id"]), system_actor())

    assert (found.name, found.manufacturer, found.built_from, found.built_until) == (
        "丰田 凯美瑞", "广汽丰田", int(row["first_model_year"][:4]), int(row["last_model_year"][:4]),
    )  # fmt: skip


@pytest.mark.parametrize(("typed", "name"), [("civic 2015", "Honda Civic 2015"), ("凯美瑞 2019", "丰田 凯美瑞 2019款 2.0E 精英版 国V"), ("kaimeirui", "丰田 凯美瑞")])
def test_one_is_picked_while_typing(results: Any, typed: str, name: str) -> None:
    offered = [row.name for row in searching.records_named(registry.object_type("vehicle_model"), typed, system_actor(), limit=200, where="active = true")]

    assert name in offered


def test_the_mapping_is_guessed_from_the_headings(results: Any) -> None:
    one = prepare(registry.object_type("vehicle_model"), "again.csv", b"Brand,Series,Model year,Trim,Manufacturer\nBYD,Han,2026,L7,BYD Auto\n", system_actor())

    guessed = {column.column: column.field for column in guess(table_of(one), registry.object_type("vehicle_model"), system_actor()).columns}

    assert guessed == {"Brand": "make", "Series": "series", "Model year": "model_year", "Trim": "trim", "Manufacturer": "manufacturer"}
