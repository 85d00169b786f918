"""Roles: what they grant, in two layers. What modules ship is declared in code; what an administrator changes is stored.

The stored layer holds only differences, so that an upgrade may improve a shipped default without eating what was decided here.
"""

from .changes import add, assign, change, refuse_without_administrator, remove, reset
from .effective import LEVELS, Rights, RoleInfo, action_permissions, all_roles, declared_permissions, find, holders, label_of, rights_of
from .models import RoleField, RoleGrant, RolePermission, RoleRow, UserRole
from .presets import ADMINISTRATOR, CORE_PERMISSIONS, EXPORT, PRESETS
from .reach import refuse_stronger

__all__ = [
    "ADMINISTRATOR", "CORE_PERMISSIONS", "EXPORT", "LEVELS", "PRESETS", "Rights", "RoleField", "RoleGrant", "RoleInfo", "RolePermission", "RoleRow",
    "UserRole", "action_permissions", "add", "all_roles", "assign", "change", "declared_permissions", "find", "holders", "label_of",
    "refuse_stronger", "refuse_without_administrator", "remove", "reset", "rights_of",
]  # fmt: skip
