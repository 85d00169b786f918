"""Where people were before: of those who have moved already the log tells."""

import sqlalchemy as sa
from alembic import op

from core import BigId, Json

revision = "core_0005"
down_revision = "core_0004"


def upgrade() -> None:
    op.create_table(
        "core_former_home",
        sa.Column("user_id", BigId, sa.ForeignKey("core_user.id", name="fk_core_former_home_user_id"), nullable=False),
        sa.Column("unit_id", BigId, sa.ForeignKey("core_unit.id", name="fk_core_former_home_unit_id"), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "unit_id", name="pk_core_former_home"),
    )
    op.create_index("ix_core_former_home_unit", "core_former_home", ["unit_id", "user_id"])
    _tell_from_the_log()


def _tell_from_the_log() -> None:
    audit = sa.table("core_audit", sa.column("id"), sa.column("event"), sa.column("subject_id"), sa.column("details", Json))
    user = sa.table("core_user", sa.column("id"), sa.column("unit_id"))
    unit = sa.table("core_unit", sa.column("id"))
    home = sa.table("core_former_home", sa.column("user_id"), sa.column("unit_id"))
    connection = op.get_bind()
    now = dict(connection.execute(sa.select(user.c.id, user.c.unit_id)).all())
    there = set(connection.execute(sa.select(unit.c.id)).scalars())
    changes = connection.execute(sa.select(audit.c.subject_id, audit.c.details).where(audit.c.event == "user_changed"))
    left = {(who, (details.get("changed", {}).get("unit_id") or [None])[0]) for who, details in changes}
    rows = [{"user_id": who, "unit_id": before} for who, before in sorted(left, key=str) if who in now and before in there and now[who] != before]
    if rows:
        connection.execute(sa.insert(home), rows)


def downgrade() -> None:
    op.drop_index("ix_core_former_home_unit", table_name="core_former_home")
    op.drop_table("core_former_home")
