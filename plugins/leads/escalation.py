"""S12: whoever lets a new lead wait is reminded; when the time is over, the manager hears of it. Nobody is told twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from core import Actor, Job, clock, db, jobs, notices, records, registry, settings, units
from core import gettext_lazy as _

from .countdown import REMIND
from .models import Escalation

TABLE = Escalation.__table__
OWNER, MANAGER = "owner", "manager"
FARTHEST = 200
"""No dealer may be reminded more hours ahead than this, see the setting."""


def escalate(user: Actor) -> dict[str, int]:
    """Tell owners whose leads are nearly due and managers of leads that are overdue; returns how many of each."""
    told = {OWNER: 0, MANAGER: 0}
    waiting = f"is_open = true and first_contact_at is empty and first_contact_due_at < now+{FARTHEST}h"
    for batch in records.batches("lead", user, where=waiting):
        for lead_id in [one.id for one in batch if _due_steps(one)]:
            with jobs.alone("lead", lead_id):
                for step in _take_due(lead_id):
                    told[step] += 1
    return told


def _take_due(lead_id: int) -> list[str]:
    """The steps that are taken of one lead, as it is now: somebody may have contacted, closed or deleted it since the batch was read."""
    lead = records.reread(registry.object_type("lead"), lead_id)
    if lead is None or not lead.is_open or lead.first_contact_at is not None:
        return []
    return [step for step in _due_steps(lead) if _take(lead, step)]


def _due_steps(lead: Any) -> list[str]:
    left = lead.first_contact_due_at - clock.now()
    ahead = timedelta(hours=int(settings.get(REMIND, lead.dealer_id)))
    return [step for step, reached in ((OWNER, left <= ahead), (MANAGER, left < timedelta(0))) if reached]


def _take(lead: Any, step: str) -> bool:
    """One step of one lead, within the transaction that holds it; False when it was taken before."""
    mine = sa.and_(TABLE.c.lead_id == lead.id, TABLE.c.step == step)
    if db.session.execute(sa.select(TABLE.c.step).where(mine)).first() is not None:
        return False
    told_id = lead.owner_id if step == OWNER else manager_of(lead)
    db.session.execute(sa.insert(TABLE).values(lead_id=lead.id, step=step, told_id=told_id, at=clock.now()))
    if told_id is not None:
        message, otherwise = _SENTENCES[step]
        notices.send(told_id, message, lead, tells=("first_contact_due_at",), otherwise=otherwise, due=lead.first_contact_due_at)
    return True


_SENTENCES = {
    OWNER: (_("“%(record)s” waits for its first contact, due %(due)s."), _("“%(record)s” waits for its first contact.")),
    MANAGER: (_("“%(record)s” has had no first contact in time; it was due %(due)s."), _("“%(record)s” has had no first contact in time.")),
}
"""What is said, and what to whoever may not know when it is due."""


def manager_of(lead: Any) -> int | None:
    """Whoever the owner reports to; of a lead in a queue the manager of its unit."""
    manager = units.manager_of(lead.owner_id) if lead.owner_id else None
    if manager is not None:
        return int(manager.id)
    return next((unit.manager_id for unit in units.above(lead.unit_id or lead.dealer_id) if unit.manager_id), None)


def steps_of(lead: Any) -> list[Any]:
    """Who has been told of a lead, in order."""
    return list(db.session.execute(sa.select(TABLE).where(TABLE.c.lead_id == lead.id).order_by(TABLE.c.at, TABLE.c.step.desc())))


job = Job("leads.escalate", _("Escalate leads without a first contact"), run=escalate, schedule="every 10 minutes")
