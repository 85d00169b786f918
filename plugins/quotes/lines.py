"""What a line obeys, of an opportunity or of a quote: where its price comes from, the update rule, and what is refused.

The update rule (design/semantics.md 1.6): whoever gives a total has the sales price follow from it; otherwise the total follows, the sales
price held. Whoever changes quantity and discount together says the sales price or the total as well, so that it is clear which adjusts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from core import Change
from core import gettext as _
from plugins.products import price_of

from . import pricing

MONEY = ("list_price", "sales_price", "discount_amount", "subtotal", "total")
DISCOUNTS = ("discount_percent", "discount_amount")
FOLLOWING = ("subtotal", "total")


def price(change: Change, book: Any, day: date) -> None:
    """Product, entry and prices of a new line, from its book as it is on this day. Raises Refusal where the product cannot be sold from it."""
    line = change.record
    if line.product is None:
        return
    found = price_of(line.product, book, day)
    line.name = line.product.name
    line.entry_id, line.list_price = found.entry.id, found.amount
    for name in MONEY:
        if getattr(line, f"{name}_currency") is None:
            setattr(line, f"{name}_currency", found.currency)


def settle(change: Change) -> None:
    """The update rule. What cannot be settled is left as it was given; ``rules`` says what is wrong with it."""
    line, moved = change.record, moved_fields(change)
    _one_discount(line, moved)
    if not _within_limits(line):
        return
    currency, discount, given_total = line.list_price_currency, (line.discount_percent, line.discount_amount), "total" in moved and line.total is not None
    if given_total and "sales_price" not in moved:
        line.sales_price = pricing.price_for(line.total, line.quantity, currency, *discount)
    if line.sales_price is None:
        line.sales_price = line.list_price
    line.subtotal = pricing.subtotal(line.quantity, line.sales_price, currency)
    if not given_total:
        line.total = pricing.total(line.quantity, line.sales_price, currency, *discount)
    for name in MONEY:
        setattr(line, f"{name}_currency", getattr(line, f"{name}_currency") or currency)


def moved_fields(change: Change) -> set[str]:
    """What the caller gave of the fields that ship, and thereby changed."""
    state, shipped = sa.inspect(change.record).attrs, {name: one for name, one in change.object_type.own_fields.items() if not one.kept}
    return {name for name in change.given if name in shipped and state[shipped[name].attribute].history.has_changes()}


def _one_discount(line: Any, moved: set[str]) -> None:
    """A discount is a percentage or an amount: giving one takes the other's place."""
    given = [name for name in DISCOUNTS if name in moved and getattr(line, name)]
    if len(given) == 1:
        setattr(line, next(one for one in DISCOUNTS if one != given[0]), None)
    for name in DISCOUNTS:
        if not getattr(line, name):
            setattr(line, name, None)


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """What would leave a line unclear, each with its sentence."""
    line = change.record
    if line.list_price is None:
        return
    currency = line.list_price_currency
    if not change.is_new and "product" in change.changed:
        yield "product", _("The product of a line stays. Remove the line and add another one.")
    for name in ("sales_price", "discount_amount", "total"):
        given = getattr(line, f"{name}_currency")
        if given and given != currency:
            yield name, _("The price book of this line is in %(currency)s, not in %(given)s.", currency=currency, given=given)
            return
    yield from _discount_rules(change)


def _discount_rules(change: Change) -> Iterator[tuple[str, str]]:
    line, currency = change.record, change.record.list_price_currency
    if line.discount_percent and line.discount_amount:
        yield "discount_amount", _("A discount is a percentage or an amount, not both.")
        return
    if line.discount_amount and line.subtotal is not None and line.discount_amount > line.subtotal:
        yield "discount_amount", _("The discount of %(discount)s is more than the line's %(subtotal)s.", discount=f"{line.discount_amount:,.2f}", subtotal=f"{line.subtotal:,.2f}")
        return
    if not change.is_new and _unclear(change):
        yield "sales_price", _("Quantity and discount both change: say the sales price or the total as well, so that it is clear which of them adjusts.")
        return
    if line.total is None or line.sales_price is None or not _within_limits(line):
        return
    computed = pricing.total(line.quantity, line.sales_price, currency, line.discount_percent, line.discount_amount)
    if computed != line.total:
        yield "total", _total_sentence(change, computed)


def _within_limits(line: Any) -> bool:
    """Whether there is something to compute with: what a field's own limits refuse has a sentence already."""
    percent, price = line.discount_percent or Decimal(0), line.sales_price or Decimal(0)
    return line.list_price is not None and line.quantity is not None and line.quantity > 0 and price >= 0 and 0 <= percent <= pricing.HUNDRED


def _unclear(change: Change) -> bool:
    moved = change.changed & change.given
    return "quantity" in moved and bool(moved & {*DISCOUNTS}) and not change.given & {"sales_price", "total"}


def _total_sentence(change: Change, computed: Decimal) -> str:
    wanted = change.record.total
    if {"sales_price", "total"} <= change.given:
        return _("Quantity, sales price and discount give %(computed)s, not %(total)s. Give the sales price or the total, not both.", computed=f"{computed:,.2f}", total=f"{wanted:,.2f}")
    return _("No sales price with four decimals gives a total of %(total)s here. Change the quantity or the discount, or give the discount as an amount.", total=f"{wanted:,.2f}")
