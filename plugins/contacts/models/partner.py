"""The contacts_partner table."""

from __future__ import annotations

from core import Record, fields
from core import gettext_lazy as _

from ..picklists import PARTNER_ROLES


class Partner(Record):
    """S1: a person or company that helps in a sale, with a role, on an account, an opportunity or any other record."""

    __tablename__ = "contacts_partner"

    name = fields.Text(_("Partner"), length=255, system=True)
    record = fields.Lookup(_("Helps with"), to=None, on_delete="own", required=True)
    partner_account = fields.Lookup(_("Partner account"), to="account", on_delete="restrict")
    partner_contact = fields.Lookup(_("Partner person"), to="contact", on_delete="restrict")
    role = fields.Picklist(_("Role"), PARTNER_ROLES, required=True)
    remarks = fields.LongText(_("Remarks"))
