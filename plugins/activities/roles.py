"""Rights on activities in the preset roles. Beyond them everybody sees the activities of the records they see."""

from __future__ import annotations

from collections.abc import Mapping

from core import Role
from core import gettext_lazy as _

Grant = Mapping[str, str | bool | None]
WORKING: Grant = {"create": "dealer", "read": "own", "edit": "own", "delete": "own"}

ROLES = (
    Role("dealer_manager", _("Dealer manager"), grants={"activity": {"create": "dealer", "read": "dealer", "edit": "dealer", "delete": "dealer"}}),
    Role("sales_manager", _("Sales manager"), grants={"activity": {"create": "dealer", "read": "team_below", "edit": "team_below", "delete": "own"}}),
    Role("sales_consultant", _("Sales consultant"), grants={"activity": WORKING}),
    Role("call_centre_agent", _("Call-centre agent"), grants={"activity": {**WORKING, "create": "all"}}),
    Role("front_desk", _("Front desk"), grants={"activity": WORKING}),
    Role("service_agent", _("Service agent"), grants={"activity": WORKING}),
    Role("information_clerk", _("Information clerk"), grants={"activity": {"create": "dealer", "read": "dealer", "edit": "own", "delete": None}}),
    Role("read_only", _("Read only"), grants={"activity": {"create": None, "read": "dealer", "edit": None, "delete": None}}),
)
