"""Many rows saved as if each stood alone, and written together.

``each`` does a piece of work on every row, each as in a savepoint of its own. What a save only writes — the register, the records, the
change log, the indexes of modules — is gathered meanwhile and written by one statement for a table. Any other statement of the session
first writes what is gathered, so a hook reads just what it would read after one save after the other: how a row comes out never
depends on the chunk, only how fast it is, by how little is asked between two rows. What would be asked for each row can be asked for all of
them at the beginning and kept in ``facts``. A save that stands alone gathers what is only written: see ``core.gathering``.

A row that fails before any of it is in the database is taken out of what is gathered. One that fails later, and whatever the database
refuses when many rows are written, takes back the whole chunk; its rows are then done one by one, and the one that fails is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy import event

from . import gathering, outages
from .db import CHUNK, FACTS, CoreRecord, db, in_transaction, is_postgresql, savepoint
from .errors import ForecourtError

Row = TypeVar("Row")
Result = TypeVar("Result")

REFUSED = (ForecourtError, sa.exc.DBAPIError, OverflowError)
"""What a row may fail by without stopping the others; the last two are values that the database does not take. A database that cannot be
written just now is no fault of a row."""
LIVING = "records.living"
"""What a transaction knows of records that have not been deleted, those that it made among them: their objects by id."""
REGISTER = sa.insert(CoreRecord.__table__)
LAST_ID = sa.select(sa.func.coalesce(sa.func.max(CoreRecord.__table__.c.id), 0))
NEXT_IDS = sa.text("SELECT nextval(pg_get_serial_sequence('core_record', 'id')) FROM generate_series(1, :count)")
MOST_IDS = 100
"""So many ids PostgreSQL gives at a time; what is left of them at the end of a chunk is never used."""


class _Apart(ForecourtError):
    """The rows of this chunk must be done one by one."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What became of a row: what the work gave back, or the error that it failed by."""

    result: Result | None = None
    problem: Exception | None = None


def each(
    rows: Sequence[Row], work: Callable[[Row], Result], *, foresee: Callable[[], None] | None = None, again: Callable[[], None] | None = None
) -> list[Outcome[Result]]:
    """Do the work on each row, inside a transaction; the outcomes are in the order of the rows.

    ``foresee`` may ask beforehand what the rows need. ``work`` may be called a second time for a row whose first result was taken back; ``again`` is called
    before, to forget what was kept of that. Raises whatever is not one of ``REFUSED``, and where the database is full, busy or down.
    """
    if len(rows) > 1 and current() is None:
        try:
            with savepoint(), _gathering() as chunk:
                if foresee is not None:
                    foresee()
                return [chunk.attempt(work, row) for row in rows]
        except REFUSED:
            if again is not None:
                again()
    return [_alone(work, row) for row in rows]


def _alone(work: Callable[[Row], Result], row: Row) -> Outcome[Result]:
    try:
        with savepoint():
            return Outcome(work(row))
    except REFUSED as problem:
        if isinstance(problem, outages.Outage) or outages.diagnose(problem):
            raise
        return Outcome(problem=problem)


