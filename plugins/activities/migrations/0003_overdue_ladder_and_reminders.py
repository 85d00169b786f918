"""The overdue ladder as data, how far each activity has come on it, and reminders of times agreed."""

import sqlalchemy as sa
from alembic import op
from core import BigId, UTCDateTime, fields
from core.migrate import record_columns, record_indexes

revision = "activities_0003"
down_revision = "activities_0002"


def upgrade() -> None:
    with op.batch_alter_table("activities_activity") as batch:
        batch.add_column(sa.Column("remind", sa.Integer()))
    op.create_table(
        "activities_ladder_step",
        *record_columns(),
        sa.Column("name", fields.string(120)),
        sa.Column("name_sort", fields.string(80)),
        sa.Column("days", sa.Integer()),
        sa.Column("step", sa.String(40)),
        sa.Column("queue_id", BigId, sa.ForeignKey("core_principal.id")),
        sa.Column("at_dealer_id", BigId, sa.ForeignKey("core_unit.id")),
        sa.Column("where", sa.Text()),
        sa.Column("active", sa.Boolean()),
    )
    record_indexes("activities_ladder_step", sortable=("days", "name_sort"), filterable=("step",))
    op.create_table(
        "activities_ladder_taken",
        sa.Column("activity_id", BigId, sa.ForeignKey("activities_activity.id"), primary_key=True, autoincrement=False),
        sa.Column("step_id", BigId, sa.ForeignKey("activities_ladder_step.id"), primary_key=True, autoincrement=False),
        sa.Column("told_id", BigId, sa.ForeignKey("core_principal.id")),
        sa.Column("taken_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "activities_reminder",
        sa.Column("activity_id", BigId, sa.ForeignKey("activities_activity.id"), primary_key=True, autoincrement=False),
        sa.Column("moment", UTCDateTime, nullable=False),
        sa.Column("remind_at", UTCDateTime, nullable=False),
        sa.Column("sent_at", UTCDateTime),
    )
    waiting = sa.text("sent_at IS NULL")
    op.create_index(
        "ix_activities_reminder_waiting", "activities_reminder", ["remind_at", "activity_id"], postgresql_where=waiting, sqlite_where=waiting
    )
