"""The worker: huey runs what the outbox holds. The queue only wakes it; whatever a lost task would have done is found again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import huey
from flask import Flask, current_app
from huey.consumer import Consumer, Scheduler, Worker
from sqlalchemy.engine import URL, make_url

from . import jobs, outages, outbox, schema
from .config import NO_QUEUE
from .errors import ConfigError
from .heartbeat import beat

log = logging.getLogger(__name__)

EXTENSION = "forecourt_queue"
UNREACHED = "the queue cannot be reached; the work waits in the outbox"
ROUND = 10  # seconds between looks for schedules, for entries whose time has come and for those of a dead worker
SLOWEST_LOOK = 0.5  # seconds: how long an idle worker waits before it asks a queue that cannot call it


def queue_of(app: Flask) -> huey.Huey | None:
    """The app's queue, made when first asked for (after a server has forked); None where nothing listens.

    An empty ``[queue] url`` follows the database: on SQLite a file beside it, on PostgreSQL tables in it. Else it is
    redis://…, sqlite:///…, postgresql://…, or "none": then nothing listens, and whoever calls it drains the outbox.
    """
    if EXTENSION not in app.extensions:
        app.extensions[EXTENSION] = _make_queue(app)
    found: huey.Huey | None = app.extensions[EXTENSION]
    return found


def _make_queue(app: Flask) -> huey.Huey | None:
    configured = app.config["FORECOURT"]["queue"]["url"]
    if configured == NO_QUEUE:
        return None
    url = make_url(configured) if configured else _beside(make_url(app.config["SQLALCHEMY_DATABASE_URI"]))
    if url is None:
        return None
    queue = _open(url)
    queue.trouble = Trouble(queue)
    _register(app, queue)
    return queue


def _beside(database: URL) -> URL | None:
    if not database.drivername.startswith("sqlite"):
        return database
    if database.database in (None, "", ":memory:"):
        return None
    return database.set(database=f"{database.database}-queue")


def _open(url: URL) -> huey.Huey:
    kind = url.drivername.partition("+")[0]
    common: dict[str, Any] = {"name": "forecourt", "results": False}
    if kind == "sqlite":
        return huey.SqliteHuey(filename=url.database, fsync=False, **common)  # losing a ring loses no work
    if kind == "postgresql":
        return huey.PostgresHuey(dsn=url.set(drivername="postgresql").render_as_string(hide_password=False), **common)
    return huey.RedisHuey(url=url.render_as_string(hide_password=False), **common)


def _register(app: Flask, queue: huey.Huey) -> None:
    ours = Standing()

    @queue.task(name="drain")  # type: ignore[untyped-decorator]  # huey has no types
    def drain() -> None:
        if ours.fits:
            with app.app_context():
                outbox.drain()

    @queue.periodic_task(_always, name="look_round")  # type: ignore[untyped-decorator]  # as above
    def look_round() -> None:
        with app.app_context():
            if ours.look():
                beat()
                outbox.drain()
                jobs.queue_due()  # rings for what it has begun

    queue.drain = drain


class Standing:
    """Whether the database is still of the version of this process's program. Another machine may bring it further while this one runs: it then
    leaves the work to workers of the new version, since it would fail at jobs that it does not know."""

    def __init__(self) -> None:
        self.fits = True

    def look(self) -> bool:
        """Ask the database; told once when it no longer fits and once when it does again."""
        before = self.fits
        try:
            schema.refuse_unfit()
            self.fits = True
        except outages.Outage as outage:
            self.fits = False
            if before:
                log.warning("this worker waits: %s (%s)", outage.message, outage.detail)
        if self.fits and not before:
            log.warning("this worker goes on: the database is of its version again")
        return self.fits


def _always(_moment: datetime) -> bool:
    return True


def ring() -> None:
    """Tell a worker that the outbox has work. Never fails: what is not heard is found in the next round."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a LocalProxy
    try:
        queue = queue_of(app)
    except Exception:
        log.warning(UNREACHED, exc_info=True)
        return
    with suppress(Exception):  # told by its Trouble
        if queue is not None and not queue.storage.queue_size():  # a task still waiting will see this work as well
            queue.drain()


class Trouble(logging.Filter):
    """What the queue fails at, in all threads of a process: told once when that begins and once when all of it works again. On a full disk each
    look of each thread fails, twice a second."""

    def __init__(self, queue: huey.Huey) -> None:
        super().__init__()
        self.failing: set[str] = set()
        self.lock = threading.Lock()
        for part, name in ((queue, "dequeue"), (queue, "read_schedule"), (queue, "enqueue"), (queue.storage, "queue_size")):
            setattr(part, name, self._watched(name, getattr(part, name)))

    def speak_for_the_consumer(self) -> None:
        """huey's own lines on the same failures are left out in this process."""
        for process in (Worker, Scheduler):
            logging.getLogger(f"huey.consumer.{process.process_name}").addFilter(self)

    def _watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            try:
                result = function(*args, **options)
            except Exception as problem:
                self._begins(name, problem)
                raise
            if name in self.failing:
                self._ends(name)
            return result

        return call

    def _begins(self, name: str, problem: Exception) -> None:
        with self.lock:
            is_first = not self.failing
            self.failing.add(name)
        if is_first:
            log.warning(UNREACHED, exc_info=problem)

    def _ends(self, name: str) -> None:
        with self.lock:
            is_last = self.failing == {name}
            self.failing.discard(name)
        if is_last:
            log.warning("the queue is reached again")

    def filter(self, record: logging.LogRecord) -> bool:
        return not (self.failing and str(record.msg).startswith("Error "))


class Rounds(Scheduler):  # type: ignore[misc]  # huey has no types
    """Looks round more often than huey's minute."""

    periodic_task_seconds = ROUND


class Workers(Consumer):  # type: ignore[misc]  # huey has no types
    """huey's consumer with our rounds."""

    scheduler_class = Rounds


def run_worker(app: Flask, workers: int | None = None) -> None:
    """Work until SIGTERM or SIGINT, after which what is under way is finished. Must be called in the main thread.
    ``workers`` is the number of threads, as configured unless told. Raises ConfigError where there is no queue.
    """
    queue = queue_of(app)
    if queue is None:
        raise ConfigError("there is no queue to work for: [queue] url is none, or the database is in memory")
    queue.trouble.speak_for_the_consumer()
    Workers(
        queue, workers=workers or app.config["FORECOURT"]["queue"]["workers"], scheduler_interval=1, max_delay=SLOWEST_LOOK, backoff=1.3, graceful_signal="TERM"
    ).run()
