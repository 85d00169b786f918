"""What the preset roles may do here."""

from __future__ import annotations

from core import Permission, Role
from core import gettext_lazy as _

from .stages import REOPEN

SETUP = ("sales_process", "stage", "stage_move", "opportunity_type", "loss_reason")
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
