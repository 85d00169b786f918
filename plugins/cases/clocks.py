"""The arithmetic of promises: when a deadline comes, given opening hours and the times in which the clock stands still.

Nothing here reads or writes: all follows from the events given, so that it can be computed again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core import calendars

from .picklists import FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION

CHANGE, IN, OUT = "change", "in", "out"
TOUCH = "touch"
"""What is left of an event of which only the moment counts."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that moves a clock: a status entered (``stops``: paused or closed), or a word from or to the customer.
    ``touched``: by somebody, not by the house itself."""

    at: datetime
    kind: str
    stops: bool = False
    closes: bool = False
    touched: bool = True


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clock stands still; ``end`` None: still."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Targets:
    """What is promised, in opening time; None: nothing. ``warn`` is the share of the time after which to warn, 0 to 1."""

    first_response: timedelta | None
    next_response: timedelta | None
    resolution: timedelta | None
    warn: float


@dataclass(frozen=True, slots=True)
class Milestone:
    """One promise: begun, due, kept or not. ``due_at`` is None while the clock stands before it came; ``elapsed`` and
    ``target`` are opening time."""

    kind: str
    started_at: datetime
    target: timedelta
    due_at: datetime | None
    warn_at: datetime | None
    completed_at: datetime | None
    elapsed: timedelta
    paused: bool

    @property
    def is_open(self) -> bool:
        return self.completed_at is None

    @property
    def late(self) -> bool:
        """More time went by than was promised."""
        return self.elapsed > self.target

    @property
    def left(self) -> timedelta:
        """Opening time that is left; negative when it is late."""
        return self.target - self.elapsed

    @property
    def share(self) -> int:
        """How much of the time is over, in per cent, at most 100."""
        return min(100, int(100 * self.elapsed / self.target)) if self.target else 100

    def key(self, what: str) -> str:
        """Names the promise: the same whatever is computed anew."""
        return f"{self.kind}:{int(self.started_at.timestamp())}:{what}"


def stops(events: Iterable[Event]) -> list[Stop]:
    """The times in which the case was paused or closed, in order."""
    found: list[Stop] = []
    since: datetime | None = None
    for event in events:
        if event.kind != CHANGE:
            continue
        if event.stops and since is None:
            since = event.at
        elif not event.stops and since is not None:
            found.append(Stop(since, event.at))
            since = None
    return [*found, Stop(since, None)] if since is not None else found


def _running(start: datetime, stopped: Sequence[Stop]) -> Iterable[tuple[datetime, datetime | None]]:
    """The times from ``start`` on in which the clock runs; the last has no end unless the clock stands for good."""
    at = start
    for stop in stopped:
        if stop.end is not None and stop.end <= at:
            continue
        if stop.start > at:
            yield at, stop.start
        if stop.end is None:
            return
        at = max(at, stop.end)
    yield at, None


def elapsed(calendar: calendars.Calendar, start: datetime, end: datetime, stopped: Sequence[Stop]) -> timedelta:
    """Opening time from one moment to the other in which the clock ran."""
    total = timedelta()
    for begin, stop in _running(start, stopped):
        last = end if stop is None else min(stop, end)
        if last > begin:
            total += calendar.open_time(begin, last)
    return total


def due(calendar: calendars.Calendar, start: datetime, target: timedelta, stopped: Sequence[Stop]) -> datetime | None:
    """When so much opening time will have run. None while the clock stands before that, or for a calendar that is never open."""
    left = target
    for begin, stop in _running(start, stopped):
        if stop is None:
            return calendar.after(begin, left) if calendar.ever_open else None
        ran = calendar.open_time(begin, stop)
        if ran >= left:
            return calendar.after(begin, left)
        left -= ran
    return None


def milestones(
    events: Sequence[Event], opened_at: datetime, targets: Targets, calendar: calendars.Calendar, now: datetime, since: datetime | None = None
) -> list[Milestone]:
    """All promises about one case as they stand at ``now``: the first response, each next response, the resolution.

    What began before ``since`` was promised elsewhere, and counts no more.
    """
    stopped = stops(events)
    found: list[Milestone] = []
    is_ours = since is None or opened_at >= since
    if targets.first_response and is_ours:
        answered = _first(events, opened_at, lambda event: event.kind == OUT or event.closes)
        found.append(_milestone(FIRST_RESPONSE.code, opened_at, answered, targets.first_response, targets.warn, calendar, stopped, now))
    if targets.next_response:
        for asked, answer in _exchanges(events, since):
            answered = answer.at if answer is not None else None
            found.append(_milestone(NEXT_RESPONSE.code, asked.at, answered, targets.next_response, targets.warn, calendar, stopped, now))
    if targets.resolution and is_ours:
        found.append(_milestone(RESOLUTION.code, opened_at, closed_at(events), targets.resolution, targets.warn, calendar, stopped, now))
    return found


def closed_at(events: Iterable[Event]) -> datetime | None:
    """Since when the case is closed; None for an open one. From one closed status to another it stays closed."""
    since: datetime | None = None
    for event in events:
        if event.kind == CHANGE:
            since = (since or event.at) if event.closes else None
    return since


def first_answer(events: Iterable[Event], opened_at: datetime) -> datetime | None:
    """When the customer was answered first; closing a case answers it."""
    return _first(events, opened_at, lambda event: event.kind == OUT or event.closes)


def _first(events: Iterable[Event], since: datetime, fits: object) -> datetime | None:
    return next((event.at for event in events if event.at >= since and fits(event)), None)  # type: ignore[operator]  # a predicate


def _exchanges(events: Iterable[Event], since: datetime | None) -> Iterable[tuple[Event, Event | None]]:
    """Each time the customer spoke and waited, from a moment on, with what ended that: an answer, or closing."""
    asked: Event | None = None
    for event in events:
        if since is not None and event.at < since:
            continue
        if event.kind == IN and asked is None:
            asked = event
        elif asked is not None and (event.kind == OUT or event.closes):
            yield asked, event
            asked = None
    if asked is not None:
        yield asked, None


def was_late(events: Sequence[Event], targets: Targets, calendar: calendars.Calendar, since: datetime | None = None) -> bool:
    """Whether an exchange before the last one took longer than promised."""
    if not targets.next_response:
        return False
    stopped = stops(events)
    over = [(asked.at, answer.at) for asked, answer in list(_exchanges(events, since))[:-1] if answer is not None]
    return any(elapsed(calendar, start, end, stopped) > targets.next_response for start, end in over)


def essential(events: Sequence[Event], opened_at: datetime, since: datetime | None = None) -> list[Event]:
    """The events without which some clock would read otherwise once the exchanges before the last one are judged.

    They are a status that stops or closes otherwise than the one before, the first answer and the last exchange; of the first event, the
    first and last that somebody caused, and the very last one, only the moment counts.
    """
    last = list(_exchanges(events, since))[-1:]
    answers = [event for event in events if event.at >= opened_at and (event.kind == OUT or event.closes)]
    whole = {id(event) for event in (*_turns(events), *answers[:1], *(event for pair in last for event in pair))}
    touched = [event for event in events[1:] if event.touched]
    moments = {id(event) for event in (*events[:1], *touched[:1], *touched[-1:], *events[-1:])}
    return [
        event if id(event) in whole else Event(event.at, TOUCH, touched=event.touched)
        for event in events if id(event) in whole | moments
    ]  # fmt: skip


def _turns(events: Iterable[Event]) -> Iterable[Event]:
    """The changes of status with which the clock stops, closes or goes on otherwise than before."""
    before: tuple[bool, bool] | None = None
    for event in events:
        if event.kind == CHANGE and (event.stops, event.closes) != before:
            yield event
            before = (event.stops, event.closes)


def _milestone(
    kind: str, start: datetime, completed: datetime | None, target: timedelta, warn: float, calendar: calendars.Calendar, stopped: Sequence[Stop], now: datetime
) -> Milestone:
    before = stopped if completed is None else [stop for stop in stopped if stop.start < completed]
    return Milestone(
        kind, start, target, due(calendar, start, target, before), due(calendar, start, target * warn, before), completed,
        elapsed(calendar, start, completed or now, stopped), completed is None and bool(stopped) and stopped[-1].end is None,
    )  # fmt: skip
