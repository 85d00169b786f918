"""What every object must do, for products, price books, what customers own and vehicle models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import system_actor
from core.testing import ObjectContract, PluginContract
from plugins.products import standard_book


def standard() -> Any:
    return standard_book(system_actor().currency)


def a_price(make: Callable[..., Any]) -> dict[str, Any]:
    """A price of its own of a product that has a standard price."""
    return {"product": make("price_book_entry", book=standard(), list_price="259800").product_id, "list_price": "255000"}


class TestProducts(PluginContract):
    plugin = "products"
    valid = {"price_book_entry": a_price, "installed_product": {"name": "Han EV"}}


class TestProductContract(ObjectContract):
    object_code = "product"
    valid = {"code": "HAN-EV-26", "name": "Han EV 2026"}
    change = {"name": "Han EV 2027"}
    invalid = {"tax_rate": "a lot"}


class TestPriceBookContract(ObjectContract):
    object_code = "price_book"
    valid = {"name": "Fleet 2026"}
    change = {"valid_until": "2026-12-31"}
    invalid = {"currency": "QQQ"}


class TestInstalledProductContract(ObjectContract):
    object_code = "installed_product"
    valid = {"name": "Han EV", "vin": "1M8GDM9AXKP042788", "account": lambda make: make("account", name="Northwind Mills")}
    change = {"plate": "苏E·D12345"}
    invalid = {"vin": "1M8GDM9A0KP042788"}


class TestVehicleModelContract(ObjectContract):
    object_code = "vehicle_model"
    valid = {"make": "BYD", "series": "Han", "model_year": "2026款"}
    change = {"body": "Sedan"}
    invalid = {"model_year": "soon"}
