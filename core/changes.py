"""The change log: one append-only row per save, written by the gate and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import chunks
from .clock import now
from .db import BigId, Json, UTCDateTime, db
from .fields import CurrencyField

if TYPE_CHECKING:
    from .actor import Actor
    from .objects import ObjectType


class ChangeRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What one save changed: ``diff`` maps a field's name to [before, after] in JSON; an amount's currency is beside it, changed or not."""

    __tablename__ = "core_change"
    __table_args__ = (sa.Index("ix_core_change_record", "record_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    version: Mapped[int] = mapped_column(sa.Integer)
    operation: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    source: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    diff: Mapped[dict[str, Any]] = mapped_column(Json)


LOG = sa.insert(ChangeRow.__table__)


@dataclass(slots=True)
class Change:
    """One save, as hooks and rules see it. ``old`` and ``new`` hold Python values of the changed fields by name;
    look-ups are ids. ``given`` names what the caller set, also to the value it had: a rule may have to know. ``together``: the ids of all that a
    restore brings back in one step. A before_save hook may change ``record``; ``value`` reads a field whether it changes or not."""

    object_type: ObjectType
    record: Any
    user: Actor
    operation: str = "update"
    source: str = "user"
    channel: str = "code"
    reason: str | None = None
    old: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    together: frozenset[int] = frozenset()

    @property
    def is_new(self) -> bool:
        return self.operation == "create"

    @property
    def actor(self) -> Actor:
        return self.user

    @property
    def changed(self) -> set[str]:
        """The names of the fields that change."""
        return set(self.new)

    def touches(self, *names: str) -> bool:
        """Whether the save makes the record or changes one of these fields: a rule that holds what is kept from before against it only then lets
        the rest of an older record be edited."""
        return self.is_new or not self.changed.isdisjoint(names)

    def comes_back(self, name: str) -> bool:
        """Whether the field gets what it held before its present value: what is no longer offered, or out of use, may come back as it may stay."""
        return not self.is_new and name in self.new and is_former(self.record, self.object_type.fields[name], self.new[name])

    def value(self, name: str) -> Any:
        """The field's value after the save; a look-up's id."""
        return getattr(self.record, self.object_type.fields[name].attribute)


def write(change: Change) -> None:
    """Add the log row of a save. The record has its new version already."""
    row = {
        "record_id": change.record.id, "version": change.record.version, "operation": change.operation, "at": now(),
        "actor_id": change.user.id or None, "source": change.source, "reason": change.reason, "diff": _diff(change),
    }  # fmt: skip
    chunks.insert(LOG, [row])


def _diff(change: Change) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in change.new.items():
        field = change.object_type.fields[name]
        found[name] = [field.dump(change.old.get(name)), field.dump(value)]
        if isinstance(field, CurrencyField):
            currency = field.currency_attribute
            found[currency] = [change.old.get(currency), field.value_in(change.record, currency)]
    return found


def since(record_id: int, version: int) -> dict[str, tuple[Any, int | None, datetime]]:
    """The fields changed after ``version``: field -> (value now, in JSON; who; when)."""
    table = ChangeRow.__table__
    rows = db.session.execute(
        sa.select(table.c.diff, table.c.actor_id, table.c.at).where(table.c.record_id == record_id, table.c.version > version).order_by(table.c.id)
    )
    return {name: (pair[1], row.actor_id, row.at) for row in rows for name, pair in row.diff.items()}


def before(record_id: int, version: int, until: int) -> dict[str, Any]:
    """What the fields that were saved after ``version``, up to ``until``, held before: field -> value in JSON."""
    table = ChangeRow.__table__
    rows = db.session.execute(
        sa.select(table.c.diff).where(table.c.record_id == record_id, table.c.version > version, table.c.version <= until).order_by(table.c.id.desc())
    )
    return {name: pair[0] for row in rows for name, pair in row.diff.items()}


def is_former(record: Any, field: Any, value: Any) -> bool:
    """Whether this is what the field of the record held before its present value: what Undo gives it, and whoever goes back by hand."""
    table = ChangeRow.__table__
    saved = db.session.execute(sa.select(table.c.diff).where(table.c.record_id == record.id).order_by(table.c.id.desc())).scalars()
    return next((diff[field.name][0] == field.dump(value) for diff in saved if field.name in diff), False)


def of(record_id: int, before: int | None = None, limit: int = 50) -> list[Any]:
    """Log rows of a record, the latest first; ``before`` is the id of the last row of the page before."""
    table = ChangeRow.__table__
    query = sa.select(table).where(table.c.record_id == record_id)
    if before is not None:
        query = query.where(table.c.id < before)
    return list(db.session.execute(query.order_by(table.c.id.desc()).limit(limit)))
