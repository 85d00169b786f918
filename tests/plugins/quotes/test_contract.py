"""What every module and every object must do, for lines."""

from __future__ import annotations

from core.testing import ObjectContract, PluginContract

from .parts import a_sale, priced


class TestQuotes(PluginContract):
    plugin = "quotes"
    valid = {"opportunity": {"account": lambda make: make("account")}, "opportunity_line": {"product": priced, "opportunity": a_sale}}


class TestOpportunityLineContract(ObjectContract):
    object_code = "opportunity_line"
    valid = {"opportunity": a_sale, "product": priced}
    change = {"quantity": "3"}
    invalid = {"quantity": "-1"}
