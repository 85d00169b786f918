"""When something happened: now, or in the past for what an import or the sample data bring along."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from core import Change, clock, now, units

from .catalogue import StageInfo


def moment_now() -> datetime:
    return clock.effective()


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
    if change.source != "import" or clock.is_past():
        return moment_now()
    record = change.record
    day = record.close_date if stage.is_closed else record.engaged_on if change.is_new else None
    return min(start_of(day, record.dealer_id), now()) if day else now()
