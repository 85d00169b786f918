"""Several people at once: real commits in real threads, on either database."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from core import Actor, Invalid, records, system_actor
from plugins.products import entry_of, register_installed, standard_book

TOGETHER = 4


def four(work: Callable[[int], Any]) -> list[Callable[[], Any]]:
    """The same work for four people, each with a number."""
    return [partial(work, number) for number in range(TOGETHER)]


def winners(results: list[Any]) -> list[Any]:
    """What was done, where each of the others was told in a sentence."""
    assert {type(one) for one in results} <= {int, Invalid}, results
    return [one for one in results if isinstance(one, int)]


def test_of_several_who_price_a_product_in_a_book_at_once_one_wins(at_once: Any, admin: Actor, standard: Any) -> None:
    product = records.create("product", admin, code="MATS", name="Floor mats")

    results = at_once(four(lambda number: records.create("price_book_entry", admin, book=standard.id, product=product.id, list_price=number).id))

    assert winners(results) == [entry_of(product.id, standard.id).id]


def test_of_several_standard_books_made_at_once_one_stays(at_once: Any, admin: Actor) -> None:
    results = at_once(four(lambda number: records.create("price_book", admin, name=f"Euro {number}", currency="EUR", is_standard=True).id))

    assert winners(results) == [standard_book("EUR").id]


def test_of_several_default_books_made_at_once_one_stays(at_once: Any, manager: Actor) -> None:
    results = at_once(four(lambda number: records.create("price_book", manager, name=f"Book {number}", is_default=True).id))

    assert winners(results) == [one.id for one in records.find("price_book", system_actor(), where={"is_default": True})]


def test_a_vin_recorded_by_several_at_once_is_recorded_once(at_once: Any, rep: Actor, car: Any) -> None:
    account = records.create("account", rep, name="Northwind Mills")

    results = at_once(four(lambda _number: register_installed(rep, account=account.id, product=car.id, vin="1M8GDM9AXKP042788").id))

    assert len(winners(results)) == len(records.find("installed_product", rep)) == 1


def test_an_entry_made_while_the_standard_price_changes_has_the_price_that_holds(at_once: Any, admin: Actor, manager: Actor, standard: Any, car: Any) -> None:
    books = [records.create("price_book", manager, name=f"Book {number}").id for number in range(TOGETHER - 1)]

    def work(number: int) -> int:
        if number == 0:
            return int(records.update(entry_of(car.id, standard.id), admin, list_price="1").id)
        return int(records.create("price_book_entry", manager, book=books[number - 1], product=car.id, use_standard=True).id)

    results = at_once(four(work))

    assert len(winners(results)) == TOGETHER
    assert {one.list_price for one in records.find("price_book_entry", system_actor(), where={"product": car.id})} == {1}
