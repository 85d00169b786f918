"""Who may do what in opportunities: rights.txt, object by object."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.testing import RightsContract


class TestRights(RightsContract):
    plugin = "opportunities"
    table = Path(__file__).with_name("rights.txt")
    valid = {"opportunity": {"account": lambda make: make("account")}}

    def complete(self, code: str, make: Callable[..., Any]) -> dict[str, Any]:
        """A move leads to another stage of the same process."""
        if code != "stage_move":
            return {}
        first = make("stage")
        return {"from_stage": first, "to_stage": make("stage", process=first.process_id)}
