"""Whom the bell tells of a case: its new owner, all members of its new queue, the consultant who owns the customer."""

from __future__ import annotations

from typing import Any

from core import Actor, Change, notices, records, users
from core import gettext_lazy as _

from .picklists import COMPLAINT

OWNED = _("The case “%(record)s” is yours now.")
QUEUED = _("The case “%(record)s” waits in your queue %(queue)s.")
MANY_OWNED = notices.Gathering(_("%(num)s cases are yours now, the latest “%(record)s”."), "/cases/console?tab=mine")
MANY_QUEUED = notices.Gathering(_("%(num)s cases came into your queues, the latest “%(record)s” into %(queue)s."), "/cases/console?tab=queue")


def tell_owner(record: Any, by: Actor) -> None:
    """Whoever has the case now, but for who gave it, and who may not open it; many at a time are one notice."""
    owner = users.find(record.owner_id)
    if owner is None:
        return
    told = [one.id for one in users.members([owner.id]) if one.id != by.id and records.reachable(record, users.actor(one.id), "read")]
    if owner.is_queue:
        notices.send(told, QUEUED, record, gathered=MANY_QUEUED, queue=owner.name)
    else:
        notices.send(told, OWNED, record, gathered=MANY_OWNED)


def tell_consultant(change: Change) -> None:
    """A complaint is told to the consultant who owns the customer."""
    record = change.record
    is_news = record.type == COMPLAINT and (change.is_new or "type" in change.new)
    account = record.account if is_news and record.account_id else None
    if account is not None and account.owner_id not in (None, change.user.id, record.owner_id):
        told = [one.id for one in users.members([account.owner_id]) if records.reachable(record, users.actor(one.id), "read")]
        notices.send(told, _("Your customer %(account)s complains: “%(record)s”."), record, account=str(account))
