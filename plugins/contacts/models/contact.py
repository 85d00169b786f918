"""The contacts_contact table."""

from __future__ import annotations

from core import Record, fields, pgettext_lazy
from core import gettext_lazy as _

from .. import regions
from ..picklists import GENDERS


class Contact(Record):
    """S1: a person, of at most one account; or, with ``is_person``, the person that a person account is about."""

    __tablename__ = "contacts_contact"

    name = fields.Text(pgettext_lazy("person", "Name"), length=120, required=True)
    family_name = fields.Text(_("Family name"), length=60)
    given_name = fields.Text(_("Given name"), length=60)
    account = fields.Lookup(_("Account"), to="account", on_delete="own")
    is_primary = fields.Checkbox(_("Primary contact"), help=_("The one to speak to first; each account has one."))
    is_person = fields.Checkbox(_("Person account"), system=True)
    gender = fields.Picklist(_("Gender"), GENDERS)
    position = fields.Text(_("Position"), length=80)
    department = fields.Text(_("Department"), length=80)
    birthday = fields.Date(_("Birthday"), personal=True)
    id_number = fields.Text(_("ID number"), length=30, personal=True)
    mobile = fields.Phone(_("Mobile"), kind="mobile")
    landline = fields.Phone(_("Landline"), kind="landline")
    fax = fields.Phone(_("Fax"), kind="fax")
    email = fields.Email(_("E-mail"), length=120)
    wechat = fields.Text(_("WeChat"), length=60, personal=True)
    province = regions.Region(_("Province"), "province")
    city = regions.Region(_("City"), "city")
    district = regions.Region(_("District"), "district")
    address = fields.Text(pgettext_lazy("customer", "Address"), length=200, personal=True)
    postal_code = fields.Text(_("Postal code"), length=12)
    do_not_call = fields.Checkbox(_("Do not call"))
    no_email = fields.Checkbox(_("No e-mail"))
    remarks = fields.LongText(_("Remarks"))

    @property
    def url(self) -> str:
        """S1: a person account is one record to the user, so its contact is shown on the account's page."""
        return f"/accounts/{self.account_id}" if self.is_person else str(super().url)
