"""Rows that a transaction only writes: its change log, the indexes of modules. One statement for a table writes them all, as late as may be: before the
transaction or a savepoint of it ends, or when a statement names their table. So whoever reads or writes it finds what was there if each row
had been written at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

GATHERED = "gathered"
"""Under this name a session and its connection keep what the transaction has gathered."""
MOST = 1_000
"""So many rows of a table are written at once, however long the transaction is."""


class Gathered:
    """The rows of one transaction that are not written yet, by the name of their table."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection, self.info = connection, connection.info
        self.waiting: dict[str, tuple[sa.Insert, list[Mapping[str, Any]]]] = {}
        self.info[GATHERED] = self

    def add(self, statement: sa.Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep rows for the statement, which is always the same one for a table."""
        _statement, held = self.waiting.setdefault(statement.table.name, (statement, []))
        held.extend(rows)
        if len(held) >= MOST:
            self.connection.execute(*self.waiting.pop(statement.table.name))

    def write(self, named_in: str | None = None) -> None:
        """Write them all, or those of the tables that the statement ``named_in`` names."""
        for name in [one for one in self.waiting if named_in is None or one in named_in]:
            self.connection.execute(*self.waiting.pop(name))

    def drop(self) -> None:
        """Forget them: what they belong to is taken back."""
        self.waiting.clear()


def of(session: Session) -> Gathered:
    """What the running transaction of this session gathers."""
    found: Gathered | None = session.info.get(GATHERED)
    if found is None:
        found = session.info[GATHERED] = Gathered(session.connection())
    return found


def write(session: Session) -> None:
    """Write what is gathered, if anything is."""
    if (found := session.info.get(GATHERED)) is not None:
        found.write()


def drop(session: Session) -> None:
    """Forget what is gathered."""
    if (found := session.info.get(GATHERED)) is not None:
        found.drop()


def end(session: Session) -> None:
    """The transaction is over, and its connection another's."""
    if (found := session.info.pop(GATHERED, None)) is not None:
        found.drop()
        found.info.pop(GATHERED, None)


def write_what_is_named(connection: sa.Connection, _cursor: Any, statement: str, *_more: Any) -> None:
    """Before a statement is sent: rows of the tables that it names come first. Its names are sought in its text, where one too many does no harm."""
    found: Gathered | None = connection.info.get(GATHERED)
    if found is not None and found.waiting:
        found.write(statement)
