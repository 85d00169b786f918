"""The shipped roles with all modules on, as an administrator finds and changes them."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from core import roles, system_actor


class Sent(HTMLParser):
    """What a browser would send of a page's form as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        held = dict(pairs)
        if tag == "select":
            self._select = held.get("name") or ""
        elif tag == "option" and "selected" in held:
            self.values[self._select] = [held.get("value") or ""]
        elif tag == "input" and held.get("name") and (held.get("type") != "checkbox" or "checked" in held):
            self.values.setdefault(str(held["name"]), []).append(held.get("value") or "")


@pytest.mark.parametrize("code", ["sales_consultant", "dealer_manager", "call_centre_agent"])
def test_saving_a_role_as_it_stands_changes_no_right(login: Callable[..., Any], code: str) -> None:
    client, before = login("administrator"), roles.find(code)

    answer = client.post(f"/admin/roles/{code}", data=Sent(client.get(f"/admin/roles/{code}").text).values)

    assert answer.status_code == 303
    assert (roles.find(code).grants, roles.find(code).permissions) == (before.grants, before.permissions)


def test_an_administrator_takes_an_action_from_a_role(login: Callable[..., Any], make: Callable[..., Any]) -> None:
    roles.change(system_actor(), "sales_consultant", permissions=roles.find("sales_consultant").permissions - {"activity.done"})
    client = login("sales_consultant")
    call = make("activity", owner=client.actor.id)

    assert client.post(f"/api/v1/activities/{call.id}/actions/done", json={}).status_code == 403
    assert client.post(f"/api/v1/activities/{call.id}/actions/move", json={}).status_code == 422
