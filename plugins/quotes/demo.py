"""Sample quotes: the sample sales of what has a price get their lines, some of them a quote that is out or accepted, one of them a schedule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from core import Actor, ForecourtError, records, system_actor
from plugins.opportunities import opportunity

from . import life, quoting, sales, schedules

QUOTED = 6
"""How many of the sales have a quote; the rest have lines only."""


def load() -> Iterator[Any]:
    """Make them. Yields nothing: a quote's life needs more than one save."""
    user = system_actor()
    by_name = {product.name: product for product in records.sample("product", 50)}
    priced = ((sale, by_name[sale.product]) for sale in records.find(opportunity, user, where="is_closed = false and amount > 0", sort="id") if sale.product in by_name)
    sold = [sale for sale, product in islice(priced, 20) if _line(sale, product, user)]
    for place, sale in enumerate(sold[:QUOTED]):
        _quote(sale, place, user)
    for sale in sold[QUOTED:][:1]:
        _schedule(sales.lines_of(sale.id, user)[0], user)
    yield from ()


def _line(sale: Any, product: Any, user: Actor) -> bool:
    """One line over the amount the sale has: its price follows from it."""
    try:
        records.create("opportunity_line", user, source="import", opportunity=sale, product=product, quantity=sale.quantity or 1, total=sale.amount)
    except ForecourtError:  # no price in this currency, or none that gives the amount
        return False
    return True


def _schedule(line: Any, user: Actor) -> None:
    """Paid in three months."""
    schedules.establish_schedule.run(line, user, **{**schedules.defaults(line, user), "count": 3})


def _quote(sale: Any, place: int, user: Actor) -> None:
    """Drafts, quotes that are out, and one that the customer has accepted."""
    quote = records.create(quoting.QUOTE, user, opportunity=sale, name=sale.name, language="zh_CN")
    if place < QUOTED // 3:
        return
    quote = life.mark_sent.run(life.submit.run(quote, user), user)
    if place == QUOTED - 1:
        life.accept.run(quote, user)
