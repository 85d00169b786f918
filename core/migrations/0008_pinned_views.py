"""A list opens with the view that somebody has pinned."""

import sqlalchemy as sa
from alembic import op

from core import BigId

revision = "core_0008"
down_revision = "core_0007"


def upgrade() -> None:
    op.create_table(
        "core_pinned_view",
        sa.Column("user_id", BigId, sa.ForeignKey("core_principal.id", name="fk_core_pinned_view_user_id"), nullable=False, autoincrement=False),
        sa.Column("object", sa.String(60), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "object", name="pk_core_pinned_view"),
    )


def downgrade() -> None:
    op.drop_table("core_pinned_view")
