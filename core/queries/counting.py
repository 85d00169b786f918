"""Counts, sums and extremes of what a user sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from .. import conditions, permissions, registry, statements
from ..actor import Actor
from ..conditions import Where
from ..db import db
from ..errors import BadQuery
from ..fields import CurrencyField, DecimalField, Field, IntegerField
from ..i18n import gettext as _
from ..objects import ObjectType
from .filters import compile_condition
from .seeing import known, seen
from .totals import statement as kept_statement


def count(object_type: ObjectType | str, user: Actor, *, where: Where = None, cap: int = 1000) -> tuple[int, bool]:
    """How many records the user may see, counted up to ``cap``; the second value says whether there are more."""
    object_type = registry.enabled_object(object_type)
    if not permissions.may(user, object_type, "read"):
        return 0, False
    inner = seen(sa.select(sa.literal(1)), object_type, user, where).limit(statements.at_most(cap + 1)).subquery()
    found = db.session.execute(sa.select(sa.func.count()).select_from(inner)).scalar_one()
    return min(found, cap), found > cap


def aggregate(
    object_type: ObjectType | str, user: Actor, *, group_by: Sequence[str], measures: Sequence[str] = ("count",), where: Where = None,
    counts: Mapping[str, Where] | None = None, limit: int | None = None,
) -> list[Any]:  # fmt: skip
    """One row per group, at most ``limit``, with the attributes of ``group_by`` and each measure: "count", "sum:amount", "min:due", "max:due".

    A sum of money also groups by its currency (attribute ``amount_currency``): currencies never mix. ``counts``: by the attribute's name, how many
    of the group fit a further condition, so that a page with many figures goes through the records once.
    """
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, "read")
    condition, table = conditions.read(where), object_type.table
    groups = [_grouped(known(object_type, user, name), table) for name in group_by]
    outputs: list[Any] = []
    for measure in measures:
        verb, _colon, name = measure.partition(":")
        if verb == "count":
            outputs.append(sa.func.count().label("count"))
            continue
        field = known(object_type, user, name)
        if isinstance(field, CurrencyField) and field.currency_attribute not in (one.name for one in groups):
            groups.append(_grouped(field, table, field.currency_attribute))
        outputs.append(_measure(verb, field.sql(table), field))
    outputs += [_fitting(part, object_type, user).label(name) for name, part in (counts or {}).items()]
    statement = None if counts else _summed(object_type, user, groups, measures, condition)
    if statement is None:
        statement = seen(sa.select(*groups, *outputs), object_type, user, condition).group_by(*groups)
    return list(db.session.execute(statement.limit(limit)))


def _summed(object_type: ObjectType, user: Actor, groups: Sequence[Any], measures: Sequence[str], condition: conditions.Condition) -> sa.Select[Any] | None:
    """The same from the object's summary, where it holds that: it does not grow with the records."""
    verbs = [measure.partition(":") for measure in measures]
    if any(verb not in ("count", "sum") for verb, _colon, _name in verbs):
        return None
    return kept_statement(object_type, user, [one.name for one in groups], [name for verb, _colon, name in verbs if verb == "sum"], condition)


def _fitting(where: Where, object_type: ObjectType, user: Actor) -> sa.ColumnElement[int]:
    """How many records of a group fit the condition."""
    fits = compile_condition(conditions.read(where), object_type, user)
    return sa.func.count() if fits is None else sa.func.count().filter(fits)


def _grouped(field: Field, table: Any, attribute: str | None = None) -> Any:
    """A column to group by; a part of the custom values needs a name for that."""
    attribute = attribute or field.attribute
    return field.sql(table, attribute).label(attribute) if attribute in field.kept else table.c[attribute]


def _measure(verb: str, column: Any, field: Field) -> sa.ColumnElement[Any]:
    name = field.name
    if verb not in ("sum", "min", "max"):
        raise BadQuery(_("“%(word)s” is not a measure.", word=verb), "measures")
    if "<" not in field.operators or (verb == "sum" and not isinstance(field, (CurrencyField, DecimalField, IntegerField))):
        raise BadQuery(_("“%(word)s” of %(field)s has no meaning.", word=verb, field=field.label), name)
    function = getattr(sa.func, verb)(column)
    return sa.type_coerce(function, column.type).label(f"{verb}_{name}")
