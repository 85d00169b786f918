"""How cases and what surrounds them appear in lists, on pages, in search and in the API."""

from .cases import ACCOUNT_LISTS, case, case_comment, case_link
from .promises import entitlement, escalation_rule, escalation_step
from .setup import case_reason, case_status, case_status_move

OBJECTS = (case_status, case_status_move, case_reason, entitlement, escalation_rule, escalation_step, case, case_comment, case_link)

__all__ = [
    "ACCOUNT_LISTS",
    "OBJECTS",
    "case",
    "case_comment",
    "case_link",
    "case_reason",
    "case_status",
    "case_status_move",
    "entitlement",
    "escalation_rule",
    "escalation_step",
]
