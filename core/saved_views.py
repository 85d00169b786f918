"""Lists a user keeps: filters, columns and order under a name; their own, or shared with the people of a unit that they manage.

A shared view shows each reader what that reader may see: it is a question, not an answer. Only whoever keeps it changes or deletes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import units, users
from .actor import Actor
from .clock import now
from .db import BigId, Json, UTCDateTime, db, transaction
from .errors import Invalid, NotFound
from .i18n import gettext as _
from .objects import ObjectType

LONGEST, MOST = 60, 30
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


def views_of(object_type: ObjectType, user: Actor) -> list[SavedView]:
    """The user's own views of an object, the oldest first, and then those that are shared with the user."""
    shared = SavedView.unit_id.in_([one.id for one in units.above(user.unit_id)])
    found = sa.select(SavedView).where(SavedView.object == object_type.code, sa.or_(SavedView.user_id == user.id, shared)).order_by(SavedView.id)
    return sorted(db.session.execute(found).scalars(), key=lambda view: not view.is_of(user))


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


def drop(view_id: int, user: Actor) -> dict[str, Any]:
    """Delete one's own view; answers its values, from which ``keep`` makes it again. Raises NotFound."""
    with transaction():
        view = db.session.execute(sa.select(SavedView).where(SavedView.id == view_id, SavedView.user_id == user.id)).scalar_one_or_none()
        if view is None:
            raise NotFound
        values = {"name": view.name, "filters": view.filters, "columns": view.columns, "sort": view.sort, "unit_id": view.unit_id}
        db.session.delete(view)
    return values
