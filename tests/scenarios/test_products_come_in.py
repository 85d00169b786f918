"""Products come in by the import module, and are found through the search module's index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, acting, records, registry
from core import search as searching
from plugins.imports import Plan, likeness, perform, prepare, samples
from plugins.imports.intake import table_of
from plugins.imports.mapping import Column, guess, importable
from plugins.imports.results import failures
from plugins.products import entry_of, register_installed, standard_book


@pytest.fixture
def admin(user: Callable[..., Actor]) -> Actor:
    return user("administrator")


@pytest.fixture
def standard(app: Any) -> Any:
    return standard_book("CNY")


@pytest.fixture
def car(admin: Actor) -> Any:
    return records.create("product", admin, code="HAN-L7", name="Han L7", family="vehicles")


@pytest.fixture
def take_in(admin: Actor) -> Callable[..., Any]:
    """``take_in("product", text, key="code", Code="code")``: (counts, reasons of the rows refused)."""

    def run(code: str, text: str, key: str = "", **columns: str) -> tuple[dict[str, int], list[str]]:
        with acting(admin):
            plan = Plan(tuple(Column(column, field) for column, field in columns.items()), key=key)
            one = prepare(registry.object_type(code), f"{code}.csv", text.encode(), admin, plan)
            return dict(perform(one, admin)), [row.reason for row in failures(one)]

    return run


def test_products_come_in_by_their_code_and_prices_by_the_names_of_book_and_product(take_in: Callable[..., Any], standard: Any, admin: Actor) -> None:
    products = "Code,Name,Family\nGTX-B,GTX Basic,hardware\nGTX-P,GTX Pro,Hardware\n"
    assert take_in("product", products, key="code", Code="code", Name="name", Family="family") == ({"created": 2}, [])

    prices = 'Product,Price,Book\nGTX-B,550,Standard price book\nGTX-P,"4,821.00",Standard price book\nGTX-X,1,Standard price book\nGTX-B,1,Standard price book\n'
    counts, reasons = take_in("price_book_entry", prices, Product="product", Price="list_price", Book="book")

    assert counts == {"created": 2, "failed": 2}
    assert ["nothing is called “GTX-X”" in reasons[0], "in this price book already" in reasons[1]] == [True, True]
    pro = records.first("product", admin, where={"code": "GTX-P"})
    assert entry_of(pro.id, standard.id).list_price == 4821


def test_a_second_file_updates_by_the_code(take_in: Callable[..., Any], car: Any, admin: Actor) -> None:
    assert take_in("product", "Code,Name\nHAN-L7,Han L7 2027\n", key="code", Code="code", Name="name") == ({"updated": 1}, [])
    assert records.get("product", car.id, admin).name == "Han L7 2027"


def test_cars_of_customers_come_in_with_vin_and_plate(take_in: Callable[..., Any], car: Any, make: Callable[..., Any], admin: Actor) -> None:
    make("account", name="Northwind Mills")
    text = "Owner,Product,VIN,Plate\nNorthwind Mills,HAN-L7,1m8gdm9axkp042788,苏E·12345\nNorthwind Mills,HAN-L7,1M8GDM9A1KP042788,苏E·12346\n"

    counts, reasons = take_in("installed_product", text, key="vin", Owner="account", Product="product", VIN="vin", Plate="plate")

    assert counts == {"created": 1, "failed": 1}
    assert "the ninth would be X" in reasons[0]
    assert records.first("installed_product", admin, where={"vin": "1M8GDM9AXKP042788"}).plate == "苏E12345"


@pytest.mark.parametrize("typed", ["042788", "1m8gdm9a", "苏E12345", "苏E·12345", "苏e 123", "12345", "han l7"])
def test_a_car_is_looked_up_by_vin_and_plate_however_they_are_typed(car: Any, make: Callable[..., Any], user: Callable[..., Actor], typed: str) -> None:
    rep = user("sales_consultant")
    mine = make("account", by=rep, name="Northwind Mills")
    made = register_installed(rep, account=mine, product=car, vin="1M8GDM9AXKP042788", plate="苏E12345")

    with acting(rep):
        assert made.id in {row.id for group in searching.search(typed, rep) for row in group.rows}
    other = user("sales_consultant", number=2)
    with acting(other):
        assert made.id not in {row.id for group in searching.search(typed, other) for row in group.rows}


def test_a_product_that_a_file_calls_nearly_so_is_offered_and_asked(take_in: Callable[..., Any], standard: Any, admin: Actor) -> None:
    take_in("product", "Code,Name\nB,GTX Basic\nP,GTX Pro\nPP,GTX Plus Pro\nK,GTK 500\n", Code="code", Name="name")
    text = "product,list price,book\nGTX Basic,550,Standard price book\nGTXPro,4821,Standard price book\nGTX Plus Por,5482,Standard price book\nSomething else,1,Standard price book\n"
    with acting(admin):
        one = prepare(registry.object_type("price_book_entry"), "prices.csv", text.encode(), admin)
        guessed = guess(table_of(one), registry.object_type("price_book_entry"), admin)
        line = samples.lines(guessed, table_of(one), importable(registry.object_type("price_book_entry"), admin), admin)[0]

    assert line["values"] == [("GTXPro", "GTX Pro"), ("GTX Plus Por", "")]  # the one differs in a blank; of the other it is asked
    assert "GTX Plus Pro" in [option.code for option in line["options"]]
    with acting(admin):
        one = prepare(registry.object_type("price_book_entry"), "prices.csv", text.encode(), admin, guessed)
        assert dict(perform(one, admin)) == {"created": 2, "failed": 2}
    assert [row.reason for row in failures(one)] == ["Product: nothing is called “GTX Plus Por”.", "Product: nothing is called “Something else”."]


def test_among_very_many_records_none_is_guessed(take_in: Callable[..., Any], admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in("product", "Code,Name\nB,GTX Basic\nP,GTX Pro\n", Code="code", Name="name")
    assert likeness.likely(registry.object_type("product"), ["GTXPro"], admin) == {"GTXPro": ["GTX Pro"]}
    monkeypatch.setattr(likeness, "MOST_RECORDS", 1)

    assert likeness.likely(registry.object_type("product"), ["GTXPro"], admin) == {}
