"""Values of picklists: of one's own fields, and what differs in those that modules ship."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from .. import registry
from ..actor import Actor
from ..choices import Choice
from ..db import db, transaction
from ..errors import Invalid, NotFound, Refusal
from ..fields import Field, PicklistField
from ..i18n import gettext as _
from ..objects import ObjectType
from ..settings import PERMISSION
from . import checks
from .changed import changed
from .layer import home_of
from .models import PicklistValue
from .rights import set_rights
from .types import OwnText


def change_shipped(user: Actor, object_code: str, name: str, *, values: Mapping[str, Any] | None = None, rights: Any = None) -> None:
    """Change what may be changed of a field that ships: ``values`` as the arguments of ``set_shipped_values``, ``rights``."""
    with transaction():
        if values is not None:
            set_shipped_values(user, object_code, name, **values)
        set_rights(user, object_code, name, rights or {})


def set_shipped_values(user: Actor, object_code: str, field: str, *, added: Any = (), retired: Sequence[str] = ()) -> None:
    """What differs in a picklist that a module ships, and in those that share its values: values added, and codes that are no longer offered.

    Raises Refusal for a field whose values the product itself decides by, Invalid.
    """
    user.require(PERMISSION)
    with transaction():
        shape = editable_picklist(registry.object_type(object_code), field)
        declared = registry.current().objects[object_code].fields[field]
        shipped = {one.code for one in declared.choices}  # type: ignore[attr-defined]  # editable_picklist has looked
        errors: checks.Errors = {}
        mine = {one.code for one in shape.choices} - shipped
        chosen = checks.values(added, errors, [*shipped, *mine])
        if clash := next((one for one in chosen if one["code"] in shipped), None):
            errors["values"] = [_("“%(value)s” is a value already.", value=clash["code"])]
        if unknown := [one for one in retired if one not in shipped]:
            errors["retired"] = [_("“%(value)s” is not one of the values of %(field)s.", value=unknown[0], field=shape.label)]
        if errors:
            raise Invalid(errors)
        home, name = home_of(object_code, field)
        _store_shipped(home, name, mine, chosen, retired)
        changed(user, home, "values_changed", {"field": name, "added": [one["code"] for one in chosen], "retired": list(retired)})


def _store_shipped(object_code: str, field: str, mine: set[str], chosen: Sequence[Mapping[str, Any]], retired: Sequence[str]) -> None:
    if mine - {one["code"] for one in chosen}:
        raise Invalid({"values": [_("A value that was added cannot be deleted, since records may hold it; retire it.")]})
    gone = [{"code": code, "label": {}, "position": 0, "retired": True} for code in retired]
    db.session.execute(sa.delete(PicklistValue).where(PicklistValue.object == object_code, PicklistValue.field == field))
    keep_values(object_code, field, [*gone, *chosen])


def editable_picklist(object_type: ObjectType, name: str) -> PicklistField:
    """A shipped picklist whose values may be added to and retired. Raises NotFound, Refusal."""
    shape: Field | None = object_type.fields.get(name)
    if not isinstance(shape, PicklistField) or shape.kept:
        raise NotFound(_("There is no field “%(name)s”.", name=name))
    if shape.fixed:
        raise Refusal(_("The product itself decides by the values of %(field)s; they cannot be changed.", field=shape.label))
    return shape


def kept_values(object_code: str, field: str) -> list[PicklistValue]:
    """The stored values of a field in their order, retired ones too."""
    mine = sa.select(PicklistValue).where(PicklistValue.object == object_code, PicklistValue.field == field)
    return list(db.session.execute(mine.order_by(PicklistValue.position, PicklistValue.code)).scalars())


def keep_values(object_code: str, field: str, chosen: Sequence[Mapping[str, Any]]) -> None:
    """Store checked values of a field, each with code, label, position and retired; those already there are changed."""
    held = {one.code: one for one in kept_values(object_code, field)}
    for one in chosen:
        row = held.get(one["code"])
        if row is None:
            db.session.add(PicklistValue(object=object_code, field=field, **one))
        else:
            row.label, row.position, row.retired = one["label"], one["position"], one["retired"]
    db.session.flush()


def refuse_missing(object_code: str, field: str, chosen: Sequence[Mapping[str, Any]]) -> None:
    """A value that records may hold is retired, never deleted. Raises Invalid."""
    kept = {one["code"] for one in chosen}
    missing = [one for one in kept_values(object_code, field) if one.code not in kept]
    if missing:
        raise Invalid({"values": [_("“%(value)s” cannot be deleted, since records may hold it; retire it.", value=as_choice({"code": missing[0].code, "label": missing[0].label}))]})


def as_choice(one: Mapping[str, Any]) -> Choice:
    """A stored or checked value, with code and label by language, as a field offers it."""
    return Choice(one["code"], OwnText(one["label"]))
