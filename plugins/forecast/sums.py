"""What the opportunities add up to: per place and category, in one statement however many people and sales there are.

A source of sales is a subquery: the present opportunities within somebody's sight as the type measures them (``sold``), or those of a snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from core import Actor, MoneyAmount, conditions, queries

from . import measures
from .columns import CLOSED, Column
from .hierarchy import Place, home_of
from .models import Converted
from .periods import Period
from .rates import currency
from .rollup import ZERO
from .types import TypeInfo

HUNDRED = Decimal(100)
CONVERTED = Converted.__table__
PLACED = ("owner_id", "unit_id", "forecast_category")
"""By these sums are told apart: see ``place_of``."""


@dataclass(slots=True)
class Sums:
    """By category the exact sum and how many sales; ``foreign`` holds by currency what has no rate and is therefore in no sum."""

    values: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    foreign: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def total(self, column: Column) -> Decimal:
        return total(self.values, column)


def total(values: Mapping[str, Decimal], column: Column) -> Decimal:
    """What a column comes to, of sums by category."""
    return sum((values[one] for one in column.categories if one in values), ZERO)


def read(forecast: TypeInfo, period: Period, user: Actor) -> dict[Place, Sums]:
    """The sums of the sales this user may see now, by place."""
    sales = sold(forecast, user, forecast.where(period), ("owner", "unit", "forecast_category"))
    return gathered(queries.rows(added_up(forecast, sales, PLACED)), forecast)


def sold(forecast: TypeInfo, user: Actor, where: conditions.Where, fields: Sequence[str] = ()) -> Any:
    """The sales this user may see as the type measures them, a subquery: ``fields`` by attribute, and what ``added_up`` sums. Of a product family
    one row for each part."""
    measured = {"units": ("quantity",), "weighted": ("amount", "probability"), "amount": ("amount",)}[forecast.measure]
    sales = queries.visible("opportunity", user, tuple(dict.fromkeys((*fields, *measured))), where=where).subquery()
    return (_in_money if forecast.is_money else _in_units)(sales, forecast).subquery()


def _in_units(sales: Any, forecast: TypeInfo) -> sa.Select[Any]:
    told = measures.told()
    kept = [one for one in sales.c if one.name != "quantity"]
    if told is None:
        return sa.select(*kept, sales.c.quantity, sa.cast(sa.null(), MoneyAmount).label("units"))
    if forecast.family is not None:
        parts = told.parts_of(forecast.family)
        return sa.select(*kept, sa.cast(sa.null(), sa.Integer).label("quantity"), parts.c.units).select_from(sales.join(parts, parts.c.sale_id == sales.c.id))
    units = told.units().subquery()
    return sa.select(*kept, unless(units.c.units, sales.c.quantity), units.c.units).select_from(sales.outerjoin(units, units.c.sale_id == sales.c.id))


def unless(units: Any, quantity: Any) -> Any:
    """The quantity of a sale whose units nobody tells: a sale has one or the other."""
    return sa.case((units.is_(None), quantity)).label("quantity")


def _in_money(sales: Any, forecast: TypeInfo) -> sa.Select[Any]:
    told = measures.told()
    amount, joined = sales.c.amount, sales
    if forecast.family is not None and told is not None:
        parts = told.parts_of(forecast.family)
        amount, joined = parts.c.amount, sales.join(parts, parts.c.sale_id == sales.c.id)
    kept = [one for one in sales.c if one.name != "amount"]
    rated = joined.outerjoin(CONVERTED, CONVERTED.c.opportunity_id == sales.c.id)
    return sa.select(*kept, amount.label("amount"), CONVERTED.c.amount.label("converted"), CONVERTED.c.rate, CONVERTED.c.per).select_from(rated)


def added_up(forecast: TypeInfo, sales: Any, by: Sequence[str], *also: TypeInfo) -> sa.Select[Any]:
    """One row for each value of the columns ``by``, and for each currency and rate where these decide over what it comes to, see ``value_of``: by this
    type, and by ``also`` others that count the same sales, see ``TypeInfo.choice``.

    Groups by probability where it weighs: money times a percentage is multiplied in Python, since databases do it wrong.
    """
    measured = {one.measure for one in (forecast, *also)}
    groups = [sales.c[one] for one in by]
    summed = [sa.func.count(sales.c.id if forecast.family is None else sales.c.id.distinct()).label("count")]
    if "units" in measured:
        summed += [sa.func.sum(sales.c.quantity).label("quantity"), _sum(sales, "units")]
    if measured - {"units"}:
        weighing = ("probability",) if "weighted" in measured else ()
        rating = ("rate", "per") if forecast.family is not None else ()
        groups += [*(sales.c[one] for one in ("amount_currency", *weighing, *rating)), sales.c.converted.is_(None).label("unrated")]
        summed += [_sum(sales, "amount"), _sum(sales, "converted")]
    return sa.select(*groups, *summed).group_by(*groups)


def _sum(sales: Any, name: str) -> Any:
    return sa.type_coerce(sa.func.sum(sales.c[name]), MoneyAmount).label(name)


def each(forecast: TypeInfo, user: Actor, ids: Sequence[int]) -> dict[int, Decimal | None]:
    """What each of these sales adds; None where it is in a currency without a rate."""
    if not ids:
        return {}
    rows = queries.rows(added_up(forecast, sold(forecast, user, {"id": list(ids)}), ("id",)))
    return {row.id: value_of(row, forecast) for row in rows}


def of_states(states: Any, forecast: TypeInfo, *also: TypeInfo) -> list[dict[Place, Sums]]:
    """The sums of kept states, a subquery of those that count, where each was then: for each of the types, which count the same sales."""
    rows = queries.rows(added_up(forecast, states, PLACED, *also))
    return [gathered(rows, one, lambda owner_id, unit_id, _category: Place(owner_id, unit_id)) for one in (forecast, *also)]


def gathered(rows: Iterable[Any], forecast: TypeInfo, place: Callable[[int | None, int | None, str], Place] | None = None) -> dict[Place, Sums]:
    """By place, which ``place_of`` tells unless another does."""
    found: dict[Place, Sums] = defaultdict(Sums)
    for row in rows:
        category = getattr(row.forecast_category, "code", row.forecast_category)
        sums = found[(place or place_of)(row.owner_id, row.unit_id, category)]
        sums.counts[category] += row.count
        value = value_of(row, forecast)
        if value is None:
            sums.foreign[row.amount_currency] += weighed(row.amount, row, forecast)
        else:
            sums.values[category] += value
    return dict(found)


def place_of(owner_id: int | None, unit_id: int | None, category: str) -> Place:
    """Where a sale counts now: what has closed stays in the unit that closed it; what is open is where its owner is, also before it has followed there."""
    return Place(owner_id, unit_id) if category == CLOSED or owner_id is None else home_of(owner_id)


def weighed(amount: Decimal | None, row: Any, forecast: TypeInfo) -> Decimal:
    """An amount as the type measures it, exact."""
    value = amount or ZERO
    return value * (row.probability or 0) / HUNDRED if forecast.measure == "weighted" else value


def value_of(sale: Any, forecast: TypeInfo) -> Decimal | None:
    """What one sale, or the sum of several that are alike, adds; None where it is in a currency without a rate."""
    if not forecast.is_money:
        return (sale.units or ZERO) + (sale.quantity or 0)
    if sale.amount_currency in (None, currency()):
        return weighed(sale.amount, sale, forecast)
    converted = _converted_part(sale) if forecast.family is not None else sale.converted
    return None if converted is None else weighed(converted, sale, forecast)


def _converted_part(sale: Any) -> Decimal | None:
    """A sale is converted once, rounded; a part of it by the same rate, exactly."""
    return None if sale.rate is None else (sale.amount or ZERO) * (sale.rate / sale.per)
