"""Snapshots: no foreign keys, which a database asks row by row of what is copied from rows that have them; and what was said as it changes, a row for a place
instead of one for each of its columns, every night."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount

revision = "forecast_0006"
down_revision = "forecast_0005"
PRESENT = sa.text("to_id IS NULL")
TABLES = ("forecast_sale_state", "forecast_part_state")
CATEGORIES = ("closed", "commit", "most_likely", "best_case", "pipeline")
BEFORE = sa.table(
    "forecast_said", sa.column("snapshot_id", BigId), sa.column("type_id", BigId), sa.column("starts_on", sa.Date), sa.column("place", sa.String),
    sa.column("column", sa.String), sa.column("raw", MoneyAmount), sa.column("owner", MoneyAmount), sa.column("forecast", MoneyAmount),
)  # fmt: skip


def upgrade() -> None:
    for table in TABLES:
        _without_keys(table)
    said = op.create_table(
        "forecast_said_state",
        sa.Column("type_id", BigId, primary_key=True, autoincrement=False),
        sa.Column("starts_on", sa.Date(), primary_key=True),
        sa.Column("place", sa.String(40), primary_key=True),
        sa.Column("from_id", BigId, primary_key=True, autoincrement=False),
        sa.Column("to_id", BigId),
        sa.Column("raw", Json, nullable=False),
        sa.Column("adjusted", Json, nullable=False),
    )
    op.create_index("ix_forecast_said_state_present", "forecast_said_state", ["type_id", "starts_on"], postgresql_where=PRESENT, sqlite_where=PRESENT)
    _take_over(said)
    op.drop_table("forecast_said")


def _without_keys(table: str) -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        for key in sa.inspect(bind).get_foreign_keys(table):
            op.drop_constraint(str(key["name"]), table, type_="foreignkey")
        return
    kept = sa.Table(table, sa.MetaData(), autoload_with=bind, resolve_fks=False)
    kept.constraints -= {one for one in kept.constraints if isinstance(one, sa.ForeignKeyConstraint)}
    with op.batch_alter_table(table, recreate="always", copy_from=kept):
        pass


def _take_over(said: sa.Table) -> None:
    """Snapshot by snapshot: what differs from what stood before."""
    present: dict[tuple[Any, ...], dict[str, Any]] = {}
    rows: list[dict[str, Any]] = []
    for snapshot_id, told in _snapshots():
        spoken = {key[:2] for key in told}
        for key in [one for one in present if one[:2] in spoken and one not in told]:
            present.pop(key)["to_id"] = snapshot_id
        for (type_id, start, place), numbers in told.items():
            former = present.get((type_id, start, place))
            if former is not None and all(former[name] == numbers[name] for name in numbers):
                continue
            if former is not None:
                former["to_id"] = snapshot_id
            row = {"type_id": type_id, "starts_on": start, "place": place, "from_id": snapshot_id, "to_id": None, **numbers}
            present[type_id, start, place] = row
            rows.append(row)
    for begin in range(0, len(rows), 1000):
        op.get_bind().execute(sa.insert(said), rows[begin:begin + 1000])


def _snapshots() -> Iterator[tuple[int, dict[tuple[Any, ...], dict[str, Any]]]]:
    """Each snapshot with what every place said then, by type, period and place."""
    c = BEFORE.c
    bind = op.get_bind()
    for snapshot_id in bind.execute(sa.select(c.snapshot_id).distinct().order_by(c.snapshot_id)).scalars().all():
        told: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(lambda: {"raw": {}, "adjusted": {}})
        for row in bind.execute(sa.select(BEFORE).where(c.snapshot_id == snapshot_id)).mappings():
            numbers = told[row["type_id"], row["starts_on"], row["place"]]
            if row["column"] in CATEGORIES and row["raw"]:
                numbers["raw"][row["column"]] = _text(row["raw"])
            if row["owner"] != row["raw"] or row["forecast"] != row["raw"]:
                numbers["adjusted"][row["column"]] = [_text(row["owner"]), _text(row["forecast"])]
        yield snapshot_id, dict(told)


def _text(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.0001')):f}"
