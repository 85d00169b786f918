"""Deadlines against a slow reading: minute by minute, is the desk open, does the clock run, is the time over?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from core.calendars import DAYS, Calendar
from core.clock import local
from plugins.cases.clocks import CHANGE, IN, OUT, Event, Targets, closed_at, due, elapsed, essential, first_answer, milestones, stops, was_late

MINUTE = timedelta(minutes=1)
OFFICE = Calendar("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # nine o'clock in Shanghai
DST = tuple(datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 7), (3, 27), (10, 23), (10, 31), (11, 23)))
"""Two days before New York's and Berlin's clocks go forward and back, and a week without any such thing."""
LENGTH = timedelta(days=6)


def drawn_calendar(random: Random) -> Calendar:
    """Hours on quarter hours, a lunch break now and then, nights to midnight and on from there, single days unlike their weekday with
    days between them that have no entry, in zones with and without summer time."""
    zone = random.choice(["Asia/Shanghai", "Europe/Berlin", "Europe/Berlin", "America/New_York", "America/New_York"])
    weekly = {day: drawn_hours(random) for day in DAYS if random.random() < 0.8}
    special = {date(2026, random.choice([3, 10, 11]), random.randint(1, 30)): drawn_hours(random) if random.random() < 0.5 else () for _ in range(20)}
    return Calendar(zone, weekly, special)


def drawn_hours(random: Random) -> tuple[tuple[time, time], ...]:
    if random.random() < 0.2:
        return ((time(0), time(random.randint(1, 6))), (time(random.randint(18, 22)), time(0)))
    opening, closing = time(random.randint(0, 9), random.choice([0, 15, 30])), time(random.randint(14, 23), random.choice([0, 30]))
    return ((opening, time(11, 30)), (time(12, 15), closing)) if random.random() < 0.5 else ((opening, closing),)


def drawn_events(random: Random, opened: datetime) -> list[Event]:
    """Pauses, closings and reopenings at whole minutes, in order."""
    at, found = opened, [Event(opened, CHANGE)]
    for _turn in range(random.randint(0, 6)):
        at += timedelta(minutes=random.randint(1, 1500))
        stopped = random.random() < 0.5
        found.append(Event(at, CHANGE, stopped, stopped and random.random() < 0.5))
    return found


def drawn(seed: int) -> tuple[Random, Calendar, datetime]:
    random = Random(seed)
    return random, drawn_calendar(random), random.choice(DST) + timedelta(minutes=random.randint(0, 1440))


def slowly(calendar: Calendar, opened: datetime, target: timedelta, events: list[Event], limit: datetime) -> datetime | None:
    """The end of the minute in which the time is over."""
    left, at = target, opened
    while at < limit:
        stands = [event for event in events if event.at <= at][-1].stops
        if calendar.is_open(at) and not stands:
            left -= MINUTE
            if left <= timedelta():
                return at + MINUTE
        at += MINUTE
    return None


@pytest.mark.parametrize("seed", range(40))
def test_a_deadline_is_where_counting_minutes_ends(seed: int) -> None:
    random, calendar, opened = drawn(seed)
    events, target = drawn_events(random, opened), timedelta(minutes=random.randint(1, 900))
    limit = opened + LENGTH

    found = due(calendar, opened, target, stops(events))

    assert (found if found is not None and found <= limit else None) == slowly(calendar, opened, target, events, limit)
    if found is not None:
        assert elapsed(calendar, opened, found, stops(events)) == target


def test_what_is_drawn_has_clocks_that_change_holidays_and_nights() -> None:
    """So that the test above tells of them: how many of its calendars meet each within the days that are counted."""
    met = {"forward": 0, "back": 0, "closed day": 0, "worked day": 0, "midnight": 0}
    for seed in range(40):
        _random, calendar, opened = drawn(seed)
        days = [local(opened + timedelta(days=number), calendar.zone).date() for number in range(LENGTH.days + 1)]
        turned = local(opened + LENGTH, calendar.zone).utcoffset() - local(opened, calendar.zone).utcoffset()  # type: ignore[operator]  # both aware
        met["forward"] += turned > timedelta()
        met["back"] += turned < timedelta()
        met["closed day"] += any(calendar.special.get(day) == () for day in days)
        met["worked day"] += any(calendar.special.get(day) for day in days)
        met["midnight"] += any(closing == time(0) for day in days for _opening, closing in calendar.spans_on(day))

    assert min(met.values()) >= 3, met


def test_pausing_moves_the_deadline_by_the_opening_time_of_the_pause() -> None:
    pause = [Event(MONDAY, CHANGE), Event(MONDAY + timedelta(hours=1), CHANGE, stops=True), Event(MONDAY + timedelta(hours=3), CHANGE)]

    assert due(OFFICE, MONDAY, timedelta(hours=4), stops(pause)) == MONDAY + timedelta(hours=6)


def test_a_clock_that_stands_has_no_deadline_and_keeps_what_is_left() -> None:
    events = [Event(MONDAY, CHANGE), Event(MONDAY + timedelta(hours=1), CHANGE, stops=True)]

    assert due(OFFICE, MONDAY, timedelta(hours=4), stops(events)) is None
    assert elapsed(OFFICE, MONDAY, MONDAY + timedelta(days=9), stops(events)) == timedelta(hours=1)


def test_the_hour_that_summer_time_takes_is_not_counted() -> None:
    night = Calendar("Europe/Berlin", {day: ((time(0), time(6)),) for day in DAYS})
    midnight = datetime(2026, 3, 28, 23, tzinfo=UTC)  # Sunday, 29 March, in Berlin: two o'clock becomes three

    assert elapsed(night, midnight, midnight + timedelta(hours=12), []) == timedelta(hours=5)
    assert due(night, midnight, timedelta(hours=5), []) == midnight + timedelta(hours=5)


def test_a_desk_that_never_opens_promises_no_moment() -> None:
    assert due(Calendar("UTC", {}), MONDAY, timedelta(hours=1), []) is None


def test_the_customers_word_starts_the_next_response_and_an_answer_stops_it() -> None:
    targets = Targets(timedelta(hours=1), timedelta(hours=2), timedelta(hours=8), 0.75)
    events = [Event(MONDAY, CHANGE), Event(MONDAY + timedelta(minutes=30), OUT), Event(MONDAY + timedelta(hours=1), IN), Event(MONDAY + timedelta(hours=2), IN)]

    first, following, solved = milestones(events, MONDAY, targets, OFFICE, MONDAY + timedelta(hours=2))

    assert first.completed_at == MONDAY + timedelta(minutes=30)
    assert not first.late
    assert (following.started_at, following.due_at, following.completed_at) == (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=3), None)
    assert solved.warn_at == MONDAY + timedelta(hours=6)


def test_reopening_resumes_the_resolution_where_it_stood() -> None:
    targets = Targets(None, None, timedelta(hours=4), 0.75)
    closed, opened_again = MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=5)
    events = [Event(MONDAY, CHANGE), Event(closed, CHANGE, stops=True, closes=True), Event(opened_again, CHANGE)]

    assert milestones(events[:2], MONDAY, targets, OFFICE, closed)[0].completed_at == closed
    assert milestones(events, MONDAY, targets, OFFICE, opened_again)[0].due_at == MONDAY + timedelta(hours=8)


def drawn_story(random: Random, opened: datetime) -> list[Event]:
    """As drawn_events, with words from and to the customer between, by people and by the house itself."""
    at, found = opened, [Event(opened, CHANGE)]
    for _turn in range(random.randint(0, 40)):
        at += timedelta(minutes=random.randint(1, 600))
        kind = random.choice([CHANGE, IN, IN, OUT])
        stopped = kind == CHANGE and random.random() < 0.5
        found.append(Event(at, kind, stopped, stopped and random.random() < 0.5, random.random() < 0.7))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_what_is_left_of_a_story_tells_the_clocks_what_the_whole_does(seed: int) -> None:
    random = Random(seed)
    calendar, opened = drawn_calendar(random), DST[seed % 3]
    story = drawn_story(random, opened)
    targets = Targets(timedelta(hours=2), timedelta(minutes=random.randint(30, 600)), timedelta(hours=20), 0.75)
    since = random.choice([None, opened, opened + timedelta(hours=30)])
    end = story[-1].at + timedelta(minutes=random.randint(1, 3000))

    left, late = [], False
    for event in story:  # digested again and again, as it grows
        left.append(event)
        if random.random() < 0.3:
            late = late or was_late(left, targets, calendar, since)
            left = essential(left, opened, since)

    whole, rest = (milestones(events, opened, targets, calendar, end, since) for events in (story, left))
    assert {one.kind: one for one in rest} == {one.kind: one for one in whole}, "of each kind the last"
    assert (late or any(one.late for one in rest)) == any(one.late for one in whole)
    assert (stops(left), closed_at(left), first_answer(left, opened)) == (stops(story), closed_at(story), first_answer(story, opened))
    assert max(one.at for one in left) == story[-1].at
    assert [any(one.touched for one in events[1:]) for events in (left, story)] in ([True, True], [False, False])
    assert max((one.at for one in left if one.touched), default=None) == max((one.at for one in story if one.touched), default=None)


def test_ten_thousand_words_leave_a_handful() -> None:
    story = [Event(MONDAY, CHANGE), *(Event(MONDAY + turn * MINUTE, (IN, OUT)[turn % 2]) for turn in range(10_000))]

    assert len(essential(story, MONDAY)) <= 7
