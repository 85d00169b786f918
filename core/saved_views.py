"""Lists a user keeps for themselves: filters, columns and order under a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .actor import Actor
from .clock import now
from .db import BigId, Json, UTCDateTime, db, transaction
from .errors import Invalid, NotFound
from .i18n import gettext as _
from .objects import ObjectType

LONGEST, MOST = 60, 30


class SavedView(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One user's own view of one object's list."""

    __tablename__ = "core_saved_view"
    __table_args__ = (sa.UniqueConstraint("user_id", "object", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    object: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(LONGEST))
    filters: Mapped[list[str]] = mapped_column(Json, default=list)
    columns: Mapped[list[str]] = mapped_column(Json, default=list)
    sort: Mapped[str | None] = mapped_column(sa.String(80))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def code(self) -> str:
        return f"my-{self.id}"

    @property
    def label(self) -> str:
        return self.name


def views_of(object_type: ObjectType, user: Actor) -> list[SavedView]:
    """The user's own views of an object, the oldest first."""
    mine = sa.select(SavedView).where(SavedView.user_id == user.id, SavedView.object == object_type.code)
    return list(db.session.execute(mine.order_by(SavedView.id)).scalars())


def keep(object_type: ObjectType, user: Actor, name: str, *, filters: list[str], columns: list[str], sort: str | None) -> SavedView:
    """Keep a view; the same name again replaces it. Raises Invalid."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Invalid({"": [_("Give the view a name of at most %(most)s characters.", most=LONGEST)]})
    with transaction():
        mine = views_of(object_type, user)
        view = next((one for one in mine if one.name == name), None)
        if view is None:
            if len(mine) >= MOST:
                raise Invalid({"": [_("You have %(count)s views of this list already; delete one first.", count=MOST)]})
            view = SavedView(user_id=user.id, object=object_type.code, name=name, created_at=now())
            db.session.add(view)
        view.filters, view.columns, view.sort = filters, columns, sort
        db.session.flush()
    return view


def drop(view_id: int, user: Actor) -> dict[str, Any]:
    """Delete one's own view; answers its values, from which ``keep`` makes it again. Raises NotFound."""
    with transaction():
        view = db.session.execute(sa.select(SavedView).where(SavedView.id == view_id, SavedView.user_id == user.id)).scalar_one_or_none()
        if view is None:
            raise NotFound
        values = {"name": view.name, "filters": view.filters, "columns": view.columns, "sort": view.sort}
        db.session.delete(view)
    return values
