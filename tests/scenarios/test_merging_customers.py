"""Two records of one customer become one: accounts, contacts and leads, by page and by API, and back again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, NotFound, merging, records, today

Maker = Callable[[Actor, str], Any]


def an_account(by: Actor, name: str) -> Any:
    return records.create("account", by, name=name, website="https://blue.example" if name == "Blue Harbour" else None)


def a_contact(by: Actor, name: str) -> Any:
    return records.create("contact", by, name=name, position="Fleet manager" if name == "Blue Harbour" else None)


def a_lead(by: Actor, name: str) -> Any:
    return records.create("lead", by, channel="lenient", name=name, company="Blue Harbour" if name == "Blue Harbour" else None)


KINDS: dict[str, tuple[Maker, str]] = {"accounts": (an_account, "website"), "contacts": (a_contact, "position"), "leads": (a_lead, "company")}


@pytest.fixture
def manager(user: Any) -> Actor:
    return user("dealer_manager")


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest, manager: Actor) -> tuple[Any, Any, str]:
    """The record that stays, the one that goes with an open follow-up, and a field that only the second has filled."""
    make, filled = KINDS[request.param]
    winner, loser = make(manager, "Blue Harbor"), make(manager, "Blue Harbour")
    records.create("activity", manager, name="Call", kind="call", about=loser, due_on=today(manager.dealer_id))
    return winner, loser, filled


def activities_of(record: Any) -> int:
    from plugins.activities.links import activity_ids_of

    return len(activity_ids_of([record.id]))


def test_s1_the_page_merges_with_everything_that_hung_on_the_other_and_takes_it_back(pair: Any, manager: Actor, login: Any) -> None:
    winner, loser, filled = pair
    browser = login("dealer_manager")
    asked = browser.get(f"{winner.url}/merge?with={loser.id}").text
    assert "Activities" in asked

    browser.post(f"{winner.url}/merge", data={"loser": loser.id, "pick-name": "loser"})

    kept = records.get(winner.__object_code__, winner.id, manager)
    assert (kept.name, getattr(kept, filled) is not None, activities_of(winner)) == ("Blue Harbour", True, 1)
    with pytest.raises(NotFound):
        records.get(loser.__object_code__, loser.id, manager)
    assert browser.get(loser.url).location == winner.url  # old links lead on

    undo = re.search(r'action="(/merges/\d+/undo)"', browser.get(f"{winner.url}/merge").text)
    browser.post(undo[1])  # type: ignore[index]  # offered after a merge
    back = records.get(winner.__object_code__, winner.id, manager)
    assert (back.name, getattr(back, filled), activities_of(winner)) == ("Blue Harbor", None, 0)
    assert (records.get(loser.__object_code__, loser.id, manager).name, activities_of(loser)) == ("Blue Harbour", 1)


def test_s1_the_api_merges_and_takes_it_back(pair: Any, manager: Actor, login: Any) -> None:
    winner, loser, filled = pair
    client = login("dealer_manager")
    slug = winner.object_type.slug

    done = client.post(f"/api/v1/{slug}/{winner.id}/merge", json={"loser": loser.id})
    assert done.status_code == 200, done.text
    assert done.get_json()["values"][filled] is not None
    assert client.get(f"/api/v1/{slug}/{loser.id}").status_code == 404

    assert client.post(f"/api/v1/merges/{done.get_json()['merge']}/undo").status_code == 200
    assert client.get(f"/api/v1/{slug}/{loser.id}").status_code == 200


def test_a_consultant_merges_nothing_without_the_right_to_delete(pair: Any, login: Any, manager: Actor, user: Any) -> None:
    winner, loser, _filled = pair
    seller = user("sales_consultant")
    for one in (winner, loser):
        records.update(one, manager, owner=seller.id)

    assert login("sales_consultant").post(f"{winner.url}/merge", data={"loser": loser.id}).status_code in (403, 404)
    assert merging.latest(records.get(winner.__object_code__, winner.id, manager)) is None
