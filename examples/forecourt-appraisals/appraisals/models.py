"""The appraisals_appraisal table."""

from core import Choice, Record, fields
from core import gettext_lazy as _

OFFERED = Choice("offered", _("Offered"))
ACCEPTED = Choice("accepted", _("Accepted"), closed=True)
EXPIRED = Choice("expired", _("Expired"), closed=True)


class Appraisal(Record):
    """One valuation of one car. A later one replaces it; none is changed."""

    __tablename__ = "appraisals_appraisal"

    name = fields.AutoNumber(_("Number"), pattern="AP-{:06d}")
    account = fields.Lookup(_("Account"), to="account", required=True, on_delete="restrict")
    car = fields.Text(_("Present car"), length=80)
    mileage = fields.Integer(_("Mileage"), unit="km", minimum=0)
    offer = fields.Currency(_("Offer"))
    valid_until = fields.Date(_("Valid until"), required=True)
    status = fields.Picklist(_("Status"), (OFFERED, ACCEPTED, EXPIRED), default=OFFERED, system=True)
