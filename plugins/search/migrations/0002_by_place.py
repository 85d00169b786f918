"""Keep the words by their place. The index is derived, so it is emptied, and built anew by the job."""

import sqlalchemy as sa
from alembic import op
from core import BigId, fields

revision = "search_0002"
down_revision = "search_0001"


def upgrade() -> None:
    _make_anew("place", "token", "record_id")


def downgrade() -> None:
    _make_anew("token", "record_id", "place")


def _make_anew(*key: str) -> None:
    op.execute("DELETE FROM search_progress")
    op.drop_table("search_token")
    op.create_table(
        "search_token",
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("token", fields.string(40), nullable=False),
        sa.Column("record_id", BigId, nullable=False, autoincrement=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("dealer_id", BigId, nullable=True),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_search_token")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_token_owner", "search_token", ["owner_id", "token", "record_id"])
    op.create_index("ix_search_token_record", "search_token", ["record_id"])
