"""Two people at once: real commits in real threads, on either database."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from core import Actor, Invalid, records, system_actor
from plugins.contacts import Duplicate, create_person

TOGETHER = 4


def four(work: Callable[[int], Any]) -> list[Callable[[], Any]]:
    """The same work for four people, each with a number."""
    return [partial(work, number) for number in range(TOGETHER)]


def test_s2_of_several_savers_of_one_number_one_wins(at_once: Any, seller: Actor) -> None:
    typed = ("13800138000", "+86 138 0013 8000", "138-0013-8000", "8613800138000")

    results = at_once(four(lambda number: create_person(seller, name=f"周敏 {number}", mobile=typed[number]).id))

    assert sum(isinstance(one, Duplicate) for one in results) == TOGETHER - 1, results
    assert len(records.find("contact", system_actor())) == len(records.find("account", system_actor())) == 1


def test_several_first_contacts_at_once_leave_one_primary(at_once: Any, seller: Actor, company: Any) -> None:
    results = at_once(four(lambda number: records.create("contact", seller, name=f"P{number}", account=company.id).id))

    assert all(isinstance(one, int) for one in results), results
    assert len(records.find("contact", system_actor(), where={"account": company.id, "is_primary": True})) == 1


def test_s1_two_companies_hung_below_each_other_at_once_make_no_circle(at_once: Any, seller: Actor) -> None:
    pair = [records.create("account", seller, name=name).id for name in ("上汽", "下汽")]

    def hang(number: int) -> int:
        lower, upper = pair if number % 2 else reversed(pair)
        return int(records.update(records.get("account", lower, seller), seller, parent=upper).id)

    results = at_once(four(hang))

    parents = [records.get("account", one, system_actor()).parent_id for one in pair]
    assert sorted(parents, key=str) != sorted(pair, key=str), results
    assert {type(one) for one in results} == {int, Invalid}, results


def test_customers_made_at_once_share_no_number(at_once: Any, seller: Actor) -> None:
    at_once(four(lambda number: [records.create("account", seller, name=f"K{number}-{turn}") for turn in range(5)] and None))

    numbers = [one.number for one in records.find("account", system_actor(), sort="id")]
    assert len(numbers) == len(set(numbers)) == TOGETHER * 5
