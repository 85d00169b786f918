"""Records that fit what somebody types, held against sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from .. import conditions, permissions, registry, statements, walks
from ..actor import Actor
from ..conditions import Any_, Not, Test, Where
from ..db import db
from ..fields import Field
from ..objects import ObjectType
from .pages import MOST, page
from .readers import columns_of, visible_columns


def suggest(object_type: ObjectType | str, user: Actor, text: str, limit: int = 10, where: Where = None, among: Sequence[int] | None = None) -> list[Any]:
    """Records that fit the text, for a picker: those a module's index finds (``among``, where they are known already), else
    those whose name or searched fields contain it, what begins with it first."""
    object_type = registry.enabled_object(object_type)
    visible = permissions.visible_fields(user, object_type)
    columns = tuple(name for name in (object_type.name_field, *object_type.second_line) if name in visible)
    wanted = text.strip()[:80]
    if wanted and among is None:
        among = indexed([object_type], user, wanted, limit if where is None else MOST).get(object_type.code)
    if wanted and among is not None and where is None:
        return reached(object_type, user, among, columns, limit)
    if wanted and among is not None:
        found = page(object_type, user, where=conditions.both(Test("id", "in", list(among)), where), sort="id", limit=MOST, columns=columns).rows if among else ()
        places = {record_id: place for place, record_id in enumerate(among)}
        return sorted(found, key=lambda row: places[row.id])[:limit]
    sort = "name" if "name" in object_type.sortable else None
    if not wanted:
        return list(page(object_type, user, where=where, sort=sort, limit=limit, columns=columns).rows)
    begun, held = (_searched(object_type, visible, wanted, operator) for operator in ("starts", "contains"))
    found = list(page(object_type, user, where=conditions.both(begun, where), sort=sort, limit=limit, columns=columns).rows)
    if len(found) < limit:
        others = conditions.both(held, Not(begun), where)
        found += page(object_type, user, where=others, sort=sort, limit=limit - len(found), columns=columns).rows
    return found


def reached(object_type: ObjectType, user: Actor, record_ids: Sequence[int], columns: Sequence[str] = (), limit: int | None = None) -> list[Any]:
    """Rows of those of these records that the user may see, or of the first ``limit`` of them, in the order of the ids: what sight is made up of is asked of
    each record, as one statement for any number of them. Raises BadQuery for a column the user may not know of."""
    seen, names = permissions.sight(user, object_type), visible_columns(object_type, user, columns)
    if not record_ids:
        return []

    def build() -> sa.Select[Any]:
        table = object_type.table
        chosen = [column for name in names for column in columns_of(object_type.fields[name], object_type).values()]
        return seen.narrow(sa.select(table.c.id, *chosen).where(walks.among_given(table.c.id, "ids"), table.c.deleted_at.is_(None)), table)

    shape = seen.shape and ("reached", object_type.code, object_type.customized, tuple(names), seen.shape)
    asked = {"ids": walks.listed(record_ids), **seen.values}
    found = {row.id: row for row in db.session.execute(statements.kept(shape, build), asked)}
    return [found[one] for one in record_ids if one in found][:limit]


def indexed(objects: Sequence[ObjectType], user: Actor, text: str, limit: int) -> dict[str, Sequence[int]]:
    """What the modules' indexes find, ids by object, which ``suggest`` holds against sight; an object that no index holds is missing from the answer."""
    from .. import plugins

    found: dict[str, Sequence[int]] = {}
    for _code, answer in plugins.call_guarded("find_records", text=text, objects=objects, user=user, limit=min(limit, MOST)):
        found.update(answer or {})
    return found


def _searched(object_type: ObjectType, visible: Mapping[str, Field], wanted: str, operator: str) -> conditions.Condition:
    """That a searched field starts with the text or (where it can be asked so) contains it."""
    searched = [name for name in object_type.search or (object_type.name_field,) if name in visible]
    tests = (Test(name, operator if operator in visible[name].operators else "starts", wanted) for name in searched)
    return Any_(tuple(test for test in tests if test.operator in visible[test.field].operators))
