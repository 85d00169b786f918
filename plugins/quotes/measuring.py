"""What sales are made of, for the forecast: their units, and their lines by product family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core import Choice, queries, registry, system_actor

from .sales import LINE, TABLE

NEEDS = {LINE: ("product", "quantity", "total"), "product": ("family",)}
"""Whoever may not know of one of these is told no part."""


def tell(measures: Any) -> None:
    """Answer the forecast's hook. Whose lines are seen is asked of the sales that they are joined to."""
    measures.come_from(units=units, parts=parts, families=families, needs=NEEDS)


def units() -> sa.Select[Any]:
    """(sale_id, units) of each opportunity that has lines."""
    return sa.select(TABLE.c.opportunity_id.label("sale_id"), TABLE.c.units).where(TABLE.c.lines > 0)


def parts() -> sa.Select[Any]:
    """(sale_id, family, units, amount) of each line."""
    lines = queries.visible(LINE, system_actor(), ("opportunity", "product", "quantity", "total")).subquery()
    products = queries.visible("product", system_actor(), ("family",)).subquery()
    columns = (lines.c.opportunity_id.label("sale_id"), products.c.family, lines.c.quantity.label("units"), lines.c.total.label("amount"))
    return sa.select(*columns).select_from(lines.outerjoin(products, products.c.id == lines.c.product_id))


def families() -> Sequence[Choice]:
    """The families of products, with those that an administrator has added."""
    family: Any = registry.object_type("product").fields["family"]
    return tuple(family.choices)
