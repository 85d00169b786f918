"""What the preset roles may do with lines and quotes: whoever changes an opportunity changes its lines."""

from __future__ import annotations

from core import Role
from core import gettext_lazy as _

Grants = dict[str, dict[str, str | bool | None]]
CHILDREN = ("opportunity_line", "installment", "quote", "quote_line")


def _working() -> Grants:
    """Seen and changed where the opportunity is."""
    return {**{code: {"create": True, "read": "all", "edit": "all", "delete": "all"} for code in CHILDREN}, "discount_limit": {"read": "all"}}


def _reading() -> Grants:
    return {code: {"read": "all"} for code in (*CHILDREN, "discount_limit")}


ROLES = (
    Role("dealer_manager", _("Dealer manager"), grants=_working()),
    Role("sales_manager", _("Sales manager"), grants=_working()),
    Role("sales_consultant", _("Sales consultant"), grants=_working()),
    Role("service_agent", _("Service agent"), grants=_reading()),
    Role("information_clerk", _("Information clerk"), grants=_reading()),
    Role("read_only", _("Read only"), grants=_reading()),
)
