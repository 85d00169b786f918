"""The way of a file: upload, mapping, dry run, import with progress, result, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, render_template, request

from core import Actor, Invalid, NotFound, ObjectType, Refusal, current_actor, db, jobs, permissions, registry, transaction
from core import gettext as _

from . import bad_rows, mapping, models, running
from .guesses import DATE_ORDERS, guess_date_order, parse_moment
from .mapping import EXTERNAL, Column, Plan
from .models import Import
from .reading import DELIMITERS, ENCODINGS, read_table

blueprint = Blueprint("imports", __name__, template_folder="templates", url_prefix="/imports")
LATEST = 20
SHOWN_FAILURES = 50


def run_job(user: Actor, run: Any) -> Mapping[str, int]:
    """The background job: goes on with the import that its inputs name, from the first row not dealt with."""
    one = db.session.get(Import, run.inputs["import"])
    if one is None:
        raise NotFound
    found = running.perform(one, user, trial=bool(run.inputs.get("trial")), progress=lambda done, total: run.progress(done, total))
    return dict(found)


@blueprint.get("")
def show_imports() -> str:
    """The user's imports, the latest first, and the form for the next."""
    user = _importer()
    latest = db.session.execute(sa.select(Import).where(Import.user_id == user.id).order_by(Import.id.desc()).limit(LATEST)).scalars().all()
    return _page("imports/start.html", latest=latest, objects=_objects(user), chosen=request.args.get("object", ""), errors={}, statuses=models.STATUSES)


@blueprint.post("")
def upload() -> Any:
    """Take a file in and go on to its mapping."""
    user = _importer()
    chosen = request.form.get("object", "")
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise Refusal(_("Choose a file."), field="file")
        if chosen not in {one.code for one in _objects(user)}:
            raise Refusal(_("Choose what the file holds."), field="object")
        one = running.prepare(registry.enabled_object(chosen), sent.filename, sent.read(), user)
    except Refusal as problem:
        page = _page("imports/start.html", latest=[], objects=_objects(user), chosen=chosen, errors={problem.field or "": [problem.message]},
                     statuses=models.STATUSES)  # fmt: skip
        return page, 422
    return redirect(f"/imports/{one.id}/mapping")


@blueprint.get("/<int:import_id>/mapping")
def show_mapping(import_id: int) -> Any:
    """Columns to fields, with sample rows."""
    user = _importer()
    one = _mine(import_id, user)
    if request.args.get("recall"):
        plan = mapping.fit(mapping.recall(_object(one), request.args["recall"]), running.table_of(one))
        with transaction():
            one.plan = plan.dump()
    return _mapping_page(one, user, mapping.load(one.plan), {})


@blueprint.post("/<int:import_id>/mapping")
def save_mapping(import_id: int) -> Any:
    """Keep what was chosen; then read the file anew, try it, or import it, as the button says."""
    user = _importer()
    one = _mine(import_id, user)
    if one.status not in (models.DRAFT, models.CHECKED):
        raise Refusal(_("This import has begun already; its mapping can no longer be changed."))
    plan = _chosen(request.form)
    intent = request.form.get("intent", "check")
    try:
        _read_again(one, request.form)
        if intent != "read":
            mapping.check(plan, _object(one), user)
        if request.form.get("keep_as", "").strip():
            mapping.keep(_object(one), request.form["keep_as"], plan, user)
    except (Invalid, Refusal) as problem:
        errors = problem.errors if isinstance(problem, Invalid) else {problem.field or "": [problem.message]}
        return _mapping_page(one, user, plan, errors), 422
    with transaction():
        one.plan = plan.dump()
    if intent == "read":
        return redirect(f"/imports/{one.id}/mapping")
    return _start(one, user, trial=intent != "import")


@blueprint.post("/<int:import_id>/start")
def start(import_id: int) -> Any:
    """Import after the dry run, or go on with an import that was interrupted."""
    user = _importer()
    one = _mine(import_id, user)
    if one.status in (models.DONE, models.UNDONE):
        raise Refusal(_("This import is finished."))
    return _start(one, user, trial=False)


def _start(one: Import, user: Actor, *, trial: bool) -> Any:
    with transaction():
        one.status = models.CHECKING if trial else models.RUNNING
        jobs.start("imports.run", user, {"import": one.id, "trial": trial})
    return redirect(f"/imports/{one.id}")


@blueprint.get("/<int:import_id>")
def show(import_id: int) -> str:
    """Progress while it runs, then the result."""
    user = _importer()
    one = _mine(import_id, user)
    if one.status == models.DRAFT:
        return str(_mapping_page(one, user, mapping.load(one.plan), {}))
    trial = one.status in (models.CHECKING, models.CHECKED)
    found = running.counts(one, trial=trial)
    template = "imports/state.html" if request.headers.get("HX-Request") == "true" else "imports/result.html"
    return _page(
        template, one=one, object_type=_object(one), counts=found, trial=trial, done=sum(found.values()), status=models.STATUSES[one.status],
        running=one.status in (models.CHECKING, models.RUNNING), failures=running.failures(one, trial=trial, limit=SHOWN_FAILURES),
        failed=_failed_run(one),
    )  # fmt: skip


