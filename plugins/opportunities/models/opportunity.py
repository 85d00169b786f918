"""The opportunities_opportunity table."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core import Record, fields
from core import gettext_lazy as _
from plugins.contacts import FORECAST_CATEGORIES

from ..picklists import LEAD_SOURCES, PLANNED_WITHIN
from . import competitor, process  # noqa: F401 - look-ups need their tables to be defined

CENT = Decimal("0.01")


def expected_revenue(record: Any) -> Decimal | None:
    """S1: amount × probability ÷ 100, rounded half up to cents. None without an amount."""
    if record.amount is None or record.probability is None:
        return None
    expected: Decimal = record.amount * record.probability / 100
    return expected.quantize(CENT, rounding=ROUND_HALF_UP)


class Opportunity(Record):
    """S1: a possible sale to an account. S8 calls it an intent: one car, won or lost on its own.

    ``is_closed``, ``is_won`` and ``rots_on`` are copies of what the stage said when it was entered, kept as columns so that
    lists find open and rotting ones by index. ``won_on`` is the local day on which it was won: going on to
    delivery leaves it, a win that is taken back does not count.
    """

    __tablename__ = "opportunities_opportunity"

    name = fields.Text(_("Opportunity name"), length=120, required=True)
    number = fields.AutoNumber(_("Number"), pattern="OP{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="restrict")
    contact = fields.Lookup(_("Primary contact"), to="contact", on_delete="clear")
    process = fields.Lookup(_("Sales process"), to="sales_process", on_delete="restrict")
    stage = fields.Lookup(_("Stage"), to="stage", on_delete="restrict")
    probability = fields.Percent(_("Probability"))
    forecast_category = fields.Picklist(_("Forecast category"), FORECAST_CATEGORIES, fixed=True)
    amount = fields.Currency(_("Amount"), minimum=0)
    expected_revenue = fields.Formula(
        _("Expected revenue"), compute=expected_revenue, of=fields.Currency(_("Expected revenue")), needs=("amount", "probability")
    )
    budget = fields.Currency(_("Budget"), minimum=0)
    quantity = fields.Integer(_("Quantity"), minimum=1, maximum=1_000_000, default=1)
    product = fields.Text(_("Product"), length=120)
    close_date = fields.Date(_("Close date"))
    planned_within = fields.Picklist(_("Planned time of cooperation"), PLANNED_WITHIN, fixed=True)
    type = fields.Lookup(_("Type"), to="opportunity_type", on_delete="restrict")
    grade = fields.Lookup(_("Grade"), to="grade", on_delete="restrict")
    next_step = fields.Text(_("Next step"), length=200)
    lead_source = fields.Picklist(_("Lead source"), LEAD_SOURCES)
    lead_source_other = fields.Text(_("Lead source, other"), length=80)
    quotation_number = fields.Text(_("Quotation number"), length=40)
    competitor = fields.Lookup(_("Competitor"), to="competitor", on_delete="restrict")
    loss_reason = fields.Lookup(_("Loss reason"), to="loss_reason", on_delete="restrict")
    loss_note = fields.LongText(_("What happened"), length=2000)
    description = fields.LongText(_("Description"))
    engaged_on = fields.Date(_("Engaged on"), help=_("When work on it began, if that was before it was entered here."))
    won_on = fields.Date(_("Won on"), system=True)
    closed_on = fields.Date(_("Closed on"), system=True)
    delivered_on = fields.Date(_("Delivered on"))
    stage_since = fields.DateTime(_("In this stage since"), system=True)
    rots_on = fields.Date(_("Rots on"), system=True)
    reopened = fields.Integer(_("Reopened"), system=True, minimum=0, default=0)
    is_closed = fields.Checkbox(_("Closed"), system=True)
    is_won = fields.Checkbox(_("Won"), system=True)
