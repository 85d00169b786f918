"""Lists a user keeps: filters, columns and order under a name; their own, or shared with the people of a unit that they manage.

A shared view shows each reader what that reader may see: it is a question, not an answer. Only whoever keeps it changes or deletes it. Where
the keeper has left, whoever manages that unit, and an administrator, takes it over or deletes it.

Of each object a user may pin one view, shipped, kept or shared: the list opens with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import registry, units, users
from .actor import Actor
from .clock import now
from .db import BigId, Json, UTCDateTime, db, insert_into, transaction
from .errors import Invalid, NotFound
from .i18n import gettext as _
from .objects import ObjectType
from .users.models import Principal

LONGEST, MOST = 60, 30
ALL = "all"
"""The code of the list as it is without any view."""
KEPT = "my-"
"""How the code of a kept view begins; the same for whoever keeps it and for those with whom it is shared, so that its address can be passed on."""


class SavedView(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One user's view of one object's list. ``unit_id``: the people of this unit and of those below it have it too."""

    __tablename__ = "core_saved_view"
    __table_args__ = (sa.UniqueConstraint("user_id", "object", "name"), sa.Index("ix_core_saved_view_unit", "object", "unit_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    unit_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_unit.id"))
    object: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(LONGEST))
    filters: Mapped[list[str]] = mapped_column(Json, default=list)
    columns: Mapped[list[str]] = mapped_column(Json, default=list)
    sort: Mapped[str | None] = mapped_column(sa.String(80))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def code(self) -> str:
        return f"{KEPT}{self.id}"

    @property
    def label(self) -> str:
        return self.name

    def is_of(self, user: Actor) -> bool:
        """Whether this user keeps it; others read it."""
        return self.user_id == user.id

    @property
    def keeper(self) -> str:
        """The name of whoever keeps it."""
        return users.name_of(self.user_id)

    @property
    def is_left(self) -> bool:
        """Whether it is shared by somebody who cannot sign in any more."""
        return self.unit_id is not None and self.user_id not in _people()

    def may_be_taken_by(self, user: Actor) -> bool:
        """Whether this user may take it over or delete it, since its keeper has left."""
        return self.is_left and (user.is_admin or self.unit_id in audiences(user))


class PinnedView(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """The view with which one user's list of one object opens. ``code``: as in its address; one that is no longer there is passed over."""

    __tablename__ = "core_pinned_view"

    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"), primary_key=True, autoincrement=False)
    object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(60))


@dataclass(frozen=True, slots=True)
class Views:
    """The views of one list that a user has beside those that ship: kept, shared, left behind by whoever shared them; and the code of the pinned one."""

    kept: tuple[SavedView, ...]
    pinned: str | None


def _people() -> frozenset[int]:
    """Ids of those who can sign in."""
    return frozenset(one.id for one in users.all_users(active_only=True))


def of_list(object_type: ObjectType, user: Actor) -> Views:
    """Read in one statement: the user's own views, the oldest first, then those that are shared with the user or may be taken over."""
    pin = sa.and_(PinnedView.user_id == Principal.id, PinnedView.object == object_type.code)
    kept = sa.and_(SavedView.object == object_type.code, _in_reach(user))
    asked = sa.select(SavedView, PinnedView.code).select_from(Principal).outerjoin(PinnedView, pin).outerjoin(SavedView, kept)
    rows = db.session.execute(asked.where(Principal.id == user.id).order_by(SavedView.id)).all()
    found = sorted((view for view, _code in rows if view is not None), key=lambda view: not view.is_of(user))
    return Views(tuple(found), next((code for _view, code in rows), None))


def _in_reach(user: Actor) -> sa.ColumnElement[bool]:
    shared = SavedView.unit_id.in_([one.id for one in units.above(user.unit_id)])
    managed = audiences(user)
    if not managed:
        return sa.or_(SavedView.user_id == user.id, shared)
    of_theirs = SavedView.unit_id.is_not(None) if user.is_admin else SavedView.unit_id.in_(list(managed))
    left = sa.select(Principal.id).where(Principal.active.is_(False))
    return sa.or_(SavedView.user_id == user.id, shared, sa.and_(of_theirs, SavedView.user_id.in_(left)))


def views_of(object_type: ObjectType, user: Actor) -> list[SavedView]:
    """The user's own views of an object, the oldest first, and then those that are shared with the user or may be taken over."""
    return list(of_list(object_type, user).kept)


