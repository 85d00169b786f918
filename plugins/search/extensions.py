"""What the index needs of the database: two extensions of PostgreSQL, or SQLite's full-text search with trigrams."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from core import db, is_postgresql

EXTENSIONS = ("pg_trgm", "btree_gin")


def missing() -> Iterator[tuple[str, str]]:
    """For ``forecourt check``: what is missing, and its cure."""
    if not is_postgresql():
        if not db.session.execute(sa.text("SELECT sqlite_compileoption_used('ENABLE_FTS5')")).scalar():
            yield "the search needs SQLite with FTS5, which this Python's SQLite is built without.", "Use another Python, or PostgreSQL, or take “search” out of modules.load."
        return
    installed = set(db.session.execute(sa.text("SELECT extname FROM pg_extension")).scalars())
    for name in EXTENSIONS:
        if name not in installed:
            yield f"the search needs PostgreSQL's extension {name}, which this database does not have.", cure(name)


def cure(name: str) -> str:
    return (
        f"Have the server's administrator run, in this database: CREATE EXTENSION {name}; "
        "it comes with PostgreSQL's contrib package. Then run: forecourt upgrade. Or take “search” out of modules.load."
    )
