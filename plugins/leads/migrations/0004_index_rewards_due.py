"""An index for the view of rewards due, for everybody, by owner and by dealer."""

import sqlalchemy as sa
from alembic import op

revision = "leads_0004"
down_revision = "leads_0003"

ADDED = (
    ("ix_leads_lead_dealer_id_reward_due_received_at_id", "leads_lead", ["dealer_id", "reward_due", "received_at", "id"]),
    ("ix_leads_lead_owner_id_reward_due_received_at_id", "leads_lead", ["owner_id", "reward_due", "received_at", "id"]),
    ("ix_leads_lead_reward_due_received_at_id", "leads_lead", ["reward_due", "received_at", "id"]),
)
DROPPED = (
    ("ix_leads_lead_reward_due_modified_at_id", "leads_lead", ["reward_due", "modified_at", "id"]),
)
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    for name, table, columns in ADDED:
        op.create_index(name, table, columns, postgresql_where=LIVING, sqlite_where=LIVING)
    for name, table, _columns in DROPPED:
        op.drop_index(name, table_name=table)


def downgrade() -> None:
    for name, table, columns in DROPPED:
        op.create_index(name, table, columns, postgresql_where=LIVING, sqlite_where=LIVING)
    for name, table, _columns in ADDED:
        op.drop_index(name, table_name=table)
