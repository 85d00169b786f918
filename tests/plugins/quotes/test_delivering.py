"""What the customer owns from a won sale on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, Refusal, records, today
from plugins.opportunities import close_won
from plugins.products import months_later
from plugins.quotes.delivering import record_installed

Make = Callable[..., Any]


@pytest.fixture
def won(add: Make, car: Any, sells: Make, sale: Any, rep: Actor, fresh: Make) -> Any:
    """Two cars and an insurance, won."""
    add(car, quantity=2)
    add(sells("Insurance", "5600", family="insurance"))
    close_won.run(fresh(sale), rep, close_date=today())
    return fresh(sale)


def owned(sale: Any, user: Actor) -> list[Any]:
    return records.find("installed_product", user, where={"account": sale.account_id}, sort="id")


def test_s1_each_car_of_a_won_line_becomes_an_installed_product_once(won: Any, car: Any, rep: Actor) -> None:
    record_installed.run(won, rep, delivered_on="2026-11-20")

    cars = owned(won, rep)
    assert [(one.product_id, str(one.delivered_on), one.warranty_until) for one in cars] == [(car.id, "2026-11-20", months_later(cars[0].delivered_on, 36))] * 2
    with pytest.raises(Refusal, match="recorded already"):
        record_installed.run(won, rep)
    assert len(owned(won, rep)) == 2


def test_a_piece_in_the_recycle_bin_is_not_recorded_a_second_time(won: Any, rep: Actor, admin: Actor) -> None:
    record_installed.run(won, rep)
    records.delete(owned(won, rep)[0], admin)

    with pytest.raises(Refusal, match="recorded already"):
        record_installed.run(won, rep)
    assert len(owned(won, rep)) == 1


def test_two_who_press_at_once_record_them_once(won: Any, rep: Actor, manager: Actor, at_once: Make) -> None:
    at_once([lambda: record_installed.run(won, rep), lambda: record_installed.run(won, manager)])

    assert len(owned(won, rep)) == 2


def test_it_is_offered_from_the_win_on_and_refused_before(won: Any, add: Make, rep: Actor, login: Make) -> None:
    assert f"{won.url}/actions/record_installed" in login(actor=rep).get(won.url).text
    other = records.create("opportunity", rep, name="Another", account=won.account_id)
    assert "record_installed" not in login(actor=rep).get(other.url).text
    with pytest.raises(Refusal, match="not won"):
        record_installed.run(other, rep)
