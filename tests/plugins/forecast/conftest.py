"""Two dealers with the shipped processes and forecast types, and sales in every category."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from core import Actor, db, records, system_actor
from plugins.forecast import grid, types
from plugins.forecast.models import Said, SaleState, Snapshot
from plugins.opportunities import catalogue

PERIOD = "2026-10-01"
IN_PERIOD = "2026-11-20"
STAGE_OF = {"pipeline": "prospecting", "best_case": "value_proposition", "commit": "negotiation", "closed": "closed_won", "omitted": "closed_lost"}


@pytest.fixture
def ready(app: Any) -> dict[str, int]:
    """Stage codes of the standard process -> ids, and no snapshot: the one of the installation is of the day of the test."""
    for model in (Said, SaleState, Snapshot):
        db.session.execute(sa.delete(model))
    db.session.commit()
    process = next(one for one in catalogue().processes.values() if one.code == "standard")
    return {str(stage.code): stage.id for stage in process.stages}


@pytest.fixture
def other_rep(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant", number=2)


@pytest.fixture
def lead(user: Callable[..., Actor]) -> Actor:
    """The sales manager, to whom both consultants report."""
    return user("sales_manager")


@pytest.fixture
def chief(user: Callable[..., Actor]) -> Actor:
    """The dealer manager, to whom the sales manager reports."""
    return user("dealer_manager")


@pytest.fixture
def deal(ready: dict[str, int], rep: Actor) -> Callable[..., Any]:
    """``deal("commit", 100, owner=somebody)``: an opportunity in that category, closing in the fourth quarter of 2026."""

    def make(category: str = "pipeline", amount: Any = 100, owner: Actor | None = None, **values: Any) -> Any:
        return records.create(
            "opportunity", system_actor(), source="import", channel="import", owner=(owner or rep).id,
            **{"name": "Han L7", "stage": ready[STAGE_OF[category]], "forecast_category": category, "amount": amount, "close_date": IN_PERIOD,
               "amount_currency": "CNY", **values},
        )  # fmt: skip

    return make


@pytest.fixture
def seen(ready: dict[str, int]) -> Callable[..., grid.Grid]:
    """``seen(user)``: the grid of the fourth quarter of 2026 as that person sees it."""

    def look(user: Actor, code: str = "amount", view: str | None = None, period: str = PERIOD) -> grid.Grid:
        forecast = next(one for one in types.all_types().values() if one.message == ("Amount" if code == "amount" else "Cars"))
        return grid.read(forecast, forecast.read_period(period, None), user, view)  # type: ignore[arg-type]  # the day is given

    return look