def shared_by(user_id: int) -> list[tuple[ObjectType, SavedView]]:
    """What a user shares, with the object of each, for whoever looks after what somebody leaves behind."""
    shared = sa.select(SavedView).where(SavedView.user_id == user_id, SavedView.unit_id.is_not(None)).order_by(SavedView.id)
    by_code = {one.code: one for one in registry.objects()}
    return [(by_code[view.object], view) for view in db.session.execute(shared).scalars() if view.object in by_code]


def pin(object_type: ObjectType, user: Actor, code: str | None) -> None:
    """Have the user's list open with this view from now on; None: with none. Raises NotFound for a view that the user does not have."""
    if code is not None and code != ALL and object_type.view(code) is None and code not in {one.code for one in views_of(object_type, user)}:
        raise NotFound
    with transaction():
        if code is None:
            db.session.execute(sa.delete(PinnedView).where(PinnedView.user_id == user.id, PinnedView.object == object_type.code))
            return
        pinned = insert_into(PinnedView.__table__).values(user_id=user.id, object=object_type.code, code=code)
        db.session.execute(pinned.on_conflict_do_update(index_elements=["user_id", "object"], set_={"code": code}))


def audiences(user: Actor) -> dict[int, str]:
    """Ids and names of the units with whose people this user may share: those that the user manages and all below; every one for an administrator."""
    if user.is_admin:
        return {unit.id: unit.name for unit in units.all_units(active_only=True)}
    managed = {below for unit_id in units.managed_by(user.id) for below in units.below(unit_id)}
    return {unit.id: unit.name for unit in units.all_units(active_only=True) if unit.id in managed}


def keep(
    object_type: ObjectType, user: Actor, name: str, *, filters: list[str], columns: list[str], sort: str | None, unit_id: int | None = None
) -> SavedView:
    """Keep a view; the same name again replaces it. ``unit_id``: shared with the people of that unit and below. Raises Invalid."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Invalid({"": [_("Give the view a name of at most %(most)s characters.", most=LONGEST)]})
    with transaction():
        mine = [one for one in views_of(object_type, user) if one.is_of(user)]
        view = next((one for one in mine if one.name == name), None)
        if unit_id is not None and unit_id not in audiences(user) and (view is None or view.unit_id != unit_id):
            raise Invalid({"shared_with": [_("A view is shared with the people of a unit that you manage.")]})
        if view is None:
            if len(mine) >= MOST:
                raise Invalid({"": [_("You have %(count)s views of this list already; delete one first.", count=MOST)]})
            view = SavedView(user_id=user.id, object=object_type.code, name=name, created_at=now())
            db.session.add(view)
        view.filters, view.columns, view.sort, view.unit_id = filters, columns, sort, unit_id
        db.session.flush()
    return view


def take_over(object_type: ObjectType, view_id: int, user: Actor) -> SavedView:
    """Become the keeper of a shared view whose keeper has left. Raises NotFound, and Invalid where one has a view of that name already."""
    with transaction():
        mine = views_of(object_type, user)
        view = next((one for one in mine if one.id == view_id and one.may_be_taken_by(user)), None)
        if view is None:
            raise NotFound
        if any(one.is_of(user) and one.name == view.name for one in mine):
            raise Invalid({"": [_("You have a view “%(name)s” of this list already; give yours another name first.", name=view.name)]})
        taken = sa.update(SavedView).where(SavedView.id == view.id, SavedView.user_id == view.user_id).values(user_id=user.id)
        if not db.session.execute(taken).rowcount:  # type: ignore[attr-defined]  # of an update
            raise NotFound(_("There is no such view."))  # somebody else was faster
        db.session.refresh(view)
    return view


def drop(object_type: ObjectType, view_id: int, user: Actor) -> dict[str, Any]:
    """Delete one's own view, or one that one may take over; answers its values, from which ``keep`` makes it again. Raises NotFound."""
    with transaction():
        view = next((one for one in views_of(object_type, user) if one.id == view_id), None)
        if view is None or not (view.is_of(user) or view.may_be_taken_by(user)):
            raise NotFound(_("There is no such view."))
        values = {"name": view.name, "filters": view.filters, "columns": view.columns, "sort": view.sort, "unit_id": view.unit_id}
        db.session.execute(sa.delete(PinnedView).where(PinnedView.object == object_type.code, PinnedView.code == view.code))
        db.session.delete(view)
    return values
