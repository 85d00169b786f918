"""Custom fields go where the record goes: from the lead to what it becomes, through a file and out again, by the API."""

from __future__ import annotations

from typing import Any

import pytest

from core import customization, records, registry
from core.errors import Invalid
from plugins.imports import perform, prepare
from plugins.leads import convert


@pytest.fixture
def admin(user: Any) -> Any:
    return user("administrator")


def field(admin: Any, code: str, kind: str, label: str, **more: Any) -> str:
    return customization.add(admin, code, type=kind, label={"en": label}, **more)


def test_s1_convert_takes_custom_fields_along_as_the_administrator_mapped_them(admin: Any, make: Any, user: Any) -> None:
    trade_in = field(admin, "lead", "currency", "Trade-in value")
    club = field(admin, "lead", "text", "Club")
    field(admin, "opportunity", "currency", "Trade-in")
    field(admin, "contact", "text", "Member of")
    customization.change(admin, "lead", trade_in, mappings={"opportunity": "x_trade_in"})
    customization.change(admin, "lead", club, mappings={"contact": "x_member_of"})
    lead = make("lead", channel="lenient", name="Pan Yue", mobile="13800138000", x_trade_in_value="85000", x_trade_in_value_currency="USD", x_club="Owners' club")

    done = convert.run(lead, admin, account_choice="create", contact_choice="create", parts={"opportunity": {"choice": "create"}})

    made = records.get("opportunity", done.converted_opportunity_id, admin)
    assert (str(made.x_trade_in), made.x_trade_in_currency) == ("85000", "USD")
    assert records.get("contact", done.converted_contact_id, admin).x_member_of == "Owners' club"


def test_a_mapping_that_cannot_hold_every_value_is_refused(admin: Any) -> None:
    long = field(admin, "lead", "text", "Long one", options={"length": 200})
    field(admin, "contact", "text", "Short one", options={"length": 50})
    field(admin, "contact", "integer", "Number")

    for to in ("x_short_one", "x_number", "x_nothing", "modified_at"):
        with pytest.raises(Invalid, match="cannot take the values of Long one"):
            customization.change(admin, "lead", long, mappings={"contact": to})
    assert {one.code for one in customization.targets(registry.object_type("lead"))} == {"account", "contact", "opportunity"}


def test_the_api_writes_reads_filters_and_describes_them(admin: Any, login: Any) -> None:
    budget = field(admin, "account", "currency", "Budget")
    colour = field(admin, "account", "picklist", "Colour", values=[{"label": {"en": "Red"}}, {"label": {"en": "Blue"}}])
    client = login("administrator")

    made = client.post("/api/v1/accounts", json={"name": "Northwind Mills", budget: "120.5", colour: "red"}).get_json()
    assert (made[budget], made[f"{budget}_currency"], made[colour]) == ("120.5", "CNY", "red")
    rows = client.get(f"/api/v1/accounts?where={budget}%20%3E%20100&sort=-{budget}&fields=name,{budget}").get_json()["data"]
    assert [row["id"] for row in rows] == [made["id"]]

    refused = client.patch(f"/api/v1/accounts/{made['id']}", json={colour: "green", budget: "a lot"})
    assert refused.status_code == 422
    assert {one["field"] for one in refused.get_json()["errors"]} == {colour, budget}
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["components"]["schemas"]["Account"]["properties"][colour]["enum"][:2] == ["red", "blue"]


SENT = {
    "text": "VIN 1", "long_text": "first\nsecond, “third”", "integer": 12000, "decimal": "7.50", "percent": 35, "currency": "99999999999999.9999", "date": "2026-11-28",
    "datetime": "2026-11-28T09:00:00Z", "checkbox": True, "picklist": "blue", "multi_picklist": ["red", "blue"], "email": "pan@example.com", "phone": "+8613800138000",
    "url": "https://example.com/a",
}  # fmt: skip
"""A value of each type as the API writes it."""


@pytest.mark.parametrize("kind", customization.TYPES)
def test_a_value_of_every_type_comes_out_of_a_list_as_a_file_and_in_again_equal(kind: str, admin: Any, login: Any, make: Any) -> None:
    values = {"values": [{"label": {"en": "Red"}}, {"label": {"en": "Blue"}}]} if kind.endswith("picklist") else {}
    name = field(admin, "account", kind, kind.replace("_", " ").capitalize() + " of our own", options={"to": "account"} if kind == "lookup" else {}, **values)
    value = make("account", name="Friend Ltd").id if kind == "lookup" else admin.id if kind == "user" else SENT[kind]
    client = login("administrator")
    made = client.post("/api/v1/accounts", json={"name": "Northwind Mills", name: value}).get_json()

    file = client.get(f'/accounts/export.csv?view=all&columns=name,{name}&where=name+=+"Northwind+Mills"', buffered=True).data
    renamed = file.decode("utf-8-sig").replace("Northwind Mills", "Came in again")
    counts = perform(prepare(registry.object_type("account"), "cars.csv", renamed.encode(), admin), admin)

    assert (made[name], counts["failed"]) == (value, 0), renamed
    again = client.get('/api/v1/accounts?where=name+=+"Came+in+again"').get_json()["data"][0]["id"]
    assert client.get(f"/api/v1/accounts/{again}").get_json()[name] == value
    client.patch(f"/api/v1/accounts/{again}", json={name: False if kind == "checkbox" else None})
    told = client.get(f"/api/v1/accounts/{again}/history").get_json()["data"][0]["changes"][name]
    assert told["before"] is not None and not told["after"]


def test_a_file_with_their_labels_as_headings_comes_in_and_out_again(admin: Any, login: Any) -> None:
    due = field(admin, "account", "date", "Next inspection")
    colour = customization.add(admin, "account", type="picklist", label={"en": "Colour", "zh_CN": "颜色"}, values=[{"label": {"en": "Red", "zh_CN": "红色"}}])
    text = "Account name,Next inspection,颜色\nNorthwind Mills,2026-12-24,红色\nBlue Harbour,2027-01-31,green\n"

    one = prepare(registry.object_type("account"), "cars.csv", text.encode(), admin)
    counts = perform(one, admin)

    assert (counts["created"], counts["failed"]) == (1, 1)  # green is no colour
    out = login("administrator").get(f"/accounts/export.csv?view=all&columns=name,{due},{colour}", buffered=True).get_data(as_text=True)
    assert out.splitlines() == ["\ufeffAccount name,Next inspection,Colour", "Northwind Mills,2026-12-24,Red"]
