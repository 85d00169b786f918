"""Actions on accounts that are not tied to one of the forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Action, Actor, Refusal, fields, pgettext_lazy, records
from core import gettext as _text
from core import gettext_lazy as _

from .models import Account
from .persons import create_person, person_of
from .picklists import ACCOUNT_TYPES, FIRST_SOURCES, GENDERS, PROSPECT, STRUCTURAL_SOURCES
from .regions import RegionField
from .sheets import contacts_of

PERSON_INPUTS: dict[str, Any] = {
    "name": fields.Text(_("Name"), length=120, required=True),
    "gender": fields.Picklist(_("Gender"), GENDERS),
    "mobile": fields.Phone(_("Mobile"), kind="mobile"),
    "landline": fields.Phone(_("Landline"), kind="landline"),
    "email": fields.Email(_("E-mail"), length=120),
    "birthday": fields.Date(_("Birthday")),
    "province": RegionField(_("Province"), "province"),
    "city": RegionField(_("City"), "city"),
    "district": RegionField(_("District"), "district"),
    "address": fields.Text(pgettext_lazy("customer", "Address"), length=200),
    "postal_code": fields.Text(_("Postal code"), length=12),
}
ACCOUNT_INPUTS: dict[str, Any] = {
    "type": fields.Picklist(_("Account type"), ACCOUNT_TYPES, default=PROSPECT),
    "structural_source": fields.Picklist(_("Structural source"), STRUCTURAL_SOURCES),
    "first_source": fields.Picklist(_("First source"), FIRST_SOURCES),
}
OF_PERSON = {name: f"contact.{name}" for name in PERSON_INPUTS}


def make_person(inputs: Mapping[str, Any], user: Actor) -> Account:
    """Make a person account of what was typed: one record to the user, account and contact to the database."""
    given = {name: value for name, value in inputs.items() if value is not None}
    about = {name: given.pop(name) for name in ACCOUNT_INPUTS if name in given}
    return create_person(user, account=about, **given)


def change_person(record: Account, inputs: Mapping[str, Any], user: Actor) -> Account:
    """Change the personal data of a person account; they stand on its contact."""
    contact = person_of(record)
    if contact is not None:
        records.update(contact, user, **{name: inputs[name] for name in edit_person.open_inputs(user)})
    return record


def may_change_person(record: Account, user: Actor) -> Refusal | None:
    """Only a person account has personal data."""
    return None if record.is_person else Refusal(_text("This account is a company: its people are its contacts."))


def held_data(record: Account, user: Actor, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the form starts from."""
    contact = contacts_of([record.id], user).get(record.id)
    return {name: getattr(contact, name) for name in PERSON_INPUTS} if contact is not None else {}


new_person = Action(
    "new_person", _("New person"), on="account", run=make_person, scope="list", operation="create", icon="user-plus",
    inputs={**PERSON_INPUTS, **ACCOUNT_INPUTS}, fills=OF_PERSON | {name: name for name in ACCOUNT_INPUTS}, order=10,
)  # fmt: skip
edit_person = Action(
    "edit_person", _("Edit person"), on="account", run=change_person, allowed=may_change_person, icon="user-edit",
    inputs=PERSON_INPUTS, fills=OF_PERSON, defaults=held_data, order=20,
)  # fmt: skip
