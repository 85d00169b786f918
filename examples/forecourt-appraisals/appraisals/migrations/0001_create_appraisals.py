"""Create the table of appraisals. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, MoneyAmount, fields
from core.migrate import record_columns, record_indexes

revision = "appraisals_0001"
down_revision = None

TABLE = "appraisals_appraisal"


def upgrade() -> None:
    op.create_table(
        TABLE,
        *record_columns(),
        sa.Column("name", fields.string(40)),
        sa.Column("account_id", BigId, sa.ForeignKey("contacts_account.id")),
        sa.Column("car", fields.string(80)),
        sa.Column("mileage", sa.Integer),
        sa.Column("offer", MoneyAmount),
        sa.Column("offer_currency", sa.String(3)),
        sa.Column("valid_until", sa.Date),
        sa.Column("status", sa.String(40)),
    )
    record_indexes(TABLE, sortable=("name", "valid_until", "offer"), filterable=("status", "account_id"))


def downgrade() -> None:
    op.drop_table(TABLE)
