"""Fixtures of the core's tests: a bare core with one module, see ``background``."""

from background import boats, database

__all__ = ["boats", "database"]
