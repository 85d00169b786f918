"""Rights of this module's objects in the preset roles."""

from __future__ import annotations

from collections.abc import Mapping

from core import Permission, Role
from core import gettext_lazy as _

from .handover import HAND_OVER
from .limits import RELEASE
from .matching import OVERRIDE, SEE
from .signatures import GENERAL_MANAGER, MANAGER, SUPERVISOR

PERMISSIONS = (
    Permission(SEE, _("See duplicates of other dealers and owners")),
    Permission(OVERRIDE, _("Save a known number again, with a reason")),
    HAND_OVER,
    RELEASE,
    SUPERVISOR,
    MANAGER,
    GENERAL_MANAGER,
)

CUSTOMERS = ("account", "contact", "partner")
COMPANY_FORMS = ("key_person", "customer_profile", "new_customer_report", "delivery_limit", "processing_statement", "credit_analysis", "consent")
MANAGERS_FORMS = ("limit_release",)
NOTED = ("disclosure",)
GRADES = ("grade_scheme", "grade")
Grant = Mapping[str, str | bool | None]


def _grant(scope: str, create: bool = True, edit: str | None = None, delete: str | None = None) -> Grant:
    return {"create": scope if create else None, "read": scope, "edit": edit, "delete": delete}


def _all(codes: tuple[str, ...], grant: Grant) -> dict[str, Grant]:
    return dict.fromkeys(codes, grant)


READ_GRADES = _all(GRADES, {"read": "all"})


def _grants(customers: Grant, forms: Grant, releases: Grant | None = None) -> dict[str, Grant]:
    """The grants of one role: for customers, for their forms, for releases of limits; what is noted is read like forms."""
    noted = {"create": customers.get("edit"), "read": forms.get("read")}
    return {
        **READ_GRADES,
        **_all(CUSTOMERS, customers),
        **_all(COMPANY_FORMS, forms),
        **_all(MANAGERS_FORMS, releases or {"read": forms.get("read")}),
        **_all(NOTED, noted),
    }


_MANAGER = _grant("dealer", edit="dealer", delete="dealer")

ROLES = (
    Role(
        "dealer_manager",
        _("Dealer manager"),
        grants=_grants(_MANAGER, _MANAGER, _grant("dealer")),
        permissions=(SEE, OVERRIDE, HAND_OVER.code, RELEASE.code, SUPERVISOR.code, MANAGER.code, GENERAL_MANAGER.code),
    ),
    Role(
        "sales_manager",
        _("Sales manager"),
        grants=_grants(
            {"create": "dealer", "read": "dealer", "edit": "team_below", "delete": "team_below"},
            {"create": "dealer", "read": "dealer", "edit": "team_below", "delete": "team_below"},
            _grant("dealer"),
        ),
        permissions=(OVERRIDE, HAND_OVER.code, RELEASE.code, SUPERVISOR.code, MANAGER.code),
    ),
    Role(
        "sales_consultant",
        _("Sales consultant"),
        grants=_grants(
            {"create": "own", "read": "own", "edit": "own", "delete": None},
            {"create": "own", "read": "own", "edit": "own", "delete": None},
        ),
    ),
    Role(
        "call_centre_agent",
        _("Call-centre agent"),
        grants={**READ_GRADES, "account": _grant("all", edit="own"), "contact": _grant("all", edit="own")},
        permissions=(SEE, OVERRIDE),
    ),
    Role("front_desk", _("Front desk"), grants={**READ_GRADES, "account": {"read": "dealer"}, "contact": {"read": "dealer"}}),
    Role(
        "service_agent",
        _("Service agent"),
        grants={**READ_GRADES, "account": {"read": "dealer"}, "contact": {"create": "dealer", "read": "dealer", "edit": "dealer"}},
    ),
    Role("information_clerk", _("Information clerk"), grants=_grants({"read": "dealer", "edit": "dealer"}, _grant("dealer", edit="dealer"))),
    Role(
        "read_only",
        _("Read only"),
        grants={**READ_GRADES, **_all((*CUSTOMERS, *COMPANY_FORMS, *MANAGERS_FORMS, *NOTED), {"read": "dealer"})},
    ),
)
