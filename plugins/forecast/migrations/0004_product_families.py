"""Forecast types by product family: what the parts of a sale come to, and the rate by which a part is converted."""

import sqlalchemy as sa
from alembic import op
from core import BigId, MoneyAmount

revision = "forecast_0004"
down_revision = "forecast_0003"
PRESENT = sa.text("to_id IS NULL")
RATES = """
    UPDATE forecast_converted SET
        rate = (SELECT rate FROM forecast_rate WHERE forecast_rate.id = forecast_converted.rate_id),
        per = (SELECT per FROM forecast_rate WHERE forecast_rate.id = forecast_converted.rate_id)
"""


def upgrade() -> None:
    op.add_column("forecast_type", sa.Column("family", sa.String(40)))
    op.execute("UPDATE forecast_quota SET family = lower(family)")
    if op.get_bind().dialect.name == "postgresql":  # the other one keeps any text in any column
        op.execute("ALTER TABLE forecast_quota ALTER COLUMN family TYPE varchar(40) COLLATE \"default\" USING left(family, 40)")
    op.add_column("forecast_converted", sa.Column("rate", MoneyAmount))
    op.add_column("forecast_converted", sa.Column("per", sa.Integer()))
    op.execute(RATES)
    op.add_column("forecast_sale_state", sa.Column("units", MoneyAmount))
    op.add_column("forecast_sale_state", sa.Column("rate", MoneyAmount))
    op.add_column("forecast_sale_state", sa.Column("per", sa.Integer()))
    op.create_table(
        "forecast_part_state",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("opportunity_id", BigId, sa.ForeignKey("core_record.id"), nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("from_id", BigId, sa.ForeignKey("forecast_snapshot.id"), nullable=False),
        sa.Column("to_id", BigId, sa.ForeignKey("forecast_snapshot.id")),
        sa.Column("units", MoneyAmount),
        sa.Column("amount", MoneyAmount),
    )
    op.create_index("ix_forecast_part_state_from", "forecast_part_state", ["from_id", "family"])
    op.create_index("ix_forecast_part_state_sale", "forecast_part_state", ["opportunity_id", "family", "from_id"])
    op.create_index("ix_forecast_part_state_present", "forecast_part_state", ["opportunity_id", "family"], postgresql_where=PRESENT, sqlite_where=PRESENT)
