"""What other modules ask of activities: a lead's conversion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core import Actor, Change, ngettext, records, system_actor, transaction

from . import links
from .objects import activity


def share_with(from_ids: Sequence[int], to_ids: Sequence[int], user: Actor, owner_id: int | None = None) -> dict[str, Any]:
    """S1: put all activities of the first records, open or done, on the second ones too.

    With ``owner_id``, open ones of the acting user go to that owner; nobody else's do. Returns, as JSON, what
    ``take_back`` wants to know.
    """
    with transaction():
        shared = records.load(activity, links.activity_ids_of(from_ids))
        pairs = links.link_all(shared, to_ids)
        given = [one for one in shared if owner_id is not None and links.is_open(one) and one.owner_id == user.id != owner_id]
        for one in given:
            records.update(one, user, source="conversion", owner=owner_id)
    return {"links": [list(pair) for pair in pairs], "given": [one.id for one in given], "by": user.id}


def take_back(shared: Mapping[str, Any]) -> None:
    """Undo ``share_with``: its links go, and who gave open activities away has them again, unless they went on since."""
    with transaction():
        links.unshare_links(shared["links"])
        for one in records.load(activity, shared["given"]):
            if one.done_at is None:
                records.update(one, system_actor(), source="undo", owner=shared["by"])


def conversion_step(conversion: Any) -> Any:
    """S1: activities move along, onto account, contact and opportunity. Without any there is nothing to do."""
    count = len(links.activity_ids_of([conversion.lead.id]))
    return conversion.step(
        "activities",
        run=(lambda done: share_with([done.lead.id], done.target_ids, done.user, done.owner_id)) if count else None,
        undo=lambda done, shared: take_back(shared),
        moves=ngettext("%(num)s activity", "%(num)s activities", count) if count else None,
        order=90,
    )


def open_on(record_ids: Sequence[int]) -> list[Any]:
    """The open activities of these records."""
    return records.load(activity, links.activity_ids_of(record_ids, open_only=True))


def follow_owner(change: Change) -> None:
    """S10: a record that passes to another owner takes along the follow-ups that its former owner has open on it.

    Conversion and the hand-over of a leaver say themselves what goes where.
    """
    before, after = change.old.get("owner"), change.new.get("owner")
    if before is None or after is None or change.is_new or change.source in ("conversion", "handover", "merge", "undo"):
        return
    for one in open_on([change.record.id]):
        if one.owner_id == before:
            records.update(one, system_actor(), source="handover", owner=after)
