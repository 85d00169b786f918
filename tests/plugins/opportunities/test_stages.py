"""Stages: where an opportunity starts, what a stage sets, asks for and allows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core import Conflict, Invalid, Refusal, records, system_actor
from plugins.opportunities import complete_stage, move, process_info, stage_info

from .conftest import stages_of


def test_s1_a_new_opportunity_starts_in_the_first_stage(sale, stages):
    record = sale()

    assert record.stage_id == stages["prospecting"]
    assert (record.probability, record.forecast_category) == (10, "pipeline")


def test_s1_by_hand_a_later_stage_is_refused_with_a_sentence(sale, stages):
    with pytest.raises(Invalid) as problem:
        sale(stage=stages["negotiation"])

    assert "Prospecting" in problem.value.errors["stage"][0]


def test_a_conversion_starts_in_the_first_stage_too(sale, stages):
    with pytest.raises(Invalid):
        sale(source="conversion", stage=stages["qualification"])


def test_an_import_may_set_any_stage(sale, stages):
    assert sale(source="import", stage=stages["negotiation"]).probability == 90


def test_s1_the_ten_stages_of_salesforce_ship_in_order(stages, app):
    process = process_info(stage_info(stages["prospecting"]).process_id)

    assert [(str(one), one.probability) for one in process.stages] == [
        ("Prospecting", 10), ("Qualification", 10), ("Needs Analysis", 20), ("Value Proposition", 50), ("Id. Decision Makers", 60),
        ("Perception Analysis", 70), ("Proposal/Price Quote", 75), ("Negotiation/Review", 90), ("Closed Won", 100), ("Closed Lost", 0),
    ]  # fmt: skip


def test_s12_the_ten_steps_of_the_core_process_ship_with_deal_delivery_and_care_won(stages):
    process = process_info(stage_info(stages_of("core_sales")["deal"]).process_id)

    assert [one.code for one in process.stages][:10] == [
        "prospect_management", "follow_up", "visit", "needs_analysis", "product_demo", "trial_invitation", "objections", "deal", "delivery", "buyer_care",
    ]  # fmt: skip
    assert [one.code for one in process.stages if one.is_won] == ["deal", "delivery", "buyer_care"]


def test_seeding_again_adds_nothing(stages, app):
    from plugins.opportunities import presets

    assert presets.seed(system_actor()) == []


def test_entering_a_stage_sets_probability_and_category(sale, stages, rep):
    record = move.run(sale(), rep, stage=stages["value_proposition"])

    assert record.probability == 50
    assert record.stage_since is not None


def test_an_open_opportunity_keeps_what_the_user_overrides(sale, stages, rep):
    record = records.update(sale(), rep, probability=35, forecast_category="commit")

    assert (record.probability, record.forecast_category) == (35, "commit")
    assert move.run(record, rep, stage=stages["needs_analysis"]).probability == 20


def test_a_probability_given_with_the_stage_wins_over_the_stages(sale, stages, rep):
    assert records.update(sale(), rep, stage=stages["needs_analysis"], probability=33).probability == 33


def test_s1_changing_a_stages_default_touches_no_opportunity(sale, stages, admin):
    record = sale()
    stage = records.get("stage", stages["prospecting"], admin)

    records.update(stage, admin, probability=25)

    assert records.get("opportunity", record.id, admin).probability == 10
    assert sale(by=admin).probability == 25


def test_a_stage_asks_for_its_fields_on_entry(sale, stages, rep):
    with pytest.raises(Invalid) as problem:
        move.run(sale(), rep, stage=stages["negotiation"])

    assert set(problem.value.errors) == {"amount", "close_date"}


def test_the_dialog_brings_the_fields_with_the_move(sale, stages, rep):
    record = move.run(sale(), rep, stage=stages["negotiation"], amount="12800.50", close_date="2030-01-31")

    assert (record.stage_id, record.amount, record.close_date) == (stages["negotiation"], Decimal("12800.50"), date(2030, 1, 31))


def test_a_refused_move_leaves_everything_as_it_was(sale, stages, rep):
    record = sale()
    with pytest.raises(Invalid):
        move.run(record, rep, stage=stages["negotiation"])

    assert records.get("opportunity", record.id, rep).stage_id == stages["prospecting"]


def test_only_allowed_moves_leave_a_stage_that_has_any(sale, stages, rep, admin):
    records.create("stage_move", admin, from_stage=stages["prospecting"], to_stage=stages["qualification"])
    record = sale()

    with pytest.raises(Invalid, match="cannot move"):
        move.run(record, rep, stage=stages["needs_analysis"])
    assert move.run(record, rep, stage=stages["qualification"]).stage_id == stages["qualification"]


def test_a_move_leads_to_another_stage_of_the_same_process(stages, admin):
    with pytest.raises(Invalid):
        records.create("stage_move", admin, from_stage=stages["prospecting"], to_stage=stages_of("car_sales")["quote"])


def test_marking_complete_goes_one_stage_on(sale, stages, rep):
    assert complete_stage.run(sale(), rep).stage_id == stages["qualification"]


def test_pressing_complete_twice_skips_no_stage(sale, stages, rep):
    record = sale()
    for _press in range(2):
        complete_stage.run(record, rep, stage=stages["prospecting"])

    assert records.get("opportunity", record.id, rep).stage_id == stages["qualification"]


def test_there_is_nothing_to_complete_after_the_last_stage(sale, stages, rep):
    lost = sale(source="import", stage=stages["closed_lost"])

    with pytest.raises(Refusal):
        complete_stage.run(lost, rep)


def test_a_stage_of_another_process_is_refused(sale, rep):
    with pytest.raises(Invalid, match="another sales process"):
        records.update(sale(), rep, stage=stages_of("car_sales")["quote"])


def test_another_process_brings_the_stage_of_the_same_code_or_its_first(sale, stages, rep):
    record = move.run(sale(), rep, stage=stages["needs_analysis"])
    cars = stages_of("car_sales")

    changed = records.update(record, rep, process=stage_info(cars["reception"]).process_id)

    assert changed.stage_id == cars["needs_analysis"]


def test_the_grade_decides_the_category_where_the_process_says_so(sale, rep, admin):
    cars = stages_of("car_sales")
    scheme = records.first("grade_scheme", admin) or records.create("grade_scheme", admin, code="T", name="Test")
    grade = records.create("grade", admin, scheme=scheme, code="HH", name="Hot", forecast_category="commit")
    record = sale(process=stage_info(cars["reception"]).process_id)

    assert record.forecast_category == "pipeline"
    assert records.update(record, rep, grade=grade).forecast_category == "commit"


def test_by_hand_an_account_is_required_but_an_import_may_lack_it(sale):
    with pytest.raises(Invalid) as problem:
        sale(account=None)

    assert "account" in problem.value.errors
    assert sale(source="import", account=None).account_id is None


def test_a_stale_version_of_the_same_field_is_a_conflict(sale, stages, rep):
    record = sale(amount=100)
    seen = record.version
    records.update(record, rep, amount=200)

    with pytest.raises(Conflict):
        records.update(record, rep, version=seen, amount=300)


def test_expected_revenue_is_amount_times_probability_rounded_half_up(sale):
    assert sale(amount="0.25").expected_revenue == Decimal("0.03")


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": "x" * 121}, "name"), ({"amount": "a lot"}, "amount"), ({"probability": 101}, "probability"), ({"close_date": "31/31"}, "close_date"),
     ({"quantity": 0}, "quantity"), ({"nonsense": 1}, "nonsense"), ({"stage": 999_999_999}, "stage"), ({"amount": -1}, "amount")],
)  # fmt: skip
def test_bad_input_is_named_by_field(sale, values, field):
    with pytest.raises(Invalid) as problem:
        sale(**values)

    assert field in problem.value.errors
