"""Merging two records of one object: the winner gets chosen values and everything that refers to the loser.

References are found from the foreign keys of the database, not from declarations: rows of modules that are off, or of
side tables no object knows, refer too. Their rows are moved by SQL in place, each with its line in the change log where it
is a record: neither a field that has become required since, nor a closed record may stop a merge. The loser goes to
the recycle bin with ``merged_into``; undo puts all of it back while the winner has not been changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from . import outbox, permissions, plugins, records, registry
from .actor import Actor
from .changes import ChangeRow
from .clock import now
from .custom_values import JsonValue
from .db import BigId, CoreRecord, Json, UTCDateTime, db, savepoint, transaction
from .errors import Invalid, NotFound, Refusal
from .fields import CurrencyField, Field, LookupField
from .i18n import gettext as _
from .objects import ObjectType

STAYING = frozenset({"core_record", "core_change", "core_merge", "core_audit"})
"""Tables whose rows belong to the loser itself: the register, its history, former merges."""

WINNER, LOSER = "winner", "loser"


class Merge(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What one merge did, so that it can be undone. ``parent_id``: the merge in whose course a module did this one."""

    __tablename__ = "core_merge"
    __table_args__ = (sa.Index("ix_core_merge_winner", "winner_id"), sa.Index("ix_core_merge_loser", "loser_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60))
    winner_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    loser_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    parent_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_merge.id"))
    winner_version: Mapped[int | None] = mapped_column(sa.Integer)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    moved: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    kept: Mapped[int] = mapped_column(sa.Integer, default=0)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))


@dataclass(frozen=True, slots=True)
class Pick:
    """One field on which the two differ, and whose value would be taken."""

    field: Field
    winner: Any
    loser: Any
    taken: str


@dataclass(frozen=True, slots=True)
class Reference:
    """What refers to records: a column of the database, or a custom look-up (``kept``) in the column ``custom``, with the
    key columns of the table."""

    table: str
    column: str
    keys: tuple[str, ...]
    versioned: bool
    nullable: bool
    kept: JsonValue | None = None

    def value(self, table: sa.TableClause) -> sa.ColumnElement[Any]:
        """The id referred to."""
        return table.c[self.column] if self.kept is None else self.kept.sql(table)

    def values(self, table: sa.TableClause, record_id: int | None) -> dict[str, Any]:
        """What an UPDATE sets to refer to this record."""
        return {self.column: record_id} if self.kept is None else {"custom": self.kept.replaced(table, record_id)}


@dataclass(slots=True)
class Preview:
    """What a merge would do: fields that differ, and how many rows of what would move (label, count)."""

    picks: list[Pick] = field(default_factory=list)
    moves: list[tuple[str, int]] = field(default_factory=list)


def preview(winner: Any, loser: Any, user: Actor) -> Preview:
    """What merging would do, for the page that asks. Raises as merge does."""
    winner, loser = _pair(winner, loser, user, lock=False)
    counts: dict[str, int] = {}
    for reference in references(winner.object_type):
        if count := _count(reference, loser.id):
            label = _label_of(reference.table)
            counts[label] = counts.get(label, 0) + count
    return Preview(list(differences(winner, loser, user)), list(counts.items()))


def differences(winner: Any, loser: Any, user: Actor) -> Iterator[Pick]:
    """The fields on which the two differ and that this user may set; an empty value gives way to a filled one."""
    kept = () if records.may_hand_on(winner, user) else ("owner",)
    for one in _differing(winner, loser):
        if one.field.name not in kept and permissions.field_right(user, winner.object_type, one.field.name) is None:
            yield one


def _unseen(winner: Any, loser: Any, user: Actor) -> Iterator[Pick]:
    """What the winner lacks and the loser has in fields that this user may not set: nobody is asked, and nothing is lost."""
    for one in _differing(winner, loser):
        if one.taken == LOSER and permissions.field_right(user, winner.object_type, one.field.name) is not None:
            yield one


def _differing(winner: Any, loser: Any) -> Iterator[Pick]:
    for one in winner.object_type.own_fields.values():
        if one.system or not one.stored:
            continue
        ours, theirs = getattr(winner, one.attribute), getattr(loser, one.attribute)
        if ours != theirs and (theirs not in (None, (), "")):
            yield Pick(one, ours, theirs, LOSER if ours in (None, (), "") else WINNER)


