"""S12: the tables of a customer's consents, and of what was given to outside partners under them."""

from __future__ import annotations

from core import Choice, Record, fields, today
from core import gettext_lazy as _

RECIPIENT_KINDS = (
    Choice("bank", _("Bank")),
    Choice("insurer", _("Insurer")),
    Choice("lease", _("Leasing company")),
    Choice("other", _("Other")),
)

CONSENT_FORMS = (
    Choice("signed", _("Signed on paper")),
    Choice("electronic", _("Electronic signature")),
    Choice("email", _("By e-mail")),
    Choice("recorded", _("Recorded call")),
)


class Consent(Record):
    """What a customer allowed us to pass on, to whom, and until when."""

    __tablename__ = "contacts_consent"

    name = fields.AutoNumber(_("Number"), pattern="CO{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    recipients = fields.MultiPicklist(_("May go to"), RECIPIENT_KINDS, required=True)
    recipient_name = fields.Text(_("Only to"), length=120, help=_("Empty: any partner of this kind."))
    purpose = fields.Text(_("Purpose"), length=200, required=True)
    form = fields.Picklist(_("Given how"), CONSENT_FORMS, required=True)
    given_on = fields.Date(_("Given on"), default=today, required=True)
    expires_on = fields.Date(_("Valid until"))
    withdrawn_on = fields.Date(_("Withdrawn on"), system=True)
    remarks = fields.LongText(_("Remarks"))


class Disclosure(Record):
    """Customer data that went to an outside partner: written by the action, never changed."""

    __tablename__ = "contacts_disclosure"

    name = fields.AutoNumber(_("Number"), pattern="DI{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    consent = fields.Lookup(_("Consent"), to="consent", on_delete="restrict", required=True)
    recipient = fields.Picklist(_("Kind of partner"), RECIPIENT_KINDS, required=True, same_as="consent.recipients")
    recipient_name = fields.Text(_("Partner"), length=120, required=True)
    purpose = fields.Text(_("Purpose"), length=200, required=True)
    disclosed_at = fields.DateTime(_("Given at"), required=True)
