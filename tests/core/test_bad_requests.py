"""Requests that name what is not there, or meet a module that fails: by page, API, command line and import, a sentence each time."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from core import Actor, queries, records, roles, system_actor
from core.cli import main

API = "/api/v1/accounts"


@pytest.fixture
def admin(user: Callable[..., Actor]) -> Actor:
    return user("administrator")


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that raises before each save."""
    hooks = app.extensions["forecourt"].manager.hook.before_save.get_hookimpls()
    broken = next(one for one in hooks if one.plugin_name == "contacts")

    def fail(*_given: Any) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(broken, "function", fail)


@pytest.mark.parametrize("query", ["sort=colour", "where=colour+%3D+1", "cursor=nonsense", "cursor=eyJ9", "sort=-id%3BDROP", "where=name", "columns=colour"])
def test_an_unknown_name_or_a_bad_cursor_is_a_sentence_by_page_and_api(query: str, login: Callable[..., Any]) -> None:
    client = login("administrator")

    page, answer = client.get(f"/accounts?{query}"), client.get(f"{API}?{query.replace('columns', 'fields')}")

    assert (page.status_code, answer.status_code) == (400, 400)
    assert "Traceback" not in page.text
    assert len(answer.get_json()["detail"]) > 10


@pytest.mark.parametrize("path", ["/accounts/{0}", "/accounts/{0}/edit", "/notices/{0}", "/recycle-bin?before={0}", "/notices?before={0}", "/history/{0}", "/timeline/{0}", "/files/{0}", "/leads/{0}/convert"])
def test_a_number_that_no_database_holds_names_nothing(path: str, login: Callable[..., Any]) -> None:
    assert login("administrator").get(path.format("9" * 25)).status_code in (200, 404)


@pytest.mark.parametrize(("path", "values"), [("/notices/read", {"notice": "9" * 25}), ("/accounts/{0}/edit", {"name": "Other", "version": "9" * 25}), ("/accounts/{0}/merge", {"loser": "9" * 25})])
def test_nor_does_one_in_a_form(path: str, values: dict[str, str], login: Callable[..., Any], make: Callable[..., Any]) -> None:
    assert login("administrator").post(path.format(make("account").id), data=values).status_code in (303, 404)


@pytest.mark.parametrize("path", ["/files/{0}?cursor={1}~5", "/timeline/{0}?cursor={1}_5", "/timeline/{0}?cursor=2026-01-01T00:00:00%2B00:00_{2}"])
def test_a_cursor_with_a_moment_or_a_number_that_there_is_not_is_a_bad_one(path: str, login: Callable[..., Any], make: Callable[..., Any]) -> None:
    assert login("administrator").get(path.format(make("account").id, "0001-01-01T00:00:00%2B14:00", "9" * 25)).status_code == 400


@pytest.mark.parametrize("forged", [["name", 0, "a", 10**30], ["name", 1, None, -(10**30)], ["name", 0, "a", True], ["name", 0, "a\x00", 1], ["name", 0, "\ud800", 1]])
def test_nor_does_a_list_go_on_from_what_no_record_holds(forged: list[Any], login: Callable[..., Any]) -> None:
    client, cursor = login("administrator"), base64.urlsafe_b64encode(json.dumps(forged).encode()).decode().rstrip("=")

    assert {client.get(f"{path}?sort=name&cursor={cursor}").status_code for path in ("/accounts", API)} == {400}


def test_what_is_wrong_with_a_calendar_stands_beside_it(login: Callable[..., Any]) -> None:
    page = login("administrator").post("/admin/calendars/new", data={"name": "", "zone": "Asia/Nowhere", "mon": "9-", "days": "October"})

    assert page.status_code == 422
    assert all(f'id="{name}-error"' in page.text for name in ("name", "zone", "mon", "days"))


def test_a_hidden_field_is_as_unknown_as_one_that_is_not_there(login: Callable[..., Any]) -> None:
    held = roles.find("sales_consultant")
    roles.change(system_actor(), "sales_consultant", fields={**held.fields, ("account", "website"): "hidden"})
    client = login("sales_consultant")

    for kind in ("sort=NAME", "where=NAME+contains+x", "columns=NAME"):
        for place in (f"/accounts?{kind}", f"{API}?{kind.replace('columns', 'fields')}"):
            hidden, unknown = (client.get(place.replace("NAME", name)) for name in ("website", "colour"))
            assert (hidden.status_code, unknown.status_code) == (400, 400), place
            if place.startswith(API):
                assert hidden.get_json()["detail"].replace("website", "colour") == unknown.get_json()["detail"]


def test_a_module_that_raises_before_a_save_is_named_and_nothing_is_written(failing: None, admin: Actor, login: Callable[..., Any], app: Flask, tmp_path: Any) -> None:
    client = login("administrator")
    (tmp_path / "rows.csv").write_text("Account name\nBlue Harbor\n", "utf-8")

    page = client.post("/accounts/new", data={"name": "Blue Harbor"})
    answer = client.post(API, json={"name": "Blue Harbor"})
    command = CliRunner().invoke(main, ["import", "account", str(tmp_path / "rows.csv"), "--json"], obj=app)

    assert 400 <= page.status_code < 500 and 'value="Blue Harbor"' in page.text and "Contacts" in page.text
    assert 400 <= answer.status_code < 500 and answer.get_json()["code"] == "module-failed" and "Contacts" in answer.get_json()["detail"]
    assert command.exit_code == 3 and "Contacts" in command.stdout
    assert not any("secret detail" in text for text in (page.text, answer.text, command.output))
    assert queries.count("account", admin) == (0, False)


def test_a_stale_version_is_told_by_page_and_api_and_the_later_value_stays(admin: Actor, make: Callable[..., Any], login: Callable[..., Any]) -> None:
    account, client = make("account", name="Blue Harbor"), login("administrator")
    version = account.version
    records.update(account, admin, name="Blue Harbour")

    page = client.post(f"{account.url}/edit", data={"name": "Blue Haven", "version": str(version)})
    answer = client.patch(f"{API}/{account.id}", json={"name": "Blue Haven"}, headers={"If-Match": f'"{version}"'})

    assert (page.status_code, answer.status_code) == (409, 412)
    assert "Blue Haven" in page.text and "Blue Harbour" in page.text
    assert records.get("account", account.id, admin).name == "Blue Harbour"


def test_what_no_object_is_called_is_not_found_by_page_api_and_command(login: Callable[..., Any], app: Flask) -> None:
    client = login("administrator")

    assert {client.get(path).status_code for path in ("/cars", "/cars/1", "/cars/new", "/api/v1/cars", "/api/v1/cars/1")} == {404}
    assert "There is no object “car”" in CliRunner().invoke(main, ["export", "car"], obj=app).stderr
