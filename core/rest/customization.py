"""What administrators change of objects: their own fields, labels, the layout of pages. Named by the API names that ``/fields`` shows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from marshmallow import fields as ma

from .. import customization, fields, registry
from ..actor import current_actor
from ..choices import Choice
from ..customization import CHANNELS, TYPES, CustomField
from ..i18n import LANGUAGES, gettext_lazy
from ..objects import ObjectType
from ..settings import PERMISSION
from .operations import Answer, Target, operation
from .schemas import Inner, Schema, named, shapes

blueprint = Blueprint("api_customization", __name__)
TAG = gettext_lazy("Objects")
PATH = {"object_code": fields.Text(gettext_lazy("Object"), length=60), "name": fields.Text(gettext_lazy("API name"), length=60)}
FIELDS = "/admin/objects/<object_code>/fields"
TEXTS = {"type": "object", "properties": {code: {"type": ["string", "null"]} for code in LANGUAGES}, "additionalProperties": False}
VALUE = {
    "type": "object", "required": ["label"], "additionalProperties": False,
    "properties": {"code": {"type": "string"}, "label": TEXTS, "retired": {"type": "boolean"}},
}  # fmt: skip
OPTIONS = {
    "type": "object", "additionalProperties": False,
    "properties": {name: {"type": ["string", "integer", "null"]} for name in sorted({one for kind in TYPES.values() for one in kind.options})},
}  # fmt: skip
LEVELS = {"type": "object", "additionalProperties": {"type": "string", "enum": ["open", "readonly", "hidden"]}}


def is_administrator(target: Target) -> bool:
    return target.user.may(PERMISSION)


def _given(**declared: Any) -> dict[str, Any]:
    """Plain members, each by the field that reads it."""
    return dict(shapes({name: fields.unwrap(one) for name, one in declared.items()}))


def _settings() -> dict[str, Any]:
    """What can be said of a field when it is made and later."""
    return {
        **_given(
            default=fields.LongText(gettext_lazy("Default")), required_when=fields.LongText(gettext_lazy("Required only when")),
            listed=fields.Checkbox(gettext_lazy("Lists sort and filter by it")), searched=fields.Checkbox(gettext_lazy("Found by the search")),
        ),
        "help": Inner(dict, TEXTS), "values": Inner(list, {"type": "array", "items": VALUE}), "options": Inner(dict, OPTIONS),
        "required_in": Inner(list, {"type": "array", "items": {"type": "string", "enum": list(CHANNELS)}}), "rights": Inner(dict, LEVELS),
    }  # fmt: skip


def _names(required: bool) -> dict[str, Any]:
    kinds = tuple(Choice(one.code, one.label) for one in TYPES.values())
    return {**_given(type=fields.Picklist(gettext_lazy("Type"), kinds, required=required), name=fields.Text(gettext_lazy("API name"), length=60)),
            "label": Inner(dict, TEXTS, required=required)}  # fmt: skip


VERSION = gettext_lazy("Version")


def _example_of_a_field(_target: Target) -> dict[str, Any]:
    red, blue = {"en": "Red", "zh_CN": "红色"}, {"en": "Blue", "zh_CN": "蓝色"}
    return {"type": "picklist", "label": {"en": "Colour", "zh_CN": "颜色"}, "values": [{"label": red}, {"label": blue}], "rights": {"read_only": "hidden"}}


def new_field(target: Target) -> Schema:
    return named("CustomFieldCreate", {**_names(True), **_given(section=fields.Text(gettext_lazy("Section of the page"))), **_settings()})


def changed_field(target: Target) -> Schema:
    mappings = Inner(dict, {"type": "object", "additionalProperties": {"type": ["string", "null"]}})
    return named("CustomFieldChange", {**_given(version=fields.Integer(VERSION)), "label": Inner(dict, TEXTS), "mappings": mappings, **_settings()})


def one_field(target: Target) -> Schema:
    state = _given(version=fields.Integer(VERSION, required=True), removed=fields.Checkbox(gettext_lazy("Out of use")))
    return named("CustomField", {**_names(True), **state, **_settings()})


def all_fields(target: Target) -> Schema:
    return named("CustomFields", {"data": ma.List(ma.Nested(one_field(target)), required=True)})


def labels(target: Target) -> Schema:
    return named("Labels", {"labels": Inner(dict, {"type": "object", "additionalProperties": TEXTS}, required=True)})


def layout(target: Target) -> Schema:
    section = {
        "type": "object", "additionalProperties": False,
        "properties": {"key": {"type": "string"}, "label": TEXTS, "fields": {"type": "array", "items": {"type": "string"}}},
    }  # fmt: skip
    return named("PageLayout", {**_given(version=fields.Integer(VERSION)), "sections": Inner(list, {"type": "array", "items": section}, required=True)})


# ---------------------------------------------------------------- fields


@blueprint.get(FIELDS)
@operation(gettext_lazy("An object's own fields"), answer=all_fields, tag=TAG, path_fields=PATH, offered=is_administrator)
def list_custom_fields(object_code: str) -> Answer:
    """Those that were removed, too: their values are kept."""
    object_type = _opened(object_code)
    return Answer({"data": [_described(object_type, row) for row in customization.all_of(object_type.code)]})


@blueprint.post(FIELDS)
@operation(gettext_lazy("Add a field"), body=new_field, answer=one_field, status=201, tag=TAG, path_fields=PATH, offered=is_administrator, examples=_example_of_a_field)
def add_custom_field(object_code: str, body: dict[str, Any]) -> Answer:
    """Its API name begins with x_ and is made of the label unless given; pages, lists, filters, import, export and this API have it at once."""
    name = customization.add(current_actor(), _opened(object_code).code, **{**body, "type": body["type"].code})
    return Answer(_described(registry.object_type(object_code), customization.find(object_code, name)), 201)


@blueprint.patch(f"{FIELDS}/<name>")
@operation(
    gettext_lazy("Change a field"), body=changed_field, answer=one_field, tag=TAG, path_fields=PATH, offered=is_administrator, statuses=(409,),
    examples=lambda _target: {"version": 1, "label": {"en": "Body colour", "zh_CN": "车身颜色"}, "required_in": ["form"]},
)  # fmt: skip
def change_custom_field(object_code: str, name: str, body: dict[str, Any]) -> Answer:
    """Type and API name stay for good. Picklist values are given whole and in order: those that records may hold are retired, not left out."""
    customization.change(current_actor(), _opened(object_code).code, name, **body)
    return Answer(_described(registry.object_type(object_code), customization.find(object_code, name)))


@blueprint.delete(f"{FIELDS}/<name>")
@operation(gettext_lazy("Remove a field"), status=204, tag=TAG, path_fields=PATH, offered=is_administrator)
def remove_custom_field(object_code: str, name: str) -> Answer:
    """Takes it out of use; its values are kept until it is purged."""
    customization.remove(current_actor(), _opened(object_code).code, name)
    return Answer(status=204)


@blueprint.post(f"{FIELDS}/<name>/bring-back")
@operation(gettext_lazy("Bring a field back"), status=204, tag=TAG, path_fields=PATH, offered=is_administrator)
def bring_custom_field_back(object_code: str, name: str) -> Answer:
    """With the values that records still hold."""
    customization.bring_back(current_actor(), _opened(object_code).code, name)
    return Answer(status=204)


@blueprint.post(f"{FIELDS}/<name>/purge")
@operation(gettext_lazy("Purge a field"), status=204, tag=TAG, path_fields=PATH, offered=is_administrator)
def purge_custom_field(object_code: str, name: str) -> Answer:
    """Deletes all values of a removed field for good; a worker does it."""
    customization.purge(current_actor(), _opened(object_code).code, name)
    return Answer(status=204)


# ---------------------------------------------------------------- labels and layout


@blueprint.put("/admin/objects/<object_code>/labels")
@operation(
    gettext_lazy("Rename an object and its fields"), body=labels, status=204, tag=TAG, path_fields=PATH, offered=is_administrator,
    examples=lambda _target: {"labels": {"*": {"en": "Customers", "zh_CN": "顾客"}}},
)  # fmt: skip
def rename_object(object_code: str, body: dict[str, Any]) -> Answer:
    """By item: a built-in field, "" for one record, "*" for several. An empty text gives the shipped label back."""
    customization.rename(current_actor(), _opened(object_code).code, body["labels"])
    return Answer(status=204)


@blueprint.put("/admin/objects/<object_code>/layout")
@operation(
    gettext_lazy("Arrange an object's page"), body=layout, status=204, tag=TAG, path_fields=PATH, offered=is_administrator, statuses=(409,),
    examples=lambda _target: {"version": 0, "sections": [{"key": "Details", "fields": ["name", "owner"]}, {"label": {"en": "Cars"}, "fields": ["x_colour"]}]},
)  # fmt: skip
def arrange_page(object_code: str, body: dict[str, Any]) -> Answer:
    """All sections in order, each with its fields; the key "-" holds what stands nowhere on the page."""
    customization.arrange(current_actor(), _opened(object_code).code, body["sections"], body.get("version"))
    return Answer(status=204)


def _opened(object_code: str) -> ObjectType:
    """Raises Forbidden, NotFound, ModuleOff."""
    current_actor().require(PERMISSION)
    return registry.enabled_object(object_code)


def _described(object_type: ObjectType, row: CustomField) -> dict[str, Any]:
    values = customization.values_of(object_type, row.name)
    default = ";".join(row.default) if isinstance(row.default, list) else row.default
    return {
        "name": row.name, "type": row.type, "version": row.version, "removed": row.removed_at is not None, "label": row.label, "help": row.help,
        "options": {name: value for name, value in row.options.items() if name in TYPES[row.type].options},
        "default": default if default is None else str(default), "required_in": row.required_in, "required_when": row.required_when,
        "listed": row.listed, "searched": row.searched, **({"values": values} if TYPES[row.type].has_values else {}),
    }  # fmt: skip
