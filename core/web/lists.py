"""The list page of every object: views as tabs, filter chips, sorting, more rows, editing of a cell, export of what is shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session, stream_with_context
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from .. import audit, conditions, forms, permissions, queries, records, registry, saved_views, side_columns
from ..actions import Action, actions_on
from ..actor import Actor, acting, current_actor
from ..cells import harmless
from ..errors import BadQuery, Conflict, Forbidden, Invalid, NotFound, Refusal
from ..fields import CheckboxField, DateField, DateTimeField, Field, FormulaField, MultiPicklistField
from ..i18n import gettext as _
from ..objects import ListView, ObjectType
from .bulk_pages import changeable
from .dialogs import go_to
from .form_fields import InputBox, boxes, input_box, name_look_ups
from .list_state import Chip, ListState, chips, read_state, without_lost
from .rendering import Head, heads_of, render_rows
from .wording import operator_labels

blueprint = Blueprint("lists", __name__)

PAGE, EXPORT_MOST = 50, 50_000
Page = str | AnyResponse | tuple[str, int]


@dataclass(slots=True)
class HeadView:
    label: str
    align: str
    url: str = ""
    sorted: str = ""


@dataclass(slots=True)
class ListPage:
    """What ``list/page.html`` draws."""

    object_type: ObjectType
    state: ListState
    user: Actor
    heads: list[HeadView]
    rows_html: Markup
    next_url: str | None
    tabs: list[tuple[str, str, bool, str]]
    chips: list[Chip]
    bulk_actions: list[Action] = field(default_factory=list)
    list_actions: list[Action] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.state.base

    @property
    def url(self) -> str:
        return self.state.url()

    @property
    def view_label(self) -> str:
        return str(self.state.view.label) if self.state.view else str(self.object_type.plural)

    @property
    def own_view(self) -> saved_views.SavedView | None:
        return self.state.view if isinstance(self.state.view, saved_views.SavedView) else None

    @property
    def board_url(self) -> str:
        board = self.object_type.board
        return f"{self.base}/board" if board and queries.knows(self.object_type, self.user, board.where, board.group_by) else ""

    @property
    def export_url(self) -> str:
        return self.state.url("/export.csv")

    @property
    def count_url(self) -> str:
        return self.state.url("/count", words="1")

    @property
    def new_url(self) -> str:
        return f"{self.base}/new"

    @property
    def is_changed(self) -> bool:
        return self.state.is_changed

    @property
    def is_filtered(self) -> bool:
        return bool(self.state.filters)

    @property
    def unfiltered_url(self) -> str:
        return self.base + (f"?view={self.state.view.code}" if self.state.view and not self.own_view else "?view=all")

    @property
    def empty_title(self) -> str:
        return _("No %(objects)s here yet", objects=_lower(self.object_type.plural))

    @property
    def wider(self) -> tuple[str, str] | None:
        """Address and label of the view that shows everything, where this one is narrower."""
        views = self.object_type.list_views
        if not views or not isinstance(self.state.view, ListView) or self.state.view.where is None or views[-1].where is not None:
            return None
        return f"{self.base}?view={views[-1].code}", str(views[-1].label)

    @property
    def may_create(self) -> bool:
        return self.object_type.creatable and permissions.may(self.user, self.object_type, "create")

    @property
    def may_delete(self) -> bool:
        return permissions.may(self.user, self.object_type, "delete")

    @property
    def may_change(self) -> bool:
        """Whether one value may be given to the selected records."""
        return permissions.may(self.user, self.object_type, "edit") and bool(changeable(self.object_type, self.user))

    @property
    def may_give(self) -> bool:
        """Whether the selected records may go to somebody else by plain editing: an action that takes an owner says more and stands for it."""
        own_way = any("owner" in action.inputs for action in self.bulk_actions)
        return self.may_change and not own_way and any(one.name == "owner" for one in changeable(self.object_type, self.user))

    @property
    def may_export(self) -> bool:
        return self.user.may("export")

    def dialog_url(self, name: str) -> str:
        return self.state.url(f"/{name}")


def _lower(text: Any) -> str:
    from .markup import lower_first

    return lower_first(text)


@blueprint.get("/<slug>")
def show(slug: str) -> Page:
    """The list, or with X-Rows only more of its rows."""
    object_type, user = _open(slug)
    state, notes = without_lost(read_state(object_type, user, _as_left(object_type, request.args)), user)
    heads = heads_of(object_type, state.columns, user)
    found = _read_page(state, heads, user)
    html = render_rows(object_type, heads, found.rows, user)
    next_url = state.url(cursor=found.next) if found.next else None
    if request.headers.get("X-Rows"):
        return Response(html, headers={"X-Next": next_url} if next_url else {})
    page = ListPage(
        object_type, state, user, [_head(head, state, found.sort) for head in heads], html, next_url, _tabs(state), chips(state, user),
        actions_on(object_type, user, bulk=True), actions_on(object_type, user, scope="list"), notes,
    )  # fmt: skip
    return render_template("list/page.html", page=page)


def _as_left(object_type: ObjectType, args: MultiDict[str, str]) -> MultiDict[str, str]:
    """A bare address leads to the view this browser chose last; a view that is chosen is remembered."""
    held: dict[str, str] = session.get("views", {})
    code = args.get("view")
    if code is not None and held.get(object_type.slug) != code and object_type.view(code) is not None:
        session["views"] = {**held, object_type.slug: code}
    if not args and object_type.view(held.get(object_type.slug)) is not None:
        return MultiDict({"view": held[object_type.slug]})
    return args


def _open(slug: str, operation: str = "read") -> tuple[ObjectType, Actor]:
    object_type, user = registry.by_slug(slug), current_actor()
    permissions.require(user, object_type, operation)
    return object_type, user


def _read_page(state: ListState, heads: Sequence[Head], user: Actor) -> queries.Page:
    columns = [head.code for head in heads if head.field is not None and head.column is None]
    return queries.page(state.object_type, user, where=state.where, sort=state.sort, cursor=request.args.get("cursor"), limit=PAGE, columns=columns)


def _head(head: Head, state: ListState, sort: queries.Sort) -> HeadView:
    if head.code not in state.object_type.sortable and (head.column is None or head.column.side is None):
        return HeadView(head.label, head.align)
    here = sort.name == head.code
    direction = ("descending" if sort.descending else "ascending") if here else ""
    wanted = f"-{head.code}" if here and not sort.descending else head.code
    from dataclasses import replace

    return HeadView(head.label, head.align, replace(state, chosen_sort=wanted).url(), direction)


def _tabs(state: ListState) -> list[tuple[str, str, bool, str]]:
    views: list[Any] = [*state.views, *state.own_views]
    found = [(str(one.label), f"{state.base}?view={one.code}", state.view is one, f"{state.base}/count?view={one.code}") for one in views]
    if state.view is None or not state.views:
        found.append((_("All"), f"{state.base}?view=all", state.view is None, f"{state.base}/count?view=all"))
    return found


@blueprint.get("/<slug>/count")
def count(slug: str) -> str:
    """A tab's figure, loaded after the page and capped."""
    object_type, user = _open(slug)
    state, _notes = without_lost(read_state(object_type, user, request.args), user)
    found, more = queries.count(object_type, user, where=state.where)
    text = _("1k+") if more else str(found)
    if request.args.get("words"):
        label = object_type.label if found == 1 and not more else object_type.plural
        return _("%(count)s %(objects)s", count=text, objects=_lower(label))
    return text


