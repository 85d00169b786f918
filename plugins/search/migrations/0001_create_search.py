"""Create the tables of search. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, ConfigError, fields

revision = "search_0001"
down_revision = None

# External content: deleting from a contentless table needs a newer SQLite than Python 3.11 brings.
SQLITE = (
    "CREATE VIRTUAL TABLE search_text_fts USING fts5(text, content='search_text', content_rowid='id', tokenize='trigram')",
    "CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN "
    "INSERT INTO search_text_fts(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN "
    "INSERT INTO search_text_fts(search_text_fts, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER search_text_changed AFTER UPDATE OF text ON search_text BEGIN "
    "INSERT INTO search_text_fts(search_text_fts, rowid, text) VALUES ('delete', old.id, old.text); "
    "INSERT INTO search_text_fts(rowid, text) VALUES (new.id, new.text); END",
    "CREATE INDEX ix_search_text_owner_sqlite ON search_text (owner_id)",
    "CREATE INDEX ix_search_text_dealer_sqlite ON search_text (dealer_id)",
)

# Without fastupdate: with it a search slows down after a few thousand saves.
POSTGRESQL = (
    "CREATE INDEX ix_search_text_trigrams_postgresql ON search_text "
    "USING gin (owner_id, dealer_id, text gin_trgm_ops) WITH (fastupdate = off)",
)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        for name in ("pg_trgm", "btree_gin"):
            _want(name)
    op.create_table(
        "search_text",
        sa.Column("id", BigId, nullable=False),
        sa.Column("record_id", BigId, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("dealer_id", BigId, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_record", "search_text", ["record_id"])
    op.create_table(
        "search_token",
        sa.Column("token", fields.string(40), nullable=False),
        sa.Column("record_id", BigId, nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("dealer_id", BigId, nullable=True),
        sa.PrimaryKeyConstraint("token", "record_id", "place", name=op.f("pk_search_token")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_token_owner", "search_token", ["owner_id", "token", "record_id"])
    op.create_index("ix_search_token_record", "search_token", ["record_id"])
    op.create_table(
        "search_progress",
        sa.Column("object", sa.String(60), nullable=False),
        sa.Column("fields", sa.String(500), nullable=False),
        sa.Column("last_id", BigId, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("object", name=op.f("pk_search_progress")),
    )
    for statement in POSTGRESQL if postgresql else SQLITE:
        op.execute(statement)


def _want(name: str) -> None:
    """Have the extension, or say who can make it: many servers leave that to their administrator."""
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = :name"), {"name": name}).first():
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"CREATE EXTENSION {name}")
    except sa.exc.DBAPIError as problem:
        reason = str(problem.orig).splitlines()[0]
        raise ConfigError(
            f"The module “search” needs PostgreSQL's extension {name}, and this database's user may not make it ({reason}). "
            f"Have the server's administrator run, in this database: CREATE EXTENSION {name}; then run: forecourt upgrade. "
            "Or take “search” out of modules.load."
        ) from None


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_text_fts")
    op.drop_table("search_progress")
    op.drop_table("search_token")
    op.drop_table("search_text")
