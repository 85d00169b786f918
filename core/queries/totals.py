"""Answers from a summary what else would be counted over all records. The few that are seen by their ids (through a share, or by what a module
brings) are counted from the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .. import conditions, permissions, walks
from ..permissions import Alternative
from ..summaries.tables import COUNT, filled_column, groups_of, sum_column, summed_of
from .filters import read_filter

if TYPE_CHECKING:
    from ..actor import Actor
    from ..objects import ObjectType

BY_COLUMN = frozenset({"owners", "dealers"})
"""Kinds of sight that a summary's own columns decide."""


def statement(object_type: ObjectType, user: Actor, groups: Sequence[str], summed: Sequence[str], condition: conditions.Condition) -> sa.Select[Any] | None:
    """One row for each value of the columns ``groups``, with ``count`` and ``sum_<attribute>`` of each of ``summed``: exactly what
    counting the records that the user sees and that fit comes to. None where the object's summary does not hold that."""
    summary = object_type.summary_table
    if summary is None or not _holds(object_type, summary, groups, summed, condition):
        return None
    ways = permissions.alternatives(user, object_type, "read")
    everything = any(way.kind == "all" for way in ways)
    if not everything and any(way.kind not in (*BY_COLUMN, "shared") and (way.ids is None or way.by != "id") for way in ways):
        return None  # a module's own condition speaks of columns that only the record has
    wanted = read_filter(condition, object_type, user)
    seen = None if everything else _seen(ways, summary)
    parts = [_part(summary, groups, summed, (wanted.sql(summary), seen))]
    few = [] if everything else [_ids_of(way) for way in ways if way.kind not in BY_COLUMN and way.values]
    if few:
        parts.append(_few(object_type, few, groups, summed, wanted.sql(object_type.table), ways))
    return _added_up(parts, object_type, groups, summed)


def _holds(object_type: ObjectType, summary: sa.Table, groups: Sequence[str], summed: Sequence[str], condition: conditions.Condition) -> bool:
    if conditions.has_statement(condition):
        return False  # it speaks of records, and a summary has none
    held = set(groups_of(summary))
    tested = {field.attribute if (field := object_type.fields.get(name)) is not None and field.stored else name for name in conditions.names(condition)}
    return held.issuperset(groups) and held.issuperset(tested) and set(summed_of(summary)).issuperset(summed)


def _seen(ways: Sequence[Alternative], table: Any) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(permissions.in_sight(way, table) for way in ways if way.kind in BY_COLUMN))


def _part(summary: sa.Table, groups: Sequence[str], summed: Sequence[str], tests: Sequence[sa.ColumnElement[bool] | None]) -> sa.Select[Any]:
    figures = [summary.c[COUNT].label(COUNT)]
    for one in summed:
        figures += [summary.c[sum_column(one)].label(sum_column(one)), summary.c[filled_column(one)].label(filled_column(one))]
    return sa.select(*(summary.c[one] for one in groups), *figures).where(*(one for one in tests if one is not None))


def _ids_of(way: Alternative) -> sa.Select[Any]:
    return permissions.shared_ids(way) if way.kind == "shared" else way.begun_with(None)


def _few(
    object_type: ObjectType, ids: Sequence[sa.Select[Any]], groups: Sequence[str], summed: Sequence[str], wanted: sa.ColumnElement[bool] | None,
    ways: Sequence[Alternative],
) -> sa.Select[Any]:  # fmt: skip
    """The few records found by their ids, each once, that are not seen anyway."""
    table = object_type.table

    def figures(rows: Any) -> sa.Select[Any]:
        found: list[Any] = [sa.literal_column("1").label(COUNT)]
        for one in summed:
            empty = sa.case((rows.c[one].is_(None), sa.literal_column("0")), else_=sa.literal_column("1"))
            found += [sa.func.coalesce(rows.c[one], sa.literal_column("0")).label(sum_column(one)), empty.label(filled_column(one))]
        return sa.select(*(rows.c[one] for one in groups), *found)

    others = sa.not_(sa.func.coalesce(_seen(ways, table), sa.false()))
    tests = [table.c.deleted_at.is_(None), others, *([] if wanted is None else [wanted])]
    found = ids[0] if len(ids) == 1 else sa.select(sa.union(*ids).subquery())
    return walks.among(found, table, figures).where(*tests)


def _added_up(parts: Sequence[sa.Select[Any]], object_type: ObjectType, groups: Sequence[str], summed: Sequence[str]) -> sa.Select[Any]:
    rows = (sa.union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    count = sa.cast(sa.func.coalesce(sa.func.sum(rows.c[COUNT]), 0), sa.BigInteger)
    outputs: list[Any] = [count.label("count")]
    for one in summed:
        total = sa.case((sa.func.sum(rows.c[filled_column(one)]) > 0, sa.func.sum(rows.c[sum_column(one)])))
        outputs.append(sa.type_coerce(total, object_type.table.c[one].type).label(f"sum_{one}"))
    columns = [rows.c[one] for one in groups]
    found = sa.select(*columns, *outputs).group_by(*columns)
    return found.having(sa.func.sum(rows.c[COUNT]) != 0) if columns else found
