"""Business calendars: when a unit is open, and arithmetic with its hours and days.

Clock hours need no calendar: they are plain ``timedelta``. Times given and returned are aware; returned ones are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import audit, clock, state
from .actor import Actor
from .db import BigId, Json, db, transaction
from .errors import Invalid, NotFound
from .i18n import gettext as _

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAME_LENGTH = 120
HORIZON = 3660  # days looked ahead before a calendar counts as never open

Span = tuple[time, time]
"""Opening and closing on one day; closing at 00:00 means midnight at the end of it."""

_HOURS = re.compile(r"(?:\d+:\d+\s*|\d[\d:]*)[-–]\s*[\d:]*(?:\s*[-–,，]\s*[\d:]+)*\S*")
"""What a special day's line begins with where that is meant as hours, right or wrong, with blanks between them or without."""

OFFICE: Mapping[str, tuple[Span, ...]] = MappingProxyType(
    {day: ((time(9), time(18)),) if day not in ("sat", "sun") else () for day in DAYS}
)


class CalendarRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A calendar that units share. Without a zone it is read in the zone of the unit that uses it."""

    __tablename__ = "core_calendar"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), unique=True)
    zone: Mapped[str | None] = mapped_column(sa.String(60))
    hours: Mapped[dict[str, list[list[str]]]] = mapped_column(Json)


class CalendarDay(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A day unlike its weekday: a holiday (no hours), or a Sunday that is worked in exchange (with hours)."""

    __tablename__ = "core_calendar_day"
    __table_args__ = (sa.UniqueConstraint("calendar_id", "day"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    calendar_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_calendar.id"))
    day: Mapped[date] = mapped_column(sa.Date)
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), default="")
    hours: Mapped[list[list[str]] | None] = mapped_column(Json)


