"""What every module and every object must do, for cases and what is said about them."""

from __future__ import annotations

from core.testing import ObjectContract, PluginContract


class TestCases(PluginContract):
    plugin = "cases"
    valid = {"entitlement": {"resolution": 480}, "case_macro": {"note": "Bay 3"}, "installed_product": {"name": "Song L"}}


class TestCaseContract(ObjectContract):
    object_code = "case"
    valid = {"name": "Charging stops at 80 %", "account": lambda make: make("account", name="Northwind Mills")}
    change = {"component": "Wall charger"}
    invalid = {"supplied_email": "not a mail address"}


class TestCaseCommentContract(ObjectContract):
    object_code = "case_comment"
    valid = {"body": "Called back."}
    change = {"body": "Called back twice."}
    invalid = {"direction": "sideways"}


class TestEntitlementContract(ObjectContract):
    object_code = "entitlement"
    valid = {"name": "Fleet", "resolution": 480}
    change = {"resolution": 240}
    invalid = {"where": "nonsense = 1"}
