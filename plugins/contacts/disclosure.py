"""S12: no customer data reaches an outside partner without the customer's recorded consent.

We ask for it always, after the deal too: the rule's "before the deal" is the least.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from core import Action, Actor, Choice, Refusal, fields, gettext_lazy, now, records, system_actor, today
from core import gettext as _

from .models.disclosure import RECIPIENT_KINDS


def consent_for(account_id: int, recipient: Choice | str, recipient_name: str | None = None, on: date | None = None) -> Any:
    """The customer's consent that covers this kind of partner (and this one, where it names one) on a day, or None."""
    code = recipient.code if isinstance(recipient, Choice) else recipient
    day = on or today()
    return next((one for one in consents_of(account_id) if _covers(one, code, recipient_name, day)), None)


def consents_of(account_id: int) -> list[Any]:
    """All consents of a customer, the latest first."""
    found = records.find("consent", system_actor(), where={"account": account_id}, sort="-id")  # by id: one statement, for a customer has few
    return sorted(found, key=lambda consent: consent.given_on, reverse=True)


def kinds_allowed(account_id: int) -> list[Choice]:
    """The kinds of partner that today's consents cover, in one read."""
    found, day = consents_of(account_id), today()
    return [kind for kind in RECIPIENT_KINDS if any(_covers(one, kind.code, None, day) for one in found)]


def _covers(consent: Any, code: str, recipient_name: str | None, day: date) -> bool:
    if code not in [kind.code for kind in consent.recipients] or consent.withdrawn_on is not None:
        return False
    if consent.given_on > day or (consent.expires_on is not None and consent.expires_on < day):
        return False
    only = (consent.recipient_name or "").casefold()
    return not only or only == (recipient_name or "").strip().casefold()


def require_consent(account_id: int, recipient: Choice | str, recipient_name: str | None = None) -> Any:
    """The consent, for modules that pass data on. Raises Refusal without one."""
    consent = consent_for(account_id, recipient, recipient_name)
    if consent is None:
        raise Refusal(_("The customer has not consented to this. Record the consent first."), code="no-consent")
    return consent


def give_data(record: Any, inputs: dict[str, Any], user: Actor) -> Any:
    """Note that a customer's data goes to a partner; the sheet to hand over is printed from the note."""
    consent = require_consent(record.id, inputs["recipient"], inputs["recipient_name"])
    return records.create("disclosure", user, source="user", account=record, consent=consent, disclosed_at=now(), **inputs)


def withdraw_consent(record: Any, inputs: dict[str, Any], user: Actor) -> Any:
    """The customer takes the consent back, from today on."""
    return records.update(record, user, withdrawn_on=today(record.dealer_id), reason=inputs.get("reason"))


def may_withdraw(record: Any, user: Actor) -> Refusal | None:
    return Refusal(_("This consent was withdrawn already.")) if record.withdrawn_on else None


disclose = Action(
    "disclose",
    gettext_lazy("Give data to a partner"),
    on="account",
    run=give_data,
    creates="disclosure",
    icon="building-bank",
    fills={name: f"disclosure.{name}" for name in ("recipient", "recipient_name", "purpose")},
    inputs={
        "recipient": fields.Picklist(gettext_lazy("Kind of partner"), RECIPIENT_KINDS, required=True),
        "recipient_name": fields.Text(gettext_lazy("Partner"), length=120, required=True),
        "purpose": fields.Text(gettext_lazy("Purpose"), length=200, required=True),
    },
)
withdraw = Action(
    "withdraw",
    gettext_lazy("Withdraw"),
    on="consent",
    run=withdraw_consent,
    allowed=may_withdraw,
    inputs={"reason": fields.LongText(gettext_lazy("Reason"))},
    icon="circle-off",
)
