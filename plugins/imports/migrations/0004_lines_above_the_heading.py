"""Files with a title above their heading; what an updated record was before."""

import sqlalchemy as sa
from alembic import op

revision = "imports_0004"
down_revision = "imports_0003"


def upgrade() -> None:
    with op.batch_alter_table("imports_import") as batch:
        batch.add_column(sa.Column("skip", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("imports_row") as batch:
        batch.add_column(sa.Column("former", sa.Integer()))
