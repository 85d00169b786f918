"""S10: after a visit the customer is asked who else might buy. Until then the page of the record and Today ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core import Actor, NotFound, db, insert_into, queries, records, system_actor

from .models import UnaskedVisit
from .picklists import CONVERTED

TABLE = UnaskedVisit.__table__
ASKED_ON = ("lead", "account")
"""The objects whose page can take names; a visit to a contact or about a sale counts for its account."""
SHOWN = 8


def note(record_ids: Iterable[int], user: Actor, at: datetime) -> list[int]:
    """Keep that these records were visited; returns the leads and accounts that are to be asked for names."""
    places = list(dict.fromkeys(place for record_id in record_ids if (place := _place(record_id)) is not None))
    for place in places:
        values = {"visited_at": at, "by_id": user.id or None}
        statement = insert_into(TABLE).values(record_id=place, **values)
        db.session.execute(statement.on_conflict_do_update(index_elements=["record_id"], set_=values))
    return places


def _place(record_id: int) -> int | None:
    """Where names are asked for: a converted lead's customer is asked, not the lead."""
    link = queries.links([record_id], system_actor()).get(record_id)
    try:
        record = records.get(link.object, record_id, system_actor()) if link is not None else None
    except NotFound:
        return None
    if record is None or link is None:
        return None
    if link.object == "lead" and record.status == CONVERTED:
        return int(record.converted_account_id) if record.converted_account_id else None
    return record_id if link.object in ASKED_ON else getattr(record, "account_id", None)


def unasked(record: Any) -> Any:
    """The visit to this record after which nobody has asked for names yet: visited_at, by_id; or None."""
    return db.session.execute(sa.select(TABLE.c.visited_at, TABLE.c.by_id).where(TABLE.c.record_id == record.id)).first()


def asked(record: Any) -> None:
    """Names were asked for; the next visit asks again."""
    db.session.execute(sa.delete(TABLE).where(TABLE.c.record_id == record.id))


def unasked_by(user: Actor) -> list[Any]:
    """Links of the records that this user has visited and not asked for names yet, the longest ago first."""
    query = sa.select(TABLE.c.record_id).where(TABLE.c.by_id == user.id).order_by(TABLE.c.visited_at, TABLE.c.record_id).limit(SHOWN)
    found = list(db.session.scalars(query))
    links = queries.links(found, user)
    return [links[one] for one in found if one in links and links[one].url]
