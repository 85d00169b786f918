"""What every module and every object must do, for lines and quotes."""

from __future__ import annotations

import itertools

from core.testing import ObjectContract, PluginContract

from .parts import VALID, a_line, a_quote, a_sale, priced

_without_limit = itertools.cycle(("service_agent", "front_desk", "information_clerk", "read_only"))


def a_role_without_a_limit(_make):
    """A role has one limit; a story may make several."""
    return next(_without_limit)


class TestQuotes(PluginContract):
    plugin = "quotes"
    valid = VALID | {"discount_limit": {"role": a_role_without_a_limit, "percent": 2}}
    one_by_one = frozenset({"opportunity_line", "quote", "quote_line", "installment"})  # each moves the sum of its sale or quote


class TestOpportunityLineContract(ObjectContract):
    object_code = "opportunity_line"
    valid = {"opportunity": a_sale, "product": priced}
    change = {"quantity": "3"}
    invalid = {"quantity": "-1"}


class TestInstallmentContract(ObjectContract):
    object_code = "installment"
    valid = {"line": a_line, "due_on": "2026-12-31", "revenue": "100"}
    change = {"revenue": "120"}
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
