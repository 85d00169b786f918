"""Field → marshmallow: how the API shows a value, how it reads one, and the JSON schema that says so.

The schemas are made from the fields of the running app for a reader's rights, once for each combination of both: what a reader may not
see is in no schema, so that it exists neither in answers nor in the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

import marshmallow
from flask import current_app

from .. import permissions
from ..actor import Actor
from ..errors import Broken, Invalid, Unreadable
from ..fields import CurrencyField, Field, FormulaField, LookupField, PicklistField, unwrap
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from ..objects import ObjectType

KEPT = 500
"""Schemas kept in a process before all are made anew."""


class Schema(marshmallow.Schema):
    """A marshmallow schema that also knows the names which are there to be read, but not to be written. ``gated``: its values go through the
    gate, which tells what is wrong with them."""

    readonly: frozenset[str] = frozenset()
    gated = False


class Shape(marshmallow.fields.Field[Any]):
    """A marshmallow field that leaves the meaning to the Field, and refuses every value of another JSON type than the Field's schema says.

    ``checked`` also holds the value against the Field's limits; a record's values are left to the gate, which names all that is wrong at once.
    ``shown``: it is part of a record in an answer, of which the document gives an example.
    """

    def __init__(self, field: Field, *, checked: bool = False, shown: bool = False, **options: Any) -> None:
        super().__init__(attribute=field.attribute or None, allow_none=True, **options)
        self.field, self.checked, self.shown = field, checked, shown

    @cached_property
    def json(self) -> dict[str, Any]:
        """The JSON schema of a value that is there."""
        return self.field.schema()

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_options: Any) -> Any:
        return self.field.dump(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_options: Any) -> Any:
        sentence = mistyped(self.field.label, self.json, value)
        if sentence is not None:
            raise marshmallow.ValidationError([sentence])
        try:
            cleaned = self.field.clean(value)
        except (ValueError, TypeError) as problem:
            raise marshmallow.ValidationError([Broken(str(problem), "format")]) from None
        problems = [Broken(one, "limits") for one in self.field.problems(cleaned)] if self.checked and cleaned is not None else []
        if problems:
            raise marshmallow.ValidationError(list(problems))
        return cleaned


class Inner(marshmallow.fields.Field[Any]):
    """A list or object that holds others, read by its JSON schema however deep it goes.

    ``kind`` is list or dict; ``json`` the JSON schema, ``item`` a schema for the items of a list or the object itself, by which they are read
    later. ``apart``: each item has a result of its own, so that a wrong one stops no other.
    """

    def __init__(
        self, kind: type[list[Any] | dict[str, Any]], json: Mapping[str, Any] | None = None, item: Schema | None = None, *, apart: bool = False, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(**options)
        self.kind, self.json, self.item, self.apart = kind, dict(json or {}), item, apart

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **_options: Any) -> Any:
        """Raises marshmallow.ValidationError with the sentences by place, such as "0.label" within the value; "" is the value itself."""
        if not isinstance(value, self.kind):
            raise marshmallow.ValidationError({"": [Broken(_JSON_WORDS["array" if self.kind is list else "object"], "type")]})
        least, most = self.json.get("minItems", 0), self.json.get("maxItems")
        if self.kind is list and (len(value) < least or (most is not None and len(value) > most)):
            raise marshmallow.ValidationError({"": [Broken(_("Give from %(least)s to %(most)s of them.", least=least, most=most), "limits")]})
        if not self.apart and (problems := {place: [sentence] for place, sentence in misfits(self.json, value)}):
            raise marshmallow.ValidationError(problems)
        return value


# ---------------------------------------------------------------- JSON types

_JSON_WORDS = {
    "string": gettext_lazy("This must be a text in quotes."),
    "integer": gettext_lazy("This must be a whole number of at most 64 bits."),
    "boolean": gettext_lazy("This must be true or false."),
    "array": gettext_lazy("This must be a list."),
    "object": gettext_lazy("This must be a JSON object."),
}
_JSON_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def mistyped(label: Any, json: Mapping[str, Any], value: Any) -> Broken | None:
    """Why a value does not fit its JSON schema (type, enum, pattern, format, lengths); None if it does."""
    wanted = json.get("type", "string")
    if not _JSON_TYPES[wanted](value):
        return Broken(f"{label}: {_JSON_WORDS[wanted]}", "type")
    if wanted == "array":
        return next((found for one in value if (found := mistyped(label, json.get("items", {}), one)) is not None), None)
    if wanted == "object" and isinstance(inner := json.get("additionalProperties"), dict):
        return next((found for one in value.values() if (found := mistyped(label, inner, one)) is not None), None)
    return _mistyped_text(label, json, value) if wanted == "string" else None


def misfits(json: Mapping[str, Any], value: Any, place: str = "") -> Iterator[tuple[str, Broken]]:
    """(place, sentence) for whatever lies in a list or object and does not fit the JSON schema of its place, however deep: type, enum, names, what is missing."""
    kinds = [json["type"]] if isinstance(json.get("type"), str) else json.get("type", ())
    fitting = next((kind for kind in kinds if kind != "null" and _JSON_TYPES[kind](value)), None)
    if not kinds or (value is None and "null" in kinds):
        return
    if fitting is None:
        yield place, Broken(f"{place}: {_JSON_WORDS[next(kind for kind in kinds if kind != 'null')]}", "type")
    elif fitting == "array":
        for number, one in enumerate(value):
            yield from misfits(json.get("items", {}), one, _within(place, str(number)))
    elif fitting == "object":
        yield from _misfits_of_members(json, value, place)
    elif fitting == "string" and (problem := _mistyped_text(place, json, value)) is not None:
        yield place, problem


def _misfits_of_members(json: Mapping[str, Any], value: Mapping[str, Any], place: str) -> Iterator[tuple[str, Broken]]:
    known, others = json.get("properties", {}), json.get("additionalProperties", True)
    for name, one in value.items():
        if name in known or isinstance(others, Mapping):
            yield from misfits(known.get(name, others), one, _within(place, name[:80]))
        elif not others:
            yield _within(place, name[:80]), Broken(_("There is no field “%(name)s”.", name=name[:80]), "unknown")
    for name in json.get("required", ()):
        if name not in value:
            yield _within(place, name), Broken(_("Please fill in %(field)s.", field=name), "required")


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _mistyped_text(label: Any, json: Mapping[str, Any], value: str) -> Broken | None:
    if value == "" and not json.keys() & {"enum", "pattern", "format"}:
        return None  # empties the field, like null
    if "enum" in json and value not in json["enum"]:
        return Broken(_("“%(value)s” is not one of the values of %(field)s.", value=value[:80], field=label), "choice")
    if "maxLength" in json and len(value) > json["maxLength"]:
        return Broken(_("%(field)s may have at most %(most)s characters; this has %(count)s.", field=label, most=json["maxLength"], count=len(value)), "limits")
    if ("pattern" in json and not _matches(json["pattern"], value)) or not _FORMATS.get(json.get("format", ""), _any_text)(value):
        return Broken(_("%(field)s is not written as the API wants it: see its format.", field=label), "format")
    return None


def _matches(pattern: str, value: str) -> bool:
    """As JSON schema means it: digits are those of ASCII, and the end is the end."""
    return re.search(re.sub(r"\$$", r"\\Z", pattern), value, re.ASCII) is not None


def _any_text(value: str) -> bool:
    return True


def _is_date(value: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_moment(value: str) -> bool:
    """RFC 3339: with seconds and a zone."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", value, re.ASCII):
        return False
    try:
        return bool(datetime.fromisoformat(value.upper()))
    except ValueError:
        return False


