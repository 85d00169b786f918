"""The tables of leads, one noun a file."""

from .assignment import AssignmentRule, AssignmentTarget, Decision, Rotation
from .cars import CarMake, CarModel
from .clocks import ContactEvent, Escalation
from .conversion import ConversionRow
from .lead import Lead
from .visits import UnaskedVisit

__all__ = [
    "AssignmentRule", "AssignmentTarget", "CarMake", "CarModel", "ContactEvent", "ConversionRow", "Decision", "Escalation",
    "Lead", "Rotation", "UnaskedVisit",
]  # fmt: skip
