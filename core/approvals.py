"""Approvals: an Action that waits for a yes. The request keeps the action's inputs; the yes runs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import notices
from .actor import Actor
from .clock import now
from .db import BigId, Json, UTCDateTime, db, is_postgresql, transaction
from .errors import Forbidden, Invalid, NotFound, Refusal
from .i18n import gettext as _
from .i18n import gettext_lazy

if TYPE_CHECKING:
    from .actions import Action

WAITING, APPROVED, REJECTED, WITHDRAWN = "waiting", "approved", "rejected", "withdrawn"
REASON_LENGTH = 2000


class Approval(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One request: this action, on this record, with these inputs, asked of this user or queue."""

    __tablename__ = "core_approval"
    __table_args__ = (
        sa.Index("ix_core_approval_approver", "approver_id", "status", "id"),
        sa.Index("ix_core_approval_requested_by", "requested_by_id", "id"),
        sa.Index("ix_core_approval_record", "record_id", "id"),
        sa.Index("uq_core_approval_waiting", "record_id", "action", unique=True,
                 postgresql_where=sa.text("status = 'waiting'"), sqlite_where=sa.text("status = 'waiting'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60))
    action: Mapped[str] = mapped_column(sa.String(60))
    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    inputs: Mapped[dict[str, Any] | None] = mapped_column(Json)
    note: Mapped[str | None] = mapped_column(sa.Text)
    requested_by_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    approver_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    status: Mapped[str] = mapped_column(sa.String(10))
    decided_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str | None] = mapped_column(sa.Text)

    @property
    def declared_action(self) -> Action | None:
        """The action, or None while its module is not loaded."""
        from . import registry

        return registry.current().actions.get(self.object, {}).get(self.action)

    @property
    def label(self) -> str:
        """What is asked for."""
        action = self.declared_action
        return str(action.label) if action is not None else self.action

    @property
    def shown_inputs(self) -> list[tuple[str, str]]:
        """(label, text) of the inputs that are filled."""
        action = self.declared_action
        if action is None:
            return []
        named = {name: (action.inputs[name], value) for name, value in (self.inputs or {}).items() if name in action.inputs}
        return [(str(one.label), one.text(one.clean(value))) for one, value in named.values() if value not in (None, "")]


_granting: ContextVar[tuple[int, str] | None] = ContextVar("forecourt_granting", default=None)


def granted(record: Any, action_code: str) -> bool:
    """Whether the running call of this action comes from a yes: an action asks this before it requests an approval."""
    return _granting.get() == (record.id, action_code)


def request(action: Action, record: Any, inputs: Mapping[str, Any], user: Actor, approver: int, note: str | None = None) -> Approval:
    """Ask a user or a queue for a yes. The same request again, while one is waiting, is a Refusal that names whom it waits for.

    ``inputs`` are Python values by input name. Raises Refusal for an approver who cannot sign in, and for asking oneself.
    """
    from . import users

    if not [one for one in users.members([approver]) if one.id != user.id]:
        raise Refusal(_("There is nobody who could approve this."))
    with transaction():
        _lock_record(record)
        waiting = waiting_for(record, action.code)
        if waiting is not None:
            raise Refusal(_("This already waits for a yes from %(name)s.", name=users.name_of(waiting.approver_id)))
        asked = Approval(
            object=record.__object_code__, action=action.code, record_id=record.id, inputs=_dumped(action, inputs), note=note,
            requested_by_id=user.id, requested_at=now(), approver_id=approver, status=WAITING,
        )  # fmt: skip
        db.session.add(asked)
        db.session.flush()
        _ask(asked, record)
    return asked


def _ask(asked: Approval, record: Any) -> None:
    from .users import name_of

    message = gettext_lazy("%(person)s asks for your approval: %(action)s, %(record)s")
    notices.send(asked.approver_id, message, record, url="/approvals", person=name_of(asked.requested_by_id), action=_label(asked))


def pass_on(leavers: Iterable[int], user: Actor) -> None:
    """Let what waits for these users or queues go on to somebody who can answer, now that nobody of them can: to whom the action would ask today, or to who
    manages the unit, or above; else to an administrator. Who is asked then and who asked are told. What can still be answered stays where it is, so that
    doing it again does nothing."""
    query = sa.select(Approval).where(Approval.approver_id.in_(tuple(leavers)), Approval.status == WAITING).order_by(Approval.id)
    with transaction():
        for asked in db.session.execute(query.with_for_update() if is_postgresql() else query, execution_options={"populate_existing": True}).scalars():
            if not _can_answer(asked, asked.approver_id):
                _pass_on(asked, user)


def _pass_on(asked: Approval, user: Actor) -> None:
    from .users import name_of

    record, former = _record_of(asked), name_of(asked.approver_id)
    successor = next((one for one in _successors(asked, record, user) if _can_answer(asked, one)), None)
    if successor is None:
        return  # who asked is the only one left, and can take it back
    asked.approver_id = successor
    db.session.flush()
    if record is not None:
        _ask(asked, record)
        message = gettext_lazy("%(former)s can no longer sign in: %(action)s, %(record)s now waits for a yes from %(person)s.")
        notices.send(asked.requested_by_id, message, record, person=name_of(successor), action=_label(asked), former=former)


def _successors(asked: Approval, record: Any, user: Actor) -> Iterator[int]:
    """Who may be asked instead, the best first."""
    from . import roles, units, users

    action = asked.declared_action
    if record is not None and action is not None and action.approver is not None:
        with suppress(NotFound, Refusal):  # who asked has left too, or nobody above may say yes to this
            yield action.approver(record, users.actor(asked.requested_by_id))
    else:
        yield from (one.id for one in units.managers_above(asked.approver_id))
    yield from ([user.id] if user.is_admin else [])
    yield from roles.holders(roles.ADMINISTRATOR)


def _can_answer(asked: Approval, approver: int) -> bool:
    """Whether there is somebody behind this user or queue who can sign in and is not who asked."""
    from . import users

    return any(one.id != asked.requested_by_id for one in users.members([approver]))


def _label(asked: Approval) -> Any:
    """What is asked for, in words that each reader is told in their language."""
    action = asked.declared_action
    return action.label if action is not None else asked.action


def approve(approval_id: int, user: Actor, reason: str | None = None) -> Any:
    """Say yes: the action runs in the same transaction, as the person who asked; returns what it returned.

    What the action refuses now is raised and leaves the request waiting. Raises NotFound, Forbidden, Refusal.
    """
    with transaction():
        asked = _locked(approval_id, user)
        action, record, actor = asked.declared_action, _record_of(asked), _actor_of(asked, user)
        if action is None or record is None:
            raise Refusal(_("The module of this request is switched off, or its record is gone."))
        _decide(asked, APPROVED, user, reason)
        with _grant(record, action.code):
            answer = action.run(record, actor, **_cleaned(action, asked.inputs or {}))
        _tell(asked, gettext_lazy("%(person)s has approved: %(action)s, %(record)s"), user)
    return answer


def reject(approval_id: int, user: Actor, reason: str) -> Approval:
    """Say no, with a reason. Raises Invalid without one, NotFound, Forbidden, Refusal."""
    with transaction():
        asked = _locked(approval_id, user)
        if not reason.strip():
            raise Invalid({"reason": [_("Please say why, so that the person who asked can mend it.")]})
        _decide(asked, REJECTED, user, reason)
        _tell_action(asked, user)
        _tell(asked, gettext_lazy("%(person)s has not approved: %(action)s, %(record)s. %(reason)s"), user)
    return asked


def withdraw(approval_id: int, user: Actor) -> Approval:
    """Take one's own request back."""
    with transaction():
        asked = _waiting(approval_id)
        if asked.requested_by_id != user.id:
            raise Forbidden
        _decide(asked, WITHDRAWN, user, None)
        _tell_action(asked, user)
    return asked


def may_decide(asked: Approval, user: Actor) -> bool:
    """Whoever was asked, alone or as member of a queue, and an administrator; never the person who asked."""
    return asked.requested_by_id != user.id and (asked.approver_id in user.principal_ids or user.is_admin)


def waiting_for(record: Any, action_code: str | None = None) -> Approval | None:
    """The request that waits on this record, if there is one."""
    query = sa.select(Approval).where(Approval.record_id == record.id, Approval.status == WAITING)
    if action_code is not None:
        query = query.where(Approval.action == action_code)
    return db.session.execute(query.order_by(Approval.id).limit(1)).scalar_one_or_none()


def find(approval_id: int, user: Actor) -> Approval:
    """A request that one has made or may decide. Raises NotFound."""
    asked = db.session.get(Approval, approval_id, populate_existing=True)
    if asked is None or not (asked.requested_by_id == user.id or may_decide(asked, user)):
        raise NotFound
    return asked


def for_me(user: Actor, limit: int = 100) -> Sequence[Approval]:
    """What waits for this user, the oldest first; requests of modules that are off are left out."""
    query = sa.select(Approval).where(
        Approval.approver_id.in_(user.principal_ids), Approval.status == WAITING, Approval.requested_by_id != user.id, _module_is_on()
    )
    return db.session.execute(query.order_by(Approval.id).limit(limit), execution_options={"populate_existing": True}).scalars().all()


def mine(user: Actor, limit: int = 50) -> Sequence[Approval]:
    """What this user has asked for, the latest first."""
    query = sa.select(Approval).where(Approval.requested_by_id == user.id, _module_is_on()).order_by(Approval.id.desc())
    return db.session.execute(query.limit(limit), execution_options={"populate_existing": True}).scalars().all()


def of_record(record: Any) -> Sequence[Approval]:
    """All requests on a record, the latest first."""
    return db.session.execute(sa.select(Approval).where(Approval.record_id == record.id).order_by(Approval.id.desc())).scalars().all()


def count_for_me(user: Actor) -> int:
    """For the navigation's count."""
    return len(for_me(user))


def _module_is_on() -> sa.ColumnElement[bool]:
    from . import registry

    return Approval.object.in_([one.code for one in registry.objects()])


def _locked(approval_id: int, user: Actor) -> Approval:
    asked = _waiting(approval_id)
    if not may_decide(asked, user):
        raise Forbidden
    return asked


def _waiting(approval_id: int) -> Approval:
    query = sa.select(Approval).where(Approval.id == approval_id)
    if is_postgresql():
        query = query.with_for_update()
    asked: Approval | None = db.session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()
    if asked is None:
        raise NotFound
    if asked.status != WAITING:
        from .users import name_of

        raise Refusal(_("%(name)s has decided this already.", name=name_of(asked.decided_by_id)))
    return asked


def _lock_record(record: Any) -> None:
    """Two requests at the same moment: the second waits, and then finds the first."""
    from .db import CoreRecord

    db.session.execute(sa.select(CoreRecord.id).where(CoreRecord.id == record.id).with_for_update())


def _decide(asked: Approval, status: str, user: Actor, reason: str | None) -> None:
    asked.status, asked.decided_by_id, asked.decided_at = status, user.id, now()
    asked.reason = (reason or "").strip()[:REASON_LENGTH] or None
    db.session.flush()


def _tell_action(asked: Approval, user: Actor) -> None:
    """The action learns that there will be no yes, if it wants to."""
    action, record = asked.declared_action, _record_of(asked)
    if action is not None and action.declined is not None and record is not None:
        action.declined(record, user)


def _record_of(asked: Approval) -> Any:
    from . import modules, registry

    record = registry.record_by_id(asked.record_id)
    if record is None or record.deleted_at is not None or not modules.is_on(record.object_type.plugin):
        return None
    return record


def _actor_of(asked: Approval, decider: Actor) -> Actor:
    """Who asked; once that person can no longer sign in, who says yes answers for it."""
    from . import users

    try:
        return users.actor(asked.requested_by_id)
    except NotFound:
        return decider


@contextmanager
def _grant(record: Any, action_code: str) -> Iterator[None]:
    token = _granting.set((record.id, action_code))
    try:
        yield
    finally:
        _granting.reset(token)


def _dumped(action: Action, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: action.inputs[name].dump(value) if value is not None else None for name, value in inputs.items()}


def _cleaned(action: Action, stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: action.inputs[name].clean(value) for name, value in stored.items() if name in action.inputs}


def _tell(asked: Approval, message: Any, user: Actor) -> None:
    record = _record_of(asked)
    if record is not None:
        notices.send(asked.requested_by_id, message, record, person=user.name, action=asked.label, reason=asked.reason or "")
