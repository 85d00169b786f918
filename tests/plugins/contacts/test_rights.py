"""Who may do what in contacts: rights.txt, object by object."""

from __future__ import annotations

from pathlib import Path

from core import users
from core.testing import RightsContract


class TestRights(RightsContract):
    plugin = "contacts"
    table = Path(__file__).with_name("rights.txt")
    valid = {
        "partner": {"record": lambda make: make("account"), "partner_account": lambda make: make("account")},
        "limit_release": {"record": lambda make: make("account", owner=users.by_email("sales_consultant.north.1@example.com").id)},  # nobody releases the own
    }
