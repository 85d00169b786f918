"""What still counts of a long history: kept beside it, so that a save reads what is new."""

import sqlalchemy as sa
from alembic import op

from core import BigId, Json, UTCDateTime

revision = "cases_0006"
down_revision = "cases_0005"

NOT_SAID = sa.text("kind NOT IN ('in', 'out')")


def upgrade() -> None:
    op.create_table(
        "cases_history_digest",
        sa.Column("case_id", BigId, autoincrement=False, nullable=False),
        sa.Column("last_id", BigId, nullable=False),
        sa.Column("until", UTCDateTime, nullable=False),
        sa.Column("promise", sa.String(64), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("events", Json, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["core_record.id"], name=op.f("fk_cases_history_digest_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_cases_history_digest")),
    )
    op.create_index("ix_cases_history_not_said", "cases_history", ["case_id", "started_seconds", "id"], postgresql_where=NOT_SAID, sqlite_where=NOT_SAID)


def downgrade() -> None:
    op.drop_index("ix_cases_history_not_said", table_name="cases_history")
    op.drop_table("cases_history_digest")