def merge(winner: Any, loser: Any, user: Actor, picks: Mapping[str, str] | None = None) -> Merge:
    """Merge ``loser`` into ``winner``. ``picks`` maps field names to "winner" or "loser"; fields not named follow preview.

    Needs the right to edit the winner and to delete the loser. A module that keeps a companion of a record (the contact of a
    person account) merges it from its ``after_delete`` hook on ``change.source == "merge"``, with ``partner_of``: undo then
    covers both. Raises Invalid for picks that fit no field, Refusal, Forbidden, NotFound.
    """
    with transaction():
        winner, loser = _pair(winner, loser, user, lock=True)
        values, before = _picked(winner, loser, user, picks or {})
        done = Merge(
            object=winner.__object_code__, winner_id=winner.id, loser_id=loser.id, parent_id=_under_way(), before=before, moved=[],
            at=now(), by_id=user.id or None,
        )  # fmt: skip
        db.session.add(done)
        db.session.flush()
        with _noted(done):
            done.moved, done.kept = _move_all(winner, loser, user)
            _forget_read()
            records.delete(loser, user, source="merge", reason=f"merged:{winner.id}")
            _set_merged_into(loser.id, winner.id)
            records.update(winner, user, source="merge", reason=f"merged:{loser.id}", **values)
            plugins.call_each("after_merge", winner=winner, loser=loser)
        done.winner_version = _version_of(winner)
        db.session.flush()
        outbox.add("core.merged", {"winner": winner.id, "loser": loser.id, "object": done.object}, record=winner)
    return done


def undo(merge_id: int, user: Actor) -> Any:
    """Take a merge back; returns the record that was the loser. Raises NotFound, Forbidden, and Refusal once the winner has
    been changed, merged on or deleted."""
    with transaction():
        done = db.session.get(Merge, merge_id, populate_existing=True)
        if done is None or done.parent_id is not None:
            raise NotFound
        winner = records.get(done.object, done.winner_id, user, operation="edit", lock=True)
        reason = why_not_undo(done)
        if reason is not None:
            raise Refusal(reason)
        all_of_it = (done, *_companions(done))
        for one in all_of_it:
            _set_merged_into(one.loser_id, None)
        for one in all_of_it:
            _undo(one, user)
        outbox.add("core.unmerged", {"winner": winner.id, "loser": done.loser_id, "object": done.object}, record=winner)
        return registry.record_by_id(done.loser_id)


def why_not_undo(done: Merge) -> str | None:
    """Why this merge can no longer be undone, as a sentence; None if it can."""
    if done.undone_at is not None:
        return _("This merge has been undone already.")
    for one in (done, *_companions(done)):
        winner = registry.record_by_id(one.winner_id)
        if winner is None or winner.deleted_at is not None:
            return _("The merged record is no longer there.")
        if winner.version != one.winner_version:
            return _("“%(name)s” has been changed since; this merge can no longer be undone.", name=str(winner))
    return None


def partner_of(record: Any) -> int | None:
    """While its merge is under way: the id of the record that this one is merged into, else None."""
    stack: list[Merge] = db.session.info.get("merging", [])
    return next((one.winner_id for one in reversed(stack) if one.loser_id == record.id), None)


def latest(record: Any) -> Merge | None:
    """The last merge into this record that has not been undone."""
    query = sa.select(Merge).where(Merge.winner_id == record.id, Merge.undone_at.is_(None), Merge.parent_id.is_(None))
    return db.session.execute(query.order_by(Merge.id.desc()).limit(1)).scalar_one_or_none()


def merged_into(record_id: int) -> int | None:
    """Where a merged record has gone, followed to the end: old links lead on."""
    seen: set[int] = set()
    target: int | None = None
    following: int | None = record_id
    while following is not None and following not in seen:
        seen.add(following)
        following = db.session.scalar(sa.select(CoreRecord.merged_into_id).where(CoreRecord.id == following))
        target = following or target
    return target


# ---------------------------------------------------------------- the two records


def _pair(winner: Any, loser: Any, user: Actor, *, lock: bool) -> tuple[Any, Any]:
    code = winner.__object_code__
    if loser.__object_code__ != code:
        raise Refusal(_("Only two records of the same kind can be merged."))
    if winner.id == loser.id:
        raise Refusal(_("A record cannot be merged with itself."))
    found = {}
    for one, operation in sorted(((winner, "edit"), (loser, "delete")), key=lambda pair: pair[0].id):
        found[one.id] = records.get(code, one.id, user, operation=operation, lock=lock)
    return found[winner.id], found[loser.id]


