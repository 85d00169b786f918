"""What every module and every object must do, for lines and quotes."""

from __future__ import annotations

from core.testing import ObjectContract, PluginContract

from .parts import VALID, a_quote, a_sale, priced


class TestQuotes(PluginContract):
    plugin = "quotes"
    valid = VALID


class TestOpportunityLineContract(ObjectContract):
    object_code = "opportunity_line"
    valid = {"opportunity": a_sale, "product": priced}
    change = {"quantity": "3"}
    invalid = {"quantity": "-1"}


class TestQuoteContract(ObjectContract):
    object_code = "quote"
    valid = {"name": "Two cars", "opportunity": a_sale}
    change = {"terms": "Paid before delivery"}
    invalid = {"valid_until": "2020-01-01"}


class TestQuoteLineContract(ObjectContract):
    object_code = "quote_line"
    valid = {"quote": a_quote, "product": priced}
    change = {"quantity": "3"}
    invalid = {"tax_rate": "a lot"}


class TestDiscountLimitContract(ObjectContract):
    object_code = "discount_limit"
    valid = {"role": "service_agent", "percent": "2"}
    change = {"percent": "4"}
    invalid = {"percent": "101"}
