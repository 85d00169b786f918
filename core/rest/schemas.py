"""Field → marshmallow. What the API shows of a record, and how it reads one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow

from .. import permissions
from ..actor import Actor
from ..errors import Invalid
from ..fields import CurrencyField, Field
from ..i18n import gettext as _
from ..objects import ObjectType


class Shape(marshmallow.fields.Field[Any]):
    """A marshmallow field that leaves reading and writing to the Field."""

    def __init__(self, field: Field, **options: Any) -> None:
        super().__init__(attribute=field.attribute, data_key=field.name, allow_none=True, **options)
        self.field = field

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_options: Any) -> Any:
        return self.field.dump(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_options: Any) -> Any:
        try:
            return self.field.clean(value)
        except (ValueError, TypeError) as problem:
            raise marshmallow.ValidationError(str(problem)) from None


def schema_of(object_type: ObjectType, user: Actor) -> marshmallow.Schema:
    """The schema of an object as this user may see it: hidden fields do not exist, others may be read-only."""
    members: dict[str, Any] = {}
    for name, field in permissions.visible_fields(user, object_type).items():
        fixed = field.system or not field.stored or permissions.field_right(user, object_type, name) == "readonly"
        members[name] = Shape(field, dump_only=fixed)
        if isinstance(field, CurrencyField):
            members[field.currency_attribute] = marshmallow.fields.String(allow_none=True, validate=marshmallow.validate.Regexp(r"^[A-Z]{3}$"))
    members["version"] = marshmallow.fields.Integer(dump_only=True)
    schema: type[marshmallow.Schema] = type("RecordSchema", (marshmallow.Schema,), members)
    return schema()


def read(schema: marshmallow.Schema, body: Any) -> dict[str, Any]:
    """Values by field name from a JSON object. Raises Invalid naming each field and rule."""
    if not isinstance(body, dict):
        raise Invalid({"": [_("The body must be a JSON object.")]})
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for key, value in body.items():
        member = schema.fields.get(key)
        if member is None:
            errors[key] = [_("There is no field “%(name)s”.", name=key)]
        elif member.dump_only:
            errors[key] = [_("The field “%(name)s” cannot be changed.", name=key)]
        else:
            try:
                values[key] = member.deserialize(value, key, body)
            except marshmallow.ValidationError as problem:
                errors[key] = [str(sentence) for sentence in problem.messages]
    if errors:
        raise Invalid(errors)
    return values
