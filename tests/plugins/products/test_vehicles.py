"""The tree of vehicle models: lines become nodes, and what is below follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, Invalid, Refusal, acting, records
from core import search as searching


@pytest.fixture
def trim(admin: Actor) -> Any:
    return records.create("vehicle_model", admin, make="BYD", series="汉", model_year="2026款", trim="2026款 EV 605 km", body='["Sedan", "Hatchback"]')


def named(admin: Actor, **where: Any) -> list[str]:
    return [one.name for one in records.find("vehicle_model", admin, where=where, sort="id")]


def test_a_line_makes_its_node_and_those_above_it(trim: Any, admin: Actor) -> None:
    assert [(one.level.code, one.name) for one in (trim, trim.parent, trim.parent.parent, trim.parent.parent.parent)] == [
        ("trim", "BYD 汉 2026款 EV 605 km"), ("model_year", "BYD 汉 2026"), ("series", "BYD 汉"), ("make", "BYD"),
    ]  # fmt: skip
    assert trim.parent.parent.parent.parent is None
    assert trim.body == "Sedan, Hatchback"


def test_nodes_are_shared_whatever_their_letters(trim: Any, admin: Actor) -> None:
    other = records.create("vehicle_model", admin, make="byd", series="汉", model_year=2026, trim="L7")

    assert other.parent_id == trim.parent_id


def test_a_node_is_there_once(trim: Any, admin: Actor) -> None:
    with pytest.raises(Invalid, match="already a record"):
        records.create("vehicle_model", admin, make="BYD", series="汉")


def test_a_brand_before_a_series_that_begins_with_it_is_not_said_twice(admin: Actor) -> None:
    assert records.create("vehicle_model", admin, make="DS", series="DS 5").name == "DS 5"


def test_what_is_below_follows_a_new_name(trim: Any, admin: Actor) -> None:
    records.update(trim.parent.parent.parent, admin, make="比亚迪")

    assert named(admin, make="比亚迪") == ["比亚迪", "比亚迪 汉", "比亚迪 汉 2026", "比亚迪 汉 2026款 EV 605 km"]
    assert named(admin, make="BYD") == []


def test_what_is_below_goes_out_of_use_too(trim: Any, admin: Actor) -> None:
    records.update(trim.parent.parent, admin, active=False)

    assert named(admin, active=True) == ["BYD"]


def test_a_node_that_a_product_names_is_kept(trim: Any, admin: Actor) -> None:
    records.create("product", admin, code="HAN", name="Han", vehicle_model=trim)

    with pytest.raises(Refusal, match="still refer"):
        records.delete(trim.parent.parent, admin)


@pytest.mark.parametrize("year", ["soon", "1885", "20 26款年"])
def test_no_year_is_refused(admin: Actor, year: str) -> None:
    with pytest.raises(Invalid, match="Model year"):
        records.create("vehicle_model", admin, make="BYD", series="汉", model_year=year)


@pytest.mark.parametrize("typed", ["byd", "汉", "605", "汉 2026"])
def test_it_is_picked_while_typing(trim: Any, rep: Actor, typed: str) -> None:
    with acting(rep):
        offered = [row.id for row in searching.records_named(trim.object_type, typed, rep, where="active = true")]

    assert trim.id in offered


def test_who_may_not_see_it_is_offered_nothing(trim: Any, login: Callable[..., Any], rep: Actor) -> None:
    assert trim.name in login(actor=rep).get("/lookup/vehicle-models?q=byd").get_data(as_text=True)
    assert login("front_desk").get("/lookup/price-books?q=a").status_code == 403


def test_a_brand_that_becomes_a_year_is_not_its_own_parent(admin: Actor) -> None:
    brand = records.create("vehicle_model", admin, make="Song")
    records.update(brand, admin, model_year=2026)

    assert brand.parent.name == "Song" and brand.parent_id != brand.id
    records.delete(brand, admin)
    assert named(admin, make="Song") == ["Song"]
