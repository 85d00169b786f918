"""Board heads, funnel and prospect plan: figures and how many statements they cost."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from decimal import Decimal

import pytest

from core import clock, now, queries, records, today
from plugins.opportunities import close_lost, close_won, funnel, move, process_info, stage_info
from plugins.opportunities.board import columns, heads
from plugins.opportunities.prospect_plan import plan


def test_a_head_has_count_sum_and_sum_weighted_by_each_probability(sale, stages, rep):
    sale(amount="100.10")
    records.update(sale(amount="200"), rep, probability=25)

    head = heads(rep)[stages["prospecting"]]

    assert head.count == 2
    assert dict(head.sums) == {rep.currency: Decimal("300.10")}
    assert dict(head.weighted) == {rep.currency: Decimal("60.01")}


def test_heads_cost_one_statement_however_many_opportunities(sale, rep, count_statements):
    for _one in range(3):
        sale(amount=1)
    with count_statements() as sent:
        heads(rep)

    assert len([one for one in sent if "opportunities_opportunity" in one]) == 1


def test_currencies_never_mix(sale, stages, rep):
    sale(amount=1)
    sale(amount=1, amount_currency="EUR")

    assert set(heads(rep)[stages["prospecting"]].sums) == {rep.currency, "EUR"}


def test_a_colleagues_opportunities_are_in_no_head(sale, rep, user):
    sale(amount=100, by=user("sales_consultant", dealer="South"))

    assert heads(rep) == {}


def test_the_board_shows_the_active_stages_of_the_default_or_chosen_process(stages, rep):
    from .conftest import stages_of

    cars = stages_of("car_sales")

    assert columns(rep, {})[0].id == stages["prospecting"]
    assert columns(rep, {"process": str(stage_info(cars["quote"]).process_id)})[0].id == cars["reception"]
    assert columns(rep, {"process": "nonsense"})[0].id == stages["prospecting"]


def standard(stages):
    return process_info(stage_info(stages["prospecting"]).process_id)


def test_the_funnel_counts_who_reached_each_stage_and_who_was_lost_where(sale, stages, rep, lists):
    sale()
    move.run(sale(), rep, stage=stages["qualification"])
    close_won.run(sale(amount=1, close_date="2026-11-20"), rep)
    close_lost.run(move.run(sale(), rep, stage=stages["qualification"]), rep, loss_reason=lists("loss_reason", "price").id)

    steps = {step.stage.code: step for step in funnel(standard(stages), rep)}

    assert [(steps[code].reached, steps[code].now, steps[code].lost) for code in ("prospecting", "qualification", "closed_won")] == [(4, 1, 0), (3, 1, 1), (1, 1, 0)]
    assert (steps["prospecting"].rate, steps["qualification"].rate) == (None, 75)
    assert (steps["prospecting"].share, steps["closed_won"].share) == (100, 25)


def test_the_funnel_tells_the_mean_days_in_a_stage(sale, stages, rep):
    for days in (10, 6):
        with clock.as_of(now() - timedelta(days=days)):
            record = sale()
        with clock.as_of(now() - timedelta(days=2)):
            move.run(record, rep, stage=stages["qualification"])

    steps = {step.stage.code: step for step in funnel(standard(stages), rep)}

    assert steps["prospecting"].days == 6.0
    assert steps["qualification"].days == 2.0


def test_the_funnel_keeps_to_the_period_in_which_sales_began(sale, stages, rep):
    with clock.as_of(now() - timedelta(days=40)):
        sale()
    sale()
    month = today() - timedelta(days=30)

    assert funnel(standard(stages), rep, begun_from=month)[0].reached == 1
    assert funnel(standard(stages), rep, begun_to=month)[0].reached == 1


def test_the_funnel_counts_only_what_the_reader_sees(sale, stages, rep, user):
    sale(by=user("sales_consultant", dealer="South"))

    assert funnel(standard(stages), rep)[0].reached == 0


def test_the_funnel_costs_the_same_statements_for_any_number(sale, stages, rep, count_statements):
    sale()
    with count_statements() as few:
        funnel(standard(stages), rep)
    for _one in range(4):
        sale()
    with count_statements() as many:
        funnel(standard(stages), rep)

    assert len(_on_history(many)) == len(_on_history(few)) == 3


def _on_history(statements):
    return [one for one in statements if "opportunities_stage_history" in one]


def test_s3_the_prospect_plan_names_number_prospect_person_phone_and_competitor(sale, rep, admin):
    account = records.create("account", rep, name="Northwind Mills")
    contact = records.create("contact", rep, name="Li Na", account=account, mobile="13800138000")
    rival = records.create("competitor", admin, name="Aion S Plus")
    sale(account=account, contact=contact, competitor=rival, budget="530000", quotation_number="Q-2026-0412", planned_within="3m", product="Han L7")

    [line] = plan(rep)

    assert line.number.startswith("OP") and (line.prospect, line.contact, line.competitor) == ("Northwind Mills", "Li Na", "Aion S Plus")
    assert line.phone and line.phone.endswith("13800138000")
    assert (line.budget, line.quotation_number, line.planned.code, line.result) == (530000, "Q-2026-0412", "3m", "open")


@pytest.mark.parametrize(("days", "code"), [(10, "1m"), (60, "3m"), (150, "6m"), (300, "1y"), (900, None)])
def test_s3_the_planned_time_follows_the_close_date_unless_chosen(sale, rep, days, code):
    sale(close_date=today() + timedelta(days=days))

    [line] = plan(rep)
    assert (line.planned.code if line.planned else None) == code


def test_s3_the_plan_keeps_to_a_horizon(sale, rep):
    sale(planned_within="1m")
    sale(planned_within="1y")

    assert len(plan(rep, horizon="3m")) == 1


def test_s3_the_plan_counts_the_rows_within_the_horizon_not_those_read_before(sale, rep, monkeypatch):
    monkeypatch.setattr("plugins.opportunities.prospect_plan.MOST", 2)
    for days in (1, 2, 3):
        sale(planned_within="1y", close_date=today() + timedelta(days=days))
    chosen, by_day = sale(planned_within="1m", close_date=today() + timedelta(days=200)), sale(close_date=today() + timedelta(days=20))
    sale(planned_within="3m"), sale(close_date=today() + timedelta(days=40)), sale()

    assert {line.id for line in plan(rep, horizon="1m")} == {chosen.id, by_day.id}
    assert {line.id for line in plan(rep, horizon="1m", where={"owner": rep.id})} == {chosen.id, by_day.id}


@pytest.mark.parametrize(("hidden", "found"), [(("planned_within",), ["by day"]), (("close_date",), ["chosen"]), (("planned_within", "close_date"), [])])
def test_s3_a_horizon_asks_of_what_the_reader_knows(sale, rep, hidden, found):
    sale(name="chosen", planned_within="1m", close_date=today() + timedelta(days=200))
    sale(name="by day", planned_within="1y", close_date=today() + timedelta(days=20))
    sale(name="late", planned_within="1y", close_date=today() + timedelta(days=200))
    limited = dataclasses.replace(rep, field_rights={("opportunity", name): "hidden" for name in hidden})

    assert [line.product for line in plan(limited, horizon="1m")] == found


def test_rotting_and_overdue_ones_have_their_list_views(sale, rep, stages):
    from plugins.opportunities import opportunity

    with clock.as_of(now() - timedelta(days=45)):
        rotten = sale()
    late = sale(close_date=today() - timedelta(days=1))
    sale()

    found = {view.code: queries.ids("opportunity", rep, where=view.where) for view in opportunity.list_views}
    assert found["rotting"] == [rotten.id]
    assert found["overdue"] == [late.id]
    assert len(found["mine"]) == len(found["open"]) == 3


def test_closing_this_month_and_won_this_quarter(sale, rep):
    from plugins.opportunities import opportunity

    soon = sale(close_date=today().replace(day=15))
    won = close_won.run(sale(amount=1, close_date=today()), rep)

    found = {view.code: queries.ids("opportunity", rep, where=view.where) for view in opportunity.list_views}
    assert found["closing"] == [soon.id]
    assert found["won"] == [won.id]