@blueprint.get("/<int:import_id>/bad-rows.csv")
def download_bad_rows(import_id: int) -> Response:
    """The rows that failed, with their reasons."""
    one = _mine(import_id, _importer())
    trial = one.status in (models.CHECKING, models.CHECKED)
    answer = Response("".join(bad_rows.as_csv(one, trial=trial)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=bad-rows-{one.id}.csv"
    return answer


@blueprint.post("/<int:import_id>/undo")
def undo(import_id: int) -> Any:
    """Put what the import made into the recycle bin."""
    user = _importer()
    one = _mine(import_id, user)
    if one.status != models.DONE:
        raise Refusal(_("Only a finished import can be taken back."))
    gone, stays = running.take_back(one, user)
    flash(_("%(gone)d records were deleted; %(stays)d stay because they were changed since or may not be deleted.", gone=gone, stays=stays), "success")
    return redirect(f"/imports/{one.id}")


# ---------------------------------------------------------------- parts


def _page(template: str, **context: Any) -> str:
    return render_template(template, **context)


def _importer() -> Actor:
    user = current_actor()
    user.require(running.RUN)
    return user


def _mine(import_id: int, user: Actor) -> Import:
    """An import is seen by who began it, and by administrators. Raises NotFound."""
    one = db.session.get(Import, import_id, populate_existing=True)
    if one is None or not (one.user_id == user.id or user.is_admin):
        raise NotFound
    return one


def _object(one: Import) -> ObjectType:
    return registry.enabled_object(one.object)


def _objects(user: Actor) -> list[ObjectType]:
    """What this user may import."""
    return [one for one in registry.objects() if one.creatable and permissions.may(user, one, "create")]


def _failed_run(one: Import) -> str | None:
    """Why the background run stopped, if it did."""
    if one.status not in (models.CHECKING, models.RUNNING):
        return None
    run = jobs.latest_runs(["imports.run"]).get("imports.run")
    return run.error if run is not None and run.ended and run.inputs and run.inputs.get("import") == one.id else None


def _chosen(form: Any) -> Plan:
    """The plan that the form holds; columns are told apart by their place."""
    columns = []
    for place, name in enumerate(form.getlist("column")):
        field = form.get(f"field-{place}", "")
        if field == EXTERNAL:
            field += form.get(f"system-{place}", "").strip()
        columns.append(Column(name, field, form.get(f"order-{place}", ""), _value_names(form.get(f"values-{place}", "")), form.get(f"by-{place}", "")))
    key = form.get("key", "")
    if key == EXTERNAL:
        key = next((one.field for one in columns if one.field.startswith(EXTERNAL)), key)
    return Plan(tuple(columns), key, bool(form.get("clear")), bool(form.get("lenient")))


def _value_names(text: str) -> dict[str, str]:
    """Lines "in the file = here" as a mapping."""
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {before.strip(): after.strip() for before, _mark, after in pairs if before.strip()}


def _read_again(one: Import, form: Any) -> None:
    """Understand the file by another encoding or delimiter, if others were chosen. Raises Refusal."""
    encoding, delimiter = form.get("encoding", one.encoding), form.get("delimiter", one.delimiter)
    if (encoding, delimiter) == (one.encoding, one.delimiter):
        return
    if encoding not in ENCODINGS or delimiter not in DELIMITERS:
        raise Refusal(_("This encoding or delimiter is not known."), field="encoding")
    table = read_table(one.content, encoding, delimiter)
    with transaction():
        one.encoding, one.delimiter, one.total = encoding, delimiter, table.count()


def _mapping_page(one: Import, user: Actor, plan: Plan, errors: Mapping[str, Any]) -> str:
    object_type, table = _object(one), running.table_of(one)
    plan = mapping.fit(plan, table)
    available = mapping.importable(object_type, user)
    sample = [row for row in table.sample(8) if row.problem is None][:3]
    return _page(
        "imports/mapping.html", one=one, object_type=object_type, plan=plan, errors=errors, available=available, sample=sample,
        lines=[_line(place, column, table, sample, available, user) for place, column in enumerate(plan.columns)], orders=DATE_ORDERS,
        keys=[name for name in mapping.keys(object_type, user) if name in object_type.fields], fields=object_type.fields, kept=mapping.kept(object_type),
        encodings=ENCODINGS, delimiters=DELIMITERS, external=EXTERNAL,
    )  # fmt: skip


def _line(place: int, column: Column, table: Any, sample: Any, available: Mapping[str, Any], user: Actor) -> dict[str, Any]:
    """What the mapping page shows of one column; dates are spelt out as they will be understood."""
    cells = [row.cells[place] for row in sample]
    field = available.get(column.field)
    is_time = field is not None and field.type in ("date", "datetime")
    order, certain = guess_date_order([row.cells[place] for row in table.sample(mapping.SAMPLE) if row.problem is None], user.locale)
    chosen = column.order or order
    return {
        "place": place, "column": column, "cells": cells, "is_time": is_time, "order": chosen, "certain": certain,
        "spelt": [(cell, parse_moment(cell, chosen)) for cell in cells if cell.strip()] if is_time else [],
        "is_choice": field is not None and field.type in ("picklist", "multi_picklist"),
        "is_lookup": field is not None and field.type == "lookup",
    }  # fmt: skip
