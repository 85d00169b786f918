"""Who may do what in cases: rights.txt, object by object."""

from __future__ import annotations

from pathlib import Path

from core.testing import RightsContract


class TestRights(RightsContract):
    plugin = "cases"
    table = Path(__file__).with_name("rights.txt")
    valid = {"entitlement": {"resolution": 480}, "case_macro": {"note": "Bay 3"}, "case_comment": {"body": "Called back."}}