def insert(statement: sa.Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of a table whose keys nobody needs to know: together with those of the other rows of a chunk, or of the transaction.
    ``statement`` is always the same one for a table."""
    chunk = current()
    if chunk is not None:
        chunk.gather(statement, rows)
    elif rows and in_transaction():
        gathering.of(db.session()).add(statement, rows)
    elif rows:
        db.session.execute(statement, list(rows))


def facts(name: str) -> dict[Any, Any]:
    """What this transaction knows and need not ask again, under a name of whoever asks. Forgotten at its end, at that of a chunk, and
    where a savepoint is taken back. Outside a transaction: empty, and kept nowhere."""
    if not in_transaction():
        return {}
    held: dict[str, dict[Any, Any]] = db.session.info.setdefault(FACTS, {})
    return held.setdefault(name, {})


def current() -> Chunk | None:
    """The chunk under way in this session, if there is one."""
    found: Chunk | None = db.session.info.get(CHUNK)
    return found


@contextmanager
def _gathering() -> Iterator[Chunk]:
    session, chunk = db.session(), Chunk()
    listeners = (("do_orm_execute", chunk.before_statement), ("before_flush", chunk.before_flush))
    session.info[CHUNK] = chunk
    for name, listener in listeners:
        event.listen(session, name, listener)
    try:
        yield chunk
        chunk.write()
        chunk.settle()
    finally:
        for name, listener in listeners:
            event.remove(session, name, listener)
        del session.info[CHUNK]
        session.info.pop(FACTS, None)


@dataclass(slots=True)
class _Mark:
    """How far things were when a row began."""

    new: int
    registered: int
    gathered: dict[int, int]
    numbers: dict[tuple[str, str], int]


@dataclass(slots=True, eq=False)
class Chunk:
    """What is gathered. ``touched``: something of the row under way is in the database already."""

    registered: list[dict[str, Any]] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)
    gathered: dict[int, tuple[sa.Insert, list[Mapping[str, Any]]]] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    stored: dict[tuple[str, str], int] = field(default_factory=dict)
    draw: Callable[[str, str, int], int] | None = None
    ids: Iterator[int] = field(default_factory=lambda: iter(()))
    begun: _Mark = field(default_factory=lambda: _Mark(0, 0, {}, {}))
    touched: bool = False
    writing: bool = False

    # ------------------------------------------------------------ rows

    def attempt(self, work: Callable[[Row], Result], row: Row) -> Outcome[Result]:
        """Do the work on one row. Raises _Apart where what it did cannot be taken back alone."""
        self.touched = False
        self.begun = _Mark(len(db.session.new), len(self.registered), {key: len(rows) for key, (_insert, rows) in self.gathered.items()}, dict(self.numbers))
        try:
            return Outcome(work(row))
        except (ForecourtError, OverflowError) as problem:
            self._take_back(problem)
            return Outcome(problem=problem)

    def _take_back(self, problem: Exception) -> None:
        mark, session = self.begun, db.session
        made = self.records[mark.registered :]
        if self.touched or isinstance(problem, _Apart) or session.dirty or session.deleted or len(session.new) != mark.new + len(made):
            raise _Apart from problem
        for record in made:
            session.expunge(record)
        del self.records[mark.registered :], self.registered[mark.registered :]
        for key, (_insert, rows) in self.gathered.items():
            del rows[mark.gathered.get(key, 0) :]
        self._give_back(mark.numbers)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A savepoint within a row: what is gathered before stays whatever becomes of it, what is gathered in it goes with it."""
        self.write()
        numbers = dict(self.numbers)
        try:
            yield
        except BaseException:
            self.registered, self.records, self.gathered = [], [], {}
            self._give_back(numbers)
            raise

    def _give_back(self, numbers: Mapping[tuple[str, str], int]) -> None:
        """Numbers drawn since then are given out again."""
        self.numbers = {key: numbers.get(key, self.stored[key]) for key in self.numbers}

    # ------------------------------------------------------------ what is gathered

    def register(self, record: Any, name: Callable[[], str]) -> None:
        """Give a new record its id, and write both with the others. ``name`` is asked when the id is known."""
        record.id = self._next_id()
        self.registered.append({"id": record.id, "object": record.__object_code__, "name": name()})
        self.records.append(record)
        db.session.add(record)

    def gather(self, statement: sa.Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep rows for the statement, which is always the same one for a table."""
        self.gathered.setdefault(id(statement), (statement, []))[1].extend(rows)

    def drawn(self, code: str, scope: str, number: int, draw: Callable[[str, str, int], int]) -> int:
        """The last of so many numbers of a series: its row is locked by the first draw, and written again at the end of the chunk."""
        key = (code, scope)
        if key not in self.numbers:
            self.draw = draw
            with self._aside():
                self.numbers[key] = self.stored[key] = draw(code, scope, 0)
        self.numbers[key] += number
        return self.numbers[key]

    def _next_id(self) -> int:
        found = next(self.ids, None)
        if found is None:
            with self._aside():
                if is_postgresql():
                    self.ids = iter(db.session.execute(NEXT_IDS, {"count": MOST_IDS}).scalars().all())
                else:  # whoever writes is alone on SQLite
                    self.ids = count(db.session.execute(LAST_ID).scalar_one() + 1)
            found = next(self.ids)
        return found

    # ------------------------------------------------------------ writing

    def write(self) -> None:
        """Write what is gathered: records before what refers to them. Raises _Apart where the database refuses it."""
        if not self.registered and not any(rows for _insert, rows in self.gathered.values()):
            return
        self.touched = self.touched or self._has_begun()
        try:
            with self._aside():
                self._write_register()
                self._flush()
                for statement, rows in self.gathered.values():
                    if rows:
                        db.session.execute(statement, rows)
        except sa.exc.SQLAlchemyError as problem:
            self.touched = True
            raise _Apart from problem
        self.gathered.clear()
        self.begun = _Mark(0, 0, {}, self.begun.numbers)

    def settle(self) -> None:
        """Write how far the series have come."""
        for (code, scope), last in self.numbers.items():
            if self.draw is not None and last != self.stored[code, scope]:
                with self._aside():
                    self.draw(code, scope, last - self.stored[code, scope])
        self.numbers, self.stored = {}, {}

    def _has_begun(self) -> bool:
        """Whether some of what is gathered is of the row under way."""
        held = self.begun.gathered
        return len(self.registered) > self.begun.registered or any(len(rows) > held.get(key, 0) for key, (_insert, rows) in self.gathered.items())

    def _flush(self) -> None:
        db.session.flush()

    def _write_register(self) -> None:
        if self.registered:
            db.session.execute(REGISTER, self.registered)
            self.registered, self.records = [], []

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """What is executed here writes nothing first."""
        before, self.writing = self.writing, True
        try:
            yield
        finally:
            self.writing = before

    def before_statement(self, state: Any) -> None:
        """Somebody asks or writes: what is gathered goes first."""
        if not self.writing:
            self.write()
            self.touched = self.touched or not state.is_select

    def before_flush(self, _session: Any, _context: Any, _instances: Any) -> None:
        """Somebody writes what the session holds: records are registered first."""
        if not self.writing:
            self.touched = True
            with self._aside():
                self._write_register()
