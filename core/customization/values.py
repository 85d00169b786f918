"""The values of custom fields in the records' tables: how many there are, their indexes, and taking them out for good.

Indexes are made by a worker after the field was added, on PostgreSQL without stopping writers. They follow the expressions by
which lists sort and filter (``core.custom_values``), for each scope that lists read by.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from .. import outbox, registry, state
from ..connections import WRITE
from ..custom_values import INDEX_PREFIX
from ..db import BigId, Json, UTCDateTime, db, is_postgresql, transaction
from ..fields import CheckboxField, Field
from ..objects import ObjectType
from .changed import CHANGED, SETTLE
from .layer import STATE
from .models import CustomField, FieldMapping, PicklistValue

BATCH = 2000


def holding(object_type: ObjectType, field: Field) -> int:
    """How many records hold a value of this field, those in the recycle bin too."""
    table = object_type.table
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(table).where(_has(field, table))) or 0)


def _has(field: Field, table: Any) -> sa.ColumnElement[bool]:
    """Whether there is a key of the field in ``custom``."""
    if is_postgresql():
        return table.c.custom.op("?", is_comparison=True)(sa.literal_column(f"'{field.attribute}'"))  # type: ignore[no-any-return]  # Any
    return sa.func.json_type(table.c.custom, sa.literal_column(f"'$.{field.attribute}'")).is_not(None)


def settle(object_code: str | None = None) -> list[str]:
    """Make the indexes that are missing, drop those no field wants, and finish purges; returns what was done."""
    done: list[str] = []
    for object_type in [registry.object_type(object_code)] if object_code else list(registry.customized().values()):
        rows = {row.name: row for row in db.session.execute(sa.select(CustomField).where(CustomField.object == object_type.code)).scalars()}
        db.session.commit()  # nothing is read while an index waits for readers to end
        for name, row in rows.items():
            if row.options.get("purged"):
                done += _purge(object_type, object_type.removed[name], row.id)
        done += _settle_indexes(object_type, {row.id: object_type.own_fields[name] for name, row in rows.items() if row.listed and row.removed_at is None})
    return done


@outbox.handles(SETTLE)
def _settle_later(event: outbox.Event) -> None:
    code = str(event.payload["object"])
    if code in registry.current().objects:
        settle(code)


# ---------------------------------------------------------------- indexes


def _settle_indexes(object_type: ObjectType, listed: dict[int, Field]) -> list[str]:
    wanted = {str(index.name): index for number, one in listed.items() for index in _indexes(object_type, one, number)}
    with db.engine.connect() as connection:
        present = set(_present(connection, object_type.table.name))
    done = [f"dropped {name}" for name in sorted(present - wanted.keys()) if _drop(name)]
    return done + [f"made {name}" for name in sorted(wanted.keys() - present) if _make(wanted[name])]


def _indexes(object_type: ObjectType, field: Field, number: int) -> Iterator[sa.Index]:
    """As lists need them: for a sort one for everybody, one by owner, one by dealer; for a filter alone one."""
    if isinstance(field, CheckboxField):
        return
    own = object_type.table
    table = sa.Table(own.name, sa.MetaData(), sa.Column("id", BigId), sa.Column("owner_id", BigId), sa.Column("dealer_id", BigId),
                     sa.Column("modified_at", UTCDateTime), sa.Column("deleted_at", UTCDateTime), sa.Column("custom", Json))  # fmt: skip
    value, living = field.sql(table), table.c.deleted_at.is_(None)
    shapes: dict[str, tuple[Any, ...]] = {"filter": (value, table.c.modified_at, table.c.id)}
    if field.name in object_type.sortable:
        shapes = {"all": (value, table.c.id)}
        if not object_type.controlled_by:
            shapes |= {"owner": (table.c.owner_id, value, table.c.id), "dealer": (table.c.dealer_id, value, table.c.id)}
    for shape, columns in shapes.items():
        yield sa.Index(f"{INDEX_PREFIX}{number}_{shape}", *columns, postgresql_where=living, sqlite_where=living,
                       postgresql_concurrently=True, _table=table)  # fmt: skip


def _present(connection: sa.Connection, table: str) -> Iterator[str]:
    """Our indexes on a table; on PostgreSQL one whose making was cut short is not counted, and made anew."""
    if not is_postgresql():
        found = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = :table"), {"table": table})
    else:
        found = connection.execute(sa.text(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
            "WHERE t.relname = :table AND i.indisvalid"), {"table": table})  # fmt: skip
    return (name for (name,) in found if name.startswith(INDEX_PREFIX))


def _make(index: sa.Index) -> bool:
    _drop(str(index.name))
    with _own_connection() as connection:
        connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
        connection.commit()
    return True


def _drop(name: str) -> bool:
    with _own_connection() as connection:
        connection.exec_driver_sql(f"DROP INDEX {'CONCURRENTLY ' if is_postgresql() else ''}IF EXISTS {name}")
        connection.commit()
    return True


def _own_connection() -> sa.Connection:
    """PostgreSQL makes an index beside writers only outside a transaction, which one begins that says it will write; SQLite's one writer has to wait."""
    connection = db.engine.connect()
    return connection if is_postgresql() else connection.execution_options(**{WRITE: True})


# ---------------------------------------------------------------- purging


def _purge(object_type: ObjectType, field: Field, number: int) -> list[str]:
    """Take the values out of all records, a batch at a time, then the field's own rows."""
    count = 0
    while taken := _take_out(object_type, field):
        count += taken
    with transaction():
        for model in (PicklistValue, FieldMapping):
            db.session.execute(sa.delete(model).where(model.object == object_type.code, model.field == field.name))
        db.session.execute(sa.delete(CustomField).where(CustomField.id == number))
        state.bump(STATE)
        outbox.add(CHANGED, {"object": object_type.code, "searched": False})
    return [f"purged {field.name} of {count} records"]


def _take_out(object_type: ObjectType, field: Field) -> int:
    table = object_type.table
    emptied: sa.ColumnElement[Any] = table.c.custom
    for kept in field.kept.values():
        emptied = kept.without(emptied)
    with transaction():
        some = sa.select(table.c.id).where(_has(field, table)).order_by(table.c.id).limit(BATCH).scalar_subquery()
        result = db.session.execute(sa.update(table).where(table.c.id.in_(some)).values(custom=emptied))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result
