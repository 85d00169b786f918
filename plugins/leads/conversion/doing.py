"""Doing a conversion: one transaction, on the locked lead, once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, Invalid, clock, permissions, records, registry, users
from core import gettext as _
from plugins.contacts import create_person, person_of

from ..picklists import CONVERTED
from . import filling, kept
from .plan import EXISTING, SKIP, Conversion, collect_steps, refuse_unknown, refuse_vetoed


def convert_lead(lead: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Convert a lead; of one that is converted already the first result stands. Called by the action on the locked row.

    Returns the lead, which names what it became. Raises Invalid, Refusal, Forbidden; then nothing was done.
    """
    if lead.status == CONVERTED:
        return lead
    conversion = Conversion(lead, user, owner_id=_owner(lead, inputs), inputs=inputs.get("parts") or {})
    steps = collect_steps(conversion)
    refuse_unknown(conversion, steps)
    refuse_vetoed(steps)
    before = {"status": lead.status, "owner_id": lead.owner_id}
    _account_and_contact(conversion, inputs)
    remembered = {step.code: dict(step.run(conversion) or {}) for step in steps if step.run is not None}
    conversion.lead = _close(conversion)
    kept.keep(conversion, before, remembered)
    return conversion.lead


def _owner(lead: Any, inputs: Mapping[str, Any]) -> int:
    """Whose the targets will be: accounts and contacts cannot belong to a queue."""
    chosen = inputs.get("owner") or lead.owner_id
    person = users.find(chosen)
    if person is None or person.is_queue:
        raise Invalid({"owner": [_("Choose who will own the account: a queue cannot.")]})
    if not person.active:
        raise Invalid({"owner": [_("The owner must be an active user.")]})
    return int(person.id)


def _account_and_contact(conversion: Conversion, inputs: Mapping[str, Any]) -> None:
    existing_account = _chosen(conversion, inputs, "account")
    existing_contact = _chosen(conversion, inputs, "contact")
    if existing_contact is not None and (existing_account is None or existing_contact.account_id != existing_account.id):
        raise Invalid({"contact": [_("The contact must belong to the account you chose.")]})
    if existing_account is None:
        _make_account(conversion, inputs)
    else:
        conversion.account = _fill(conversion, existing_account)
    if conversion.account.is_person:
        _use_person(conversion, existing_account)
    elif existing_contact is not None:
        conversion.contact = _fill(conversion, existing_contact)
    elif inputs.get("contact_choice") != SKIP:
        _make_contact(conversion, inputs)


def _chosen(conversion: Conversion, inputs: Mapping[str, Any], target: str) -> Any:
    """The existing record the user picked for a target, or None. Raises Invalid where none was named."""
    if inputs.get(f"{target}_choice") != EXISTING:
        return None
    if not inputs.get(target):
        raise Invalid({target: [_("Choose one of the records, or create a new one.")]})
    return records.get(target, inputs[target], conversion.user, operation="read", lock=True)


def _make_account(conversion: Conversion, inputs: Mapping[str, Any]) -> None:
    """A company's account, or a person account where the lead names no company."""
    lead, user = conversion.lead, conversion.user
    values = {**filling.account_values(lead), "owner": conversion.owner_id}
    permissions.require(user, registry.object_type("contact"), "create")
    if lead.company:
        values["name"] = inputs.get("account_name") or values["name"]
        conversion.account = records.create("account", user, source="conversion", **values)
        conversion.made.append(conversion.account.id)
        return
    del values["name"]
    person = {**filling.contact_values(lead), **_renamed(inputs)}
    conversion.account = create_person(user, account=values, source="conversion", **person)
    conversion.made.append(conversion.account.id)


def _use_person(conversion: Conversion, existing: Any) -> None:
    """A person account has exactly one contact: the one just made with it, or the one that was there."""
    contact = person_of(conversion.account)
    if existing is None:
        conversion.contact = contact
        conversion.made.append(contact.id)  # type: ignore[union-attr]  # a person account has its contact
    else:
        conversion.contact = _fill(conversion, contact)


def _make_contact(conversion: Conversion, inputs: Mapping[str, Any]) -> None:
    values = {**filling.contact_values(conversion.lead), **_renamed(inputs), "account": conversion.account.id, "owner": conversion.owner_id}
    conversion.contact = records.create("contact", conversion.user, source="conversion", **values)
    conversion.made.append(conversion.contact.id)


def _renamed(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What the user corrected on the page."""
    corrected = {"name": inputs.get("contact_name"), "position": inputs.get("contact_position")}
    return {name: value for name, value in corrected.items() if value}


def _fill(conversion: Conversion, record: Any) -> Any:
    """Fill what is empty on an existing record; what it had before is remembered."""
    values = filling.to_fill(record, conversion.lead, conversion.user)
    if not values:
        return record
    declared = record.object_type.fields
    before = {name: declared[name].dump(getattr(record, declared[name].attribute)) for name in values}
    reason = _("filled from the lead %(number)s", number=conversion.lead.number)
    record = records.update(record, conversion.user, source="conversion", reason=reason, **values)
    conversion.filled[str(record.id)] = before
    return record


def _close(conversion: Conversion) -> Any:
    return records.update(
        conversion.lead, conversion.user, source="conversion", status=CONVERTED, is_open=False, converted_at=clock.now(),
        converted_by=conversion.user.id or None, converted_account=conversion.account.id,
        converted_contact=getattr(conversion.contact, "id", None), converted_opportunity=conversion.opportunity_id,
    )  # fmt: skip


