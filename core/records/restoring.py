"""Back from the recycle bin, leading to what lives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from .. import changes, plugins, registry, walks
from ..actor import Actor
from ..changes import Change
from ..clock import now
from ..db import CoreRecord, db, transaction
from ..errors import NotFound, Refusal
from ..fields import LookupField, UnitField, UserField
from ..i18n import gettext as _
from .deleting import clear
from .reading import get
from .writing import flush


def restore(batch: str | Any, user: Actor) -> list[Any]:
    """Bring a batch (or the batch of a record) back from the recycle bin, with the links that its deletion cleared. Raises Refusal while what it
    cannot be without lies there itself."""
    table = CoreRecord.__table__
    with transaction():
        if not isinstance(batch, str):
            batch = db.session.execute(sa.select(table.c.deleted_batch).where(table.c.id == batch.id)).scalar_one()
        rows = list(db.session.execute(sa.select(table.c.id, table.c.object, table.c.name, table.c.merged_into_id).where(table.c.deleted_batch == batch).order_by(table.c.id)))
        if not rows:
            raise NotFound
        if (merged := next((row for row in rows if row.merged_into_id is not None), None)) is not None:
            raise Refusal(_("“%(name)s” was merged into another record. Undo the merge to have it back.", name=merged.name), code="merged")
        together = frozenset(row.id for row in rows)
        restored = [_bring_back(row, user, together) for row in rows]
        _refer_to_what_lives(restored, together, user)
        db.session.execute(sa.update(table).where(table.c.deleted_batch == batch).values(deleted_at=None, deleted_batch=None, deleted_by_id=None))
        # Only now, because what a hook does for a child needs its parent, whichever of the two comes first, and may refer to both.
        for change in restored:
            changes.write(change)
            plugins.call_record_hooks("after_save", change)
        _relink(batch, user)
    return [change.record for change in restored]


def _bring_back(row: Any, user: Actor, together: frozenset[int]) -> Change:
    record = get(row.object, row.id, user, operation="delete", lock=True, deleted=True)
    change = Change(record.object_type, record, user, "restore", together=together)
    record.deleted_at, record.modified_at, record.modified_by_id = None, now(), user.id or None
    flush(change)
    return change


def _refer_to_what_lives(restored: Sequence[Change], together: frozenset[int], user: Actor) -> None:
    """What these refer to may have been deleted while they lay in the recycle bin: a look-up which that would have cleared is cleared now, and comes back
    with its record; any other keeps them there."""
    pointing = [(change.record, field, target) for change in restored for field, target in _looked_up(change)]
    lying = _batches_of({target for _record, _field, target in pointing} - together)
    for record, field, target in pointing:
        if target not in lying:
            continue
        if field.on_delete != "clear":
            sentence = _("“%(name)s” cannot come back: its %(field)s lies in the recycle bin. Bring that back first.", name=str(record), field=field.label)
            raise Refusal(sentence, code="referring")
        clear(record, field, user, lying[target])


def _looked_up(change: Change) -> Iterator[tuple[LookupField, int]]:
    """The look-ups that a deletion of their target would not have left alone, with their targets."""
    for field in change.object_type.own_of(LookupField).values():
        target = getattr(change.record, field.attribute)
        if target is not None and field.to is not None and not isinstance(field, (UnitField, UserField)):
            yield field, target


def _batches_of(record_ids: Collection[int]) -> dict[int, str]:
    """Those of these that lie in the recycle bin, each with the batch in which it would come back."""
    table = CoreRecord.__table__
    chosen = sa.select(table.c.id, table.c.deleted_batch).where(walks.among_given(table.c.id, "ids"), table.c.deleted_at.is_not(None))
    return {row.id: row.deleted_batch for row in db.session.execute(chosen, {"ids": walks.listed(sorted(record_ids))})} if record_ids else {}


def _relink(batch: str, user: Actor) -> None:
    log = changes.ChangeRow.__table__
    for row in db.session.execute(sa.select(log.c.record_id, log.c.diff).where(log.c.reason == f"deleted:{batch}")).all():
        record = registry.record_by_id(row.record_id)
        for name, (old, _now) in row.diff.items():
            field = record.object_type.fields.get(name)  # None: a custom field removed meanwhile
            if field is not None and field.value_in(record) is None:
                setattr(record, field.attribute, old)
                record.modified_at, record.modified_by_id = now(), user.id or None
    db.session.flush()
