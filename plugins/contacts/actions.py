"""Actions on accounts that are not tied to one of the forms."""

from __future__ import annotations

from typing import Any

from core import Action, Actor, fields
from core import gettext_lazy as _

from .models import Account, Contact
from .persons import create_person
from .picklists import ACCOUNT_TYPES, FIRST_SOURCES, PROSPECT, STRUCTURAL_SOURCES
from .regions import RegionField

PERSON_INPUTS: dict[str, Any] = {
    "name": fields.Text(_("Name"), length=120, required=True),
    "gender": fields.Picklist(_("Gender"), Contact.__record_fields__["gender"].choices),
    "mobile": fields.Phone(_("Mobile"), kind="mobile"),
    "landline": fields.Phone(_("Landline"), kind="landline"),
    "email": fields.Email(_("E-mail"), length=120),
    "birthday": fields.Date(_("Birthday")),
    "province": RegionField(_("Province"), "province"),
    "city": RegionField(_("City"), "city"),
    "district": RegionField(_("District"), "district"),
    "address": fields.Text(_("Address"), length=200),
    "postal_code": fields.Text(_("Postal code"), length=12),
}
ACCOUNT_INPUTS: dict[str, Any] = {
    "type": fields.Picklist(_("Account type"), ACCOUNT_TYPES, default=PROSPECT),
    "structural_source": fields.Picklist(_("Structural source"), STRUCTURAL_SOURCES),
    "first_source": fields.Picklist(_("First source"), FIRST_SOURCES),
}


def make_person(record: Any, inputs: dict[str, Any], user: Actor) -> Account:
    """Make a person account of what was typed: one record to the user, account and contact to the database."""
    given = {name: value for name, value in inputs.items() if value is not None}
    about = {name: given.pop(name) for name in ACCOUNT_INPUTS if name in given}
    return create_person(user, account=about, **given)


new_person = Action(
    "new_person", _("New person"), on="account", run=make_person, scope="list", icon="user-plus", inputs={**PERSON_INPUTS, **ACCOUNT_INPUTS}
)
