"""The tree of units: inheritance, managers, what is refused."""

from __future__ import annotations

import time

import pytest
from background import in_threads
from people import Group, people  # noqa: F401 - people is a fixture

from core import units
from core.db import db
from core.errors import Conflict, Forbidden, Invalid, Refusal
from core.units import changes


def test_zone_and_currency_come_from_the_nearest_unit_above(people: Group) -> None:
    assert (units.zone_of(people.team), units.currency_of(people.team)) == ("Asia/Urumqi", "USD")
    assert (units.zone_of(people.south), units.currency_of(people.south)) == ("Asia/Shanghai", "CNY")


def test_a_team_belongs_to_its_dealer_and_a_group_to_none(people: Group) -> None:
    assert units.dealer_of(people.team) == people.north
    assert units.dealer_of(people.group) is None
    assert units.dealers_below(people.group) == (people.north, people.south)


def test_one_reports_to_the_next_manager_above(people: Group) -> None:
    manager = units.manager_of(people.min)

    assert manager is not None
    assert manager.id == people.sam
    assert units.manager_of(people.sam) is None


def test_a_cycle_is_refused(people: Group) -> None:
    with pytest.raises(Invalid, match="itself or to a unit below"):
        units.change(people.system(), people.group, parent_id=people.team)


def test_nor_do_two_moves_at_once_make_one(people: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = [units.add(people.system(), name=name, kind="region", parent_id=people.group).id for name in ("East", "West")]
    check = changes._check_still_possible
    monkeypatch.setattr(changes, "_check_still_possible", lambda *given: (check(*given), time.sleep(0.3)))

    def move(number: int) -> str:
        try:
            units.change(people.system(), pair[number], parent_id=pair[1 - number])
        except Invalid:
            return "refused"
        return "moved"

    assert sorted(in_threads(people.app, 2, move)) == ["moved", "refused"]
    db.session.rollback()
    assert all(units.find(one) for one in pair)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "fill in"),
        ({"name": "x" * 121}, "at most 120"),
        ({"name": "south", "parent_id": 1}, "of this name at this place"),
        ({"kind": "planet"}, "Choose group"),
        ({"parent_id": 99}, "does not exist"),
        ({"manager_id": 99}, "user who can sign in"),
        ({"zone": "Nowhere"}, "not a time zone"),
        ({"currency": "XXQ"}, "not a currency code"),
        ({"calendar_id": 99}, "calendar does not exist"),
        ({"parent_id": 2, "kind": "region"}, "only teams"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(people: Group, values: dict[str, object], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        units.add(people.system(), **{"name": "New", "kind": "dealer", **values})


def test_a_unit_with_people_cannot_be_switched_off(people: Group) -> None:
    with pytest.raises(Refusal, match="still has users"):
        units.change(people.system(), people.team, active=False)


def test_only_an_administrator_changes_units_and_a_stale_version_is_a_conflict(people: Group) -> None:
    with pytest.raises(Forbidden):
        units.change(people.actor(people.sam), people.north, name="Mine")
    with pytest.raises(Conflict):
        units.change(people.system(), people.north, 1, name="Later")
