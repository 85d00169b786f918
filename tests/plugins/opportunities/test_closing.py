"""Winning, losing, delivering and reopening."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest

from core import Forbidden, Invalid, queries, records, today
from plugins.opportunities import close_lost, close_won, move, reopen, stage_info
from plugins.opportunities.actions import complete_stage, retire

from .conftest import stages_of


def won(sale, rep, **values):
    return close_won.run(sale(), rep, amount="1000", close_date=today().isoformat(), **values)


def test_s1_closed_won_ends_the_sale_with_100_percent(sale, rep):
    record = won(sale, rep)

    assert (record.is_closed, record.is_won, record.probability, record.forecast_category) == (True, True, 100, "closed")
    assert record.won_on == record.closed_on == today(record.dealer_id)


def test_s1_the_amount_counts_in_the_sums_from_that_moment(sale, rep):
    won(sale, rep)

    [row] = queries.aggregate("opportunity", rep, group_by=(), measures=("sum:amount",), where="is_won = true")
    assert row.sum_amount == 1000


def test_winning_asks_for_amount_and_close_date(sale, rep):
    with pytest.raises(Invalid) as problem:
        close_won.run(sale(), rep)

    assert set(problem.value.errors) == {"amount", "close_date"}


def test_losing_needs_a_reason(sale, rep):
    with pytest.raises(Invalid) as problem:
        close_lost.run(sale(), rep)

    assert "loss_reason" in problem.value.errors


def test_closed_lost_is_omitted_with_0_percent(sale, rep, lists):
    record = close_lost.run(sale(), rep, loss_reason=lists("loss_reason", "price").id)

    assert (record.is_closed, record.is_won, record.probability, record.forecast_category) == (True, False, 0, "omitted")


def test_s3_a_loss_to_a_competitor_names_the_competitor(sale, rep, lists, admin):
    reason = lists("loss_reason", "competitor").id
    with pytest.raises(Invalid) as problem:
        close_lost.run(sale(), rep, loss_reason=reason)
    rival = records.create("competitor", admin, name="Aion S Plus")

    assert "competitor" in problem.value.errors
    assert close_lost.run(sale(), rep, loss_reason=reason, competitor=rival.id).competitor_id == rival.id


def test_a_closed_opportunitys_probability_is_fixed(sale, rep):
    with pytest.raises(Invalid) as problem:
        records.update(won(sale, rep), rep, probability=50)

    assert "probability" in problem.value.errors


def test_reopening_is_a_right_of_its_own(sale, rep, manager, stages):
    record = won(sale, rep)

    with pytest.raises(Forbidden):
        reopen.run(record, rep, reason="Bank said no")
    with pytest.raises(Invalid, match="Reopen"):
        move.run(record, rep, stage=stages["negotiation"])
    assert not reopen.run(record, manager, reason="Bank said no").is_closed


def test_reopening_needs_a_reason_and_is_counted(sale, rep, manager, stages):
    record = won(sale, rep)
    with pytest.raises(Invalid):
        reopen.run(record, manager)

    again = reopen.run(record, manager, reason="Bank said no", stage=stages["negotiation"])

    assert (again.reopened, again.closed_on, again.stage_id) == (1, None, stages["negotiation"])


def test_reopening_into_a_closed_stage_is_refused(sale, rep, manager, stages):
    with pytest.raises(Invalid):
        reopen.run(won(sale, rep), manager, reason="?", stage=stages["closed_lost"])


def test_s12_going_on_to_delivery_is_no_reopening_and_the_win_counts_once(sale, rep):
    cars = stages_of("car_sales")
    record = sale(process=stage_info(cars["reception"]).process_id)
    record = close_won.run(record, rep, amount="1000", close_date=today().isoformat())
    first_win = record.won_on

    record = move.run(record, rep, stage=cars["delivered"], delivered_on=today().isoformat())

    assert (record.is_won, record.won_on, record.reopened) == (True, first_win, 0)


def test_delivery_asks_for_the_day(sale, rep):
    cars = stages_of("car_sales")
    record = close_won.run(sale(process=stage_info(cars["reception"]).process_id), rep, amount="1", close_date=today().isoformat())

    with pytest.raises(Invalid) as problem:
        move.run(record, rep, stage=cars["delivered"])

    assert "delivered_on" in problem.value.errors


def test_a_revived_loss_forgets_its_reason(sale, rep, manager, lists, stages):
    record = close_lost.run(sale(), rep, loss_reason=lists("loss_reason", "price").id)

    assert reopen.run(record, manager, reason="They called").loss_reason_id is None


def test_s3_beyond_the_delivery_limit_a_win_needs_a_managers_release(sale, rep, manager, admin):
    from plugins.contacts import check_delivery_limit

    record = sale(amount="2000", close_date=today().isoformat())
    limit = records.create("delivery_limit", admin, account=record.account_id, recommended_maximum="500", recommended_maximum_currency=record.amount_currency)
    records.update(limit, admin, manager=manager.id)
    with pytest.raises(Invalid, match="delivery limit"):
        close_won.run(record, rep)

    records.create("limit_release", admin, account=record.account_id, record=record.id, amount="2000", release_reason="Paid in advance")

    assert not check_delivery_limit(record.account_id, record.amount, record.amount_currency, record.id).refused
    assert close_won.run(record, rep).is_won


def test_s3_a_release_in_one_currency_lets_nothing_pass_in_another(sale, rep, manager, admin):
    record = sale(amount="2000", amount_currency="USD", close_date=today().isoformat())
    limit = records.create("delivery_limit", admin, account=record.account_id, recommended_maximum="500", recommended_maximum_currency="USD")
    records.update(limit, admin, manager=manager.id)
    release = {"account": record.account_id, "record": record.id, "amount": "2000", "release_reason": "Paid in advance"}

    records.create("limit_release", admin, **release, amount_currency="JPY")
    with pytest.raises(Invalid, match="delivery limit"):
        close_won.run(record, rep)

    assert records.create("limit_release", admin, **release).amount_currency == "USD"
    assert close_won.run(record, rep).is_won


def test_s3_the_page_warns_beyond_the_limit_and_offers_the_manager_to_release(sale, rep, manager, admin, login):
    record = sale(amount="2000", close_date=today().isoformat())
    limit = records.create("delivery_limit", admin, account=record.account_id, recommended_maximum="500", recommended_maximum_currency=record.amount_currency)
    records.update(limit, admin, manager=manager.id)

    mine, boss = login("sales_consultant").get(record.url).text, login("dealer_manager")
    assert "This passes the delivery limit of 500.00 CNY. A manager must release it." in mine
    assert "/limit-releases/new" not in mine

    form = re.search(r'href="(/limit-releases/new[^"]+)"', boss.get(record.url).text)[1].replace("&amp;", "&")
    assert boss.get(form).status_code == 200
    boss.post("/limit-releases/new", data={"account": record.account_id, "record": record.id, "amount": "2000", "release_reason": "Paid in advance"})

    assert f"released by {boss.actor.name}" in login("sales_consultant").get(record.url).text
    assert close_won.run(record, rep).is_won


def test_s3_each_competitor_in_a_sale_has_strengths_result_and_reason(sale, rep, admin, login):
    record = sale()
    rival = records.create("competitor", admin, name="Harbor Motors", strengths="Near the port")

    records.create("opportunity_competitor", rep, opportunity=record, competitor=rival, strengths="Cheaper finance", result="lost", result_reason="Delivers in two days")

    client = login("sales_consultant")
    page = "".join(client.get(f"{record.url}/related/{place}").text for place in range(8))
    for part in ("Harbor Motors", "Cheaper finance", "They won", "Delivers in two days"):
        assert part in page, part


def planned(sale, day="2026-12-19"):
    return sale(amount="1000", close_date=day)


@pytest.mark.parametrize("day", ["2026-12-19", "2026-09-30"])
def test_s1_a_win_counts_from_that_day_whatever_day_was_planned(sale, rep, at, day):
    with at("2026-11-28 10:00"):
        assert close_won.run(planned(sale, day), rep).close_date == date(2026, 11, 28)


def test_a_win_that_names_its_day_closes_on_it_also_where_that_was_the_plan(sale, rep, at):
    with at("2026-11-30 10:00"):
        assert close_won.run(planned(sale, "2026-11-27"), rep, close_date="2026-11-27").close_date == date(2026, 11, 27)


@pytest.mark.parametrize("way", [move, complete_stage, close_won], ids=lambda way: way.code)
def test_every_way_to_a_win_proposes_today_and_takes_it_without_a_dialog(sale, rep, stages, login, at, way):
    with at("2026-11-28 10:00"):
        record = move.run(planned(sale), rep, stage=stages["negotiation"])
        asked = login("sales_consultant").get(f"{record.url}/actions/{way.code}?stage={stages['closed_won']}").text
        way.run(record, rep, **({"stage": stages["closed_won"]} if way is move else {}))

        assert 'value="2026-11-28"' in asked and "2026-12-19" not in asked
        assert records.get("opportunity", record.id, rep).close_date == date(2026, 11, 28)


def test_a_move_between_open_stages_proposes_the_planned_day_and_leaves_it(sale, rep, stages, login):
    record = planned(sale, "2030-01-31")
    asked = login("sales_consultant").get(f"{record.url}/actions/move?stage={stages['negotiation']}").text

    assert 'value="2030-01-31"' in asked
    assert move.run(record, rep, stage=stages["negotiation"]).close_date == date(2030, 1, 31)


def test_going_on_to_delivery_leaves_the_day_of_the_win(sale, rep, at):
    cars = stages_of("car_sales")
    with at("2026-11-28 10:00"):
        record = close_won.run(sale(process=stage_info(cars["reception"]).process_id, amount="1", close_date="2026-12-19"), rep)
    with at("2026-12-05 10:00"):
        record = move.run(record, rep, stage=cars["delivered"], delivered_on="2026-12-05")

    assert record.close_date == record.won_on == date(2026, 11, 28)


def test_a_win_that_was_taken_back_counts_on_the_day_it_is_won_again(sale, rep, manager, at):
    with at("2026-11-20 10:00"):
        record = reopen.run(close_won.run(planned(sale), rep), manager, reason="Pressed by mistake")
    assert record.won_on is None
    with at("2026-12-10 10:00"):
        record = close_won.run(record, rep)

    assert record.won_on == record.close_date == date(2026, 12, 10)


def dragged(client, record, stage):
    return client.post(f"{record.url}/actions/move", data={"stage": stage}, headers={"X-Card": "1"})


def test_who_may_not_reopen_is_offered_no_undo_of_a_win(sale, rep, stages, login):
    record = move.run(planned(sale), rep, stage=stages["negotiation"])

    answer = dragged(login("sales_consultant"), record, stages["closed_won"])

    assert answer.status_code == 200 and "X-Undo" not in answer.headers


def test_who_may_reopen_takes_a_win_back_with_the_day_that_was_planned(sale, rep, manager, stages, login):
    record, boss = move.run(planned(sale), rep, stage=stages["negotiation"]), login("sales_manager")

    undo = json.loads(dragged(boss, record, stages["closed_won"]).headers["X-Undo"])
    assert boss.post(undo["url"], data=undo["values"]).status_code == 303

    back = records.get("opportunity", record.id, rep)
    assert (back.stage_id, back.close_date, back.won_on) == (stages["negotiation"], date(2026, 12, 19), None)


def test_a_move_that_the_process_does_not_allow_back_is_offered_no_undo(sale, admin, stages, login):
    records.create("stage_move", admin, from_stage=stages["qualification"], to_stage=stages["needs_analysis"])
    client, record = login("sales_consultant"), sale()

    assert "X-Undo" not in dragged(client, record, stages["qualification"]).headers
    assert "X-Undo" in dragged(client, record, stages["needs_analysis"]).headers


def test_what_is_reopened_goes_on_where_it_was_closed(sale, rep, manager, stages, login, admin):
    """Nobody walks a sale through its stages again because somebody closed it too early."""
    record = close_won.run(move.run(planned(sale), rep, stage=stages["negotiation"]), rep)
    dialog = login("sales_manager").get(f"{record.url}/actions/reopen").text

    assert 'value="Negotiation/Review"' in dialog
    record = reopen.run(record, manager, reason="Bank said no")
    assert record.stage_id == stages["negotiation"]

    record = close_won.run(record, rep)
    stage = records.get("stage", stages["negotiation"], admin)
    retire.run(stage, admin)
    assert reopen.run(record, manager, reason="Bank said no").stage_id == stages["prospecting"]


def marked(page):
    """The inputs that a dialog marks as required, to the eye and to a screen reader alike."""
    found = {}
    for name, inside in re.findall(r'data-field="(\w+)"(.*?)(?=data-field="|class="dialog-foot")', page, re.DOTALL):
        found[name] = ('class="required"' in inside, 'aria-required="true"' in inside)
    assert all(star == told for star, told in found.values()), found
    return {name for name, (star, _told) in found.items() if star}


def test_a_dialog_marks_what_the_stage_it_leads_to_requires(sale, stages, login, admin, lists):
    address = sale().url
    for code, fields in (("closed_won", ["amount", "close_date"]), ("closed_lost", ["loss_reason", "loss_note", "next_step"]), ("qualification", ["budget"])):
        records.update(records.get("stage", stages[code], admin), admin, required_fields=fields)
    client = login("sales_consultant")

    assert marked(client.get(f"{address}/actions/close_won").text) == {"amount", "close_date"}
    assert marked(client.get(f"{address}/actions/close_lost").text) == {"loss_reason", "loss_note", "next_step"}
    assert marked(client.get(f"{address}/actions/complete_stage").text) == {"budget"}
    assert marked(client.get(f"{address}/actions/move?stage={stages['qualification']}").text) == {"stage", "budget"}
    reason = lists("loss_reason", "competitor").id
    assert "competitor" in marked(client.post(f"{address}/actions/close_lost", data={"loss_reason": reason}).text)


def test_whatever_a_lost_stage_requires_can_be_given_where_it_is_lost(sale, stages, login, admin, lists):
    record = sale(next_step="Call the fleet manager")
    records.update(records.get("stage", stages["closed_lost"], admin), admin, required_fields=["loss_reason", "budget", "next_step"])
    client = login("sales_consultant")

    page = client.get(f"{record.url}/actions/close_lost").text
    done = client.post(f"{record.url}/actions/close_lost", data={"loss_reason": lists("loss_reason", "price").id, "budget": "120000", "next_step": "Ask again in spring"})

    assert 'value="Call the fleet manager"' in page
    assert done.status_code == 303
    fresh = records.get("opportunity", record.id, admin)
    assert (fresh.is_closed, fresh.budget, fresh.next_step) == (True, 120000, "Ask again in spring")


def offered(client, page, name):
    """The ids that the look-up of a dialog offers."""
    address = unescape(re.search(rf'data-field="{name}".*?data-lookup="([^"]*)"', page, re.DOTALL)[1])
    return {int(one) for one in re.findall(r'data-value="(\d+)"', client.get(address).text)}


def test_a_dialog_offers_only_stages_that_can_be_chosen(sale, stages, login, admin, rep, lists):
    cars, standard = set(stages_of("car_sales").values()), {one for one in stages.values() if not stage_info(one).is_closed}
    lost = close_lost.run(sale(), rep, loss_reason=lists("loss_reason", "price").id)
    manager = login("sales_manager")

    found = offered(manager, manager.get(f"{lost.url}/actions/reopen").text, "stage")
    assert found == standard and not found & cars

    records.create("stage_move", admin, from_stage=stages["prospecting"], to_stage=stages["qualification"])
    assert offered(manager, manager.get(f"{sale().url}/actions/move").text, "stage") == {stages["qualification"]}


def test_a_stage_that_is_retired_offers_its_open_sales_open_stages_of_its_process_and_says_why(sale, stages, login):
    client = login("administrator")
    address = f"/stages/{stages['prospecting']}/actions/retire"
    assert 'data-field="target"' not in client.get(address).text  # nothing is open in it

    sale()
    page = client.get(address).text

    assert offered(client, page, "target") == {one for one in stages.values() if not stage_info(one).is_closed} - {stages["prospecting"]}
    assert "what is still being sold stays open" in page
    assert marked(page) == {"target"}


def test_a_move_is_taken_back_to_a_stage_that_was_retired_since(sale, rep, admin, stages, login):
    record, client = move.run(sale(), rep, stage=stages["qualification"]), login("sales_consultant")
    undo = json.loads(dragged(client, record, stages["needs_analysis"]).headers["X-Undo"])

    retire.run(records.get("stage", stages["qualification"], admin), admin)
    assert client.post(undo["url"], data=undo["values"]).status_code == 303
    assert records.get("opportunity", record.id, rep).stage_id == stages["qualification"]

    record = move.run(move.run(records.get("opportunity", record.id, rep), rep, stage=stages["needs_analysis"]), rep, stage=stages["value_proposition"])
    with pytest.raises(Invalid, match="no longer in use"):
        move.run(record, rep, stage=stages["qualification"])


def test_a_lost_sale_that_was_moved_on_is_lost_again_for_the_same_reason_also_one_that_is_out_of_use(sale, manager, admin, stages, login):
    reason = records.first("loss_reason", admin, where="needs_competitor = false")
    record = close_lost.run(sale(), manager, loss_reason=reason.id)
    boss = login("sales_manager")
    undo = json.loads(dragged(boss, record, stages["needs_analysis"]).headers["X-Undo"])
    records.update(reason, admin, active=False)
    assert boss.post(undo["url"], data=undo["values"]).status_code == 303

    back = records.get("opportunity", record.id, admin)
    assert (back.stage_id, back.loss_reason_id) == (stages["closed_lost"], reason.id)

