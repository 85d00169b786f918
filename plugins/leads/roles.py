"""What the preset roles may do with leads."""

from __future__ import annotations

from collections.abc import Mapping

from core import Permission, Role
from core import gettext_lazy as _

from .actions import CONVERT, UNDO
from .assignment import ASSIGN, BY_RULES
from .calls import CALLS
from .duplicates import OVERRIDE

PERMISSIONS = (
    Permission(CONVERT, _("Convert leads")),
    Permission(UNDO, _("Undo the conversion of a lead")),
    Permission(OVERRIDE, _("Register a known number as a new lead, with a reason")),
    Permission(ASSIGN, _("Assign leads")),
    Permission(CALLS, _("Has a daily target of calls to new customers")),
    Permission(BY_RULES, _("New leads go out by the assignment rules")),
)
SETUP = ("car_make", "car_model", "assignment_rule", "assignment_target")
Grants = Mapping[str, Mapping[str, str | bool | None]]


def _grants(lead: Mapping[str, str | bool | None], setup: str | None = None) -> Grants:
    """Leads within a scope; makes, models and rules are read by all and kept by managers."""
    whole = {"create": setup, "read": "all", "edit": setup, "delete": setup}
    return {"lead": lead, **dict.fromkeys(SETUP, whole)}


ROLES = (
    Role(
        "dealer_manager", _("Dealer manager"), permissions=(CONVERT, UNDO, OVERRIDE, ASSIGN),
        grants=_grants({"create": "dealer", "read": "dealer", "edit": "dealer", "delete": "dealer"}, "all"),
    ),
    Role(
        "sales_manager", _("Sales manager"), permissions=(CONVERT, UNDO, OVERRIDE, ASSIGN),
        grants=_grants({"create": "dealer", "read": "dealer", "edit": "dealer", "delete": "team_below"}),
    ),
    Role(
        "sales_consultant", _("Sales consultant"), permissions=(CONVERT, UNDO, CALLS),
        grants=_grants({"create": "own", "read": "own", "edit": "own", "delete": None}),
    ),
    Role(
        "call_centre_agent", _("Call-centre agent"), permissions=(OVERRIDE, ASSIGN, BY_RULES),
        grants=_grants({"create": "all", "read": "all", "edit": "all", "delete": None}),
    ),
    Role(
        "front_desk", _("Front desk"), permissions=(BY_RULES,),
        grants=_grants({"create": "dealer", "read": "dealer", "edit": "own", "delete": None}),
    ),
    Role("service_agent", _("Service agent"), grants=_grants({"create": "own", "read": "own", "edit": "own", "delete": None})),
    Role("information_clerk", _("Information clerk"), grants=_grants({"create": None, "read": "dealer", "edit": "dealer", "delete": None})),
    Role("read_only", _("Read only"), grants=_grants({"create": None, "read": "dealer", "edit": None, "delete": None})),
)  # fmt: skip
