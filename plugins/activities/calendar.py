"""The calendar: what is planned and what was done, by day, week or month, of one person, of a team or of everybody one sees.

Days are the dealer's. Every view is read in three bounded statements, however many people it shows.
"""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import Actor, BadQuery, local, permissions, queries, today, units, users
from core import gettext as _

from . import links
from .objects import activity

SCALES = ("day", "week", "month")
MOST = 500
"""Entries read of each kind; beyond them the page says that there are more."""
SHOWN = {"day": 200, "week": 40, "month": 4}
"""Entries of one day before it says how many more there are."""
COLUMNS = ("name", "kind", "status", "owner", "due_on", "due_at", "starts_at", "ends_at", "done_on", "done_at", "about", "dealer")
EVERYBODY, TEAM = "all", "unit-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity on one day. ``clock`` is its local time, "" for one without; ``state`` is "open", "overdue" or "done"."""

    id: int
    version: int
    name: str
    kind: Any
    clock: str
    state: str
    owner: str
    about: Sequence[queries.Link]
    movable: bool

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.state == "done", self.clock or "99:99", self.name, self.id)


@dataclass(slots=True)
class Day:
    """One day of the view; ``outside``: it belongs to the month before or after."""

    on: date
    outside: bool = False
    entries: list[Entry] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows. ``capped``: there is more than could be read. ``may_add``: whether the user may plan something."""

    scale: str
    on: date
    today: date
    days: Sequence[Day]
    before: date
    after: date
    who: str
    people: Sequence[tuple[str, str]]
    teams: Sequence[tuple[str, str]]
    capped: bool
    may_add: bool

    @property
    def is_bare(self) -> bool:
        return not any(day.entries for day in self.days)

    @property
    def is_of_several(self) -> bool:
        return self.who == EVERYBODY or self.who.startswith(TEAM)

    @property
    def owner(self) -> str:
        """Whose a new entry is: of the person looked at, else one's own."""
        return "" if self.is_of_several else self.who

    @property
    def weeks(self) -> list[Sequence[Day]]:
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]


def view(user: Actor, scale: str, on: date | None, who: str) -> View:
    """One view of the calendar. ``who``: a person's id, "unit-<id>" for a team, or "all". Raises BadQuery for a scale, a person or a team not known."""
    if scale not in SCALES:
        raise BadQuery(_("“%(word)s” is no view of the calendar.", word=scale))
    people, teams = people_of(user), teams_of(user)
    who = who or str(user.id)
    if who not in {code for code, _name in (*people, *teams)}:
        raise BadQuery(_("There is nobody of that number whose calendar you may see."))
    here = today(user.dealer_id)
    on = on or here
    try:
        first, last = span(scale, on)
        before, after = _step(scale, on, -1), _step(scale, on, 1)
    except OverflowError:
        raise BadQuery(_("The calendar does not reach to “%(text)s”.", text=on.isoformat())) from None
    days = [Day(first + timedelta(days=shift)) for shift in range((last - first).days + 1)]
    for day in days:
        day.outside = scale == "month" and day.on.month != on.month
    capped = _fill(days, user, _of(who), SHOWN[scale])
    may_add = permissions.may(user, activity, "create")
    return View(scale, on, here, days, before, after, who, people, teams, capped, may_add)


def people_of(user: Actor) -> list[tuple[str, str]]:
    """(code, name) of those whose calendar the user may look at: oneself, the people within the own rights, all of them together."""
    found = [(str(user.id), user.name)]
    seen = _seen(user)
    if seen:
        found = [*found, (EVERYBODY, _("Everybody")), *((str(one.id), one.name) for one in seen)]
    return found


def teams_of(user: Actor) -> list[tuple[str, str]]:
    """(code, name) of the teams and dealers that hold several of those people, but not all of them, in the order of the house."""
    everybody = {user.id, *(one.id for one in _seen(user))}
    held = ((unit, everybody.intersection(_members(unit.id))) for unit in units.all_units(active_only=True))
    return [(f"{TEAM}{unit.id}", unit.name) for unit, members in held if 1 < len(members) < len(everybody)]


def _seen(user: Actor) -> list[Any]:
    """The others whose calendar the user may look at."""
    return [one for one in users.all_users(active_only=True) if one.id != user.id and _within(user, one)]


