"""The contacts_account table."""

from __future__ import annotations

from core import Record, fields, pgettext_lazy
from core import gettext_lazy as _

from .. import regions
from ..picklists import ACCOUNT_TYPES, FIRST_SOURCES, INDUSTRIES, INFORMATION_SOURCES, PROSPECT, STRUCTURAL_SOURCES


class Account(Record):
    """S1: a customer of any kind, a company or (``is_person``) an individual.

    An account is not a closed sale. Of a person account only the name stands here, a copy of its contact's: phones,
    addresses and whatever else is personal belong to that one contact.
    """

    __tablename__ = "contacts_account"

    name = fields.Text(_("Account name"), length=120, required=True)
    number = fields.AutoNumber(_("Customer number"), pattern="C{:06d}")
    is_person = fields.Checkbox(_("Person account"), help=_("An individual buyer, without a company."))
    type = fields.Picklist(_("Account type"), ACCOUNT_TYPES, default=PROSPECT, required=True)
    parent = fields.Lookup(_("Parent account"), to="account", on_delete="clear")
    industry = fields.Picklist(_("Industry"), INDUSTRIES)
    industry_other = fields.Text(_("Industry, other"), length=60)
    phone = fields.Phone(_("Phone"))
    fax = fields.Phone(_("Fax"), kind="fax")
    email = fields.Email(_("E-mail"), length=120)
    website = fields.Url(_("Website"), length=200)
    province = regions.Region(_("Province"), "province")
    city = regions.Region(_("City"), "city")
    district = regions.Region(_("District"), "district")
    address = fields.Text(pgettext_lazy("customer", "Address"), length=200)
    postal_code = fields.Text(_("Postal code"), length=12)
    employees = fields.Integer(_("Employees"), minimum=0)
    structural_source = fields.Picklist(_("Structural source"), STRUCTURAL_SOURCES)
    first_source = fields.Picklist(_("First source"), FIRST_SOURCES)
    information_source = fields.Picklist(_("Information source"), INFORMATION_SOURCES)
    remarks = fields.LongText(_("Remarks"))
