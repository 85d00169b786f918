"""The shapes of bodies and answers: marshmallow schemas by name, made for a reader's rights. Bodies are read by them, the document shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields as ma

from .. import external_ids, fields, queries
from ..actions import Action
from ..actor import Actor
from ..choices import Choice
from ..errors import Invalid
from ..i18n import gettext_lazy as _
from ..objects import ObjectType
from ..saved_views import LONGEST
from . import fields as parts
from .operations import Target
from .schemas import Inner, Schema, Shape, component, named, plan_of, read, shapes

ACCESS = (Choice("read", _("Read")), Choice("edit", _("Edit")))
ANYTHING = {"type": "object", "additionalProperties": True}


def _plain(kind: type[ma.Field[Any]], *, none: bool = False) -> ma.Field[Any]:
    return kind(allow_none=none, required=True)


def _words(**members: Any) -> dict[str, Any]:
    """Members of a schema: a type, or (type, "or null")."""
    return {name: _plain(*given[:1], none=True) if isinstance(given, tuple) else given if isinstance(given, ma.Field) else _plain(given) for name, given in members.items()}


def _listed(name: str, item: Schema, **more: Any) -> Schema:
    return named(name, {"data": ma.List(ma.Nested(item), required=True), **_words(**more)})


# ---------------------------------------------------------------- records


def record(target: Target) -> Schema:
    return plan_of(_object(target), target.user).schema("record")


def to_create(target: Target) -> Schema:
    return plan_of(_object(target), target.user).schema("create")


def to_change(target: Target) -> Schema:
    return plan_of(_object(target), target.user).schema("change")


def is_creatable(target: Target) -> bool:
    return _object(target).creatable


def _object(target: Target) -> ObjectType:
    if target.object_type is None:
        raise LookupError("this shape belongs to an object")
    return target.object_type


def page_of_records(target: Target) -> Schema:
    return _page(component(_object(target)) + "Page", record(target))


def _page(name: str, item: Schema) -> Schema:
    return named(name, {
        "data": ma.List(ma.Nested(item), required=True), "next": ma.String(allow_none=True, required=True),
        "count": ma.Integer(), "count_is_capped": ma.Boolean(),
    })  # fmt: skip


def any_page(target: Target) -> Schema:
    return named("AnyPage", {
        "data": Inner(list, {"type": "array", "items": ANYTHING}, required=True), "next": ma.String(allow_none=True, required=True),
        "count": ma.Integer(), "count_is_capped": ma.Boolean(),
    })  # fmt: skip


def deletions(target: Target) -> Schema:
    row = named("Deletion", _words(id=ma.Integer, deleted_at=ma.AwareDateTime, merged_into=(ma.Integer,)))
    return _listed("Deletions", row, next=(ma.String,), until=ma.AwareDateTime)


def groups(target: Target) -> Schema:
    return named("Groups", {"data": Inner(list, {"type": "array", "items": ANYTHING}, required=True)})


def history(target: Target) -> Schema:
    change = {"type": "object", "additionalProperties": {"type": "object", "properties": {"before": {}, "after": {}}}}
    entry = named("Save", _words(
        id=ma.Integer, version=ma.Integer, operation=ma.String, at=ma.AwareDateTime, by=(ma.Integer,), by_name=ma.String, source=ma.String,
        changes=Inner(dict, change, required=True),
    ))  # fmt: skip
    return _listed("ChangeLog", entry, next=(ma.Integer,))


def _link() -> Schema:
    return named("Link", _words(id=ma.Integer, object=ma.String, name=ma.String, url=ma.String))


def one_link(target: Target) -> Schema:
    return _link()


def restored(target: Target) -> Schema:
    return _listed("Restored", _link())


def example(schema: Schema) -> dict[str, Any]:
    """A body that shows how values are written: what is always asked for, else the first few."""
    wanted = [name for name, one in schema.fields.items() if one.required] or list(schema.fields)[:FEW]
    return {name: _example_of(schema.fields[name]) for name in wanted}


def _example_of(member: ma.Field[Any]) -> Any:
    if isinstance(member, Shape):
        return example_of(member.field)
    if isinstance(member, Inner) and member.item is not None:
        return [example(member.item)] if member.kind is list else example(member.item)
    return example_of_json(member.json) if isinstance(member, Inner) else None


def example_of_json(json: Mapping[str, Any]) -> Any:
    """A value that fits a JSON schema."""
    kind = json.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    if "enum" in json:
        return json["enum"][0]
    if kind == "object":
        return {name: example_of_json(one) for name, one in json.get("properties", {}).items()}
    if kind == "array":
        return [example_of_json(json["items"])] if "items" in json else []
    return {"integer": 17, "boolean": True}.get(kind, "text")


FEW = 4
"""Members that an example shows where none is always asked for."""
EXAMPLES: Mapping[str, Any] = {
    "phone": "+8613800138000", "email": "pan.yue@example.com", "url": "https://example.com", "percent": 50, "currency": "128000.00", "decimal": "12.5", "date": "2026-11-28",
    "datetime": "2026-11-28T09:00:00Z", "lookup": 17, "user": 3, "unit": 2,
}  # fmt: skip
"""Values by the type of their field, as the API writes them."""


def example_of(field: fields.Field) -> Any:
    """A value as the API writes it; a field whose texts have a form of their own gives one in its schema."""
    if isinstance(field, fields.FormulaField):
        return example_of(field.of)
    if field.type in EXAMPLES:
        return EXAMPLES[field.type]
    json = field.schema()
    if "examples" in json:
        return json["examples"][0]
    if isinstance(field, fields.PicklistField) and field.choices:
        return [field.choices[0].code] if json.get("type") == "array" else field.choices[0].code
    if json.get("type") == "integer":
        return max(1, json.get("minimum", 1))
    if json.get("type", "string") != "string" or "enum" in json:
        return example_of_json(json)
    return "CNY" if isinstance(field, fields.CurrencyCodeField) else str(field.label)[: json.get("maxLength", 80)]


# ---------------------------------------------------------------- many rows


def _rows(name: str, item: Schema, more: Mapping[str, Any] | None = None) -> Schema:
    json = {"type": "array", "minItems": 1, "maxItems": parts.PAGE_OF_ROWS}
    switch = fields.Checkbox(_("All or none"), help=_("One row that fails takes the others back."))
    return named(name, {**(more or {}), "rows": Inner(list, json, item, required=True), **_shapes(all_or_none=switch)})


def _shapes(**declared: Any) -> dict[str, Shape]:
    return shapes({name: fields.unwrap(one) for name, one in declared.items()})


def rows_to_create(target: Target) -> Schema:
    return _rows(component(_object(target)) + "RowsToCreate", to_create(target))


def row_to_update(object_type: ObjectType, user: Actor) -> Schema:
    target = Target(user, object_type)
    declared = _shapes(id=parts.record_id(_("Record id"), required=True), version=parts.record_id(_("Version")))
    return named(component(object_type) + "RowToUpdate", {**declared, "values": Inner(dict, ANYTHING, to_change(target), required=True)})


def rows_to_update(target: Target) -> Schema:
    return _rows(component(_object(target)) + "RowsToUpdate", row_to_update(_object(target), target.user))


def row_to_upsert(object_type: ObjectType, user: Actor) -> Schema:
    declared = _shapes(external_id=fields.Text(_("Key"), length=external_ids.KEY_LENGTH, required=True))
    return named(component(object_type) + "RowToUpsert", {**declared, "values": Inner(dict, ANYTHING, to_change(Target(user, object_type)), required=True)})


def rows_to_upsert(target: Target) -> Schema:
    system = _shapes(system=fields.Text(_("System"), length=external_ids.SYSTEM_LENGTH, required=True))
    return _rows(component(_object(target)) + "RowsToUpsert", row_to_upsert(_object(target), target.user), system)


def example_of_upsert(target: Target) -> dict[str, Any]:
    return {"system": "erp", "rows": [{"external_id": "K-77", "values": example(to_change(target))}]}


def ids_to_delete(target: Target) -> Schema:
    ids = Inner(list, {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": parts.PAGE_OF_ROWS}, apart=True, required=True)
    switch = fields.Checkbox(_("All or none"), help=_("One row that fails takes the others back."))
    return named("IdsToDelete", {"ids": ids, **_shapes(all_or_none=switch)})


def results(target: Target) -> Schema:
    one = named("RowResult", {
        "index": ma.Integer(required=True), "status": ma.Integer(required=True), "id": ma.Integer(), "version": ma.Integer(), "problem": ma.Nested(problem()),
    })  # fmt: skip
    return named("RowResults", {"results": ma.List(ma.Nested(one), required=True), "done": ma.Integer(required=True), "failed": ma.Integer(required=True)})


# ---------------------------------------------------------------- actions


def runs_on_one(target: Target) -> bool:
    return _action(target).scope != "list" and not _action(target).hidden and _action(target).may(target.user)


def runs_on_many(target: Target) -> bool:
    action = _action(target)
    return (action.bulk or action.scope == "list") and not action.hidden and action.may(target.user)


def _action(target: Target) -> Action:
    if target.action is None:
        raise LookupError("this shape belongs to an action")
    return target.action


def _named_after(action: Action) -> str:
    return "".join(part.title() for part in f"{action.on}_{action.code}".split("_"))


def inputs_of(target: Target) -> Schema:
    action = _action(target)
    return _inputs(f"{_named_after(action)}Inputs", action, target.user)


def _inputs(name: str, action: Action, user: Actor) -> Schema:
    """The inputs that the user may fill in; of the others, as of a record's fields, it is told which may only be known."""
    made = named(name, shapes(action.open_inputs(user)))
    made.readonly = frozenset(name for name, limit in action.limits(user).items() if limit == "readonly")
    return made


