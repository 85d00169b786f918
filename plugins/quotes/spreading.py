"""The arithmetic of schedules: days, and how a sum is divided. Nothing here asks the database.

Every part is rounded down to the step (a cent, a piece), and the last one takes what is left: together they are the sum, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from babel.numbers import get_currency_precision

from plugins.products import months_later

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
PIECE, HUNDREDTH = Decimal(1), Decimal("0.01")


def days(start: date, period: str, count: int) -> list[date]:
    """The first day and those of the following periods: each counted from the first, so that the 31st comes back after a shorter month."""
    if period in DAYS:
        return [start + timedelta(days=DAYS[period] * step) for step in range(count)]
    return [months_later(start, MONTHS[period] * step) for step in range(count)]


def divide(total: Decimal, count: int, step: Decimal) -> list[Decimal]:
    """Equal parts."""
    return in_shares(total, [Decimal(1)] * count, step)


def in_shares(total: Decimal, shares: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Parts that are to one another as the shares; equal ones where all shares are nothing."""
    together = sum(shares, Decimal(0))
    if not together:
        return divide(total, len(shares), step)
    parts = [(total * one / together).quantize(step, ROUND_DOWN) for one in shares[:-1]]
    return [*parts, total - sum(parts, Decimal(0))]


def step_of_money(currency: str) -> Decimal:
    """The smallest unit of a currency."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def step_of(quantity: Decimal, count: int) -> Decimal:
    """Whole pieces stay whole, where there is one for each part; anything else is divided into hundredths."""
    return PIECE if quantity == quantity.to_integral_value() and quantity >= count else HUNDREDTH
