"""The administrator's pages on objects: fields, layout, labels; and what they change on the pages everybody uses."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core import customization, records, registry, speaking
from core.actions import find_action

BASE = "/admin/objects/account"


@pytest.fixture
def client(login: Any) -> Any:
    return login("administrator")


@pytest.fixture
def admin(user: Any) -> Any:
    return user("administrator")


def add(client: Any, kind: str, label: str, **more: Any) -> Any:
    return client.post(f"{BASE}/fields/new", data={"type": kind, "label.en": label, "listed": "1", **more})


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_opens_in_both_languages(language: str, login: Any, admin: Any) -> None:
    name = customization.add(admin, "account", type="picklist", label={"en": "Colour", "zh_CN": "颜色"}, values=[{"label": {"en": "Red"}}])
    gone = customization.add(admin, "account", type="text", label={"en": "Gone"})
    customization.remove(admin, "account", gone)
    client = login("administrator", language=language)
    kinds = [f"{BASE}/fields/new?type={kind}" for kind in customization.TYPES]

    for path in ("/admin/objects", BASE, f"{BASE}/fields/new", *kinds, f"{BASE}/fields/{name}", f"{BASE}/fields/name", f"{BASE}/fields/industry",
                 f"{BASE}/fields/{name}/remove", f"{BASE}/fields/{gone}/purge", f"{BASE}/layout", f"{BASE}/labels"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
    assert ("颜色" if language == "zh_CN" else "Colour") in client.get(BASE).get_data(as_text=True)


def test_they_are_the_administrators_alone(login: Any) -> None:
    client = login("sales_manager")

    for path in ("/admin/objects", BASE, f"{BASE}/fields/new?type=text", f"{BASE}/layout", f"{BASE}/labels"):
        assert client.get(path).status_code == 403, path
    assert client.post(f"{BASE}/fields/new", data={"type": "text", "label.en": "Mine"}).status_code == 403


def test_a_field_is_added_and_stands_on_form_page_print_list_and_export(client: Any, make: Any) -> None:
    assert add(client, "text", "Chassis number").status_code == 303
    assert 'name="x_chassis_number"' in client.get("/accounts/new").get_data(as_text=True)

    client.post("/accounts/new", data={"name": "Northwind Mills", "x_chassis_number": "WVW123"})
    record = records.first("account", client.actor, where='x_chassis_number = "WVW123"')

    for path in (record.url, f"{record.url}/print", "/accounts?view=all&columns=name,x_chassis_number", "/accounts/export.csv?view=all&columns=name,x_chassis_number"):
        text = client.get(path, buffered=True).get_data(as_text=True)
        assert "Chassis number" in text, path
        assert "WVW123" in text, path


def test_what_is_wrong_stands_beside_its_input_and_nothing_typed_is_lost(client: Any) -> None:
    answer = add(client, "picklist", "Owner", **{"value.code": ["", ""], "value.state": ["offered", "offered"], "value.en": ["Red", "red"], "value.zh_CN": ["红", ""], "default": "green"})
    text = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert "Account already has a field “Owner”." in text
    assert "“red” is given twice." in text
    assert all(f'value="{typed}"' in text for typed in ("Owner", "Red", "红", "green"))
    assert customization.all_of("account") == []


def test_a_stale_form_is_told_so(client: Any, admin: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    version = customization.find("account", name).version
    customization.change(admin, "account", name, label={"en": "Budget this year"})

    answer = client.post(f"{BASE}/fields/{name}", data={"version": version, "label.en": "Mine"})

    assert answer.status_code == 409
    assert "Somebody changed this field meanwhile" in answer.get_data(as_text=True)


def test_roles_are_limited_from_the_page_of_a_field(client: Any, login: Any, make: Any) -> None:
    add(client, "text", "Secret", **{"right.sales_consultant": "hidden", "right.sales_manager": "readonly"})
    record = make("account", owner=login("sales_consultant").actor.id, x_secret="hush")

    assert "hush" in login("sales_manager").get(record.url).get_data(as_text=True)
    assert 'name="x_secret"' not in login("sales_manager").get(f"{record.url}/edit").get_data(as_text=True)
    consultant = login("sales_consultant")
    for path in (record.url, f"{record.url}/edit", f"{record.url}/print", "/accounts?view=all", "/accounts/columns", "/accounts/filter", f"/api/v1/accounts/{record.id}"):
        text = consultant.get(path).get_data(as_text=True)
        assert "secret" not in text.lower(), path
        assert "hush" not in text, path
    assert consultant.get("/accounts?view=all&columns=name,x_secret").status_code == 400


def test_removing_says_how_many_records_hold_a_value(client: Any, admin: Any, make: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    make("account", **{name: "high"})
    assert "1 record holds a value." in client.get(f"{BASE}/fields/{name}/remove").get_data(as_text=True)

    client.post(f"{BASE}/fields/{name}/remove")
    assert 'name="x_budget"' not in client.get("/accounts/new").get_data(as_text=True)
    assert "The value of 1 record is deleted for good." in client.get(f"{BASE}/fields/{name}/purge").get_data(as_text=True)

    client.post(f"{BASE}/fields/{name}/bring-back")
    assert 'name="x_budget"' in client.get("/accounts/new").get_data(as_text=True)


def test_a_form_that_was_open_when_its_field_was_removed_says_so_and_saves_nothing(client: Any, admin: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    customization.remove(admin, "account", name)

    answer = client.post("/accounts/new", data={"name": "Northwind Mills", name: "high"})

    assert answer.status_code == 422
    assert "The field “Budget” has been removed by an administrator." in answer.get_data(as_text=True)
    assert 'value="Northwind Mills"' in answer.get_data(as_text=True)
    assert records.first("account", admin, where='name = "Northwind Mills"') is None


def test_an_own_view_that_uses_a_removed_field_says_why_it_shows_less_or_more(client: Any, admin: Any, make: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    make("account", name="Northwind Mills")
    from core import saved_views

    view = saved_views.keep(registry.object_type("account"), client.actor, "High", filters=[f"{name} = high"], columns=["name", name], sort=name)
    customization.remove(admin, "account", name)

    answer = client.get(f"/accounts?view={view.code}")
    text = answer.get_data(as_text=True)

    assert answer.status_code == 200
    assert "The field “Budget” has been removed by an administrator; this view does without it." in text
    assert "Northwind Mills" in text
    assert "Northwind Mills" in client.get(f"/accounts/export.csv?view={view.code}").text, "an export is what the list shows"


def test_a_picklist_value_is_retired_from_its_page(client: Any, admin: Any, make: Any) -> None:
    name = customization.add(admin, "account", type="picklist", label={"en": "Colour"}, values=[{"label": {"en": "Red"}}, {"label": {"en": "Blue"}}])
    red = make("account", **{name: "red"})
    version = customization.find("account", name).version

    client.post(f"{BASE}/fields/{name}", data={"version": version, "label.en": "Colour", "listed": "1", "value.code": ["red", "blue"], "value.en": ["Red", "Blue"],
                                                "value.zh_CN": ["", ""], "value.state": ["retired", "offered"]})  # fmt: skip

    assert 'value="red"' not in client.get("/accounts/new").get_data(as_text=True)
    assert 'value="red"' in client.get(f"{red.url}/edit").get_data(as_text=True)


def test_built_in_picklists_take_own_values_and_let_shipped_ones_rest(client: Any, admin: Any, make: Any) -> None:
    shipped = registry.current().objects["account"].fields["industry"].choices
    first = shipped[0].code
    data = {"retired": [first], "value.code": [""], "value.en": ["Space travel"], "value.zh_CN": ["航天"], "value.state": ["offered"]}
    assert client.post(f"{BASE}/fields/industry", data=data).status_code == 303

    record = make("account", industry="space_travel")
    assert "Space travel" in client.get(record.url).get_data(as_text=True)
    assert str(records.get("account", record.id, admin).industry) == "Space travel"
    form = client.get("/accounts/new").get_data(as_text=True)
    assert f'value="{first}"' not in form
    assert 'value="space_travel"' in form


def test_values_by_which_the_product_decides_are_left_alone(admin: Any) -> None:
    from core.errors import Refusal

    with pytest.raises(Refusal, match="The product itself decides by the values of"):
        customization.set_shipped_values(admin, "lead", "status", retired=[registry.object_type("lead").fields["status"].choices[0].code])


def items(client: Any) -> list[str]:
    """What the layout's form would send."""
    return re.findall(r'name="item" value="([^"]+)"', client.get(f"{BASE}/layout").get_data(as_text=True))


