"""The administrators' pages on people, as plain requests."""

from __future__ import annotations

import re
from typing import Any

import pytest
from people import Group, people  # noqa: F401 - people is a fixture

from core import roles, units, users

PAGES = ("/admin/users", "/admin/users/new", "/admin/users/several", "/admin/units", "/admin/units/new", "/admin/queues", "/admin/queues/new", "/admin/roles",
         "/admin/roles/new", "/admin/roles/read_only", "/admin/roles/administrator", "/admin/log")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_an_administrator_sees_each_page_and_a_consultant_none(people: Group, path: str) -> None:
    assert people.browser("ada@example.com").get(path).status_code == 200
    assert people.browser("min@example.com").get(path).status_code == 403


def test_a_user_is_added_and_invited(people: Group) -> None:
    values = {"name": "Bo", "email": "bo@example.com", "unit_id": str(people.team), "role_codes": ["", "read_only"]}

    people.browser("ada@example.com").post("/admin/users/new", data=values)

    bo = users.by_email("bo@example.com")
    assert bo is not None
    assert people.actor(bo.id).role_codes == ("read_only",)


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_the_field(people: Group) -> None:
    values = {"name": "B" * 130, "email": "ada@example.com", "unit_id": "x", "zone": "Mars"}
    browser = people.browser("ada@example.com")

    assert "Please choose from the list." in browser.post("/admin/users/new", data=values).text
    answer = browser.post("/admin/users/new", data={**values, "unit_id": ""})

    assert answer.status_code == 422
    assert "B" * 130 in answer.text
    assert all(sentence in answer.text for sentence in ("at most 120 characters", "Ada has this e-mail address already", "not a time zone"))
    assert users.by_email("bo@example.com") is None


def test_a_stale_form_is_a_conflict_that_keeps_what_was_typed(people: Group) -> None:
    browser = people.browser("ada@example.com")
    users.change(people.system(), people.min, 1, name="周小敏")

    answer = browser.post(f"/admin/users/{people.min}", data={"name": "周大敏", "email": "min@example.com", "version": "1"})

    assert answer.status_code == 409
    assert "周大敏" in answer.text
    assert users.name_of(people.min) == "周小敏"


def test_the_last_administrator_and_a_cycle_of_units_are_refused_on_the_page(people: Group) -> None:
    browser = people.browser("ada@example.com")
    answer = browser.post(f"/admin/users/{people.ada}", data={"name": "Ada", "email": "ada@example.com"})
    cycle = browser.post(f"/admin/units/{people.group}", data={"name": "G", "kind": "group", "parent_id": str(people.team), "active": "1"})

    assert "last administrator" in answer.text
    assert "itself or to a unit below it" in cycle.text


def test_a_unit_and_a_queue_are_added(people: Group) -> None:
    browser = people.browser("ada@example.com")
    browser.post("/admin/units/new", data={"name": "Team B", "kind": "team", "parent_id": str(people.south)})
    browser.post("/admin/queues/new", data={"name": "Web leads", "members": ["", str(people.min)]})

    assert "Team B" in [unit.name for unit in units.all_units()]
    assert [one.name for one in users.all_queues()] == ["Web leads"]


def test_what_stands_in_a_closed_unit_stays_there_when_something_else_is_changed(people: Group) -> None:
    admin, browser = people.system(), people.browser("ada@example.com")
    dealer = units.add(admin, name="East", kind="dealer")
    team = units.add(admin, name="East team", kind="team", parent_id=dealer.id)
    queue = users.add_queue(admin, name="East leads", unit_id=dealer.id)
    for one in (team, dealer):
        units.change(admin, one.id, active=False)

    for path, name in ((f"/admin/units/{team.id}", "parent_id"), (f"/admin/queues/{queue.id}", "unit_id")):
        assert re.search(f'<option value="{dealer.id}"[^>]* selected', browser.get(path).text), name


def test_a_preset_role_is_changed_and_reset(people: Group) -> None:
    browser = people.browser("ada@example.com")
    browser.post("/admin/roles/sales_manager", data={"label": "Boss", "description": "", "permission": ["core.see_log"]})
    assert (str(roles.find("sales_manager").label), roles.find("sales_manager").permissions) == ("Boss", {"core.see_log"})

    browser.post("/admin/roles/sales_manager/reset")

    assert (str(roles.find("sales_manager").label), roles.find("sales_manager").permissions) == ("Sales manager", {"export"})


def test_disabling_asks_first_and_signs_out(people: Group) -> None:
    browser, other = people.browser("ada@example.com"), people.browser("min@example.com")
    assert "signed out everywhere" in browser.get(f"/admin/users/{people.min}/disable").text

    browser.post(f"/admin/users/{people.min}/disable")

    assert other.get("/").status_code == 302


def test_what_is_unknown_is_not_found_and_a_bad_cursor_is_a_bad_request(people: Group) -> None:
    browser = people.browser("ada@example.com")

    assert [browser.get(path).status_code for path in ("/admin/users/99", "/admin/units/99", "/admin/queues/99", "/admin/roles/x")] == [404] * 4
    assert browser.get("/admin/log?before=soon").status_code == 400