def _picked(winner: Any, loser: Any, user: Actor, picks: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values the winner takes over, and its own before that, in JSON."""
    possible = {one.field.name: one for one in differences(winner, loser, user)}
    unseen = {one.field.name: one for one in _unseen(winner, loser, user)}
    wrong = {name: [_("This field cannot be chosen.")] for name, side in picks.items()
             if side not in (WINNER, LOSER) or name not in winner.object_type.fields}  # fmt: skip
    if wrong:
        raise Invalid(wrong)
    values: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for name, pick in {**possible, **unseen}.items():
        if (name in possible and picks.get(name, pick.taken) != LOSER) or pick.loser == winner.id:
            continue
        values[name], before[name] = pick.loser, pick.field.dump(pick.winner)
        if isinstance(pick.field, CurrencyField):
            currency = pick.field.currency_attribute
            values[currency], before[currency] = getattr(loser, currency), getattr(winner, currency)
    return values, before


def _set_merged_into(loser_id: int, winner_id: int | None) -> None:
    table = CoreRecord.__table__
    db.session.execute(sa.update(table).where(table.c.id == loser_id).values(merged_into_id=winner_id))


def _version_of(record: Any) -> int:
    found = registry.record_by_id(record.id)
    return int(found.version)


def _under_way() -> int | None:
    stack: list[Merge] = db.session.info.get("merging", [])
    return stack[-1].id if stack else None


class _noted:  # noqa: N801 - read as a verb: with _noted(merge)
    """Keeps a merge on the list of those under way, so that hooks can ask and their own merges know their parent."""

    def __init__(self, done: Merge) -> None:
        self.done = done

    def __enter__(self) -> None:
        db.session.info.setdefault("merging", []).append(self.done)

    def __exit__(self, *_error: object) -> None:
        db.session.info["merging"].remove(self.done)


# ---------------------------------------------------------------- references


def references(object_type: ObjectType) -> list[Reference]:
    """Everything that may refer to a record of this object: from the database's own foreign keys, and custom look-ups,
    which have none, also those that were removed."""
    inspector = sa.inspect(db.session.connection())
    keys = {table: key["constrained_columns"] for (_schema, table), key in inspector.get_multi_pk_constraint().items()}
    targets = {"core_record", object_type.table.name}
    found: dict[tuple[str, str], Reference] = {}
    for (_schema, table), foreign_keys in inspector.get_multi_foreign_keys().items():
        for foreign in foreign_keys:
            if foreign["referred_table"] not in targets or table in STAYING or len(foreign["constrained_columns"]) != 1:
                continue
            column = foreign["constrained_columns"][0]
            if not (column == "id" and _is_object_table(table)):
                found[table, column] = _reference(inspector, table, column, tuple(keys[table]))
    found.update({(one.table, one.column): one for one in _custom_look_ups(object_type)})
    return sorted(found.values(), key=lambda one: (one.table, one.column))


def _reference(inspector: sa.Inspector, table: str, column: str, keys: tuple[str, ...]) -> Reference:
    columns = {one["name"]: one for one in inspector.get_columns(table)}
    return Reference(table, column, keys, "version" in columns and _is_object_table(table), bool(columns[column]["nullable"]))


def _custom_look_ups(object_type: ObjectType) -> Iterator[Reference]:
    for other in registry.customized().values():
        for one in (*other.own_fields.values(), *other.removed.values()):
            if type(one) is LookupField and one.kept and one.to in (None, object_type.code):
                yield Reference(other.table.name, one.attribute, ("id",), True, True, one.kept[one.attribute])


def _is_object_table(table: str) -> bool:
    return any(one.table.name == table for one in registry.current().objects.values())


def _label_of(table: str) -> str:
    for one in registry.customized().values():
        if one.table.name == table:
            return str(one.plural)
    return _("Other entries")


def _described(reference: Reference) -> sa.TableClause:
    own = "custom" if reference.kept is not None else reference.column
    types: dict[str, Any] = {"custom": Json, "modified_at": UTCDateTime, "modified_by_id": BigId, reference.column: BigId}
    names = dict.fromkeys((*reference.keys, own, *(("version", "modified_at", "modified_by_id") if reference.versioned else ())))
    return sa.table(reference.table, *(sa.column(name, types.get(name)) for name in names))


def _count(reference: Reference, record_id: int) -> int:
    table = _described(reference)
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(table).where(reference.value(table) == record_id)) or 0)


def _move_all(winner: Any, loser: Any, user: Actor) -> tuple[list[dict[str, Any]], int]:
    """Make everything refer to the winner; returns what moved, and how many rows had to stay with the loser."""
    db.session.flush()
    moved: list[dict[str, Any]] = []
    kept = 0
    for reference in references(winner.object_type):
        table = _described(reference)
        rows = db.session.execute(sa.select(*(table.c[key] for key in reference.keys)).where(reference.value(table) == loser.id)).all()
        gone = []
        for row in rows:
            target = _target(reference, row, winner.id, loser.id)
            if target == loser.id:
                continue
            if _repoint(reference, dict(row._mapping), loser.id, target, user):
                gone.append([target if key == reference.column else row._mapping[key] for key in reference.keys])
            else:
                kept += 1
        if gone:
            moved.append({"table": reference.table, "column": reference.column, "keys": gone})
    return moved, kept


def _target(reference: Reference, row: Any, winner_id: int, loser_id: int) -> int | None:
    """The winner; but no record shall refer to itself, and the loser's own row stays as it is."""
    own = row[0] if _is_object_table(reference.table) and reference.keys == ("id",) else None
    if own == loser_id:
        return loser_id
    return (None if reference.nullable else loser_id) if own == winner_id else winner_id


def _repoint(reference: Reference, key: Mapping[str, Any], old: int, new: int | None, user: Actor) -> bool:
    """Change one reference; False where the new one has such a row already (a share, a membership)."""
    table = _described(reference)
    values = reference.values(table, new)
    if reference.versioned:
        values |= {"version": table.c.version + 1, "modified_at": now(), "modified_by_id": user.id or None}
    where = [table.c[name] == value for name, value in key.items()]
    try:
        with savepoint():
            result = db.session.execute(sa.update(table).where(*where, reference.value(table).is_not_distinct_from(old)).values(**values))
            changed = bool(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result
            if changed and reference.versioned:
                _log(reference, int(key["id"]), old, new, user)
    except IntegrityError:
        return False
    return changed


def _log(reference: Reference, record_id: int, old: int | None, new: int | None, user: Actor) -> None:
    object_type = next(one for one in registry.customized().values() if one.table.name == reference.table)
    name = next((one.name for one in object_type.fields.values() if one.attribute == reference.column), reference.column)
    version = db.session.scalar(sa.select(object_type.table.c.version).where(object_type.table.c.id == record_id))
    db.session.execute(
        sa.insert(ChangeRow.__table__).values(
            record_id=record_id, version=version, operation="update", at=now(), actor_id=user.id or None, source="merge", reason=None,
            diff={name: [old, new]},
        )
    )  # fmt: skip


def _forget_read() -> None:
    """Rows were changed past the session: what it holds of them is stale."""
    db.session.flush()
    db.session.expire_all()


# ---------------------------------------------------------------- undo


def _companions(done: Merge) -> list[Merge]:
    return list(db.session.execute(sa.select(Merge).where(Merge.parent_id == done.id).order_by(Merge.id.desc())).scalars())


def _undo(done: Merge, user: Actor) -> None:
    """Backwards: the winner gives back its values, the loser returns, what moved refers to it again."""
    winner = registry.record_by_id(done.winner_id)
    fields = winner.object_type.fields
    kept = {name: value for name, value in done.before.items() if name not in winner.object_type.removed}
    values = {name: fields[name].clean(value) if name in fields else value for name, value in kept.items()}
    records.update(winner, user, source="undo", reason=f"unmerged:{done.loser_id}", **values)
    loser = registry.record_by_id(done.loser_id)
    if loser.deleted_at is not None:  # a companion may have come back in the same batch
        records.restore(loser, user)
    known = {(one.table, one.column): one for one in references(winner.object_type)}
    for move in done.moved:
        reference = known.get((move["table"], move["column"]))
        if reference is not None:
            _move_back(reference, move["keys"], done, user)
    _forget_read()
    plugins.call_each("after_merge", winner=winner, loser=loser)
    done.undone_at, done.undone_by_id = now(), user.id or None
    db.session.flush()


def _move_back(reference: Reference, keys: list[list[Any]], done: Merge, user: Actor) -> None:
    """Only what still refers to the winner: what somebody has linked elsewhere since stays there."""
    for key in keys:
        named = dict(zip(reference.keys, key, strict=True))
        cleared = reference.versioned and named.get("id") == done.winner_id
        _repoint(reference, named, None if cleared else done.winner_id, done.loser_id, user)  # type: ignore[arg-type]  # None where cleared
