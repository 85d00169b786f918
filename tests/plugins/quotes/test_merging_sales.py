"""Two opportunities with lines become one, and come apart again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, Refusal, merging, outbox, records, system_actor
from plugins.quotes import sales
from plugins.quotes.syncing import synchronised_of

Make = Callable[..., Any]


@pytest.fixture
def other(sale: Any, rep: Actor) -> Any:
    """Another opportunity of the same account, over 5 yuan."""
    return records.create("opportunity", rep, name="Mats for Northwind", account=sale.account, amount="5")


def line(opportunity: Any, product: Any, rep: Actor, **values: Any) -> Any:
    return records.create("opportunity_line", rep, opportunity=opportunity, product=product, **values)


def test_lines_come_together_and_the_amount_is_what_they_cost(sale: Any, other: Any, car: Any, mats: Any, rep: Actor, fresh: Make, admin: Actor) -> None:
    line(sale, car, rep)
    line(other, mats, rep, quantity=2)
    done = merging.merge(sale, other, admin)

    assert [(one.name, one.position) for one in sales.lines_of(sale.id, rep)] == [("Han L7", 1), ("Floor mats", 2)]
    assert str(fresh(sale).amount) == "260599.8"
    assert (sales.find(sale.id).lines, sales.find(sale.id).units) == (2, 3)

    merging.undo(done.id, admin)
    outbox.drain()
    assert [str(fresh(one).amount.normalize()) for one in (sale, other)] == ["2.598E+5", "799.8"]
    assert [(sales.find(one.id).lines, sales.find(one.id).units) for one in (sale, other)] == [(1, 1), (1, 2)]


def test_the_one_with_lines_is_kept(sale: Any, other: Any, mats: Any, rep: Actor, fresh: Make, admin: Actor) -> None:
    line(other, mats, rep)
    with pytest.raises(Refusal, match="the other way round"):
        merging.merge(sale, other, admin)
    merging.merge(other, sale, admin)

    assert str(fresh(other).amount) == "399.9"


def test_lines_in_two_currencies_are_no_one_sale(sale: Any, other: Any, car: Any, rep: Actor, admin: Actor, sells: Make, fresh: Make) -> None:
    euro = records.create("price_book", admin, name="Euro", currency="EUR", is_standard=True)
    records.create("price_book_entry", admin, book=euro, product=car, list_price=30000)
    records.update(other, rep, amount="5", amount_currency="EUR")
    line(sale, car, rep)
    line(other, car, rep)
    with pytest.raises(Refusal, match="different currencies"):
        merging.merge(sale, other, admin)

    assert len(sales.lines_of(other.id, rep)) == 1


def test_no_quote_is_synchronised_with_the_lines_of_two_sales(sale: Any, other: Any, car: Any, mats: Any, rep: Actor, admin: Actor, fresh: Make) -> None:
    for one, product in ((sale, car), (other, mats)):
        line(one, product, rep)
        records.create("quote", rep, opportunity=one, name="Offer")
    merging.merge(sale, other, admin)

    assert synchronised_of(sale.id) is None
    assert len(records.find("quote", rep, where={"opportunity": sale.id}, sort="id")) == 2


def test_an_accepted_quote_keeps_its_sale_as_it_is(sale: Any, other: Any, car: Any, mats: Any, rep: Actor, admin: Actor, fresh: Make) -> None:
    from plugins.quotes import life

    line(sale, car, rep)
    line(other, mats, rep)
    quote = records.create("quote", rep, opportunity=sale, name="Offer")
    life.accept.run(life.mark_sent.run(life.submit.run(quote, rep), rep), system_actor())
    with pytest.raises(Refusal, match="is accepted"):
        merging.merge(fresh(sale), fresh(other), admin)
