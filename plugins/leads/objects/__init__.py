"""How leads, models and assignment rules appear in lists, on pages, in search and in the API."""

from .assignment import assignment_rule, assignment_target
from .cars import car_make, car_model
from .lead import ACCOUNT_LISTS, lead

ALL = (lead, car_make, car_model, assignment_rule, assignment_target)

__all__ = ["ACCOUNT_LISTS", "ALL", "assignment_rule", "assignment_target", "car_make", "car_model", "lead"]
