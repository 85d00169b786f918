"""Number series: each number once, also under many processes, and without gaps."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.orm import Mapped, mapped_column

from . import chunks
from .db import db, in_transaction, insert_into, is_postgresql


class Series(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """The last number given out of one series; ``scope`` restarts it, for instance per dealer and year."""

    __tablename__ = "core_series"

    code: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    scope: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default="")
    last: Mapped[int] = mapped_column(sa.BigInteger)


def next(code: str, scope: str = "") -> int:
    """The next number of the series, beginning with 1.

    The row stays locked until the transaction ends: whoever else draws waits, and a rolled back number is given out
    again. Hence it must be drawn inside the transaction that stores it: RuntimeError otherwise.
    """
    return _draw(code, scope, 1)


def reserve(code: str, count: int, scope: str = "") -> range:
    """``count`` numbers in a row at once, for an import."""
    if count < 1:
        raise ValueError("at least one number must be reserved")
    last = _draw(code, scope, count)
    return range(last - count + 1, last + 1)


def start_at(code: str, number: int, scope: str = "") -> None:
    """Make ``number`` the next one, unless the series is there already or beyond: after taking over old data."""
    if (chunk := chunks.current()) is not None:
        chunk.settle()
    insert = _insert(code, scope, number - 1)
    higher = sa.case((insert.excluded.last > Series.last, insert.excluded.last), else_=Series.last)
    db.session.execute(insert.on_conflict_do_update(index_elements=["code", "scope"], set_={"last": higher}))


def _draw(code: str, scope: str, count: int) -> int:
    if not in_transaction():
        raise RuntimeError(f"series {code!r}: a number is drawn inside the transaction that stores it")
    chunk = chunks.current()
    return _add(code, scope, count) if chunk is None else chunk.drawn(code, scope, count, _add)


def _add(code: str, scope: str, count: int) -> int:
    last: int = db.session.execute(_drawing(is_postgresql()), {"code": code, "scope": scope, "last": count}).scalar_one()
    return last


@cache
def _drawing(on_postgresql: bool) -> Executable:
    """Start the series, or add to its last number what would have been its first: one statement, built once."""
    insert = insert_into(Series.__table__)
    added = {"last": Series.__table__.c.last + insert.excluded.last}
    return insert.on_conflict_do_update(index_elements=["code", "scope"], set_=added).returning(Series.__table__.c.last)


def _insert(code: str, scope: str, last: int) -> Insert:
    return insert_into(Series.__table__).values(code=code, scope=scope, last=last)
