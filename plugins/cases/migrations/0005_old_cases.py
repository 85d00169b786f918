"""Cases taken over from elsewhere: since when what is promised counts. And reasons as long as regulators write them."""

import sqlalchemy as sa
from alembic import op

from core import UTCDateTime

revision = "cases_0005"
down_revision = "cases_0004"


def upgrade() -> None:
    op.add_column("cases_case", sa.Column("taken_over_at", UTCDateTime, nullable=True))
    _widen(120)


def downgrade() -> None:
    _widen(80)
    op.drop_column("cases_case", "taken_over_at")


def _widen(length: int) -> None:
    """On SQLite a column's length says nothing; there the field alone keeps to it."""
    if op.get_bind().dialect.name == "postgresql":
        for name in ("name", "name_zh"):
            op.alter_column("cases_reason", name, type_=sa.String(length, collation="C"))
