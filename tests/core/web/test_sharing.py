"""Sharing one record beyond what roles give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, NotFound, records


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
