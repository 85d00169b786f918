"""Exchange rates with the amounts converted by them, and snapshots: what each sale was like, and what was said."""

import sqlalchemy as sa
from alembic import op
from core import BigId, MoneyAmount, UTCDateTime, fields
from core.migrate import record_columns, record_indexes

revision = "forecast_0003"
down_revision = "forecast_0002"
LIVING = sa.text("deleted_at IS NULL")
PRESENT = sa.text("to_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "forecast_rate",
        *record_columns(),
        sa.Column("name", fields.string(80)),
        sa.Column("name_sort", fields.string(80)),
        sa.Column("currency", fields.string(3)),
        sa.Column("per", sa.Integer()),
        sa.Column("rate", MoneyAmount),
        sa.Column("valid_from", sa.Date()),
    )
    record_indexes("forecast_rate", sortable=("name_sort", "valid_from"), filterable=("currency",))
    op.create_index("uq_forecast_rate_currency_valid_from", "forecast_rate", ["currency", "valid_from"], unique=True, postgresql_where=LIVING, sqlite_where=LIVING)
    op.create_table(
        "forecast_converted",
        sa.Column("opportunity_id", BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False),
        sa.Column("amount", MoneyAmount, nullable=False),
        sa.Column("rate_id", BigId, sa.ForeignKey("core_record.id"), nullable=False),
    )
    op.create_table(
        "forecast_snapshot",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_at", UTCDateTime, nullable=False),
        sa.Column("taken_by_id", BigId, sa.ForeignKey("core_principal.id")),
        sa.Column("source", sa.String(10), nullable=False),
    )
    op.create_index("ix_forecast_snapshot_day", "forecast_snapshot", ["day", "id"])
    op.create_table(
        "forecast_sale_state",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("opportunity_id", BigId, sa.ForeignKey("core_record.id"), nullable=False),
        sa.Column("from_id", BigId, sa.ForeignKey("forecast_snapshot.id"), nullable=False),
        sa.Column("to_id", BigId, sa.ForeignKey("forecast_snapshot.id")),
        sa.Column("owner_id", BigId, sa.ForeignKey("core_principal.id")),
        sa.Column("unit_id", BigId, sa.ForeignKey("core_unit.id")),
        sa.Column("process_id", BigId, sa.ForeignKey("core_record.id")),
        sa.Column("type_id", BigId, sa.ForeignKey("core_record.id")),
        sa.Column("forecast_category", sa.String(40)),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("is_won", sa.Boolean(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("amount", MoneyAmount),
        sa.Column("amount_currency", sa.String(3)),
        sa.Column("converted", MoneyAmount),
        sa.Column("probability", sa.Integer()),
        sa.Column("quantity", sa.Integer()),
        sa.Column("close_date", sa.Date()),
        sa.Column("delivered_on", sa.Date()),
    )
    op.create_index("ix_forecast_sale_state_from", "forecast_sale_state", ["from_id", "opportunity_id"])
    op.create_index("ix_forecast_sale_state_sale", "forecast_sale_state", ["opportunity_id", "from_id"])
    op.create_index("ix_forecast_sale_state_close", "forecast_sale_state", ["close_date", "from_id"])
    op.create_index("ix_forecast_sale_state_present", "forecast_sale_state", ["opportunity_id"], postgresql_where=PRESENT, sqlite_where=PRESENT)
    op.create_table(
        "forecast_said",
        sa.Column("snapshot_id", BigId, sa.ForeignKey("forecast_snapshot.id"), primary_key=True, autoincrement=False),
        sa.Column("type_id", BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False),
        sa.Column("starts_on", sa.Date(), primary_key=True),
        sa.Column("place", sa.String(40), primary_key=True),
        sa.Column("column", sa.String(40), primary_key=True),
        sa.Column("raw", MoneyAmount, nullable=False),
        sa.Column("owner", MoneyAmount, nullable=False),
        sa.Column("forecast", MoneyAmount, nullable=False),
    )