def read_inputs(action: Action, given: Any, user: Actor) -> dict[str, Any]:
    """The inputs of a run on many records. Raises Invalid; each is named as it stands in the body."""
    try:
        return read(_inputs("Inputs", action, user), given)
    except Invalid as problem:
        raise Invalid({f"inputs.{name}" if name else "inputs": sentences for name, sentences in problem.errors.items()}) from None


def bulk_inputs_of(target: Target) -> Schema:
    action = _action(target)
    if action.scope == "list":
        return inputs_of(target)
    json = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": queries.MOST}
    inner = Inner(dict, ANYTHING, inputs_of(target), required=any(one.required and one.default_value() is None for one in action.open_inputs(target.user).values()))
    return named(f"{_named_after(action)}OnMany", {"ids": Inner(list, json, required=True), "inputs": inner})


def outcome(target: Target) -> Schema:
    return named("Outcome", {"record": ma.Nested(_link(), allow_none=True, required=True), "values": Inner(dict, {"type": ["object", "null"], "additionalProperties": True}, required=True)})


def bulk_outcome(target: Target) -> Schema:
    if _action(target).scope == "list":
        return outcome(target)
    one = named("ActionResult", _words(id=ma.Integer, name=ma.String, done=ma.Boolean, message=(ma.String,)))
    return named("ActionResults", {"results": ma.List(ma.Nested(one), required=True), **_words(done=ma.Integer, failed=ma.Integer)})


