"""S2: province, city and district by the official codes."""

from __future__ import annotations

from typing import Any

import pytest

from core import Actor, Invalid, records
from plugins.contacts import profile_for, regions, written_region


def test_a_code_begins_with_its_parents() -> None:
    assert str(regions.find("320506").label) == "吴中区"
    assert [regions.find(code).parent for code in ("320506", "3205", "32")] == ["3205", "32", None]


def test_picking_a_district_picks_city_and_province(seller: Actor) -> None:
    made = records.create("contact", seller, name="周敏", district="320506")

    assert (made.province.code, made.city.code) == ("32", "3205")
    assert written_region(made.province, made.city, made.district) == "江苏省苏州市吴中区"


def test_s2_a_city_lies_in_its_province(seller: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("contact", seller, name="周敏", province="31", city="3205")

    assert "city" in refused.value.errors


def test_a_city_is_found_by_its_name(seller: Actor) -> None:
    assert records.create("contact", seller, name="周敏", city="苏州").city.code == "3205"


def test_an_unknown_division_is_refused(seller: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("contact", seller, name="周敏", city="Atlantis")

    assert "city" in refused.value.errors


def test_a_municipality_is_written_once() -> None:
    assert written_region("31", "3101", "310104") == "上海市徐汇区"


def test_lists_are_filtered_by_province(seller: Actor) -> None:
    records.create("contact", seller, name="周敏", city="3205")
    records.create("contact", seller, name="王强", city="3101")

    assert [one.name for one in records.find("contact", seller, where="province = 32")] == ["周敏"]


def test_without_a_script_every_city_stands_under_its_province() -> None:
    field = regions.RegionField("City", "city")

    assert {heading: len(choices) for heading, choices in field.groups()}["江苏省"] == 13


def test_s2_the_country_profile_says_what_is_required(app: Any) -> None:
    china = profile_for(phone="+8613800138000")
    abroad = profile_for(phone="+14155552671")

    assert set(china.person_required) == {"name", "gender", "province", "city"}
    assert abroad.person_required == ("name",)
    assert china.one_name
    assert not abroad.one_name
