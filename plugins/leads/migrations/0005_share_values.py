"""What an administrator has added to, or retired from, the picklists that a lead shares with accounts and contacts is kept with those: a lead with an added
value could not be converted."""

from alembic import op

revision = "leads_0005"
down_revision = "leads_0004"

SHARED = {"account": ("industry", "structural_source", "first_source", "information_source"), "contact": ("gender",)}


def upgrade() -> None:
    for home, fields in SHARED.items():
        for field in fields:
            op.execute(
                "INSERT INTO core_picklist_value (object, field, code, label, position, retired) "
                f"SELECT '{home}', field, code, label, position, retired FROM core_picklist_value AS mine WHERE object = 'lead' AND field = '{field}' "
                f"AND NOT EXISTS (SELECT 1 FROM core_picklist_value WHERE object = '{home}' AND field = '{field}' AND code = mine.code)"
            )
            op.execute(f"DELETE FROM core_picklist_value WHERE object = 'lead' AND field = '{field}'")


def downgrade() -> None:
    """They stay where they are."""
