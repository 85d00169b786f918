"""What every object must do, for opportunities and competitors."""

from __future__ import annotations

from core.testing import ObjectContract


class TestOpportunityContract(ObjectContract):
    object_code = "opportunity"
    valid = {"name": "Han L7", "account": lambda make: make("account", name="Northwind Mills"), "amount": "259800"}
    change = {"next_step": "Trial drive on Friday"}
    invalid = {"amount": "a lot"}


class TestCompetitorContract(ObjectContract):
    object_code = "competitor"
    valid = {"name": "Aion"}
    change = {"strengths": "Price"}
    invalid = {"name": "x" * 5000}
