"""What every module and every object must do, for opportunities and competitors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.testing import ObjectContract, PluginContract


def a_sale(make: Callable[..., Any]) -> Any:
    return make("opportunity", account=make("account"))


def between_stages(make: Callable[..., Any]) -> dict[str, Any]:
    """A move leads to another stage of the same process."""
    first = make("stage")
    return {"from_stage": first, "to_stage": make("stage", process=first.process_id)}


class TestOpportunities(PluginContract):
    plugin = "opportunities"
    one_by_one = frozenset({"opportunity_team_member"})  # each shares a sale
    valid = {
        "opportunity": {"account": lambda make: make("account")},
        "opportunity_competitor": {"opportunity": a_sale},
        "opportunity_team_member": {"opportunity": a_sale},
        "stage_move": between_stages,
    }


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
