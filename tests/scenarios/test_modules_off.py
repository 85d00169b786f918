"""Each module off, and pairs of them: no trace is left, the others work and delete what it refers to, and it all comes back.

FORECOURT_TEST_ALL_PAIRS=1 tries all pairs instead of a covering set: python -m bench pairs.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from core import Actor, acting, is_postgresql, modules, outbox, records, registry, today
from core.testing import PluginContract, modules_off
from core.testing.modules_off import House, Story, covering_pairs, every_pair, try_off

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "plugins"))  # where pytest finds the tests of modules, too
PAIRS = every_pair if os.environ.get("FORECOURT_TEST_ALL_PAIRS") else covering_pairs
CODES = sorted(path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py"))


@cache
def contract_of(code: str) -> type[PluginContract]:
    """The contract of a module, whose ``use`` tells what makes its records."""
    module = importlib.import_module(f"{code}.test_contract")
    return next(one for one in vars(module).values() if isinstance(one, type) and issubclass(one, PluginContract) and one.__dict__.get("plugin") == code)


# ---------------------------------------------------------------- the stories

numbers = count(13800138000)  # nobody has the telephone of somebody else


def sent(house: House, path: str, status: int = 201, **body: Any) -> Any:
    answer = house.client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == status, f"{path}: {answer.get_data(as_text=True)[:300]}"
    return answer.get_json()


def a_customer_is_taken_in(house: House) -> None:
    account = sent(house, "accounts", name="Blue Harbor")
    sent(house, "contacts", name="Gao Lei", mobile=str(next(numbers)), account=account["id"])
    assert "Gao Lei" in house.client.get(f"/accounts/{account['id']}").text


def a_lead_becomes_a_customer(house: House) -> None:
    lead = records.create("lead", house.admin, channel="lenient", name="Pan Yue", mobile=str(next(numbers)))
    with acting(house.admin):
        registry.current().actions["lead"]["convert"].run(lead, house.admin)
    assert "Pan Yue" in house.client.get("/accounts?view=all").text


def a_sale_is_begun(house: House) -> None:
    account = sent(house, "accounts", name="Northwind Mills")
    sent(house, "opportunities", name="Han L7", account=account["id"], amount="259800")
    assert "Han L7" in house.client.get("/opportunities?view=all").text
    assert house.client.get("/opportunities/board").status_code == house.client.get("/opportunities/funnel").status_code == 200


def a_quote_is_accepted(house: House) -> None:
    book = next(one for one in house.client.get("/api/v1/price-books").get_json()["data"] if one["is_standard"])
    product = sent(house, "products", code=f"P{next(numbers)}", name="Wall box")
    sent(house, "price-book-entries", book=book["id"], product=product["id"], list_price="3000")
    sale = sent(house, "opportunities", name="Wall boxes", account=sent(house, "accounts", name="Blue Harbor")["id"])
    sent(house, "opportunity-lines", opportunity=sale["id"], product=product["id"], quantity="2")
    assert house.client.get(f"/api/v1/opportunities/{sale['id']}").get_json()["amount"] == "6000"
    quote = sent(house, "quotes", opportunity=sale["id"], name="Two wall boxes")
    assert house.client.get(f"/quotes/{quote['id']}/pdf").data.startswith(b"%PDF")
    for step in ("submit", "mark_sent", "accept"):
        sent(house, f"quotes/{quote['id']}/actions/{step}", 200)
    accepted = house.client.get(f"/api/v1/quotes/{quote['id']}").get_json()
    assert (accepted["status"], accepted["synchronised"]) == ("accepted", True)
    assert "Two wall boxes" in house.client.get(f"/opportunities/{sale['id']}").text


def a_forecast_is_adjusted_and_looked_back_on(house: House) -> None:
    account = sent(house, "accounts", name="Blue Harbor")
    sent(house, "opportunities", name="Fleet order", account=account["id"], amount="900000", close_date=today().isoformat())
    mine = the_own_line(house)
    dialog = f"/forecast/adjust?place={mine['place']}&column=commit_forecast"
    seen = re.search(r'name="seen" value="(\d+)"', house.client.get(dialog).text)
    number = str(next(numbers))
    assert house.client.post(dialog, data={"value": number, "note": "the fleet order may slip", "seen": seen[1] if seen else ""}).status_code == 303
    assert the_own_line(house)["cells"]["commit_forecast"]["owner"] == number
    taken = sent(house, "forecast/snapshots")
    told = house.client.get("/api/v1/forecast/changes").get_json()
    assert told["until"] == taken["taken_at"]


def the_own_line(house: House) -> Any:
    """The administrator's line of the forecast."""
    return next(row for row in house.client.get("/api/v1/forecast").get_json()["data"] if row["person"] == house.admin.id)


def a_case_is_answered_and_closed(house: House) -> None:
    account = sent(house, "accounts", name="Northwind Mills")
    case = f"cases/{sent(house, 'cases', name='Charging stops at 80 %', account=account['id'])['id']}"
    sent(house, f"{case}/actions/take", 200)
    sent(house, f"{case}/actions/reply", 200, body="The limit can be set in the car.")
    sent(house, f"{case}/actions/close", 200, solution="Limit set to 100 %.")
    page = house.client.get(f"/{case}").text
    assert "The limit can be set in the car." in page and "Limit set to 100 %." in page
    assert house.client.get(f"/api/v1/{case}").get_json()["is_closed"]


