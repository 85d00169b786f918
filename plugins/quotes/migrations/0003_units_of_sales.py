"""The quantities of an opportunity's lines together, beside their total."""

import sqlalchemy as sa
from alembic import op
from core import MoneyAmount

revision = "quotes_0003"
down_revision = "quotes_0002"
UNITS = """
    UPDATE quotes_sale SET units = (
        SELECT SUM(quantity) FROM quotes_opportunity_line
        WHERE quotes_opportunity_line.opportunity_id = quotes_sale.opportunity_id AND quotes_opportunity_line.deleted_at IS NULL
    ) WHERE lines > 0
"""


def upgrade() -> None:
    op.add_column("quotes_sale", sa.Column("units", MoneyAmount))
    op.execute(UNITS)
