"""Finding records by what somebody types: the search over all objects, and the offers of pickers.

Which records fit is asked of ``queries.suggest``; here they get the line that tells two of a name apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from . import permissions, queries, registry
from .actor import Actor
from .conditions import Where
from .fields import DateField, DateTimeField, Field, LookupField
from .formats import formats
from .i18n import Text
from .nul import without_nul
from .objects import ObjectType

MOST, LONGEST = 10, 120


@dataclass(slots=True)
class Row:
    """One offer of a picker or of the search."""

    id: int
    name: str
    second: str
    query: str
    url: str = ""

    @property
    def marked(self) -> Markup:
        """The name with what was typed made strong."""
        at = self.name.casefold().find(self.query.casefold()) if self.query else -1
        if at < 0:
            return Markup(escape(self.name))
        end = at + len(self.query)
        return Markup(f"{escape(self.name[:at])}<mark>{escape(self.name[at:end])}</mark>{escape(self.name[end:])}")


@dataclass(slots=True)
class Group:
    """What was found of one object; ``more`` says that there is more of it than ``rows``."""

    object: str
    label: Text
    icon: str
    rows: list[Row]
    more: bool


def objects_for(user: Actor, only: str | None = None) -> list[ObjectType]:
    """The objects a search looks into: those of the navigation, or ``only`` the one of this code."""
    return [
        one for one in registry.objects()
        if not one.setup and one.menu is not None and only in (None, one.code) and permissions.may(user, one, "read")
    ]  # fmt: skip


def search(text: str, user: Actor, each: int = 5, only: str | None = None) -> list[Group]:
    """The first ``each`` records of every object, in the order of their modules; nothing for an empty text."""
    text = without_nul(text).strip()[:LONGEST]
    if not text:
        return []
    objects = objects_for(user, only)
    indexed = queries.indexed(objects, user, text, each + 1)
    found = [
        (one, queries.suggest(one, user, text, each + 1, among=indexed.get(one.code)))
        for one in objects
        if indexed.get(one.code) != []  # nothing there: no need to ask
    ]  # fmt: skip
    rows = _rows([(one, some[:each]) for one, some in found], text, user)
    return [Group(one.code, one.plural, one.icon, rows[one.code], len(some) > each) for one, some in found if some]


def records_named(object_type: ObjectType, text: str, user: Actor, limit: int = MOST, where: Where = None) -> list[Row]:
    """Records of one object that fit the text, narrowed by a condition: a few statements whatever is found."""
    text = without_nul(text).strip()[:LONGEST]
    found = queries.suggest(object_type, user, text, limit, where)
    return _rows([(object_type, found)], text, user)[object_type.code]


def _rows(found: Sequence[tuple[ObjectType, Sequence[Any]]], text: str, user: Actor) -> dict[str, list[Row]]:
    """The offers by object; one statement names the look-ups, and the records that do not say how they are called."""
    second = {one.code: _second_line(one, user) for one, _some in found}
    told = {row.id: name for one, some in found for row in some if (name := _name_in(one, row, user)) is not None}
    ids = {row.id for _one, some in found for row in some} - told.keys()
    for one, some in found:
        ids |= queries.look_up_ids(one, [field.name for field in second[one.code]], some)
    names = {**told, **queries.names(tuple(ids), user)}
    return {
        one.code: [
            Row(row.id, names.get(row.id, ""), " · ".join(part for field in second[one.code] if (part := _words(field, row, names))), text, f"/{one.slug}/{row.id}")
            for row in some
        ]
        for one, some in found
    }  # fmt: skip


def _name_in(object_type: ObjectType, row: Any, user: Actor) -> str | None:
    """How the record of this row is called; None where the row does not tell: its name is made of more, or hidden."""
    if object_type.compose_name or object_type.name_field not in permissions.visible_fields(user, object_type):
        return None
    return object_type.called(row.id, object_type.name_of(row))


def _second_line(object_type: ObjectType, user: Actor) -> list[Field]:
    visible = permissions.visible_fields(user, object_type)
    return [visible[name] for name in object_type.second_line if name in visible]


def _words(shape: Field, row: Any, names: Any) -> str:
    value = getattr(row, shape.attribute, None)
    if value is None:
        return ""
    if isinstance(shape, DateTimeField):
        return formats().when(value)
    if isinstance(shape, DateField):
        return formats().short_day(value)
    return names.get(value, "") if type(shape) is LookupField else shape.text(value)
