"""Whoever moves to another dealer takes along what is open, to that dealer's managers; what was closed stays with the dealer that closed it. Nothing is lost or
counted twice, neither in the grid nor in the comparison of two days."""

from __future__ import annotations

from datetime import date

import pytest

from core import NotFound, jobs, outbox, records, system_actor, units, users
from core.users import transfers
from plugins.forecast import quotas, snapshots, waterfall
from plugins.forecast.columns import every_column
from plugins.forecast.hierarchy import home_of
from plugins.opportunities import history


@pytest.fixture
def other_chief(chief):
    """The manager of another dealer of the same group."""
    system = system_actor()
    above = next(one.parent_id for one in units.all_units() if one.id == users.find(chief.id).dealer_id)
    dealer = units.add(system, name="Another dealer", kind="dealer", parent_id=above)
    person = users.add(system, name="Other chief", email="other.chief@example.com", role_codes=("dealer_manager",), unit_id=dealer.id)
    units.change(system, dealer.id, manager_id=person.id)
    return users.actor(person.id)


def move(who, unit_id):
    """The person, and what the job then brings along."""
    users.change(system_actor(), who.id, unit_id=unit_id)
    outbox.drain()


def totals(found, chief):
    return [found.cell(home_of(chief.id), code).raw for code in ("closed_only", "open_pipeline")]


def test_the_open_sales_are_counted_by_the_new_dealer_and_the_closed_ones_by_the_old(deal, seen, rep, chief, other_chief):
    for category, amount in (("closed", 500), ("commit", 100), ("pipeline", 30)):
        deal(category, amount)
    before = totals(seen(chief), chief)
    move(rep, other_chief.unit_id)
    old, new = totals(seen(chief), chief), totals(seen(other_chief), other_chief)

    assert before == [500, 130]
    assert (old, new) == ([500, 0], [0, 130])
    assert seen(system_actor()).cell(None, "closed_only").raw == 500


def test_each_dealer_s_manager_opens_the_pages_of_what_is_counted_there(deal, rep, chief, other_chief):
    won, going_on = deal("closed", 500), deal("commit", 100)
    move(rep, other_chief.unit_id)

    assert records.get("opportunity", won.id, users.actor(chief.id)).id == won.id
    assert records.get("opportunity", going_on.id, users.actor(other_chief.id)).id == going_on.id
    with pytest.raises(NotFound):
        records.get("opportunity", going_on.id, users.actor(chief.id))
    with pytest.raises(NotFound):
        records.get("opportunity", won.id, users.actor(other_chief.id))


def test_the_waterfall_of_each_dealer_shows_the_sale_that_left_and_came(deal, seen, rep, chief, other_chief):
    deal("closed", 500), deal("commit", 100)
    first = snapshots.take(system_actor())
    move(rep, other_chief.unit_id)
    last = snapshots.take(system_actor())
    grid, commit = seen(chief), next(one for one in every_column(False) if one.code == "commit_forecast")
    whole = waterfall.hierarchy_of(first.id, last.id)

    def way(manager):
        question = waterfall.Question(grid.forecast, grid.period, commit, set(whole.below(home_of(manager.id))))
        found = waterfall.between(first.id, last.id, question)
        return found.opening, {one.bucket: one.net for one in found.moved}, found.closing

    assert way(chief) == (600, {"owner_out": -100}, 500)
    assert way(other_chief) == (0, {"owner_in": 100}, 100)


def test_the_history_of_the_sale_says_where_it_went_and_why(deal, rep, other_chief):
    going_on = deal("commit", 100)
    move(rep, other_chief.unit_id)

    last = history(records.get("opportunity", going_on.id, system_actor()), system_actor())[-1]
    assert (last.unit_id, last.previous_unit_id, last.source) == (other_chief.unit_id, rep.unit_id, "transfer")
    assert last.reason == f"{rep.name} has moved."


def test_a_team_given_to_another_dealer_takes_its_people_s_open_sales_along(deal, seen, rep, chief, other_chief):
    deal("commit", 100)
    units.change(system_actor(), rep.unit_id, parent_id=other_chief.unit_id)
    outbox.drain()

    assert totals(seen(users.actor(other_chief.id)), other_chief) == [0, 100]


def test_what_was_missed_follows_at_night(deal, rep, other_chief):
    going_on = deal("commit", 100)
    records.delete(going_on, system_actor())
    move(rep, other_chief.unit_id)
    records.restore(going_on, system_actor())

    assert jobs.declared("core.follow_owners").schedule == "daily"
    users.transfers.follow(system_actor(), jobs.JobRun(inputs={}))
    assert records.get("opportunity", going_on.id, system_actor()).dealer_id == other_chief.dealer_id


def test_a_sale_that_cannot_follow_its_owner_stays_and_the_others_come(deal, rep, chief, other_chief, monkeypatch):
    stuck, sound = deal("commit", 100), records.update
    other = deal("pipeline", 30)

    def update(record, *args, **values):
        if record.id == stuck.id:
            raise ZeroDivisionError
        return sound(record, *args, **values)

    monkeypatch.setattr(records, "update", update)
    move(rep, other_chief.unit_id)

    assert [records.get("opportunity", one.id, system_actor()).dealer_id for one in (stuck, other)] == [chief.dealer_id, other_chief.dealer_id]
    assert jobs.latest_runs([transfers.JOB])[transfers.JOB].error.startswith("1 record failed")


def test_the_quota_of_somebody_who_moves_is_read_and_set_by_the_new_dealer_s_manager(deal, seen, rep, chief, other_chief):
    deal("closed", 500)
    forecast = seen(chief).forecast
    period = forecast.period(date(2026, 11, 20))
    quotas.enter(forecast, {(rep.id, period): "1000"}, users.actor(chief.id))
    move(rep, other_chief.unit_id)
    new = users.actor(other_chief.id)

    assert seen(new).quota(home_of(rep.id)) == 1000
    assert seen(users.actor(chief.id)).quotas == {}
    assert quotas.enter(forecast, {(rep.id, period): "1200"}, new) == 1
    assert seen(new).quota(home_of(rep.id)) == 1200
