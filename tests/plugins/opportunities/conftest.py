"""A dealer with the shipped sales processes, and sales to work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, records, system_actor
from plugins.opportunities import catalogue


@pytest.fixture
def stages(app: Any) -> dict[str, int]:
    """Stage codes of the standard process -> ids."""
    return stages_of("standard")


def stages_of(process: str) -> dict[str, int]:
    found = next(one for one in catalogue().processes.values() if one.code == process)
    return {str(stage.code): stage.id for stage in found.stages}


@pytest.fixture
def sale(stages: dict[str, int], rep: Actor) -> Callable[..., Any]:
    """``sale(**values)``: an opportunity of the rep's (``by=``: of somebody else's) with an account."""

    def make_sale(by: Actor | None = None, source: str = "user", **values: Any) -> Any:
        who = by or rep
        if "account" not in values:
            values["account"] = records.create("account", who, name="Northwind Mills")
        return records.create("opportunity", who, source=source, channel="import" if source == "import" else "form", **{"name": "Han L7", **values})

    return make_sale


@pytest.fixture
def lists(stages: dict[str, int]) -> Callable[[str, str], Any]:
    """``lists("loss_reason", "price")``: a seeded entry by its code."""

    def entry(object_code: str, code: str) -> Any:
        return next(one for one in records.find(object_code, system_actor()) if one.code == code)

    return entry
