"""Many records: pages of a list, related lists, what was deleted, sums, what fields there are, and views one keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint

from .. import conditions, fields, modules, permissions, queries, records, registry, saved_views, side_columns
from ..actor import Actor, current_actor
from ..conditions import Test
from ..errors import BadQuery, NotFound
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from ..objects import ListView, ObjectType
from ..panels import Column
from . import fields as parts
from . import shapes
from .operations import RECORD, Answer, operation
from .schemas import Plan, plan_of

blueprint = Blueprint("api_lists", __name__)

GROUPS = 1000
COUNTED = 10_000
"""How far ``count`` counts, and how many groups an aggregate may have."""


def page_query() -> dict[str, Any]:
    return {
        "where": parts.where(), "sort": parts.sort(), "fields": parts.shown(), "limit": parts.limit(), "cursor": parts.cursor(), "labels": parts.labels(),
        "count": fields.Checkbox(gettext_lazy("Count"), help=gettext_lazy("Also answer how many there are, counted up to 10,000.")),
    }  # fmt: skip


@blueprint.get("/<object:slug>")
@operation(
    gettext_lazy("List"), each=True, needs="read", answer=shapes.page_of_records,
    query={**page_query(), "view": fields.Text(gettext_lazy("View"), length=60, help=gettext_lazy("A view of the list by its code: filter, order and columns start from it."))},
)  # fmt: skip
def list_records(object_type: ObjectType, query: dict[str, Any]) -> Answer:
    """One page, by key and not by number, so that the last is as fast as the first."""
    user = current_actor()
    view = _view(object_type, user, query["view"])
    where = conditions.both(*_filters(view), query["where"])
    columns = list(view.columns) if view is not None and view.columns else None
    return Answer(_page(object_type, user, {**query, "where": where, "sort": query["sort"] or (view.sort if view is not None else None)}, columns))


def _view(object_type: ObjectType, user: Actor, code: str | None) -> ListView | saved_views.SavedView | None:
    if not code:
        return None
    own = (one for one in saved_views.views_of(object_type, user) if one.code == code)
    found: ListView | saved_views.SavedView | None = object_type.view(code) or next(own, None)
    if found is None:
        raise BadQuery(_("This list has no view “%(name)s”.", name=code), "view")
    return found


def _filters(view: ListView | saved_views.SavedView | None) -> Sequence[str | None]:
    return view.filters if isinstance(view, saved_views.SavedView) else (view.where,) if view is not None else ()


def _page(object_type: ObjectType, user: Actor, query: Mapping[str, Any], columns: list[str] | None = None) -> dict[str, Any]:
    plan, added = plan_of(object_type, user), side_columns.added(object_type, user)
    names = parts.asked(plan, query["fields"], plan.listed if columns is None else [name for name in columns if name in added or name in plan.fields])
    side = _columns(added, [name for name in names if "." in name])
    own = [name for name in names if "." not in name]
    found = queries.page(object_type, user, where=query["where"], sort=query["sort"], cursor=query["cursor"], limit=query["limit"], columns=own)
    rows = [plan.dump(row, own) for row in found.rows]
    _add_columns(rows, side, user)
    if query["labels"]:
        links = parts.links_of(object_type, own, list(found.rows), user)
        for row, words in zip(rows, parts.labels_of(plan, list(found.rows), own, links), strict=True):
            row["labels"] = words
    answer: dict[str, Any] = {"data": rows, "next": found.next}
    if query["count"]:
        answer["count"], answer["count_is_capped"] = queries.count(object_type, user, where=query["where"], cap=COUNTED)
    return answer


def _columns(known: Mapping[str, Column], names: Sequence[str]) -> list[Column]:
    """Of the columns that modules add these. Raises BadQuery."""
    for name in names:
        if name not in known:
            raise BadQuery(_("There is no field “%(name)s”.", name=name), name)
    return [known[name] for name in names]


def _add_columns(rows: list[dict[str, Any]], side: Sequence[Column], user: Actor) -> None:
    ids = [row["id"] for row in rows]
    for column in side:
        values = column.load(ids, user)
        show = column.shown_as.dump if column.shown_as is not None else str
        for row in rows:
            value = values.get(row["id"])
            row[column.code] = None if value is None else show(value)


@blueprint.get(f"{RECORD}/related/<related>")
@operation(gettext_lazy("Related list"), query=page_query(), answer=shapes.any_page, path_fields={"related": fields.Text(gettext_lazy("Related list"), length=80)})
def list_related(object_type: ObjectType, record_id: int, related: str, query: dict[str, Any]) -> Answer:
    """A page of the records that refer to this one."""
    user = current_actor()
    records.get(object_type, record_id, user)
    held = next((one for one in registry.current().related_lists[object_type.code] if one.code == related), None)
    if held is None:
        raise NotFound(_("There is no related list “%(code)s”.", code=related))
    to = registry.enabled_object(held.to)
    where = conditions.both(Test(held.via, "=", record_id), held.where, query["where"])
    return Answer(_page(to, user, {**query, "where": where, "sort": query["sort"] or held.sort}))


@blueprint.get("/<object:slug>/deleted")
@operation(
    gettext_lazy("What was deleted"), needs="read", answer=shapes.deletions,
    query={
        "since": fields.DateTime(gettext_lazy("Since"), required=True, help=gettext_lazy("A moment, such as “until” of the time before: what was deleted at it or later.")),
        "limit": parts.limit(), "cursor": parts.cursor(),
    },
    description=gettext_lazy("For a copy of the records: the earliest first, merged ones too, without what was brought back. “until” is the moment up to which all has been told."),
)  # fmt: skip
def list_deletions(object_type: ObjectType, query: dict[str, Any]) -> Answer:
    """Of what the reader would see if it lived."""
    found, moment = queries.deletions(object_type, current_actor(), query["since"], cursor=query["cursor"], limit=query["limit"]), fields.DateTimeField("")
    return Answer({
        "data": [{"id": row.id, "deleted_at": moment.dump(row.deleted_at), "merged_into": row.merged_into} for row in found.rows],
        "next": found.next, "until": moment.dump(found.until),
    })  # fmt: skip


@blueprint.get("/<object:slug>/aggregate")
@operation(
    gettext_lazy("Count and add up"), answer=shapes.groups,
    query={
        "group_by": fields.Text(gettext_lazy("Groups"), length=400, help=gettext_lazy("Names of fields, separated by commas; none makes one group of all.")),
        "measures": fields.Text(gettext_lazy("Measures"), length=400, default="count", help=gettext_lazy("count, sum:field, min:field, max:field, separated by commas. Money is added up by currency.")),
        "where": parts.where(),
    },
)  # fmt: skip
def aggregate(object_type: ObjectType, query: dict[str, Any]) -> Answer:
    user = current_actor()
    groups = [part.strip() for part in (query["group_by"] or "").split(",") if part.strip()]
    measures = [part.strip() for part in (query["measures"] or "count").split(",") if part.strip()]
    found = queries.aggregate(object_type, user, group_by=groups, measures=measures, where=query["where"], limit=GROUPS + 1)
    if len(found) > GROUPS:
        raise BadQuery(_("These are more than %(most)s groups; group by another field, or filter.", most=GROUPS), "group_by")
    plan = plan_of(object_type, user)
    return Answer({"data": [_group(plan, row, groups, measures) for row in found]})


def _group(plan: Plan, row: Any, groups: Sequence[str], measures: Sequence[str]) -> dict[str, Any]:
    shown = {name: plan.fields[name].dump(getattr(row, plan.fields[name].attribute)) for name in groups}
    for measure in measures:
        verb, _colon, name = measure.partition(":")
        if verb == "count":
            shown["count"] = row.count
            continue
        field = plan.fields[name]
        value = getattr(row, f"{verb}_{name}")
        shown[measure] = None if value is None else field.dump(value)
        if isinstance(field, fields.CurrencyField):
            shown[field.currency_attribute] = getattr(row, field.currency_attribute)
    return shown


# ---------------------------------------------------------------- what there is


@blueprint.get("/<object:slug>/fields")
@operation(gettext_lazy("Fields, lists and actions of an object"), answer=shapes.description)
def describe(object_type: ObjectType) -> Answer:
    """What a program shows to people: labels, words of picklists, what may be sorted and filtered."""
    user = current_actor()
    permissions.require(user, object_type, "read")
    plan = plan_of(object_type, user)
    related = [one for one in registry.current().related_lists[object_type.code] if modules.is_on(registry.object_type(one.to).plugin)]
    columns = side_columns.added(object_type, user).values()
    return Answer({
        "object": object_type.code, "label": str(object_type.label), "plural": str(object_type.plural),
        "fields": [_described(object_type, name, one, plan) for name, one in plan.fields.items()],
        "columns": [{"name": one.code, "label": str(one.label)} for one in columns],
        "related": [{"code": one.code, "label": str(one.label), "object": one.to} for one in related],
    })  # fmt: skip


def _described(object_type: ObjectType, name: str, field: fields.Field, plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": name, "label": str(field.label), "type": field.type, "required": field.required, "readonly": name in plan.readonly,
        "sortable": name in object_type.sortable, "operators": list(field.operators) if field.stored else [],
    }  # fmt: skip
    if field.help is not None:
        found["help"] = str(field.help)
    if isinstance(field, fields.PicklistField):
        found["choices"] = [{"code": one.code, "label": str(one.label)} for one in field.options()]
    if isinstance(field, fields.LookupField) and field.to is not None:
        found["to"] = field.to
    return found


# ---------------------------------------------------------------- views


@blueprint.get("/<object:slug>/views")
@operation(gettext_lazy("Views of a list"), answer=shapes.views)
def list_views(object_type: ObjectType) -> Answer:
    """Those of the module, one's own, and those that others share with one."""
    user = current_actor()
    permissions.require(user, object_type, "read")
    shipped = [
        {"code": one.code, "label": str(one.label), "where": one.where, "columns": list(one.columns), "sort": one.sort, "own": False, "shared_with": None} for one in object_type.list_views
    ]
    return Answer({"data": [*shipped, *(_kept(one, user) for one in saved_views.views_of(object_type, user))]})


