"""What the opportunities add up to: per place and category, in one statement however many people and sales there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core import Actor, queries, units

from .columns import CLOSED, Column
from .hierarchy import Place, home_of
from .periods import Period
from .rollup import ZERO
from .types import TypeInfo

HUNDRED = Decimal(100)


@dataclass(slots=True)
class Sums:
    """By category the exact sum and how many sales; ``foreign`` holds by currency what is in another one and therefore in no sum."""

    values: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    foreign: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def total(self, column: Column) -> Decimal:
        return sum((self.values[one] for one in column.categories if one in self.values), ZERO)


def currency() -> str:
    """The organisation's currency, in which forecasts are."""
    return units.currency_of(None)


def read(forecast: TypeInfo, period: Period, user: Actor) -> dict[Place, Sums]:
    """The sums of the sales this user may see, by place."""
    measure = "sum:quantity" if forecast.measure == "units" else "sum:amount"
    group_by = ("owner", "unit", "forecast_category", *(("probability",) if forecast.measure == "weighted" else ()))
    rows = queries.aggregate("opportunity", user, group_by=group_by, measures=("count", measure), where=forecast.where(period))
    return _gathered(rows, forecast)


def _gathered(rows: Iterable[Any], forecast: TypeInfo) -> dict[Place, Sums]:
    found: dict[Place, Sums] = defaultdict(Sums)
    own = currency()
    for row in rows:
        category = row.forecast_category.code
        sums = found[place_of(row.owner_id, row.unit_id, category)]
        sums.counts[category] += row.count
        value = value_of(row, forecast)
        if forecast.is_money and row.amount_currency not in (None, own):
            sums.foreign[row.amount_currency] += value
        else:
            sums.values[category] += value
    return dict(found)


def place_of(owner_id: int | None, unit_id: int | None, category: str) -> Place:
    """Where a sale counts: what has closed stays in the unit that closed it; what is open is where its owner is now."""
    return Place(owner_id, unit_id) if category == CLOSED or owner_id is None else home_of(owner_id)


def value_of(row: Any, forecast: TypeInfo) -> Decimal:
    """A group's value, exact: money times a percentage is multiplied here, since databases do it wrong."""
    if forecast.measure == "units":
        return Decimal(row.sum_quantity or 0)
    amount: Decimal = row.sum_amount or ZERO
    return amount * (row.probability or 0) / HUNDRED if forecast.measure == "weighted" else amount
