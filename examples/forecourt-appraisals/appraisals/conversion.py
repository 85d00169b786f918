"""A step of a lead's conversion: a present car that the lead names becomes an appraisal to be made."""

from datetime import timedelta

from core import gettext_lazy as _
from core import records, today

from .objects import appraisal


def car_steps(conversion):
    """One step where the lead names a car. The conversion makes it; the leads module is not imported."""
    if not conversion.lead.current_car:
        return []
    return [conversion.step("appraisal", run=make, undo=take_back, moves=_("The present car is put down for appraisal."), icon="car", order=60)]


def make(conversion):
    """Inside the conversion's transaction; what it answers is kept for undoing it."""
    lead = conversion.lead
    made = records.create(appraisal, conversion.user, source="conversion", account=conversion.account, car=lead.current_car,
                          valid_until=today(lead.dealer_id) + timedelta(days=7))  # fmt: skip
    return {"appraisal": made.id}


def take_back(conversion, kept):
    """The appraisal goes with the rest of what the conversion made."""
    records.delete(records.get(appraisal, kept["appraisal"], conversion.user), conversion.user, source="undo")
