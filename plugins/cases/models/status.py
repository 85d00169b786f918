"""The tables an administrator configures the work with: statuses, the moves between them, reasons."""

from __future__ import annotations

from core import Record, fields, pgettext_lazy
from core import gettext_lazy as _


class CaseStatus(Record):
    """S1: where a case stands. Several may mean closed. A change here touches no existing case and never the past."""

    __tablename__ = "cases_status"

    name = fields.Text(_("Name"), length=80, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=80)
    code = fields.Text(_("Code"), length=40)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, required=True, default=100)
    is_closed = fields.Checkbox(pgettext_lazy("case", "Closed"))
    pauses = fields.Checkbox(_("Stops the clock"), help=_("While we wait for the customer, deadlines do not run."))
    active = fields.Checkbox(_("Active"), default=True)


class CaseStatusMove(Record):
    """One allowed move out of a status. A status without any may be left for every other."""

    __tablename__ = "cases_status_move"

    name = fields.Text(_("Move"), length=170, system=True)
    from_status = fields.Lookup(_("From"), to="case_status", on_delete="own", required=True)
    to_status = fields.Lookup(_("To"), to="case_status", on_delete="own", required=True)


class CaseReason(Record):
    """Why customers turn to us: a tree, whose leaves are chosen on a case."""

    __tablename__ = "cases_reason"

    name = fields.Text(_("Name"), length=120, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=120)
    code = fields.Text(_("Code"), length=40, system=True)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    parent = fields.Lookup(_("Above it"), to="case_reason", on_delete="restrict")
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, default=100)
    active = fields.Checkbox(_("Active"), default=True)
