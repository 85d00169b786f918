"""In which order, and where in it a page ended."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from .. import permissions, side_columns
from ..actor import Actor
from ..errors import BadQuery
from ..fields import Field
from ..i18n import gettext as _
from ..objects import ObjectType
from ..side_columns import SideColumn

DELETED_AT = "deleted_at"
"""The order of what was deleted; records that live have none, so no list can be sorted by it."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A field and a direction. Records without a value come last either way."""

    name: str
    descending: bool
    field: Field
    side: SideColumn | None = None

    @property
    def nullable(self) -> bool:
        return self.name not in ("id", "created_at", "modified_at", DELETED_AT)

    def __str__(self) -> str:
        return ("-" if self.descending else "") + self.name


def read_sort(object_type: ObjectType, user: Actor, sort: str | None) -> Sort:
    """The sort asked for, or the object's own. Raises BadQuery; a hidden field is an unknown one."""
    text = sort or object_type.default_sort
    name = text.removeprefix("-")
    if side := side_columns.find(object_type, name, user):
        return Sort(name, text.startswith("-"), side.field, side)
    allowed = object_type.sortable | {"id"}
    if name not in allowed or permissions.field_right(user, object_type, name) == "hidden":
        if sort is None:
            return read_sort(object_type, user, "-modified_at")
        if name in object_type.removed:
            raise BadQuery(permissions.unknown_field(user, object_type, name), name)
        raise BadQuery(_("This list cannot be sorted by “%(name)s”.", name=name), name)
    return Sort(name, text.startswith("-"), object_type.fields[name])


def write_cursor(order: Sort, row: Any) -> str:
    """The address of the page after this row, as text for an address: the order, the row's sort key and its id."""
    value = row.sort_key
    phase = 1 if order.nullable and value is None else 0
    dumped = None if value is None else _dump(value)
    text = json.dumps([str(order), phase, dumped, row.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _dump(value: Any) -> Any:
    """A sort key as JSON: the raw value of its column."""
    if isinstance(value, (int, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else getattr(value, "code", None) or str(value)


def read_cursor(cursor: str | None, order: Sort) -> tuple[int, tuple[Any, int] | None]:
    """The phase (0: rows with a value to sort by, 1: those without) and the last row's key and id. Raises BadQuery."""
    if not cursor:
        return 0, None
    try:
        sort, phase, value, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if sort != str(order) or phase not in ((0, 1) if order.nullable else (0,)) or type(last) is not int or abs(last) >= 2**63 or (phase == 0 and value is None):
            raise ValueError
        if b"\x00" in str(value).encode():  # half of a character cannot be encoded; no record holds either
            raise ValueError
        if phase == 0 and order.field.sort_attribute == order.field.attribute:
            value = order.field.clean(value)
            if value is None:  # of blanks
                raise ValueError
        elif not isinstance(value, (str, type(None))):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError):
        raise BadQuery(_("This page's address is no longer valid; start from the first page."), "cursor") from None
    return phase, (value, last)
