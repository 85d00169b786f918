"""S3: what the printed sheets and lists say, as far as their reader may know it: a field hidden from a role is on no paper either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core import Actor, permissions, pgettext, phones, queries, records, redaction, registry
from core import gettext as _

from . import regions, signatures

SHEETS = {
    "customer_profile": "contacts/print/customer_profile.html",
    "new_customer_report": "contacts/print/new_customer_report.html",
    "delivery_limit": "contacts/print/delivery_limit.html",
    "processing_statement": "contacts/print/processing_statement.html",
    "disclosure": "contacts/print/disclosure.html",
}
LONGEST_LIST = 500
MONEY = ("amount", "rework", "net", "owed")


def sheet(record: Any, user: Actor) -> dict[str, Any]:
    """Variables of one form's template."""
    record = redaction.known(record, user)
    account = record.account
    person = contacts_of([account.id], user).get(account.id) if account is not None else None
    code = record.__object_code__
    return {
        "record": record, "account": account, "person": person, "visible": permissions.visible_fields(user, record.object_type),
        "customer": _customer(account, person, user) if account is not None else (),
        "signed": list(signatures.signed(record, user)) if code in signatures.STEPS else [],
        "key_people": _key_people(account, user) if code == "customer_profile" and account is not None else None,
    }  # fmt: skip


def contacts_of(account_ids: Sequence[int], user: Actor) -> dict[int, Any]:
    """To whom one speaks first at each of these accounts (of a person account that is the person), read together; only those the user sees."""
    where = {"account": list(account_ids), "is_primary": True}
    contact = registry.object_type("contact")
    if not permissions.may(user, contact, "read") or not queries.knows(contact, user, where):
        return {}
    found = records.find(contact, user, where=where, sort="id", limit=LONGEST_LIST)
    return {one.account_id: redaction.known(one, user) for one in found}


def _customer(account: Any, person: Any, user: Actor) -> list[tuple[str, str, bool]]:
    """(label, text, across the sheet) of a customer. What the account has not its contact may have; a cell is left out with its label where
    the reader may not know of the account's field and the contact has nothing either."""
    visible = permissions.visible_fields(user, account.object_type)
    whose = person if account.is_person and person is not None else account
    place = regions.written(whose.province, whose.city, whose.district)
    lines = (
        ("number", _("Customer number"), account.number, False),
        ("name", _("Company name"), account.name, False),
        ("phone", _("Phone"), number_of(account, person, ("landline", "mobile")), False),
        ("fax", _("Fax"), phones.show(account.fax or (person and person.fax) or ""), False),
        ("address", pgettext("customer", "Address"), f"{place}{whose.address or ''}", True),
        ("postal_code", _("Postal code"), whose.postal_code or "", False),
    )
    return [(label, text, across) for name, label, text, across in lines if text or name in visible]


def number_of(account: Any, person: Any, names: Sequence[str]) -> str:
    """The account's telephone as it is written, else the first of these of its contact's."""
    number = account.phone or next((found for name in names if person is not None and (found := getattr(person, name))), None)
    return phones.show(number) if number else ""


def _key_people(account: Any, user: Actor) -> dict[str, Any] | None:
    """The people who decide, with the fields of them that the reader may know."""
    object_type, where = registry.object_type("key_person"), {"account": account.id}
    if not permissions.may(user, object_type, "read") or not queries.knows(object_type, user, where):
        return None
    visible = permissions.visible_fields(user, object_type)
    shown = [visible[name] for name in ("name", "title", "phone", "character", "hobbies") if name in visible]
    return {"fields": shown, "rows": records.find(object_type, user, where=where, sort="name")}


# ---------------------------------------------------------------- lists


def accounts(user: Actor, where: str) -> dict[str, Any]:
    """The accounts that fit, each with whom one speaks to: a few statements, however many there are."""
    found = records.find("account", user, where=where, sort="name", limit=LONGEST_LIST)
    persons = contacts_of([one.id for one in found], user)
    total, _more = queries.count("account", user, where=where, cap=LONGEST_LIST)
    return {
        "rows": [_listed(redaction.known(one, user), persons.get(one.id)) for one in found], "total": total, "longest": LONGEST_LIST,
        "visible": permissions.visible_fields(user, registry.object_type("account")),
    }  # fmt: skip


def _listed(account: Any, person: Any) -> tuple[Any, Any, str]:
    return account, person, number_of(account, person, ("mobile", "landline"))


def statements(user: Actor, day: Any) -> dict[str, Any]:
    """The processing statements of one day and what they come to. Their customers are named together."""
    found = records.find("processing_statement", user, where={"dated_on": day}, sort="name", limit=LONGEST_LIST)
    rows = [redaction.known(one, user) for one in found]
    visible = permissions.visible_fields(user, registry.object_type("processing_statement"))
    shown = [name for name in MONEY if name in visible and set(getattr(visible[name], "needs", ())) <= visible.keys()]
    return {
        "statements": rows, "names": queries.names([one.account_id for one in rows], user), "visible": visible, "money": shown,
        "totals": _totals(rows, shown), "currency_of": _currency_of,
    }  # fmt: skip


def _totals(rows: Sequence[Any], names: Sequence[str]) -> list[tuple[str | None, Mapping[str, Any]]]:
    """Sums by currency: different currencies are never added."""
    totals: dict[str | None, dict[str, Any]] = {}
    for one in rows:
        sums = totals.setdefault(_currency_of(one), dict.fromkeys(names, 0))
        for name in names:
            sums[name] += getattr(one, name) or 0
    return list(totals.items())


def _currency_of(statement: Any) -> str | None:
    """All amounts of a statement are in the same one; the reader may not know of each."""
    return statement.amount_currency or statement.rework_currency or statement.owed_currency  # type: ignore[no-any-return]  # records are Any
