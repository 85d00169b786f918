"""The tables of assignment: rules as data, whom they name, where a rotation stands, and each decision with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Json, Record, UTCDateTime, assignment, db, fields
from core import gettext_lazy as _
from plugins.contacts import Region

from ..picklists import ASSIGNMENT_MODES, ROUND_ROBIN


class AssignmentRule(Record):
    """S12: which leads go to whom. The first active rule, by order, whose condition holds decides."""

    __tablename__ = "leads_assignment_rule"

    name = fields.Text(_("Assignment rule"), length=120, required=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, required=True, default=10)
    active = fields.Checkbox(_("Active"), default=True)
    at_dealer = fields.Unit(_("Only at"), help=_("Empty: leads registered anywhere."))
    where = fields.Condition(
        _("Condition"), of="lead", always=_("Every lead"), help=_("As in a filter: province = 44 and first_source = call_in. Empty: every lead.")
    )
    mode = fields.Picklist(_("Who gets it"), ASSIGNMENT_MODES, default=ROUND_ROBIN, required=True, fixed=True)


class AssignmentTarget(Record):
    """One user or queue that a rule names; a region narrows it where the rule goes by region."""

    __tablename__ = "leads_assignment_target"

    name = fields.Text(_("Name"), length=160, system=True)
    rule = fields.Lookup(_("Assignment rule"), to="assignment_rule", on_delete="own", required=True)
    target = fields.User(_("User or queue"), queues=True, required=True)
    province = Region(_("Province"), "province")
    city = Region(_("City"), "city")
    active = fields.Checkbox(_("Active"), default=True)


class Rotation(assignment.Rotation, db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """Whom a rule named last."""

    __tablename__ = "leads_rotation"


class Decision(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One assignment of one lead, and why. Never changed. ``rules`` lists what was tried: [rule name, why not]."""

    __tablename__ = "leads_decision"
    __table_args__ = (sa.Index("ix_leads_decision_lead", "lead_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lead_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    rule_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    rule_name: Mapped[str | None] = mapped_column(sa.String(120))
    mode: Mapped[str] = mapped_column(sa.String(20))
    from_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    to_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    tried: Mapped[list[Any]] = mapped_column(Json)
