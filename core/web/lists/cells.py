"""A cell edited where it stands."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ... import forms, queries, records
from ...actor import Actor
from ...errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from ...objects import ObjectType
from ..addresses import int64
from ..form_fields import boxes
from ..rendering import heads_of, render_rows
from .state import opened, read_state


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/<slug>/<int:record_id>/cell/<name>", view_func=edit_cell)
    blueprint.add_url_rule("/<slug>/<int:record_id>/cell/<name>", view_func=save_cell, methods=["POST"])


def edit_cell(slug: str, record_id: int, name: str) -> str:
    """The input of one cell. Raises Forbidden for a field one may not change."""
    object_type, user = opened(slug, "edit")
    record = records.get(object_type, record_id, user, operation="edit")
    return _cell_form(record, name, user)


def save_cell(slug: str, record_id: int, name: str) -> str | Response | tuple[str, int]:
    """Save one cell; answers the fresh row, or the input with its sentence."""
    object_type, user = opened(slug, "edit")
    record = records.get(object_type, record_id, user, operation="edit")
    form = forms.record_form(object_type, user, record, names=[name])
    version = request.form.get("version", type=int64)
    try:
        values = form.values()
        records.update(record, user, version=version, channel="form", typed=tuple(values), **values)
    except (Invalid, Conflict, Refusal) as problem:
        record = records.get(object_type, record_id, user, operation="edit")  # as it is after the rollback
        errors = problem.errors if isinstance(problem, Invalid) else {name: [problem.message]}
        form.show(Invalid({name: [sentence for sentences in errors.values() for sentence in sentences]}))
        return _cell_form(record, name, user, form, record.version), problem.status
    if not request.headers.get("X-Dialog"):
        return redirect(f"/{slug}", 303)
    return _fresh_row(object_type, record_id, user)


def _cell_form(record: Any, name: str, user: Actor, form: forms.RecordForm | None = None, version: int | None = None) -> str:
    object_type = record.object_type
    if not forms.editable(object_type, user, [name]):
        raise Forbidden
    if reason := object_type.readonly_reason(record):
        raise Refusal(str(reason))
    if reason := records.locked(record, user).get(name):
        raise Refusal(str(reason), field=name, code="locked")
    form = form or forms.record_form(object_type, user, record, names=[name])
    box = boxes(form, [name], user, record, create=False)[0]
    return render_template("list/cell_form.html", box=box, action=f"{record.url}/cell/{name}", version=version or record.version)


def _fresh_row(object_type: ObjectType, record_id: int, user: Actor) -> str:
    """The row as the list shows it now, with the columns the page that asked has."""
    came_from = urlsplit(request.referrer or "")
    args = parse_qs(came_from.query) if came_from.path == f"/{object_type.slug}" else {}
    state = read_state(object_type, user, MultiDict([(key, value) for key, values in args.items() for value in values]))
    heads = heads_of(object_type, state.columns, user)
    found = queries.page(object_type, user, where={"id": record_id}, sort="id", limit=1, columns=[head.code for head in heads if head.column is None])
    if not found.rows:
        raise NotFound
    return str(render_rows(object_type, heads, found.rows, user))
