"""What opportunities put on Today: figures of the month, the pipeline, the team."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from core import records, today
from plugins.opportunities import close_won
from plugins.opportunities.today import month, pipeline, team


def win(sale, rep, amount):
    record = sale(amount=amount, close_date=today())
    close_won.run(record, rep)
    return record


def test_the_month_counts_what_was_won_in_it(sale, rep):
    win(sale, rep, "100")
    sale(amount="50")

    found = month(rep)

    assert found["won"].count == 1
    assert dict(found["won"].sums) == {rep.currency: Decimal(100)}


def test_nothing_won_and_nothing_closing_leaves_the_month_out(sale, rep):
    sale(amount="50", close_date=today() + timedelta(days=90))

    assert month(rep) is None


def test_the_pipeline_is_the_own_one_for_who_sells(sale, rep, stages, user):
    colleague = user("sales_consultant", dealer="North", number=2)
    sale(amount="100")
    sale(by=colleague, amount="900")

    lines = pipeline(rep)["lines"]

    assert [(stage.id, dict(head.sums)) for stage, head, _share in lines] == [(stages["prospecting"], {rep.currency: Decimal(100)})]


def test_a_manager_who_sells_nothing_sees_the_pipeline_of_all(sale, rep, manager):
    sale(amount="100")

    found = pipeline(manager)

    assert found["view"] == "open"
    assert found["lines"][0][1].count == 1


def test_the_team_is_shown_to_a_manager_with_each_ones_wins(sale, rep, manager):
    win(sale, rep, "100")
    sale(amount="30", close_date=today() - timedelta(days=2))

    member = team(manager)["members"][0]

    assert member.person.id == rep.id
    assert (member.won.count, member.open.count, member.overdue) == (1, 1, 1)


def test_a_consultant_is_shown_no_team(sale, rep):
    sale(amount="100")

    assert team(rep) is None


def test_figures_of_today_cost_the_same_for_any_number_of_sales(sale, rep, manager, count_statements):
    for _one in range(3):
        sale(amount=1)
    with count_statements() as few:
        team(manager)
    for _one in range(6):
        sale(amount=1)
    with count_statements() as many:
        team(manager)

    assert len(few) == len(many)


def test_a_shipped_stage_is_called_in_the_readers_language(sale, rep, login, stages):
    record = sale(amount=1)

    page = login("sales_consultant", language="zh_CN").get(f"/opportunities/{record.id}")

    assert "预期" in page.text
    assert records.get("opportunity", record.id, rep).stage.name == "Prospecting"
