"""On PostgreSQL the indexes over words carry what a search compares besides: it need not look at the words themselves. SQLite's do already."""

from alembic import op

revision = "search_0003"
down_revision = "search_0002"


def upgrade() -> None:
    _make_anew("INCLUDE (dealer_id)", "INCLUDE (place)")


def downgrade() -> None:
    _make_anew("", "")


def _make_anew(key_with: str, owners_with: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE search_token DROP CONSTRAINT IF EXISTS pk_search_token")
    op.execute("DROP INDEX IF EXISTS pk_search_token, ix_search_token_owner")  # either is missing while the index is built
    op.execute(f"ALTER TABLE search_token ADD CONSTRAINT pk_search_token PRIMARY KEY (place, token, record_id) {key_with}")
    op.execute(f"CREATE INDEX ix_search_token_owner ON search_token (owner_id, token, record_id) {owners_with}")
