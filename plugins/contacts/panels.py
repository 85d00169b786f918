"""What this module adds to the account's page beside its fields and related lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, Panel, permissions, queries, redaction, registry
from core import gettext_lazy as _

from . import credit, hierarchy, limits, regions, signatures
from .disclosure import kinds_allowed
from .sheets import SHEETS, contacts_of


def person(account: Any, user: Actor) -> Mapping[str, Any] | None:
    """S1: a person account is one page, so its contact's data stands on it."""
    contact = contacts_of([account.id], user).get(account.id) if account.is_person else None
    if contact is None:
        return None
    place = regions.written(contact.province, contact.city, contact.district)
    return {"person": contact, "place": place, "edit_url": f"/accounts/{account.id}/actions/edit_person"}


def standing(account: Any, user: Actor) -> Mapping[str, Any] | None:
    """What may be risked with this customer and told about them: rating, limits, consents."""
    found = {
        "analysis": redaction.known(credit.current(account.id, user), user) if _knows(user, "credit_analysis", "account", "analysed_on") else None,
        "limit": limits.current_limit(account.id) if _knows(user, "delivery_limit", "account", "recommended_maximum") else None,
        "consents": kinds_allowed(account.id) if _knows(user, "consent", "account", "recipients") else None,
    }  # these belong to the account, so whoever sees it and may read such records at all sees them
    return found if any(found.values()) else None


def _knows(user: Actor, code: str, *names: str) -> bool:
    """Whether the user may read records of the object, and may know of these fields."""
    object_type = registry.object_type(code)
    return permissions.may(user, object_type, "read") and queries.knows(object_type, user, None, *names)


def sheet(record: Any, user: Actor) -> Mapping[str, Any]:
    """The form's foot: who has signed, who is next, and the way to the printed sheet."""
    code = record.__object_code__
    signed = list(signatures.signed(record, user)) if code in signatures.STEPS else []
    step = signatures.next_step(record) if signed else None
    return {"signed": signed, "next": step.label if step else None, "print_url": f"/print/{code}/{record.id}"}


PANELS = (
    Panel("contacts.person", _("Person"), on="account", template="contacts/person.html", context=person, slot="main", order=5),
    Panel("contacts.hierarchy", _("Company tree"), on="account", template="contacts/hierarchy.html", context=hierarchy.panel, slot="aside", order=50),
    Panel("contacts.standing", _("Standing"), on="account", template="contacts/standing.html", context=standing, slot="aside", order=60),
    *(Panel(f"contacts.sheet_{code}", _("Signatures"), on=code, template="contacts/sheet.html", context=sheet, slot="aside") for code in SHEETS),
)
