"""Keys of other systems are core's matter: those that imports kept go over to it."""

from alembic import op

revision = "imports_0003"
down_revision = "imports_0002"


def upgrade() -> None:
    op.execute(
        "INSERT INTO core_external_id (object, system, key, record_id, created_at) SELECT k.object, k.system, k.key, k.record_id, CURRENT_TIMESTAMP "
        "FROM imports_external_key k WHERE NOT EXISTS (SELECT 1 FROM core_external_id c WHERE c.object = k.object AND c.system = k.system AND c.key = k.key)"
    )
    op.drop_table("imports_external_key")
