"""The pages of queues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import units, users
from ...errors import NotFound
from ...i18n import gettext as _
from ...users.directory import directory
from ...users.models import EMAIL_LENGTH, NAME_LENGTH
from .boxes import REFUSALS, Box, Sheet, administrator, again, filled, number, typed, version

Page = str | tuple[str, int] | Response


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/queues", view_func=list_queues)
    blueprint.add_url_rule("/admin/queues/new", view_func=add_queue, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/queues/<int:queue_id>", view_func=edit_queue, methods=["GET", "POST"])


def boxes(queue: users.Person | None) -> tuple[Box, ...]:
    held = directory().members.get(queue.id, ()) if queue is not None else ()
    people = tuple((str(one.id), one.name) for one in users.all_users() if one.active or one.id in held)
    found: tuple[Box, ...] = (
        Box("name", _("Name"), required=True, maximum=NAME_LENGTH),
        Box("unit_id", _("Unit"), "select", options=tuple((str(key), name) for key, name in units.indented(also=queue.unit_id if queue is not None else None))),
        Box("email", _("E-mail address"), "email", maximum=EMAIL_LENGTH),
        Box("members", _("Members"), "multiselect", options=people, wide=True),
    )
    return found if queue is None else (*found, Box("active", _("Active"), "checkbox"))


def list_queues() -> Page:
    administrator()
    rows = [(queue, [users.name_of(one) for one in directory().members.get(queue.id, ())]) for queue in users.all_queues()]
    return render_template("admin/people/queues.html", rows=rows, unit_name=units.name_of)


def add_queue() -> Page:
    user = administrator()
    if request.method == "GET":
        return _form(None, filled(boxes(None), {}))
    try:
        values: dict[str, Any] = typed(boxes(None))
        queue = users.add_queue(user, **{**values, "members": _ids(values["members"])})
    except REFUSALS as refusal:
        return _form(None, again(boxes(None), refusal)), refusal.status
    flash(_("%(name)s has been added.", name=queue.name), "success")
    return redirect("/admin/queues", 303)


def edit_queue(queue_id: int) -> Page:
    user, queue = administrator(), users.find(queue_id)
    if queue is None or not queue.is_queue:
        raise NotFound(_("There is no such queue."))
    values: dict[str, Any]
    if request.method == "GET":
        values = {"name": queue.name, "unit_id": queue.unit_id, "email": queue.email, "members": directory().members.get(queue_id, ()),
                  "active": queue.active}  # fmt: skip
        return _form(queue, filled(boxes(queue), values))
    try:
        values = typed(boxes(queue))
        users.change_queue(user, queue_id, version(), **{**values, "members": _ids(values["members"])})
    except REFUSALS as refusal:
        return _form(queue, again(boxes(queue), refusal)), refusal.status
    flash(_("Saved."), "success")
    return redirect("/admin/queues", 303)


def _ids(texts: Iterable[str]) -> tuple[int, ...]:
    found = (number(text, "members") for text in texts)
    return tuple(one for one in found if one is not None)


def _form(queue: users.Person | None, sheet: Sheet) -> str:
    return render_template("admin/people/queue.html", queue=queue, sheet=sheet)
