"""The dialog of a filter."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from ... import conditions, permissions, queries, side_columns
from ...actor import Actor
from ...errors import BadQuery
from ...fields import CheckboxField, DateField, DateTimeField, Field, MultiPicklistField
from ...i18n import gettext as _
from ...objects import ObjectType
from .. import day_words
from ..addresses import int64
from ..dialogs import go_to
from ..form_fields import InputBox, input_box, name_look_ups
from ..wording import operator_labels
from .state import ListState, opened, read_state


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/<slug>/filter", view_func=edit_filter)


def edit_filter(slug: str) -> str | Response:
    """Two steps: which field, then how and with what. The last one leads back to the list."""
    object_type, user = opened(slug)
    state = read_state(object_type, user, request.args)
    replaced = request.args.get("replace", type=int64)
    name, operator, value = _asked(state, replaced)
    shape = _filterable(object_type, user).get(name) if name else None
    problems: list[str] = []
    if shape is not None and request.args.get("done"):
        try:
            text = _filter_text(object_type, shape, operator, user)
            return go_to(state.with_filter(text, replaced).url())
        except (BadQuery, ValueError) as problem:
            problems.append(str(problem))
    box = _filter_box(shape, operator, value, user) if shape is not None else None
    return render_template(
        "list/filter.html", base=state.base, kept=state.pairs(), replaced=replaced, errors=problems, box=box, field_name=name,
        field_label=shape.label if shape is not None else "", choices=[(code, str(one.label)) for code, one in _filterable(object_type, user).items()],
        operators=_operators(shape) if shape is not None else [], operator=operator, again_url=state.url("/filter"),
    )  # fmt: skip


def _filterable(object_type: ObjectType, user: Actor) -> dict[str, Field]:
    visible = permissions.visible_fields(user, object_type)
    names = sorted(object_type.filterable - {"id"}, key=lambda name: str(object_type.fields[name].label) if name in object_type.fields else name)
    own = {name: visible[name] for name in names if name in visible and visible[name].operators}
    return {**own, **{name: column.field for name, column in side_columns.of(object_type, user).items()}}


def _asked(state: ListState, replaced: int | None) -> tuple[str, str, str]:
    """Field, operator and value of the form, or of the filter that is being changed."""
    if request.args.get("field"):
        values = request.args.getlist("value") or request.args.getlist(request.args["field"])
        return request.args["field"], request.args.get("operator", ""), ";".join(values)
    if replaced is not None and 0 <= replaced < len(state.filters):
        condition = conditions.read(state.filters[replaced])
        negated = isinstance(condition, conditions.Not)
        test = condition.part if isinstance(condition, conditions.Not) else condition
        if isinstance(test, conditions.Test):
            held = test.value if isinstance(test.value, (list, tuple)) else (test.value,)
            return test.field, "not empty" if negated else test.operator, ";".join(str(one) for one in held if one is not None)
    return "", "", ""


def _operators(shape: Field) -> list[tuple[str, str]]:
    labels = operator_labels(shape)
    found = [code for code in shape.operators if code != "in" or hasattr(shape, "choices")]
    if isinstance(shape, (DateField, DateTimeField)):
        found = [code for code in found if code != "!="]
    if "empty" in found:
        found.append("not empty")
    if hasattr(shape, "choices") and "in" in found:
        found = ["in", *[code for code in found if code in ("empty", "not empty")]]
    return [(code, labels[code]) for code in found]


def _filter_box(shape: Field, operator: str, value: str, user: Actor) -> InputBox:
    box = input_box(shape, value, user, create=False, name="value")
    box.label, box.help, box.required = _("Value"), "", False
    if hasattr(shape, "choices"):
        box.widget, box.template = "multiselect", ""
        box.chosen = tuple(value.split(";")) if value else ()
        box.options = tuple((choice.code, str(choice)) for choice in shape.choices)  # records may hold retired ones
    elif isinstance(shape, CheckboxField):
        box.widget, box.options, box.text = "segments", (("true", _("Yes")), ("false", _("No"))), value or "true"
    elif isinstance(shape, (DateField, DateTimeField)):
        box.widget, box.help = "date", _("A day, or a period such as “this month”: all of its days count. today+7 and now-2h are read too.")
        box.options, box.text = tuple(day_words.offered().items()), day_words.offered().get(value, value)
    elif shape.widget == "textarea":
        box.widget = "text"
    box.wide = True
    name_look_ups([box], user)
    if value == "me":
        box.shown = _("me")
    return box


def _filter_text(object_type: ObjectType, shape: Field, operator: str, user: Actor) -> str:
    """The filter as text of the grammar, tried out before it is used. Raises BadQuery, ValueError with a sentence."""
    values = [value.strip() for value in request.args.getlist("value") if value.strip()]
    if isinstance(shape, (DateField, DateTimeField)):
        values = [day_words.written(value) for value in values]
    if operator in ("empty", "not empty"):
        return f"{shape.name} is {operator}"
    if not values:
        raise ValueError(_("Please fill in %(field)s.", field=shape.label))
    if operator == "in" and len(values) > 1:
        text = f"{shape.name} in ({', '.join(quoted(value) for value in values)})"
    else:
        used = "=" if operator == "in" else operator
        if isinstance(shape, MultiPicklistField):
            used = "contains"
        text = f"{shape.name} {used} {quoted(values[0])}"
    queries.compile_condition(conditions.read(text), object_type, user)
    return text


def quoted(value: str) -> str:
    """A value as the grammar reads it back."""
    if value.replace("_", "").replace("+", "").replace("-", "").isalnum() and value.isascii() and value.lower() not in ("and", "or", "not", "in", "is"):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
