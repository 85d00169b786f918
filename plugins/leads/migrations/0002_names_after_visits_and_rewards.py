"""Keep visits until further names were asked for, and which rewards are due."""

import sqlalchemy as sa
from alembic import op

from core import BigId, UTCDateTime

revision = "leads_0002"
down_revision = "leads_0001"

LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "leads_visit",
        sa.Column("record_id", BigId, sa.ForeignKey("core_record.id", name="fk_leads_visit_record_id"), primary_key=True, autoincrement=False),
        sa.Column("visited_at", UTCDateTime, nullable=False),
        sa.Column("by_id", BigId, sa.ForeignKey("core_principal.id", name="fk_leads_visit_by_id")),
    )
    op.create_index("ix_leads_visit_by", "leads_visit", ["by_id", "visited_at"])
    op.execute("DELETE FROM leads_contact_event WHERE kind = 'asked_for_names'")
    op.add_column("leads_lead", sa.Column("reward_due", sa.Boolean))
    op.execute(
        "UPDATE leads_lead SET reward_due = (COALESCE(reward, 0) > 0 AND reward_paid_on IS NULL AND NOT COALESCE(reward_declined, FALSE))"
    )
    op.create_index(
        "ix_leads_lead_reward_due_modified_at_id", "leads_lead", ["reward_due", "modified_at", "id"], postgresql_where=LIVING, sqlite_where=LIVING
    )
