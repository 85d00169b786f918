"""Counts and amounts by stage are kept with every save: a summary that the upgrade fills and puts triggers beside."""

import sqlalchemy as sa
from alembic import op
from core import BigId, MoneyAmount

revision = "opportunities_0004"
down_revision = "opportunities_0003"

TABLE = "opportunities_opportunity_summary"
SIGHT = ("owner_id", "dealer_id")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", BigId, nullable=False),
        sa.Column("owner_id", BigId),
        sa.Column("dealer_id", BigId),
        sa.Column("process_id", BigId),
        sa.Column("stage_id", BigId),
        sa.Column("probability", sa.Integer),
        sa.Column("is_closed", sa.Boolean),
        sa.Column("amount_currency", sa.String(3)),
        sa.Column("records", sa.BigInteger, nullable=False),
        sa.Column("amount_sum", MoneyAmount, nullable=False),
        sa.Column("amount_filled", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for column in SIGHT:
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