def test_ones_own_account_refuses_a_zone_that_is_none_keeping_the_rest_and_shows_a_token_once(people: Group) -> None:
    browser = people.browser("min@example.com")

    wrong = browser.post("/account", data={"locale": "zh_CN", "zone": "Mars"})
    made = browser.post("/account/tokens", data={"name": "script", "days": "30", "scopes": ["", "read"]})

    assert "“Mars” is not a time zone" in wrong.text
    assert '<option value="zh_CN" selected>' in wrong.text
    assert "fct_" in made.text
    assert "fct_" not in browser.get("/account").text


@pytest.mark.parametrize(
    ("path", "values"),
    [("/admin/users/new", {"name": "B\x00", "email": ""}), ("/admin/units/new", {"name": "B\x00", "kind": "nonsense"}),
     ("/admin/queues/new", {"name": "B\x00", "email": "nowhere"}), ("/admin/roles/new", {"label": "B\x00"})],
)  # fmt: skip
def test_a_character_that_nobody_types_is_left_out_of_administrators_pages(people: Group, path: str, values: dict[str, str]) -> None:
    answer = people.browser("ada@example.com").post(path, data=values)

    assert answer.status_code in (303, 302, 422)
    assert "\x00" not in answer.text and "�" not in answer.text


PEOPLE = "Wei Lin\twei.lin@example.com\t{team}\tRead only\tzh_CN\n\nMaria Sol\tmaria@example.com\t\tadministrator + read_only\n"


def listed(people: Group, text: str) -> Any:
    return people.browser("ada@example.com").post("/admin/users/several", data={"list": text})


def test_a_list_of_people_is_pasted_and_each_is_added_with_unit_and_roles(people: Group) -> None:
    team = units.name_of(people.team)

    answer = listed(people, PEOPLE.format(team=team))

    wei, maria = users.by_email("wei.lin@example.com"), users.by_email("maria@example.com")
    assert answer.status_code == 200 and wei is not None and maria is not None
    assert (wei.unit_id, wei.own_locale, people.actor(wei.id).role_codes) == (people.team, "zh_CN", ("read_only",))
    assert set(people.actor(maria.id).role_codes) == {"administrator", "read_only"}


@pytest.mark.parametrize("text", ["姓名,邮箱,角色\n林伟,wei.lin@example.com,Read Only\n", "E-mail;Roles;Name\nwei.lin@example.com;Read only;林伟\n", "林伟，wei.lin@example.com，，read_only"])
def test_a_list_may_have_a_heading_in_any_order_and_language(people: Group, text: str) -> None:
    assert "wei.lin@example.com</td>" in listed(people, text).text

    wei = users.by_email("wei.lin@example.com")
    assert wei is not None and (wei.name, people.actor(wei.id).role_codes) == ("林伟", ("read_only",))


def test_a_list_with_mistakes_adds_nobody_names_each_line_and_keeps_what_was_typed(people: Group) -> None:
    text = "Wei,wei@example.com,,read_only\nBo,bo,,read_only\nAda,ada@example.com,,read_only\nLu,lu@example.com,Moon,read_only\nMo,mo@example.com,Mars,king\nNo,no@example.com\nWei,wei@example.com,,read_only,Latin\nX,x@example.com,,read_only,en,more\n"

    answer = listed(people, text)

    assert answer.status_code == 422 and "Bo,bo,,read_only" in answer.text
    for words in ("Line 2: This is not an e-mail address", "Line 3: Ada has this", "Line 4: There is no one unit", "Line 5: There is no role “king”", "Line 5: There is no one unit called “Mars”", "Line 6: Name at least one role", "Line 7: “Latin” is no language", "Line 8: “more” stands behind"):
        assert words in answer.text
    assert users.by_email("wei@example.com") is None
    assert listed(people, "").status_code == listed(people, "Name,Shoe size\nBo,44\n").status_code == 422


def test_without_a_mail_server_the_password_link_is_shown_to_be_passed_on(people: Group) -> None:
    """An invitation that lies in a folder of the server reaches nobody."""
    assert "/reset/" in listed(people, "Wei,wei@example.com,,read_only\n").text
    wei = users.by_email("wei@example.com")
    assert wei is not None

    page = people.browser("ada@example.com").post(f"/admin/users/{wei.id}/invite")
    assert "No mail server is set up" in page.text and "/reset/" in page.text


def test_a_page_with_a_password_link_is_kept_nowhere(people: Group) -> None:
    """Neither by the browser, where Back would show it, nor for a form that arrives twice, in the database."""
    pasted = listed(people, "Wei,wei@example.com,,read_only\n")
    wei = users.by_email("wei@example.com")
    assert wei is not None
    made = people.browser("ada@example.com").post(f"/admin/users/{wei.id}/invite")

    assert pasted.cache_control.no_store and made.cache_control.no_store


def test_with_a_mail_server_no_link_is_shown(people: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = people.app.config["FORECOURT"]
    monkeypatch.setitem(people.app.config, "FORECOURT", {**settled, "mail": {**settled["mail"], "host": "mail.example.com"}})

    answer = people.browser("ada@example.com").post("/admin/users/new", data={"name": "Bo", "email": "bo@example.com", "role_codes": ["", "read_only"]})
    assert answer.location == "/admin/users"
    assert "/reset/" not in listed(people, "Wei,wei@example.com,,read_only\n").text
