"""Actions as pages: a form made from the inputs, asked for as a page or in a dialog; on one record, many, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from .. import bulk, forms, records, redaction, registry
from ..actions import Action, Outcome, attempt, find_action
from ..actor import Actor, current_actor
from ..db import transaction
from ..errors import Conflict, Forbidden, ForecourtError, Invalid, NotFound, Refusal
from ..forms import RecordForm
from ..i18n import Text, ngettext
from ..i18n import gettext as _
from ..ids import id_in
from ..objects import ObjectType
from .addresses import own_address
from .dialogs import go_to
from .form_fields import InputBox, boxes, understand_look_ups
from .messages import say, warn

blueprint = Blueprint("actions", __name__)
Page = str | tuple[str, int] | AnyResponse
MOST = 500
FEW = 5
"""So many optional inputs are shown at once; more of them fold away."""


@dataclass(slots=True)
class ActionForm:
    """What ``record/action.html`` draws."""

    title: str
    action: str
    save_label: Text
    cancel_url: str
    crumbs: list[tuple[str, str | None]]
    kept: list[tuple[str, str]]
    text: str = ""
    boxes: list[InputBox] = field(default_factory=list)
    optional: list[InputBox] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    danger: bool = False
    refused: bool = False


@blueprint.get("/<slug>/<int:record_id>/actions/<code>")
def ask(slug: str, record_id: int, code: str) -> Page:
    """The action's form, or its own page."""
    record, action, user = _open(slug, record_id, code)
    if action.page:
        return redirect(url_for(action.page, record_id=record_id, **dict[str, Any](request.args.to_dict())), 303)
    given = _given(action)
    form = _form(action, record, user, {**_proposed(action, record, user, given), **given})
    return _show(action, record, form, user, action.refusal(record, user))


@blueprint.post("/<slug>/<int:record_id>/actions/<code>")
def run(slug: str, record_id: int, code: str) -> Page:
    """Do it. A card that was dragged (X-Card) is answered without a page."""
    record, action, user = _open(slug, record_id, code)
    form = _form(action, record, user)
    try:
        inputs = _inputs(action, form, user)
        forms.check_currencies(form, lambda shape: forms.money_unit(shape, record if action.fills.get(shape.name) == shape.name else None, user))
        undo = _undo(action, record, inputs, user)
        shown = _run(action, record, user, inputs)
    except (Invalid, Refusal, Conflict, Forbidden) as problem:
        if request.headers.get("X-Card"):
            return _refuse_card(problem, action)
        record = records.get(action.on, record_id, user)  # as it is after the rollback
        return _show(action, record, form, user, problem), problem.status
    if request.headers.get("X-Card"):
        return _card_moved(shown, undo)
    sentence = str(action.done) if action.done else _("Done: %(action)s.", action=action.label)
    say(sentence, undo_url=undo["url"] if undo else None, **({**undo["values"], "next": record.url} if undo else {}))
    return go_to(own_address(request.form.get("next")) or shown.url)


def _open(slug: str, record_id: int, code: str) -> tuple[Any, Action, Actor]:
    object_type, user = registry.by_slug(slug), current_actor()
    action = find_action(object_type, code)
    if action.scope == "list":
        raise NotFound
    return records.get(object_type, record_id, user), action, user


def _form(action: Action, record: Any, user: Actor, values: Mapping[str, Any] | None = None) -> RecordForm:
    """What fills a field that a module keeps itself is shown as it is, with the reason, and not filled in."""
    locked = action.locked(record, user)
    held = {name: value for name, value in _proposed(action, record, user, {}).items() if name in locked} if locked else {}
    return forms.input_form(action.inputs_on(record, user), {**(values or {}), **held}, locked)