_FORMATS: dict[str, Callable[[str], bool]] = {"date": _is_date, "date-time": _is_moment}


# ---------------------------------------------------------------- one object, as one reader knows it


@dataclass(slots=True)
class Plan:
    """How records of one object are written as JSON and read from it by whoever has these rights on its fields."""

    object_type: ObjectType
    fields: Mapping[str, Field]
    readonly: frozenset[str]
    cells: dict[str, list[tuple[str, Callable[[Any], Any], Callable[[Any], Any]]]] = field(default_factory=dict)
    texts: dict[str, Field] = field(default_factory=dict)
    made: dict[str, Schema] = field(default_factory=dict)

    def dump(self, row: Any, names: Any) -> dict[str, Any]:
        """The record as JSON: its id and version, then these fields."""
        found: dict[str, Any] = {"id": row.id, "version": row.version}
        cells = self.cells
        for name in names:
            for key, read, dump in cells[name]:
                found[key] = dump(read(row))
        return found

    @property
    def listed(self) -> list[str]:
        """The fields a list shows unless told: all with a column, but no long texts."""
        return [name for name, one in self.fields.items() if one.stored and one.type != "long_text"]

    def schema(self, kind: str) -> Schema:
        """"record" as it is shown, "create" and "change" as it is written."""
        if kind not in self.made:
            self.made[kind] = made = named(component(self.object_type, kind), self._members(kind))
            made.readonly, made.gated = self.readonly | {"version"}, True
        return self.made[kind]

    def _members(self, kind: str) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for name, one in self.fields.items():
            if kind == "record":
                members[name] = Shape(one, shown=True, dump_only=one.system or not one.stored)
            elif name not in self.readonly:
                members[name] = Shape(one, required=kind == "create" and _always_asked(one))
            if isinstance(one, CurrencyField) and name in members:
                members[one.currency_attribute] = Shape(one.currency, shown=kind == "record")
        if kind == "record":
            members["version"] = marshmallow.fields.Integer(dump_only=True, metadata={"title": str(_("Version"))})
            members["labels"] = Inner(dict, {"type": "object", "additionalProperties": {"type": "string"}}, dump_only=True)
        return members