def a_car_is_priced_and_owned(house: House) -> None:
    code, account = f"HAN-{next(numbers)}", sent(house, "accounts", name="Northwind Mills")
    car = sent(house, "products", code=code, name="Han L7")
    standard = house.client.get("/api/v1/price-books?where=is_standard%20%3D%20true").get_json()["data"][0]
    sent(house, "price-book-entries", book=standard["id"], product=car["id"], list_price="259800")
    owned = sent(house, "installed-products", account=account["id"], product=car["id"], plate="苏E·12345")
    assert "259,800" in house.client.get(f"/products/{car['id']}").text
    assert "苏E·12345" in house.client.get(f"/installed-products/{owned['id']}").text


def a_follow_up_is_done(house: House) -> None:
    activity = sent(house, "activities", name="Call back", kind="call", due_on="2030-01-31")
    sent(house, f"activities/{activity['id']}/actions/done", 200)
    assert house.client.get(f"/api/v1/activities/{activity['id']}").get_json()["status"] != activity["status"]


def a_file_is_kept(house: House) -> None:
    for code, record_id in house.records_on().items():
        if not registry.object_type(code).setup:
            answer = house.client.post(f"/api/v1/files/{record_id}?name=offer.txt", data=b"two cars", content_type="application/octet-stream")
            assert answer.status_code == 201, answer.text
            assert house.client.get(answer.location).data == b"two cars"
            return


def a_sheet_comes_in(house: House) -> None:
    named = (one for one in registry.objects() if one.creatable and one.name_field == "name" and one.fields["name"].type == "text" and not one.setup)
    object_type = next(named, None)
    if object_type is None:
        return
    tried = sent(house, "imports", 202, object=object_type.code, filename="rows.csv", content=f"{object_type.fields['name'].label}\nFrom a sheet\n", dry_run=True)
    outbox.drain()
    assert house.client.get(f"/api/v1/imports/{tried['id']}").get_json()["status"] in ("checked", "failed")


def of_three(house: House) -> list[tuple[Any, int]]:
    """Three of the records that people look for, with their objects."""
    named = ((registry.object_type(code), record_id) for code, record_id in house.records_on().items())
    return [(object_type, record_id) for object_type, record_id in named if object_type.search and object_type.menu and not object_type.setup][:3]


def what_was_made_is_found(house: House) -> None:
    for object_type, record_id in of_three(house):
        name = object_type.name_of(records.get(object_type.code, record_id, house.admin))
        assert f"/{object_type.slug}/{record_id}" in house.client.get("/search", query_string={"q": name}).text, name


def what_was_done_is_told(house: House) -> None:
    for object_type, record_id in of_three(house):
        assert records.history(records.get(object_type.code, record_id, house.admin), house.admin)
        assert house.client.get(f"/history/{record_id}").status_code == 200


STORIES: dict[str, Story] = {
    "contacts": a_customer_is_taken_in,
    "leads": a_lead_becomes_a_customer,
    "opportunities": a_sale_is_begun,
    "forecast": a_forecast_is_adjusted_and_looked_back_on,
    "cases": a_case_is_answered_and_closed,
    "quotes": a_quote_is_accepted,
    "products": a_car_is_priced_and_owned,
    "activities": a_follow_up_is_done,
    "files": a_file_is_kept,
    "imports": a_sheet_comes_in,
    "search": what_was_made_is_found,
    "history": what_was_done_is_told,
}


@pytest.fixture
def house(user: Callable[..., Actor], login: Callable[..., Any]) -> House:
    return House(user("administrator"), login("administrator"), {code: contract_of(code).use for code in CODES}, STORIES)


@pytest.mark.parametrize("code", CODES)
def test_a_module_that_is_off_leaves_no_trace_and_comes_back_whole(code: str, house: House) -> None:
    first = not is_postgresql()  # there all stories were told, all pages opened and all traces looked for
    try_off(house, [code], stories=first, pages=first, traces=first)


@pytest.mark.any_database
@pytest.mark.parametrize("pair", PAIRS(CODES), ids="+".join)
def test_two_modules_off_leave_no_trace_and_come_back_whole(pair: tuple[str, str], house: House) -> None:
    try_off(house, pair, stories=False, pages=False)


@pytest.mark.parametrize("code", CODES)
def test_a_module_off_for_one_dealer_is_there_for_the_other(code: str, house: House, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    off = modules_off.with_dependants([code])
    north, south = user("dealer_manager"), user("dealer_manager", dealer="South")
    for one in off:
        modules.set_dealer(one, north.dealer_id or 0, False, house.admin)

    here, there = login(actor=north), login(actor=south)
    home = here.get("/").text
    for object_type in modules_off.objects_of(off):
        assert here.get(f"/{object_type.slug}").status_code == 404
        assert here.get(f"/api/v1/{object_type.slug}").status_code == 404
        assert f'href="/{object_type.slug}"' not in home
        assert there.get(f"/{object_type.slug}").status_code in (200, 403)
    assert there.get("/").status_code == 200
