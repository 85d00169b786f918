"""What a status means for a case: the moves allowed, what follows from entering it, and when the customer wakes the case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core import Change, Refusal, clock, merging, object_name, records, registry, system_actor, users
from core import gettext as _

from .catalogue import StatusInfo, catalogue, status_info

TRUSTED = frozenset({"import", "automation", "merge", "undo", "handover", "transfer"})
"""Sources that are not held to the moves people are: an import may set any status."""
DEEPEST = 50
"""So many cases above one another are followed at most."""
OLD = "history"
"""The channel of old records: no clock starts, nothing is assigned."""


def prepare(change: Change) -> None:
    """A new case starts in the first status unless told, one that was closed long ago in a closed one; what repeats owner and account follows them."""
    record = change.record
    if record.status_id is None:
        first = catalogue().closed() if record.closed_at else catalogue().first()
        record.status_id = first.id if first else None
    if change.is_new and change.channel == OLD:
        record.taken_over_at = clock.now()
    account = record.account if record.account_id else None
    if account is None and record.contact_id and record.contact is not None:
        record.account_id, account = record.contact.account_id, record.contact.account
    record.customer_type = account.type if account is not None else None
    owner = users.find(record.owner_id)
    record.is_pooled = owner is None or owner.is_queue


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """Every reason why this save is refused, as (field, sentence)."""
    record, status = change.record, status_info(change.record.status_id)
    if status is None:
        yield "status", _("Set up case statuses with at least one open one first.")
        return
    if change.source not in TRUSTED and not change.is_new and "status" in change.new:
        yield from _move_rules(change, status_info(change.old["status"]), status)
    touched = {"opened_at", "contact"} if change.is_new else change.changed  # what was right once never stops the pass over deadlines
    if "opened_at" in touched and record.opened_at is not None and record.opened_at > clock.now():
        yield "opened_at", _("A case cannot have been opened in the future.")
    if change.is_new and record.closed_at is not None:
        yield from _closed_rules(record, status)
    if {"contact", "account"} & touched and record.contact_id and record.account_id and record.contact is not None and record.contact.account_id not in (None, record.account_id):
        yield "contact", _("This %(object)s belongs to another %(parent)s.", object=object_name("contact"), parent=object_name("account"))
    if record.parent_id is not None and (change.is_new or "parent" in change.new):
        yield from _parent_rules(record)


def _move_rules(change: Change, before: StatusInfo | None, status: StatusInfo) -> Iterator[tuple[str, str]]:
    if not status.active and not change.comes_back("status"):
        yield "status", _("The status “%(status)s” is no longer in use.", status=status)
    elif before is not None and not (before.is_closed and not status.is_closed) and not before.may_move_to(status):
        yield "status", _("From “%(before)s” a case cannot move to “%(status)s”.", before=before, status=status)


def _closed_rules(record: Any, status: StatusInfo) -> Iterator[tuple[str, str]]:
    """When a case that is taken over was closed."""
    if not status.is_closed:
        yield "closed_at", _("In the status “%(status)s” a case is open: give it a closed one, or no time of closing.", status=status)
    if record.closed_at < record.opened_at:
        yield "closed_at", _("A case cannot have been closed before it was opened.")
    if record.closed_at > clock.now():
        yield "closed_at", _("A case cannot have been closed in the future.")


def _parent_rules(record: Any) -> Iterator[tuple[str, str]]:
    """A case is not its own ancestor."""
    above, seen = record.parent, 0
    while above is not None and seen < DEEPEST:
        if above.id == record.id:
            yield "parent", _("A case cannot stand above itself: “%(name)s” is below this case already.", name=record.parent)
            return
        above, seen = above.parent, seen + 1
    if above is not None:
        yield "parent", _("Cases can stand above one another at most %(count)s times.", count=DEEPEST)


def reason_rules(change: Change) -> Iterator[tuple[str, str]]:
    """The reasons are a tree: none is above itself."""
    record = change.record
    if record.id is not None and record.id in catalogue().above(record.parent_id):
        yield "parent", _("A reason cannot stand above itself.")


def status_rules(change: Change) -> Iterator[tuple[str, str]]:
    """What a status has meant to existing cases stays; one open status is always in use."""
    record = change.record
    if record.is_closed and record.pauses:
        yield "pauses", _("In a closed status the clock stands anyway.")
    if not change.is_new and "is_closed" in change.changed:
        yield "is_closed", _("Whether a status is closed cannot change later. Take it out of use and add another.")
    if not change.is_new and {"active", "pauses", "is_closed"} & change.changed:
        yield from (("active", sentence) for sentence in _lacking(record, record))
    same = [one for one in catalogue().statuses.values() if one.id != record.id and record.code and one.code == record.code]
    if same:
        yield "code", _("“%(name)s” has this code already.", name=same[0])


def _lacking(record: Any, as_it_becomes: Any) -> Iterator[str]:
    """What cases would be without, were this status to become like that, or, for None, to go."""
    held = [*(one for one in catalogue().in_use() if one.id != record.id), *((as_it_becomes,) if as_it_becomes and as_it_becomes.active else ())]
    if all(one.is_closed or one.pauses for one in held):
        yield _("At least one open status that lets the clock run must stay in use.")
    if not any(one.is_closed for one in held):
        yield _("At least one closed status must stay in use: without it no case can be closed.")


def refuse_removal(change: Change) -> None:
    """Nor is a status deleted that cases cannot do without. Raises Refusal."""
    sentence = next(_lacking(change.record, None), None) if change.source != "undo" else None
    if sentence is not None:
        raise Refusal(sentence)


def move_rules(change: Change) -> Iterator[tuple[str, str]]:
    if change.record.from_status_id == change.record.to_status_id:
        yield "to_status", _("A move leads to another status.")


def enter(change: Change) -> None:
    """Before the save: what follows from a status that is entered, and from an owner that changes."""
    record, status = change.record, status_info(change.record.status_id)
    if status is None:
        return
    if change.is_new:
        record.opened_at = record.opened_at or clock.effective()
        record.status_since = record.closed_at or record.opened_at  # also where it is written down later
        _note(record, status, None)
    elif "status" in change.new:
        record.status_since = clock.effective()
        _note(record, status, status_info(change.old["status"]))
    if not change.is_new and "owner" in change.new and change.old["owner"] is not None:
        record.handed_over = (record.handed_over or 0) + 1


def _note(record: Any, status: StatusInfo, before: StatusInfo | None) -> None:
    was_closed = before is not None and before.is_closed
    record.is_closed, record.is_waiting = status.is_closed, status.pauses and not status.is_closed
    if status.is_closed and not was_closed:
        record.closed_at = record.status_since
    elif not status.is_closed:
        record.closed_at = None
        if was_closed:
            record.reopened = (record.reopened or 0) + 1


def woken(case: Any) -> dict[str, Any]:
    """What changes when the customer has spoken: a waiting case is worked on, a closed one is open again."""
    here, working = status_info(case.status_id), catalogue().working()
    if here is None or not here.stops or working is None:
        return {}
    return {"status": working.id}


def wake(case: Any, reason: str) -> Any:
    """Have the case worked on again, by the system, if it stands still."""
    values = woken(case)
    return records.update(case, system_actor(), source="automation", reason=reason, **values) if values else case


def after_merge(change: Change) -> None:
    """The winner has been open since the earlier of the two; what was said to either stands in it now."""
    winner_id = merging.partner_of(change.record)
    winner: Any = registry.record_by_id(winner_id) if winner_id is not None else None
    if winner is not None and change.record.opened_at < winner.opened_at:
        records.update(winner, system_actor(), source="merge", opened_at=change.record.opened_at)
