"""S2: province, city and district by the official codes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core import Actor, Invalid, records, speaking
from plugins.contacts import profile_for, regions, written_region


def test_a_code_begins_with_its_parents() -> None:
    assert regions.find("320506").chinese == "吴中区"
    assert [regions.find(code).parent for code in ("320506", "3205", "32")] == ["3205", "32", None]


def test_picking_a_district_picks_city_and_province(seller: Actor) -> None:
    made = records.create("contact", seller, name="周敏", district="320506")

    assert (made.province.code, made.city.code) == ("32", "3205")
    assert written_region(made.province, made.city, made.district) == "Wuzhong District, Suzhou, Jiangsu"
    with speaking("zh_CN"):
        assert written_region(made.province, made.city, made.district) == "江苏省苏州市吴中区"


def test_s2_a_city_lies_in_its_province(seller: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("contact", seller, name="周敏", province="31", city="3205")

    assert "city" in refused.value.errors


def test_a_city_is_found_by_its_name(seller: Actor) -> None:
    assert records.create("contact", seller, name="周敏", city="苏州").city.code == "3205"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("苏州", "3205"), ("苏州市", "3205"), ("Suzhou (Jiangsu)", "3205"), ("Suzhou (Anhui)", "3413"), ("shenzhen", "4403"), ("Xian", "6101"), ("Luliang", "1411"),
     ("Yanbian Autonomous Prefecture", "2224"), ("Yanbian", "2224"), ("Harbin", "2301")],
)  # fmt: skip
def test_a_city_is_understood_in_either_language(typed: str, code: str) -> None:
    assert regions.RegionField("City", "city").parse(typed).code == code


def test_a_name_that_two_cities_have_is_refused_with_both_until_it_says_which() -> None:
    city = regions.RegionField("City", "city")

    with pytest.raises(ValueError, match="Suzhou, Jiangsu; Suzhou, Anhui"):
        city.parse("Suzhou")
    assert [city.parse(said).code for said in ("Suzhou, Jiangsu", "Suzhou, Anhui")] == ["3205", "3413"]


@pytest.mark.parametrize(("level", "name", "beside", "code"), [
    ("city", "Suzhou", {"province": "34"}, "3413"), ("city", "suzhou", {"province": "32"}, "3205"), ("city", "苏州", {"province": "34"}, "3205"),
    ("district", "朝阳区", {"city": "1101"}, "110105"), ("district", "鼓楼区", {"province": "35"}, "350102"), ("district", "鼓楼区", {"province": "35", "city": "3201"}, "320106"),
])  # fmt: skip
def test_of_namesakes_the_one_in_what_the_row_names_is_meant(level: str, name: str, beside: dict[str, str], code: str) -> None:
    """One outside of it is still understood: that it does not lie there is a sentence of its own."""
    assert regions.RegionField(level, level).parse_beside(name, beside).code == code


@pytest.mark.parametrize("typed", ["北京市朝阳区", "Chaoyang District, Beijing"])
def test_a_district_with_namesakes_is_told_by_what_it_lies_in(typed: str) -> None:
    assert regions.RegionField("District", "district").parse(typed).code == "110105"


def test_every_reader_sees_places_in_the_own_language(seller: Actor, login: Any) -> None:
    url = records.create("contact", seller, name="周敏", district="320506").url

    assert "Wuzhong District" in login("sales_consultant").get(url).text
    assert "吴中区" in login("sales_consultant", language="zh_CN").get(url).text


def test_every_division_has_a_name_in_latin_letters() -> None:
    assert not [one.chinese for one in regions.divisions().values() if not re.fullmatch(r"[A-Za-zü'() -]{2,75}", one.latin)]


def test_names_alike_differ_within_their_level_where_one_chooses_them() -> None:
    cities = [one.latin for one in regions.at_level("city") if one.chinese not in regions.UNNAMED]
    assert len(cities) == len(set(cities))


def test_an_unknown_division_is_refused(seller: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("contact", seller, name="周敏", city="Atlantis")

    assert "city" in refused.value.errors


def test_a_municipality_is_written_once(app: Any) -> None:
    assert written_region("31", "3101", "310104") == "Xuhui District, Shanghai"
    with speaking("zh_CN"):
        assert written_region("31", "3101", "310104") == "上海市徐汇区"


def test_lists_are_filtered_by_province(seller: Actor) -> None:
    records.create("contact", seller, name="周敏", city="3205")
    records.create("contact", seller, name="王强", city="3101")

    assert [one.name for one in records.find("contact", seller, where="province = 32")] == ["周敏"]


def test_without_a_script_every_city_stands_under_its_province() -> None:
    field = regions.RegionField("City", "city")

    assert {heading: len(choices) for heading, choices in field.groups()}["Jiangsu"] == 13


def test_s2_the_country_profile_says_what_is_required(app: Any) -> None:
    china = profile_for(phone="+8613800138000")
    abroad = profile_for(phone="+14155552671")

    assert set(china.person_required) == {"name", "gender", "province", "city"}
    assert abroad.person_required == ("name",)
    assert china.one_name
    assert not abroad.one_name
