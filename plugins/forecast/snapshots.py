"""Snapshots: what every sale was like on a day, and what the forecast said.

One statement reads all sales with their parts and writes what differs from what was kept, so a snapshot is of one moment although sales move while it is taken,
and one a day costs little. What was said is then computed from what was kept, not read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from core import Actor, Job, MoneyAmount, db, is_postgresql, now, queries, state, system_actor, today, transaction, units, users
from core import gettext_lazy as _
from plugins import opportunities

from . import measures, rates, said
from .models import Converted, Snapshot
from .states import PARTS, STATES, VALUES

STATE = "forecast.snapshots"
TAKE = "forecast.take_snapshot"
TAKEN, CONVERTED = Snapshot.__table__, Converted.__table__
NO_FAMILY = ""
READ = (
    "owner", "unit", "process", "type", "forecast_category", "is_closed", "is_won", "amount", "probability", "quantity", "close_date", "delivered_on",
)  # fmt: skip
DAILY, BY_HAND, REBUILT = "daily", "user", "history"


@dataclass(frozen=True, slots=True)
class Taken:
    """One snapshot."""

    id: int
    day: date
    taken_at: datetime
    taken_by_id: int | None
    source: str

    @property
    def author(self) -> str:
        return users.name_of(self.taken_by_id)


def take(user: Actor, source: str = BY_HAND) -> Taken:
    """Look at all sales now and keep what has changed. Several at once follow one another."""
    return _keep(_present(), _parts(), now(), today(), user, source)


def take_daily(user: Actor) -> dict[str, int]:
    """The nightly job: rates first, since today's hold for what is open."""
    rates.refresh(user)
    return {"snapshot": take(user, DAILY).id}


daily_job = Job("forecast.snapshot", _("Take a snapshot of the forecast"), run=take_daily, schedule="daily")


def _present() -> Any:
    """All opportunities as they are, those in the recycle bin too, in the shape of a state."""
    sales = queries.visible("opportunity", system_actor(), READ, deleted=True).subquery()
    own = {"is_deleted": sales.c.deleted_at.is_not(None), "is_closed": _truth(sales.c.is_closed), "is_won": _truth(sales.c.is_won)}
    return _measured(sales, sales.c.id, sales.outerjoin(CONVERTED, CONVERTED.c.opportunity_id == sales.c.id), own)


def _measured(sales: Any, sale_id: Any, joined: Any, own: dict[str, Any]) -> Any:
    """In the shape of a state, with the converted amount and the units that are told."""
    told = measures.told()
    own |= {"converted": CONVERTED.c.amount, "rate": CONVERTED.c.rate, "per": CONVERTED.c.per, "units": sa.cast(sa.null(), MoneyAmount)}
    if told is not None:
        units = told.units().subquery()
        own["units"], joined = units.c.units, joined.outerjoin(units, units.c.sale_id == sale_id)
    columns = [(own[name] if name in own else sales.c[name]).label(name) for name in VALUES]
    return sa.select(sale_id.label("opportunity_id"), *columns).select_from(joined).subquery()


def _parts() -> Any:
    """What the parts of each sale come to by product family, a subquery; None where no module tells."""
    told = measures.told()
    if told is None:
        return None
    every = told.parts().subquery()
    family = sa.func.coalesce(every.c.family, NO_FAMILY)
    by = (every.c.sale_id.label("opportunity_id"), family.label("family"))
    return sa.select(*by, _total(every, "units"), _total(every, "amount")).group_by(every.c.sale_id, family).subquery()


def _total(parts: Any, name: str) -> Any:
    return sa.type_coerce(sa.func.sum(parts.c[name]), MoneyAmount).label(name)


def rebuild(user: Actor, weeks: int = 13) -> int:
    """Begin anew with what the stage history tells of the past weeks, one snapshot for each, then one of now. Answers how many were taken.

    The history knows stage, category, amount, dates and owner; quantity, units, type and delivery are those of today, and it knows no parts.
    """
    with transaction():
        for table in (said.TABLE, PARTS, STATES, TAKEN):
            db.session.execute(sa.delete(table))
        began, present = opportunities.first_day(), today()
        days = [present - timedelta(days=7 * step) for step in range(weeks, 0, -1)]
        past = [day for day in days if began is not None and began <= day]
        for day in past:
            moment = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(units.zone_of(None))).astimezone(UTC)
            _keep(_past(moment), None, moment, day, user, REBUILT)
        take(user, DAILY)
    return len(past) + 1


def _past(moment: datetime) -> Any:
    """All opportunities as their history tells, in the shape of a state."""
    then = opportunities.states_at(moment).subquery()
    sales = queries.visible("opportunity", system_actor(), ("type", "quantity", "delivered_on", "amount"), deleted=True).subquery()
    both = then.outerjoin(sales, sales.c.id == then.c.opportunity_id)
    rated = both.outerjoin(CONVERTED, sa.and_(CONVERTED.c.opportunity_id == then.c.opportunity_id, sales.c.amount == then.c.amount))
    of_today = {"type_id": sales.c.type_id, "quantity": sales.c.quantity, "delivered_on": sales.c.delivered_on}
    return _measured(then, then.c.opportunity_id, rated, {**of_today, "is_deleted": then.c.kind == "delete"})


