"""What must happen after a save: a row written with it, done afterwards by a worker, at least once.

The outbox is the truth, the queue (see worker) only a bell: a task that dies with its worker loses nothing. A row is
claimed with a lease, handled outside the transaction that claimed it, and deleted. A handler that must not take effect
twice does its work inside ``event.once()``.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from .actor import acting
from .clock import now
from .connections import WRITE
from .db import BigId, Json, UTCDateTime, after_commit, db, transaction

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 20
BACK_OFF = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200, 21_600, 86_400))
"""How long to wait after the first, second, … failure. After the last one the entry is parked for the administrator."""

Handler = Callable[["Event"], None]
_core_handlers: dict[str, Handler] = {}
_parked_hooks: dict[str, Callable[[Event, str], None]] = {}


class OutboxEntry(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One thing to do. ``finished`` names handlers that need not be called again."""

    __tablename__ = "core_outbox"
    __table_args__ = (
        sa.Index("ix_core_outbox_due", "due_at", "id", postgresql_where=sa.text("failed_at IS NULL"),
                 sqlite_where=sa.text("failed_at IS NULL")),
        sa.Index("ix_core_outbox_failed", "failed_at", "id", postgresql_where=sa.text("failed_at IS NOT NULL"),
                 sqlite_where=sa.text("failed_at IS NOT NULL")),
        sa.Index("ix_core_outbox_record", "record_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    topic: Mapped[str] = mapped_column(sa.String(100))
    module: Mapped[str] = mapped_column(sa.String(60))
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json)
    record_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0)
    lease: Mapped[str | None] = mapped_column(sa.String(32))
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished: Mapped[list[str] | None] = mapped_column(Json)
    failed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str | None] = mapped_column(sa.Text)


_table: sa.Table = OutboxEntry.__table__


class LeaseLost(Exception):
    """Another worker has the entry meanwhile: what this one did with it must not count."""


class Undeliverable(Exception):
    """Trying again is of no use: the entry is parked at once. Raised by handlers."""


@dataclass(slots=True)
class Event:
    """An outbox entry as handlers see it; ``id`` is the same at every attempt."""

    id: str
    topic: str
    payload: Mapping[str, Any]
    record_id: int | None
    created_at: datetime
    attempts: int
    entry_id: int
    lease: str
    finished: list[str] = field(default_factory=list)
    handler: str = ""

    @contextmanager
    def once(self) -> Iterator[None]:
        """A transaction that also notes that this handler is through: together they happen once or not at all.

        Raises LeaseLost if another worker has taken the event over, and rolls back.
        """
        with transaction():
            self.hold(finished=[*self.finished, self.handler])
            yield
        self.finished.append(self.handler)

    def hold(self, **values: Any) -> None:
        """Write to the entry while it is still this worker's. Raises LeaseLost."""
        mine = sa.update(_table).where(_table.c.id == self.entry_id, _table.c.lease == self.lease).values(**values)
        if not _changed(mine):
            raise LeaseLost(self.id)


def add(
    topic: str,
    payload: Mapping[str, Any] | None = None,
    record: Any = None,
    delay: timedelta | None = None,
    module: str | None = None,
) -> str:
    """Note something to be done once the running transaction is committed; returns the event's id.

    ``topic`` begins with the module it belongs to ("leads.assigned"), unless ``module`` names another: while that is
    switched off, the entry waits. ``payload`` is JSON; ``record`` a record or its id.
    """
    event_id, moment = uuid.uuid4().hex, now()
    with transaction():
        db.session.execute(
            sa.insert(_table).values(
                event_id=event_id, topic=topic, module=module or _module_of(topic), payload=dict(payload or {}),
                record_id=getattr(record, "id", record), created_at=moment, due_at=moment + (delay or timedelta()),
                attempts=0,
            )
        )  # fmt: skip
        ring_after_commit()
    return event_id


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Decorator for core's own handlers; a plugin implements the hook ``on_event`` instead."""

    def register(handler: Handler) -> Handler:
        _core_handlers[topic] = handler
        return handler

    return register


