"""Sales as snapshots have kept them: how each was at one of them, and which have changed from one to another."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core import queries

from . import sums
from .columns import COUNTED
from .models import PartState, SaleState
from .periods import Period
from .types import TypeInfo

STATES, PARTS = SaleState.__table__, PartState.__table__
VALUES = (
    "owner_id", "unit_id", "process_id", "type_id", "forecast_category", "is_closed", "is_won", "is_deleted", "amount", "amount_currency", "converted",
    "probability", "quantity", "units", "rate", "per", "close_date", "delivered_on",
)  # fmt: skip
"""The columns of a kept state that are compared."""


def states_at(snapshot_id: int, forecast: TypeInfo) -> Any:
    """Every sale as it was in a snapshot, as the type measures it, a subquery. Of a product family: with what its parts came to, without units where it
    had none."""
    parts, joined = STATES, STATES
    if forecast.family is not None:
        parts = PARTS.alias()
        there = (parts.c.opportunity_id == STATES.c.opportunity_id, parts.c.family == forecast.family, stood_at(parts, snapshot_id))
        joined = STATES.outerjoin(parts, sa.and_(*there))
    own = {"id": STATES.c.opportunity_id, "units": parts.c.units, "amount": parts.c.amount, "quantity": sums.unless(STATES.c.units, STATES.c.quantity)}
    if forecast.family is not None:
        own["quantity"] = sa.cast(sa.null(), sa.Integer)
    columns = [own.get(name, STATES.c[name]).label(name) for name in ("id", *VALUES)]
    return sa.select(*columns).select_from(joined).where(stood_at(STATES, snapshot_id)).subquery()


def stood_at(table: Any, snapshot_id: int) -> Any:
    """Whether a row was so in a snapshot: it begins with that or an earlier one, and none up to it ends it."""
    return sa.and_(table.c.from_id <= snapshot_id, sa.or_(table.c.to_id.is_(None), table.c.to_id > snapshot_id))


def changed_between(first: int, last: int, forecast: TypeInfo) -> sa.Select[Any]:
    """The ids of the sales that changed after the first of two snapshots and up to the last, or whose parts did."""
    found = sa.select(STATES.c.opportunity_id).where(STATES.c.from_id > first, STATES.c.from_id <= last)
    if forecast.family is None:
        return found
    parts = sa.select(PARTS.c.opportunity_id).where(PARTS.c.family == forecast.family, PARTS.c.from_id > first, PARTS.c.from_id <= last)
    return sa.select(sa.union(found, parts).subquery().c.opportunity_id)


def counted_at(snapshot_id: int, forecast: TypeInfo, period: Period) -> Any:
    """Those that counted in a period, as a subquery."""
    states = states_at(snapshot_id, forecast)
    day = states.c[forecast.date_from]
    wanted = sa.select(states).where(states.c.is_deleted.is_(False), states.c.forecast_category.in_(COUNTED), day >= period.start, day < period.end)
    for column, chosen in ((states.c.process_id, forecast.process_id), (states.c.type_id, forecast.sale_type_id)):
        if chosen:
            wanted = wanted.where(column == chosen)
    return (wanted if forecast.family is None else wanted.where(states.c.units.is_not(None))).subquery()


def places_at(snapshot_id: int) -> list[Any]:
    """Owner and unit of the sales that counted, each once."""
    by = (STATES.c.owner_id, STATES.c.unit_id)
    return queries.rows(sa.select(*by).where(stood_at(STATES, snapshot_id), STATES.c.forecast_category.in_(COUNTED)).group_by(*by))
