"""The database of a test process: migrated once, and for each test put back to what it was then."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..db import db

if TYPE_CHECKING:
    from .rows import Rows

class Databases:
    """One migrated database with people, and copies of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = os.environ.get("FORECOURT_TEST_DATABASE", "")
        self.name = f"fc_{uuid.uuid4().hex[:12]}"
        self.url = self._url(self.name)
        self.rows: Rows | None = None
        self.known: dict[Any, Any] = {}
        """What the app has read of the template, by the slots of its caches."""
        self.pooled = set[int]()
        """On PostgreSQL the numbers of the server processes behind the app's own connections."""

    def _url(self, name: str) -> str:
        if not self.server:
            return f"sqlite:///{self.folder / name}.db"
        return sa.make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def create(self) -> None:
        if self.server:
            self._administer(f"CREATE DATABASE {self.name}")

    def keep_template(self) -> None:
        """What is in the database now is what each test starts with."""
        db.session.remove()
        if self.server:
            self._note_what_is_made()
            db.engine.dispose()
            self._administer(f"ALTER DATABASE {self.name} RENAME TO {self.name}_template")
            self._copy()
            sa.event.listen(db.engine, "connect", self._note_connection)
        else:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
            shutil.copyfile(self._file(), self._file().with_suffix(".template"))

    def renew(self) -> None:
        """Put the database back to the template."""
        if self.rows is not None:
            if not self.rows.put_back(self.pooled):
                self._copy()
            return
        db.engine.dispose()
        for suffix in (".db-wal", ".db-shm"):
            self._file().with_suffix(suffix).unlink(missing_ok=True)
        shutil.copyfile(self._file().with_suffix(".template"), self._file())

    def drop(self) -> None:
        if self.rows is not None:
            self.rows.close()
            self._administer(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"DROP DATABASE IF EXISTS {self.name}_template WITH (FORCE)")

    def _note_what_is_made(self) -> None:
        # Imported here, as below: the driver of PostgreSQL is not there where the tests run on SQLite.
        from .rows import NOTING_WHAT_IS_MADE

        with db.engine.connect() as connection:
            connection.exec_driver_sql(NOTING_WHAT_IS_MADE)

    def _note_connection(self, connection: Any, _entry: Any) -> None:
        self.pooled.add(connection.info.backend_pid)

    def _copy(self) -> None:
        """A copy of the template's files, and the rows in it noted."""
        from .rows import Rows

        db.engine.dispose()
        self.pooled.clear()
        kept = self.rows.kept if self.rows else None
        if self.rows:
            self.rows.close()
        copy = f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template STRATEGY FILE_COPY"
        self._administer(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", copy)
        self.rows = Rows(self.url, kept)

    def _file(self) -> Path:
        return self.folder / f"{self.name}.db"

    def _administer(self, *statements: str) -> None:
        url = self.server.replace("postgresql://", "postgresql+psycopg://", 1)
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()