@dataclass(frozen=True)
class Calendar:
    """Weekly hours and special days in one zone. ``special`` maps a date to its spans; none means closed."""

    zone: str = "UTC"
    weekly: Mapping[str, tuple[Span, ...]] = field(default_factory=lambda: OFFICE)
    special: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    name: str = ""

    @cached_property
    def ever_open(self) -> bool:
        return any(self.weekly.values()) or any(self.special.values())

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Opening hours of a day, in order."""
        return self.special.get(day, self.weekly.get(DAYS[day.weekday()], ()))

    def is_working_day(self, day: date) -> bool:
        return bool(self.spans_on(day))

    def is_open(self, moment: datetime) -> bool:
        """Whether it is open at that moment; the closing moment itself is not."""
        day = clock.local(moment, self.zone).date()
        return any(opening <= moment < closing for opening, closing in self._open_on(day))

    def next_open(self, moment: datetime) -> datetime:
        """That moment if it is open, else the next opening. Raises ValueError for a calendar that is never open."""
        opening, _closing = next(self._periods_from(moment))
        return opening

    def add_hours(self, moment: datetime, hours: float) -> datetime:
        """When so many opening hours have passed since. Raises ValueError for a calendar that is never open."""
        return self.after(moment, timedelta(hours=hours))

    def after(self, moment: datetime, span: timedelta) -> datetime:
        """As add_hours, to the microsecond."""
        if span < timedelta():
            raise ValueError("opening hours are counted forwards only")
        left = span
        for opening, closing in self._periods_from(moment):
            if left <= closing - opening:
                return opening + left
            left -= closing - opening
        raise ValueError("this calendar is never open")

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Opening hours from one moment to another; negative if ``end`` is before ``start``."""
        return self.open_time(start, end) / timedelta(hours=1)

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """As hours_between, to the microsecond."""
        if end < start:
            return -self.open_time(end, start)
        day, last = clock.local(start, self.zone).date(), clock.local(end, self.zone).date()
        total = timedelta()
        while day <= last:
            for opening, closing in self._open_on(day):
                total += max(timedelta(), min(closing, end) - max(opening, start))
            day += timedelta(days=1)
        return total

    def add_working_days(self, day: date, count: int) -> date:
        """The working day ``count`` working days after (or, negative, before) a day. 0 gives the day itself if it is one,
        else the next. Raises ValueError for a calendar that is never open."""
        step = timedelta(days=-1 if count < 0 else 1)
        left = abs(count)
        for _tried in range(HORIZON):
            if left == 0 and self.is_working_day(day):
                return day
            day += step
            if self.is_working_day(day) and left:
                left -= 1
        raise ValueError("this calendar is never open")

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def _open_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Opening and closing moments in UTC, so that a change to summer time gives the hours that really passed."""
        for opening, closing in self.spans_on(day):
            ends = day + timedelta(days=1) if closing == time(0) else day
            yield self._moment(day, opening), self._moment(ends, closing)

    def _moment(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, clock.zone(self.zone)).astimezone(UTC)

    def _periods_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        if self.ever_open:
            first = clock.local(moment, self.zone).date()
            for offset in range(HORIZON):
                for opening, closing in self._open_on(first + timedelta(days=offset)):
                    if closing > moment:
                        yield max(opening, moment.astimezone(UTC)), closing
        raise ValueError("this calendar is never open")


ALWAYS = Calendar(weekly=MappingProxyType({day: ((time(0), time(0)),) for day in DAYS}), name="24/7")
"""Open round the clock: its hours are clock hours."""


def for_unit(unit_id: int | None) -> Calendar:
    """The calendar of a unit, or of the nearest unit above it that has one; else Monday to Friday, 9 to 18, in its zone."""
    from . import units

    zone = units.zone_of(unit_id)
    row_id = units.calendar_of(unit_id)
    found = state.cached("calendars", _read).get(row_id) if row_id is not None else None
    if found is None:
        return Calendar(zone=zone)
    return found if found.zone else Calendar(zone, found.weekly, found.special, found.name)


def find(calendar_id: int) -> CalendarRow:
    """Raises NotFound."""
    row = db.session.get(CalendarRow, calendar_id)
    if row is None:
        raise NotFound
    return row


def all_rows() -> list[CalendarRow]:
    """Every calendar, by name."""
    return list(db.session.execute(sa.select(CalendarRow).order_by(CalendarRow.name)).scalars())


def days_of(calendar_id: int) -> list[CalendarDay]:
    """The special days of a calendar, in order."""
    query = sa.select(CalendarDay).where(CalendarDay.calendar_id == calendar_id).order_by(CalendarDay.day)
    return list(db.session.execute(query).scalars())


def save(
    user: Actor, name: str, hours: Mapping[str, str], zone: str | None = None, days: str = "", calendar_id: int | None = None
) -> CalendarRow:
    """Create or change a calendar from what a person types: hours like "9:00-12:00, 13:30-18:00" by weekday, and special
    days one to a line, like "2026-10-01 National Day" (closed) or "2026-10-10 9:00-18:00 Worked in exchange".

    Raises Forbidden, Invalid.
    """
    user.require("core.administer")
    errors: dict[str, list[str]] = {}
    weekly = {day: _collected(errors, day, hours.get(day, "")) for day in DAYS}
    special = _parse_days(errors, days)
    with transaction():
        state.bump("calendars")  # one at a time: of two with the same name the second sees the first
        errors.update(_problems(calendar_id, name.strip(), zone))
        if errors:
            raise Invalid(errors)
        row = CalendarRow() if calendar_id is None else find(calendar_id)
        before = {} if calendar_id is None else as_typed(row)
        row.name, row.zone, row.hours = name.strip(), zone or None, weekly
        db.session.add(row)
        db.session.flush()
        db.session.execute(sa.delete(CalendarDay).where(CalendarDay.calendar_id == row.id))
        db.session.add_all(CalendarDay(calendar_id=row.id, day=day, name=label, hours=spans) for day, (spans, label) in special.items())
        db.session.flush()
        _tell(user, row, before)
        state.bump("calendars")
    return row


def as_typed(row: CalendarRow) -> dict[str, str]:
    """A calendar as ``save`` takes it: the special days are one text, a line each."""
    return {"name": row.name, "zone": row.zone or "", **{day: show_spans(row.hours.get(day)) for day in DAYS}, "days": show_days(row.id)}


def _tell(user: Actor, row: CalendarRow, before: Mapping[str, str]) -> None:
    """The line of the log: what changed, by which deadlines are counted from now on."""
    after = as_typed(row)
    changed = {name: [before.get(name, ""), value] for name, value in after.items() if before.get(name, "") != value and name != "days"}
    lines, former = after["days"].splitlines(), before.get("days", "").splitlines()
    taken, given = [one for one in former if one not in lines], [one for one in lines if one not in former]
    if changed or taken or given:
        details = {"calendar": row.name, "changed": changed, "days_added": given, "days_removed": taken}
        audit.record("calendar_changed" if before else "calendar_added", actor=user, details=details)


def show_days(calendar_id: int) -> str:
    """The special days of a calendar as ``save`` reads them."""
    return "\n".join(
        " ".join(filter(None, (one.day.isoformat(), show_spans(one.hours).replace(" ", ""), one.name))) for one in days_of(calendar_id)
    )


def name_of(calendar_id: int | None) -> str:
    """A calendar's name; empty where there is none."""
    row = db.session.get(CalendarRow, calendar_id) if calendar_id is not None else None
    return row.name if row is not None else ""


