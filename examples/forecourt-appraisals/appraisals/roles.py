"""Rights on appraisals in the preset roles."""

from core import Role
from core import gettext_lazy as _

ROLES = (
    Role("dealer_manager", _("Dealer manager"), grants={"appraisal": {"create": "dealer", "read": "dealer", "edit": "dealer", "delete": "dealer"}}),
    Role("sales_manager", _("Sales manager"), grants={"appraisal": {"create": "team_below", "read": "dealer", "edit": "team_below"}}),
    Role("sales_consultant", _("Sales consultant"), grants={"appraisal": {"create": "own", "read": "own", "edit": "own"}}),
    Role("read_only", _("Read only"), grants={"appraisal": {"read": "dealer"}}),
)
