"""Whether a job worker lives: what it says of itself every round, and what those who watch ask. The work is in ``worker``."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .config import NO_QUEUE
from .db import UTCDateTime, db, transaction

SILENCE = timedelta(seconds=60)
"""A worker that was not heard of for so long is missed."""
FORGOTTEN = timedelta(days=1)


class Heartbeat(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A job worker, and when it was last heard of."""

    __tablename__ = "core_worker"

    name: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)


def beat() -> None:
    """Note that this worker lives, and forget those not heard of for a day."""
    table, name, moment = Heartbeat.__table__, f"{socket.gethostname()[:100]}:{os.getpid()}", now()
    with transaction():
        db.session.execute(sa.delete(table).where(sa.or_(table.c.name == name, table.c.seen_at < moment - FORGOTTEN)))
        db.session.execute(sa.insert(table).values(name=name, seen_at=moment))


def wanted() -> bool:
    """Whether this installation has a queue that a worker should listen to."""
    return bool(current_app.config["FORECOURT"]["queue"]["url"] != NO_QUEUE)


def heard_of() -> bool:
    """Whether any worker has been heard of lately."""
    latest = db.session.execute(sa.select(sa.func.max(Heartbeat.seen_at))).scalar_one()
    return latest is not None and now() - latest < SILENCE
