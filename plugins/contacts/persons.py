"""Person accounts: an account with ``is_person`` and exactly one contact, kept as one record.

The contact holds what is personal. Name and owner stand on both and are kept equal, whichever is saved; both are deleted,
restored and merged together.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core import Actor, Change, NotFound, Refusal, chunks, db, records, system_actor, transaction
from core import gettext as _

if TYPE_CHECKING:
    from .models import Account, Contact

SHARED = ("name", "owner")
COMPANY_FIELDS = ("phone", "fax", "email", "website", "province", "city", "district", "address", "postal_code", "employees", "parent")
"""Fields of an account that a person account leaves empty: its contact has them, or they make no sense."""

MADE = "contacts.person_made"
"""The persons that this transaction has made, by their account."""

_details: ContextVar[dict[str, Any] | None] = ContextVar("contacts_person_details", default=None)


def create_person(
    user: Actor, *, account: dict[str, Any] | None = None, source: str = "user", channel: str = "form", reason: str | None = None, **person: Any
) -> Account:
    """Make a person account: ``person`` are its contact's fields, ``account`` further fields of the account.

    Raises Invalid, Refusal, Forbidden, as the gate does for both.
    """
    with transaction(), _with_details(person):
        made: Account = records.create(
            "account", user, source=source, channel=channel, reason=reason,
            **{**(account or {}), "name": person["name"], "is_person": True},
        )  # fmt: skip
    return made


@contextmanager
def _with_details(person: dict[str, Any]) -> Iterator[None]:
    token = _details.set({name: value for name, value in person.items() if name != "name"})
    try:
        yield
    finally:
        _details.reset(token)


def person_of(account: Any) -> Contact | None:
    """The one contact of a person account; None for a company."""
    if not account.is_person:
        return None
    made: Contact | None = chunks.facts(MADE).get(account.id)
    if made is not None and made.deleted_at is None:
        return made
    return records.first("contact", system_actor(), where={"account": account.id, "is_person": True})  # type: ignore[no-any-return]  # records are Any


def account_rules(change: Change) -> Iterator[tuple[str, str]]:
    """What a person account may not have, and that neither kind turns into the other."""
    if not change.is_new and "is_person" in change.new:
        yield "is_person", _("A person does not become a company, nor a company a person. Make a new account.")
    if change.record.is_person:
        for name in COMPANY_FIELDS:
            if change.value(name) is not None:
                yield name, _("This belongs to the person, not to the account.")


def contact_rules(change: Change) -> Iterator[tuple[str, str]]:
    """A person account has exactly one contact, which stays with it."""
    record = change.record
    if record.is_person and not change.is_new and "account" in change.new:
        yield "account", _("The person of a person account stays with it.")
    elif not record.is_person and record.account_id and record.account and record.account.is_person:
        yield "account", _("“%(name)s” is a person, who has no further contacts.", name=record.account.name)


def keep_together(change: Change) -> None:
    """After a save of either half: make the contact of a new person account, else carry name and owner over."""
    record = change.record
    if not record.is_person or change.operation == "restore":
        return
    if change.object_type.code == "account" and change.is_new:
        _make_contact(change)
    elif change.changed.intersection(SHARED) and not change.is_new:
        other = person_of(record) if change.object_type.code == "account" else record.account
        if other is not None:
            _carry_over(change, other)


def _make_contact(change: Change) -> None:
    account, details = change.record, _details.get() or {}
    chunks.facts(MADE)[account.id] = records.create(
        "contact", change.user, source=change.source, channel=change.channel, reason=change.reason,
        **{**details, "name": account.name, "account": account.id, "owner": account.owner_id, "is_person": True, "is_primary": True},
    )  # fmt: skip


def _carry_over(change: Change, other: Any) -> None:
    values = {"name": change.record.name, "owner": change.record.owner_id}
    differing = {name: value for name, value in values.items() if getattr(other, other.object_type.fields[name].attribute) != value}
    if differing:
        # By the system: who gives a customer away may not reach its other half any more.
        records.update(other, system_actor(), source=change.source, reason=change.reason, **differing)


def refuse_half_deletion(change: Change) -> None:
    """The contact of a person account goes only with its account; S1: one record to the user."""
    record = change.record
    if record.is_person and not is_going(record.account_id):
        raise Refusal(_("“%(name)s” is a person account: delete the account, and the person goes with it.", name=record.name))


def note_deletion(change: Change) -> None:
    """An account is being deleted; its contacts may follow."""
    _going().add(change.record.id)


def forget_deletion(change: Change) -> None:
    """The account is gone."""
    _going().discard(change.record.id)


def is_going(account_id: int | None) -> bool:
    """Whether this account is being deleted just now, and what belongs to it with it."""
    return account_id in _going()


def _going() -> set[int]:
    """Kept with the session, so that a deletion that failed is forgotten with it."""
    going: set[int] = db.session.info.setdefault("contacts_going", set())
    return going


def choose_primary(change: Change) -> None:
    """Before a save: the first contact of an account is its primary one, a person's only one too; without an account there is none."""
    record = change.record
    if record.account_id is None or record.is_person:
        record.is_primary = record.account_id is not None
        return
    if record.id is None or sa.inspect(record).attrs.account_id.history.has_changes() or sa.inspect(record).attrs.is_primary.history.has_changes():
        _lock_account(record.account_id)
    if not record.is_primary and not _primary(record.account_id, record.id):
        record.is_primary = True


def _lock_account(account_id: int) -> None:
    """Of several first contacts at once the second waits, and then sees the first."""
    try:
        records.get("account", account_id, system_actor(), lock=True)
    except NotFound:
        return  # the gate says so beside the field


def demote_others(change: Change) -> None:
    """After a save: an account has one primary contact, the one last named."""
    record = change.record
    if record.is_primary and not record.is_person and record.account_id and (change.is_new or change.changed & {"is_primary", "account"}):
        for other in _primary(record.account_id, record.id):
            records.update(other, system_actor(), source="automation", is_primary=False)


def primary_contact(account_id: int) -> Contact | None:
    """The contact to speak to first, without a check of rights; None for an account without contacts."""
    return next(iter(_primary(account_id, None)), None)


def _primary(account_id: int, except_id: int | None) -> list[Any]:
    found = records.find("contact", system_actor(), where={"account": account_id, "is_primary": True})
    return [one for one in found if one.id != except_id]
