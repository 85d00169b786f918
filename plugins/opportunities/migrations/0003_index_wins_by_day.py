"""Wins are sorted by the day they were won: its indexes take the place of those by close date."""

import sqlalchemy as sa
from alembic import op

revision = "opportunities_0003"
down_revision = "opportunities_0002"

ADDED = (
    ("ix_opportunities_opportunity_dealer_id_won_on_id", "opportunities_opportunity", ["dealer_id", "won_on", "id"]),
    ("ix_opportunities_opportunity_owner_id_won_on_id", "opportunities_opportunity", ["owner_id", "won_on", "id"]),
    ("ix_opportunities_opportunity_won_on_id", "opportunities_opportunity", ["won_on", "id"]),
)
DROPPED = (
    ("ix_opportunities_opportunity_dealer_id_is_won_close_date_id", "opportunities_opportunity", ["dealer_id", "is_won", "close_date", "id"]),
    ("ix_opportunities_opportunity_is_won_close_date_id", "opportunities_opportunity", ["is_won", "close_date", "id"]),
    ("ix_opportunities_opportunity_owner_id_is_won_close_date_id", "opportunities_opportunity", ["owner_id", "is_won", "close_date", "id"]),
    ("ix_opportunities_opportunity_won_on_modified_at_id", "opportunities_opportunity", ["won_on", "modified_at", "id"]),
)
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    for name, table, columns in ADDED:
        op.create_index(name, table, columns, postgresql_where=LIVING, sqlite_where=LIVING)
    for name, table, _columns in DROPPED:
        op.drop_index(name, table_name=table)


def downgrade() -> None:
    for name, table, columns in DROPPED:
        op.create_index(name, table, columns, postgresql_where=LIVING, sqlite_where=LIVING)
    for name, table, _columns in ADDED:
        op.drop_index(name, table_name=table)
