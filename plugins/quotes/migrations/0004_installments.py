"""Installments: the schedules of lines."""

import sqlalchemy as sa
from alembic import op
from core import BigId, MoneyAmount, fields
from core.migrate import record_columns, record_indexes

revision = "quotes_0004"
down_revision = "quotes_0003"


def upgrade() -> None:
    op.create_table(
        "quotes_installment",
        *record_columns(),
        sa.Column("name", fields.string(255)),
        sa.Column("name_sort", fields.string(80)),
        sa.Column("line_id", BigId, sa.ForeignKey("quotes_opportunity_line.id")),
        sa.Column("due_on", sa.Date()),
        sa.Column("quantity", MoneyAmount),
        sa.Column("revenue", MoneyAmount),
        sa.Column("revenue_currency", sa.String(3)),
        sa.Column("description", fields.string(255)),
    )
    record_indexes("quotes_installment", sortable=("due_on",), filterable=("line_id",), controlled=True, indexes=(("line_id", "due_on", "id"),))
