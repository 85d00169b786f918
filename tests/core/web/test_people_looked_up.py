"""Whom one finds in a look-up of people, by page and by API alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, records, system_actor, units, users


@pytest.fixture
def people(user: Callable[..., Actor]) -> dict[str, Actor]:
    """A consultant, a colleague and somebody at another dealer; and who stands above the dealers."""
    found = {"rep": user("sales_consultant"), "colleague": user("service_agent"), "stranger": user("sales_consultant", dealer="South"), "agent": user("call_centre_agent")}
    group = units.find(found["rep"].dealer_id).parent_id
    above = users.add(system_actor(), name="Gu Ran", email="gu.ran@group.example", role_codes=("read_only",), unit_id=group)
    return {**found, "above": users.actor(above.id)}


def offered(client: Any, text: str = "") -> set[int]:
    found = client.get(f"/api/v1/users?limit=200&q={text}").get_json()["data"]
    page = client.get(f"/lookup/user?q={text}").text
    assert all(one["name"] in page for one in found[:8] if one["kind"] == "user") or len(found) > 8
    return {one["id"] for one in found}


def test_one_finds_the_own_dealer_and_who_stands_above_and_nobody_of_another_dealer(people: Any, login: Any) -> None:
    found = offered(login("sales_consultant"))

    assert {people["rep"].id, people["colleague"].id, people["above"].id} <= found
    assert people["stranger"].id not in found


def test_another_dealers_people_are_found_by_page_and_api_by_their_whole_address_alone(people: Any, login: Any) -> None:
    client, stranger = login("sales_consultant"), people["stranger"]

    assert offered(client, stranger.email[:-1]) == set()
    assert stranger.name not in client.get(f"/lookup/user?q={stranger.name}").text
    assert offered(client, stranger.email) == {stranger.id}
    assert client.get(f"/api/v1/users/{stranger.id}").status_code == 404
    assert client.get(f"/api/v1/users/{people['colleague'].id}").status_code == 200


@pytest.mark.parametrize("role", ["administrator", "call_centre_agent"])
def test_who_administers_or_gives_out_the_work_of_all_dealers_finds_everybody(people: Any, login: Any, role: str) -> None:
    assert {one.id for one in people.values()} <= offered(login(role))


def test_a_record_is_shared_with_somebody_at_another_dealer_by_their_address(people: Any, login: Any, make: Callable[..., Any]) -> None:
    account, client = make("account", by=people["rep"]), login("sales_consultant")

    assert people["stranger"].name not in client.get(f"{account.url}/sharing").text
    assert client.post(f"{account.url}/sharing", data={"principal": "", "email": people["stranger"].email, "access": "read"}).status_code == 303
    assert records.get("account", account.id, people["stranger"]).id == account.id
    answer = client.post(f"{account.url}/sharing", data={"principal": "", "email": "nobody@example.com"})
    assert answer.status_code == 422 and "nobody@example.com" in answer.text
