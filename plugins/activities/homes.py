"""Whose the linked records are: what sight asks for is repeated on each link, so that an index of the links finds what is seen through them.

``under_id`` is the record that decides who sees the linked one: itself, or the one that it is controlled by, directly or through others; ``owner_id`` and
``dealer_id`` are that one's. A record in the recycle bin has no home: nobody sees anything through it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from core import Change, ObjectType, chunks, db, is_postgresql, permissions, queries, records, registry, statements, walks

from .models import Link

LINK: sa.Table = Link.__table__
SIGHT = frozenset({"owner", "dealer"})
NOWHERE: Mapping[str, int | None] = {"under_id": None, "owner_id": None, "dealer_id": None}
KNOWN = "activities.homes"
"""What was asked beforehand for activities that are saved together: the home of each record by its id."""
MOVE = sa.update(LINK).where(LINK.c.record_id == sa.bindparam("moved"))


def of(linked: Iterable[tuple[int, str]]) -> Mapping[int, Mapping[str, int | None]]:
    """The home of each of these records, given with the codes of their objects. Whoever makes a link by it holds the record until that stands: an owner
    who changes meanwhile changes the link, too."""
    known, found = chunks.facts(KNOWN), {}
    by_object: dict[str, list[int]] = defaultdict(list)
    for record_id, code in linked:
        found[record_id] = known.get(record_id, NOWHERE)
        if record_id not in known:
            by_object[code].append(record_id)
    loaded = registry.customized()
    for code, record_ids in sorted(by_object.items()):  # whoever holds several holds them in one order
        if code in loaded and gives_sight(loaded[code]):
            rows = queries.rows(statements.kept(("homes of links", code), partial(_homes, loaded[code])), ids=walks.listed(sorted(record_ids)))
            found.update((row.record_id, {name: getattr(row, name) for name in NOWHERE}) for row in rows)
    return found


def foresee(rows: Sequence[Mapping[str, Any]]) -> None:
    """Before many activities are saved together: ask for the homes of all that they are about."""
    about = ((one, registry.code_of(one)) for one in records.named_in(rows, "about"))
    chunks.facts(KNOWN).update(of((one, code) for one, code in about if code is not None))


def gives_sight(object_type: ObjectType) -> bool:
    """Whether who sees a record of this object sees what it is linked to. Activities are not seen through one another, nor through what sets up the house."""
    return object_type.code != "activity" and not object_type.setup


def _homes(object_type: ObjectType) -> sa.Select[Any]:
    record = deciding = object_type.table
    joined: Any = record
    while object_type.controlled_by:
        attribute, object_type = object_type.fields[object_type.controlled_by].attribute, permissions.controlling(object_type)
        joined = joined.join(object_type.table, object_type.table.c.id == deciding.c[attribute])
        deciding = object_type.table
    columns = (record.c.id.label("record_id"), deciding.c.id.label("under_id"), deciding.c.owner_id, deciding.c.dealer_id)
    found = sa.select(*columns).select_from(joined).where(walks.among_given(record.c.id, "ids"), record.c.deleted_at.is_(None)).order_by(record.c.id)
    return found.with_for_update(key_share=True) if is_postgresql() else found


def settle(links: sa.ColumnElement[bool]) -> None:
    """Work out anew where the links that fit the condition lead."""
    rows = queries.rows(sa.select(LINK.c.record_id, LINK.c.object).where(links).distinct())
    moved = [{"moved": record_id, **home} for record_id, home in of(rows).items()]
    if moved:
        db.session.execute(MOVE, moved)


def keep(change: Change) -> None:
    """After a save: another owner or dealer, another record that decides, or back from the recycle bin."""
    record, controlled_by = change.record, change.object_type.controlled_by
    chunks.facts(KNOWN).clear()
    if change.operation == "restore":
        settle(LINK.c.record_id == record.id)
    elif change.is_new:
        return
    elif controlled_by in change.changed:
        settle_all(record, registry.record_by_id(change.old[controlled_by]))
    elif not controlled_by and change.changed & SIGHT:
        db.session.execute(sa.update(LINK).where(LINK.c.under_id == record.id).values(owner_id=record.owner_id, dealer_id=record.dealer_id))


def settle_all(*records: Any) -> None:
    """The same of all that leads to these records, or stands under what decides over them."""
    ids = [one.id for one in records if one is not None]
    deciding = [above.id for one in records if (above := _deciding(one)) is not None]
    settle(sa.or_(LINK.c.record_id.in_(ids), LINK.c.under_id.in_(deciding)))


def _deciding(record: Any) -> Any:
    while record is not None and record.object_type.controlled_by:
        record = getattr(record, record.object_type.controlled_by)
    return record


def leave(change: Change) -> None:
    """After a record went to the recycle bin."""
    chunks.facts(KNOWN).clear()
    db.session.execute(sa.update(LINK).where(LINK.c.record_id == change.record.id).values(NOWHERE))
