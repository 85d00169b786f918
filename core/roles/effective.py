"""What a role grants and what a user may do: the shipped layer under the stored one, and all roles of a user merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import sqlalchemy as sa

from .. import registry, state
from ..db import db
from ..errors import NotFound
from ..i18n import Text
from ..i18n import gettext as _
from ..permissions import SCOPES, Permission, Role
from .models import RoleField, RoleGrant, RolePermission, RoleRow, UserRole
from .presets import CORE_PERMISSIONS, PRESETS

LEVELS = ("open", "readonly", "hidden")
"""What may be done with a field, from wide to narrow."""

Grants = Mapping[tuple[str, str], str]
Levels = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class RoleInfo:
    """A role as it holds now. ``grants``, ``fields``, ``permissions`` are effective; ``shipped`` is what the modules declare."""

    id: int | None
    code: str
    own_label: str | None
    own_description: str | None
    version: int
    is_preset: bool
    grants: Grants
    fields: Levels
    permissions: frozenset[str]
    shipped: Rights
    differs: bool = False

    @property
    def label(self) -> Text:
        return self.own_label or (declared()[self.code].label if self.code in declared() else self.code)

    @property
    def description(self) -> Text:
        return self.own_description or (declared()[self.code].description if self.code in declared() else "")


@dataclass(frozen=True)
class Rights:
    """Rights that belong together: those of one role's layer, or of a user with all roles."""

    codes: tuple[str, ...] = ()
    grants: Grants = field(default_factory=dict)
    fields: Levels = field(default_factory=dict)
    permissions: frozenset[str] = frozenset()


def declared() -> Mapping[str, Role]:
    """The roles that core and the loaded modules declare, by code."""
    return {**{role.code: role for role in PRESETS}, **registry.current().roles}


def declared_permissions() -> Mapping[str, Permission]:
    """The named rights that core and the loaded modules ask for, by code."""
    return {**{one.code: one for one in CORE_PERMISSIONS}, **registry.current().permissions}


def action_permissions() -> Mapping[str, Permission]:
    """The right to each action of each object, by its code ("lead.convert")."""
    found: dict[str, Permission] = {}
    for actions in registry.current().actions.values():
        for action in actions.values():
            found[action.right] = Permission(action.right, action.label)
    return found


def _actions_granted(grants: Grants) -> Iterator[str]:
    """The rights to actions that ask for nothing but a right on their object, which is here."""
    for object_code, actions in registry.current().actions.items():
        yield from (one.right for one in actions.values() if not one.permission and (object_code, one.operation) in grants)


def shipped_rights(role: Role) -> Rights:
    """A declaration in the form in which rights are compared."""
    grants = {
        (object_code, operation): "all" if scope is True else str(scope)
        for object_code, operations in role.grants.items()
        for operation, scope in operations.items()
        if scope
    }
    return Rights((role.code,), grants, dict(role.fields), frozenset((*role.permissions, *_actions_granted(grants))))


def all_roles() -> list[RoleInfo]:
    """Every role, presets first, then those made here by their label."""
    presets = [by_code()[code] for code in declared()]
    made_here = sorted((one for one in by_code().values() if not one.is_preset), key=lambda one: str(one.label).casefold())
    return [*presets, *made_here]


def by_code() -> Mapping[str, RoleInfo]:
    """Every role by its code, at the present version of the rights."""
    return state.cached("rights", _read, name="roles")


def find(code: str) -> RoleInfo:
    """Raises NotFound."""
    try:
        return by_code()[code]
    except KeyError:
        raise NotFound(_("There is no role “%(code)s”.", code=code)) from None


def label_of(code: str) -> str:
    found = by_code().get(code)
    return str(found.label) if found is not None else code


def _read() -> Mapping[str, RoleInfo]:
    rows = {row.code: row for row in db.session.execute(sa.select(*RoleRow.__table__.c))}
    stored = _stored()
    codes = dict.fromkeys((*declared(), *rows))
    return {code: _info(code, rows.get(code), stored) for code in codes}


@dataclass
class _Differences:
    """The stored layer of one role."""

    grants: dict[tuple[str, str], str | None] = field(default_factory=dict)
    fields: dict[tuple[str, str], str] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.grants or self.fields or self.permissions)


def _stored() -> dict[int, _Differences]:
    found: dict[int, _Differences] = defaultdict(_Differences)
    for row in db.session.execute(sa.select(*RoleGrant.__table__.c)):
        found[row.role_id].grants[row.object, row.operation] = row.scope
    for row in db.session.execute(sa.select(*RoleField.__table__.c)):
        found[row.role_id].fields[row.object, row.field] = row.level
    for row in db.session.execute(sa.select(*RolePermission.__table__.c)):
        found[row.role_id].permissions[row.permission] = row.granted
    return found


def _info(code: str, row: sa.Row[tuple[object, ...]] | None, stored: Mapping[int, _Differences]) -> RoleInfo:
    shipped = shipped_rights(declared()[code]) if code in declared() else Rights((code,))
    differences = stored.get(row.id, _Differences()) if row is not None else _Differences()
    grants = {**shipped.grants, **differences.grants}
    levels = {**shipped.fields, **differences.fields}
    permissions = {**dict.fromkeys(shipped.permissions, True), **differences.permissions}
    return RoleInfo(
        id=row.id if row is not None else None, code=code, own_label=row.label if row is not None else None,
        own_description=row.description if row is not None else None, version=row.version if row is not None else 1,
        is_preset=code in declared(), grants={key: scope for key, scope in grants.items() if scope},
        fields={key: level for key, level in levels.items() if level != "open"},
        permissions=frozenset(name for name, granted in permissions.items() if granted), shipped=shipped, differs=bool(differences),
    )  # fmt: skip


def codes_of(user_id: int) -> tuple[str, ...]:
    """Codes of the roles a user has."""
    return state.cached("rights", _read_assignments, name="assignments").get(user_id, ())


def holders(code: str) -> tuple[int, ...]:
    """Ids of the users who have this role, also of those who cannot sign in."""
    return tuple(user_id for user_id, codes in state.cached("rights", _read_assignments, name="assignments").items() if code in codes)


def _read_assignments() -> Mapping[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    pairs = sa.select(UserRole.user_id, RoleRow.code).join(RoleRow, RoleRow.id == UserRole.role_id).order_by(RoleRow.id)
    for user_id, code in db.session.execute(pairs):
        found[user_id].append(code)
    return {user_id: tuple(codes) for user_id, codes in found.items()}


def rights_of(user_id: int) -> Rights:
    """All roles of a user merged: the widest scope wins, and a field is limited only where every role limits it."""
    roles = [by_code()[code] for code in codes_of(user_id)]
    return Rights(
        tuple(role.code for role in roles), MappingProxyType(_widest(roles)), MappingProxyType(_loosest(roles)),
        frozenset().union(*(role.permissions for role in roles)),
    )  # fmt: skip


def _widest(roles: Iterable[RoleInfo]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for role in roles:
        for key, scope in role.grants.items():
            if key not in found or SCOPES.index(scope) > SCOPES.index(found[key]):
                found[key] = scope
    return found


def _loosest(roles: list[RoleInfo]) -> dict[tuple[str, str], str]:
    """Only roles that let one read the object count: one that knows nothing of it opens none of its fields."""
    found: dict[tuple[str, str], str] = {}
    for object_code, name in {key for role in roles for key in role.fields}:
        readers = [role for role in roles if (object_code, "read") in role.grants] or roles
        level = min((role.fields.get((object_code, name), "open") for role in readers), key=LEVELS.index)
        if level != "open":
            found[object_code, name] = level
    return found