def _problems(calendar_id: int | None, name: str, zone: str | None) -> Iterator[tuple[str, list[str]]]:
    if not name:
        yield "name", [_("A calendar needs a name.")]
    elif len(name) > NAME_LENGTH:
        yield "name", [_("The name has at most %(count)s characters.", count=NAME_LENGTH)]
    elif any(one.name == name and one.id != calendar_id for one in all_rows()):
        yield "name", [_("There is a calendar of this name already.")]
    if zone and zone not in available_timezones():
        yield "zone", [_("“%(zone)s” is not a time zone, such as Asia/Shanghai.", zone=zone)]


def _collected(errors: dict[str, list[str]], key: str, text: str) -> list[list[str]]:
    try:
        return parse_spans(text)
    except ValueError as problem:
        errors.setdefault(key, []).append(str(problem))
        return []


def _parse_days(errors: dict[str, list[str]], text: str) -> dict[date, tuple[list[list[str]], str]]:
    found: dict[date, tuple[list[list[str]], str]] = {}
    for line in filter(None, (one.strip() for one in text.splitlines())):
        head, rest = (*line.split(None, 1), "")[:2]  # a spreadsheet puts a tab between them, a Chinese keyboard a wide blank
        spans, label = _spans_and_label(rest.strip())
        try:
            day = date.fromisoformat(head)
        except ValueError:
            errors.setdefault("days", []).append(_("“%(line)s” must begin with a day such as 2026-10-01.", line=line))
            continue
        if day in found:
            errors.setdefault("days", []).append(_("%(day)s stands there twice. Write all hours of a day in one line.", day=head))
        if len(label) > NAME_LENGTH:
            errors.setdefault("days", []).append(_("What is said of %(day)s has at most %(count)s characters.", day=head, count=NAME_LENGTH))
        found[day] = (_collected(errors, "days", spans), label)
    return found


def _spans_and_label(text: str) -> tuple[str, str]:
    """ "9:00-12:00, 13:30-18:00 Worked in exchange" as its hours, however they are spaced, and the rest."""
    hours = _HOURS.match(text)
    return (hours[0], text[hours.end() :].strip()) if hours else ("", text)


def parse_spans(text: str) -> list[list[str]]:
    """ "9:00-12:00, 13:30-18:00" as [["09:00", "12:00"], ["13:30", "18:00"]]. Raises ValueError with a sentence."""
    spans: list[list[str]] = []
    for part in filter(None, (one.strip() for one in text.replace("，", ",").replace("–", "-").split(","))):
        opening, dash, closing = (piece.strip() for piece in part.partition("-"))
        if not dash:
            raise ValueError(_("“%(part)s” must be written like 9:00-18:00.", part=part))
        spans.append([_wall(opening), _wall(closing)])
    ends = "00:00"
    for opening, closing in spans:
        if opening < ends or (closing != "00:00" and closing <= opening) or ends == "24:00":
            raise ValueError(_("Opening hours must follow one another and end after they begin."))
        ends = "24:00" if closing == "00:00" else closing
    return spans


def _wall(text: str) -> str:
    try:
        hour, _colon, minute = text.partition(":")
        return f"{time(int(hour) % 24 if text in ('24', '24:00') else int(hour), int(minute or 0)):%H:%M}"
    except ValueError:
        raise ValueError(_("“%(time)s” is not a time of day such as 9:00.", time=text)) from None


def show_spans(spans: list[list[str]] | None) -> str:
    """As parse_spans reads it."""
    return ", ".join(f"{opening}-{closing}" for opening, closing in spans or ())


def _spans(stored: Any) -> tuple[Span, ...]:
    return tuple((time.fromisoformat(opening), time.fromisoformat(closing)) for opening, closing in stored or ())


def _read() -> dict[int, Calendar]:
    special: dict[int, dict[date, tuple[Span, ...]]] = {}
    for row in db.session.execute(sa.select(CalendarDay.calendar_id, CalendarDay.day, CalendarDay.hours)):
        special.setdefault(row.calendar_id, {})[row.day] = _spans(row.hours)
    rows = db.session.execute(sa.select(CalendarRow.id, CalendarRow.name, CalendarRow.zone, CalendarRow.hours))
    return {
        row.id: Calendar(row.zone or "", {day: _spans(row.hours.get(day)) for day in DAYS}, special.get(row.id, {}), row.name)
        for row in rows
    }
