"""What the opportunities add up to: per place and category, in one statement however many people and sales there are.

A source of sales is a subquery with the columns of ``SALE``: the present opportunities within somebody's sight, or those of a snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from core import Actor, MoneyAmount, queries

from .columns import CLOSED, Column
from .hierarchy import Place, home_of
from .models import Converted
from .periods import Period
from .rates import currency
from .rollup import ZERO
from .types import TypeInfo

HUNDRED = Decimal(100)
CONVERTED = Converted.__table__


@dataclass(slots=True)
class Sums:
    """By category the exact sum and how many sales; ``foreign`` holds by currency what has no rate and is therefore in no sum."""

    values: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    foreign: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def total(self, column: Column) -> Decimal:
        return sum((self.values[one] for one in column.categories if one in self.values), ZERO)


def read(forecast: TypeInfo, period: Period, user: Actor) -> dict[Place, Sums]:
    """The sums of the sales this user may see now, by place."""
    measured = {"units": ("quantity",), "weighted": ("amount", "probability"), "amount": ("amount",)}[forecast.measure]
    needed = ("owner", "unit", "forecast_category", *measured)
    sales = queries.visible("opportunity", user, needed, where=forecast.where(period)).subquery()
    if forecast.measure == "units":
        return gathered(queries.rows(_units(sales)), forecast)
    rated = sales.outerjoin(CONVERTED, CONVERTED.c.opportunity_id == sales.c.id)
    return gathered(queries.rows(_money(sales, CONVERTED.c.amount, forecast).select_from(rated)), forecast)


def _units(sales: Any) -> sa.Select[Any]:
    by = (sales.c.owner_id, sales.c.unit_id, sales.c.forecast_category)
    return sa.select(*by, sa.func.count().label("count"), sa.func.sum(sales.c.quantity).label("quantity")).group_by(*by)


def _money(sales: Any, converted: Any, forecast: TypeInfo) -> sa.Select[Any]:
    """Groups by probability where it weighs: money times a percentage is multiplied in Python, since databases do it wrong."""
    weighing = (sales.c.probability,) if forecast.measure == "weighted" else ()
    by = (sales.c.owner_id, sales.c.unit_id, sales.c.forecast_category, sales.c.amount_currency, converted.is_(None), *weighing)
    return sa.select(
        *by[:4], by[4].label("unrated"), *weighing, sa.func.count().label("count"),
        sa.type_coerce(sa.func.sum(sales.c.amount), MoneyAmount).label("amount"), sa.type_coerce(sa.func.sum(converted), MoneyAmount).label("converted"),
    ).group_by(*by)  # fmt: skip


def of_states(forecast: TypeInfo, states: Any) -> dict[Place, Sums]:
    """The sums of kept states, a subquery of those that count."""
    statement = _units(states) if forecast.measure == "units" else _money(states, states.c.converted, forecast)
    return gathered(queries.rows(statement), forecast)


def gathered(rows: Iterable[Any], forecast: TypeInfo) -> dict[Place, Sums]:
    found: dict[Place, Sums] = defaultdict(Sums)
    own = currency()
    for row in rows:
        category = getattr(row.forecast_category, "code", row.forecast_category)
        sums = found[place_of(row.owner_id, row.unit_id, category)]
        sums.counts[category] += row.count
        if forecast.measure == "units":
            sums.values[category] += Decimal(row.quantity or 0)
        elif row.amount_currency in (None, own):
            sums.values[category] += weighed(row.amount, row, forecast)
        elif row.unrated:
            sums.foreign[row.amount_currency] += weighed(row.amount, row, forecast)
        else:
            sums.values[category] += weighed(row.converted, row, forecast)
    return dict(found)


def place_of(owner_id: int | None, unit_id: int | None, category: str) -> Place:
    """Where a sale counts: what has closed stays in the unit that closed it; what is open is where its owner is now."""
    return Place(owner_id, unit_id) if category == CLOSED or owner_id is None else home_of(owner_id)


def weighed(amount: Decimal | None, row: Any, forecast: TypeInfo) -> Decimal:
    """An amount as the type measures it, exact."""
    value = amount or ZERO
    return value * (row.probability or 0) / HUNDRED if forecast.measure == "weighted" else value


def value_of(sale: Any, converted: Decimal | None, forecast: TypeInfo) -> Decimal | None:
    """What one sale adds; None where it is in a currency without a rate."""
    if forecast.measure == "units":
        return Decimal(sale.quantity or 0)
    if sale.amount_currency in (None, currency()):
        return weighed(sale.amount, sale, forecast)
    return None if converted is None else weighed(converted, sale, forecast)
