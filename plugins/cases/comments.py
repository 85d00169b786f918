"""What is said about a case. The customer's word starts the clock of the next response, an answer stops it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core import Actor, Change, clock, records, system_actor, units
from core import gettext as _

from . import history, promises, statuses
from .clocks import IN, OUT
from .picklists import FROM_CUSTOMER, TO_CUSTOMER

KINDS = {FROM_CUSTOMER.code: IN, TO_CUSTOMER.code: OUT}


def prepare(change: Change) -> None:
    """Who said it and when. It is called by its case and moment, not by its words, which a role may not see."""
    record = change.record
    if not change.is_new:
        return
    record.author_id = record.author_id or change.user.id or None
    record.said_at = record.said_at or clock.effective()
    case = record.case if record.case_id else None
    record.name = f"{case.number if case is not None else ''} {clock.local(record.said_at, units.zone_of(record.dealer_id)):%Y-%m-%d %H:%M}".strip()


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """Who was spoken to is part of the clock's history and stays."""
    if not change.is_new and {"direction", "case"} & change.changed:
        yield "direction", _("To whom a comment was said cannot change. Write another one.")


def said(change: Change) -> None:
    """After a comment was made: the clocks of its case follow."""
    comment = change.record
    kind = KINDS.get(comment.direction.code)
    if not change.is_new or kind is None:
        return
    case = records.get("case", comment.case_id, system_actor(), lock=True)
    history.record_word(case, change, kind, comment.said_at)
    values = statuses.woken(case) if kind == IN else {}
    if not values:
        values = promises.derived(case, promises.past_of(case))
    records.update(case, system_actor(), source="automation", reason=_("The customer has written.") if kind == IN else None, **values)


def write(case: Any, user: Actor, direction: Any, body: str, **values: Any) -> Any:
    """Add a comment through the gate, as this user."""
    return records.create("case_comment", user, case=case, direction=direction, body=body, **values)


def latest_of(case: Any, user: Actor) -> Any:
    """What this user said last about a case."""
    return records.first("case_comment", user, where={"case": case.id, "author": user.id}, sort="-said_at")