def test_the_layout_is_arranged_and_stays_when_a_field_is_added_later(client: Any, admin: Any) -> None:
    customization.add(admin, "account", type="text", label={"en": "First"})
    sent = items(client)
    sent.remove("field:x_first")
    sent.insert(1, "field:x_first")
    assert client.post(f"{BASE}/layout", data={"version": "0", "item": sent, "new.en": "Cars", "new.zh_CN": "车辆"}).status_code == 303

    customization.add(admin, "account", type="text", label={"en": "Second"}, section="own-1")
    layout = registry.object_type("account").layout
    assert layout.sections[0].fields[0] == "x_first"
    assert (str(layout.sections[-1].label), layout.sections[-1].fields) == ("Cars", ("x_second",))
    assert client.post(f"{BASE}/layout", data={"version": "0", "item": sent}).status_code == 409


def test_a_button_moves_a_field_into_the_next_section_without_a_script(client: Any, admin: Any) -> None:
    sent = items(client)
    sections = [place for place, item in enumerate(sent) if item.startswith("section:")]
    last = sent[sections[1] - 1]

    client.post(f"{BASE}/layout", data={"version": "0", "item": sent, "down": last})

    assert registry.object_type("account").layout.sections[1].fields[0] == last.removeprefix("field:")


def test_a_button_moves_a_section_without_a_script_and_what_is_off_the_page_stays_last(client: Any, admin: Any) -> None:
    first, second = [item for item in items(client) if item.startswith("section:")][:2]

    client.post(f"{BASE}/layout", data={"version": "0", "item": items(client), "down": first})

    found = [item for item in items(client) if item.startswith("section:")]
    assert found[:2] == [second, first]
    answer = client.post(f"{BASE}/layout", data={"version": "1", "item": items(client), "down": found[-2]}, follow_redirects=True)
    assert answer.status_code == 200
    assert [item for item in items(client) if item.startswith("section:")] == found


