"""The tables of cases and of what surrounds them."""

from .case import Case, CaseComment, CaseLink
from .clock import Entitlement, EscalationRule, EscalationStep, Told
from .history import HistoryRow
from .status import CaseReason, CaseStatus, CaseStatusMove

__all__ = [
    "Case",
    "CaseComment",
    "CaseLink",
    "CaseReason",
    "CaseStatus",
    "CaseStatusMove",
    "Entitlement",
    "EscalationRule",
    "EscalationStep",
    "HistoryRow",
    "Told",
]
