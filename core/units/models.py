"""The table of units."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..choices import Choice
from ..db import BigId, db
from ..i18n import gettext_lazy as _

GROUP = Choice("group", _("Group"))
REGION = Choice("region", _("Region"))
DEALER = Choice("dealer", _("Dealer"))
TEAM = Choice("team", _("Team"))
KINDS = (GROUP, REGION, DEALER, TEAM)

NAME_LENGTH = 120


class Unit(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One unit of the organisation. Zone, currency and calendar left empty are those of the nearest unit above."""

    __tablename__ = "core_unit"
    __table_args__ = (sa.Index("ix_core_unit_parent", "parent_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_unit.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    manager_id: Mapped[int | None] = mapped_column(
        BigId, sa.ForeignKey("core_principal.id", use_alter=True, name="fk_core_unit_manager_id")
    )
    zone: Mapped[str | None] = mapped_column(sa.String(60))
    currency: Mapped[str | None] = mapped_column(sa.String(3))
    calendar_id: Mapped[int | None] = mapped_column(
        BigId, sa.ForeignKey("core_calendar.id", use_alter=True, name="fk_core_unit_calendar_id")
    )
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by the mapper, never changed
