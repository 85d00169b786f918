"""Indexes for the list views: the equal tests of each with its sort, for everybody, by owner and by dealer."""

import sqlalchemy as sa
from alembic import op

revision = "activities_0002"
down_revision = "activities_0001"

INDEXES = (
    ("ix_activities_activity_owner_id_status_done_at_id", "activities_activity", ["owner_id", "status", "done_at", "id"]),
)
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, postgresql_where=LIVING, sqlite_where=LIVING)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table_name=table)
