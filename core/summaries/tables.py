"""What an object declares of its summary, and the table made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ..db import BigId
from ..fields import CurrencyField, Field

SIGHT = ("owner_id", "dealer_id")
"""By these a summary is narrowed to what somebody may see."""
COUNT = "records"


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of an object's living records, and sums of the fields ``sums``, for each value of the fields ``by``.

    Money is summed by currency. Choose fields of few values: the summary should have some thousand groups, not one per record.
    """

    by: tuple[str, ...]
    sums: tuple[str, ...] = ()


def sum_column(attribute: str) -> str:
    """Holds the sum of an attribute."""
    return f"{attribute}_sum"


def filled_column(attribute: str) -> str:
    """Holds how many of the records have a value at all: the sum of none is nothing, not zero."""
    return f"{attribute}_filled"


def make_table(table: sa.Table, summary: Summary, fields: Mapping[str, Field]) -> sa.Table:
    """The table of an object's summary. Raises KeyError for a field that is not the object's."""
    name = f"{table.name}_summary"
    if name in table.metadata.tables:
        return table.metadata.tables[name]  # declared before: the module was imported by another app of this process
    summed = [fields[one] for one in summary.sums]
    groups = [fields[one].attribute for one in summary.by] + [one.currency_attribute for one in summed if isinstance(one, CurrencyField)]
    columns: list[sa.Column[object]] = [sa.Column(one, table.c[one].type) for one in (*SIGHT, *dict.fromkeys(groups))]
    columns.append(sa.Column(COUNT, sa.BigInteger, nullable=False))
    for one in summed:
        columns += [sa.Column(sum_column(one.attribute), table.c[one.attribute].type, nullable=False),
                    sa.Column(filled_column(one.attribute), sa.BigInteger, nullable=False)]  # fmt: skip
    indexes = [sa.Index(f"ix_{name}_{one}", one) for one in SIGHT]
    return sa.Table(name, table.metadata, sa.Column("id", BigId, primary_key=True), *columns, *indexes, info={"groups": (*SIGHT, *dict.fromkeys(groups)), "summed": tuple(one.attribute for one in summed)})


def groups_of(table: sa.Table) -> tuple[str, ...]:
    """The columns that a summary is grouped by, those of sight first."""
    return tuple(table.info["groups"])


def summed_of(table: sa.Table) -> tuple[str, ...]:
    """The attributes that it sums."""
    return tuple(table.info["summed"])


def measures_of(table: sa.Table) -> tuple[str, ...]:
    """The columns that hold figures."""
    return (COUNT, *(column(one) for one in summed_of(table) for column in (sum_column, filled_column)))
