"""The way of a file: upload, mapping, dry run, import with progress, result, undo."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any, BinaryIO, cast

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, stream_with_context

from core import Actor, Invalid, ObjectType, Refusal, current_actor, db, gettext_lazy, now, permissions, registry, transaction
from core import gettext as _

from . import amounts, background, bad_rows, intake, mapping, models, repetition, results, samples, trees
from .guesses import DATE_ORDERS
from .mapping import EXTERNAL, Column, Plan
from .models import Import
from .reading import DELIMITERS, ENCODINGS

blueprint = Blueprint("imports", __name__, template_folder="templates", url_prefix="/imports")
LATEST = 20
SHOWN_FAILURES = 50
STOPPED = {
    models.DRAFT: gettext_lazy("The dry run was stopped."), models.STOPPED: gettext_lazy("The import was stopped. What is done stays; go on, or take it back."),
    models.PARTLY: gettext_lazy("Taking back was stopped. What was taken back stays so; take the rest back when you like."),
}  # fmt: skip
MOST_DIGITS = 3
"""Of the number of lines above a heading."""


@blueprint.get("")
def show_imports() -> str:
    """The user's imports, the latest first, and the form for the next."""
    user = _importer()
    return _start_page(user, request.args.get("object", ""), {})


@blueprint.post("")
def upload() -> Any:
    """Take a file in, or the files of a tree of records, and go on to the (first) mapping."""
    user = _importer()
    chosen = request.form.get("object", "")
    try:
        one = _taken_in(user, chosen)
    except Refusal as problem:
        return _start_page(user, chosen, {problem.field or "": [problem.message]}), 422
    return redirect(f"/imports/{one.id}/mapping")


def _taken_in(user: Actor, chosen: str) -> Import:
    """The import made of what was sent, the first of a tree's. Raises Refusal beside the field at fault."""
    sent = [one for one in request.files.getlist("file") if one.filename]
    if not sent:
        raise Refusal(_("Choose a file."), field="file")
    if all(trees.is_tree(str(one.filename)) for one in sent):
        return intake.prepare_tree({str(one.filename): one.read() for one in sent}, user)[0]
    if len(sent) > 1:
        raise Refusal(_("Choose one file; only tree files (JSON) are taken in together."), field="file")
    if chosen not in {one.code for one in _objects(user)}:
        raise Refusal(_("Choose what the file holds."), field="object")
    heading = request.form.get("heading", "1") == "1"
    return intake.prepare(registry.enabled_object(chosen), str(sent[0].filename), cast(BinaryIO, sent[0].stream), user, heading=heading)


@blueprint.get("/<int:import_id>/mapping")
def show_mapping(import_id: int) -> Any:
    """Columns to fields, with sample rows."""
    user = _importer()
    one = intake.mine(import_id, user)
    if request.args.get("recall"):
        plan = mapping.fit(mapping.recall(_object(one), request.args["recall"]), intake.table_of(one))
        with transaction():
            one.plan = plan.dump()
    return _mapping_page(one, user, mapping.load(one.plan), {})


@blueprint.post("/<int:import_id>/mapping")
def save_mapping(import_id: int) -> Any:
    """Keep what was chosen; then read the file anew, try it, or import it, as the button says."""
    user = _importer()
    one = intake.mine(import_id, user)
    if one.status not in (models.DRAFT, models.CHECKED):
        flash(_("This import has begun already; its mapping can no longer be changed."), "info")
        return redirect(f"/imports/{one.id}")
    plan = _chosen(request.form)
    intent = request.form.get("intent", "check")
    try:
        _read_again(one, request.form)
        if intent != "read":
            mapping.check(plan, _object(one), user)
        if intent == "import":
            repetition.refuse_repetition(one, _again(), key=plan.key)
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
    one = intake.mine(import_id, user)
    repetition.refuse_finished(one)
    if background.is_under_way(one):  # in another window
        return redirect(f"/imports/{one.id}")
    if one.status in (models.DRAFT, models.CHECKED):
        repetition.refuse_repetition(one, _again())
    return _start(one, user, trial=False)


def _start(one: Import, user: Actor, *, trial: bool) -> Any:
    background.start([one], user, trial=trial, again=_again())
    return redirect(f"/imports/{one.id}")


def _again() -> bool:
    """Whether it was ticked that the file is to be imported a second time."""
    return bool(request.form.get("again"))


@blueprint.get("/<int:import_id>")
def show(import_id: int) -> str:
    """Progress while it runs, then the result."""
    user = _importer()
    one = intake.mine(import_id, user)
    if one.status == models.DRAFT:
        return str(_mapping_page(one, user, mapping.load(one.plan), {}))
    trial = one.status in (models.CHECKING, models.CHECKED)
    found = results.counts(one, trial=trial)
    done = sum(found.values())
    template = "imports/state.html" if request.headers.get("HX-Request") == "true" else "imports/result.html"
    return _page(
        template, one=one, object_type=_object(one), counts=found, trial=trial, done=done, status=models.STATUSES[one.status],
        running=one.status in models.UNDER_WAY, back=results.taken_back(one) if one.status in models.GOING_BACK else None, failures=results.failures(one, trial=trial, limit=SHOWN_FAILURES),
        failed=background.stopped(one), speed=None if one.status in models.GOING_BACK else _speed(one, done), series=intake.series_of(one), statuses=models.STATUSES,
        before=repetition.taken_before(one) if trial and not one.plan.get("key") else None,
    )  # fmt: skip


@blueprint.post("/<int:import_id>/stop")
def stop(import_id: int) -> Any:
    """End a run before its time."""
    one = intake.mine(import_id, _importer())
    background.stop(one)
    flash(str(STOPPED[one.status]), "info")
    return redirect(f"/imports/{one.id}")


