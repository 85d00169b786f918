"""What happens around a save, by object. The hooks in ``__init__`` call in here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import Actor, Change, records, registry, users

from . import catalogue, snapshots, stages

TEAM = "opportunity team"
SETUP = frozenset({"sales_process", "stage", "stage_move", "opportunity_type", "loss_reason"})


def before(change: Change) -> None:
    """Complete what follows from other values."""
    step = _BEFORE.get(change.object_type.code)
    if step is not None:
        step(change)


def after(change: Change) -> None:
    """Record the snapshot, share with the team, forget what was read of the set-up."""
    step = _AFTER.get(change.object_type.code)
    if step is not None:
        step(change)


def after_deletion(change: Change) -> None:
    code = change.object_type.code
    if code == "opportunity":
        snapshots.record_deletion(change)
    elif code == "opportunity_team_member":
        _unshare(change.record.opportunity_id, change.record.member_id, change.user)
    elif code in SETUP:
        catalogue.forget()


def _name_move(change: Change) -> None:
    start, end = (catalogue.stage_info(one) for one in (change.record.from_stage_id, change.record.to_stage_id))
    change.record.name = f"{start} → {end}"[:170]


def _name_competitor(change: Change) -> None:
    change.record.name = str(change.record.competitor)[:120]


def _name_member(change: Change) -> None:
    change.record.name = users.name_of(change.record.member_id)[:120]


def _share(change: Change) -> None:
    """A member sees the opportunity as long as the row stands; another member, access or opportunity replaces the share. Whoever saves the row shares the
    opportunity, which its owner may, and whoever is above the owner: else a reader would become a member who may edit, and a member bring others."""
    record = change.record
    if not change.is_new and {"opportunity", "member"} & change.changed:
        _unshare(change.old.get("opportunity", record.opportunity_id), change.old.get("member", record.member_id), change.user)
    records.share(record.opportunity, record.member_id, change.user, access=record.access.code, reason=TEAM)


def _unshare(opportunity_id: int | None, member_id: int | None, user: Actor) -> None:
    opportunity: Any = registry.record_by_id(opportunity_id) if opportunity_id is not None else None
    if opportunity is not None and member_id is not None and opportunity.deleted_at is None:
        records.unshare(opportunity, member_id, user, reason=TEAM)


def _forget(change: Change) -> None:
    catalogue.forget()


_BEFORE: dict[str, Callable[[Change], None]] = {
    "opportunity": stages.settle,
    "stage_move": _name_move,
    "opportunity_competitor": _name_competitor,
    "opportunity_team_member": _name_member,
}
_AFTER: dict[str, Callable[[Change], None]] = {
    "opportunity": snapshots.record_change,
    "opportunity_team_member": _share,
    **dict.fromkeys(SETUP, _forget),
}
