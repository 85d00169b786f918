"""Clocks set right: after a merge, and after the module was off. What counts are the stored events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core import Actor, Change, merging, ngettext, records, registry, system_actor

from . import contacting, countdown


def after_merge(change: Change) -> None:
    """The winner has been waiting since the earlier of the two was received; the loser's contacts are its own now."""
    winner_id = merging.partner_of(change.record)
    winner: Any = registry.record_by_id(winner_id) if winner_id is not None else None
    if winner is None:
        return
    received = min(one for one in (winner.received_at, change.record.received_at) if one is not None)
    if received < winner.received_at:
        due = countdown.due_at(received, winner.dealer_id)
        winner = records.update(winner, system_actor(), source="merge", received_at=received, first_contact_due_at=due)
    contacting.recompute(winner)


def reconcile(user: Actor) -> Iterator[str]:
    """Recompute the clocks of all open leads: while the module was off nobody kept them."""
    changed = 0
    for batch in records.batches("lead", user, where="is_open = true"):
        for lead in batch:
            version = lead.version
            changed += contacting.recompute(lead).version != version
    if changed:
        yield ngettext("The clock of %(num)d lead was set anew.", "The clocks of %(num)d leads were set anew.", changed)
