"""What a new installation starts with: statuses, reasons, promises, one escalation rule. All of it is data from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import Actor, LazyText, gettext, pgettext_lazy, records, transaction
from core import gettext_lazy as _

from .catalogue import catalogue

HOUR = 60
CATCH_ALL = _("Every case")
"""What the escalation rule that ships is called."""
BRANCH = 20
"""Room in the order between one main reason and the next, so that a list has those below it in between."""


@dataclass(frozen=True, slots=True)
class StatusPreset:
    code: str
    label: LazyText
    closed: bool = False
    pauses: bool = False


STATUSES = (
    StatusPreset("new", pgettext_lazy("case status", "New")),
    StatusPreset("waiting", _("Waiting for the customer"), pauses=True),
    StatusPreset("working", pgettext_lazy("case status", "Working")),
    StatusPreset("solved", pgettext_lazy("case status", "Solved"), closed=True),
    StatusPreset("closed", pgettext_lazy("case status", "Closed"), closed=True),
)
"""In the order of the path: a case goes back and forth between waiting and working; the last two are both closed."""


@dataclass(frozen=True, slots=True)
class ReasonPreset:
    code: str
    label: LazyText
    below: Sequence[tuple[str, LazyText]] = ()


REASONS = (
    ReasonPreset("vehicle", pgettext_lazy("case reason", "Vehicle"), (
        ("drive", _("Engine and drive")), ("battery", _("Battery and charging")), ("brakes", _("Brakes and steering")),
        ("electronics", _("Electronics and software")), ("body", _("Body and paint")), ("interior", _("Interior and equipment")),
    )),
    ReasonPreset("service", pgettext_lazy("case reason", "Service"), (
        ("workshop", _("Workshop work")), ("parts", _("Spare parts")), ("waiting_time", _("Waiting time")), ("staff", _("Conduct of staff")),
    )),
    ReasonPreset("sale", pgettext_lazy("case reason", "Sale"), (
        ("delivery", _("Delivery of the car")), ("contract", _("Contract and price")), ("finance", _("Financing and insurance")),
        ("promise", _("Promise not kept")),
    )),
    ReasonPreset("use", pgettext_lazy("case reason", "Use"), (("how_to", _("How something works")), ("app", _("App and account")))),
    ReasonPreset("other", _("Other")),
)  # fmt: skip

ENTITLEMENTS = (
    ("urgent", pgettext_lazy("entitlement", "Urgent cases"), "priority = urgent", 1, 4),
    ("high", pgettext_lazy("entitlement", "Pressing cases"), "priority = high", 4, 24),
    ("normal", pgettext_lazy("entitlement", "Ordinary cases"), "priority = normal", 8, 48),
    ("low", pgettext_lazy("entitlement", "Cases that can wait"), None, 24, 72),
)
"""First response and resolution in business hours, as help desks ship them; the next response takes as long as the first."""


def seed(user: Actor) -> list[str]:
    """Statuses, reasons, promises and an escalation rule where there are none. Running it again adds nothing."""
    with transaction():
        if catalogue().statuses:
            return []
        for order, one in enumerate(STATUSES, start=1):
            records.create("case_status", user, **_named(one.code, one.label, order), is_closed=one.closed, pauses=one.pauses)
        for order, reason in enumerate(REASONS, start=1):
            above = records.create("case_reason", user, **_named(reason.code, reason.label, order * BRANCH))
            for place, (code, label) in enumerate(reason.below, start=order * BRANCH + 1):
                records.create("case_reason", user, **_named(code, label, place), parent=above)
        for order, (code, label, where, response, resolution) in enumerate(ENTITLEMENTS, start=1):
            records.create(
                "entitlement", user, **_named(code, label, order), where=where, first_response=response * HOUR, next_response=response * HOUR,
                resolution=resolution * HOUR,
            )  # fmt: skip
        _add_escalation(user)
    return [gettext("Case statuses, reasons and entitlements were set up.")]


def _named(code: str, label: LazyText, order: int) -> dict[str, Any]:
    return {"code": code, "name": label.message, "message": label.message, "position": order * 10}


def _add_escalation(user: Actor) -> None:
    """What nobody has taken up within a day is told to the manager, and pressed after two."""
    rule = records.create("escalation_rule", user, name=CATCH_ALL.message, position=900, age_from="opened")
    records.create("escalation_step", user, rule=rule, minutes=8 * HOUR, tell_manager=True, mark=False)
    records.create("escalation_step", user, rule=rule, minutes=18 * HOUR, tell_manager=True, raise_priority=True, mark=True)


def shown_rule_name(_rule_id: int, name: str) -> str:
    """The name that ships in the reader's language; any other as it is."""
    return gettext(name) if name == CATCH_ALL.message else name
