"""When each job worker was last heard of."""

import sqlalchemy as sa
from alembic import op
from core import UTCDateTime

revision = "core_0004"
down_revision = "core_0003"


def upgrade() -> None:
    op.create_table('core_worker',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('seen_at', UTCDateTime, nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_core_worker'))
    )


def downgrade() -> None:
    op.drop_table('core_worker')
