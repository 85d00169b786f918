"""What customers are promised, what happens when that is not kept, and which of it has been done."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Record, UTCDateTime, db, fields
from core import gettext_lazy as _

from .. import steps
from ..picklists import AGES, FROM_OPENING, HOURS, UNIT_HOURS


class Entitlement(Record):
    """Within which time what is promised. The first active one, by order, whose condition holds counts for a case."""

    __tablename__ = "cases_entitlement"

    name = fields.Text(_("Name"), length=80, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=80)
    code = fields.Text(_("Code"), length=40, system=True)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, required=True, default=100)
    active = fields.Checkbox(_("Active"), default=True)
    at_dealer = fields.Unit(_("Only at"), help=_("Empty: cases of every dealer."))
    account = fields.Lookup(_("Only for the account"), to="account", on_delete="restrict")
    where = fields.Condition(_("Condition"), of="case", always=_("Every case"), help=_("As in a filter of cases: priority = high and type = fault. Empty: every case."))
    hours = fields.Picklist(_("Hours that count"), HOURS, default=UNIT_HOURS, required=True, fixed=True)
    first_response = fields.Duration(_("First response within"), minimum=1, maximum=525_600)
    next_response = fields.Duration(_("Next response within"), minimum=1, maximum=525_600)
    resolution = fields.Duration(_("Resolution within"), minimum=1, maximum=525_600)
    warn_share = fields.Percent(_("Warn when this much of the time is over"), minimum=1, maximum=99, default=75)


class EscalationRule(Record):
    """What happens to a case that grows old. The first active rule, by order, whose condition holds decides; evaluation stops
    there, so put the catch-all last."""

    __tablename__ = "cases_escalation_rule"

    name = fields.Text(_("Name"), length=80, required=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, required=True, default=100)
    active = fields.Checkbox(_("Active"), default=True)
    at_dealer = fields.Unit(_("Only at"), help=_("Empty: cases of every dealer."))
    where = fields.Condition(_("Condition"), of="case", always=_("Every case"), help=_("As in a filter of cases: priority = high and type = fault. Empty: every case."))
    age_from = fields.Picklist(_("Age counts"), AGES, default=FROM_OPENING, required=True, fixed=True)
    hours = fields.Picklist(_("Hours that count"), HOURS, default=UNIT_HOURS, required=True, fixed=True)


class EscalationStep(Record):
    """What is done when a case has reached an age. A rule has at most five, no two of the same age."""

    __tablename__ = "cases_escalation_step"

    name = fields.Text(_("Step"), length=120, system=True)
    rule = fields.Lookup(_("Escalation rule"), to="escalation_rule", on_delete="own", required=True)
    minutes = fields.Duration(_("Age"), minimum=1, maximum=525_600, required=True, default=60)
    tell_owner = fields.Checkbox(_("Notify the owner"))
    tell_manager = fields.Checkbox(_("Notify the manager"))
    tell = fields.User(_("Notify also"), queues=True)
    assign_to = fields.User(_("Hand over to"), queues=True)
    raise_priority = fields.Checkbox(_("Raise the priority"))
    mark = fields.Checkbox(_("Mark as escalated"), default=True)
    done = fields.Formula(
        _("What is done"), compute=steps.as_text, needs=("assign_to", "raise_priority", "tell_owner", "tell_manager", "tell", "mark")
    )


class Told(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A warning, a missed deadline or a step of an escalation that has been taken for a case: never twice.

    ``at`` is the moment it was due, ``done_at`` when the worker came to it. ``key`` names the promise and when it began.
    """

    __tablename__ = "cases_told"

    case_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime] = mapped_column(UTCDateTime)
    told_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    label: Mapped[str | None] = mapped_column(sa.String(120))
