"""Jobs: work on a schedule, or started by somebody and followed while it runs.

A schedule's due time is claimed by the unique pair (job, due), so that any number of workers begin a run once. The run
itself is an outbox entry: a worker that dies in it loses nothing, another begins again at the last checkpoint.
"""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import logs, outages, outbox
from .actor import Actor, acting
from .clock import local, now
from .db import BigId, Json, UTCDateTime, db, in_transaction, insert_into, savepoint, transaction
from .errors import ForecourtError, NotFound
from .i18n import Text, ngettext
from .i18n import gettext as _

log = logging.getLogger(__name__)

TOPIC = "core.job"
NIGHT = 2  # o'clock, in the installation's zone: when daily jobs are due
KEPT = timedelta(days=90)
QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"

_left: ContextVar[list[int] | None] = ContextVar("records_left_by_run", default=None)
"""The records that failed in the run that is under way."""


class Job:
    """Scheduled or started work: ``Job("leads.escalate", _("Escalate"), run=fn, schedule="every 10 minutes")``.

    ``run(user)`` or ``run(user, run)``; the second form gets the JobRun, for its inputs, progress and checkpoint.
    ``schedule``: "daily", "hourly", "every N minutes", or None for one that is only started by somebody. Scheduled jobs
    act as the system user, started ones as the person who started them. What it returns (JSON) is kept as the result.
    ``told(run)`` says what whoever started the run is told when it is done, and the address where its outcome is; without it that it is done.
    Raises ValueError for a schedule that cannot be read.
    """

    def __init__(self, code: str, label: Text, run: Callable[..., Any], schedule: str | None = None, told: Callable[[JobRun], tuple[Text, str]] | None = None) -> None:
        self.code = code
        self.label = label
        self.run = run
        self.told = told
        self.schedule = schedule
        self.minutes = None if schedule is None else minutes_between(schedule)
        self.follows_run = len(inspect.signature(run).parameters) > 1
        self.plugin = ""

    def __repr__(self) -> str:
        return f"Job({self.code!r})"

    def due_at(self, moment: datetime, zone: str) -> datetime:
        """The latest time at or before ``moment`` at which this was due. Raises ValueError without a schedule."""
        if self.minutes is None:
            raise ValueError(f"job {self.code!r} has no schedule")
        if self.minutes == 24 * 60:
            return _last_night(moment, zone)
        start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return start + timedelta(minutes=(moment - start) // timedelta(minutes=1) // self.minutes * self.minutes)


def minutes_between(schedule: str) -> int:
    """Minutes from one due time to the next. Raises ValueError with the known forms."""
    if schedule in ("daily", "hourly"):
        return {"daily": 24 * 60, "hourly": 60}[schedule]
    found = re.fullmatch(r"every (\d{1,4}) minutes?", schedule)
    if found and 1 <= int(found[1]) <= 24 * 60:
        return int(found[1])
    raise ValueError(f"schedule {schedule!r} is not known: write daily, hourly or every N minutes")


def _last_night(moment: datetime, zone: str) -> datetime:
    wall = local(moment, zone)
    due = wall.replace(hour=NIGHT, minute=0, second=0, microsecond=0, fold=0)
    if due > wall:
        due -= timedelta(days=1)
    return due.astimezone(moment.tzinfo)


class JobRun(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One run of a job. ``due`` is the schedule's time, None for a run somebody started."""

    __tablename__ = "core_job_run"
    __table_args__ = (
        sa.UniqueConstraint("job", "due"),
        sa.Index("ix_core_job_run_latest", "job", "id"),
        sa.Index("ix_core_job_run_created", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    job: Mapped[str] = mapped_column(sa.String(100))
    due: Mapped[datetime | None] = mapped_column(UTCDateTime)
    user_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    status: Mapped[str] = mapped_column(sa.String(10))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    inputs: Mapped[dict[str, Any] | None] = mapped_column(Json)
    done: Mapped[int] = mapped_column(sa.Integer, default=0)
    total: Mapped[int | None] = mapped_column(sa.Integer)
    checkpoint: Mapped[Any] = mapped_column(Json, nullable=True)
    result: Mapped[Any] = mapped_column(Json, nullable=True)
    error: Mapped[str | None] = mapped_column(sa.Text)

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None while that is not known."""
        if self.status == DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def ended(self) -> bool:
        return self.status in (DONE, FAILED)

    def progress(self, done: int, total: int | None = None, checkpoint: Any = None) -> None:
        """Say how far it is. Within a transaction it counts together with the work of that batch, so that a run begun
        again after a crash goes on behind it: read ``checkpoint`` at the start."""
        with transaction():
            self.done = done
            if total is not None:
                self.total = total
            if checkpoint is not None:
                self.checkpoint = checkpoint
            db.session.flush()


def start(code: str, user: Actor, inputs: dict[str, Any] | None = None) -> JobRun:
    """Have a job done in the background, as this user; the page of the run is /jobs/<id>. Raises NotFound."""
    job = declared(code)
    with transaction():
        run = JobRun(job=job.code, user_id=None if user.is_system else user.id, status=QUEUED, created_at=now(), inputs=inputs or {}, done=0)
        db.session.add(run)
        db.session.flush()
        outbox.add(TOPIC, {"run": run.id}, module=job.plugin or "core")
    return run


def declared(code: str) -> Job:
    """The declaration. Raises NotFound."""
    from . import registry

    try:
        found: Job = registry.current().jobs[code]
    except KeyError:
        raise NotFound(_("There is no job “%(code)s”.", code=code)) from None
    return found


def enabled() -> list[Job]:
    """Jobs of modules that are on, by code."""
    from . import modules, registry

    return [job for _code, job in sorted(registry.current().jobs.items()) if modules.is_on(job.plugin)]


def queue_due(zone: str | None = None) -> int:
    """Begin every scheduled run that is due and not begun yet; returns how many. Several workers may call it at once.

    After a stand-still only the latest due time of each job is run, not all those missed. A job whose former run is
    still under way is left for the next time.
    """
    from .units import zone_of

    zone = zone or zone_of(None)
    return sum(_queue(job, job.due_at(now(), zone)) for job in enabled() if job.minutes is not None)


def _queue(job: Job, due: datetime) -> bool:
    if _begun(job, due):  # the usual case, without a writing transaction
        return False
    claim = insert_into(JobRun.__table__).values(job=job.code, due=due, status=QUEUED, created_at=now(), inputs={}, done=0)
    with transaction():
        run_id = db.session.execute(claim.on_conflict_do_nothing().returning(JobRun.id)).scalar()
        if run_id is not None:
            outbox.add(TOPIC, {"run": run_id}, module=job.plugin or "core")
    return run_id is not None


def _begun(job: Job, due: datetime) -> bool:
    under_way = sa.and_(JobRun.due.is_not(None), JobRun.status.in_((QUEUED, RUNNING)))
    query = sa.select(JobRun.id).where(JobRun.job == job.code, sa.or_(JobRun.due == due, under_way)).limit(1)
    return db.session.execute(query).first() is not None


@outbox.handles(TOPIC)
def perform(event: outbox.Event) -> None:
    """The outbox's handler of a run."""
    run = db.session.get(JobRun, event.payload["run"], populate_existing=True)
    if run is None or run.status == DONE:
        return
    job, user = declared(run.job), _actor_of(run)
    with transaction():
        run.status, run.started_at, run.error = RUNNING, run.started_at or now(), None
    left: list[int] = []
    token = _left.set(left)
    try:
        with acting(user):
            result = job.run(user, run) if job.follows_run else job.run(user)
    except Exception as problem:
        _note_failure(run.id, problem)
        if run.due is None and isinstance(problem, ForecourtError):
            return  # a sentence for the person who started it; trying again would give the same
        raise
    finally:
        _left.reset(token)
    with transaction():
        run.status, run.finished_at, run.result = DONE, now(), result
        if left:
            run.error = ngettext("%(num)d record failed and was left as it was; the log names it.", "%(num)d records failed and were left as they were; the log names them.", len(left))
    _tell_starter(run, job)


@contextmanager
def alone(object_code: str, record_id: int, *, raising: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Around what a job does to one of many records: done or taken back as a whole, and one that fails, by whatever mistake, is logged, counted with
    the run, and stops no other. Within a transaction it is a savepoint, else a transaction of its own.

    Raises what the caller answers itself (``raising``), and where the database is full, busy or down, which is no fault of a record.
    """
    try:
        with savepoint() if in_transaction() else transaction():
            yield
    except Exception as problem:
        if isinstance(problem, (outages.Outage, *raising)) or outages.diagnose(problem):
            raise
        log.exception("job: %s %s failed", object_code, record_id, extra={logs.EXTRA: {"object": object_code, "record": record_id}})
        if (left := _left.get()) is not None:
            left.append(record_id)


def _note_failure(run_id: int, problem: Exception) -> None:
    db.session.rollback()
    sentence = str(problem) if isinstance(problem, ForecourtError) else f"{type(problem).__name__}: {problem}"
    with transaction():
        run = db.session.get(JobRun, run_id, populate_existing=True)
        if run is not None:
            run.error = sentence[:4000]
            scheduled = run.due is not None
            # A scheduled run is tried again by the outbox, but no longer holds up the next due time.
            run.status = FAILED if scheduled or isinstance(problem, ForecourtError) else QUEUED
            run.finished_at = now() if run.ended else None
            if run.ended and not scheduled:
                _tell_starter(run, declared(run.job))


def note_parked(event: outbox.Event, sentence: str) -> None:
    """The outbox has given up on a run."""
    run = db.session.get(JobRun, event.payload["run"], populate_existing=True)
    if run is not None:
        run.status, run.finished_at, run.error = FAILED, now(), sentence


def _actor_of(run: JobRun) -> Actor:
    from .users import actor, system_actor

    return system_actor() if run.user_id is None else actor(run.user_id)


def _tell_starter(run: JobRun, job: Job) -> None:
    from . import notices
    from .i18n import gettext_lazy

    if run.user_id is None:
        return
    message, url = job.told(run) if job.told else (gettext_lazy("“%(job)s” is done."), f"/jobs/{run.id}")
    if run.status == FAILED:
        message = gettext_lazy("“%(job)s” has failed: %(error)s")
    elif run.error:
        message = gettext_lazy("“%(job)s” is done, but not with all: %(error)s")
    notices.send(run.user_id, message, url=url, job=job.label, error=run.error or "")


def under_way(code: str) -> Sequence[JobRun]:
    """The runs of a job that have not ended, the first begun first."""
    query = sa.select(JobRun).where(JobRun.job == code, JobRun.status.in_((QUEUED, RUNNING))).order_by(JobRun.id)
    return db.session.execute(query, execution_options={"populate_existing": True}).scalars().all()


def latest_runs(codes: Sequence[str]) -> dict[str, JobRun]:
    """The last run of each job."""
    last = sa.select(sa.func.max(JobRun.id)).where(JobRun.job.in_(codes)).group_by(JobRun.job)
    runs = db.session.execute(sa.select(JobRun).where(JobRun.id.in_(last)), execution_options={"populate_existing": True})
    return {run.job: run for run in runs.scalars()}


def forget_old() -> int:
    """Remove runs older than KEPT; returns how many. A daily job."""
    with transaction():
        result = db.session.execute(
            sa.delete(JobRun.__table__).where(JobRun.created_at < now() - KEPT, JobRun.status.in_((DONE, FAILED)))
        )
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result


def core_jobs() -> list[Job]:
    """The jobs of the core itself."""
    from . import notices, once
    from .i18n import gettext_lazy
    from .security import throttle
    from .summaries import keeping
    from .users import transfers

    return [
        Job("core.forget_once_tokens", gettext_lazy("Remove used keys against double submission"), run=lambda user: once.forget_old(), schedule="daily"),
        Job("core.forget_job_runs", gettext_lazy("Remove old job runs"), run=lambda user: forget_old(), schedule="daily"),
        Job("core.forget_guesses", gettext_lazy("Remove old counts of failed sign-ins"), run=lambda user: throttle.forget_old(), schedule="daily"),
        Job("core.fold_summaries", gettext_lazy("Fold the rows of summaries"), run=lambda user: keeping.fold_all(), schedule="every 1 minute"),
        Job(transfers.JOB, gettext_lazy("Bring open records to where their owners are"), run=transfers.follow, schedule="daily"),
        Job("core.forget_notices", gettext_lazy("Remove old notices"), run=lambda user: notices.forget_old(), schedule="daily"),
    ]


outbox.when_parked(TOPIC, note_parked)
