"""Installed products: what a customer owns, how it comes to be known, and how it passes to the next owner."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from core import Action, Actor, Change, Refusal, chunks, db, fields, gettext_lazy, now, permissions, queries, records, registry, system_actor, today, users
from core import gettext as _

from .models import InstalledProduct, Ownership
from .vins import is_vin

OBJECT = "installed_product"
OWNERSHIP = Ownership.__table__
ADD_OWNER = sa.insert(OWNERSHIP)
FREE = "products.vins"
"""What was asked beforehand for records that are saved together: the VINs that nobody has."""
MOST_OWNERS = 100


# ---------------------------------------------------------------- saving


def prepare(change: Change) -> None:
    """Model, warranty and name of the product, where none are given."""
    record = change.record
    product = record.product
    if product is not None:
        record.vehicle_model_id = record.vehicle_model_id or product.vehicle_model_id
        if record.warranty_until is None and record.delivered_on and product.warranty_months:
            record.warranty_until = months_later(record.delivered_on, product.warranty_months)
    if not record.name:
        known = record.product or record.vehicle_model
        record.name = known.name if known is not None else None


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """It is something, its person belongs to its owner, its days are in order, its VIN is nobody else's."""
    record = change.record
    if not record.name:
        yield "name", _("Please say what it is: a product, a vehicle model or a name.")
    if record.contact_id is not None and record.contact.account_id != record.account_id:
        yield "contact", _("“%(name)s” does not belong to this account.", name=record.contact.name)
    if record.warranty_until and record.delivered_on and record.warranty_until < record.delivered_on:
        yield "warranty_until", _("A warranty cannot end before the delivery.")
    if record.vin and (change.is_new or "vin" in change.changed):
        yield from _taken(change)
    if not change.is_new and "account" in change.changed and change.source not in ("merge", "handover", "undo"):
        yield "account", _("To another owner it is transferred, so that its past stays known.")


def _taken(change: Change) -> Iterator[tuple[str, str]]:
    """A VIN is recorded once. Who owns it is said to whoever may see that."""
    record, free = change.record, chunks.facts(FREE)
    if record.vin in free:
        del free[record.vin]  # the next row that has it asks
        return
    other = records.first(OBJECT, system_actor(), where={"vin": record.vin})
    if other is None or other.id == record.id:
        return
    if records.reachable(other, change.user, "read"):
        yield "vin", _("This VIN is recorded already: “%(name)s” of %(account)s. Transfer it if it has changed hands.", name=other.name, account=other.account.name)
    else:
        yield "vin", _("This VIN is recorded already, for a customer whom you may not see. Please ask your manager.")


def foresee(rows: Sequence[Mapping[str, Any]]) -> None:
    """Before many are saved together: ask which of their VINs nobody has."""
    vins = {vin for row in rows if isinstance(vin := row.get("vin"), str) and is_vin(vin)}
    if vins:
        taken = {one.vin for one in records.find(OBJECT, system_actor(), where={"vin": sorted(vins)}, sort="id", limit=len(vins))}
        chunks.facts(FREE).update(dict.fromkeys(vins - taken))


def note_owner(change: Change) -> None:
    """After a save: a line in the list of owners where there is a new one."""
    if change.operation == "restore" or not (change.is_new or "account" in change.changed) or change.source == "merge":
        return
    record = change.record
    since = record.delivered_on if change.is_new else today(change.user.dealer_id)
    row = {"installed_product_id": record.id, "account_id": record.account_id, "since": since, "note": change.reason, "at": now(), "by_id": change.user.id or None}
    chunks.insert(ADD_OWNER, [row])


# ---------------------------------------------------------------- for other modules


def register_installed(
    user: Actor, *, account: Any, product: Any = None, sold_with: Any = None, source: str = "automation", **values: Any
) -> InstalledProduct:
    """Record what a customer owns from now on: from a won line, say. Values by field name: name, vin, plate, serial_number, contact,
    delivered_on, warranty_until, status. ``sold_with`` is the record it was sold with. Raises Invalid, Forbidden."""
    made: InstalledProduct = records.create(OBJECT, user, source=source, account=account, product=product, sold_with=sold_with, **values)
    return made


def sold_with(record_id: int, user: Actor) -> Sequence[InstalledProduct]:
    """What was recorded as sold with this record, as far as the user sees it."""
    return records.find(OBJECT, user, where={"sold_with": record_id}, sort="id")


def transfer_to(
    record: InstalledProduct, user: Actor, *, account: Any, contact: Any = None, plate: str | None = None, note: str | None = None
) -> InstalledProduct:
    """Give it to its next owner; the list of owners keeps who had it before. A new owner often has a new plate. Raises Invalid, Refusal, Forbidden."""
    if getattr(account, "id", account) == record.account_id:
        raise Refusal(_("It belongs to this account already."), field="account")
    values: dict[str, Any] = {"plate": plate} if plate else {}
    moved: InstalledProduct = records.update(record, user, source="handover", reason=note, account=account, contact=contact, **values)
    return moved


# ---------------------------------------------------------------- owners


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner of an installed product; ``until`` is the first day of the next one, None for who has it now."""

    account: str
    url: str
    since: date | None
    until: date | None
    note: str
    by: str


def owners(record: InstalledProduct, user: Actor) -> list[Owner]:
    """Who has owned it, the present owner first. The names of earlier ones are shown to whoever sees the car only where they see the account."""
    if not queries.knows(record.object_type, user, None, "account"):
        return []
    query = sa.select(OWNERSHIP).where(OWNERSHIP.c.installed_product_id == record.id).order_by(OWNERSHIP.c.id.desc()).limit(MOST_OWNERS)
    rows = list(db.session.execute(query))
    may_read = permissions.may(user, registry.object_type("account"), "read")
    seen = {one.id: one for one in records.find("account", user, where={"id": [row.account_id for row in rows]}, sort="id")} if rows and may_read else {}
    found: list[Owner] = []
    until: date | None = None
    for row in rows:
        account = seen.get(row.account_id)
        name, url = (account.name, account.url) if account is not None else (_("An earlier owner"), "")
        found.append(Owner(name, url, row.since, until, row.note or "", users.name_of(row.by_id) if row.by_id else ""))
        until = row.since
    return found


# ---------------------------------------------------------------- the action


def _run(record: InstalledProduct, inputs: Mapping[str, Any], user: Actor) -> InstalledProduct:
    return transfer_to(record, user, account=inputs["account"], contact=inputs["contact"], plate=inputs["plate"], note=inputs["note"])


def _inputs() -> dict[str, Any]:
    declared = InstalledProduct.__record_fields__
    return {
        "account": fields.Lookup(gettext_lazy("New owner"), to="account", required=True),
        "contact": fields.Lookup(gettext_lazy("Contact"), to="contact"),
        "plate": type(declared["plate"])(gettext_lazy("New plate")),
        "note": fields.Text(gettext_lazy("Note"), length=200),
    }


transfer = Action(
    "transfer", gettext_lazy("Transfer to a new owner"), on=OBJECT, run=_run, inputs=_inputs(), icon="transfer", submit=gettext_lazy("Transfer"),
    fills={"contact": "contact", "plate": "plate"},
)  # fmt: skip
