"""What the lead gives to its targets, the administrator's own fields by their mapping. Of an existing record only empty fields
are filled; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core import Actor, customization, permissions, registry

PERSON = (
    "name", "family_name", "given_name", "gender", "position", "birthday", "id_number", "mobile", "landline", "fax", "email", "wechat", "province",
    "city", "district", "address", "postal_code", "do_not_call", "no_email",
)  # fmt: skip
PLACE = ("province", "city", "district", "address", "postal_code")
ANY_ACCOUNT = ("industry", "industry_other", "structural_source", "first_source", "information_source", "remarks")
COMPANY = ("fax", "website", "employees", *PLACE)
NEVER_UPDATED = ("do_not_call", "no_email")
"""What the customer has told us not to do stays as it stands on an existing contact."""

EMPTY = (None, "", ())


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an existing record beside the lead's value. ``filled``: it is empty and takes the lead's."""

    field: Any
    present: Any
    offered: Any
    filled: bool


def contact_values(lead: Any) -> dict[str, Any]:
    """The lead's values for a contact, by field."""
    return {**_given(lead, PERSON), **customization.mapped_values(lead, "contact")}


def account_values(lead: Any) -> dict[str, Any]:
    """The lead's values for an account: a company's when the lead names one."""
    own = customization.mapped_values(lead, "account")
    if not lead.company:
        return {"name": lead.name, **_given(lead, ANY_ACCOUNT), **own}
    return {"name": lead.company, **_given(lead, (*ANY_ACCOUNT, *COMPANY)), **({"phone": lead.landline} if lead.landline else {}), **own}


def _given(lead: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(lead, name)) not in (*EMPTY, False)}


def differences(target: Any, lead: Any, user: Actor) -> list[Difference]:
    """What would change on an existing record and what is kept, in the order of its fields."""
    offered = contact_values(lead) if target.__object_code__ == "contact" else _for_existing_account(target, lead)
    visible = permissions.visible_fields(user, registry.object_type(target.__object_code__))
    found = []
    for name, field in visible.items():
        if name in offered and name not in NEVER_UPDATED:
            present = getattr(target, field.attribute)
            value = offered[name]
            if present != value:
                found.append(Difference(field, present, value, present in EMPTY))
    return found


def _for_existing_account(target: Any, lead: Any) -> Mapping[str, Any]:
    """A person account keeps the person's data on its contact, whoever the lead says it works for."""
    values = account_values(lead)
    anybodys = {*ANY_ACCOUNT, *customization.mapped_fields("lead", "account").values()}
    return {name: value for name, value in values.items() if name in anybodys} if target.is_person else values


def to_fill(target: Any, lead: Any, user: Actor) -> dict[str, Any]:
    """The values by which empty fields of an existing record are filled."""
    return {one.field.name: one.offered for one in differences(target, lead, user) if one.filled}
