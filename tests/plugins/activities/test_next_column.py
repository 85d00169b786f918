"""The next follow-up as a column of every list: shown, sorted and filtered by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import BadQuery, modules, queries, registry, roles, system_actor
from plugins.activities import activity, panels


@pytest.fixture
def customers(app, make, user, at):
    """Three accounts; two have a follow-up, the one made last comes first."""
    if "contacts" not in modules.enabled_codes():
        pytest.skip("needs the module contacts")
    me = user("sales_consultant")
    with at("2026-11-26 10:00"):
        made = [make("account", by=me, name=name) for name in ("Later", "None", "Sooner")]
        make("activity", by=me, about=made[0], due_on="2026-12-20")
        make("activity", by=me, about=made[2], due_on="2026-12-01")
        yield made


def names(user, **question) -> list[str]:
    return [row.name for row in queries.page("account", user("sales_consultant"), columns=["name"], **question).rows]


def test_a_list_is_sorted_by_it_records_without_one_last(customers, user):
    assert names(user, sort="activities.next") == ["Sooner", "Later", "None"]
    assert names(user, sort="-activities.next") == ["Later", "Sooner", "None"]


def test_pages_follow_it_one_by_one(customers, user):
    found, cursor = [], None
    while True:
        page = queries.page("account", user("sales_consultant"), columns=["name"], sort="activities.next", limit=1, cursor=cursor)
        found += [row.name for row in page.rows]
        cursor = page.next
        if cursor is None:
            break

    assert found == ["Sooner", "Later", "None"]


def test_a_list_is_filtered_by_it(customers, user):
    assert names(user, where="activities.next < today+7") == ["Sooner"]
    assert names(user, where="activities.next is empty") == ["None"]


def test_the_page_offers_it_in_head_and_filter(customers, login):
    page = login("sales_consultant").get("/accounts?view=all&columns=name,activities.next&sort=activities.next").text

    assert "sort=-activities.next" in page
    assert page.index("Sooner") < page.index("Later")
    assert "Next follow-up" in login("sales_consultant").get("/accounts/filter?field=activities.next").text


def test_what_others_own_stays_out_of_it(customers, user):
    assert [row.id for row in queries.page("account", user("sales_consultant", dealer="South"), sort="activities.next").rows] == []


def test_with_the_module_off_it_is_no_column(customers, user):
    modules.disable("leads", user("administrator")) if "leads" in modules.enabled_codes() else None
    modules.disable(activity.plugin, user("administrator"))

    with pytest.raises(BadQuery):
        queries.page(registry.object_type("account"), user("sales_consultant"), sort="activities.next")


def test_nobody_learns_a_day_from_it_that_is_hidden(customers, user):
    me = user("sales_consultant")

    assert set(panels.next_follow_ups([one.id for one in customers], me)) == {customers[0].id, customers[2].id}
    assert panels.next_follow_ups([one.id for one in customers], replace(me, field_rights={("activity", "due_on"): "hidden"})) == {}


def without_activities(user):
    grants = {key: scope for key, scope in roles.find("sales_consultant").grants.items() if key != ("activity", "read")}
    roles.change(system_actor(), "sales_consultant", grants=grants)
    return user("sales_consultant")


def test_whoever_may_not_read_activities_is_offered_no_such_column(customers, user, login):
    without_activities(user)
    browser = login("sales_consultant")

    assert "Next follow-up" not in browser.get("/accounts?view=all").text
    for address in ("/accounts/columns", "/accounts/filter"):
        assert "Next follow-up" not in browser.get(address).text, address
    assert "activities.next" not in [one["name"] for one in browser.get("/api/v1/accounts/fields").json["columns"]]


@pytest.mark.parametrize("asked", ["sort=activities.next", "where=activities.next+is+empty", "columns=name,activities.next"])
def test_whoever_may_not_read_activities_may_not_ask_for_it_in_the_page(customers, user, login, asked):
    assert login("sales_consultant").get(f"/accounts?view=all&{asked}").status_code == 200
    without_activities(user)

    assert login("sales_consultant").get(f"/accounts?view=all&{asked}").status_code == 400


@pytest.mark.parametrize("asked", ["sort=activities.next", "where=activities.next+is+empty", "fields=name,activities.next"])
def test_whoever_may_not_read_activities_may_not_ask_for_it_in_the_api(customers, user, login, asked):
    assert login("sales_consultant").get(f"/api/v1/accounts?{asked}").status_code == 200
    without_activities(user)

    answer = login("sales_consultant").get(f"/api/v1/accounts?{asked}")
    assert answer.status_code == 400
    assert "activities.next" in answer.json["detail"]


def test_a_hidden_day_is_no_order_of_a_list_either(customers, user):
    me = replace(user("sales_consultant"), field_rights={("activity", "due_on"): "hidden"})

    with pytest.raises(BadQuery, match="cannot be sorted"):
        queries.page("account", me, sort="activities.next")


def test_a_saved_view_in_that_order_is_left_in_another(customers, user, login):
    kept = login("sales_consultant").post("/api/v1/accounts/views", json={"name": "By day", "sort": "activities.next", "columns": "name,activities.next"}).json
    without_activities(user)

    page = login("sales_consultant").get(f"/accounts?view={kept['code']}")

    assert page.status_code == 200
    assert "Sooner" in page.text and "Next follow-up" not in page.text
