"""Exchange rates: what a sale in another currency is worth in the organisation's.

A closed sale is converted by the rate of its close date, an open one by today's. The converted amount is rounded once, half up to the cent, and
kept beside the sale; it is made anew when the sale changes, when a rate does, and every night.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, Job, db, queries, records, registry, state, system_actor, today, transaction, units
from core import gettext as _text
from core import gettext_lazy as _

from .models import Converted

STATE = "forecast.rates"
CENT = Decimal("0.01")
TABLE = Converted.__table__
READ = ("amount", "close_date", "is_closed")


@dataclass(frozen=True, slots=True)
class Rate:
    """From a day on ``per`` units are worth ``value``; ``id`` is the record's."""

    valid_from: date
    value: Decimal
    per: int
    id: int

    def convert(self, amount: Decimal) -> Decimal:
        """Exactly, without rounding."""
        return amount * (self.value / self.per)


Rates = dict[str, list[Rate]]
"""By currency, the latest first."""


def currency() -> str:
    """The organisation's currency, in which forecasts are."""
    return units.currency_of(None)


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """A rate is of another currency, known by three letters, and more than nothing."""
    from babel.core import Locale

    record = change.record
    if record.currency not in Locale("en").currencies:
        yield "currency", _text("“%(code)s” is not a currency code of three letters, such as EUR.", code=record.currency)
    elif record.currency == currency():
        yield "currency", _text("%(code)s is the organisation's own currency and needs no rate.", code=record.currency)
    if record.rate is not None and record.rate <= 0:
        yield "rate", _text("A rate is more than zero.")


def prepare(change: Change) -> None:
    record = change.record
    record.currency = (record.currency or "").strip().upper()
    record.name = f"{record.per or 1} {record.currency} · {record.valid_from}"[:80]


def all_rates() -> Rates:
    return state.cached(STATE, _read)


def _read() -> Rates:
    found: Rates = {}
    rows = sorted((row for batch in records.batches("exchange_rate", system_actor()) for row in batch), key=lambda row: row.valid_from, reverse=True)
    for row in rows:
        found.setdefault(row.currency, []).append(Rate(row.valid_from, row.rate, row.per, row.id))
    return found


def on(code: str, day: date) -> Rate | None:
    """The rate of a currency that holds on a day; None where there is none."""
    return next((one for one in all_rates().get(code, ()) if one.valid_from <= day), None)


def follow(change: Change) -> None:
    """After a sale was saved: its converted amount."""
    record = change.record
    if change.is_new and record.amount_currency in (None, currency()):
        return
    if change.is_new or {"amount", "amount_currency", "close_date", "is_closed", "stage"} & change.changed:
        db.session.execute(sa.delete(TABLE).where(TABLE.c.opportunity_id == record.id))
        row = _row(record.id, record, today(record.dealer_id))
        if row is not None:
            db.session.execute(sa.insert(TABLE).values(row))


def _row(sale_id: int, sale: Any, present: date) -> dict[str, Any] | None:
    if sale.amount is None or sale.amount_currency in (None, currency()):
        return None
    rate = on(sale.amount_currency, sale.close_date if sale.is_closed and sale.close_date else present)
    if rate is None:
        return None
    amount = rate.convert(sale.amount).quantize(CENT, ROUND_HALF_UP)
    if any(registry.object_type("opportunity").fields["amount"].problems(amount)):
        return None  # more than an amount can be: as without a rate, rather than that no sale is converted any more
    return {"opportunity_id": sale_id, "amount": amount, "rate_id": rate.id, "rate": rate.value, "per": rate.per}


def rate_changed() -> None:
    """After a rate was saved or deleted, in the same transaction: all amounts in other currencies anew."""
    state.bump(STATE)
    refresh(system_actor())


def refresh(user: Actor) -> dict[str, int]:
    """All converted amounts anew; answers how many there are. One statement reads them, whatever their number."""
    sales = queries.visible("opportunity", user, READ).subquery()
    foreign = sa.select(sales).where(sales.c.amount.is_not(None), sales.c.amount_currency != currency())
    with transaction():
        made = [row for sale in db.session.execute(foreign) if (row := _row(sale.id, sale, today()))]
        db.session.execute(sa.delete(TABLE))
        if made:
            db.session.execute(sa.insert(TABLE), made)
    return {"converted": len(made)}


refresh_job = Job("forecast.convert", _("Convert amounts by today's exchange rates"), run=refresh, schedule="daily")
