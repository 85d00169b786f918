"""Sharing one record beyond what roles give."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, Forbidden, Invalid, NotFound, merging, records


@pytest.fixture
def account(make: Callable[..., Any], user: Callable[..., Actor]) -> Any:
    return make("account", name="Northwind Mills", by=user("sales_consultant"))


def test_a_shared_record_is_seen_and_no_longer_once_the_share_ends(account: Any, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    stranger = user("sales_consultant", dealer="South")
    owner = login("sales_consultant")

    assert owner.post(f"{account.url}/sharing", data={"principal": stranger.id, "access": "read"}).status_code == 303
    assert records.get("account", account.id, stranger).name == "Northwind Mills"
    assert stranger.name in owner.get(f"{account.url}/sharing").text

    assert owner.post(f"{account.url}/sharing/{stranger.id}/end").status_code == 303
    with pytest.raises(NotFound):
        records.get("account", account.id, stranger)


def test_a_record_shared_for_reading_cannot_be_shared_further(account: Any, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    owner, stranger = user("sales_consultant"), user("sales_consultant", dealer="South")
    records.share(account, stranger.id, owner)

    answer = login("sales_consultant", dealer="South").post(f"{account.url}/sharing", data={"principal": owner.id})

    assert answer.status_code == 403


def test_sharing_with_nobody_is_refused_in_a_sentence(account: Any, login: Callable[..., Any]) -> None:
    answer = login("sales_consultant").post(f"{account.url}/sharing", data={"principal": ""})

    assert answer.status_code == 422
    assert "Choose a user or queue" in answer.text


def test_a_shared_record_stands_in_the_list(account: Any, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    stranger = user("sales_consultant", dealer="South")
    records.share(account, stranger.id, user("sales_consultant"))

    rows = login("sales_consultant", dealer="South").get("/api/v1/accounts?fields=name").get_json()["data"]

    assert [row["name"] for row in rows] == ["Northwind Mills"]


@pytest.fixture
def helper(account: Any, user: Callable[..., Actor]) -> Actor:
    """Somebody of another dealer who may edit the account because its owner has shared it."""
    found = user("sales_consultant", dealer="South")
    records.share(account, found.id, user("sales_consultant"), access="edit")
    return found


def test_whoever_edits_a_shared_record_does_not_share_it_on(account: Any, helper: Actor, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    page, third = login("sales_consultant", dealer="South"), user("service_agent")

    assert "name=\"principal\"" not in page.get(f"{account.url}/sharing").text
    for answer in (
        page.post(f"{account.url}/sharing", data={"principal": third.id}),
        page.post(f"{account.url}/sharing/{helper.id}/end"),
        page.put(f"/api/v1/accounts/{account.id}/shares/{third.id}", json={"access": "read"}),
        page.delete(f"/api/v1/accounts/{account.id}/shares/{helper.id}"),
    ):
        assert answer.status_code == 403
        assert "Only the owner of a record, whoever is above the owner" in answer.text
    assert [one.principal_id for one in records.shares(account)] == [helper.id]


def test_whoever_edits_a_shared_record_does_not_take_it_over(account: Any, helper: Actor, login: Callable[..., Any]) -> None:
    page, owner = login("sales_consultant", dealer="South"), account.owner_id

    assert "/owner" not in page.get(account.url).text
    assert page.post(f"{account.url}/owner", data={"owner": helper.id}).status_code == 403
    page.post(f"{account.url}/edit", data={"version": account.version, "name": "Northwind Ltd", "owner": helper.id})
    page.post(f"{account.url}/cell/owner", data={"version": account.version + 1, "owner": helper.id})
    sent = page.patch(f"/api/v1/accounts/{account.id}", json={"owner": helper.id}, headers={"If-Match": "*"})
    assert sent.status_code == 422
    assert "Only the owner of a record" in sent.text
    with pytest.raises(Invalid, match="Only the owner of a record"):
        records.update(account, helper, owner=helper.id)
    assert records.get("account", account.id, helper).owner_id == owner


def test_whoever_edits_a_shared_record_changes_all_the_rest(account: Any, helper: Actor) -> None:
    records.update(account, helper, name="Northwind Ltd", owner=account.owner_id)

    assert records.get("account", account.id, helper).name == "Northwind Ltd"


def test_whoever_is_above_the_owner_shares_the_record_and_gives_it_to_somebody_else(account: Any, user: Callable[..., Actor]) -> None:
    manager, stranger = user("dealer_manager"), user("sales_consultant", dealer="South")

    records.share(account, stranger.id, manager)
    records.update(account, manager, owner=manager.id)

    assert records.get("account", account.id, stranger).owner_id == manager.id


def test_a_merge_takes_no_shared_record_over(account: Any, helper: Actor, make: Callable[..., Any], user: Callable[..., Actor]) -> None:
    own = make("account", name="Northwind Mill", by=helper)
    able = dataclasses.replace(helper, grants={**helper.grants, ("account", "delete"): "own"})

    merging.merge(account, own, able, {"owner": "loser"})

    assert records.get("account", account.id, helper).owner_id == user("sales_consultant").id


def test_only_who_may_hand_a_record_on_is_offered_to_change_its_owner(account: Any, helper: Actor, login: Callable[..., Any]) -> None:
    assert "/owner" in login("sales_consultant").get(account.url).text
    with pytest.raises(Forbidden):
        records.require_hand_on(account, helper)