def test_a_layout_that_loses_or_doubles_something_is_refused(client: Any) -> None:
    sent = items(client)
    for wrong in (sent[:2] + sent[1:], [item for item in sent if item != sent[0]], [*sent, "field:nothing"]):
        assert client.post(f"{BASE}/layout", data={"version": "0", "item": wrong}).status_code == 422


def test_what_is_always_required_stays_on_the_page(client: Any) -> None:
    page = client.get("/admin/objects/lead/layout").get_data(as_text=True)
    sent = [item for item in re.findall(r'name="item" value="([^"]+)"', page) if item != "field:name"]

    answer = client.post("/admin/objects/lead/layout", data={"version": "0", "item": [*sent, "field:name"]})

    assert "Name is always required, so it must stay on the page." in answer.get_data(as_text=True)


def test_objects_and_fields_are_called_what_the_house_calls_them(client: Any, login: Any, make: Any) -> None:
    make("account")
    client.post(f"{BASE}/labels", data={".en": "Customer", "*.en": "Customers", "*.zh_CN": "客户名册", "industry.en": "Line of business"})

    text = client.get("/accounts?view=all&columns=name,industry").get_data(as_text=True)
    assert re.search(r"<h1>Customers</h1>", text)
    assert "Line of business" in text
    assert "客户名册" in login("sales_manager", language="zh_CN").get("/accounts").get_data(as_text=True)

    client.post(f"{BASE}/labels", data={})
    assert "<h1>Accounts</h1>" in client.get("/accounts").get_data(as_text=True)


def test_the_page_of_labels_shows_what_ships_in_each_language(client):
    page = client.get(f"{BASE}/labels").text

    assert 'placeholder="Account"' in page
    assert 'placeholder="客户"' in page


def test_a_label_too_long_or_taken_is_refused_beside_its_input(client: Any) -> None:
    answer = client.post(f"{BASE}/labels", data={"industry.en": "x" * 81, "website.en": "Owner"})

    assert answer.status_code == 422
    assert "may have at most 80 characters" in answer.get_data(as_text=True)
    assert "Account already has a field “Owner”." in answer.get_data(as_text=True)


def test_a_role_may_be_limited_whatever_its_right_to_create_is(admin: Any) -> None:
    for role in ("sales_consultant", "sales_manager", "dealer_manager", "call_centre_agent"):
        customization.set_rights(admin, "account", "industry", {role: "readonly"})


def test_the_layout_says_in_words_when_a_section_is_shown(login):
    page = login("administrator").get("/admin/objects/contact/layout").text

    assert "only where" in page and "is_person =" not in page


def test_what_names_an_object_follows_when_it_is_renamed(client: Any, admin: Any, make: Any, user: Any) -> None:
    shipped = client.get("/leads").text
    assert "My open leads" in shipped and "All leads" in shipped
    customization.rename(admin, "lead", {"": {"en": "Enquiry", "zh_CN": "询价"}, "*": {"en": "Enquiries", "zh_CN": "询价"}})

    page = client.get("/leads").text

    assert "My open enquiries" in page and "All enquiries" in page and "All leads" not in page
    with speaking("zh_CN"):
        assert [str(one.label) for one in registry.object_type("lead").list_views if one.code in ("mine", "all")] == ["我的未结束询价", "所有询价"]
    assert "New enquiries waiting" in [str(one.title) for one in registry.current().home_panels]
    lead = records.create("lead", admin, channel="history", name="Wang Wei", mobile="13800138000")
    records.update(lead, admin, status="disqualified", is_open=False)
    assert str(find_action(registry.object_type("lead"), "take").refusal(lead, user("dealer_manager"))) == "This enquiry is closed."
