"""Undo of a conversion, while no target has been changed and nothing later refers to a created one (decision 40)."""

from __future__ import annotations

from typing import Any

from core import Actor, object_name, records, registry, system_actor, users
from core import gettext as _

from ..picklists import CONVERTED, STATUSES
from . import kept
from .plan import Conversion, collect_steps


def why_not_undo(lead: Any) -> str | None:
    """The sentence that says why this conversion stands, or None while it can be undone."""
    row = kept.row_of(lead) if lead.status == CONVERTED else None
    if row is None:
        return _("This %(object)s is not converted.", object=object_name("lead"))
    for record_id, version in row.versions.items():
        record = registry.record_by_id(int(record_id))
        if record is None or record.deleted_at is not None:
            return _("A record the lead became is gone.")
        if record.version != version:
            return _("“%(name)s” has been changed since.", name=str(record))
    for record_id in row.made:
        if kept.newer_reference(record_id, row.at):
            return _("Something newer refers to “%(name)s”.", name=str(registry.record_by_id(record_id)))
    return None


def undo_conversion(lead: Any, user: Actor) -> Any:
    """Take a conversion back: the lead is open again, what it made goes to the recycle bin, what it filled is empty again.

    Called by the action on the locked lead, for a conversion of which nothing says ``why_not_undo``. Raises Refusal where a step cannot go back.
    """
    row = kept.row_of(lead)
    conversion = _conversion(lead, row, user)
    for step in reversed(collect_steps(conversion)):
        if step.undo is not None and step.code in row.steps:
            step.undo(conversion, row.steps[step.code])
    lead = _reopen(lead, row)
    _empty_again(row)
    _delete_made(row)
    kept.mark_undone(row, user)
    return lead


def _conversion(lead: Any, row: Any, user: Actor) -> Conversion:
    return Conversion(
        lead, user, owner_id=lead.owner_id, account=registry.record_by_id(row.account_id),
        contact=registry.record_by_id(row.contact_id) if row.contact_id else None, opportunity_id=row.opportunity_id, made=list(row.made),
        filled=dict(row.filled),
    )  # fmt: skip


def _reopen(lead: Any, row: Any) -> Any:
    status = next(one for one in STATUSES if one.code == row.status_before)
    owner = users.find(row.owner_before_id)
    again: dict[str, Any] = {"owner": owner.id} if owner is not None and owner.active else {}
    return records.update(
        lead, system_actor(), source="undo", status=status, is_open=not status.closed, converted_at=None, converted_by=None, converted_account=None,
        converted_contact=None, converted_opportunity=None, **again,
    )  # fmt: skip


def _empty_again(row: Any) -> None:
    for record_id, before in row.filled.items():
        record = registry.record_by_id(int(record_id))
        if int(record_id) not in row.made:
            living = {name: value for name, value in before.items() if name not in record.object_type.removed}
            records.update(record, system_actor(), source="undo", **living)


def _delete_made(row: Any) -> None:
    """The latest first; what goes with its owner (the person of a person account) is gone by then."""
    for record_id in sorted(row.made, key=lambda one: (one == row.account_id, -one)):
        record = registry.record_by_id(record_id)
        goes_with_account = record_id == row.contact_id and row.account_id in row.made
        if record is not None and record.deleted_at is None and not goes_with_account:
            records.delete(record, system_actor(), source="undo")
