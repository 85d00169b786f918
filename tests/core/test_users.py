"""Users and queues: what they may be, who may change them, and how they act."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from background import in_threads
from people import Group, people  # noqa: F401 - people is a fixture

from core import calendars, roles, users
from core.db import db
from core.errors import Conflict, Forbidden, Invalid, Refusal
from core.roles import changes as role_changes
from core.users import changes as user_changes
from core.users import queues


def refused(values: dict[str, object]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as told:
        users.add(users.system_actor(), **{"name": "Bo", "email": "bo@example.com", **values})
    return told.value.errors


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": " "}, "name", "fill in the name"),
        ({"name": "x" * 121}, "name", "at most 120"),
        ({"email": ""}, "email", "fill in"),
        ({"email": "nobody"}, "email", "not an e-mail address"),
        ({"email": "x" * 250 + "@example.com"}, "email", "at most 254"),
        ({"email": "ADA@example.com"}, "email", "Ada has this"),
        ({"unit_id": 99}, "unit_id", "does not exist"),
        ({"locale": "tlh"}, "locale", "not available"),
        ({"zone": "Mars/Olympus"}, "zone", "not a time zone"),
        ({"colour": "red"}, "colour", "no field"),
    ],
)
def test_a_user_that_cannot_be_is_refused_with_field_and_rule(people: Group, values: dict[str, object], field: str, sentence: str) -> None:
    assert sentence in refused(values)[field][0]


def test_a_chinese_name_is_composed_family_first_without_a_blank(people: Group) -> None:
    assert users.add(people.system(), family_name="周", given_name="小敏", email="zxm@example.com").name == "周小敏"
    assert users.add(people.system(), family_name="Byron", given_name="Ada", email="byron@example.com").name == "Ada Byron"


def test_people_are_sorted_by_sound(people: Group) -> None:
    assert [one.name for one in users.all_users()] == ["Ada", "Sam", "周敏"]


def test_an_actor_has_zone_currency_dealer_and_queues(people: Group) -> None:
    queue = users.add_queue(people.system(), name="Web leads", unit_id=people.north, members=[people.min])
    actor = people.actor(people.min)

    assert (actor.zone, actor.currency, actor.dealer_id) == ("Asia/Urumqi", "USD", people.north)
    assert actor.principal_ids == (people.min, queue.id)
    assert people.actor(people.ada).dealer_ids == (people.north, people.south)


def test_a_manager_reaches_the_team_below(people: Group) -> None:
    sam, minn = people.actor(people.sam), people.actor(people.min)

    assert people.min not in users.team_member_ids(sam, "team")
    assert people.min in users.team_member_ids(sam, "team_below")
    assert people.sam not in users.team_member_ids(minn, "team_below")


def test_people_change_their_own_language_but_nothing_else(people: Group) -> None:
    minn = people.actor(people.min)

    users.change(minn, people.min, locale="zh_CN")

    assert people.actor(people.min).locale == "zh_CN"
    with pytest.raises(Forbidden):
        users.change(people.actor(people.min), people.min, name="Boss")
    with pytest.raises(Forbidden):
        users.change(people.actor(people.min), people.sam, locale="en")


def test_a_stale_version_is_a_conflict(people: Group) -> None:
    users.change(people.system(), people.min, 1, name="周小敏")

    with pytest.raises(Conflict):
        users.change(people.system(), people.min, 1, name="周大敏")


def test_nobody_disables_the_last_administrator_or_oneself(people: Group) -> None:
    with pytest.raises(Refusal, match="last administrator"):
        users.disable(people.system(), people.ada)
    with pytest.raises(Refusal, match="yourself"):
        users.disable(people.actor(people.ada), people.ada)
    with pytest.raises(Refusal, match="last administrator"):
        users.change(people.system(), people.ada, role_codes=("read_only",))


def test_a_disabled_user_stays_in_the_team_but_gets_nothing(people: Group) -> None:
    users.disable(people.system(), people.min)

    assert people.min in users.team_member_ids(people.actor(people.sam), "team_below")
    assert users.members([people.min]) == []
    assert users.name_of(people.min) == "周敏"


def test_a_queue_is_told_through_its_members(people: Group) -> None:
    queue = users.add_queue(people.system(), name="Web leads", members=[people.min, people.sam])

    assert [one.id for one in users.members([queue.id, people.min])] == [people.min, people.sam]
    with pytest.raises(Invalid, match="of this name already"):
        users.add_queue(people.system(), name="WEB leads")


@pytest.mark.parametrize(
    ("module", "check", "add", "field"),
    [
        (user_changes, "_checked", lambda by: users.add(by, name="Bo", email="bo@example.com"), "email"),
        (queues, "_checked", lambda by: users.add_queue(by, name="Sales"), "name"),
        (role_changes, "_checked_names", lambda by: roles.add(by, label="Greeter"), "label"),
        (calendars, "_problems", lambda by: calendars.save(by, "Shift", {"mon": "09:00-18:00"}), "name"),
    ],
)
def test_of_two_administrators_adding_the_same_at_once_one_is_told(people: Group, monkeypatch: pytest.MonkeyPatch, module: Any, check: str, add: Callable[..., Any], field: str) -> None:
    sound = getattr(module, check)

    def slowly(*given: Any) -> Any:
        found = sound(*given)
        time.sleep(0.3)
        return found

    def try_to(_number: int) -> Any:
        try:
            add(users.system_actor())
        except Invalid as refusal:
            return list(refusal.errors)
        return "added"

    monkeypatch.setattr(module, check, slowly if check != "_problems" else lambda *given: list(slowly(*given)))

    assert sorted(in_threads(people.app, 2, try_to), key=str) == [[field], "added"]
    db.session.rollback()
