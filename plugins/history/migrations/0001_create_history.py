"""Create the tables of history. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "history_0001"
down_revision = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
