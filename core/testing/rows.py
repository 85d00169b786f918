"""The rows of a test's database on PostgreSQL, put back to what they were."""

from __future__ import annotations

from collections.abc import Collection

import psycopg
from psycopg import sql

KNOWN = "pg_statistic"
"""Where PostgreSQL keeps what it knows of the values of tables."""
MADE = "forecourt_testing.made"
"""The sequence that tells how often anybody made, changed or dropped a table or the like: to look through the catalogs takes longer than all else."""
NOTING_WHAT_IS_MADE = """
CREATE SCHEMA forecourt_testing;
CREATE SEQUENCE forecourt_testing.made;
CREATE FUNCTION forecourt_testing.note() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN PERFORM nextval('forecourt_testing.made'); END$$;
CREATE EVENT TRIGGER forecourt_testing ON ddl_command_end EXECUTE FUNCTION forecourt_testing.note();
"""
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
        self.everything = self._question(KNOWN, *self._tables(), *sorted(self.sequences), MADE)
        self.state = self._look(self.everything)
        self.kept = {table: self._read(table) for table in self._tables() if self.state[table][0]} if kept is None else kept
        self.times = 0

    def put_back(self, pooled: Collection[int]) -> bool:
        """Put back what was changed since the last time; False where only a copy of the files can. The connections of the pool stay, by the
        numbers of their server processes: a new one reads the catalogs and plans all statements anew."""
        self._end_others(pooled)
        self.times += 1
        try:
            now = self._look(self.everything)
        except psycopg.errors.UndefinedTable:
            return False
        changed = [name for name, state in now.items() if state != self.state[name]]
        rows = sum(now[name][0] for name in changed if name not in self.sequences)
        if self.times > IN_A_ROW or rows > MUCH or KNOWN in changed or MADE in changed:
            return False
        if changed:
            with self.connection.transaction():
                for name in changed:
                    self._put_back(name)
            self.state |= self._look(self._question(*changed))
        return True

    def close(self) -> None:
        self.connection.close()

    def _end_others(self, pooled: Collection[int]) -> None:
        """Whoever is still connected is of the test that is over, but for what lies in the pool."""
        self.connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND NOT (state = 'idle' AND pid = ANY(%s))",
            [list(pooled)],
        )

    def _tables(self) -> list[str]:
        return [str(name) for (name,) in self.connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    def _question(self, *names: str) -> sql.Composed:
        table = sql.SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}")
        sequence = sql.SQL("SELECT {}, last_value, is_called::int FROM {}")
        asked = ((sequence if name == MADE or name in self.sequences else table, name) for name in names)
        return sql.SQL(" UNION ALL ").join(statement.format(sql.Literal(name), sql.Identifier(*name.split("."))) for statement, name in asked)

    def _look(self, question: sql.Composed) -> State:
        return {name: (number, mark) for name, number, mark in self.connection.execute(question, prepare=question is self.everything)}

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
