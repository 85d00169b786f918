"""Sessions as rows: the signed cookie names one, and ending the row signs that browser out at its next request."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .. import audit, outages, state
from ..actor import Actor
from ..clock import now
from ..db import BigId, UTCDateTime, db, transaction
from ..errors import Forbidden, NotFound
from ..settings import PERMISSION

IDLE = timedelta(hours=12)
KEPT = timedelta(days=30)
TOUCH_EVERY = timedelta(minutes=15)
"""How exact "last seen" is: a page that is only read should rarely have to write."""
FORGET_AFTER = timedelta(days=90)


class SessionRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One browser in which a user is signed in. Of its secret only the hash is kept."""

    __tablename__ = "core_session"
    __table_args__ = (sa.Index("ix_core_session_user", "user_id", "ended_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_user.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    persistent: Mapped[bool] = mapped_column(sa.Boolean)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    end_reason: Mapped[str | None] = mapped_column(sa.String(20))
    address: Mapped[str | None] = mapped_column(sa.String(45))
    agent: Mapped[str | None] = mapped_column(sa.String(255))


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """A running session as its owner sees it."""

    id: int
    browser: str
    address: str
    started_at: datetime
    seen_at: datetime
    persistent: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What a request's cookie opens."""

    id: int
    user_id: int
    fs_uniquifier: str


def start(user_id: int, persistent: bool) -> str:
    """Begin a session; returns the secret for the cookie. ``persistent`` ones outlive the browser window."""
    secret, moment = secrets.token_urlsafe(32), now()
    with transaction():
        old = sa.delete(SessionRow).where(SessionRow.user_id == user_id, SessionRow.expires_at < moment - FORGET_AFTER)
        db.session.execute(old)
        db.session.execute(
            sa.insert(SessionRow).values(
                user_id=user_id, token_hash=_hash(secret), persistent=persistent, started_at=moment, seen_at=moment,
                expires_at=moment + (KEPT if persistent else IDLE), address=audit.remote_address(), agent=audit.remote_agent(),
            )
        )  # fmt: skip
        audit.record("sign_in", actor=user_id)
    return secret


def opened_by(secret: str) -> Opened | None:
    """The running session of a cookie's secret; None if it was ended or has expired. Notes now and then that it was seen."""
    moment = now()
    found = state.one_beside(_running(), {"secret": _hash(secret), "moment": moment})
    if found is None:
        return None
    if moment - found.seen_at > TOUCH_EVERY:
        _touch(found.id, KEPT if found.persistent else IDLE)
    return Opened(found.id, found.user_id, found.fs_uniquifier)


@cache
def _running() -> sa.Select[Any]:
    """Built once: it is asked with every page."""
    from .logins import Login

    rows, logins = SessionRow.__table__.c, Login.__table__.c
    running = (rows.token_hash == sa.bindparam("secret"), rows.ended_at.is_(None), rows.expires_at > sa.bindparam("moment"))
    found = sa.select(rows.id, rows.user_id, rows.seen_at, rows.persistent, logins.fs_uniquifier).where(*running)
    return state.beside(found.join_from(SessionRow.__table__, Login.__table__, logins.id == rows.user_id))


def _touch(session_id: int, lifetime: timedelta) -> None:
    with outages.no_obstacle(), transaction():
        seen = {"seen_at": now(), "expires_at": now() + lifetime, "address": audit.remote_address()}
        db.session.execute(sa.update(SessionRow).where(SessionRow.id == session_id).values(**seen))


def sessions_of(user_id: int) -> list[SessionInfo]:
    """The user's running sessions, last seen first."""
    rows = sa.select(SessionRow).where(SessionRow.user_id == user_id, SessionRow.ended_at.is_(None), SessionRow.expires_at > now())
    return [
        SessionInfo(row.id, browser_name(row.agent), row.address or "", row.started_at, row.seen_at, row.persistent)
        for row in db.session.scalars(rows.order_by(SessionRow.seen_at.desc(), SessionRow.id.desc()))
    ]


def end_session(user: Actor, session_id: int) -> None:
    """Sign one browser out: one's own, or as an administrator anybody's. Raises NotFound for a session one may not know of."""
    with transaction():
        row = db.session.get(SessionRow, session_id, with_for_update=True, populate_existing=True)
        if row is None or (row.user_id != user.id and not user.may(PERMISSION)):
            raise NotFound
        if row.ended_at is None:
            _end(SessionRow.id == session_id, "ended")
            audit.record("session_ended", actor=user, subject_id=row.user_id, details={"browser": browser_name(row.agent)})


def sign_out(session_id: int, user_id: int) -> None:
    """End the session of the browser that asks for it."""
    with transaction():
        _end(SessionRow.id == session_id, "signed out")
        audit.record("sign_out", actor=user_id)


def end_all_sessions(user_id: int, reason: str, *, but: int | None = None, by: Actor | None = None) -> None:
    """Sign a user out everywhere, except in the session ``but``. ``by``: who asked, if a person did; raises Forbidden."""
    if by is not None and by.id != user_id and not by.may(PERMISSION):
        raise Forbidden
    with transaction():
        _end(sa.and_(SessionRow.user_id == user_id, SessionRow.id != (but or 0)), reason)
        if by is not None:
            audit.record("session_ended", actor=by, subject_id=user_id, details={"all": True})


def _end(which: sa.ColumnElement[bool], reason: str) -> None:
    db.session.execute(sa.update(SessionRow).where(which, SessionRow.ended_at.is_(None)).values(ended_at=now(), end_reason=reason))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("MicroMessenger", "WeChat"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("Linux", "Linux"))


def browser_name(agent: str | None) -> str:
    """ "Firefox · Windows" from what a browser calls itself; its first word if unknown."""
    if not agent:
        return "–"
    parts = [next((name for mark, name in known if mark in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in parts if part) or re.split(r"[ /]", agent)[0][:40]
