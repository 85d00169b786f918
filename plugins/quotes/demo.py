"""Sample quotes: the sample sales of what has a price get their lines, some of them a quote that is out or accepted, one of them a schedule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from core import Actor, ForecourtError, records, settings, system_actor, units, users
from plugins.opportunities import opportunity

from . import life, quoting, sales, schedules
from .picklists import APPROVED
from .settings import ADDRESS, BANK, TAX_NUMBER, TELEPHONE, TERMS

QUOTED = 6
"""How many of the sales have a quote; the rest have lines only."""
LETTERHEAD = {
    ADDRESS: "江苏省苏州市姑苏区示范路{place}号",
    TELEPHONE: "0512-6500 010{place}",
    TAX_NUMBER: "91320500MA0000{place}X0X",
    BANK: "示范银行苏州分行 · 6200 0000 0000 000{place}",
    TERMS: "订购时支付定金 5000 元，余款于交车前付清。报价不含保险与购置税。",
}
"""What stands around a sample quote on paper: an address, numbers and a bank that do not exist."""


def load() -> Iterator[Any]:
    """Make them. Yields nothing: a quote's life needs more than one save."""
    user = system_actor()
    _letterheads(user)
    by_name = {product.name: product for product in records.sample("product", 50)}
    priced = ((sale, by_name[sale.product]) for sale in records.find(opportunity, user, where="is_closed = false and amount > 0", sort="id") if sale.product in by_name)
    sold = [sale for sale, product in islice(priced, 20) if _line(sale, product, user)]
    for place, sale in enumerate(sold[:QUOTED]):
        _quote(sale, place, users.actor(sale.owner_id))
    for sale in sold[QUOTED:][:1]:
        _schedule(sales.lines_of(sale.id, user)[0], user)
    yield from ()


def _letterheads(user: Actor) -> None:
    for place, dealer in enumerate((one for one in units.all_units() if one.kind == units.DEALER), 1):
        for code, text in LETTERHEAD.items():
            settings.put(code, text.format(place=place), user, dealer.id)


def _line(sale: Any, product: Any, user: Actor) -> bool:
    """One line over the amount the sale has: its price follows from it."""
    try:
        records.create("opportunity_line", user, source="import", opportunity=sale, product=product, quantity=sale.quantity or 1, total=sale.amount)
    except ForecourtError:  # no price in this currency, or none that gives the amount
        return False
    return True


def _schedule(line: Any, user: Actor) -> None:
    """Paid in three months."""
    schedules.establish_schedule.run(line, user, **{**schedules.defaults(line, user, {}), "count": 3})


def _quote(sale: Any, place: int, user: Actor) -> None:
    """Drafts, quotes that are out or wait for an approval, and one that the customer has accepted."""
    quote = records.create(quoting.QUOTE, user, opportunity=sale, name=sale.name, language="zh_CN")
    if place < QUOTED // 3:
        return
    quote = life.submit.run(quote, user)
    if quote.status != APPROVED:
        return
    quote = life.mark_sent.run(quote, user)
    if place == QUOTED - 1:
        life.accept.run(quote, user)
