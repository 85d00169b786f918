"""Who may attach and remove files; reading them is reading the record."""

from __future__ import annotations

from core import Permission, Role
from core import gettext_lazy as _

ADD, REMOVE = "files.add", "files.remove"

PERMISSIONS = (Permission(ADD, _("Attach files")), Permission(REMOVE, _("Remove files")))

ROLES = (
    Role("dealer_manager", _("Dealer manager"), permissions=(ADD, REMOVE)),
    Role("sales_manager", _("Sales manager"), permissions=(ADD, REMOVE)),
    Role("sales_consultant", _("Sales consultant"), permissions=(ADD, REMOVE)),
    Role("call_centre_agent", _("Call-centre agent"), permissions=(ADD,)),
    Role("front_desk", _("Front desk"), permissions=(ADD,)),
    Role("service_agent", _("Service agent"), permissions=(ADD,)),
    Role("information_clerk", _("Information clerk"), permissions=(ADD, REMOVE)),
)
