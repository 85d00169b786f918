"""How cases and what surrounds them appear in lists, on pages, in search and in the API."""

from .assignment import agent_profile, agent_skill, case_assignment_rule, case_assignment_target
from .cases import ACCOUNT_LISTS, case, case_comment, case_link
from .desk import answer_template, case_macro
from .promises import entitlement, escalation_rule, escalation_step
from .setup import case_reason, case_status, case_status_move

OBJECTS = (
    case_status, case_status_move, case_reason, entitlement, escalation_rule, escalation_step, case_assignment_rule, case_assignment_target,
    agent_profile, agent_skill, answer_template, case_macro, case, case_comment, case_link,
)  # fmt: skip

__all__ = [
    "ACCOUNT_LISTS",
    "OBJECTS",
    "agent_profile",
    "agent_skill",
    "answer_template",
    "case",
    "case_assignment_rule",
    "case_assignment_target",
    "case_comment",
    "case_link",
    "case_macro",
    "case_reason",
    "case_status",
    "case_status_move",
    "entitlement",
    "escalation_rule",
    "escalation_step",
]
