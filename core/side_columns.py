"""Columns that a module adds to another's object: what a page shows of them, and those kept in a table of the module's own, by
which lists sort and filter as by any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import plugins, registry
from .fields import Field
from .objects import ObjectType

if TYPE_CHECKING:
    from .actor import Actor
    from .panels import Column


@dataclass(frozen=True, slots=True)
class SideColumn:
    """``record`` names the column with the record's id in ``table``, ``value`` the one that is sorted and filtered by."""

    field: Field
    table: Any
    record: str
    value: str


def added(object_type: ObjectType, user: Actor) -> dict[str, Column]:
    """All columns by code that modules add to the object and this user may know of, without those of modules that are off."""
    from . import modules

    found = registry.current().columns[object_type.code]
    return {code: one for code, one in found.items() if modules.is_on(one.plugin) and (one.known is None or one.known(user))}


def of(object_type: ObjectType, user: Actor) -> dict[str, SideColumn]:
    """Those of them that one may sort and filter by."""
    return {
        code: SideColumn(column.shown_as, getattr(column.side[0], "__table__", column.side[0]), *column.side[1:])
        for code, column in added(object_type, user).items()
        if column.side is not None and column.shown_as is not None
    }


def find(object_type: ObjectType, code: str, user: Actor) -> SideColumn | None:
    """The column of that code, where this user may sort and filter by it; its code has a point in it, which no field's name has."""
    return of(object_type, user).get(code) if "." in code else None


def drawn(column: Column, ids: Sequence[int], user: Actor) -> Mapping[int, Any]:
    """The values of a column for a page of rows, by id. One that fails stands empty, logged and shown to the administrator.

    For pages only: an export or an answer to a program fails rather than lack values without a word.
    """
    try:
        return column.load(ids, user)
    except Exception as problem:  # noqa: BLE001 - whatever a module raises must not take the page down
        plugins.contain(column.plugin, f"column {column.code}", problem)
        return {}
