"""Fixtures of the core's tests: a bare core with one module, see ``background``."""

import os

from background import boats, database

__all__ = ["boats", "database"]

collect_ignore = [] if os.environ.get("FORECOURT_TEST_DATABASE") else ["test_connections.py"]
"""SQLite has no server to which there is a way."""
