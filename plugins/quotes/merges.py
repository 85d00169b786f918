"""When two opportunities are merged: their lines come together, and the amount follows them."""

from __future__ import annotations

from typing import Any

from core import Actor, Change, Event, Refusal, merging, queries, records, registry, system_actor
from core import gettext as _

from . import quoting, sales, syncing
from .following import together

UNMERGED = "core.unmerged"


def came_together(change: Change) -> None:
    """After the other opportunity has gone, and what was its is the winner's. Raises Refusal where the two sets of lines are no one sale."""
    winner_id = merging.partner_of(change.record)
    if winner_id is None:
        return
    moved, found = _moved_lines(winner_id), sales.lines_of(winner_id, system_actor())
    own = [line for line in found if line.id not in moved]
    added = [line for line in found if line.id in moved]
    _check(change.record, own, added)
    _stop_synchronising(winner_id, bool(added), change.user)
    if added:
        with together():
            for place, line in enumerate(added, start=max(line.position or 0 for line in own) + 1):
                records.update(line, change.user, source="merge", position=place)
            sales.follow(winner_id, change.user, source="merge")


def _moved_lines(winner_id: int) -> set[int]:
    """Ids of the lines that the merge under way has moved."""
    done = merging.latest(registry.record_by_id(winner_id))
    table = registry.object_type(sales.LINE).table.name
    return {int(key[0]) for move in (done.moved if done is not None else ()) if move["table"] == table and move["column"] == "opportunity_id" for key in move["keys"]}


def _check(loser: Any, own: list[Any], added: list[Any]) -> None:
    if added and not own:
        raise Refusal(_("“%(name)s” has line items and the other has none. Merge them the other way round, so that the amount stays that of the lines.", name=loser.name))
    if len({line.total_currency for line in (*own, *added)}) > 1:
        raise Refusal(_("The line items of the two are in different currencies. Choose one price book for both first."))
    if len(own) + len(added) > sales.MOST_LINES:
        raise Refusal(_("An opportunity may have at most %(most)s lines.", most=sales.MOST_LINES))


def _stop_synchronising(winner_id: int, have_lines_come: bool, user: Actor) -> None:
    """No quote is the same as lines of two sales, and two quotes are not both synchronised with one. Raises Refusal where one is accepted."""
    found = records.find(quoting.QUOTE, system_actor(), where={"opportunity": winner_id, "synchronised": True}, sort="-modified_at")
    if not have_lines_come and len(found) < 2:
        return
    for quote in found:
        syncing.let_go(quote, user)


def came_apart(event: Event) -> None:
    """After a merge was undone: each amount is that of its own lines again."""
    if event.topic != UNMERGED or event.payload.get("object") != "opportunity":
        return
    for record_id in (event.payload["winner"], event.payload["loser"]):
        if queries.count("opportunity", system_actor(), where={"id": record_id})[0]:
            sales.follow(record_id, system_actor())
