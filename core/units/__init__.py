"""The organisation: a tree of groups, regions, dealers and teams of any depth, each with manager, zone and currency.

Reading is from a picture of the tree that is built once per version of the people; see ``core.state``.
"""

from .changes import add, change, refuse_outside
from .models import DEALER, GROUP, KINDS, REGION, TEAM, Unit
from .tree import (
    UnitInfo,
    above,
    all_units,
    below,
    calendar_of,
    currency_of,
    dealer_of,
    dealers,
    dealers_below,
    find,
    indented,
    managed_by,
    manager_of,
    managers_above,
    name_of,
    users_of,
    zone_of,
)  # fmt: skip

__all__ = [
    "DEALER", "GROUP", "KINDS", "REGION", "TEAM", "Unit", "UnitInfo", "above", "add", "all_units", "below", "calendar_of", "change", "currency_of",
    "dealer_of", "dealers", "dealers_below", "find", "indented", "managed_by", "manager_of", "managers_above", "name_of", "refuse_outside", "users_of", "zone_of",
]  # fmt: skip
