"""What the preset roles may do here. Beyond them whoever leads a team sees what was closed in it by people who have left it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, Permission, Role, permissions, registry, users
from core import gettext_lazy as _

from .stages import REOPEN

SETUP = ("sales_process", "stage", "stage_move", "opportunity_type", "loss_reason")
FORMERS = users.FormerHome.__table__
CHILDREN = ("opportunity_competitor", "opportunity_team_member")
PERMISSIONS = (Permission(REOPEN, _("Reopen opportunities")), )


def _grants(scope: str, *, delete: str | None, competitor_edit: str | None = "all") -> dict[str, dict[str, str | bool | None]]:
    """Everything about opportunities within one scope; the set-up is read by all."""
    whole: dict[str, str | bool | None] = {"create": scope, "read": scope, "edit": scope, "delete": delete}
    return {
        "opportunity": whole,
        **{code: {"create": True, "read": "all", "edit": "all", "delete": "all"} for code in CHILDREN},
        "competitor": {"create": True, "read": "all", "edit": competitor_edit, "delete": None},
        **_set_up(),
    }


def _set_up() -> dict[str, dict[str, str | bool | None]]:
    return {code: {"read": "all"} for code in SETUP}


def _reading(scope: str) -> dict[str, dict[str, str | bool | None]]:
    return {"opportunity": {"read": scope}, "competitor": {"read": "all"}, **{code: {"read": "all"} for code in CHILDREN}, **_set_up()}


ROLES = (
    Role("dealer_manager", _("Dealer manager"), grants=_grants("dealer", delete="dealer"), permissions=(REOPEN,)),
    Role("sales_manager", _("Sales manager"), grants=_grants("team_below", delete="team_below"), permissions=(REOPEN,)),
    Role("sales_consultant", _("Sales consultant"), grants=_grants("own", delete=None, competitor_edit="own")),
    Role("front_desk", _("Front desk"), grants=_set_up()),
    Role("call_centre_agent", _("Call-centre agent"), grants=_set_up()),
    Role("service_agent", _("Service agent"), grants=_reading("dealer")),
    Role("information_clerk", _("Information clerk"), grants=_reading("dealer")),
    Role("read_only", _("Read only"), grants=_reading("dealer")),
)


def closed_here(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    """What has closed stays with the unit that closed it: who reads a team's opportunities reads these too, whoever owns them is where now."""
    if object_type.code != "opportunity" or operation != "read":
        return ()
    scope = permissions.scope(user, object_type, "read")
    left = users.left_units(user, scope) if scope in ("team", "team_below") else ()
    return (Alternative("condition", left, _closed_there, _ids_closed_there),) if left else ()


def _closed_there(sales: Any, mine: Any) -> sa.ColumnElement[bool]:
    return sa.and_(sales.c.is_closed.is_(True), mine(sales.c.unit_id), sa.exists().where(*_of_formers(sales)))


def _ids_closed_there(mine: Any) -> sa.Select[Any]:
    """The same beginning with the people who have left: they are few. SQLite, which takes a yes for rare, would go through all that is closed."""
    sales: Any = permissions.alias_of(registry.object_type("opportunity").table)
    return sa.select(sales.c.id).where(sa.func.coalesce(sales.c.is_closed, sa.false()), mine(FORMERS.c.unit_id), sales.c.deleted_at.is_(None), *_of_formers(sales))


def _of_formers(sales: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return (FORMERS.c.user_id == sales.c.owner_id, FORMERS.c.unit_id == sales.c.unit_id)
