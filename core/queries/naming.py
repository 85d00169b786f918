"""How records are called where something refers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from .. import permissions, registry, walks
from ..actor import Actor
from ..db import CoreRecord, db, is_postgresql
from ..fields import LookupField
from ..objects import ObjectType
from .suggesting import reached


@dataclass(frozen=True, slots=True)
class Link:
    """How a record is named elsewhere; ``url`` is None where its module is off or it has been deleted."""

    id: int
    object: str
    name: str
    url: str | None


def links(record_ids: Sequence[int | None], user: Actor) -> Mapping[int, Link]:
    """How these records are called, whatever their object, in one statement.

    The name of a record in a look-up is part of the record that refers to it; whoever may read no record of that object at
    all does not get it.
    """
    wanted = {one for one in record_ids if one is not None and one < 2**63}  # what is larger was typed, and is no id
    if not wanted:
        return {}
    kinds: dict[str, _Kind] = {}
    found: dict[int, Link] = {}
    for one, code, name, deleted_at in db.session.execute(_named(is_postgresql()), {"ids": walks.listed(wanted)}):
        kind = kinds.get(code) or kinds.setdefault(code, _kind_of(code, user))
        found[one] = Link(one, code, kind.called(one, name), f"{kind.address}{one}" if kind.address and deleted_at is None else None)
    return found


@cache
def _named(_postgresql: bool) -> sa.Select[Any]:
    table = CoreRecord.__table__
    return sa.select(table.c.id, table.c.object, table.c.name, table.c.deleted_at).where(walks.among_given(table.c.id, "ids"))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What all links to records of one object have in common; no ``address`` where their pages cannot be opened."""

    called: Callable[[int, str], str]
    address: str = ""


def _kind_of(code: str, user: Actor) -> _Kind:
    from .. import modules

    object_type = registry.current().objects.get(code)
    if object_type is None:
        return _Kind(lambda _id, name: name)
    if not permissions.may(user, object_type, "read"):
        return _Kind(lambda _id, _name: "—")
    return _Kind(object_type.called, f"/{object_type.slug}/" if modules.is_on(object_type.plugin) else "")


def names(record_ids: Sequence[int | None], user: Actor) -> Mapping[int, str]:
    """As ``links``, names only."""
    return {one: link.name for one, link in links(record_ids, user).items()}


def links_seen(record_ids: Sequence[int | None], user: Actor) -> Mapping[int, Link]:
    """As ``links``, of those records alone that the user sees: for ids that stand in no record, but in an address or in what somebody typed. Named
    without being asked for sight, they would tell how every record there is is called."""
    found = links(record_ids, user)
    by_object: dict[str, list[int]] = defaultdict(list)
    for one in found.values():
        by_object[one.object].append(one.id)
    kinds = [(kind, ids) for code, ids in by_object.items() if (kind := registry.customized().get(code)) is not None and permissions.may(user, kind, "read")]
    seen = {row.id for kind, ids in kinds for row in reached(kind, user, ids)}
    return {one: link for one, link in found.items() if one in seen}


def look_up_ids(object_type: ObjectType, columns: Sequence[str], rows: Sequence[Any]) -> set[int]:
    """The records that these rows' look-ups point at, to be named by one call of ``links``."""
    attributes = [field.attribute for name in columns if isinstance(field := object_type.fields.get(name), LookupField) and field.type == "lookup"]
    return {value for row in rows for attribute in attributes if (value := getattr(row, attribute)) is not None}
