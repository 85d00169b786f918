"""The tree of companies: a company may stand below another, never below itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, db, is_postgresql, queries, records, system_actor
from core import gettext as _

DEPTH = 50
"""No company has more levels above it; more is a circle already stored."""
LEVELS, WIDEST = 4, 40
"""Of the tree on the page: levels below its top, and companies shown on one level."""
LOCK = 726_310_21
"""PostgreSQL's advisory lock of whoever changes the tree."""


@dataclass(slots=True)
class Node:
    """One company of the tree; ``url`` is empty where the reader may not open it."""

    id: int
    name: str
    url: str
    here: bool = False
    children: list[Node] = field(default_factory=list)


def lock(change: Change) -> None:
    """Before a parent is checked: two who hang two companies below each other at once would both be right.

    SQLite has one writer at a time, so there the transaction itself is the lock.
    """
    moved = sa.inspect(change.record).attrs.parent_id.history.has_changes()
    if moved and change.record.parent_id is not None and is_postgresql():
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def rule(change: Change) -> Iterator[tuple[str, str]]:
    """No account stands above itself."""
    record = change.record
    if record.parent_id is None or not (change.is_new or "parent" in change.new):
        return
    if record.id is not None and record.id in (record.parent_id, *ancestors(record.parent_id)):
        yield "parent", _("“%(name)s” stands below this account already.", name=record.parent.name)
    elif record.parent.is_person:
        yield "parent", _("A person has no companies below.")


def ancestors(account_id: int) -> list[int]:
    """The ids of the accounts above, the nearest first; ends where a circle would begin. As stored now, not as read before."""
    found: list[int] = []
    above = _parent(account_id)
    while above is not None and above not in found and len(found) < DEPTH:
        found.append(above)
        above = _parent(above)
    return found


def _parent(account_id: int) -> int | None:
    rows = queries.page("account", system_actor(), where={"id": account_id}, sort="id", limit=1, columns=("parent",)).rows
    return rows[0].parent_id if rows else None


def tree(account: Any, user: Actor) -> Node | None:
    """The whole family of a company from its top on, as far as the user sees it; None for a company that stands alone."""
    above = [] if account.parent_id is None else ancestors(account.id)
    top = above[-1] if above else account.id
    levels = _below(top, user)
    if not above and not levels:
        return None
    links = queries.links([*above, account.id], user)
    chain = [*reversed(above), account.id]
    nodes = {one: Node(one, links[one].name, links[one].url or "", one == account.id) for one in chain if one in links}
    for level in levels:
        for row in level:
            _hang(row, nodes, account)
    for upper, lower in pairwise(chain):
        if upper in nodes and lower in nodes and nodes[lower] not in nodes[upper].children:
            nodes[upper].children.append(nodes[lower])
    return nodes.get(top)


def _hang(row: Any, nodes: dict[int, Node], account: Any) -> None:
    node = nodes.setdefault(row.id, Node(row.id, row.name, f"/accounts/{row.id}", row.id == account.id))
    above = nodes.get(row.parent_id)
    if above is not None:
        above.children.append(node)


def _below(top: int, user: Actor) -> list[list[Any]]:
    """Level by level what stands below, one statement each."""
    found: list[list[Any]] = []
    level = [top]
    while level and len(found) < LEVELS:
        # By id, which every record has: by name it would take a second statement for those without one.
        read = queries.page("account", user, where={"parent": level}, sort="id", limit=WIDEST, columns=("name", "parent")).rows
        rows = sorted(read, key=lambda row: records.sort_key(row.name) or "")
        seen: Mapping[int, Any] = {row.id: row for row in rows}
        if rows:
            found.append(rows)
        level = list(seen)
    return found


def panel(account: Any, user: Actor) -> Mapping[str, Any] | None:
    """The tree for the account's page."""
    top = None if account.is_person else tree(account, user)
    return {"top": top} if top is not None else None