def component(object_type: ObjectType, kind: str = "record") -> str:
    """The name of an object's schema in the document: price_book → PriceBook, PriceBookCreate."""
    name = "".join(part.title() for part in object_type.code.split("_"))
    return name + ("" if kind == "record" else kind.title())


def plan_of(object_type: ObjectType, user: Actor) -> Plan:
    """The plan for a reader; made once for each set of fields and rights on them."""
    fields = object_type.fields
    limits = () if user.is_system or user.is_admin or not user.field_rights else tuple(
        (name, level) for (code, name), level in user.field_rights.items() if code == object_type.code
    )  # fmt: skip
    # The plan holds on to its fields, so that their identities stay taken as long as it is kept.
    key = (object_type.code, limits, tuple(map(id, fields.values())))
    held: dict[Any, Plan] = current_app.extensions.setdefault("forecourt_api_plans", {})
    if key not in held:
        if len(held) >= KEPT:
            held.clear()
        held[key] = _make(object_type, user)
    return held[key]


def _make(object_type: ObjectType, user: Actor) -> Plan:
    visible = dict(permissions.visible_fields(user, object_type))
    readonly = frozenset(
        name for name, one in visible.items() if one.system or not one.stored or permissions.field_right(user, object_type, name) == "readonly"
    )
    plan = Plan(object_type, visible, readonly)
    for name, one in visible.items():
        plan.cells[name] = list(_cells(name, one))
        if isinstance(one, (LookupField, PicklistField)) or one.type == "phone":
            plan.texts[name] = one
    return plan


def _cells(name: str, one: Field) -> Any:
    read: Callable[[Any], Any] = one.compute if isinstance(one, FormulaField) else attrgetter(one.attribute)
    yield name, read, one.dump
    if isinstance(one, CurrencyField):
        yield one.currency_attribute, attrgetter(one.currency_attribute), _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _always_asked(one: Field) -> bool:
    return one.required and one.default_value() is None


def named(name: str, members: Mapping[str, Any]) -> Schema:
    """A schema whose class has this name, under which the document shows it."""
    made: type[Schema] = type(name, (Schema,), dict(members))
    return made()


def shapes(fields: Mapping[str, Any]) -> dict[str, Shape]:
    """Inputs of an action, parameters of a query: each field by its name, checked at once."""
    found = {}
    for name, one in ((name, unwrap(one)) for name, one in fields.items()):
        one.name = one.name or name
        found[name] = Shape(one, checked=True, required=one.required and one.default_value() is None)
    return found


# ---------------------------------------------------------------- reading


def read(schema: Schema, body: Any) -> dict[str, Any]:
    """Values by name from a JSON object. Raises Invalid naming each field and rule; of values for the gate only where there is no such name:
    there an Unreadable stands for what cannot be read, and what is missing the gate tells."""
    if not isinstance(body, dict):
        raise Invalid({"": [Broken(_("The body must be a JSON object."), "type")]})
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for key, value in body.items():
        member = schema.fields.get(key)
        if member is None and key in schema.readonly:
            errors[key] = [Broken(_("The field “%(name)s” cannot be changed.", name=key), "read-only")]
        elif member is None:
            errors[key] = [Broken(_("There is no field “%(name)s”.", name=key), "unknown")]
        else:
            try:
                values[key] = member.deserialize(value, key, body)
            except marshmallow.ValidationError as problem:
                places = problem.messages if isinstance(problem.messages, dict) else {"": problem.messages}
                errors.update({f"{key}.{place}" if place else key: [Broken(one, "format") for one in found] for place, found in places.items()})
    if schema.gated and errors.keys() <= schema.fields.keys():
        return {**values, **{key: Unreadable(*sentences) for key, sentences in errors.items()}}
    for key, member in schema.fields.items():
        if member.required and values.get(key) is None and key not in errors:
            label = member.field.label if isinstance(member, Shape) else key
            errors[key] = [Broken(_("Please fill in %(field)s.", field=label), "required")]
    if errors:
        raise Invalid(errors)
    return values
