"""Whoever moves to another team leaves the past there: its manager goes on seeing it, sale by sale, and the new one does not count it."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from core import NotFound, conditions, queries, records, registry, system_actor, units, users
from core.queries.readers import Reader
from core.testing.plans import plan
from plugins.forecast import deals
from plugins.forecast.hierarchy import Place, home_of


@pytest.fixture
def second_lead(lead, chief):
    """The manager of a second team of the dealer."""
    system = system_actor()
    team = units.add(system, name="Second team", kind="team", parent_id=chief.unit_id)
    person = users.add(system, name="Second lead", email="second.lead@example.com", role_codes=("sales_manager",), unit_id=team.id)
    units.change(system, team.id, manager_id=person.id)
    return users.actor(person.id)


def move(who, unit_id):
    users.change(system_actor(), who.id, unit_id=unit_id)


def adds_up(found) -> bool:
    """Whether every number of the grid is the sum of the sales that it opens."""
    for column in found.columns:
        for place in found.hierarchy.parents:
            among = deals.places(found, place)
            if sum(deals.values(deals.page(found, among, column).rows, found).values()) != found.cell(place, column.code).raw:
                return False
    return True


def test_the_former_manager_sees_what_a_mover_closed_there_and_opens_it(deal, seen, rep, lead, second_lead):
    won, going_on = deal("closed", 500), deal("commit", 100)
    past = home_of(rep.id)
    move(rep, second_lead.unit_id)

    found = seen(users.actor(lead.id))
    assert found.cell(past, "closed_only").own == 500
    assert [row.id for row in deals.page(found, deals.places(found, past), found.columns[0]).rows] == [won.id]
    assert records.get("opportunity", won.id, users.actor(lead.id)).id == won.id
    with pytest.raises(NotFound):
        records.get("opportunity", going_on.id, users.actor(lead.id))


def test_the_new_manager_counts_what_is_open_and_not_what_was_closed_before(deal, seen, rep, second_lead):
    deal("closed", 500)
    deal("commit", 100)
    move(rep, second_lead.unit_id)

    found = seen(users.actor(second_lead.id))
    assert [found.cell(found.root(), code).raw for code in ("closed_only", "commit_forecast")] == [0, 100]
    assert adds_up(found)


def test_a_sale_begun_in_one_team_and_won_in_another_is_the_others(deal, seen, rep, lead, second_lead, ready):
    record = deal("commit", 100)
    move(rep, second_lead.unit_id)
    records.update(record, system_actor(), source="import", stage=ready["closed_won"])

    assert seen(users.actor(lead.id)).cell(home_of(lead.id), "closed_only").raw == 0
    assert seen(users.actor(second_lead.id)).cell(home_of(second_lead.id), "closed_only").raw == 100


def test_a_past_sale_is_read_and_not_changed_by_the_former_manager(deal, rep, lead, second_lead):
    won = deal("closed", 500)
    move(rep, second_lead.unit_id)

    assert won.id in queries.ids("opportunity", users.actor(lead.id))
    assert won.id not in queries.ids("opportunity", users.actor(lead.id), operation="edit")


def test_whoever_comes_back_is_no_former_colleague_any_more(deal, rep, lead, second_lead):
    home = rep.unit_id
    deal("closed", 500)
    move(rep, second_lead.unit_id)
    move(rep, home)

    assert users.left_units(users.actor(lead.id), "team_below") == ()
    assert users.left_units(users.actor(second_lead.id), "team_below") == (second_lead.unit_id,)


def test_sums_by_stage_count_a_mover_s_past_once(deal, rep, lead, second_lead):
    won = deal("closed", 500)
    records.share(won, lead.id, system_actor())
    move(rep, second_lead.unit_id)

    found = queries.aggregate("opportunity", users.actor(lead.id), group_by=("stage",), measures=("count", "sum:amount"))
    assert [(row.count, row.sum_amount) for row in found] == [(1, 500)]


def test_a_list_begins_with_the_people_who_have_left(deal, rep, lead, second_lead):
    move(rep, second_lead.unit_id)
    opportunity, manager = registry.object_type("opportunity"), users.actor(lead.id)
    reader = Reader(opportunity, manager, conditions.read(None), queries.read_sort(opportunity, manager, "close_date"), (), "read", 50)
    place = next(number for number, way in enumerate(reader.ways) if way.kind == "condition")
    told = plan(reader.part(place, 0, None), reader.values(0, None))
    assert "core_former_home" in told
    assert "owner_id" in told  # the sales are found by their owner, not gone through


@pytest.mark.parametrize("seed", range(3))
def test_after_any_moves_each_manager_has_what_a_plain_reading_of_the_story_says(seed, deal, seen, rep, other_rep, lead, chief, second_lead, ready):
    draw, people, teams = Random(seed), [rep, other_rep], [lead.unit_id, second_lead.unit_id]
    at, closed, still_open = {one.id: one.unit_id for one in people}, {}, {}
    for step in range(12):
        who = draw.choice(people)
        if draw.random() < 0.3:
            at[who.id] = draw.choice(teams)
            move(who, at[who.id])
        elif still_open and draw.random() < 0.4:
            sale = draw.choice(list(still_open))
            owner, amount = still_open.pop(sale)
            records.update(records.get("opportunity", sale, system_actor()), system_actor(), source="import", stage=ready["closed_won"])
            closed[sale] = (at[owner], amount)
        elif draw.random() < 0.5:
            amount = Decimal(2**step)
            closed[deal("closed", amount, owner=who).id] = (at[who.id], amount)
        else:
            still_open[deal("commit", Decimal(2**step), owner=who).id] = (who.id, Decimal(2**step))

    for manager, below in ((lead, teams[:1]), (second_lead, teams[1:]), (chief, teams)):
        found = seen(users.actor(manager.id))
        won = sum((amount for unit, amount in closed.values() if unit in below), Decimal(0))
        coming = sum((amount for owner, amount in still_open.values() if at[owner] in below), Decimal(0))
        root: Place = home_of(manager.id)
        assert [found.cell(root, code).raw for code in ("closed_only", "open_pipeline")] == [won, coming]
        assert adds_up(found)
