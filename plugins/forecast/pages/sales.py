"""The sales behind a number, and the dialog that moves one of them."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from core import Actor, ForecourtError, Invalid, current_actor, go_to, permissions, queries, records, registry, users
from core import gettext as _

from .. import asking, deals
from .frame import Page, back, blueprint, page

EDITED = ("forecast_category", "amount", "quantity", "close_date")
"""What of a sale is changed from the list below a number."""


@blueprint.get("/forecast/opportunities")
def show_deals() -> str:
    """The opportunities behind one number."""
    asked = asking.read(request.args, current_actor())
    number = asking.number(request.args, asked)
    found = deals.page(asked.grid, number.places, number.column, request.args.get("cursor"))
    line = asked.grid.row(number.place, asked.root, own=number.own)
    named = [one for row in found.rows for one in (getattr(row, "account_id", None), getattr(row, "stage_id", None))]
    return page(
        "deals", asked, column=number.column, place=number.place, own=number.own, page=found, links=queries.links(named, asked.grid.user),
        values=deals.values(found.rows, asked.grid), line=line, mark=asked.grid.mark(line, number.column),
        cell=asked.grid.cell(number.place, number.column.code), total=deals.total(asked.grid, number.places, number.column),
        count=deals.count(asked.grid, number.places, number.column), names=users.names(row.owner_id for row in found.rows),
        more=asked.deals_of(number.place, number.column, own=number.own, cursor=found.next),
        visible=permissions.visible_fields(asked.grid.user, registry.object_type("opportunity")), may_edit=permissions.may(asked.grid.user, registry.object_type("opportunity"), "edit"),
    )  # fmt: skip


@blueprint.get("/forecast/opportunities/<int:record_id>")
def edit_deal(record_id: int) -> str:
    """The dialog that moves a sale: its category, amount or date."""
    user = current_actor()
    return _editing(records.get("opportunity", record_id, user, operation="edit"), user, {}, {})


@blueprint.post("/forecast/opportunities/<int:record_id>")
def save_deal(record_id: int) -> Page:
    """Save through the gate, with the version that was seen; back to the list, where the totals have followed."""
    user = current_actor()
    record = records.get("opportunity", record_id, user, operation="edit")
    locked = records.locked(record)
    typed = {name: request.form[name] for name in _editable(record, user) if name in request.form and name not in locked}
    version = request.form.get("version", "")
    try:
        read = {name: record.object_type.fields[name].read(text) for name, text in typed.items()}
        records.update(record, user, version=int(version) if version.isdecimal() and len(version) < 10 else None, typed=tuple(read), **read)
    except ForecourtError as problem:
        errors = problem.errors if isinstance(problem, Invalid) else {"": [problem.message]}
        return _editing(records.get("opportunity", record_id, user, operation="edit"), user, typed, errors), problem.status
    flash(_("“%(name)s” was changed; the totals have followed.", name=record.name), "success")
    return go_to(back())


def _editable(record: Any, user: Actor) -> list[str]:
    return [name for name in EDITED if permissions.field_right(user, record.object_type, name) is None]


def _editing(record: Any, user: Actor, typed: dict[str, str], errors: dict[str, list[str]]) -> str:
    names = _editable(record, user)
    known = record.object_type.fields
    texts = {name: typed.get(name, known[name].edit_text(known[name].value_in(record))) for name in names}
    return render_template("forecast/deal.html", record=record, fields=[known[name] for name in names], texts=texts, errors=errors, locked=records.locked(record), next=back())
