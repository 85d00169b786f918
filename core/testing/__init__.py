"""What the tests of a plugin stand on: fixtures, and the batteries of tests that every plugin passes.

Load it in a conftest.py with ``pytest_plugins = ["core.testing"]``. The modules under test are those of the default
configuration, or those FORECOURT_TEST_MODULES names ("none" for none at all). FORECOURT_TEST_DATABASE holds the address of a PostgreSQL server's
maintenance database, for a superuser; without it the tests run on SQLite. The schema is migrated once; each test begins with the database as it was then.
"""

from .databases import Databases
from .fixtures import Client, _push_request_context, app, at, count_statements, email_of, installation, login, make, pytest_configure, user
from .object_contract import ObjectContract
from .plugin_contract import PluginContract
from .rights import RightsContract

__all__ = [
    "Client", "Databases", "ObjectContract", "PluginContract", "RightsContract", "_push_request_context", "app", "at", "count_statements", "email_of", "installation", "login", "make", "pytest_configure", "user",
]  # fmt: skip
