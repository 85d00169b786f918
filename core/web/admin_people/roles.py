"""The pages of roles: names, rights on objects as a grid, limits on fields, rights to actions, and further rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import registry, roles, users
from ...i18n import Text, gettext_lazy
from ...i18n import gettext as _
from ...permissions import OPERATIONS, SCOPES
from ...roles.models import DESCRIPTION_LENGTH, LABEL_LENGTH
from .boxes import REFUSALS, Box, Sheet, administrator, again, filled, typed, version

Page = str | tuple[str, int] | Response

SCOPE_LABELS: Mapping[str, Text] = {
    "own": gettext_lazy("Own"),
    "team": gettext_lazy("Team"),
    "team_below": gettext_lazy("Team and below"),
    "dealer": gettext_lazy("Dealer"),
    "all": gettext_lazy("All"),
}
OPERATION_LABELS: Mapping[str, Text] = {
    "create": gettext_lazy("Create"),
    "read": gettext_lazy("Read"),
    "edit": gettext_lazy("Edit"),
    "delete": gettext_lazy("Delete"),
}
LEVEL_LABELS: Mapping[str, Text] = {
    "open": gettext_lazy("No limit"),
    "readonly": gettext_lazy("Read only"),
    "hidden": gettext_lazy("Hidden"),
}


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/roles", view_func=list_roles)
    blueprint.add_url_rule("/admin/roles/new", view_func=add_role, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/roles/<code>", view_func=edit_role, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/roles/<code>/fields/<object_code>", view_func=edit_fields, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/roles/<code>/reset", view_func=reset_role, methods=["POST"])
    blueprint.add_url_rule("/admin/roles/<code>/remove", view_func=remove_role, methods=["POST"])


def boxes(role: roles.RoleInfo | None) -> tuple[Box, ...]:
    names = (
        Box("label", _("Name"), required=role is None or not role.is_preset, maximum=LABEL_LENGTH,
            placeholder=role.label if role is not None else ""),
        Box("description", _("Description"), maximum=DESCRIPTION_LENGTH, placeholder=role.description if role is not None else ""),
    )  # fmt: skip
    if role is not None:
        return names
    like = tuple((one.code, one.label) for one in roles.all_roles() if one.code != roles.ADMINISTRATOR)
    return (*names, Box("like", _("With the rights of"), "select", options=like))


def list_roles() -> Page:
    administrator()
    counts = {role.code: len([one for one in roles.holders(role.code) if (found := users.find(one)) and found.active]) for role in roles.all_roles()}
    return render_template("admin/people/roles.html", roles=roles.all_roles(), counts=counts)


def add_role() -> Page:
    user = administrator()
    if request.method == "GET":
        return render_template("admin/people/role_new.html", sheet=filled(boxes(None), {}))
    try:
        code = roles.add(user, **typed(boxes(None)))
    except REFUSALS as refusal:
        return render_template("admin/people/role_new.html", sheet=again(boxes(None), refusal)), refusal.status
    return redirect(f"/admin/roles/{code}", 303)


def edit_role(code: str) -> Page:
    user, role = administrator(), roles.find(code)
    if request.method == "GET":
        sheet = filled(boxes(role), {"label": role.own_label, "description": role.own_description})
        return _grid(role, sheet, role.grants, role.permissions)
    grants, permissions = _sent_grants(role), _sent_permissions(role)
    rights: dict[str, Any] = {} if code == roles.ADMINISTRATOR else {"grants": grants, "permissions": permissions}
    try:
        roles.change(user, code, version(), **typed(boxes(role)), **rights)
    except REFUSALS as refusal:
        return _grid(role, again(boxes(role), refusal), grants, permissions), refusal.status
    flash(_("Saved."), "success")
    return redirect(f"/admin/roles/{code}", 303)


def _sent_grants(role: roles.RoleInfo) -> dict[tuple[str, str], str]:
    """The grid as sent; rights on objects that the page does not show stay."""
    shown = {one.code for one in registry.objects()}
    kept = {key: scope for key, scope in role.grants.items() if key[0] not in shown}
    sent = {(code, operation): request.form.get(f"{code}.{operation}", "") for code in shown for operation in OPERATIONS}
    return {**kept, **{key: scope for key, scope in sent.items() if scope}}


def _sent_permissions(role: roles.RoleInfo) -> frozenset[str]:
    shown = {*roles.declared_permissions(), *roles.action_permissions()}
    return frozenset({*(role.permissions - shown), *(one for one in request.form.getlist("permission") if one)})


def edit_fields(code: str, object_code: str) -> Page:
    """The limits on the fields of one object."""
    user, role, object_type = administrator(), roles.find(code), registry.enabled_object(object_code)
    levels, problem = {name: role.fields.get((object_code, name), "open") for name in object_type.fields}, None
    if request.method == "POST":
        levels = {name: request.form.get(name, "open") for name in object_type.fields}
        others = {key: level for key, level in role.fields.items() if key[0] != object_code or key[1] not in levels}
        mine = {(object_code, name): level for name, level in levels.items() if level != "open"}
        try:
            roles.change(user, code, version(), fields={**others, **mine})
        except REFUSALS as refusal:
            problem = refusal
        else:
            flash(_("Saved."), "success")
            return redirect(f"/admin/roles/{code}", 303)
    page = render_template(
        "admin/people/role_fields.html", role=role, object_type=object_type, levels=levels, labels=LEVEL_LABELS, problem=problem
    )
    return (page, problem.status) if problem is not None else page


def reset_role(code: str) -> Page:
    roles.reset(administrator(), code)
    flash(_("The role is as it was shipped."), "success")
    return redirect(f"/admin/roles/{code}", 303)


def remove_role(code: str) -> Page:
    user, role = administrator(), roles.find(code)
    try:
        roles.remove(user, code)
    except REFUSALS as refusal:
        flash(refusal.message, "error")
        return redirect(f"/admin/roles/{code}", 303)
    flash(_("The role “%(role)s” has been removed.", role=role.label), "success")
    return redirect("/admin/roles", 303)


def _grid(role: roles.RoleInfo, sheet: Sheet, grants: Mapping[tuple[str, str], str], permissions: frozenset[str]) -> str:
    limited = {code: sum(1 for key in role.fields if key[0] == code) for code, _name in role.fields}
    named = roles.declared_permissions()
    return render_template(
        "admin/people/role.html", role=role, sheet=sheet, grants=grants, permissions=permissions, objects=registry.objects(), operations=OPERATIONS,
        operation_labels=OPERATION_LABELS, scopes=SCOPES, scope_labels=SCOPE_LABELS, named=named.values(),
        actions=[one for code, one in roles.action_permissions().items() if code not in named], limited=limited, holders=roles.holders(role.code), locked=role.code == roles.ADMINISTRATOR,
    )  # fmt: skip
