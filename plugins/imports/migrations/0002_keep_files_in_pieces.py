"""Files in pieces; files without a heading; the same file told again; files that belong together."""

import sqlalchemy as sa
from alembic import op
from core import BigId

revision = "imports_0002"
down_revision = "imports_0001"


def upgrade() -> None:
    op.create_table(
        "imports_piece",
        sa.Column("import_id", BigId, sa.ForeignKey("imports_import.id", name="fk_imports_piece_import_id"), nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "number", name="pk_imports_piece"),
    )
    op.execute("INSERT INTO imports_piece (import_id, number, content) SELECT id, 0, content FROM imports_import WHERE content IS NOT NULL")
    with op.batch_alter_table("imports_import") as batch:
        batch.drop_column("content")
        batch.add_column(sa.Column("digest", sa.String(64)))
        batch.add_column(sa.Column("heading", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("series_id", BigId))
        batch.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="1"))
        batch.create_foreign_key("fk_imports_import_series_id", "imports_import", ["series_id"], ["id"])
    op.create_index("ix_imports_import_digest", "imports_import", ["digest"])
    op.create_index("ix_imports_import_series", "imports_import", ["series_id"])
