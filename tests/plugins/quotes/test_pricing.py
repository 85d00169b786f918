"""The arithmetic of lines against a direct, slow reading with fractions."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from plugins.quotes import pricing

CURRENCIES = {"CNY": 2, "JPY": 0, "KWD": 3}


def half_up(value: Fraction, places: int) -> Decimal:
    """Read off the definition: the nearest multiple of the smallest unit, the larger one in the middle."""
    scaled = abs(value) * 10**places
    whole = floor(scaled + Fraction(1, 2))
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def draw(dice: random.Random) -> tuple[Decimal, Decimal, str, Decimal | None]:
    quantity = Decimal(dice.randint(1, 500_000)).scaleb(-2)
    price = Decimal(dice.randint(0, 10**9)).scaleb(-dice.randint(0, 4))
    percent = dice.choice([None, Decimal(dice.randint(0, 10_000)).scaleb(-2)])
    return quantity, price, dice.choice(sorted(CURRENCIES)), percent


@pytest.mark.parametrize("seed", range(20))
def test_a_total_is_the_exact_product_rounded_once(seed: int) -> None:
    dice = random.Random(seed)
    for _turn in range(200):
        quantity, price, currency, percent = draw(dice)
        exact = Fraction(quantity) * Fraction(price)
        kept = 1 - Fraction(percent or 0) / 100
        assert pricing.subtotal(quantity, price, currency) == half_up(exact, CURRENCIES[currency])
        assert pricing.total(quantity, price, currency, percent) == half_up(exact * kept, CURRENCIES[currency])


@pytest.mark.parametrize("seed", range(20))
def test_net_tax_and_gross_add_up_and_are_rounded_once(seed: int) -> None:
    dice = random.Random(seed)
    for _turn in range(200):
        quantity, price, currency, percent = draw(dice)
        total, rate = pricing.total(quantity, price, currency, percent), Decimal(dice.randint(0, 3000)).scaleb(-2)
        inside = pricing.taxed(total, rate, currency, includes_tax=True)
        outside = pricing.taxed(total, rate, currency, includes_tax=False)
        assert inside.net + inside.tax == inside.gross == total
        assert inside.net == half_up(Fraction(total) * 100 / (100 + Fraction(rate)), CURRENCIES[currency])
        assert outside.net == total and outside.net + outside.tax == outside.gross
        assert outside.tax == half_up(Fraction(total) * Fraction(rate) / 100, CURRENCIES[currency])


@pytest.mark.parametrize("seed", range(10))
def test_a_price_found_for_a_total_gives_that_total(seed: int) -> None:
    dice = random.Random(seed)
    for _turn in range(200):
        quantity, price, currency, percent = draw(dice)
        wanted = pricing.total(quantity, price, currency, percent)
        found = pricing.price_for(wanted, quantity, currency, percent)
        assert found is None or pricing.total(quantity, found, currency, percent) == wanted


def test_no_price_gives_money_for_nothing() -> None:
    assert pricing.price_for(Decimal(100), Decimal(1), "CNY", Decimal(100)) is None
    assert pricing.price_for(Decimal("0.01"), Decimal(5000), "CNY") is None
