"""The roles every installation has, and the rights core itself asks for. Modules add their grants to these roles."""

from __future__ import annotations

from ..i18n import gettext_lazy as _
from ..permissions import Permission, Role
from ..settings import PERMISSION as ADMINISTER

ADMINISTRATOR = "administrator"
EXPORT = "export"
SEE_LOG = "core.see_log"

PRESETS = (
    Role(ADMINISTRATOR, _("Administrator"), description=_("May do everything, settings and rights included.")),
    Role("dealer_manager", _("Dealer manager"), permissions=(EXPORT, SEE_LOG), description=_("Answers for a whole dealer.")),
    Role("sales_manager", _("Sales manager"), permissions=(EXPORT,), description=_("Leads a team of sales consultants.")),
    Role("sales_consultant", _("Sales consultant"), description=_("Looks after own customers from the first contact to the deal.")),
    Role("call_centre_agent", _("Call-centre agent"), description=_("Registers leads for all dealers and hands them on.")),
    Role("front_desk", _("Front desk"), description=_("Receives visitors and callers.")),
    Role("service_agent", _("Service agent"), description=_("Answers questions, complaints and faults.")),
    Role("information_clerk", _("Information clerk"), description=_("Keeps registers and files complete.")),
    Role("read_only", _("Read only"), description=_("Sees, but changes nothing.")),
)

CORE_PERMISSIONS = (
    Permission(EXPORT, _("Export records")),
    Permission(ADMINISTER, _("Administer the installation")),
    Permission(SEE_LOG, _("See the log of sign-ins and exports")),
)
