"""The tables of the forecast."""

from __future__ import annotations

from core import Record, fields
from core import gettext_lazy as _

from .picklists import AMOUNT, CLOSE_DATE, CUMULATIVE, DATES, MEASURES, PERIODS, QUARTER, VIEWS


class ForecastType(Record):
    """One way to forecast, as data: what is summed, by which date, over which sales, in which periods.

    A seeded row keeps its ``code`` and ``message`` (the text as shipped, which is translated); a name that an administrator
    writes wins over it.
    """

    __tablename__ = "forecast_type"

    name = fields.Text(_("Name"), length=80, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=80)
    code = fields.Text(_("Code"), length=40, system=True)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, default=100)
    measure = fields.Picklist(_("Measure"), MEASURES, default=AMOUNT, required=True)
    date_from = fields.Picklist(_("Date"), DATES, default=CLOSE_DATE, required=True, help=_("Which date says to which period a sale belongs."))
    period = fields.Picklist(_("Period"), PERIODS, default=QUARTER, required=True)
    fiscal_start = fields.Integer(_("First month of the fiscal year"), minimum=1, maximum=12, default=1, required=True)
    columns = fields.Picklist(_("Columns"), VIEWS, default=CUMULATIVE, required=True, help=_("What the page shows first; it can be switched there."))
    most_likely = fields.Checkbox(_("With the column Most likely"), help=_("Without it, what is most likely counts as best case."))
    process = fields.Lookup(_("Sales process"), to="sales_process", on_delete="restrict", help=_("Empty: all."))
    sale_type = fields.Lookup(_("Type"), to="opportunity_type", on_delete="restrict", help=_("Empty: all."))
    is_default = fields.Checkbox(_("Default"))
    active = fields.Checkbox(_("Active"), default=True)
