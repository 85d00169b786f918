"""What the preset roles may do here. Whose numbers somebody sees follows from the sight on opportunities and from the hierarchy."""

from __future__ import annotations

from core import Permission, Role
from core import gettext_lazy as _

from .adjustments import ADJUST
from .locks import LOCK
from .snapshots import TAKE
from .submissions import SUBMIT

PERMISSIONS = (
    Permission(ADJUST, _("Adjust the forecast")),
    Permission(SUBMIT, _("Submit the forecast")),
    Permission(LOCK, _("Lock and reopen the forecast of a team")),
    Permission(TAKE, _("Take a snapshot of the forecast")),
)
Grants = dict[str, dict[str, str | bool | None]]


def _grants(read: str, set_by: str | None = None) -> Grants:
    """Quotas are read within one scope, and set within another by those who answer for a team."""
    setting: dict[str, str | bool | None] = {"create": set_by, "edit": set_by, "delete": set_by} if set_by else {}
    return {"forecast_type": {"read": "all"}, "exchange_rate": {"read": "all"}, "forecast_quota": {"read": read, **setting}}


ROLES = (
    Role("dealer_manager", _("Dealer manager"), grants=_grants("dealer", "dealer"), permissions=(ADJUST, SUBMIT, LOCK, TAKE)),
    Role("sales_manager", _("Sales manager"), grants=_grants("team_below", "team_below"), permissions=(ADJUST, SUBMIT, LOCK, TAKE)),
    Role("sales_consultant", _("Sales consultant"), grants=_grants("own"), permissions=(ADJUST, SUBMIT)),
    Role("information_clerk", _("Information clerk"), grants=_grants("dealer")),
    Role("read_only", _("Read only"), grants=_grants("dealer")),
)