def offers(target: Target) -> Schema:
    return _listed("Offers", named("Offer", _words(code=ma.String, label=ma.String, possible=ma.Boolean, why_not=(ma.String,))))


# ---------------------------------------------------------------- lists


def description(target: Target) -> Schema:
    choice = named("FieldChoice", _words(code=ma.String, label=ma.String))
    field = named("FieldDescription", {
        **_words(name=ma.String, label=ma.String, type=ma.String, required=ma.Boolean, readonly=ma.Boolean, sortable=ma.Boolean),
        "operators": ma.List(ma.String(), required=True), "help": ma.String(), "to": ma.String(), "choices": ma.List(ma.Nested(choice)),
    })  # fmt: skip
    column = named("ColumnDescription", _words(name=ma.String, label=ma.String))
    related = named("RelatedDescription", _words(code=ma.String, label=ma.String, object=ma.String))
    return named("ObjectDescription", {
        **_words(object=ma.String, label=ma.String, plural=ma.String), "fields": ma.List(ma.Nested(field), required=True),
        "columns": ma.List(ma.Nested(column), required=True), "related": ma.List(ma.Nested(related), required=True),
    })  # fmt: skip


def view(target: Target) -> Schema:
    columns = ma.List(ma.String(), required=True)
    return named("View", {**_words(code=ma.String, label=ma.String, where=(ma.String,), sort=(ma.String,), own=ma.Boolean, shared_with=(ma.Integer,)), "columns": columns})


def views(target: Target) -> Schema:
    return _listed("Views", view(target))


def view_to_keep(target: Target) -> Schema:
    name = fields.Text(_("Name"), length=LONGEST, required=True)
    shared = fields.Unit(_("Shared with"))
    return named("ViewToKeep", _shapes(name=name, shared_with=shared, where=parts.where(), sort=parts.sort(), columns=parts.shown()))


