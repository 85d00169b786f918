"""Who else has a case open, so that two do not answer the same customer."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from core import Actor, clock, db, insert_into, transaction, users

from .models import Presence

TABLE = Presence.__table__
HEARD = timedelta(seconds=50)
"""A page reports every twenty seconds; one not heard of for longer is closed."""


def report(case_id: int, user: Actor) -> list[str]:
    """The user has this case open now; returns the names of those who have it open too."""
    insert = insert_into(TABLE).values(user_id=user.id, case_id=case_id, seen_at=clock.now())
    with transaction():
        db.session.execute(insert.on_conflict_do_update(index_elements=["user_id"], set_={"case_id": case_id, "seen_at": clock.now()}))
    return others(case_id, user)


def others(case_id: int, user: Actor) -> list[str]:
    """Who else has the case open."""
    query = sa.select(TABLE.c.user_id).where(TABLE.c.case_id == case_id, TABLE.c.seen_at > clock.now() - HEARD, TABLE.c.user_id != user.id)
    return sorted(users.name_of(one) for one in db.session.execute(query.limit(20)).scalars())
