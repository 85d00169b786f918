"""Changing roles, and who has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from .. import audit, registry, state
from ..actor import Actor
from ..db import db, transaction
from ..errors import Conflict, Invalid, NotFound, Refusal
from ..i18n import gettext as _
from ..permissions import OPERATIONS, SCOPES
from ..settings import PERMISSION
from .effective import LEVELS, Grants, Levels, RoleInfo, action_permissions, by_code, codes_of, declared, declared_permissions, find, holders
from .models import DESCRIPTION_LENGTH, LABEL_LENGTH, RoleField, RoleGrant, RolePermission, RoleRow, UserRole
from .presets import ADMINISTRATOR
from .reach import refuse_more, refuse_raised, refuse_stronger


def assign(user: Actor, user_id: int, codes: Iterable[str]) -> None:
    """Give a user exactly these roles. Raises Forbidden; Invalid for an unknown role; Refusal for the last administrator, and for more than one has."""
    user.require(PERMISSION)
    wanted = tuple(dict.fromkeys(codes))
    unknown = [code for code in wanted if code not in by_code()]
    if unknown:
        raise Invalid({"roles": [_("There is no role “%(code)s”.", code=code) for code in unknown]})
    with transaction():
        before = codes_of(user_id)
        if set(before) == set(wanted):
            return
        refuse_stronger(user, user_id)
        refuse_more(user, set(wanted) - set(before))
        if ADMINISTRATOR in before and ADMINISTRATOR not in wanted:
            refuse_without_administrator(user_id)
        db.session.execute(sa.delete(UserRole).where(UserRole.user_id == user_id))
        if wanted:
            db.session.execute(sa.insert(UserRole), [{"user_id": user_id, "role_id": _row(code).id} for code in wanted])
        state.bump("rights")
        audit.record("roles_assigned", actor=user, subject_id=user_id, details={"before": list(before), "after": list(wanted)})


def refuse_without_administrator(leaving_id: int) -> None:
    """Raises Refusal if nobody but this user could administer the installation."""
    from .. import users

    _lock_administration()
    others = [users.find(one) for one in holders(ADMINISTRATOR) if one != leaving_id]
    if ADMINISTRATOR in codes_of(leaving_id) and not any(one is not None and one.active for one in others):
        raise Refusal(_("This is the last administrator. Make somebody else an administrator first."), field="roles")


def _lock_administration() -> None:
    """Two administrators who remove each other at the same moment would leave none: the second waits, and reads again."""
    db.session.execute(sa.select(RoleRow.id).where(RoleRow.code == ADMINISTRATOR).with_for_update())
    state.bump("rights")


def add(user: Actor, *, label: str, description: str = "", like: str | None = None) -> str:
    """A new role, with the rights of ``like`` to begin with; returns its code. Raises Forbidden; Invalid by field; Refusal for more than one has."""
    user.require(PERMISSION)
    with transaction():
        state.bump("rights")  # one at a time: of two with the same name the second sees the first
        clean = _checked_names(None, label, description)
        row = RoleRow(code=_free_code(clean["label"] or ""), **clean)
        db.session.add(row)
        db.session.flush()
        if like:
            source = find(like)
            refuse_raised(user, None, source)
            _store(row.id, None, source.grants, source.fields, source.permissions)
        state.bump("rights")
        audit.record("role_added", actor=user, details={"role": row.code, "label": row.label, "like": like})
    return row.code


def _free_code(label: str) -> str:
    """A code that no role has or had: what modules keep by a role's code, such as how far it may go, is never another role's."""
    gone = db.session.scalars(sa.select(audit.AuditLine.details).where(audit.AuditLine.event == "role_removed"))
    taken = {*by_code(), *(details.get("role") for details in gone)}
    stem = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:40] or "role"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code


def change(
    user: Actor, code: str, version: int | None = None, *, label: str | None = None, description: str | None = None,
    grants: Grants | None = None, fields: Levels | None = None, permissions: Iterable[str] | None = None,
) -> None:  # fmt: skip
    """Change a role's names or rights; what is left out stays. Rights are given whole: what is not named is taken away.

    Raises Forbidden, NotFound, Conflict for a stale version, Invalid, and Refusal for the administrator's rights and for more than one has.
    """
    user.require(PERMISSION)
    with transaction():
        row, before = _locked(code, version), find(code)
        names = _checked_names(before, before.own_label if label is None else label, before.own_description if description is None else description)
        row.label, row.description = names["label"], names["description"]
        sa.orm.attributes.flag_modified(row, "label")  # the version rises also when only rights change
        if grants is not None or fields is not None or permissions is not None:
            if code == ADMINISTRATOR:
                raise Refusal(_("The administrator may do everything; these rights cannot be limited."))
            after = (before.grants if grants is None else grants, before.fields if fields is None else fields,
                     before.permissions if permissions is None else frozenset(permissions))  # fmt: skip
            _refuse_unknown(*after)
            _store(row.id, before, *after)
        _settle(user, before)


def reset(user: Actor, code: str, version: int | None = None) -> None:
    """Back to what the modules ship. Raises Forbidden, NotFound, Conflict, Refusal for a role made here."""
    user.require(PERMISSION)
    with transaction():
        row, before = _locked(code, version), find(code)
        if not before.is_preset:
            raise Refusal(_("This role was made here; there is no shipped default to go back to."))
        row.label = row.description = None
        sa.orm.attributes.flag_modified(row, "label")
        _forget(row.id)
        _settle(user, before)


def _settle(user: Actor, before: RoleInfo) -> None:
    """Let the new rights hold, if nobody gives more by them than they have, and tell the log. Raises Refusal."""
    db.session.flush()
    state.bump("rights")
    after = find(before.code)
    refuse_raised(user, before, after)
    _tell(user, before, after)


def remove(user: Actor, code: str) -> None:
    """Delete a role made here. Raises Forbidden, NotFound, and Refusal for a preset or while somebody has it."""
    user.require(PERMISSION)
    with transaction():
        row, role = _locked(code, None), find(code)
        if role.is_preset:
            raise Refusal(_("A preset role cannot be removed; take its rights away instead."))
        count = len(holders(code))
        if count:
            raise Refusal(_("%(count)s users still have this role.", count=count))
        _forget(row.id)
        db.session.delete(row)
        db.session.flush()
        state.bump("rights")
        audit.record("role_removed", actor=user, details={"role": code, "label": str(role.label)})


def _row(code: str) -> RoleRow:
    """The role's row; a preset gets its row when first needed."""
    row: RoleRow | None = db.session.scalar(sa.select(RoleRow).where(RoleRow.code == code).with_for_update())
    if row is None:
        if code not in declared():
            raise NotFound(_("There is no role “%(code)s”.", code=code))
        row = RoleRow(code=code)
        db.session.add(row)
        db.session.flush()
    return row


