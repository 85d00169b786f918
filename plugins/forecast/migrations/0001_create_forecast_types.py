"""Forecast types."""

import sqlalchemy as sa
from alembic import op
from core import BigId, fields
from core.migrate import record_columns, record_indexes

revision = "forecast_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "forecast_type",
        *record_columns(),
        sa.Column("name", fields.string(80)),
        sa.Column("name_sort", fields.string(80)),
        sa.Column("name_zh", fields.string(80)),
        sa.Column("code", fields.string(40)),
        sa.Column("message", fields.string(80)),
        sa.Column("position", sa.Integer()),
        sa.Column("measure", sa.String(40)),
        sa.Column("date_from", sa.String(40)),
        sa.Column("period", sa.String(40)),
        sa.Column("fiscal_start", sa.Integer()),
        sa.Column("columns", sa.String(40)),
        sa.Column("most_likely", sa.Boolean()),
        sa.Column("process_id", BigId, sa.ForeignKey("opportunities_process.id")),
        sa.Column("sale_type_id", BigId, sa.ForeignKey("opportunities_type.id")),
        sa.Column("is_default", sa.Boolean()),
        sa.Column("active", sa.Boolean()),
    )
    record_indexes("forecast_type", sortable=("name_sort", "position"), filterable=())
