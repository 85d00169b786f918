"""Indexes for the list views: the equal tests of each with its sort, for everybody, by owner and by dealer."""

import sqlalchemy as sa
from alembic import op

revision = "opportunities_0002"
down_revision = "opportunities_0001"

INDEXES = (
    ("ix_opportunities_opportunity_dealer_id_is_closed_cl_58617e28", "opportunities_opportunity", ["dealer_id", "is_closed", "close_date", "id"]),
    ("ix_opportunities_opportunity_dealer_id_is_closed_st_b0daf366", "opportunities_opportunity", ["dealer_id", "is_closed", "stage_since", "id"]),
    ("ix_opportunities_opportunity_dealer_id_is_won_close_date_id", "opportunities_opportunity", ["dealer_id", "is_won", "close_date", "id"]),
    ("ix_opportunities_opportunity_is_closed_stage_since_id", "opportunities_opportunity", ["is_closed", "stage_since", "id"]),
    ("ix_opportunities_opportunity_is_won_close_date_id", "opportunities_opportunity", ["is_won", "close_date", "id"]),
    ("ix_opportunities_opportunity_owner_id_is_closed_sta_a30275f2", "opportunities_opportunity", ["owner_id", "is_closed", "stage_since", "id"]),
    ("ix_opportunities_opportunity_owner_id_is_won_close_date_id", "opportunities_opportunity", ["owner_id", "is_won", "close_date", "id"]),
)
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, postgresql_where=LIVING, sqlite_where=LIVING)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table_name=table)
