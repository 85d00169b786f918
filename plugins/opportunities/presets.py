"""Shipped sales processes, types and loss reasons. Each is data once it is there: an administrator changes it freely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core import Actor, LazyText, pgettext_lazy, records, transaction
from core import gettext_lazy as _

from .catalogue import catalogue

PIPELINE, BEST_CASE, COMMIT, CLOSED, OMITTED = "pipeline", "best_case", "commit", "closed", "omitted"
LOST_NEEDS = ("loss_reason",)
WON_NEEDS = ("amount", "close_date")


@dataclass(frozen=True, slots=True)
class StagePreset:
    code: str
    label: LazyText
    probability: int
    category: str = PIPELINE
    closed: bool = False
    won: bool = False
    needs: Sequence[str] = ()
    rotting: int | None = None


@dataclass(frozen=True, slots=True)
class ProcessPreset:
    code: str
    label: LazyText
    stages: Sequence[StagePreset]
    engaged: str | None = None
    by_grade: bool = False


CLOSED_WON = StagePreset("closed_won", _("Closed Won"), 100, CLOSED, True, True, WON_NEEDS)
CLOSED_LOST = StagePreset("closed_lost", _("Closed Lost"), 0, OMITTED, True, False, LOST_NEEDS)

STANDARD = ProcessPreset(
    "standard",
    _("Standard sales process"),
    (
        StagePreset("prospecting", _("Prospecting"), 10, rotting=30),
        StagePreset("qualification", _("Qualification"), 10, rotting=30),
        StagePreset("needs_analysis", _("Needs Analysis"), 20, rotting=30),
        StagePreset("value_proposition", _("Value Proposition"), 50, rotting=30),
        StagePreset("decision_makers", _("Id. Decision Makers"), 60, rotting=30),
        StagePreset("perception_analysis", _("Perception Analysis"), 70, rotting=30),
        StagePreset("proposal", _("Proposal/Price Quote"), 75, rotting=21, needs=("amount",)),
        StagePreset("negotiation", _("Negotiation/Review"), 90, rotting=21, needs=("amount", "close_date")),
        CLOSED_WON,
        CLOSED_LOST,
    ),
)
"""S1: the ten stages of Salesforce."""

CORE_SALES = ProcessPreset(
    "core_sales",
    _("Core sales process"),
    (
        StagePreset("prospect_management", _("Prospect management"), 10, rotting=14),
        StagePreset("follow_up", pgettext_lazy("stage", "Follow-up"), 15, rotting=14),
        StagePreset("visit", pgettext_lazy("stage", "Visit"), 20, rotting=14),
        StagePreset("needs_analysis", _("Needs Analysis"), 30, rotting=14),
        StagePreset("product_demo", _("Product demo"), 45, rotting=14),
        StagePreset("trial_invitation", _("Trial invitation"), 60, BEST_CASE, rotting=10),
        StagePreset("objections", _("Objections"), 75, COMMIT, rotting=10),
        StagePreset("deal", _("Deal"), 100, CLOSED, True, True, WON_NEEDS),
        StagePreset("delivery", pgettext_lazy("stage", "Delivery"), 100, CLOSED, True, True, ("delivered_on",)),
        StagePreset("buyer_care", _("Buyer care"), 100, CLOSED, True, True),
        StagePreset("lost", pgettext_lazy("stage", "Lost"), 0, OMITTED, True, False, LOST_NEEDS),
    ),
)
"""S12: the ten steps of the standard core sales process, and the way out of it."""

CAR_SALES = ProcessPreset(
    "car_sales",
    _("New car"),
    (
        StagePreset("reception", _("Reception"), 10, rotting=7),
        StagePreset("needs_analysis", _("Needs Analysis"), 20, rotting=7),
        StagePreset("test_drive", _("Test drive"), 50, rotting=7, needs=("product",)),
        StagePreset("quote", _("Quote"), 70, BEST_CASE, rotting=7, needs=("amount",)),
        StagePreset("negotiation", _("Negotiation"), 90, COMMIT, rotting=5, needs=("amount", "close_date")),
        StagePreset("ordered", pgettext_lazy("stage", "Ordered"), 100, CLOSED, True, True, WON_NEEDS),
        StagePreset("delivered", pgettext_lazy("stage", "Delivered"), 100, CLOSED, True, True, ("delivered_on",)),
        StagePreset("lost", pgettext_lazy("stage", "Lost"), 0, OMITTED, True, False, LOST_NEEDS),
    ),
    by_grade=True,
)
"""For a car dealer: won at the order, delivered apart; the consultant's grade decides the forecast category."""

PROCESSES = (STANDARD, CORE_SALES, CAR_SALES)

TYPES = (
    ("new_purchase", _("New purchase")),
    ("upgrade", pgettext_lazy("opportunity type", "Upgrade")),
    ("site_extension", _("Site extension")),
    ("service_fee", _("Service fee")),
)
"""S1: types of opportunity."""

LOSS_REASONS = (
    ("price", pgettext_lazy("loss reason", "Price"), False),
    ("competitor", _("Bought from a competitor"), True),
    ("product", _("Product does not fit"), False),
    ("delivery_time", _("Delivery takes too long"), False),
    ("finance", _("Financing refused"), False),
    ("postponed", _("Purchase postponed"), False),
    ("no_contact", _("Cannot be reached"), False),
    ("service", _("Unhappy with us"), False),
    ("other", _("Other"), False),
)
"""S8: why intents are lost."""


def preset(code: str) -> ProcessPreset | None:
    return next((one for one in PROCESSES if one.code == code), None)


def add_process(chosen: ProcessPreset, user: Actor, *, default: bool = False) -> Any:
    """Make the process with its stages, for an administrator to change."""
    with transaction():
        process = records.create(
            "sales_process", user, name=chosen.label.message, message=chosen.label.message, code=chosen.code, is_default=default,
            category_from="grade" if chosen.by_grade else "stage", engaged_stage=chosen.engaged,
        )  # fmt: skip
        for order, stage in enumerate(chosen.stages, start=1):
            _add_stage(process, stage, order * 10, user)
    return process


def _add_stage(process: Any, stage: StagePreset, position: int, user: Actor) -> None:
    records.create(
        "stage", user, process=process, name=stage.label.message, message=stage.label.message, code=stage.code, position=position,
        probability=stage.probability, forecast_category=stage.category, is_closed=stage.closed, is_won=stage.won,
        required_fields=tuple(stage.needs), rotting_days=stage.rotting,
    )  # fmt: skip


def add_lists(user: Actor) -> None:
    """The types and loss reasons that are not there yet."""
    _add_missing("opportunity_type", user, ({"code": code, "label": label} for code, label in TYPES))
    _add_missing("loss_reason", user, ({"code": code, "label": label, "needs_competitor": asks} for code, label, asks in LOSS_REASONS))


def _add_missing(object_code: str, user: Actor, wanted: Iterable[dict[str, Any]]) -> None:
    present = {record.code for record in records.find(object_code, user, limit=500)}
    for order, values in enumerate(wanted, start=1):
        label = values.pop("label")
        if values["code"] not in present:
            records.create(object_code, user, name=label.message, message=label.message, position=order * 10, **values)


def seed(user: Actor) -> list[str]:
    """What a new installation starts with: all presets, the standard one as default. Running it again adds nothing."""
    with transaction():
        add_lists(user)
        if catalogue().processes:
            return []
        for chosen in PROCESSES:
            add_process(chosen, user, default=chosen is STANDARD)
    return [str(_("%(count)s sales processes were set up.", count=len(PROCESSES)))]
