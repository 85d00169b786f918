"""What happens around a save, by object. The hooks in ``__init__`` call in here."""

from __future__ import annotations

from collections.abc import Callable

from core import Change

from . import assignment, catalogue, comments, history, promises, statuses, telling
from .roles import PROMISES


def before(change: Change) -> None:
    """Settle what follows from other values."""
    step = _BEFORE.get(change.object_type.code)
    if step is not None:
        step(change)


def after(change: Change) -> None:
    """Write the history, tell whom it concerns, forget what was read of the set-up."""
    step = _AFTER.get(change.object_type.code)
    if step is not None:
        step(change)


def before_deletion(change: Change) -> None:
    if change.record.__object_code__ == "case_status":
        statuses.refuse_removal(change)


def after_deletion(change: Change) -> None:
    code = change.object_type.code
    if code == "case":
        history.record_deletion(change)
        if change.source == "merge":
            statuses.after_merge(change)
    elif code in PROMISES:
        catalogue.forget()


def _settle(change: Change) -> None:
    statuses.enter(change)
    promises.settle(change)


def _name_move(change: Change) -> None:
    start, end = (catalogue.status_info(one) for one in (change.record.from_status_id, change.record.to_status_id))
    change.record.name = f"{start} → {end}"[:170]


def _note(change: Change) -> None:
    history.record_change(change)
    named = change.record.owner_id
    if change.is_new:
        assignment.assign_new(change)
    if change.source in ("user", "api", "web"):
        if change.record.owner_id == named and (change.is_new or "owner" in change.new):
            telling.tell_owner(change.record, change.user)
        telling.tell_consultant(change)


def _forget(change: Change) -> None:
    catalogue.forget()


_BEFORE: dict[str, Callable[[Change], None]] = {"case": _settle, "case_status_move": _name_move}
_AFTER: dict[str, Callable[[Change], None]] = {"case": _note, "case_comment": comments.said, **dict.fromkeys(PROMISES, _forget)}