@blueprint.get("/<slug>/export.csv")
def export(slug: str) -> Response:
    """Exactly what the list shows, all rows of it, as CSV. Raises Forbidden without the right to export."""
    object_type, user = _open(slug)
    user.require("export")
    state, _notes = without_lost(read_state(object_type, user, request.args), user)
    heads = heads_of(object_type, state.columns, user)
    columns = [head.code for head in heads if head.column is None]
    pages = queries.export(object_type, user, where=state.where, sort=state.sort, columns=columns)
    first = next(pages)  # what is wrong with the address is said before the first line is sent
    audit.record("export", actor=user, object_code=object_type.code, details={"where": list(state.filters), "columns": [head.code for head in heads]})
    name = f"{object_type.slug}.csv"
    body = stream_with_context(_acting_as(user, _csv(object_type, heads, chain([first], pages), user)))
    return Response(body, mimetype="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _acting_as(user: Actor, parts: Iterator[str]) -> Iterator[str]:
    """Each part made as by the user: what is sent once the page itself is done would tell times as nobody's clock does."""
    while True:
        with acting(user):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _csv(object_type: ObjectType, heads: Sequence[Head], pages: Iterable[Sequence[Any]], user: Actor) -> Iterator[str]:
    columns = [head.code for head in heads if head.column is None]
    yield "\ufeff" + _csv_line([head.label for head in heads])
    for rows in pages:
        links = queries.links(tuple(queries.look_up_ids(object_type, columns, rows)), user)
        extra = {head.code: head.column.load([row.id for row in rows], user) for head in heads if head.column is not None}
        yield "".join(_csv_line([_csv_text(object_type, head, row, links, extra) for head in heads]) for row in rows)


def _csv_text(object_type: ObjectType, head: Head, row: Any, links: Any, extra: Any) -> str:
    """As the list says it, also of a record that ships, which is called otherwise in each language."""
    if head.column is not None:
        value = extra[head.code].get(row.id)
        return head.field.text(value) if head.field is not None else str(value or "")
    shape = head.field
    assert shape is not None  # noqa: S101 - a head without a column has a field; said for the type checker
    value = shape.compute(row) if isinstance(shape, FormulaField) else getattr(row, shape.attribute)
    if value is None:
        return ""
    if value in links and shape.type == "lookup":
        return str(links[value].name)
    return object_type.called(row.id, shape.text(value)) if head.code == object_type.name_field else shape.text(value)


def _csv_line(values: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([harmless(value) for value in values])
    return buffer.getvalue()


# ---------------------------------------------------------------- filters, columns, own views


@blueprint.get("/<slug>/filter")
def edit_filter(slug: str) -> Page:
    """Two steps: which field, then how and with what. The last one leads back to the list."""
    object_type, user = _open(slug)
    state = read_state(object_type, user, request.args)
    replaced = request.args.get("replace", type=int)
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
    labels = operator_labels()
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
        box.widget, box.help = "date", _("A date, or a word: today, today+7, week, month, month+1, quarter, year.")
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




@blueprint.get("/<slug>/columns")
def edit_columns(slug: str) -> Page:
    """Which columns, in which order."""
    from dataclasses import replace

    object_type, user = _open(slug)
    state = read_state(object_type, user, request.args)
    if request.args.get("done"):
        chosen = tuple(request.args.getlist("column"))
        return go_to(replace(state, chosen_columns=chosen or None).url())
    labels = {name: str(one.label) for name, one in permissions.visible_fields(user, object_type).items() if name != "id"}
    labels |= {code: str(one.label) for code, one in side_columns.added(object_type, user).items()}
    shown = [name for name in state.columns if name in labels]
    rest = sorted((name for name in labels if name not in shown), key=lambda name: labels[name])
    choices = [(name, labels[name], name in shown) for name in (*shown, *rest)]
    return render_template("list/columns.html", base=state.base, kept=[pair for pair in state.pairs() if pair[0] != "columns"], choices=choices)


@blueprint.get("/<slug>/save-view")
def name_view(slug: str) -> Page:
    object_type, user = _open(slug)
    state = read_state(object_type, user, request.args)
    name = state.view.name if isinstance(state.view, saved_views.SavedView) else ""
    return render_template("list/save_view.html", base=state.base, kept=state.pairs(), name=name, errors=[])


@blueprint.post("/<slug>/views")
def save_view(slug: str) -> Page:
    object_type, user = _open(slug)
    state = read_state(object_type, user, request.form)
    own_where = state.view.where if not isinstance(state.view, saved_views.SavedView) and state.view is not None else None
    filters = [*([own_where] if own_where else []), *state.filters]
    try:
        view = saved_views.keep(object_type, user, request.form.get("name", ""), filters=filters, columns=list(state.columns), sort=state.sort)
    except Invalid as problem:
        return render_template("list/save_view.html", base=state.base, kept=state.pairs(), name=request.form.get("name", ""), errors=[problem.message]), 422
    return go_to(f"{state.base}?view={view.code}")


@blueprint.post("/<slug>/views/<int:view_id>/delete")
def delete_view(slug: str, view_id: int) -> Page:
    from .messages import say

    object_type, user = _open(slug)
    gone = saved_views.drop(view_id, user)
    say(_("The view “%(name)s” was deleted.", name=gone["name"]))
    return redirect(f"/{object_type.slug}", 303)


# ---------------------------------------------------------------- a cell


@blueprint.get("/<slug>/<int:record_id>/cell/<name>")
def edit_cell(slug: str, record_id: int, name: str) -> Page:
    """The input of one cell. Raises Forbidden for a field one may not change."""
    object_type, user = _open(slug, "edit")
    record = records.get(object_type, record_id, user, operation="edit")
    return _cell_form(record, name, user)


def _cell_form(record: Any, name: str, user: Actor, form: forms.RecordForm | None = None, version: int | None = None) -> str:
    object_type = record.object_type
    if not forms.editable(object_type, user, [name]):
        raise Forbidden
    if reason := object_type.readonly_reason(record):
        raise Refusal(str(reason))
    if reason := records.locked(record).get(name):
        raise Refusal(str(reason), field=name, code="locked")
    form = form or forms.record_form(object_type, user, record, names=[name])
    box = boxes(form, [name], user, record, create=False)[0]
    return render_template("list/cell_form.html", box=box, action=f"{record.url}/cell/{name}", version=version or record.version)


@blueprint.post("/<slug>/<int:record_id>/cell/<name>")
def save_cell(slug: str, record_id: int, name: str) -> Page:
    """Save one cell; answers the fresh row, or the input with its sentence."""
    object_type, user = _open(slug, "edit")
    record = records.get(object_type, record_id, user, operation="edit")
    form = forms.record_form(object_type, user, record, names=[name])
    version = request.form.get("version", type=int)
    try:
        values = form.values()
        records.update(record, user, version=version, typed=tuple(values), **values)
    except (Invalid, Conflict, Refusal) as problem:
        record = records.get(object_type, record_id, user, operation="edit")  # as it is after the rollback
        errors = problem.errors if isinstance(problem, Invalid) else {name: [problem.message]}
        form.show(Invalid({name: [sentence for sentences in errors.values() for sentence in sentences]}))
        return _cell_form(record, name, user, form, record.version), problem.status
    if not request.headers.get("X-Dialog"):
        return redirect(f"/{slug}", 303)
    return _fresh_row(object_type, record_id, user)


def _fresh_row(object_type: ObjectType, record_id: int, user: Actor) -> str:
    """The row as the list shows it now, with the columns the page that asked has."""
    from urllib.parse import parse_qs, urlsplit

    from werkzeug.datastructures import MultiDict

    came_from = urlsplit(request.referrer or "")
    args = parse_qs(came_from.query) if came_from.path == f"/{object_type.slug}" else {}
    state = read_state(object_type, user, MultiDict([(key, value) for key, values in args.items() for value in values]))
    heads = heads_of(object_type, state.columns, user)
    found = queries.page(object_type, user, where={"id": record_id}, sort="id", limit=1, columns=[head.code for head in heads if head.column is None])
    if not found.rows:
        raise NotFound
    return str(render_rows(object_type, heads, found.rows, user))