def _locked(code: str, version: int | None) -> RoleRow:
    row = _row(code)
    db.session.refresh(row)
    if version is not None and version != row.version:
        raise Conflict(row)
    return row


def _checked_names(role: RoleInfo | None, label: str | None, description: str | None) -> dict[str, str | None]:
    """Label and description as stored; empty ones of a preset mean the shipped ones. Raises Invalid."""
    name, text = " ".join((label or "").split()), " ".join((description or "").split())
    errors: dict[str, list[str]] = {}
    if not name and (role is None or not role.is_preset):
        errors["label"] = [_("Please fill in the name.")]
    elif len(name) > LABEL_LENGTH:
        errors["label"] = [_("The name has at most %(count)s characters.", count=LABEL_LENGTH)]
    elif name and any(str(one.label).casefold() == name.casefold() and (role is None or one.code != role.code) for one in by_code().values()):
        errors["label"] = [_("There is a role of this name already.")]
    if len(text) > DESCRIPTION_LENGTH:
        errors["description"] = [_("The description has at most %(count)s characters.", count=DESCRIPTION_LENGTH)]
    if errors:
        raise Invalid(errors)
    return {"label": name or None, "description": text or None}


def _refuse_unknown(grants: Grants, fields: Levels, permissions: frozenset[str]) -> None:
    """Rights of modules that are not loaded stay as they are; anything else must exist. Raises Invalid."""
    objects = registry.customized()
    errors: list[str] = []
    for (code, operation), scope in grants.items():
        if operation not in OPERATIONS or scope not in SCOPES:
            errors.append(_("“%(scope)s” is not a scope for “%(operation)s”.", scope=scope, operation=operation))
        elif code not in objects and not _mentioned_before(code):
            errors.append(_("There is no object “%(code)s”.", code=code))
    for (code, name), level in fields.items():
        if level not in LEVELS or (code in objects and name not in {**objects[code].fields, **objects[code].removed}):
            errors.append(_("There is no field “%(field)s”.", field=f"{code}.{name}"))
        elif level == "hidden" and code in objects and name in objects[code].name_parts:
            errors.append(_("“%(field)s” cannot be hidden: it is part of how these records are called.", field=objects[code].fields[name].label))
    known = {*declared_permissions(), *action_permissions()}
    errors.extend(
        _("There is no right “%(code)s”.", code=name) for name in sorted(permissions - known) if not _granted_before(name)
    )
    if errors:
        raise Invalid({"": errors})


