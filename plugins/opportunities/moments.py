"""When something happened: now, or in the past for what an import or the sample data bring along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from core import Change, now, units

from .catalogue import StageInfo

_as_of: ContextVar[datetime | None] = ContextVar("opportunities_as_of", default=None)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let changes within the block count from this moment (aware). For taking over a past that other systems recorded."""
    token = _as_of.set(moment)
    try:
        yield
    finally:
        _as_of.reset(token)


def moment_now() -> datetime:
    return _as_of.get() or now()


def local_day(moment: datetime, dealer_id: int | None) -> date:
    """The day it was at the dealer."""
    return moment.astimezone(_zone(dealer_id)).date()


def start_of(day: date, dealer_id: int | None) -> datetime:
    """Midnight at the dealer, in UTC."""
    return datetime.combine(day, time.min, _zone(dealer_id)).astimezone(UTC)


def _zone(dealer_id: int | None) -> ZoneInfo:
    return ZoneInfo(units.zone_of(dealer_id))


def entered_at(change: Change, stage: StageInfo) -> datetime:
    """When the record entered the stage: an import brings the day in its own fields, otherwise it is now."""
    if change.source != "import" or _as_of.get() is not None:
        return moment_now()
    record = change.record
    day = record.close_date if stage.is_closed else record.engaged_on if change.is_new else None
    return min(start_of(day, record.dealer_id), now()) if day else now()
