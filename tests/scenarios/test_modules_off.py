"""Each module off, and pairs of them: no trace is left, the others work and delete what it refers to, and it all comes back.

FORECOURT_ALL_PAIRS=1 tries all pairs instead of a covering set: python -m bench pairs.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core import Actor, modules
from core.testing import modules_off
from core.testing.modules_off import House, covering_pairs, every_pair, try_off
from plugins.products import standard_book

PAIRS = every_pair if os.environ.get("FORECOURT_ALL_PAIRS") else covering_pairs
CODES = sorted(path.parent.name for path in (Path(__file__).parents[2] / "plugins").glob("*/__init__.py"))


Make = Callable[..., Any]


def sale(make: Make) -> Any:
    return make("opportunity", account=make("account"))


def stages(make: Make) -> dict[str, Any]:
    """Two of one process."""
    first = make("stage")
    return {"from_stage": first, "to_stage": make("stage", process=first.process_id)}


def priced(make: Make) -> Any:
    """A product with a standard price."""
    return make("price_book_entry", book=standard_book("CNY"), list_price="259800").product


COMPLETE: dict[str, Callable[[Make], dict[str, Any]]] = {
    "lead": lambda make: {"channel": "lenient"},
    "partner": lambda make: {"record": make("account"), "partner_account": make("account")},
    "limit_release": lambda make: {"record": make("account")},
    "opportunity": lambda make: {"account": make("account")},
    "opportunity_competitor": lambda make: {"opportunity": sale(make)},
    "opportunity_team_member": lambda make: {"opportunity": sale(make)},
    "forecast_quota": lambda make: {"amount": 100},
    "stage_move": stages,
    "entitlement": lambda make: {"resolution": 480},
    "price_book_entry": lambda make: {"book": standard_book("CNY"), "list_price": "259800"},
    "installed_product": lambda make: {"name": "A car"},
    "opportunity_line": lambda make: {"opportunity": sale(make), "product": priced(make)},
}


def complete(code: str, make: Make) -> dict[str, Any]:
    """Values that ``make`` cannot guess."""
    return COMPLETE[code](make) if code in COMPLETE else {}


@pytest.fixture
def house(user: Callable[..., Actor], login: Callable[..., Any], make: Callable[..., Any]) -> House:
    return House(user("administrator"), login("administrator"), make, complete)


@pytest.mark.parametrize("code", CODES)
def test_a_module_that_is_off_leaves_no_trace_and_comes_back_whole(code: str, house: House) -> None:
    try_off(house, [code])


@pytest.mark.parametrize("pair", PAIRS(CODES), ids="+".join)
def test_two_modules_off_leave_no_trace_and_come_back_whole(pair: tuple[str, str], house: House) -> None:
    try_off(house, pair)


@pytest.mark.parametrize("code", CODES)
def test_a_module_off_for_one_dealer_is_there_for_the_other(code: str, house: House, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    house.use({code})
    north, south = user("dealer_manager"), user("dealer_manager", dealer="South")
    off = modules_off.with_dependants([code])
    for one in off:
        modules.set_dealer(one, north.dealer_id or 0, False, house.admin)

    here, there = login(actor=north), login(actor=south)
    for object_type in modules_off.objects_of(off):
        assert here.get(f"/{object_type.slug}").status_code == 404
        assert here.get(f"/api/v1/{object_type.slug}").status_code == 404
        assert f'href="/{object_type.slug}"' not in here.get("/").text
        assert there.get(f"/{object_type.slug}").status_code in (200, 403)
    assert here.get("/").status_code == there.get("/").status_code == 200
