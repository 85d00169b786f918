"""A sale to work on, products with standard prices, and people to sell them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, records
from plugins.products import standard_book


@pytest.fixture
def standard(app: Any) -> Any:
    """The standard price book in CNY that every installation starts with; its prices include tax."""
    return standard_book("CNY")


@pytest.fixture
def sells(admin: Actor, standard: Any) -> Callable[..., Any]:
    """``sells("Han L7", "259800")``: a product with that standard price."""

    def make_product(name: str, price: str, **values: Any) -> Any:
        made = records.create("product", admin, **{"code": name.upper().replace(" ", "-")[:40], "name": name, "tax_rate": "13", **values})
        records.create("price_book_entry", admin, book=standard, product=made, list_price=price)
        return made

    return make_product


@pytest.fixture
def car(sells: Callable[..., Any]) -> Any:
    return sells("Han L7", "259800", family="vehicles", warranty_months=36)


@pytest.fixture
def mats(sells: Callable[..., Any]) -> Any:
    return sells("Floor mats", "399.90", family="accessories")


@pytest.fixture
def sale(rep: Actor) -> Any:
    """An opportunity of the consultant's over 240,000 yuan, without lines."""
    account = records.create("account", rep, name="Northwind Mills")
    return records.create("opportunity", rep, name="Han L7 for Northwind", account=account, amount="240000")


@pytest.fixture
def add(sale: Any, rep: Actor) -> Callable[..., Any]:
    """``add(car, quantity=2)``: a line of the sale."""

    def add_line(product: Any, **values: Any) -> Any:
        return records.create("opportunity_line", rep, opportunity=sale, product=product, **values)

    return add_line


@pytest.fixture
def fresh() -> Callable[[Any], Any]:
    """The record as it is stored now."""
    return lambda record: records.get(record.__object_code__, record.id, _system())


def _system() -> Actor:
    from core import system_actor

    return system_actor()
