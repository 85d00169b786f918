"""S10: a leaver's customers are handed over together."""

from __future__ import annotations

from typing import Any

import pytest

from core import Actor, Forbidden, Invalid, records, system_actor
from plugins.contacts import create_person, hand_over_customers, person_of


@pytest.fixture
def heirs(user: Any) -> tuple[Actor, Actor]:
    return user("sales_consultant", dealer="North", number=2), user("sales_manager", dealer="North")


def test_s10_customers_move_with_their_contacts(manager: Actor, seller: Actor, company: Any, person: Any, heirs: tuple[Actor, Actor]) -> None:
    contact = records.create("contact", seller, name="陈立", account=company)

    done = hand_over_customers(seller.id, {heirs[0].id: 1}, manager, "left the company")

    assert done.total >= 3
    assert records.find("account", seller) == []
    assert {one.id for one in records.find("account", heirs[0])} == {company.id, person.id}
    assert {one.id for one in records.find("contact", heirs[0])} == {contact.id, person_of(person).id}


def test_s10_what_hangs_on_one_customer_goes_to_one_person(manager: Actor, seller: Actor, heirs: tuple[Actor, Actor]) -> None:
    for number in range(6):
        account = records.create("account", seller, name=f"Customer {number}")
        records.create("contact", seller, name=f"Person {number}", account=account)

    hand_over_customers(seller.id, {heirs[0].id: 2, heirs[1].id: 1}, manager, "left")

    owners = [one.owner_id for one in records.find("account", system_actor())]
    assert [owners.count(heir.id) for heir in heirs] == [4, 2]
    for contact in records.find("contact", system_actor()):
        assert contact.owner_id == contact.account.owner_id


def test_s10_the_history_says_who_handed_over_and_why(manager: Actor, seller: Actor, company: Any, heirs: tuple[Actor, Actor]) -> None:
    hand_over_customers(seller.id, {heirs[0].id: 1}, manager, "left the company")

    last = records.history(records.get("account", company.id, manager), manager)[0]

    assert last.source == "handover"
    assert "left the company" in last.reason
    assert manager.name in last.reason


def test_s10_only_who_may_hands_over(seller: Actor, heirs: tuple[Actor, Actor]) -> None:
    with pytest.raises(Forbidden):
        hand_over_customers(seller.id, {heirs[0].id: 1}, heirs[0], "mine now")


def test_s10_nobody_of_another_dealer_takes_over(manager: Actor, seller: Actor, user: Any) -> None:
    stranger = user("sales_consultant", dealer="South")

    with pytest.raises(Invalid) as refused:
        hand_over_customers(seller.id, {stranger.id: 1}, manager, "left")

    assert "to" in refused.value.errors


def test_s10_a_person_account_stays_one_record(manager: Actor, seller: Actor, heirs: tuple[Actor, Actor]) -> None:
    people = [create_person(seller, name=f"P{number}") for number in range(4)]

    hand_over_customers(seller.id, {heirs[0].id: 1, heirs[1].id: 1}, manager, "left")

    for account in people:
        fresh = records.get("account", account.id, manager)
        assert person_of(fresh).owner_id == fresh.owner_id
