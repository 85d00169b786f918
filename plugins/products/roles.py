"""What the preset roles may do here: prices are kept by dealer managers and administrators, products and vehicle models by administrators."""

from __future__ import annotations

from core import Permission, Role
from core import gettext_lazy as _

from .copying import COPY

PERMISSIONS = (Permission(COPY, _("Copy price books")),)

Grants = dict[str, dict[str, str | bool | None]]
BOOKS = ("price_book", "price_book_entry")


def _reading() -> Grants:
    """Everybody who sells or serves knows what there is and what it costs."""
    return {"product": {"read": "all"}, "vehicle_model": {"read": "all"}, "price_book": {"read": "dealer"}, "price_book_entry": {"read": "all"}}


def _keeping() -> Grants:
    """The price books of one dealer."""
    return {
        "price_book": {"create": "dealer", "read": "dealer", "edit": "dealer", "delete": "dealer"},
        "price_book_entry": {"create": True, "read": "all", "edit": "all", "delete": "all"},
    }


def _installed(*, change: bool = True, delete: bool = False) -> Grants:
    """Seen where the account is seen, changed where it may be changed."""
    return {"installed_product": {"create": change or None, "read": "all", "edit": "all" if change else None, "delete": "all" if delete else None}}


ROLES = (
    Role("dealer_manager", _("Dealer manager"), grants={**_reading(), **_keeping(), **_installed(delete=True)}, permissions=(COPY,)),
    Role("sales_manager", _("Sales manager"), grants={**_reading(), **_installed(delete=True)}),
    Role("sales_consultant", _("Sales consultant"), grants={**_reading(), **_installed()}),
    Role("call_centre_agent", _("Call-centre agent"), grants={"product": {"read": "all"}, "vehicle_model": {"read": "all"}, **_installed(change=False)}),
    Role("front_desk", _("Front desk"), grants={"product": {"read": "all"}, "vehicle_model": {"read": "all"}, **_installed(change=False)}),
    Role("service_agent", _("Service agent"), grants={**_reading(), **_installed()}),
    Role("information_clerk", _("Information clerk"), grants={**_reading(), **_installed()}),
    Role("read_only", _("Read only"), grants={**_reading(), **_installed(change=False)}),
)
