"""The database: column types, naming, transactions, the register of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask, g, has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB, Insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from . import connections, gathering
from .connections import WRITE

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

CHUNK, FACTS = "chunk", "facts"
"""Under these names a session keeps the chunk of rows that is under way, and what its transaction knows: see ``core.chunks``."""
MONEY_SCALE = Decimal(10_000)

# A plain BigInteger key does not count up by itself on SQLite.
BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """Aware UTC in Python on both databases; SQLite would return naive values."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class MoneyAmount(sa.types.TypeDecorator[Decimal]):
    """An exact amount as a 64-bit count of ten-thousandths. In SQL only sum, compare, plus and minus."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | str | None, dialect: sa.Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * MONEY_SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError("money has at most four decimals")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / MONEY_SCALE


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)
    __allow_unmapped__: ClassVar[bool] = True


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": False}, disable_autonaming=True)


class CoreRecord(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """The register: one row for every record of every object, sharing its id, so that anything may refer to it."""

    __tablename__ = "core_record"
    __table_args__ = (
        sa.Index("ix_core_record_deleted", "deleted_at", "id", postgresql_where=sa.text("deleted_at IS NOT NULL"),
                 sqlite_where=sa.text("deleted_at IS NOT NULL")),
        sa.Index("ix_core_record_gone", "object", "deleted_at", "id", postgresql_where=sa.text("deleted_at IS NOT NULL"),
                 sqlite_where=sa.text("deleted_at IS NOT NULL")),
        sa.Index("ix_core_record_batch", "deleted_batch"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(255), default="")
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deleted_batch: Mapped[str | None] = mapped_column(sa.String(32))
    deleted_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    merged_into_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))


def init_db(app: Flask) -> None:
    """Bind the database to the app."""
    app.config.setdefault("SQLALCHEMY_DATABASE_URI", "sqlite://")
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", connections.options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", gathering.write_what_is_named)
    connections.prepare(engine)


def is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def insert_into(table: Any) -> Insert:
    """An INSERT in the words of the database in use, which knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    insert = postgresql.insert if is_postgresql() else sqlite.insert
    return insert(table)  # type: ignore[return-value]  # the same methods on both


def in_transaction() -> bool:
    """Whether a writing transaction is open in this session."""
    return bool(db.session.info.get("depth"))


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing. The outermost commits; inner ones join it. An error rolls all of it back.

    Reading may have opened a transaction before; it is ended first, so that SQLite can begin for writing.
    """
    session = db.session()
    if session.info.get("depth"):
        yield
        return
    session.commit()  # not rollback: that would expire what the caller has read
    session.connection(execution_options={WRITE: True})
    session.info["depth"] = 1
    try:
        for callback in session.info.get("at_begin", ()):
            callback()
        yield
        gathering.write(session)
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop("after_commit", None)
        raise
    finally:
        session.info["depth"] = 0
        session.info.pop(FACTS, None)
        gathering.end(session)
        if session.info.pop("raised", None):
            forget_raised()
    for callback in session.info.pop("after_commit", []):
        callback()


def at_begin(callback: Callable[[], None]) -> None:
    """Call first thing in every outermost transaction of this session, which is that of a request. What it raises ends the transaction."""
    db.session.info.setdefault("at_begin", []).append(callback)


def after_commit(callback: Callable[[], None]) -> None:
    """Call once the running transaction has been committed; never if it is rolled back."""
    db.session.info.setdefault("after_commit", []).append(callback)


@contextmanager
def savepoint() -> Iterator[None]:
    """A part of a transaction that may fail alone: one record of a bulk action."""
    session = db.session()
    chunk = session.info.get(CHUNK)
    gathering.write(session)
    try:
        with chunk.nested() if chunk is not None else nullcontext(), session.begin_nested():
            yield
            gathering.write(session)
    except BaseException:
        gathering.drop(session)
        session.info.pop(FACTS, None)
        forget_raised()
        raise


def forget_raised() -> None:
    """Forget what was read of versions that this transaction has raised: they change with its end, or were taken back."""
    for read in ("state_versions", "raised_caches"):
        db.session.info.pop(read, None)
    if has_request_context():
        g.pop("state_versions", None)
        g.pop("state_told", None)
