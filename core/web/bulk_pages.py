"""The selected records of a list get one value: which field, which value, and Undo for what was done to many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from .. import bulk, forms, permissions, registry
from ..actor import Actor, current_actor
from ..errors import Forbidden, Invalid, NotFound
from ..fields import AutoNumberField, CurrencyField, Field
from ..i18n import gettext as _
from ..i18n import ngettext
from ..objects import ObjectType
from .action_pages import show_outcomes, with_selected
from .addresses import own_address
from .form_fields import InputBox, boxes, understand_look_ups
from .messages import say, warn

blueprint = Blueprint("bulk", __name__)
Page = str | tuple[str, int] | Response


def changeable(object_type: ObjectType, user: Actor) -> list[Field]:
    """The fields that many records may get at once, the owner first. Names and numbers tell records apart, inputs with a page of their own
    (a region) hang on others of the same record: those are left out."""
    fitting = (
        one for one in forms.editable(object_type, user)
        if one.name != object_type.name_field and not isinstance(one, AutoNumberField) and not getattr(one, "template", "")
    )  # fmt: skip
    return sorted(fitting, key=lambda one: one.name != "owner")


@blueprint.get("/<slug>/change-selected")
def ask(slug: str) -> Page:
    """Two steps: which field, then its value."""
    object_type, user = _open(slug)
    return _show(object_type, _asked(object_type, user), user, with_selected(), [])


@blueprint.post("/<slug>/change-selected")
def change(slug: str) -> Page:
    """Each record has its own outcome; what was done can be undone."""
    object_type, user = _open(slug)
    shape, ids = _asked(object_type, user), with_selected()
    if shape is None:
        raise NotFound
    form = forms.record_form(object_type, user, None, names=[shape.name])
    try:
        values = _values(shape, form, user)
        done = bulk.change(object_type, ids, user, values)
    except Invalid as problem:
        form.show(problem)
        return _show(object_type, shape, user, ids, list(form.form_errors), boxes(form, [shape.name], user)[0]), 422
    return show_outcomes(object_type, done, _("Change a field"))


@blueprint.post("/<slug>/take-back")
def take_back(slug: str) -> Response:
    """What Undo sends after a change of many."""
    object_type, user = registry.by_slug(slug), current_actor()
    try:
        found = bulk.take_back(object_type, request.form.get("token", ""), user)
    except NotFound:
        warn(_("There is nothing left to undo."))
    else:
        said = [ngettext("%(num)s record is as it was before.", "%(num)s records are as they were before.", found.back)]
        if found.left:
            said.append(ngettext("%(num)s was left as it is: it was changed since, or a rule forbids it.", "%(num)s were left as they are: they were changed since, or a rule forbids it.", found.left))
        say(" ".join(said))
    return redirect(own_address(request.form.get("next")) or f"/{object_type.slug}", 303)


def _open(slug: str) -> tuple[ObjectType, Actor]:
    object_type, user = registry.by_slug(slug), current_actor()
    permissions.require(user, object_type, "edit")
    return object_type, user


def _asked(object_type: ObjectType, user: Actor) -> Field | None:
    """The field that is to change. Raises Forbidden for one the user may not change."""
    name = request.values.get("field", "")
    found = next((one for one in changeable(object_type, user) if one.name == name), None)
    if name and found is None:
        raise Forbidden
    return found


def _values(shape: Field, form: forms.RecordForm, user: Actor) -> dict[str, Any]:
    understand_look_ups(form, user)
    forms.check_currencies(form, lambda _shape: user.currency)  # the one written beside the input
    values = form.values()
    if isinstance(shape, CurrencyField) and values.get(shape.name) is not None:
        values[shape.currency_attribute] = user.currency
    return {shape.name: None, **values}


def _show(object_type: ObjectType, shape: Field | None, user: Actor, ids: Sequence[int], problems: list[str], box: InputBox | None = None) -> str:
    if shape is not None and box is None:
        box = boxes(forms.record_form(object_type, user, None, names=[shape.name], values={shape.name: None}), [shape.name], user)[0]
    if box is not None and not box.required:
        box.help = _("Leave it empty to clear the field.")
    return render_template(
        "list/change_selected.html", base=f"/{object_type.slug}", ids=ids, next_url=own_address(request.values.get("next")) or "", errors=problems, box=box,
        choices=[(one.name, str(one.label)) for one in changeable(object_type, user)], field=shape,
    )  # fmt: skip
