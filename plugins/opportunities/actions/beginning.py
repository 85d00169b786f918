"""A new opportunity of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Action, Actor, Forbidden, Refusal, fields, object_name, permissions, records, registry, today
from core import gettext_lazy as _
from plugins.contacts import primary_contact

from .. import conversion as converting

BEGUN_WITH = ("name", "product", "amount", "close_date", "type")
"""Inputs of a new opportunity that are fields of it."""


def begin(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """S1: an account has many opportunities. A new one starts in the first stage, with the account's primary contact."""
    given = {name: value for name, value in inputs.items() if value is not None}
    contact = primary_contact(record.id)
    return records.create("opportunity", user, typed=given.keys() & new_opportunity.open_inputs(user).keys(), account=record, contact=contact.id if contact is not None else None, **given)


def first_values(record: Any, user: Actor, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the dialog proposes: the customer's name, and the end of the quarter."""
    return {"name": str(record.name)[:120], "close_date": converting.end_of_quarter(today(record.dealer_id))}


def may_begin(record: Any, user: Actor) -> Refusal | None:
    """Whoever may make opportunities begins one with any customer they see."""
    if permissions.may(user, registry.object_type("opportunity"), "create"):
        return None
    return Refusal(Forbidden().message)


new_opportunity = Action(
    "new_opportunity", _("New %(object)s", object=object_name("opportunity")), on="account", run=begin, allowed=may_begin, operation="read", icon="coin-yen", order=5, defaults=first_values,
    fills={name: f"opportunity.{name}" for name in BEGUN_WITH},
    inputs={
        "name": fields.Text(_("Opportunity name"), length=120, required=True),
        "product": fields.Text(_("Product"), length=120),
        "amount": fields.Currency(_("Amount"), minimum=0),
        "close_date": fields.Date(_("Close date")),
        "type": fields.Lookup(_("Type"), to="opportunity_type"),
    },
)  # fmt: skip
