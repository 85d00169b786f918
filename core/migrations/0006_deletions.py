"""What was deleted of one object is found by its moment, however much was deleted of others."""

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"

GONE = sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_core_record_gone", "core_record", ["object", "deleted_at", "id"], postgresql_where=GONE, sqlite_where=GONE)


def downgrade() -> None:
    op.drop_index("ix_core_record_gone", table_name="core_record")
