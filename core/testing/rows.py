"""The rows of a test's database on PostgreSQL, put back to what they were."""

from __future__ import annotations

import psycopg
from psycopg import sql

CATALOGS = ("pg_attrdef", "pg_attribute", "pg_class", "pg_constraint", "pg_proc", "pg_statistic", "pg_trigger", "pg_type")
"""Where PostgreSQL keeps what tables there are, and what it knows of their values."""
MUCH = 3000
"""So many rows are faster copied with their files than one by one."""
IN_A_ROW = 60
"""So often rows are put back before the whole is copied again: what was deleted stays in the files."""

State = dict[str, tuple[int, int]]
"""Of each table how many rows it has and which transaction wrote the newest; of each sequence where it stands, and whether that was given out."""


class Rows:
    """The rows of a copy on PostgreSQL, put back where a test changed them.

    A copy is 1,700 files, and a test writes to a dozen tables: this is many times faster. What changed is told by PostgreSQL's own
    mark on each row, the transaction that wrote it, so it holds for what other processes wrote too.
    """

    def __init__(self, url: str, kept: dict[str, bytes] | None = None) -> None:
        self.connection = psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1), autocommit=True)
        self.connection.execute("SET session_replication_role = replica")  # neither foreign keys nor triggers watch the putting back
        self.sequences = {str(name) for (name,) in self.connection.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")}
        self.question = self._question()
        self.state = self._look()
        self.kept = {table: self._read(table) for table in self._tables() if self.state[table][0]} if kept is None else kept
        self.times = 0

    def put_back(self) -> bool:
        """Put back what was changed since the last time; False where only a copy of the files can."""
        self._end_others()
        self.times += 1
        try:
            now = self._look()
        except psycopg.errors.UndefinedTable:
            return False
        changed = [name for name, state in now.items() if state != self.state[name]]
        rows = sum(now[name][0] for name in changed if name not in self.sequences)
        if self.times > IN_A_ROW or rows > MUCH or not set(CATALOGS).isdisjoint(changed):
            return False
        with self.connection.transaction():
            for name in changed:
                self._put_back(name)
        self.state = self._look()
        return True

    def close(self) -> None:
        self.connection.close()

    def _end_others(self) -> None:
        """Whoever is still connected is of the test that is over."""
        self.connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    def _tables(self) -> list[str]:
        return [str(name) for (name,) in self.connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    def _question(self) -> sql.Composed:
        tables = sql.SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}")
        sequences = sql.SQL("SELECT {}, last_value, is_called::int FROM {}")
        asked = [(tables, name) for name in (*CATALOGS, *self._tables())] + [(sequences, name) for name in sorted(self.sequences)]
        return sql.SQL(" UNION ALL ").join(statement.format(sql.Literal(name), sql.Identifier(name)) for statement, name in asked)

    def _look(self) -> State:
        return {name: (number, mark) for name, number, mark in self.connection.execute(self.question, prepare=True)}

    def _read(self, table: str) -> bytes:
        statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            return b"".join(copy)

    def _put_back(self, name: str) -> None:
        table = sql.Identifier(name)
        if name in self.sequences:
            last, given_out = self.state[name]
            self.connection.execute("SELECT setval(%s::regclass, %s, %s)", (table.as_string(self.connection), last, bool(given_out)))
            return
        self.connection.execute(sql.SQL("DELETE FROM {}").format(table))
        if name in self.kept:
            with self.connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(table)) as copy:
                copy.write(self.kept[name])
