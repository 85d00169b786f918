"""The tables of cases and of what surrounds them."""

from .assignment import AgentProfile, AgentSkill, CaseAssignmentRule, CaseAssignmentTarget, CaseDecision, CaseRotation
from .case import Case, CaseComment, CaseLink
from .clock import Entitlement, EscalationRule, EscalationStep, Told
from .desk import AnswerTemplate, CaseMacro, Presence
from .history import HistoryDigest, HistoryRow
from .status import CaseReason, CaseStatus, CaseStatusMove

__all__ = [
    "AgentProfile",
    "AgentSkill",
    "AnswerTemplate",
    "Case",
    "CaseAssignmentRule",
    "CaseAssignmentTarget",
    "CaseComment",
    "CaseDecision",
    "CaseLink",
    "CaseMacro",
    "CaseReason",
    "CaseRotation",
    "CaseStatus",
    "CaseStatusMove",
    "Entitlement",
    "EscalationRule",
    "EscalationStep",
    "HistoryDigest",
    "HistoryRow",
    "Presence",
    "Told",
]
