"""The arithmetic of lines: exact decimals, rounded once, half up, to the smallest unit of the currency.

    subtotal = quantity × sales price
    total    = quantity × sales price × (100 − discount %) ÷ 100,  or  subtotal − discount amount

Each is computed exactly and rounded once; no rounded number enters another one. Tax follows from the total: see ``taxed``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from babel.numbers import get_currency_precision

HUNDRED = Decimal(100)
PRICE_STEP = Decimal("0.0001")
"""A price per unit has up to four decimals, as money is stored."""


def rounded(value: Decimal, currency: str) -> Decimal:
    """Half up to the smallest unit of the currency: cents, or whole yen."""
    return value.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), ROUND_HALF_UP)


def subtotal(quantity: Decimal, price: Decimal, currency: str) -> Decimal:
    """What the line costs without its discount."""
    return rounded(quantity * price, currency)


def total(quantity: Decimal, price: Decimal, currency: str, percent: Decimal | None = None, amount: Decimal | None = None) -> Decimal:
    """What the line costs. ``percent`` (0 to 100) or ``amount`` (money off the whole line) is the discount; never both."""
    if amount is not None:
        return rounded(quantity * price - amount, currency)
    return rounded(quantity * price * (HUNDRED - (percent or Decimal(0))) / HUNDRED, currency)


def price_for(wanted: Decimal, quantity: Decimal, currency: str, percent: Decimal | None = None, amount: Decimal | None = None) -> Decimal | None:
    """The sales price with which the line costs ``wanted``; None where no price of four decimals does."""
    kept = HUNDRED - (percent or Decimal(0))
    if quantity <= 0 or (amount is None and kept <= 0):
        return None
    exact = (wanted + amount) / quantity if amount is not None else wanted * HUNDRED / (quantity * kept)
    price = exact.quantize(PRICE_STEP, ROUND_HALF_UP)
    return price if price >= 0 and total(quantity, price, currency, percent, amount) == wanted else None


def percent_off(listed: Decimal, total: Decimal) -> Decimal:
    """How much below the list price a total lies, in per cent, rounded up to two decimals: a limit is never passed by rounding."""
    return ((listed - total) * HUNDRED / listed).quantize(Decimal("0.01"), ROUND_UP)


@dataclass(frozen=True, slots=True)
class Taxed:
    """A total as the three numbers a customer is shown; gross = net + tax, exactly."""

    net: Decimal
    tax: Decimal
    gross: Decimal


def taxed(total: Decimal, rate: Decimal, currency: str, *, includes_tax: bool) -> Taxed:
    """Net, tax and gross of a line at ``rate`` per cent. ``total`` is the gross where prices include tax, else the net.

    One number is rounded: the net where the gross is given, the tax where the net is given. The third is their difference or sum. Totals
    of a quote are the sums of its lines, so that they add up in every column.
    """
    if includes_tax:
        net = rounded(total * HUNDRED / (HUNDRED + rate), currency)
        return Taxed(net, total - net, total)
    tax = rounded(total * rate / HUNDRED, currency)
    return Taxed(total, tax, total + tax)