def when_parked(topic: str, callback: Callable[[Event, str], None]) -> None:
    """Core's own: be told, within the transaction that parks it, that an event of this topic will not be tried again."""
    _parked_hooks[topic] = callback


def ring_after_commit() -> None:
    """Wake a worker once the running transaction is committed; once per transaction is enough."""
    if _ring not in db.session.info.get("after_commit", ()):
        after_commit(_ring)


def _ring() -> None:
    from .worker import ring

    ring()


def _module_of(topic: str) -> str:
    from . import plugins

    prefix = topic.partition(".")[0]
    return prefix if prefix in plugins.loaded_codes() else "core"


def _enabled_modules() -> list[str]:
    from . import modules

    return ["core", *modules.enabled_codes()]


def claim(count: int = BATCH) -> list[Event]:
    """Take up to ``count`` due entries for LEASE; no other worker gets them meanwhile."""
    lease, moment = uuid.uuid4().hex, now()
    picked = (
        sa.select(_table.c.id)
        .where(
            _table.c.failed_at.is_(None),
            _table.c.due_at <= moment,
            sa.or_(_table.c.leased_until.is_(None), _table.c.leased_until < moment),
            _table.c.module.in_(_enabled_modules()),
        )
        .order_by(_table.c.due_at, _table.c.id)
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    taking = (
        sa.update(_table)
        .where(_table.c.id.in_(sa.select(picked.c.id)))
        .values(lease=lease, leased_until=moment + LEASE, attempts=_table.c.attempts + 1)
        .returning(*_table.c)
    )
    with transaction():
        rows = db.session.execute(taking).all()
    return [_event(row) for row in sorted(rows, key=lambda row: (row.due_at, row.id))]


def _event(row: sa.Row[Any]) -> Event:
    return Event(
        row.event_id, row.topic, row.payload or {}, row.record_id, row.created_at, row.attempts, row.id, row.lease,
        list(row.finished or ()),
    )  # fmt: skip


def drain(most: int = 1000) -> int:
    """Do what is due, at most ``most`` entries; returns how many were taken. Errors are kept with their entry."""
    from .users import system_actor

    taken = 0
    with acting(system_actor()):
        while taken < most:
            events = claim(min(BATCH, most - taken))
            if not events:
                break
            taken += len(events)
            _deliver_all(events)
    return taken


def _deliver_all(events: Sequence[Event]) -> None:
    waiting = list(events)
    try:
        with _kept_leased(events[0].lease):
            while waiting:
                _deliver(waiting[0])
                waiting.pop(0)
    finally:
        if waiting:  # the worker is being stopped: let another one have the rest at once
            _release(waiting[0].lease)


def _deliver(event: Event) -> None:
    try:
        for name, handler in _handlers(event):
            event.handler = name
            handler(event)
            if name not in event.finished:
                event.finished.append(name)
        db.session.commit()  # ends what a handler read
        _delete(event)
    except LeaseLost:
        db.session.rollback()
        log.warning("outbox: %s %s was taken over by another worker", event.topic, event.id)
    except Exception as problem:
        db.session.rollback()
        log.exception("outbox: %s %s failed in %s", event.topic, event.id, event.handler)
        _keep_for_later(event, problem)


def _handlers(event: Event) -> list[tuple[str, Handler]]:
    """Who still has to hear of the event: core's handler of its topic, then every enabled plugin's on_event."""
    from . import plugins

    found: list[tuple[str, Handler]] = []
    if event.topic in _core_handlers:
        found.append(("core", _core_handlers[event.topic]))
    for code, implementation in plugins.implementations("on_event"):
        found.append((code, partial(_call_plugin, implementation)))
    return [(name, handler) for name, handler in found if name not in event.finished]


def _call_plugin(implementation: Callable[..., None], event: Event) -> None:
    implementation(event=event)


def _delete(event: Event) -> None:
    with transaction():
        _changed(sa.delete(_table).where(_table.c.id == event.entry_id, _table.c.lease == event.lease))


def _keep_for_later(event: Event, problem: Exception) -> None:
    """Try again after a while, or park it; what is through already is not called again."""
    hopeless = isinstance(problem, Undeliverable) or event.attempts > len(BACK_OFF)
    sentence = f"{event.handler}: {type(problem).__name__}: {problem}"[:4000]
    values: dict[str, Any] = {"lease": None, "leased_until": None, "finished": event.finished, "error": sentence}
    if hopeless:
        values["failed_at"] = now()
    else:
        values["due_at"] = now() + BACK_OFF[event.attempts - 1]
    try:
        with transaction():
            event.hold(**values)
            if hopeless and event.topic in _parked_hooks:
                _parked_hooks[event.topic](event, sentence)
    except LeaseLost:
        log.warning("outbox: %s %s was taken over by another worker", event.topic, event.id)


def _release(lease: str) -> None:
    with transaction():
        _changed(
            sa.update(_table).where(_table.c.lease == lease)
            .values(lease=None, leased_until=None, attempts=_table.c.attempts - 1)
        )  # fmt: skip


def _changed(statement: sa.UpdateBase) -> int:
    result = db.session.execute(statement)
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result


@contextmanager
def _kept_leased(lease: str) -> Iterator[None]:
    """Renew a lease while its events are handled, so that long work is not begun a second time."""
    done = threading.Event()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a LocalProxy
    keeper = threading.Thread(target=_renew, args=(app, lease, done), name="outbox-lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _renew(app: Flask, lease: str, done: threading.Event) -> None:
    while not done.wait(LEASE.total_seconds() / 3):
        renewal = sa.update(_table).where(_table.c.lease == lease).values(leased_until=now() + LEASE)
        try:
            with app.app_context(), db.engine.connect().execution_options(**{WRITE: True}) as connection:
                connection.execute(renewal)
                connection.commit()
        except sa.exc.SQLAlchemyError:  # the next round tries again; the lease lasts for three of them
            log.warning("outbox: a lease could not be renewed", exc_info=True)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the outbox stands: entries due, entries whose module is off, parked entries, and since when the oldest waits."""

    due: int
    resting: int
    failed: int
    oldest_due: datetime | None


def backlog() -> Backlog:
    """For the administrator's page and for ``forecourt check``."""
    on = _table.c.module.in_(_enabled_modules())
    open_ = _table.c.failed_at.is_(None)
    row = db.session.execute(
        sa.select(
            sa.func.count().filter(open_, on, _table.c.due_at <= now()),
            sa.func.count().filter(open_, ~on),
            sa.func.count().filter(~open_),
            sa.func.min(_table.c.due_at).filter(open_, on),
        )
    ).one()
    return Backlog(*row)


def failed(limit: int = 100) -> Sequence[OutboxEntry]:
    """Parked entries, the latest first."""
    query = sa.select(OutboxEntry).where(OutboxEntry.failed_at.is_not(None)).order_by(OutboxEntry.failed_at.desc(), OutboxEntry.id)
    return db.session.execute(query.limit(limit), execution_options={"populate_existing": True}).scalars().all()


def retry(entry_id: int | None = None) -> int:
    """Try one parked entry again (None: all of them); returns how many."""
    parked = _table.c.failed_at.is_not(None)
    chosen = parked if entry_id is None else sa.and_(parked, _table.c.id == entry_id)
    with transaction():
        count = _changed(sa.update(_table).where(chosen).values(failed_at=None, attempts=0, due_at=now(), error=None))
        ring_after_commit()
    return count


def discard(entry_id: int) -> bool:
    """Drop a parked entry for good; whether there was one."""
    with transaction():
        return bool(_changed(sa.delete(_table).where(_table.c.id == entry_id, _table.c.failed_at.is_not(None))))
