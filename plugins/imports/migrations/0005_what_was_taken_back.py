"""Rows that were taken back, so that it can be gone on with where it was cut off."""

import sqlalchemy as sa
from alembic import op

revision = "imports_0005"
down_revision = "imports_0004"


def upgrade() -> None:
    with op.batch_alter_table("imports_row") as batch:
        batch.add_column(sa.Column("taken_back", sa.Integer()))
