"""The forecast by product family: what lines come to, from the grid to the list below a number, in snapshots and in the waterfall."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from core import Actor, Invalid, records, system_actor
from core.testing.modules_off import switch
from plugins.forecast import deals, grid, snapshots, types, waterfall
from plugins.opportunities import catalogue
from plugins.products import standard_book

DAY, PERIOD = "2026-11-20", "2026-10-01"
FAMILIES = ("vehicles", "accessories", "insurance", None)
STAGE_OF = {"pipeline": "prospecting", "best_case": "value_proposition", "commit": "negotiation", "closed": "closed_won"}


@pytest.fixture
def admin(user: Any) -> Actor:
    return user("administrator")


@pytest.fixture
def seller(admin: Actor, user: Any) -> Actor:
    return user("sales_consultant")


@pytest.fixture
def sells(admin: Actor) -> Any:
    """``sells("vehicles", 1000)``: a product of that family at that price."""

    def make(family: str | None, price: Any, currency: str = "CNY") -> Any:
        made = records.create("product", admin, name=f"{family} at {price}", code=f"{family}-{price}-{currency}", family=family)
        records.create("price_book_entry", admin, book=standard_book(currency), product=made, list_price=price)
        return made

    return make


@pytest.fixture
def sale(seller: Actor) -> Any:
    """``sale("commit", amount)``: an opportunity that closes in the fourth quarter of 2026."""
    stages = {stage.code: stage.id for process in catalogue().processes.values() if process.code == "standard" for stage in process.stages}

    def make(category: str = "commit", owner: Actor | None = None, **values: Any) -> Any:
        given = {"name": "Fleet", "close_date": DAY, "stage": stages[STAGE_OF[category]], "forecast_category": category, "amount_currency": "CNY", **values}
        return records.create("opportunity", system_actor(), source="import", channel="import", owner=(owner or seller).id, **given)

    return make


def line(sale: Any, product: Any, **values: Any) -> Any:
    return records.create("opportunity_line", system_actor(), opportunity=sale, product=product, **values)


def type_of(admin: Actor, family: str | None, measure: str = "amount") -> types.TypeInfo:
    made = records.create("forecast_type", admin, name=f"{measure} of {family}", measure=measure, family=family)
    return types.all_types()[made.id]


def look(user: Actor, forecast: types.TypeInfo) -> grid.Grid:
    return grid.read(forecast, forecast.read_period(PERIOD, None), user, "single")  # type: ignore[arg-type]  # the day is given


def whole(user: Actor, forecast: types.TypeInfo) -> dict[str, Decimal]:
    seen = look(user, forecast)
    return {column.code: sum((seen.cell(top, column.code).raw for top in seen.tops), Decimal(0)) for column in seen.columns}


def test_a_type_of_a_family_sums_the_lines_of_that_family(admin: Actor, seller: Actor, sells: Any, sale: Any) -> None:
    car, mats = sells("vehicles", 1000), sells("accessories", 50)
    one, _without = sale(amount=7, quantity=3), sale(amount=9, quantity=4)
    line(one, car, quantity=2)
    line(one, mats, quantity=4)

    assert whole(seller, type_of(admin, "vehicles"))["commit"] == 2000
    assert whole(seller, type_of(admin, "accessories", "units"))["commit"] == 4
    assert whole(seller, type_of(admin, None, "units"))["commit"] == 2 + 4 + 4  # lines where there are any, else the quantity
    assert whole(seller, type_of(admin, None))["commit"] == 2200 + 9
    assert whole(seller, type_of(admin, "insurance"))["commit"] == 0


def test_weighted_a_family_counts_by_the_probability_of_its_sale(admin: Actor, seller: Actor, sells: Any, sale: Any) -> None:
    line(sale(probability=33), sells("vehicles", "1000.01"))

    assert whole(seller, type_of(admin, "vehicles", "weighted"))["commit"] == Decimal("330.0033")


@pytest.fixture
def many(admin: Actor, user: Any, sells: Any, sale: Any) -> list[Any]:
    """Fourteen sales of two consultants drawn at random, some without lines."""
    draw = random.Random(7)
    products = [sells(family, price) for family in FAMILIES for price in ("0.03", "999.99")]
    people = [user("sales_consultant"), user("sales_consultant", number=2)]
    made = []
    for _number in range(14):
        one = sale(draw.choice(list(STAGE_OF)), owner=draw.choice(people), amount=draw.randrange(1, 10**6) / Decimal(100), probability=draw.randrange(0, 101))
        for product in draw.sample(products, draw.randrange(0, 5)):
            line(one, product, quantity=draw.randrange(1, 900) / Decimal(100), discount_percent=draw.choice((None, 7)))
        made.append(one)
    return made


MEASURES = ("amount", "weighted", "units")


def test_each_number_of_a_family_is_the_sum_of_its_list_and_equals_a_plain_reading_of_the_lines(admin: Actor, many: list[Any]) -> None:
    for measure in MEASURES:
        for family in (*FAMILIES[:3], None):
            check_lists(look(admin, type_of(admin, family, measure)))
        check_lines(admin, measure)


def check_lists(seen: grid.Grid) -> None:
    """Of every place and column."""
    for column in seen.columns:
        for top in (None, *seen.hierarchy.parents):
            among = deals.places(seen, top)
            listed = deals.page(seen, among, column, limit=200).rows
            assert sum(deals.values(listed, seen).values(), Decimal(0)) == deals.total(seen, among, column) == seen.cell(top, column.code).raw
            assert len(listed) == deals.count(seen, among, column)


def check_lines(admin: Actor, measure: str) -> None:
    """Line by line in Python."""
    seen = {family: whole(admin, type_of(admin, family, measure)) for family in FAMILIES[:3]}
    found = {family: dict.fromkeys(seen[family], Decimal(0)) for family in seen}
    for one in records.find("opportunity_line", admin, where={}, sort="id", limit=500):
        family = getattr(one.product.family, "code", None)
        if family in found:
            value = one.quantity if measure == "units" else one.total * (one.opportunity.probability if measure == "weighted" else 100) / 100
            found[family][one.opportunity.forecast_category.code] += value

    assert seen == found


def waterfall_of(forecast: types.TypeInfo, first: Any, last: Any) -> waterfall.Waterfall:
    column = next(one for one in forecast.every_column if one.code == "open_pipeline")
    return waterfall.between(first.id, last.id, waterfall.Question(forecast, forecast.read_period(PERIOD, None), column, None))  # type: ignore[arg-type]


def test_snapshots_keep_the_parts_and_the_waterfall_adds_up(admin: Actor, sells: Any, sale: Any) -> None:
    car, mats = sells("vehicles", 1000), sells("accessories", 50)
    grows, leaves, stays = sale(), sale(), sale()
    more, gone = line(grows, car), line(leaves, car)
    line(grows, mats)
    line(stays, mats)
    first = snapshots.take(admin)
    records.update(more, admin, quantity=3)
    records.delete(gone, admin)
    line(stays, car, quantity=5)
    last = snapshots.take(admin)
    found = waterfall_of(type_of(admin, "vehicles"), first, last)

    assert (found.opening, found.closing) == (2000, 8000)
    assert {one.sale_id: (one.bucket, one.net) for one in found.moved} == {grows.id: ("grown", 2000), leaves.id: ("shrunk", -1000), stays.id: ("grown", 5000)}
    assert waterfall_of(type_of(admin, "accessories"), first, last).moved == []
    assert waterfall_of(type_of(admin, None, "units"), first, last).closing == 3 + 1 + 1 + 6  # the one whose line went counts by its quantity


def test_a_snapshot_in_which_nothing_moved_writes_nothing(admin: Actor, sells: Any, sale: Any) -> None:
    from core import db

    line(sale(), sells("vehicles", 1000))
    snapshots.take(admin)
    again = snapshots.take(admin)
    for table in (snapshots.STATES, snapshots.PARTS):
        assert db.session.execute(sa.select(sa.func.count()).select_from(table).where(table.c.from_id == again.id)).scalar_one() == 0


def test_a_part_in_another_currency_is_converted_by_the_rate_of_its_sale(admin: Actor, seller: Actor, sells: Any, sale: Any) -> None:
    records.create("price_book", admin, name="Euro", currency="EUR", is_standard=True)
    records.create("exchange_rate", admin, currency="EUR", per=100, rate="780.55", valid_from="2026-01-01")
    one = sale(amount_currency="EUR", amount=1)
    line(one, sells("vehicles", "33.33", "EUR"))
    line(one, sells("accessories", "10", "EUR"))
    cars = type_of(admin, "vehicles")
    first = snapshots.take(admin)

    assert whole(seller, cars)["commit"] == Decimal("33.33") * Decimal("7.8055")
    assert waterfall_of(cars, first, first).closing == Decimal("33.33") * Decimal("7.8055")
    records.update(records.first("exchange_rate", admin, where={}, sort="id"), admin, rate="800")
    moved = waterfall_of(cars, first, snapshots.take(admin))
    assert ([one.bucket for one in moved.moved], moved.closing) == (["rate"], Decimal("33.33") * 8)


def test_the_page_and_the_api_show_a_family_and_open_its_list(admin: Actor, sells: Any, sale: Any, login: Any) -> None:
    line(sale(), sells("vehicles", "1234.56"))
    forecast = type_of(admin, "vehicles")
    browser = login("sales_consultant")
    url = f"type={forecast.id}&period={PERIOD}&view=single&column=commit"

    assert "1,234.56" in browser.get(f"/forecast?{url}").text
    assert "1,234.56" in browser.get(f"/forecast/opportunities?{url}").text
    answer = browser.get(f"/api/v1/forecast/opportunities?{url}").json
    assert (answer["total"], [row["value"] for row in answer["data"]]) == ("1234.56", ["1234.56"])


def test_with_quotes_off_no_family_is_forecast_and_units_are_the_quantity(admin: Actor, seller: Actor, sells: Any, sale: Any, login: Any) -> None:
    line(sale(quantity=3), sells("vehicles", 1000), quantity=2)
    cars, units = type_of(admin, "vehicles"), type_of(admin, None, "units")
    first = snapshots.take(admin)
    switch(["quotes"], False, admin)

    assert cars.id not in [one.id for one in types.offered(seller)]
    assert login("sales_consultant").get(f"/forecast?type={cars.id}").status_code == 404
    assert whole(seller, units)["commit"] == 3
    snapshots.take(admin)
    switch(["quotes"], True, admin)
    assert whole(seller, units)["commit"] == 2
    assert whole(seller, cars)["commit"] == waterfall_of(cars, first, snapshots.take(admin)).closing == 2000


def test_whoever_may_not_know_of_lines_is_offered_neither_a_family_nor_units(admin: Actor, seller: Actor) -> None:
    cars, units, money = type_of(admin, "vehicles"), type_of(admin, None, "units"), type_of(admin, None)
    offered = {one.id for one in types.offered(replace(seller, field_rights={("opportunity_line", "quantity"): "hidden"}))}

    assert money.id in offered
    assert not {cars.id, units.id} & offered


def test_a_quota_of_such_a_type_is_of_its_family(admin: Actor, seller: Actor) -> None:
    cars = type_of(admin, "vehicles", "units")
    made = records.create("forecast_quota", system_actor(), typed=("owner",), owner=seller.id, forecast_type=cars.id, starts_on=DAY, units=12)

    assert made.family.code == "vehicles"
    assert look(seller, cars).quotas == {(seller.id, PERIOD): 12}
    with pytest.raises(Invalid, match="another product family"):
        records.create("forecast_quota", system_actor(), typed=("owner",), owner=seller.id, forecast_type=cars.id, starts_on=PERIOD, units=12, family="parts")


def test_below_a_number_a_sale_is_corrected_but_for_the_amount_that_follows_its_lines(sale, sells, seller, login):
    record = sale("commit")
    line(record, sells("vehicles", 259800))
    client, address = login(actor=seller), f"/forecast/opportunities/{record.id}"
    version = records.get("opportunity", record.id, seller).version

    [amount] = re.findall(r'<input[^>]*name="amount"[^>]*>', page := client.get(address).text)
    assert "disabled" in amount and "Change the lines instead" in page
    assert client.post(address, data={"version": version, "close_date": "2026-12-19", "amount": "1"}).status_code == 303

    corrected = records.get("opportunity", record.id, seller)
    assert (corrected.close_date.isoformat(), corrected.amount) == ("2026-12-19", Decimal(259800))
