"""What appraisals add to other pages: the latest offer on an account's page, and beside it in lists."""

from core import Column, Panel, fields, records, redaction
from core import gettext_lazy as _

from .objects import appraisal


def latest_offer(account, user):
    """Variables of the panel; None leaves it out."""
    latest = records.first(appraisal, user, where={"account": account.id}, sort="-name")
    return None if latest is None else {"latest": redaction.known(latest, user)}


def latest_offers(account_ids, user):
    """The latest offer of each account on a page, read together."""
    found = records.find(appraisal, user, where={"account": list(account_ids)}, sort="name", limit=500)
    return {one.account_id: redaction.known(one, user).offer for one in found}


car_panel = Panel("appraisals.latest", _("Present car"), "account", "appraisals/panel.html", latest_offer, slot="side")
offer_column = Column("appraisals.offer", _("Latest offer"), "account", latest_offers, fields.Currency(_("Latest offer")))