@blueprint.get("/<int:import_id>/bad-rows.csv")
def download_bad_rows(import_id: int) -> Response:
    """The rows that failed, with their reasons, sent as they are read: an import may be large."""
    one = intake.mine(import_id, _importer())
    lines = bad_rows.as_csv(one, trial=one.status in (models.CHECKING, models.CHECKED))
    heading = next(lines)  # that the file cannot be read is told by a page, before anything is sent
    answer = Response(stream_with_context(chain((heading,), lines)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=bad-rows-{one.id}.csv"
    return answer


@blueprint.post("/<int:import_id>/undo")
def undo(import_id: int) -> Any:
    """Put what the import made into the recycle bin, and what it changed back."""
    user = _importer()
    one = intake.mine(import_id, user)
    background.start_taking_back(one, user)
    return redirect(f"/imports/{one.id}")


# ---------------------------------------------------------------- parts


def _page(template: str, **context: Any) -> str:
    return render_template(template, **context, repetition=repetition.repetition, seen=lambda one: intake.is_seen(one, current_actor()))


def _importer() -> Actor:
    user = current_actor()
    user.require(intake.RUN)
    return user


def _object(one: Import) -> ObjectType:
    return registry.enabled_object(one.object)


def _objects(user: Actor) -> list[ObjectType]:
    """What this user may import."""
    return [one for one in registry.objects() if one.creatable and permissions.may(user, one, "create")]


def _speed(one: Import, done: int) -> int | None:
    """Rows per second so far."""
    if one.started_at is None or not done:
        return None
    seconds = ((one.finished_at or now()) - one.started_at).total_seconds()
    return round(done / seconds) if seconds >= 1 else None


def _chosen(form: Any) -> Plan:
    """The plan that the form holds; columns are told apart by their place."""
    columns = []
    for place, name in enumerate(form.getlist("column")):
        field = form.get(f"field-{place}", "")
        if field == EXTERNAL:
            field += form.get(f"system-{place}", "").strip()
        columns.append(Column(name, field, form.get(f"order-{place}", ""), _value_names(form, place), form.get(f"by-{place}", ""), form.get(f"mark-{place}", ""), _times(form, place)))
    key = form.get("key", "")
    if key == EXTERNAL:
        key = next((one.field for one in columns if one.field.startswith(EXTERNAL)), key)
    empty = tuple(word.strip() for word in form.get("empty", "").splitlines() if word.strip())
    return Plan(tuple(columns), key, bool(form.get("clear")), bool(form.get("lenient")), bool(form.get("quiet")), empty, _fills(form))


def _times(form: Any, place: int) -> int:
    text = form.get(f"times-{place}", "1")
    return int(text) if text in {str(one) for one in amounts.COUNTED_IN} else 1


def _fills(form: Any) -> dict[str, str]:
    """Fields that no column holds, with the text that fills them."""
    pairs = zip(form.getlist("fill-field"), form.getlist("fill-text"), strict=False)
    return {name: text.strip() for name, text in pairs if name and text.strip()}


def _value_names(form: Any, place: int) -> dict[str, str]:
    """What values of the file are called here."""
    pairs = zip(form.getlist(f"value-{place}"), form.getlist(f"means-{place}"), strict=False)
    return {found: means for found, means in pairs if found and means}


def _read_again(one: Import, form: Any) -> None:
    """Understand the file by another encoding or delimiter, if others were chosen. Raises Refusal."""
    encoding, delimiter = form.get("encoding", one.encoding), form.get("delimiter", one.delimiter)
    if encoding not in ENCODINGS or delimiter not in DELIMITERS:
        raise Refusal(_("This encoding or delimiter is not known."), field="encoding")
    intake.read_again(one, encoding, delimiter, form.get("heading", "1" if one.heading else "") == "1", _lines_above(one, form))


def _lines_above(one: Import, form: Any) -> int:
    """How many lines above the heading were said to be none of the table's. Raises Refusal."""
    text = form.get("skip", str(one.skip)).strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Refusal(_("“%(text)s” is no number of lines above the heading.", text=text), field="skip")
    return int(text)


def _start_page(user: Actor, chosen: str, errors: Mapping[str, Any]) -> str:
    query = sa.select(Import).where(Import.user_id == user.id).order_by(Import.id.desc()).limit(LATEST)
    return _page(
        "imports/start.html", latest=db.session.execute(query).scalars().all(), objects=_objects(user), chosen=chosen, errors=errors,
        statuses=models.STATUSES, labels={one.code: one.plural for one in registry.objects()},
        most_mb=current_app.config["MAX_CONTENT_LENGTH"] // 1024**2,
    )  # fmt: skip


def _mapping_page(one: Import, user: Actor, plan: Plan, errors: Mapping[str, Any]) -> str:
    object_type, table = _object(one), intake.table_of(one)
    plan = mapping.fit(plan, table)
    available = mapping.importable(object_type, user)
    return _page(
        "imports/mapping.html", one=one, object_type=object_type, plan=plan, errors=errors, available=available, series=intake.series_of(one),
        lines=samples.lines(plan, table, available, user), orders=DATE_ORDERS, counted_in=amounts.COUNTED_IN, number_marks=amounts.MARKS, kept=mapping.kept(object_type), encodings=ENCODINGS, delimiters=DELIMITERS,
        keys=[name for name in mapping.keys(object_type, user) if name in object_type.fields], fields=object_type.fields, external=EXTERNAL, tree=mapping.TREE,
        before=repetition.taken_before(one),
    )  # fmt: skip