def _mentioned_before(object_code: str) -> bool:
    return any((object_code, operation) in role.grants for role in by_code().values() for operation in OPERATIONS)


def _granted_before(permission: str) -> bool:
    return any(permission in role.permissions for role in by_code().values())


def _store(role_id: int, role: RoleInfo | None, grants: Grants, fields: Levels, permissions: frozenset[str]) -> None:
    """Keep what differs from the shipped layer, and only that."""
    _forget(role_id)
    shipped = role.shipped if role is not None else None
    kept_grants = _difference(shipped.grants if shipped else {}, grants, None)
    kept_fields = _difference(shipped.fields if shipped else {}, fields, "open")
    shipped_permissions = shipped.permissions if shipped else frozenset()
    _insert(RoleGrant, [{"role_id": role_id, "object": o, "operation": op, "scope": scope} for (o, op), scope in kept_grants.items()])
    _insert(RoleField, [{"role_id": role_id, "object": o, "field": name, "level": level} for (o, name), level in kept_fields.items()])
    _insert(
        RolePermission,
        [{"role_id": role_id, "permission": name, "granted": name in permissions} for name in permissions ^ shipped_permissions],
    )


def _difference(shipped: Mapping[Any, str], wanted: Mapping[Any, str], nothing: str | None) -> dict[Any, str | None]:
    found: dict[Any, str | None] = {key: value for key, value in wanted.items() if shipped.get(key, nothing) != value}
    found.update(dict.fromkeys(set(shipped) - set(wanted), nothing))
    return found


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(sa.insert(table), rows)


def _forget(role_id: int) -> None:
    for table in (RoleGrant, RoleField, RolePermission):
        db.session.execute(sa.delete(table).where(table.role_id == role_id))


def _tell(user: Actor, before: RoleInfo, after: RoleInfo) -> None:
    """The log line: each right that is now another one."""
    grants = {f"{o}.{op}": [before.grants.get((o, op)), after.grants.get((o, op))] for o, op in {*before.grants, *after.grants}
              if before.grants.get((o, op)) != after.grants.get((o, op))}  # fmt: skip
    fields = {f"{o}.{name}": [before.fields.get((o, name), "open"), after.fields.get((o, name), "open")]
              for o, name in {*before.fields, *after.fields} if before.fields.get((o, name)) != after.fields.get((o, name))}  # fmt: skip
    details = {"role": after.code, "label": str(after.label), "grants": grants, "fields": fields,
               "given": sorted(after.permissions - before.permissions), "taken": sorted(before.permissions - after.permissions)}  # fmt: skip
    audit.record("role_changed", actor=user, details=details)