def _kept(view: saved_views.SavedView, user: Actor) -> dict[str, Any]:
    where = conditions.both(*view.filters)
    return {"code": view.code, "label": view.name, "where": conditions.write(where) or None, "columns": list(view.columns), "sort": view.sort, "own": view.is_of(user), "shared_with": view.unit_id}


@blueprint.post("/<object:slug>/views")
@operation(
    gettext_lazy("Keep a view"), body=shapes.view_to_keep, answer=shapes.view, status=201,
    examples=lambda _target: {"name": "New this week", "where": parts.WHERE, "sort": parts.SORT},
)  # fmt: skip
def keep_view(object_type: ObjectType, body: dict[str, Any]) -> Answer:
    """The same name again replaces it. ``shared_with``: the id of a unit that one manages, whose people have it too. Filter, order and columns are tried first."""
    user = current_actor()
    permissions.require(user, object_type, "read")
    where, columns = body.get("where"), [part.strip() for part in (body.get("columns") or "").split(",") if part.strip()]
    _columns(side_columns.added(object_type, user), [name for name in columns if "." in name])
    queries.page(object_type, user, where=where, sort=body.get("sort"), columns=columns, limit=1)
    kept = saved_views.keep(object_type, user, body["name"], filters=[where] if where else [], columns=columns, sort=body.get("sort"), unit_id=body.get("shared_with"))
    return Answer(_kept(kept, user), 201)


@blueprint.delete("/<object:slug>/views/<id64:view_id>")
@operation(gettext_lazy("Drop a view"), status=204)
def drop_view(object_type: ObjectType, view_id: int) -> Answer:
    """One's own, or one that somebody shared who has left: whoever manages that unit may drop it."""
    saved_views.drop(object_type, view_id, current_actor())
    return Answer(status=204)