def _members(unit_id: int) -> list[int]:
    return [one.id for one in units.users_of(unit_id, with_below=True)]


def span(scale: str, on: date) -> tuple[date, date]:
    """The first and the last day shown: whole weeks, which begin on Monday, around a month."""
    if scale == "day":
        return on, on
    if scale == "week":
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    first = on.replace(day=1)
    last = on.replace(day=months.monthrange(on.year, on.month)[1])
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def _step(scale: str, on: date, direction: int) -> date:
    if scale == "month":
        ahead = on.replace(day=1) + timedelta(days=32 if direction > 0 else -1)
        return ahead.replace(day=1)
    return on + timedelta(days=direction * (7 if scale == "week" else 1))


def _within(user: Actor, person: Any) -> bool:
    """Whether the user's role reaches this person's activities."""
    match permissions.scope(user, activity, "read"):
        case "all":
            return True
        case "dealer":
            return person.dealer_id in {user.dealer_id, *units.dealers_below(user.unit_id)}
        case "team" | "team_below" as scope:
            return person.id in users.team_member_ids(user, scope)
    return False


def _of(who: str) -> str:
    if who == EVERYBODY:
        return ""
    if who.startswith(TEAM):
        return f"owner in ({', '.join(map(str, _members(int(who.removeprefix(TEAM)))))}) and "
    return f"owner = {int(who)} and "


def _fill(days: Sequence[Day], user: Actor, whose: str, shown: int) -> bool:
    """Put the activities into their days; answers whether there were more than could be read."""
    pages = [queries.page(activity, user, where=whose + where, sort=sort, limit=MOST, columns=COLUMNS) for where, sort in _questions(days, user)]
    rows = {row.id: row for page in pages for row in page.rows}
    linked = links.records_of(list(rows))
    named = queries.links([one for ids in linked.values() for one in ids], user)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    here = today(user.dealer_id)
    for row in rows.values():
        about = [named[one] for one in linked.get(row.id, ()) if one in named]
        by_day[_day_of(row)].append(_entry(row, about, user, here))
    for day in days:
        found = sorted(by_day[day.on], key=lambda one: one.order)
        day.entries, day.more = found[:shown], max(0, len(found) - shown)
    return any(page.next for page in pages)


def _questions(days: Sequence[Day], user: Actor) -> list[tuple[str, str]]:
    """(condition, sort): what is due in these days, what was done in them, events that start in them without a due date."""
    first, last = days[0].on, days[-1].on
    zone = ZoneInfo(units.zone_of(user.dealer_id))
    begin, end = (datetime.combine(day, time(), zone).isoformat() for day in (first, last + timedelta(days=1)))
    return [
        (f"status = open and due_on >= {first} and due_on <= {last}", "due_on"),
        (f"status = done and done_on >= {first} and done_on <= {last}", "-done_at"),
        (f'status = open and due_on is empty and starts_at >= "{begin}" and starts_at < "{end}"', "starts_at"),
    ]


def _day_of(row: Any) -> date:
    zone = units.zone_of(row.dealer_id)
    if row.done_on is not None:
        return row.done_on  # type: ignore[no-any-return]  # a row of the database is Any
    return row.due_on or local(row.starts_at, zone).date()


def _entry(row: Any, about: Sequence[queries.Link], user: Actor, here: date) -> Entry:
    moment = row.done_at or row.due_at or row.starts_at
    clock = local(moment, units.zone_of(row.dealer_id)).strftime("%H:%M") if moment else ""
    state = "done" if row.done_at else "overdue" if row.due_on and row.due_on < here else "open"
    return Entry(
        row.id, row.version, row.name, row.kind, clock, state, users.name_of(row.owner_id), about, state != "done" and _may_move(row, user)
    )


def _may_move(row: Any, user: Actor) -> bool:
    """Asked of the row alone: the move itself asks the gate."""
    match permissions.scope(user, activity, "edit"):
        case "all":
            return True
        case "dealer":
            return bool(row.dealer_id == user.dealer_id)
        case "team" | "team_below" as scope:
            return row.owner_id in users.team_member_ids(user, scope)
        case "own":
            return row.owner_id in user.principal_ids
    return False
