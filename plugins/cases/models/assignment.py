"""Who gets a case: rules as data, whom they name, what agents can do and when they are away, each decision with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Json, Record, UTCDateTime, assignment, db, fields, pgettext_lazy
from core import gettext_lazy as _

from ..countdown import LANGUAGES
from ..picklists import ASSIGNMENT_MODES, ROUND_ROBIN
from . import status as _status  # noqa: F401 - look-ups need their tables to be defined


class CaseAssignmentRule(Record):
    """S1: which cases go to whom. The first active rule, by order, whose condition holds decides."""

    __tablename__ = "cases_assignment_rule"

    name = fields.Text(_("Name"), length=120, required=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, required=True, default=10)
    active = fields.Checkbox(_("Active"))
    at_dealer = fields.Unit(_("Only at"), help=_("Empty: cases of every dealer."))
    where = fields.Condition(_("Condition"), of="case", always=_("Every case"), help=_("As in a filter of cases: priority = high and type = fault. Empty: every case."))
    mode = fields.Picklist(_("Who gets it"), ASSIGNMENT_MODES, default=ROUND_ROBIN, required=True, fixed=True)
    by_skill = fields.Checkbox(_("Only who knows the reason"))
    by_language = fields.Checkbox(_("Only who speaks the customer's language"))


class CaseAssignmentTarget(Record):
    """One user or queue that a rule names."""

    __tablename__ = "cases_assignment_target"

    name = fields.Text(_("Name"), length=160, system=True)
    rule = fields.Lookup(_("Assignment rule"), to="case_assignment_rule", on_delete="own", required=True)
    target = fields.User(_("User or queue"), queues=True, required=True)
    active = fields.Checkbox(_("Active"), default=True)


class AgentProfile(Record):
    """What an agent speaks, how much the agent takes on, and when the agent is away."""

    __tablename__ = "cases_agent"

    name = fields.Text(_("Name"), length=160, system=True)
    member = fields.User(pgettext_lazy("cases", "Agent"), required=True)
    languages = fields.MultiPicklist(_("Languages"), LANGUAGES, fixed=True)
    most = fields.Integer(_("At most so many open cases"), minimum=1, maximum=1000)
    away_from = fields.DateTime(_("Away from"))
    away_until = fields.DateTime(_("Away until"))


class AgentSkill(Record):
    """A reason for calling that an agent can deal with, and with it all reasons below."""

    __tablename__ = "cases_skill"

    name = fields.Text(_("Name"), length=240, system=True)
    agent = fields.Lookup(pgettext_lazy("cases", "Agent"), to="agent_profile", on_delete="own", required=True)
    case_reason = fields.Lookup(_("Reason"), to="case_reason", on_delete="own", required=True)


class CaseRotation(assignment.Rotation, db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """Whom a rule named last."""

    __tablename__ = "cases_rotation"


class CaseDecision(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What the rules said of one case, and why. Never changed. ``tried`` lists what was passed over: [rule name, why not]."""

    __tablename__ = "cases_decision"
    __table_args__ = (sa.Index("ix_cases_decision_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    rule_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    rule_name: Mapped[str | None] = mapped_column(sa.String(120))
    mode: Mapped[str] = mapped_column(sa.String(20))
    to_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    tried: Mapped[list[Any]] = mapped_column(Json)
