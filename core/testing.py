"""Fixtures for the tests of plugins: an app on a migrated database, people in every role, records with valid defaults.

Load it in a conftest.py with ``pytest_plugins = ["core.testing"]``.
"""
