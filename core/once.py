"""Double submits: a form or an API call that arrives twice takes effect once and is answered alike both times."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .actor import Actor
from .clock import now
from .db import BigId, Json, UTCDateTime, db, insert_into, transaction
from .errors import Conflict, Refusal
from .i18n import gettext as _

KEPT = timedelta(days=2)
LONGEST = 100
CODE = "idempotency-key"
"""What a refusal of a key is called."""

Answer = dict[str, Any]


class OnceToken(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A token that was used, by whom and for what, and what was answered."""

    __tablename__ = "core_once"
    __table_args__ = (sa.Index("ix_core_once_used_at", "used_at"),)

    user_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(sa.String(LONGEST), primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(64))
    answer: Mapped[Answer | None] = mapped_column(Json)
    used_at: Mapped[datetime] = mapped_column(UTCDateTime)


def new_token() -> str:
    """A token for a form that is about to be shown."""
    return secrets.token_urlsafe(18)


def purpose_of(method: str, path: str, body: bytes = b"") -> str:
    """What a request is about, as a digest: the same token must not serve for something else."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


def perform(token: str | None, purpose: str, user: Actor, work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Do ``work`` in one transaction with the token; answers (what it returned, False).

    The same token again does nothing and answers (what was returned then, True), also while the first call is still
    under way: it waits. Work that raises leaves the token unused. No token: the work is simply done.
    Raises Refusal for a token that is too long and Conflict for one used for something else.
    """
    if not token:
        with transaction():
            return work(), False
    if len(token) > LONGEST:
        raise Refusal(_("The key against double submission may have at most %(most)s characters.", most=LONGEST), code=CODE)
    with transaction():
        if not take(token, purpose, user):
            return _former(token, purpose, user), True
        answer = work()
        note(token, user, answer)
        return answer, False


def take(token: str, purpose: str, user: Actor) -> bool:
    """Use a token within the running transaction; False if it was used. Waits for one who is just using it."""
    statement = insert_into(OnceToken.__table__).values(user_id=user.id, token=token, purpose=purpose, used_at=now())
    taken = db.session.execute(statement.on_conflict_do_nothing().returning(OnceToken.token))
    return taken.first() is not None


def _former(token: str, purpose: str, user: Actor) -> Answer:
    row = db.session.execute(sa.select(OnceToken.purpose, OnceToken.answer).where(_is(token, user))).one()
    if row.purpose != purpose:
        raise Conflict(message=_("This key against double submission was used for another request."))
    return dict(row.answer or {})


def find(token: str, user: Actor) -> OnceToken | None:
    """A token that was used; its ``answer`` is None while the request that used it is still under way."""
    return db.session.scalar(sa.select(OnceToken).where(_is(token, user)), execution_options={"populate_existing": True})


def release(token: str, user: Actor) -> None:
    """Let a token be used again: what it was taken for did not work."""
    db.session.execute(sa.delete(OnceToken.__table__).where(_is(token, user)))


def note(token: str, user: Actor, answer: Mapping[str, Any]) -> None:
    """Keep what was answered, for whoever sends the token again."""
    db.session.execute(sa.update(OnceToken.__table__).where(_is(token, user)).values(answer=dict(answer)))


def _is(token: str, user: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(OnceToken.user_id == user.id, OnceToken.token == token)


def forget_old() -> int:
    """Remove tokens nobody will send again; returns how many. A daily job."""
    with transaction():
        result = db.session.execute(sa.delete(OnceToken.__table__).where(OnceToken.used_at < now() - KEPT))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result
