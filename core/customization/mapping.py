"""Where a field's value goes when its record becomes one of another object."""

from __future__ import annotations

import sqlalchemy as sa

from .. import plugins, registry
from ..actor import Actor
from ..db import db, transaction
from ..errors import Invalid
from ..fields import Field, PicklistField
from ..i18n import gettext as _
from ..objects import ObjectType
from ..settings import PERMISSION
from .changed import changed
from .models import FieldMapping


def map_field(user: Actor, object_code: str, name: str, to_object: str, to_field: str | None) -> None:
    """Let a custom field's value go along where a record becomes one of another object; None ends it.

    Raises Invalid where the types do not fit.
    """
    user.require(PERMISSION)
    if to_object not in registry.current().objects:
        raise Invalid({to_object: [_("There is no object “%(code)s”.", code=to_object)]})
    with transaction():
        source, target = registry.object_type(object_code).custom_field(name), registry.object_type(to_object)
        taking = target.own_fields.get(to_field) if to_field else None
        if to_field and (taking is None or not fits(source, taking)):
            raise Invalid({to_object: [_("%(field)s cannot take the values of %(source)s.", field=taking.label if taking else to_field, source=source.label)]})
        table = FieldMapping.__table__
        db.session.execute(sa.delete(table).where(table.c.object == object_code, table.c.field == name, table.c.to_object == to_object))
        if to_field:
            db.session.execute(sa.insert(table).values(object=object_code, field=name, to_object=to_object, to_field=to_field))
        changed(user, object_code, "mapping_changed", {"field": name, "to": f"{to_object}.{to_field}" if to_field else None})


def targets(object_type: ObjectType) -> list[ObjectType]:
    """The objects that a record of this one may become, as modules say: a custom field may be mapped to theirs."""
    codes = dict.fromkeys(code for found in plugins.call_each("record_becomes", object_type=object_type) for code in found or ())
    return [one for one in registry.objects() if one.code in codes]


def fits(source: Field, taking: Field) -> bool:
    """Whether every value of one field is a value of the other, which people may set."""
    if taking.system or not taking.stored:
        return False
    if isinstance(source, PicklistField) and isinstance(taking, PicklistField):
        return source.type == taking.type and {one.code for one in source.choices} <= {one.code for one in taking.choices}
    same = source.type == taking.type and getattr(source, "to", None) == getattr(taking, "to", None)
    fits = bool(getattr(source, "length", 0) <= getattr(taking, "length", 0) and getattr(source, "places", 0) <= getattr(taking, "places", 0))
    return fits and (same or (taking.type in ("text", "long_text") and source.type in ("text", "long_text", "email", "phone", "url")))