# ---------------------------------------------------------------- beside a record


def access(target: Target) -> Schema:
    return named("Access", _shapes(access=fields.Picklist(_("Access"), ACCESS, required=True)))


def shares(target: Target) -> Schema:
    return _listed("Shares", named("Share", _words(principal=ma.Integer, name=ma.String, access=ma.String, reason=ma.String)))


def external_key(target: Target) -> Schema:
    return named("ExternalKey", _shapes(key=fields.Text(_("Key"), length=external_ids.KEY_LENGTH, required=True)))


def external_keys(target: Target) -> Schema:
    return _listed("ExternalIds", named("ExternalId", _words(system=ma.String, key=ma.String)))


def merge(target: Target) -> Schema:
    picks = Inner(dict, {"type": "object", "additionalProperties": {"type": "string", "enum": ["winner", "loser"]}})
    return named("Merge", {**_shapes(loser=parts.record_id(_("The record that goes"), required=True)), "picks": picks})


def merge_preview(target: Target) -> Schema:
    pick = named("MergePick", {**_words(field=ma.String, taken=ma.String), "winner": Inner(dict, {}), "loser": Inner(dict, {})})
    move = named("MergeMove", _words(label=ma.String, count=ma.Integer))
    return named("MergePreview", {"fields": ma.List(ma.Nested(pick), required=True), "moves": ma.List(ma.Nested(move), required=True)})


def merged(target: Target) -> Schema:
    return named("Merged", {**_words(merge=ma.Integer, moved=ma.Integer), "values": Inner(dict, ANYTHING, required=True)})


# ---------------------------------------------------------------- the house


def index(target: Target) -> Schema:
    one = named("ObjectLink", {**_words(code=ma.String, label=ma.String, plural=ma.String, url=ma.String), "actions": ma.List(ma.String(), required=True)})
    return named("Index", {"objects": ma.List(ma.Nested(one), required=True)})


def found(target: Target) -> Schema:
    record = named("FoundRecord", _words(id=ma.Integer, name=ma.String, second=ma.String, url=ma.String))
    group = named("Found", {**_words(object=ma.String, label=ma.String, more=ma.Boolean), "records": ma.List(ma.Nested(record), required=True)})
    return _listed("SearchResults", group)


def me(target: Target) -> Schema:
    texts = {name: ma.List(ma.String(), required=True) for name in ("roles", "role_labels", "permissions")}
    return named("Me", {
        **_words(id=ma.Integer, name=ma.String, email=ma.String, language=ma.String, zone=ma.String, currency=ma.String, unit=(ma.Integer,), dealer=(ma.Integer,)),
        **texts, "scopes": ma.List(ma.String(), allow_none=True, required=True),
    })  # fmt: skip


def person(target: Target) -> Schema:
    return named("Person", _words(id=ma.Integer, kind=ma.String, name=ma.String, email=(ma.String,), active=ma.Boolean, unit=(ma.Integer,), dealer=(ma.Integer,)))


def people(target: Target) -> Schema:
    return _listed("People", person(target), next=(ma.Integer,))


def units(target: Target) -> Schema:
    return _listed("Units", named("Unit", _words(
        id=ma.Integer, name=ma.String, kind=ma.String, parent=(ma.Integer,), manager=(ma.Integer,), active=ma.Boolean, zone=ma.String, currency=ma.String,
    )))  # fmt: skip


def modules(target: Target) -> Schema:
    return _listed("Modules", named("Module", _words(code=ma.String, label=ma.String, on=ma.Boolean)))


def recycle_bin(target: Target) -> Schema:
    row = named("Deleted", _words(id=ma.Integer, object=ma.String, name=ma.String, deleted_at=ma.AwareDateTime, deleted_by=(ma.Integer,), batch=ma.String))
    return _listed("RecycleBin", row, next=(ma.Integer,))


def problem() -> Schema:
    """Every error, RFC 9457."""
    error = named("FieldError", {
        **_words(field=ma.String, rule=ma.String, detail=ma.String), "yours": Inner(dict, {}), "theirs": Inner(dict, {}),
    })  # fmt: skip
    return named("Problem", {
        **_words(type=ma.String, title=ma.String, status=ma.Integer, code=ma.String, detail=ma.String), "errors": ma.List(ma.Nested(error)),
        "request_id": ma.String(), "version": ma.Integer(), "scopes": ma.List(ma.String()),
    })  # fmt: skip

