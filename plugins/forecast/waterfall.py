"""From one snapshot to another: why a number changed. Each sale's net change falls into one bucket, and all of them add up to the cent.

The first bucket of ``PRECEDENCE`` that fits a sale takes its whole net change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from core import Text, queries
from core import gettext_lazy as _
from core import pgettext_lazy as pgettext

from .columns import Column
from .hierarchy import Hierarchy, Place, build
from .periods import Period
from .rollup import ZERO
from .states import changed_between, counted_at, places_at, states_at
from .sums import of_states, value_of
from .types import TypeInfo

DELETED, RESTORED, NEW, REOPENED, WON, LOST = "deleted", "restored", "new", "reopened", "won", "lost"
OWNER_IN, OWNER_OUT, PULLED_IN, PUSHED_OUT = "owner_in", "owner_out", "pulled_in", "pushed_out"
CATEGORY_UP, CATEGORY_DOWN, RATE, GROWN, SHRUNK = "category_up", "category_down", "rate", "grown", "shrunk"
PRECEDENCE: dict[str, Text] = {
    DELETED: pgettext("waterfall", "Deleted"),
    RESTORED: pgettext("waterfall", "Restored"),
    NEW: pgettext("waterfall", "New"),
    REOPENED: pgettext("waterfall", "Reopened"),
    WON: pgettext("waterfall", "Won"),
    LOST: pgettext("waterfall", "Lost"),
    OWNER_IN: _("Owner in"),
    OWNER_OUT: _("Owner out"),
    PULLED_IN: _("Pulled in"),
    PUSHED_OUT: _("Pushed out"),
    CATEGORY_UP: _("Category up"),
    CATEGORY_DOWN: _("Category down"),
    RATE: pgettext("waterfall", "Rate"),
    GROWN: pgettext("waterfall", "Grown"),
    SHRUNK: pgettext("waterfall", "Shrunk"),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """One sale that changed a number: what it added before and after."""

    sale_id: int
    bucket: str
    before: Decimal
    after: Decimal

    @property
    def net(self) -> Decimal:
        return self.after - self.before


@dataclass(slots=True)
class Waterfall:
    """The way from ``opening`` to ``closing``."""

    opening: Decimal = ZERO
    closing: Decimal = ZERO
    moved: list[Moved] = field(default_factory=list)

    def net(self, bucket: str) -> Decimal:
        return sum((one.net for one in self.moved if one.bucket == bucket), ZERO)

    def count(self, bucket: str) -> int:
        return sum(one.bucket == bucket for one in self.moved)


@dataclass(frozen=True)
class Question:
    """Which number: of a forecast type, a period, a column, and the places whose sales it sums (None: everybody's)."""

    forecast: TypeInfo
    period: Period
    column: Column
    places: Collection[Place] | None


def between(first: int, last: int, question: Question) -> Waterfall:
    """The waterfall between two snapshots, by their ids. Three statements, however many sales have changed."""
    found = Waterfall(opening=_total(first, question), closing=_total(last, question))
    before, after = (_changed(at, first, last, question) for at in (first, last))
    for sale_id in sorted(before.keys() | after.keys()):
        moved = judge(sale_id, before.get(sale_id), after.get(sale_id), question)
        if moved is not None:
            found.moved.append(moved)
    return found


def _changed(at: int, first: int, last: int, question: Question) -> dict[int, Any]:
    """The states at a snapshot of the sales that changed after the first and up to the last."""
    states = states_at(at, question.forecast)
    return {row.id: row for row in queries.rows(sa.select(states).where(states.c.id.in_(changed_between(first, last, question.forecast))))}


def _total(snapshot_id: int, question: Question) -> Decimal:
    [found] = of_states(counted_at(snapshot_id, question.forecast, question.period), question.forecast)
    return sum((one.total(question.column) for place, one in found.items() if question.places is None or place in question.places), ZERO)


def judge(sale_id: int, before: Any, after: Any, question: Question) -> Moved | None:
    """What a sale adds before and after, and the bucket of the difference; None where it makes none."""
    was, is_now = contribution(before, question), contribution(after, question)
    return None if was == is_now else Moved(sale_id, _bucket(before, after, was, is_now, question), was, is_now)


def contribution(sale: Any, question: Question) -> Decimal:
    """What a sale in this state adds to the number."""
    if sale is None or not _counts(sale, question) or not _here(sale, question) or not _in_period(sale, question):
        return ZERO
    return value_of(sale, question.forecast) or ZERO


def _counts(sale: Any, question: Question) -> bool:
    forecast = question.forecast
    chosen = ((sale.process_id, forecast.process_id), (sale.type_id, forecast.sale_type_id))
    return not sale.is_deleted and sale.forecast_category in question.column.categories and all(wanted in (None, value) for value, wanted in chosen)


def _here(sale: Any, question: Question) -> bool:
    return question.places is None or Place(sale.owner_id, sale.unit_id) in question.places


def _in_period(sale: Any, question: Question) -> bool:
    return getattr(sale, question.forecast.date_from) in question.period


def _bucket(before: Any, after: Any, was: Decimal, is_now: Decimal, question: Question) -> str:
    """The first that fits, in the order of PRECEDENCE."""
    return _by_life(before, after) or _by_place(before, after, question) or _by_value(before, after, is_now > was, question)


def _by_life(before: Any, after: Any) -> str | None:
    if after is None or (after.is_deleted and before is not None and not before.is_deleted):
        return DELETED
    if before is None:
        return NEW
    if before.is_deleted and not after.is_deleted:
        return RESTORED
    return _by_closing(before, after)


def _by_closing(before: Any, after: Any) -> str | None:
    if before.is_closed and not after.is_closed:
        return REOPENED
    if after.is_won and not before.is_won:
        return WON
    return LOST if after.is_closed and not after.is_won and (before.is_won or not before.is_closed) else None


def _by_place(before: Any, after: Any, question: Question) -> str | None:
    here, in_period = _here(after, question), _in_period(after, question)
    if here != _here(before, question):
        return OWNER_IN if here else OWNER_OUT
    if in_period != _in_period(before, question):
        return PULLED_IN if in_period else PUSHED_OUT
    return None


def _by_value(before: Any, after: Any, more: bool, question: Question) -> str:
    """What another process or type takes in or out stands with the category: it is another sale to this forecast."""
    if _counts(before, question) != _counts(after, question):
        return CATEGORY_UP if more else CATEGORY_DOWN
    same = all(getattr(before, name) == getattr(after, name) for name in ("amount", "amount_currency", "probability", "quantity", "units"))
    if same:
        return RATE
    return GROWN if more else SHRUNK


def hierarchy_of(first: int, last: int) -> Hierarchy:
    """The hierarchy with every place that had sales in one of the snapshots."""
    return build({Place(*row) for snapshot_id in (first, last) for row in places_at(snapshot_id)})
