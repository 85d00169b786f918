"""A list view may be shared with the people of a unit."""

import sqlalchemy as sa
from alembic import op

from core import BigId

revision = "core_0007"
down_revision = "core_0006"


def upgrade() -> None:
    with op.batch_alter_table("core_saved_view") as batch:
        batch.add_column(sa.Column("unit_id", BigId, sa.ForeignKey("core_unit.id", name="fk_core_saved_view_unit_id"), nullable=True))
        batch.create_index("ix_core_saved_view_unit", ["object", "unit_id"])


def downgrade() -> None:
    with op.batch_alter_table("core_saved_view") as batch:
        batch.drop_index("ix_core_saved_view_unit")
        batch.drop_column("unit_id")