def _truth(column: Any) -> Any:
    return sa.func.coalesce(column, sa.false())


def _keep(source: Any, parts: Any, moment: datetime, day: date, user: Actor, how: str) -> Taken:
    with transaction():
        state.bump(STATE)  # a second one waits here until this one is written
        row = {"day": day, "taken_at": moment, "taken_by_id": user.id or None, "source": how}
        snapshot_id: int = db.session.execute(sa.insert(TAKEN).values(row).returning(TAKEN.c.id)).scalar_one()
        _write_changed(source, parts, snapshot_id)
        _close_former(STATES, (STATES.c.opportunity_id,), snapshot_id)
        _close_former(PARTS, (PARTS.c.opportunity_id, PARTS.c.family), snapshot_id)
        said.write(snapshot_id, day, adjusted=how != REBUILT)
    return Taken(snapshot_id, day, moment, user.id or None, how)


def _write_changed(source: Any, parts: Any, snapshot_id: int) -> None:
    """The only statement that looks at the sales and their parts. Where a database has a single writer it takes two: nothing moves between them."""
    kept = STATES.alias()
    differs = sa.or_(kept.c.id.is_(None), *(kept.c[name].is_distinct_from(source.c[name]) for name in VALUES))
    chosen = (
        sa.select(source.c.opportunity_id, sa.literal(snapshot_id, sa.BigInteger), *(source.c[name] for name in VALUES))
        .select_from(source.outerjoin(kept, sa.and_(kept.c.opportunity_id == source.c.opportunity_id, kept.c.to_id.is_(None))))
        .where(differs)
    )
    statement = sa.insert(STATES).from_select(("opportunity_id", "from_id", *VALUES), chosen)
    if parts is not None and is_postgresql():
        statement = statement.add_cte(_changed_parts(parts, snapshot_id).returning(PARTS.c.id).cte("parts"))
    elif parts is not None:
        db.session.execute(_changed_parts(parts, snapshot_id))
    db.session.execute(statement)


def _changed_parts(parts: Any, snapshot_id: int) -> Any:
    """Those that differ from what was kept; and without units those that are no more."""
    kept = PARTS.alias()
    here = sa.literal(snapshot_id, sa.BigInteger)
    same = sa.and_(kept.c.opportunity_id == parts.c.opportunity_id, kept.c.family == parts.c.family, kept.c.to_id.is_(None))
    differs = sa.or_(kept.c.units.is_distinct_from(parts.c.units), kept.c.amount.is_distinct_from(parts.c.amount))
    changed = sa.select(parts.c.opportunity_id, parts.c.family, here, parts.c.units, parts.c.amount).select_from(parts.outerjoin(kept, same)).where(differs)
    nothing = (sa.cast(sa.null(), MoneyAmount), sa.cast(sa.null(), MoneyAmount))
    gone = sa.select(kept.c.opportunity_id, kept.c.family, here, *nothing).select_from(kept.outerjoin(parts, same))
    gone = gone.where(kept.c.to_id.is_(None), kept.c.units.is_not(None), parts.c.opportunity_id.is_(None))
    return sa.insert(PARTS).from_select(("opportunity_id", "family", "from_id", "units", "amount"), sa.union_all(changed, gone))


def _close_former(table: Any, key: tuple[Any, ...], snapshot_id: int) -> None:
    """The states that have a later one now end where that begins."""
    mine = table.c.from_id == snapshot_id
    former = [table.c.to_id.is_(None), table.c.from_id < snapshot_id, sa.tuple_(*key).in_(sa.select(*key).where(mine))]
    if is_postgresql():  # has no statistics of what was just written, and goes through all states for the few, unless it is told their sales
        former.append(table.c.opportunity_id == sa.any_(sa.func.array(sa.select(table.c.opportunity_id).where(mine).scalar_subquery())))
    db.session.execute(sa.update(table).where(*former).values(to_id=snapshot_id))


def latest(day: date | None = None) -> Taken | None:
    """The last snapshot, or the last of a day or before it."""
    chosen = sa.select(TAKEN).order_by(TAKEN.c.day.desc(), TAKEN.c.id.desc()).limit(1)
    found = db.session.execute(chosen if day is None else chosen.where(TAKEN.c.day <= day)).mappings().first()
    return Taken(**found) if found else None


def earliest() -> Taken | None:
    """The first there is."""
    found = db.session.execute(sa.select(TAKEN).order_by(TAKEN.c.day, TAKEN.c.id).limit(1)).mappings().first()
    return Taken(**found) if found else None


def days(limit: int = 120) -> list[Taken]:
    """The last of each day, the latest first."""
    newest = sa.select(sa.func.max(TAKEN.c.id)).group_by(TAKEN.c.day)
    rows = db.session.execute(sa.select(TAKEN).where(TAKEN.c.id.in_(newest)).order_by(TAKEN.c.day.desc()).limit(limit)).mappings()
    return [Taken(**row) for row in rows]
