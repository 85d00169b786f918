"""The tables an administrator configures selling with: processes, stages, moves, types and loss reasons.

A seeded row keeps its ``code`` and ``message`` (the text as shipped, which is translated); a name that an administrator
writes wins over it, in the language it is written for.
"""

from __future__ import annotations

from core import Record, fields, pgettext_lazy
from core import gettext_lazy as _
from plugins.contacts import FORECAST_CATEGORIES

from ..picklists import BY_STAGE, CATEGORY_SOURCES, REQUIRABLE


class SalesProcess(Record):
    """S1: one way of selling, with stages of its own. Several may be in use side by side."""

    __tablename__ = "opportunities_process"

    name = fields.Text(_("Name"), length=80, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=80)
    code = fields.Text(_("Code"), length=40, system=True)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    is_default = fields.Checkbox(pgettext_lazy("one of several", "Default"), help=_("New opportunities follow this process unless told otherwise."))
    active = fields.Checkbox(_("Active"), default=True)
    category_from = fields.Picklist(_("Forecast category comes from"), CATEGORY_SOURCES, default=BY_STAGE, required=True, fixed=True)
    engaged_stage = fields.Text(
        _("Code of the stage work begins in"), length=40,
        help=_("Where the past of an imported opportunity begins on its engage date; the first stage if empty."),
    )  # fmt: skip
    remarks = fields.LongText(_("Remarks"))


class Stage(Record):
    """S1: one stage of a process. A change here touches no existing opportunity and never the past."""

    __tablename__ = "opportunities_stage"

    process = fields.Lookup(_("Sales process"), to="sales_process", on_delete="restrict", required=True)
    name = fields.Text(_("Name"), length=80, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=80)
    code = fields.Text(_("Code"), length=40)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, required=True, default=100)
    probability = fields.Percent(_("Probability"), required=True, default=10)
    forecast_category = fields.Picklist(_("Forecast category"), FORECAST_CATEGORIES, required=True, default=FORECAST_CATEGORIES[0], fixed=True)
    is_closed = fields.Checkbox(_("Closed"))
    is_won = fields.Checkbox(_("Won"))
    required_fields = fields.MultiPicklist(_("Required on entry"), REQUIRABLE, fixed=True)
    rotting_days = fields.Integer(_("Rotting after"), unit=_("days"), minimum=1, maximum=3650)
    active = fields.Checkbox(_("Active"), default=True, system=True)
    guidance = fields.LongText(_("Guidance"), help=_("What to do in this stage, shown on the record page."))


class StageMove(Record):
    """One allowed move out of a stage. A stage without any may be left for every other."""

    __tablename__ = "opportunities_stage_move"

    name = fields.Text(_("Move"), length=170, system=True)
    from_stage = fields.Lookup(_("From"), to="stage", on_delete="own", required=True)
    to_stage = fields.Lookup(_("To"), to="stage", on_delete="own", required=True)


class OpportunityType(Record):
    """S1: what kind of sale it is; the list is edited by an administrator."""

    __tablename__ = "opportunities_type"

    name = fields.Text(_("Name"), length=80, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=80)
    code = fields.Text(_("Code"), length=40, system=True)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, default=100)
    active = fields.Checkbox(_("Active"), default=True)


class LossReason(Record):
    """S8: why a sale was lost; the list is edited by an administrator."""

    __tablename__ = "opportunities_loss_reason"

    name = fields.Text(_("Name"), length=80, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=80)
    code = fields.Text(_("Code"), length=40, system=True)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, default=100)
    needs_competitor = fields.Checkbox(_("Asks for the competitor"))
    active = fields.Checkbox(_("Active"), default=True)
