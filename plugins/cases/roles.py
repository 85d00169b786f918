"""What the preset roles may do with cases. Beyond them whoever owns a customer sees the customer's cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, Permission, Role, permissions, registry
from core import gettext_lazy as _

PROMISES = ("case_status", "case_status_move", "case_reason", "entitlement", "escalation_rule", "escalation_step")
"""What is read as one picture, see the catalogue."""
SETUP = (*PROMISES, "case_assignment_rule", "case_assignment_target", "agent_profile", "agent_skill", "answer_template", "case_macro")
PARTS = ("case_comment", "case_link")
OVERVIEW = "cases.overview"
PERMISSIONS = (Permission(OVERVIEW, _("See the overview of the service desk")),)
Grants = Mapping[str, Mapping[str, str | bool | None]]


def _set_up() -> Grants:
    return {code: {"read": "all"} for code in SETUP}


def _grants(create: str | None, read: str | None, edit: str | None = None, delete: str | None = None) -> Grants:
    """Cases within these scopes; what is said about them and their relations go with them."""
    parts: Mapping[str, str | bool | None] = {"create": bool(create or edit), "read": "all", "edit": "all" if edit else None, "delete": "all" if delete else None}
    return {"case": {"create": create, "read": read, "edit": edit, "delete": delete}, **dict.fromkeys(PARTS, parts), **_set_up()}


ROLES = (
    Role("dealer_manager", _("Dealer manager"), grants=_grants("dealer", "dealer", "dealer", "dealer"), permissions=(OVERVIEW,)),
    Role("sales_manager", _("Sales manager"), grants=_grants("dealer", "dealer", "own"), permissions=(OVERVIEW,)),
    Role("sales_consultant", _("Sales consultant"), grants=_grants("dealer", "own", "own")),
    Role("call_centre_agent", _("Call-centre agent"), grants=_grants("all", "all", "all")),
    Role("front_desk", _("Front desk"), grants=_grants("dealer", "own", "own")),
    Role("service_agent", _("Service agent"), grants=_grants("dealer", "dealer", "dealer")),
    Role("information_clerk", _("Information clerk"), grants=_grants(None, "dealer")),
    Role("read_only", _("Read only"), grants=_grants(None, "dealer")),
)


def through_customers(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    """Whoever owns a customer sees what that customer reports, whoever works on it."""
    if object_type.code != "case" or operation != "read":
        return ()
    customers = registry.object_type("account")
    if permissions.scope(user, customers, "read") is None or permissions.scope(user, object_type, "read") != "own":
        return ()
    return (Alternative("condition", user.principal_ids, _of_own_customers, _own_customers, by="account_id"),)


def _own_customers(mine: Any) -> sa.Select[Any]:
    """A list of cases begins with these: in its own order one would pass everybody's cases to find a few."""
    customers: Any = permissions.alias_of(registry.object_type("account").table)
    return sa.select(customers.c.id).where(mine(customers.c.owner_id), customers.c.deleted_at.is_(None))


def _of_own_customers(cases: Any, mine: Any) -> sa.ColumnElement[bool]:
    return cases.c.account_id.in_(_own_customers(mine))  # type: ignore[no-any-return]  # as above
