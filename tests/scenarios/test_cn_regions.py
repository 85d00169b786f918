"""The China profile held against the real divisions, area codes and postal codes.

The files are not part of the product: FORECOURT_DATA says where they lie (default ../shared/data beside the checkout).
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core import phones
from plugins.contacts import CN, regions

DATA = Path(os.environ.get("FORECOURT_DATA", Path(__file__).parents[3] / "shared" / "data")) / "cn_regions"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"real data not found: {DATA} (set FORECOURT_DATA)")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tree(name: str) -> Iterator[dict[str, Any]]:
    """All nodes of a JSON tree, from the top down."""
    waiting = list(json.loads((DATA / name).read_text(encoding="utf-8")))
    while waiting:
        node = waiting.pop()
        waiting.extend(node.get("children", ()))
        yield node


@pytest.mark.parametrize(("name", "level"), [("provinces.csv", "province"), ("cities.csv", "city"), ("areas.csv", "district")])
def test_every_division_is_in_the_shipped_table(name: str, level: str) -> None:
    real = {row["code"]: row["name"] for row in rows(name)}
    shipped = {one.code: one.chinese for one in regions.at_level(level)}

    assert {code: shipped.get(code) for code in real} == real
    assert set(shipped) - set(real) <= {"71", "81", "82"}


def test_the_shipped_table_nests_as_the_real_tree_does() -> None:
    # Where a city has no districts (6202, 嘉峪关) the file goes on to its streets, which are no picklist of ours.
    for node in tree("pca-code.json"):
        children = sorted(child["code"] for child in node.get("children", ()) if len(child["code"]) == len(node["code"]) + 2)
        if children:
            assert [one.code for one in regions.within(node["code"])] == children


def test_the_special_regions_and_taiwan_are_provinces() -> None:
    names = json.loads((DATA / "HK-MO-TW.json").read_text(encoding="utf-8"))

    assert {one.chinese for one in regions.at_level("province")} >= set(names)


def test_every_mainland_area_code_makes_a_landline(app: Any) -> None:
    codes = {node["areacode"] for node in tree("areacode.json")}
    mainland = {code for code in codes if code.startswith("0") and not code.startswith("00")}

    assert len(mainland) > 300
    for code in mainland:
        for number in ("6558123", "65581234"):
            stored = phones.normalise(f"{code}-{number}", "landline")
            assert stored == f"+86{code[1:]}{number}"
            assert phones.normalise(phones.show(stored), "landline") == stored


def test_every_mainland_area_code_needs_7_or_8_digits(app: Any) -> None:
    # Of 3-digit area codes: one digit less or more cannot be read as another area's number.
    for code in ("010", "021", "0512", "0755", "0991"):
        for number in ("655812", "655812345"):
            with pytest.raises(ValueError, match="area code"):
                phones.normalise(f"{code}-{number}", "landline")


def test_every_real_postal_code_fits_the_profile() -> None:
    codes = {node["postcode"] for node in tree("postcode.json") if "postcode" in node}

    assert len(codes) > 1000
    assert [code for code in codes if CN.postal_problem(code)] == []


def test_the_defects_of_the_other_postal_file_are_caught() -> None:
    wrong = {row["zipCode"] for row in rows("region_zip_latlon.csv") if CN.postal_problem(row["zipCode"])}

    assert "4453011" in wrong
    assert "890至896" in wrong
