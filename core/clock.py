"""What time it is. The only place that asks the clock, so that a test can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Aware UTC."""
    return datetime.now(UTC)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(moment: datetime, zone_name: str) -> datetime:
    """The moment as a clock on the wall of that zone shows it."""
    return moment.astimezone(zone(zone_name))


def today_in(zone_name: str) -> date:
    return local(now(), zone_name).date()


def today(dealer_id: int | None = None) -> date:
    """Today at the dealer (None: at the acting user's dealer, else the installation's zone)."""
    from .units import zone_of

    return today_in(zone_of(dealer_id))


_as_of: ContextVar[datetime | None] = ContextVar("forecourt_as_of", default=None)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let what modules date themselves count from this moment (aware) within the block. For taking over a past that other
    systems recorded: ``now`` and the change log stay with the present."""
    token = _as_of.set(moment)
    try:
        yield
    finally:
        _as_of.reset(token)


def effective() -> datetime:
    """The moment from which a change counts: now, unless a past is being taken over."""
    return _as_of.get() or now()


def is_past() -> bool:
    """Whether a past is being taken over."""
    return _as_of.get() is not None
