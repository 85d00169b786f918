"""What the desk works with: answers kept ready, several changes in one, who has which case open."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Record, UTCDateTime, db, fields
from core import gettext_lazy as _

from ..countdown import LANGUAGES
from ..picklists import PRIORITIES


class AnswerTemplate(Record):
    """An answer kept ready, with fields of the case in it: "Dear {{ contact }}, …"."""

    __tablename__ = "cases_answer_template"

    name = fields.Text(_("Name"), length=120, required=True)
    language = fields.Picklist(_("Language"), LANGUAGES, fixed=True)
    body = fields.LongText(_("Text"), required=True, help=_("Fields: {{ contact }}, {{ account }}, {{ number }}, {{ subject }}, {{ product }}, {{ status }}, {{ agent }}."))
    active = fields.Checkbox(_("Active"), default=True)


class CaseMacro(Record):
    """Several changes at once, by one press."""

    __tablename__ = "cases_macro"

    name = fields.Text(_("Name"), length=120, required=True)
    active = fields.Checkbox(_("Active"), default=True)
    answer = fields.Lookup(_("Reply with"), to="answer_template", on_delete="restrict")
    note = fields.LongText(_("Internal note"), length=4000)
    set_status = fields.Lookup(_("Change the status to"), to="case_status", on_delete="restrict")
    set_priority = fields.Picklist(_("Change the priority to"), PRIORITIES, fixed=True)
    set_reason = fields.Lookup(_("Change the reason to"), to="case_reason", on_delete="restrict")
    set_owner = fields.User(_("Hand over to"), queues=True)


class Presence(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """Which case somebody has open in the console, and since when the page was last heard of: one row for each person."""

    __tablename__ = "cases_presence"
    __table_args__ = (sa.Index("ix_cases_presence_case", "case_id", "seen_at"),)

    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
