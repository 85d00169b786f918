"""Adjustments with their history, and quotas."""

import sqlalchemy as sa
from alembic import op
from core import BigId, MoneyAmount, UTCDateTime, fields
from core.migrate import record_columns, record_indexes

revision = "forecast_0002"
down_revision = "forecast_0001"
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "forecast_quota",
        *record_columns(),
        sa.Column("name", fields.string(200)),
        sa.Column("name_sort", fields.string(80)),
        sa.Column("key", fields.string(160)),
        sa.Column("forecast_type_id", BigId, sa.ForeignKey("forecast_type.id")),
        sa.Column("starts_on", sa.Date()),
        sa.Column("family", fields.string(80)),
        sa.Column("amount", MoneyAmount),
        sa.Column("amount_currency", sa.String(3)),
        sa.Column("units", sa.Integer()),
        sa.Column("remarks", fields.string(255)),
    )
    record_indexes("forecast_quota", sortable=("name_sort", "starts_on"), filterable=("family", "forecast_type_id"))
    op.create_index("uq_forecast_quota_key", "forecast_quota", ["key"], unique=True, postgresql_where=LIVING, sqlite_where=LIVING)
    op.create_index(
        "ix_forecast_quota_forecast_type_id_starts_on_id", "forecast_quota", ["forecast_type_id", "starts_on", "id"], postgresql_where=LIVING, sqlite_where=LIVING
    )
    op.create_table(
        "forecast_adjustment",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("type_id", BigId, sa.ForeignKey("core_record.id"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("by_id", BigId, sa.ForeignKey("core_principal.id"), nullable=False),
        sa.Column("column", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", MoneyAmount),
        sa.Column("base", MoneyAmount, nullable=False),
        sa.Column("note", sa.String(255), nullable=False),
        sa.Column("made_by_id", BigId, sa.ForeignKey("core_principal.id"), nullable=False),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("type_id", "starts_on", "place", "by_id", "column", "number", name="uq_forecast_adjustment_cell"),
    )
