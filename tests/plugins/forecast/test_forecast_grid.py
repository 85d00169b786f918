"""The grid: who sees which numbers, what each is made of, and what it costs."""

from __future__ import annotations

from decimal import Decimal

from core import db
from core.testing.plans import reads
from plugins.forecast import deals
from plugins.forecast.hierarchy import home_of


def numbers(found, actor, which="owner"):
    return {column.code: getattr(found.cell(home_of(actor.id), column.code), which) for column in found.columns}


def test_cumulative_columns_hold_what_the_help_of_the_field_says(deal, seen, rep):
    for category, amount in (("closed", 50), ("commit", 100), ("best_case", 150), ("pipeline", 200), ("omitted", 999)):
        deal(category, amount)

    assert numbers(seen(rep), rep) == {"closed_only": 50, "commit_forecast": 150, "best_case_forecast": 300, "open_pipeline": 450}


def test_single_columns_hold_one_category_each(deal, seen, rep):
    deal("commit", 100)
    deal("pipeline", 200)

    assert numbers(seen(rep, view="single"), rep) == {"closed": 0, "commit": 100, "best_case": 0, "pipeline": 200}


def test_units_are_the_quantity(deal, seen, rep):
    deal("commit", 100, quantity=3)

    assert numbers(seen(rep, "cars"), rep)["commit_forecast"] == 3


def test_s1_managers_see_the_roll_up_of_all_below_them(deal, seen, rep, other_rep, lead, chief):
    deal("commit", "100.01", owner=rep)
    deal("commit", "200.02", owner=other_rep)
    deal("commit", 1000, owner=lead)

    found = seen(chief)
    assert numbers(found, lead)["commit_forecast"] == Decimal("1300.03")
    assert numbers(found, lead, "own")["commit_forecast"] == 1000
    assert numbers(found, chief, "raw")["commit_forecast"] == Decimal("1300.03")


def test_a_consultant_sees_the_own_numbers_only(deal, seen, rep, other_rep):
    deal("commit", 100, owner=rep)
    deal("commit", 200, owner=other_rep)

    found = seen(rep)
    assert list(found.hierarchy.parents) == [home_of(rep.id)]
    assert numbers(found, rep)["commit_forecast"] == 100


def test_the_other_dealer_is_in_no_number_of_a_manager(deal, seen, user, chief):
    deal("commit", 100, owner=user("sales_consultant", dealer="South"))

    assert numbers(seen(chief), chief)["commit_forecast"] == 0


def test_an_administrator_sees_both_dealers_side_by_side(deal, seen, user, rep):
    deal("commit", 100, owner=rep)
    deal("commit", 200, owner=user("sales_consultant", dealer="South"))

    found = seen(user("administrator"))
    assert found.root() is None
    assert found.cell(None, "commit_forecast").owner == 300


def test_what_closes_in_another_period_is_not_counted(deal, seen, rep):
    deal("commit", 100, close_date="2026-12-31")
    deal("commit", 200, close_date="2027-01-01")

    assert numbers(seen(rep), rep)["commit_forecast"] == 100


def test_another_currency_is_named_and_in_no_sum(deal, seen, rep):
    deal("commit", 100)
    deal("commit", 70, amount_currency="EUR")

    found = seen(rep)
    assert numbers(found, rep)["commit_forecast"] == 100
    assert found.foreign(found.root()) == {"EUR": 70}


def test_whoever_moved_has_two_places_the_past_and_the_present(app, deal, seen, rep, chief, ready, user):
    from core import system_actor, units, users

    deal("closed", 500)
    deal("commit", 100)
    system = system_actor()
    second = units.add(system, name="Second team", kind="team", parent_id=chief.unit_id)
    users.change(system, rep.id, unit_id=second.id)

    found = seen(users.actor(chief.id))
    past = next(place for place in found.sums if place.is_past)
    assert found.cell(past, "closed_only").own == 500
    assert found.hierarchy.parents[past] == home_of(user("sales_manager").id)
    assert found.hierarchy.parents[home_of(rep.id)] == home_of(chief.id)
    assert found.cell(home_of(rep.id), "commit_forecast").own == 100
    column = found.columns[1]
    for place in (past, home_of(rep.id)):
        among = deals.places(found, place)
        assert sum(row.amount for row in deals.page(found, among, column).rows) == deals.total(found, among, column)


def test_where_a_team_has_no_manager_its_people_report_to_the_next_one_above_and_else_to_nobody(deal, seen, rep, lead, chief, user):
    from core import system_actor, units

    deal("commit", 100)
    system = system_actor()
    units.change(system, lead.unit_id, manager_id=None)
    assert seen(user("administrator")).hierarchy.parents[home_of(rep.id)] == home_of(chief.id)

    for unit in units.above(lead.unit_id):
        units.change(system, unit.id, manager_id=None)
    found = seen(user("administrator"))
    assert found.hierarchy.parents[home_of(rep.id)] is None
    assert found.cell(None, "commit_forecast").owner == 100


def test_people_who_report_to_one_another_are_named_and_counted_once(deal, seen, lead, chief, user):
    from core import system_actor, units, users

    system = system_actor()
    deal("commit", 100, owner=lead)
    units.change(system, units.find(lead.unit_id).parent_id, manager_id=lead.id)
    units.change(system, lead.unit_id, manager_id=chief.id)
    users.change(system, lead.id, unit_id=lead.unit_id)

    found = seen(user("administrator"))
    assert {place.person_id for place in found.hierarchy.circles} == {lead.id, chief.id}
    assert found.cell(None, "commit_forecast").owner == 100


def test_every_number_opens_sales_that_add_up_to_it(deal, seen, rep, other_rep, lead, chief):
    for owner, category, amount in ((rep, "commit", 1), (rep, "closed", 2), (other_rep, "commit", 4), (lead, "best_case", 8), (chief, "pipeline", 16)):
        deal(category, amount, owner=owner)

    found = seen(chief)
    for column in found.columns:
        for place in found.hierarchy.parents:
            among = deals.places(found, place)
            listed = deals.page(found, among, column).rows
            assert sum(deals.values(listed, found).values()) == deals.total(found, among, column) == found.cell(place, column.code).raw


def test_the_grid_costs_as_many_statements_for_two_people_as_for_five(deal, seen, rep, other_rep, lead, chief, count_statements):
    deal(owner=rep)
    seen(chief)  # the forecast types are read once by each process
    few = sent_for(count_statements, lambda: seen(chief))
    for owner in (other_rep, lead, chief):
        deal(owner=owner)

    assert sent_for(count_statements, lambda: seen(chief)) == few
    assert len([one for one in few if "opportunities_opportunity" in one]) == 1


def sent_for(count_statements, work):
    db.session.commit()
    with count_statements() as sent:
        work()
    return [one for one in sent if reads(one)]
