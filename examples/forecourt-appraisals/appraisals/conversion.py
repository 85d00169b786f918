"""A step of a lead's conversion: a present car that the lead names becomes an appraisal to be made."""

from dataclasses import dataclass, field
from datetime import timedelta

from core import gettext_lazy as _
from core import records, today

from .objects import appraisal


@dataclass
class Step:
    """In the shape that the leads module asks for; that module is not imported."""

    run: object
    undo: object
    code: str = "appraisal"
    title: str = ""
    icon: str = "car"
    template: str | None = None
    context: dict = field(default_factory=dict)
    moves: object = _("The present car is put down for appraisal.")
    veto: str | None = None
    order: int = 60


def car_steps(conversion):
    """One step where the lead names a car."""
    return [Step(run=make, undo=take_back)] if conversion.lead.current_car else []


def make(conversion):
    """Inside the conversion's transaction; what it answers is kept for undoing it."""
    lead = conversion.lead
    made = records.create(appraisal, conversion.user, source="conversion", account=conversion.account, car=lead.current_car,
                          valid_until=today(lead.dealer_id) + timedelta(days=7))  # fmt: skip
    return {"appraisal": made.id}


def take_back(conversion, kept):
    """The appraisal goes with the rest of what the conversion made."""
    records.delete(records.get(appraisal, kept["appraisal"], conversion.user), conversion.user, source="undo")
