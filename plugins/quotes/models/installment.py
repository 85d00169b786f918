"""The quotes_installment table: the schedule of a line."""

from __future__ import annotations

from core import Record, fields
from core import gettext_lazy as _


class Installment(Record):
    """S1: what of a line of an opportunity falls on a day: of its revenue, of its quantity, or of both. The installments of a line are its schedule."""

    __tablename__ = "quotes_installment"

    name = fields.Text(_("Installment"), length=255, system=True)
    line = fields.Lookup(_("Opportunity line"), to="opportunity_line", on_delete="own", required=True)
    due_on = fields.Date(_("Date"), required=True)
    quantity = fields.Number(_("Quantity"), places=2, minimum=0, maximum=1_000_000)
    revenue = fields.Currency(_("Revenue"), minimum=0)
    description = fields.Text(_("Description"), length=255)
