"""The ways to products and prices besides the pages: API, export, columns of lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import Actor, records


def test_the_api_prices_copies_and_transfers(car: Any, standard: Any, login: Callable[..., Any], make: Callable[..., Any], admin: Actor) -> None:
    client = login("administrator")
    first, second = make("account", name="First"), make("account", name="Second")

    copied = client.post(f"/api/v1/price-books/{standard.id}/actions/copy", json={"name": "Fleet", "percentage": "-3", "round_to": "100"})
    assert copied.status_code == 200, copied.get_data(as_text=True)
    made = records.first("price_book", admin, where={"name": "Fleet"})
    prices = client.get(f"/api/v1/price-book-entries?where=book%20%3D%20{made.id}").get_json()["data"]
    assert [(one["list_price"], one["list_price_currency"]) for one in prices] == [("252000", "CNY")]

    owned = client.post("/api/v1/installed-products", json={"account": first.id, "product": car.id, "vin": "1M8GDM9AXKP042788"}).get_json()
    moved = client.post(f"/api/v1/installed-products/{owned['id']}/actions/transfer", json={"account": second.id, "note": "Sold"})
    assert moved.status_code == 200, moved.get_data(as_text=True)
    assert client.get(f"/api/v1/installed-products/{owned['id']}").get_json()["account"] == second.id


def test_the_api_names_field_and_rule(car: Any, standard: Any, login: Callable[..., Any]) -> None:
    answer = login("administrator").post("/api/v1/price-book-entries", json={"book": standard.id, "product": car.id, "list_price": "-1"})

    assert answer.status_code == 422
    assert {one["field"] for one in answer.get_json()["errors"]} == {"list_price", "product"}


def test_what_is_exported_is_what_the_list_shows(car: Any, login: Callable[..., Any]) -> None:
    exported = login("dealer_manager").get("/products/export.csv?view=active").get_data(as_text=True)

    assert "HAN-L7" in exported
    assert "259800" in exported


def test_the_list_shows_the_standard_price(car: Any, login: Callable[..., Any]) -> None:
    assert "¥259,800" in login("sales_consultant").get("/products?view=active").get_data(as_text=True)
    assert "259,800" not in login("front_desk").get("/products?view=active").get_data(as_text=True)
