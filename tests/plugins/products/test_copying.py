"""A price book copied with a percentage: exact, rounded once, and as the rule says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from core import Actor, Invalid, outbox, records
from plugins.products import changed_price, copy, copying, entry_of


@pytest.mark.parametrize(
    ("price", "percentage", "currency", "step", "expected"),
    [("259800", "-3", "CNY", None, "252006.00"), ("0.05", "10", "CNY", None, "0.06"), ("0.05", "-10", "CNY", None, "0.05"), ("1005", "10", "JPY", None, "1106"),
     ("259800", "-3", "CNY", "100", "252000"), ("259850", "0", "CNY", "100", "259900"), ("99999999999999.99", "0.01", "CNY", None, "100009999999999.99"),
     ("199", "-100", "CNY", None, "0.00")],
)  # fmt: skip
def test_a_price_is_rounded_once_half_up(price: str, percentage: str, currency: str, step: str | None, expected: str) -> None:
    assert str(changed_price(Decimal(price), Decimal(percentage), currency, Decimal(step) if step else None)) == expected


@pytest.mark.parametrize("seed", range(5))
def test_every_changed_price_is_the_nearest_multiple_of_the_step(seed: int) -> None:
    """Against fractions, which do not round: never further than half a step off, and upwards where it lies between."""
    dice = Random(seed)
    for _turn in range(400):
        price, percentage = Decimal(dice.randrange(10**dice.randrange(1, 18))) / 10_000, Decimal(dice.randrange(-10_000, 100_000)) / 100
        step = dice.choice([Decimal("0.01"), Decimal(1), Decimal(10), Decimal(100), Decimal(1000)])
        exact = Fraction(price) * (100 + Fraction(percentage)) / 100

        found = Fraction(changed_price(price, percentage, "CNY", step))

        assert found % Fraction(step) == 0
        assert -Fraction(step) / 2 < found - exact <= Fraction(step) / 2


@pytest.fixture
def mats(admin: Actor, standard: Any) -> Any:
    made = records.create("product", admin, code="MATS", name="Floor mats")
    records.create("price_book_entry", admin, book=standard, product=made, list_price="0.15")
    return made


def test_a_book_is_copied_with_a_percentage(car: Any, mats: Any, standard: Any, manager: Actor) -> None:
    made = copy.run(standard, manager, name="Fleet", percentage="-3", valid_from="2026-01-01", valid_until="2026-12-31")

    assert [entry_of(one.id, made.id).list_price for one in (car, mats)] == [Decimal(252006), Decimal("0.15")]
    assert (made.for_dealer_id, made.currency, made.includes_tax, made.is_standard) == (manager.dealer_id, "CNY", True, False)


def test_without_a_percentage_the_copy_follows_the_standard_price(car: Any, standard: Any, manager: Actor, admin: Actor) -> None:
    made = copy.run(standard, manager, name="As the standard")
    assert entry_of(car.id, made.id).use_standard

    records.update(entry_of(car.id, standard.id), admin, list_price=1)
    assert entry_of(car.id, made.id).list_price == 1


def test_what_is_out_of_use_is_not_copied(car: Any, mats: Any, standard: Any, manager: Actor, admin: Actor) -> None:
    records.update(mats, admin, active=False)
    records.update(entry_of(car.id, standard.id), admin, active=False)

    assert records.find("price_book_entry", manager, where={"book": copy.run(standard, manager, name="Empty")}) == []


def test_a_large_book_is_filled_by_a_job_and_in_use_once_it_is_whole(car: Any, mats: Any, standard: Any, manager: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "AT_ONCE", 1)
    made = copy.run(standard, manager, name="Fleet", percentage="-3", round_to="100")
    assert not made.active

    outbox.drain()

    assert records.get("price_book", made.id, manager).active
    assert [entry_of(one.id, made.id).list_price for one in (car, mats)] == [Decimal(252000), Decimal(0)]


def test_more_than_all_of_a_price_cannot_be_taken_off(standard: Any, manager: Actor) -> None:
    with pytest.raises(Invalid, match="100 per cent"):
        copy.run(standard, manager, name="Less than nothing", percentage="-100.01")


def test_a_price_that_grows_too_large_leaves_nothing_behind(admin: Actor, standard: Any, manager: Actor) -> None:
    made = records.create("product", admin, code="MINT", name="The mint")
    records.create("price_book_entry", admin, book=standard, product=made, list_price="999999999999")

    with pytest.raises(Invalid, match="12 digits"):
        copy.run(standard, manager, name="Too much", percentage="1000")

    assert records.find("price_book", manager, where={"name": "Too much"}) == []
