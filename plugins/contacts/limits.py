"""S3: the delivery limit. Modules that sell ask ``check_delivery_limit`` before they save; passing it needs a release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import Actor, Change, Permission, gettext_lazy, permissions, records, redaction, system_actor
from core import gettext as _

RELEASE = Permission("contacts.release_delivery_limit", gettext_lazy("Release what passes a delivery limit"))


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """What a customer's limit says of an amount: ``limit`` is the newest signed form's record, ``release`` the manager's."""

    amount: Decimal
    limit: Any = None
    release: Any = None

    @property
    def exceeded(self) -> bool:
        """Whether the amount passes the recommended maximum; another currency cannot be compared, so it does not."""
        return self.limit is not None and self.amount > self.limit.recommended_maximum

    @property
    def refused(self) -> bool:
        """Whether a manager's release is still missing."""
        return self.exceeded and self.release is None

    def warning(self, user: Actor) -> str | None:
        """The sentence to show this user, or None within the limit. How high it is stands there for whoever may know that."""
        if not self.exceeded:
            return None
        name = str(self.release.created_by) if self.release is not None else ""
        if not permissions.may(user, self.limit.object_type, "read") or redaction.known(self.limit, user).recommended_maximum is None:
            return _("Beyond the customer's delivery limit; released by %(name)s.", name=name) if name else _("This passes the customer's delivery limit. A manager must release it.")
        maximum = f"{self.limit.recommended_maximum:,.2f} {self.limit.recommended_maximum_currency}"
        if name:
            return _("Beyond the delivery limit of %(maximum)s; released by %(name)s.", maximum=maximum, name=name)
        return _("This passes the delivery limit of %(maximum)s. A manager must release it.", maximum=maximum)


def current_limit(account_id: int) -> Any:
    """The newest delivery limit form that the manager has signed, or None."""
    return records.first("delivery_limit", system_actor(), where=f"account = {int(account_id)} and manager is not empty", sort="-dated_on")


def check_delivery_limit(account_id: int | None, amount: Decimal | None, currency: str | None = None, record_id: int | None = None) -> LimitCheck:
    """Hold an opportunity's or order's amount against its customer's limit.

    ``record_id`` is that record's id, for which a release may exist; a record that is not saved yet has none.
    """
    if account_id is None or amount is None:
        return LimitCheck(Decimal(0))
    limit = current_limit(account_id)
    if limit is None or (currency and currency != limit.recommended_maximum_currency):
        return LimitCheck(amount)
    check = LimitCheck(amount, limit)
    return LimitCheck(amount, limit, _release(record_id, amount, limit.recommended_maximum_currency)) if check.exceeded and record_id else check


def _release(record_id: int, amount: Decimal, currency: str) -> Any:
    found = records.find("limit_release", system_actor(), where={"record": record_id})
    return next((one for one in found if one.amount_currency == currency and one.amount >= amount), None)


def prepare_release(change: Change) -> None:
    """Up to so much of the currency that the record is in."""
    release = change.record
    release.amount_currency = release.amount_currency or getattr(release.record, "amount_currency", None)


def release_rules(change: Change) -> Iterator[tuple[str, str]]:
    """Only who has the right releases, what a colleague sells, and for a record of this customer."""
    record = change.record.record
    if not change.user.may(RELEASE.code):
        yield "", _("You may not release what passes a delivery limit.")
    elif getattr(record, "owner_id", None) == change.user.id:
        yield "record", _("This is yours: a colleague has to release it.")
    account_id = getattr(record, "account_id", None)
    if account_id is not None and account_id != change.record.account_id:
        yield "record", _("This record belongs to another customer.")
