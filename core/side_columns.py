"""Columns that a module adds to another's object and keeps in a table of its own: lists sort and filter by them as by any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import registry
from .fields import Field
from .objects import ObjectType


@dataclass(frozen=True, slots=True)
class SideColumn:
    """``record`` names the column with the record's id in ``table``, ``value`` the one that is sorted and filtered by."""

    field: Field
    table: Any
    record: str
    value: str


def of(object_type: ObjectType) -> dict[str, SideColumn]:
    """The columns of that kind by code, without those of modules that are off."""
    from . import modules

    return {
        code: SideColumn(column.shown_as, getattr(column.side[0], "__table__", column.side[0]), *column.side[1:])
        for code, column in registry.current().columns[object_type.code].items()
        if column.side is not None and column.shown_as is not None and modules.is_on(column.plugin)
    }


def find(object_type: ObjectType, code: str) -> SideColumn | None:
    """The column of that code; its code has a point in it, which no field's name has."""
    return of(object_type).get(code) if "." in code else None
