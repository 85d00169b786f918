"""What the preset roles may do here. Whose numbers somebody sees follows from the sight on opportunities and from the hierarchy."""

from __future__ import annotations

from core import Role
from core import gettext_lazy as _

READING = {"forecast_type": {"read": "all"}}

ROLES = (
    Role("dealer_manager", _("Dealer manager"), grants=READING),
    Role("sales_manager", _("Sales manager"), grants=READING),
    Role("sales_consultant", _("Sales consultant"), grants=READING),
    Role("information_clerk", _("Information clerk"), grants=READING),
    Role("read_only", _("Read only"), grants=READING),
)
