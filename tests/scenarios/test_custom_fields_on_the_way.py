"""Custom fields go where the record goes: from the lead to what it becomes, through a file and out again, by the API."""

from __future__ import annotations

from typing import Any

import pytest

from core import acting, customization, records, registry
from core.errors import Invalid
from core.testing.modules_off import switch
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
    "text": "VIN 1", "long_text": "first\nsecond, “third”", "integer": 12000, "decimal": "7.50", "percent": 35, "currency": "999999999999.9999", "date": "2026-11-28",
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


def test_each_reader_meets_a_field_by_its_label_in_their_language(admin: Any, login: Any, make: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Chassis", "zh_CN": "车架号"})
    record = make("account", **{name: "WVW123"})
    list_, api = f"?view=all&columns=name,{name}", "/api/v1/accounts/fields"

    for language, label, other in (("en", "Chassis", "车架号"), ("zh_CN", "车架号", "Chassis")):
        client = login("administrator", language=language)
        for path in (record.url, f"{record.url}/edit", f"{record.url}/print", f"/accounts{list_}", f"/accounts/export.csv{list_}", "/accounts/filter", api):
            text = client.get(path, headers={"Accept-Language": language}).text
            assert label in text and other not in text, (language, path)


def test_a_role_that_may_only_read_a_field_cannot_write_it_by_page_api_or_file(admin: Any, login: Any, make: Any, user: Any) -> None:
    name = field(admin, "account", "text", "Chassis", rights={"dealer_manager": "readonly"})
    manager = login("dealer_manager")
    record = make("account", name="Northwind Mills", by=user("dealer_manager"))
    records.update(record, admin, **{name: "WVW123"})

    assert f'name="{name}"' not in manager.get(f"{record.url}/edit").text
    refused = manager.patch(f"/api/v1/accounts/{record.id}", json={name: "mine"})
    assert (refused.status_code, [(one["field"], one["rule"]) for one in refused.get_json()["errors"]]) == (422, [(name, "read-only")])
    assert manager.get(f"/api/v1/accounts/{record.id}").get_json()[name] == "WVW123"
    with acting(user("dealer_manager")):
        perform(prepare(registry.object_type("account"), "cars.csv", b"Account name,Chassis\nBlue Harbor,mine\n", user("dealer_manager")), user("dealer_manager"))
    assert not [one for one in records.find("account", admin) if one.name == "Blue Harbor" and getattr(one, name)]


def test_what_is_renamed_is_called_so_in_files_and_by_the_api_too(admin: Any, login: Any) -> None:
    customization.rename(admin, "account", {"*": {"en": "Customers"}, "name": {"en": "Company name"}, "employees": {"en": "Heads"}})
    client = login("administrator")

    counts = perform(prepare(registry.object_type("account"), "cars.csv", b"Company name,Heads\nNorthwind Mills,40\n", admin), admin)

    assert (counts["created"], counts["failed"]) == (1, 0)
    assert client.get("/accounts/export.csv?view=all&columns=name,employees").text.splitlines() == ["\ufeffCompany name,Heads", "Northwind Mills,40"]
    told = client.get("/api/v1/accounts/fields").get_json()
    assert told["plural"] == "Customers" and {"Company name", "Heads"} <= {one["label"] for one in told["fields"]}
    assert "Customers" in client.get("/search?q=Northwind").text


def test_a_link_to_a_module_that_is_off_keeps_its_value(admin: Any, login: Any, make: Any) -> None:
    name = field(admin, "account", "lookup", "First lead", options={"to": "lead"})
    lead = make("lead", channel="import", name="Pan Yue")
    record = make("account", name="Northwind Mills", **{name: lead})
    client = login("administrator")

    switch(["leads"], False, admin)
    for path in (record.url, f"{record.url}/edit", "/accounts/new", f"/accounts?view=all&columns=name,{name}", f"/api/v1/accounts/{record.id}?labels=true", "/admin/objects/account"):
        answer = client.get(path)
        assert answer.status_code == 200 and f'href="{lead.url}"' not in answer.text, path
    saved = client.post(f"{record.url}/edit", data={"version": record.version, "name": "Renamed Ltd", name: lead.id, f"{name}__text": "Pan Yue"})
    switch(["leads"], True, admin)

    assert saved.status_code == 303
    assert getattr(records.get("account", record.id, admin), f"{name}_id") == lead.id
    assert f'href="{lead.url}"' in client.get(record.url).text


def test_a_file_with_their_labels_as_headings_comes_in_and_out_again(admin: Any, login: Any) -> None:
    due = field(admin, "account", "date", "Next inspection")
    colour = customization.add(admin, "account", type="picklist", label={"en": "Colour", "zh_CN": "颜色"}, values=[{"label": {"en": "Red", "zh_CN": "红色"}}])
    text = "Account name,Next inspection,颜色\nNorthwind Mills,2026-12-24,红色\nBlue Harbour,2027-01-31,green\n"

    one = prepare(registry.object_type("account"), "cars.csv", text.encode(), admin)
    counts = perform(one, admin)

    assert (counts["created"], counts["failed"]) == (1, 1)  # green is no colour
    out = login("administrator").get(f"/accounts/export.csv?view=all&columns=name,{due},{colour}", buffered=True).get_data(as_text=True)
    assert out.splitlines() == ["\ufeffAccount name,Next inspection,Colour", "Northwind Mills,2026-12-24,Red"]
