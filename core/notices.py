"""Notices to people: in the bell, and by mail for those who want it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import mail, permissions, settings
from .actor import Actor
from .clock import now
from .db import BigId, Json, UTCDateTime, db, transaction
from .formats import Formats, formats, formats_of
from .i18n import LazyText, Text, speaking
from .i18n import gettext as _
from .objects import ObjectName

KEPT = timedelta(days=180)
GATHERED = timedelta(minutes=10)
"""How long an unread notice takes in the next of its kind."""
PANEL = 20
COUNTED = 99  # the bell shows "99+" beyond


class Notice(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One sentence for one person, kept as message and parameters so that it is read in the reader's language."""

    __tablename__ = "core_notice"
    __table_args__ = (
        sa.Index("ix_core_notice_user", "user_id", "id"),
        sa.Index("ix_core_notice_unread", "user_id", "id", postgresql_where=sa.text("read_at IS NULL"),
                 sqlite_where=sa.text("read_at IS NULL")),
        sa.Index("ix_core_notice_record", "record_id"),
        sa.Index("ix_core_notice_created", "created_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    record_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    module: Mapped[str] = mapped_column(sa.String(60), default="core")
    message: Mapped[str] = mapped_column(sa.Text)
    context: Mapped[str | None] = mapped_column(sa.String(60))
    parameters: Mapped[dict[str, Any] | None] = mapped_column(Json)
    url: Mapped[str | None] = mapped_column(sa.String(255))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def text(self) -> str:
        """The sentence in the present reader's language."""
        return self.told(formats())

    def told(self, ways: Formats) -> str:
        """The sentence in the language spoken, its days and moments in these ways."""
        return str(LazyText(self.message, self.context, {key: _restored(one, ways) for key, one in (self.parameters or {}).items()}))


class NoticePreference(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """Whether a person wants notices by mail too; no row: as the installation's setting says."""

    __tablename__ = "core_notice_preference"

    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"), primary_key=True, autoincrement=False)
    by_mail: Mapped[bool] = mapped_column(sa.Boolean)


@dataclass(frozen=True, slots=True)
class Gathering:
    """What is said instead of many notices of one kind: ``message`` has ``%(num)s`` (how many) and may have ``%(record)s`` (the latest);
    ``url`` is where all of them are."""

    message: Text
    url: str


def send(
    to: int | Iterable[int], message: Text, record: Any = None, *, url: str | None = None, module: str | None = None, unless_unread: bool = False,
    gathered: Gathering | None = None, tells: Collection[str] = (), otherwise: Text | None = None, **params: Any,
) -> int:
    """Tell people something; returns how many are told. ``to`` is one or several ids of users or queues (all members).

    ``message`` is a marked string (``gettext_lazy``) with ``params`` in it; marked strings among these are translated for the
    reader too, days and moments are told as on the reader's calendar and clock, and ``%(record)s`` is the record's name. ``unless_unread``: whoever has not read the same words yet is not told them again.
    ``tells`` names the fields of the record that the message speaks of: to whom one of them is hidden hears ``otherwise``, without ``params``; without
    one they hear nothing. Nobody is told anything by a module that is off for their dealer, nor a person who can no longer sign in.
    """
    from . import users

    module = module or (record.object_type.plugin if record is not None else "core")
    told = [user for user in users.members([to] if isinstance(to, int) else list(to)) if _hears_of(user, module)]
    hidden = [user for user in told if not _may_know(user, record, tells)]
    told = [user for user in told if otherwise is not None or user not in hidden]
    if not told:
        return 0
    with transaction():
        notices = [
            (user, _notice(user.id, otherwise, record, url, module, {}) if otherwise is not None and user in hidden else _notice(user.id, message, record, url, module, params))
            for user in told
        ]
        if unless_unread:
            notices = [(user, notice) for user, notice in notices if not _waits(notice)]
        counted = _gather([notice for _user, notice in notices], gathered) if gathered else frozenset()
        db.session.add_all([notice for _user, notice in notices])
        db.session.flush()
        wanted = _wants_mail(told) - counted
        for user, notice in notices:
            if user.id in wanted and user.email:
                _send_mail(user, notice)
    return len(notices)


def _may_know(user: Any, record: Any, fields: Collection[str]) -> bool:
    from . import users

    return not fields or permissions.visible_fields(users.actor(user.id), record.object_type).keys() >= set(fields)


def _waits(notice: Notice) -> bool:
    """Whether the same words wait to be read by the same person."""
    same = sa.select(Notice).where(Notice.user_id == notice.user_id, Notice.read_at.is_(None), Notice.record_id.is_not_distinct_from(notice.record_id))
    return any(one.text == notice.text for one in db.session.scalars(same.where(Notice.message == notice.message)))


def _gather(notices: Sequence[Notice], gathered: Gathering) -> frozenset[int]:
    """Let each notice stand for the unread one of its kind too, which goes; returns for whom one did."""
    many = gathered.message if isinstance(gathered.message, LazyText) else LazyText(str(gathered.message))
    before = _unread_alike(notices, many)
    for notice in notices:
        if (earlier := before.get(notice.user_id)) is not None:
            count = int((earlier.parameters or {}).get("num", 1)) if earlier.message == many.message else 1
            notice.message, notice.context, notice.url = many.message, many.context, gathered.url
            notice.record_id, notice.parameters = None, {**(notice.parameters or {}), "num": count + 1}
            db.session.delete(earlier)
    return frozenset(before)


def _unread_alike(notices: Sequence[Notice], many: LazyText) -> dict[int, Notice]:
    """By person the latest unread notice of this kind, single or counting, from the last minutes. Others who gather wait."""
    if not notices:
        return {}
    query = sa.select(Notice).where(
        Notice.user_id.in_([one.user_id for one in notices]), Notice.read_at.is_(None), Notice.created_at > now() - GATHERED,
        Notice.module == notices[0].module, Notice.message.in_((notices[0].message, many.message)),
    )  # fmt: skip
    return {one.user_id: one for one in db.session.scalars(query.order_by(Notice.id).with_for_update())}


def _hears_of(user: Any, module: str) -> bool:
    from . import modules

    held = modules.switches()
    return module == "core" or (module in held.on and (module, user.dealer_id) not in held.off_at)


def _notice(user_id: int, message: Text, record: Any, url: str | None, module: str, params: dict[str, Any]) -> Notice:
    lazy = message if isinstance(message, LazyText) else LazyText(str(message))
    named = {} if record is None else {"record": str(record)}
    parameters = {key: _stored(value) for key, value in {**named, **lazy.variables, **params}.items()}
    return Notice(
        user_id=user_id, record_id=getattr(record, "id", None), module=module, message=lazy.message, context=lazy.context,
        parameters=parameters, url=url or (record.url if record is not None else None), created_at=now(),
    )  # fmt: skip


def _stored(value: Any) -> Any:
    if isinstance(value, ObjectName):
        return {"object": value.code, **value.variables}
    if isinstance(value, LazyText):
        return {"message": value.message, "context": value.context, "variables": {k: _stored(v) for k, v in value.variables.items()}}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, (int, str, float)) else str(value)


def _restored(value: Any, ways: Formats) -> Any:
    match value:
        case {"moment": moment}:
            return ways.when(datetime.fromisoformat(moment))
        case {"day": day}:
            return ways.short_day(date.fromisoformat(day))
        case {"object": code, "several": several, "heading": heading}:
            return str(ObjectName(code, several=several, heading=heading))
        case {"message": message, "context": context, "variables": variables}:
            return str(LazyText(message, context, {key: _restored(one, ways) for key, one in variables.items()}))
    return value


def _wants_mail(people: Sequence[Any]) -> set[int]:
    chosen = sa.select(NoticePreference.user_id, NoticePreference.by_mail)
    wishes = {user_id: wish for user_id, wish in db.session.execute(chosen.where(NoticePreference.user_id.in_([one.id for one in people])))}
    return {one.id for one in people if wishes.get(one.id, settings.get("core.notices_by_mail", one.dealer_id))}


def _send_mail(user: Any, notice: Notice) -> None:
    with speaking(user.locale):
        text = notice.told(formats_of(user.locale, user.zone))
        link = mail.link(notice.url) if notice.url else ""
        closing = _("You receive this because you asked for notices by mail; you can change that under the bell.")
        mail.send(user.email, text[:150], "\n\n".join(part for part in (text, link, closing) if part) + "\n", record=notice.record_id)


def unread(user: Actor) -> int:
    """How many notices wait to be read, counted up to COUNTED + 1."""
    some = sa.select(Notice.id).where(Notice.user_id == user.id, Notice.read_at.is_(None)).limit(COUNTED + 1).subquery()
    return db.session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def latest(user: Actor, before: int | None = None, limit: int = PANEL) -> Sequence[Notice]:
    """The person's notices, the latest first; ``before`` is the id of the last one already shown."""
    query = sa.select(Notice).where(Notice.user_id == user.id).order_by(Notice.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Notice.id < before)
    return db.session.execute(query, execution_options={"populate_existing": True}).scalars().all()


def find(notice_id: int, user: Actor) -> Notice | None:
    """One's own notice."""
    return db.session.execute(sa.select(Notice).where(Notice.id == notice_id, Notice.user_id == user.id)).scalar_one_or_none()


def mark_read(user: Actor, notice_id: int | None = None) -> int:
    """One's own notice, or all of them, have been read; returns how many were not before."""
    chosen = [Notice.user_id == user.id, Notice.read_at.is_(None)]
    if notice_id is not None:
        chosen.append(Notice.id == notice_id)
    with transaction():
        result = db.session.execute(sa.update(Notice.__table__).where(*chosen).values(read_at=now()))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result


def mark_unread(user: Actor, notice_id: int) -> None:
    """Keep one's own notice for later."""
    with transaction():
        db.session.execute(sa.update(Notice.__table__).where(Notice.user_id == user.id, Notice.id == notice_id).values(read_at=None))


def by_mail(user: Actor) -> bool:
    """Whether this person gets notices by mail too."""
    return user.id in _wants_mail([user])


def set_by_mail(user: Actor, wanted: bool) -> None:
    """The person's own wish."""
    with transaction():
        db.session.merge(NoticePreference(user_id=user.id, by_mail=wanted))


def forget_old() -> int:
    """Remove notices older than KEPT; returns how many. A daily job."""
    with transaction():
        result = db.session.execute(sa.delete(Notice.__table__).where(Notice.created_at < now() - KEPT))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result
