"""Taking a case down while the customer is on the phone: who calls, what is open, what they own; the rest by one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import Actor, Invalid, Unreadable, id_in, modules, permissions, queries, records, redaction, registry, savepoint, transaction
from core import gettext as _
from plugins.contacts import create_person, ending_in, find_matches

FIELDS = ("name", "type", "case_reason", "priority", "origin", "product", "component", "language", "description")
"""Of the case, as the form sends them."""
SHOWN, OPEN_SHOWN, OWNED = 5, 5, 10
DIGITS = 4
INSTALLED = "installed_product"


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer who may be calling: open cases and what they own, before one types further."""

    account: Any
    contact: Any
    cases: Sequence[Any]
    owned: Sequence[Any]


def callers(user: Actor, typed: str) -> list[Caller]:
    """Who has this number, typed anyhow and perhaps not to its beginning; only customers whom the user sees."""
    digits = "".join(one for one in typed if one.isdecimal())
    if len(digits) < DIGITS:
        return []
    found = [match.record for match in find_matches(user, phones=[typed]) if match.visible]
    if not found:
        found = [registry.record_by_id(one) for one in ending_in(digits, SHOWN * 2)]
    return _callers([one for one in found if one is not None and one.__object_code__ in ("account", "contact")], user)


def _callers(found: Sequence[Any], user: Actor) -> list[Caller]:
    """One line for each account; a person's contact brings the account along."""
    by_account: dict[int, Caller] = {}
    for one in found:
        is_contact = one.__object_code__ == "contact"
        contact = redaction.known(one, user) if is_contact and records.reachable(one, user, "read") else None
        account = one.account if is_contact else one
        if account is not None and account.id not in by_account and account.deleted_at is None and records.reachable(account, user, "read"):
            by_account[account.id] = Caller(redaction.known(account, user), contact, open_cases(account, user), owned_by(account, user))
    return list(by_account.values())[:SHOWN]


def open_cases(account: Any, user: Actor) -> list[Any]:
    """What this customer waits for, the latest first."""
    case, where = registry.object_type("case"), f"account = {account.id} and is_closed = false"
    if not permissions.may(user, case, "read") or not queries.knows(case, user, where, "opened_at"):
        return []
    return [redaction.known(one, user) for one in records.find(case, user, where=where, sort="-opened_at", limit=OPEN_SHOWN)]


def owned_by(account: Any, user: Actor) -> list[Any]:
    """What this customer owns; nothing where no module knows of such things."""
    held = registry.customized().get(INSTALLED)
    if account is None or held is None or not modules.is_on(held.plugin) or not permissions.may(user, held, "read") or not queries.knows(held, user, None, "account"):
        return []
    return records.find(held, user, where=f"account = {account.id}", limit=OWNED)


def take_down(typed: Mapping[str, str], user: Actor) -> Any:
    """Make the case, and a new person where the form names one, in one transaction. Raises Invalid by the form's fields, with what is wrong
    about the customer and about the case at once."""
    values: dict[str, Any] = {name: typed[name] for name in FIELDS if typed.get(name, "").strip()}
    with transaction():
        try:
            with savepoint():
                whose = _customer(typed, user)
                whose |= _car(typed, user, whose.get("account"))
        except Invalid as problem:
            whose = {name: Unreadable(*sentences) for name, sentences in problem.errors.items()}
        return records.create("case", user, typed={*values, *whose} - {"contact", "account", "installed"}, **{**values, **whose})


def _customer(typed: Mapping[str, str], user: Actor) -> dict[str, Any]:
    """The customer chosen; else a new person, kept as far as the user's rights go: a customer, a contact, or words on the case."""
    chosen = id_in(typed.get("account"))
    if chosen is not None:
        account = records.get("account", chosen, user)
        contact = id_in(typed.get(f"contact-{account.id}"))
        return {"account": account.id, "contact": records.get("contact", contact, user).id if contact is not None else None}
    name, phone = typed.get("person", "").strip(), typed.get("phone", "").strip()
    if not name:
        return {"supplied_phone": phone} if phone else {}
    person: dict[str, Any] = {"name": name, "mobile": phone or None}
    try:
        if permissions.may(user, registry.object_type("account"), "create"):
            return {"account": create_person(user, channel="lenient", **person).id}
        if permissions.may(user, registry.object_type("contact"), "create"):
            return {"contact": records.create("contact", user, channel="lenient", **person).id}
    except Invalid as problem:
        raise Invalid({{"name": "person", "mobile": "phone"}.get(field, field): sentences for field, sentences in problem.errors.items()}) from None
    return {"supplied_name": name, "supplied_phone": phone or None}


def _car(typed: Mapping[str, str], user: Actor, account_id: Any) -> dict[str, Any]:
    """What the case is about, of what the customer owns."""
    chosen = typed.get("installed", "")
    if not chosen or account_id is None:
        return {}
    owned = {str(one.id): one for one in owned_by(records.get("account", int(account_id), user), user)}
    if chosen not in owned:
        raise Invalid({"installed": [_("Choose something that this customer owns.")]})
    return {"installed": owned[chosen].id, **({} if typed.get("product") else {"product": str(owned[chosen])[:120]})}