def _proposed(action: Action, record: Any, user: Actor, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return action.defaults(redaction.known(record, user), user, given) if action.defaults else {}


def _given(action: Action) -> dict[str, Any]:
    """Inputs the address brings along; what cannot be read is left out."""
    found: dict[str, Any] = {}
    for name, shape in action.inputs.items():
        if text := request.args.get(name):
            try:
                found[name] = shape.parse(text)
            except ValueError:
                continue
    return found


def _inputs(action: Action, form: RecordForm, user: Actor) -> dict[str, Any]:
    """What was typed, read or not; and what was sent though the form does not ask for it. The action tells what is wrong with it."""
    understand_look_ups(form, user)
    return form.values() | {name: request.form[name] for name in action.limits(user) if name in request.form}


def _run(action: Action, record: Any, user: Actor, inputs: dict[str, Any]) -> Any:
    """Run it; returns the record to show: what it made, else the one it ran on."""
    result = action.run(record, user, **inputs)
    return result if hasattr(result, "url") and hasattr(result, "version") else record


def back_of(action: Action, record: Any, inputs: Mapping[str, Any], user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    """The action and inputs that take it back: as the action says, or for a move on the board the column the card came from."""
    return action.undo(record, inputs, user) if action.undo else _back_on_board(action, record)


def _undo(action: Action, record: Any, inputs: Mapping[str, Any], user: Actor) -> dict[str, Any] | None:
    """Address and inputs of what takes it back."""
    back = back_of(action, record, inputs, user)
    if back is None:
        return None
    code, inputs = back
    return {"url": f"{record.url}/actions/{code}", "values": dict(inputs)}


def _back_on_board(action: Action, record: Any) -> tuple[str, dict[str, str]] | None:
    board = record.object_type.board
    if board is None or board.move != action.code or not board.move_input:
        return None
    former = getattr(record, record.object_type.fields[board.group_by].attribute)
    return action.code, {board.move_input: str(getattr(former, "code", former))}


def _refuse_card(problem: ForecourtError, action: Action) -> AnyResponse:
    """With a dialog only where something else than another column could help."""
    board = action.object_type.board
    needs = isinstance(problem, Invalid) and any(name in action.inputs and (board is None or name != board.move_input) for name in problem.errors)
    return Response(problem.message, status=problem.status, mimetype="text/plain", headers={"X-Needs-Dialog": "1"} if needs else {})


def _card_moved(record: Any, undo: dict[str, Any] | None) -> AnyResponse:
    headers = {"X-Version": str(record.version)}
    if undo:
        headers["X-Undo"] = json.dumps(undo)
    return Response(status=200, headers=headers)


def _show(action: Action, record: Any, form: RecordForm, user: Actor, problem: ForecourtError | None) -> str:
    page = ActionForm(
        f"{action.label} · {record}", f"{record.url}/actions/{action.code}", action.submit, own_address(request.values.get("next")) or record.url,
        [(str(record.object_type.plural), f"/{record.object_type.slug}"), (str(record), record.url), (str(action.label), None)], _kept("next"),
        str(action.confirm or ""), danger=bool(action.confirm) and not action.inputs,
    )  # fmt: skip
    page.refused = problem is not None and request.method == "GET"
    _fill(page, action, form, user, record, problem)
    return render_template("record/action.html", form=page, record=record)


def _kept(*names: str) -> list[tuple[str, str]]:
    return [(name, value) for name in names for value in request.values.getlist(name) if value]


def _fill(page: ActionForm, action: Action, form: RecordForm, user: Actor, record: Any, problem: ForecourtError | None) -> None:
    if isinstance(problem, Invalid):
        form.show(problem)
        page.problems = list(form.form_errors)
    elif isinstance(problem, Refusal) and problem.field in form:
        form.show(Invalid({str(problem.field): [problem.message]}))
    elif problem is not None:
        page.problems = [problem.message]
    drawn = boxes(form, _asked(action, form, record), user, record)
    needed = _needed(action, form, record)
    for box in drawn:
        box.required = box.required or box.name in needed
    given = set(request.args) | {box.name for box in drawn if box.errors}
    optional = [box for box in drawn if not box.required and box.name not in given and not (request.method == "POST" and box.text)]
    if len(optional) > FEW:
        page.optional = optional
    page.boxes = [box for box in drawn if box not in page.optional]


def _asked(action: Action, form: RecordForm, record: Any) -> list[str]:
    """The inputs to show: those the action asks for in this state, and any in which something is wrong."""
    if action.asks is None:
        return list(action.inputs)
    wanted = set(action.asks(record, _so_far(action, form)))
    return [name for name in action.inputs if name in wanted or (name in form and (form[name].errors or form[name].process_errors))]


def _needed(action: Action, form: RecordForm, record: Any) -> set[str]:
    """The inputs without which it is refused in this state, though the action does not always need them."""
    return set(action.requires(record, _so_far(action, form))) if action.requires is not None and record is not None else set()


def _so_far(action: Action, form: RecordForm) -> dict[str, Any]:
    return {name: form[name].data for name in action.inputs if name in form}


# ---------------------------------------------------------------- many records, or none


@blueprint.get("/<slug>/actions/<code>")
def ask_many(slug: str, code: str) -> Page:
    object_type, action, user = _open_many(slug, code)
    return _show_many(object_type, action, forms.input_form(action.open_inputs(user), _given(action)), user, with_selected(), None)


@blueprint.post("/<slug>/actions/<code>")
def run_many(slug: str, code: str) -> Page:
    """Run on the selected records, each with its own outcome; or, of scope "list", once."""
    object_type, action, user = _open_many(slug, code)
    form, ids = forms.input_form(action.open_inputs(user)), with_selected()
    try:
        inputs = _inputs(action, form, user)
        if action.scope == "list":
            return _run_list(object_type, action, user, inputs)
        done = bulk.run(action, ids, user, inputs, lambda record: back_of(action, record, inputs, user))
    except (Invalid, Refusal, Conflict, Forbidden) as problem:
        return _show_many(object_type, action, form, user, ids, problem), problem.status
    return show_outcomes(object_type, done, str(action.label))


def _open_many(slug: str, code: str) -> tuple[ObjectType, Action, Actor]:
    object_type, user = registry.by_slug(slug), current_actor()
    action = find_action(object_type, code)
    if not action.may(user):
        raise Forbidden
    if action.scope != "list" and not action.bulk:
        raise NotFound
    return object_type, action, user


def with_selected() -> list[int]:
    """The ids of the records that were selected in the list."""
    found = list(filter(None, map(id_in, request.values.getlist("id"))))
    if len(found) > MOST:
        raise Refusal(_("Choose at most %(most)s records at a time.", most=MOST))
    return list(dict.fromkeys(found))


def _run_list(object_type: ObjectType, action: Action, user: Actor, inputs: dict[str, Any]) -> AnyResponse:
    result = action.run_list(user, **inputs)
    say(str(action.done) if action.done else _("Done: %(action)s.", action=action.label))
    return go_to(getattr(result, "url", None) or own_address(request.form.get("next")) or f"/{object_type.slug}")


def _show_many(object_type: ObjectType, action: Action, form: RecordForm, user: Actor, ids: Sequence[int], problem: ForecourtError | None) -> str:
    text = str(action.confirm or "")
    if action.scope != "list":
        text = f"{ngettext('%(num)s record is selected.', '%(num)s records are selected.', len(ids))} {text}"
    page = ActionForm(
        str(action.label), f"/{object_type.slug}/actions/{action.code}", action.submit, own_address(request.values.get("next")) or f"/{object_type.slug}",
        [(str(object_type.plural), f"/{object_type.slug}"), (str(action.label), None)], _kept("next", "id"), text, danger=bool(action.confirm),
        refused=action.scope != "list" and not ids,
    )  # fmt: skip
    _fill(page, action, form, user, None, problem)
    return render_template("record/action.html", form=page)


def show_outcomes(object_type: ObjectType, done: bulk.Bulk, title: str) -> Page:
    """Back to the list with a message, or a page that names the records that refused; either offers Undo where there is one."""
    failed = [one for one in done.outcomes if not one.done]
    summary = ngettext("%(num)s record changed.", "%(num)s records changed.", len(done.outcomes) - len(failed))
    next_url = own_address(request.form.get("next")) or f"/{object_type.slug}"
    undo_url = f"/{object_type.slug}/take-back" if done.token else None
    if not failed:
        say(summary, undo_url=undo_url, **({"token": done.token, "next": next_url} if done.token else {}))
        return go_to(next_url)
    lines = [(one.name, f"/{object_type.slug}/{one.id}", one.message) for one in failed]
    return render_template("list/results.html", title=title, summary=summary, failed=lines, next_url=next_url, undo_url=undo_url, token=done.token)


# ---------------------------------------------------------------- deleting


@blueprint.post("/<slug>/<int:record_id>/delete")
def delete(slug: str, record_id: int) -> AnyResponse:
    """To the recycle bin, with Undo. What forbids it is said on the record's page."""
    object_type, user = registry.by_slug(slug), current_actor()
    record = records.get(object_type, record_id, user)
    name = str(record)
    try:
        batch = records.delete(record, user)
    except (Refusal, Forbidden) as problem:
        warn(problem.message)
        return redirect(f"/{slug}/{record_id}", 303)
    say(_("“%(name)s” is in the recycle bin.", name=name), undo_url="/recycle-bin/restore", batch=batch, next=f"/{slug}/{record_id}")
    return redirect(own_address(request.form.get("next")) or f"/{object_type.slug}", 303)


@blueprint.post("/<slug>/delete-selected")
def delete_selected(slug: str) -> Page:
    """The selected records to the recycle bin; those that may not go stay, each with its reason."""
    object_type, user = registry.by_slug(slug), current_actor()
    outcomes, batches = _delete_each(object_type, with_selected(), user)
    next_url = own_address(request.form.get("next")) or f"/{object_type.slug}"
    if all(one.done for one in outcomes):
        sentence = ngettext("%(num)s record is in the recycle bin.", "%(num)s records are in the recycle bin.", len(outcomes))
        say(sentence, undo_url="/recycle-bin/restore", batch=",".join(batches), next=next_url)
        return go_to(next_url)
    return show_outcomes(object_type, bulk.Bulk(outcomes), _("Delete"))


def _delete_each(object_type: ObjectType, ids: Sequence[int], user: Actor) -> tuple[list[Outcome], list[str]]:
    batches: list[str] = []
    with transaction():
        outcomes = [attempt(object_type, one, user, lambda record: batches.append(records.delete(record, user)), operation="read") for one in ids]
    return outcomes, batches
