"""S12: contact with a lead. The first follow-up that ends with an outcome stops the clock and demands a grade."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core import Actor, Invalid, clock, db, records, system_actor, transaction, units
from core import gettext as _

from . import visits
from .models import ContactEvent
from .picklists import CONVERTED, NEW, WORKING

TABLE = ContactEvent.__table__
CALL, VISIT = "call", "visit"


def note(
    lead: Any, user: Actor, *, at: datetime, kind: str, outcome: str | None = None, reached: bool = True, activity_id: int | None = None,
    text: str | None = None,
) -> None:  # fmt: skip
    """Keep a follow-up of a lead, and stop its clock if it is the first.

    Raises Invalid where somebody was reached and nobody has graded the lead: the grade proposes the next date.
    """
    if reached and lead.grade_id is None:
        raise Invalid({"grade": [_("The first contact demands a grade: it says when to call again.")]})
    with transaction():
        db.session.execute(
            sa.insert(TABLE).values(
                lead_id=lead.id, at=at, on=clock.local(at, units.zone_of(lead.dealer_id)).date(), by_id=user.id or None, kind=kind,
                outcome=outcome, grade_id=lead.grade_id, activity_id=activity_id, note=text,
            )
        )  # fmt: skip
        recompute(lead)


def recompute(lead: Any) -> Any:
    """Set a lead's clock by its events alone. Returns the lead; a converted one keeps its clock as it stood."""
    if lead.status == CONVERTED:
        return lead
    first = db.session.execute(sa.select(TABLE.c.at, TABLE.c.by_id).where(TABLE.c.lead_id == lead.id).order_by(TABLE.c.at, TABLE.c.id).limit(1)).first()
    at, by_id = (first.at, first.by_id) if first else (None, None)
    due = lead.first_contact_due_at
    values: dict[str, Any] = {"first_contact_at": at, "first_contact_by": by_id, "first_contact_late": bool(at and due and at > due)}
    if at is not None and lead.status == NEW:
        values["status"] = WORKING
    if all(getattr(lead, lead.object_type.fields[name].attribute) == value for name, value in values.items()):
        return lead
    return records.update(lead, system_actor(), source="automation", **values)


def activity_done(activity: Any, record_ids: Sequence[int], user: Actor) -> bool:
    """A follow-up in the calendar ended: it counts for every open lead that it was about. Returns whether it was a visit
    after which somebody is to be asked for further names (S10)."""
    if activity.outcome is None or not getattr(activity.kind, "follow_up", False):
        return False
    reached = getattr(activity.outcome, "reached", True)
    asking = activity.kind.code == VISIT and reached and bool(visits.note(record_ids, user, activity.done_at))
    for lead in records.find("lead", system_actor(), where={"id": list(record_ids), "is_open": True}):
        note(
            lead, user, at=activity.done_at, kind=activity.kind.code, outcome=activity.outcome.code,
            reached=reached, activity_id=activity.id,
        )  # fmt: skip
    return asking


def events(lead: Any) -> list[Any]:
    """The follow-ups of a lead, the latest first."""
    return list(db.session.execute(sa.select(TABLE).where(TABLE.c.lead_id == lead.id).order_by(TABLE.c.at.desc(), TABLE.c.id.desc())))


def first_calls_on(day: date, user_ids: Collection[int]) -> dict[int, int]:
    """S10: how many new customers each of these people called for the first time on a day."""
    earlier = TABLE.alias()
    first = ~sa.exists().where(earlier.c.lead_id == TABLE.c.lead_id, sa.or_(earlier.c.at < TABLE.c.at, sa.and_(earlier.c.at == TABLE.c.at, earlier.c.id < TABLE.c.id)))
    query = (
        sa.select(TABLE.c.by_id, sa.func.count())
        .where(TABLE.c.by_id.in_(user_ids), TABLE.c.on == day, TABLE.c.kind == CALL, first)
        .group_by(TABLE.c.by_id)
    )
    found = {by_id: count for by_id, count in db.session.execute(query)}
    return {one: found.get(one, 0) for one in user_ids}
