"""Who may do what in leads: rights.txt, object by object."""

from __future__ import annotations

from pathlib import Path

from core.testing import RightsContract


class TestRights(RightsContract):
    plugin = "leads"
    table = Path(__file__).with_name("rights.txt")
    valid = {"lead": {"channel": "lenient"}}
