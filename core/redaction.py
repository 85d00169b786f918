"""A record as its reader may know it, for what is shown by other means than the fields' own: a sheet, a panel, a page of a module's own.

The gate reads whole records, and code that works with them needs all of them. Whatever speaks of them to a person takes them from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import permissions, records, state
from .actor import Actor
from .fields import FormulaField
from .model import Record
from .objects import ObjectType


def known(record: Any, user: Actor) -> Any:
    """A record that was read through the gate, without the fields hidden from this reader: they are None, as is what is stored with them, and
    a formula has only the others to go by. What its look-ups lead to is known likewise, of one out of sight no more than how it is called, as
    everywhere; where the reader may read no record of that object at all there is none. Only to be read: what saves takes the record itself."""
    if not isinstance(record, Record) or user.is_system or user.is_admin:
        return record
    return _Known(record, user, *_limits(user, record.object_type))


def _beyond(record: Record, user: Actor) -> Any:
    """What a look-up leads to."""
    object_type: ObjectType = record.object_type
    if not permissions.may(user, object_type, "read"):
        return None
    if records.reachable(record, user, "read"):
        return known(record, user)
    _hidden, formulas = _limits(user, object_type)
    return _Known(record, user, _attributes(object_type, object_type.fields.keys() - {object_type.name_field, *object_type.name_parts}), formulas)


def _limits(user: Actor, object_type: ObjectType) -> tuple[frozenset[str], Mapping[str, FormulaField]]:
    """The attributes that the user may not know, and the formulas of the object by name."""

    def build() -> tuple[ObjectType, frozenset[str], Mapping[str, FormulaField]]:
        hidden = _attributes(object_type, object_type.fields.keys() - permissions.visible_fields(user, object_type).keys())
        return object_type, hidden, {name: one for name, one in object_type.fields.items() if isinstance(one, FormulaField)}

    # Kept beside the object, as its visible fields are, or another might get the same id.
    _kept, hidden, formulas = state.about(user, ("limits", id(object_type)), build)
    return hidden, formulas


def _attributes(object_type: ObjectType, names: Any) -> frozenset[str]:
    """By what the values of these fields are asked for. A record's id is its address, and no secret."""
    fields = [object_type.fields[name] for name in names if name != "id"]
    return frozenset(attribute for one in fields for attribute in (one.name, one.attribute, *one.companions(), *one.kept, *(kept.key for kept in one.kept.values())))


class _Known:
    """The record, but for some of its attributes."""

    __slots__ = ("_formulas", "_record", "_unknown", "_user")

    def __init__(self, record: Record, user: Actor, unknown: frozenset[str], formulas: Mapping[str, FormulaField]) -> None:
        self._record, self._user, self._unknown, self._formulas = record, user, unknown, formulas

    def __getattr__(self, name: str) -> Any:
        if name in self._unknown:
            return None
        if name == "custom":
            return {key: value for key, value in self._record.custom.items() if key not in self._unknown}
        if name in self._formulas:
            return self._formulas[name].compute(self)
        value = getattr(self._record, name)
        return _beyond(value, self._user) if isinstance(value, Record) else value

    def __str__(self) -> str:
        return str(self._record)
