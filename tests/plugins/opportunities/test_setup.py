"""What an administrator does to processes and stages."""

from __future__ import annotations

from typing import Any

import pytest

from core import Forbidden, Invalid, Refusal, records, system_actor
from plugins.opportunities import catalogue, history, process_info, retire, stage_info
from plugins.opportunities.actions import bring_back, use_preset

from .conftest import stages_of


def get_stage(stages, code):
    return records.get("stage", stages[code], system_actor())


def test_retiring_a_stage_asks_where_its_open_opportunities_go(sale, stages, admin):
    sale()

    with pytest.raises(Invalid) as problem:
        retire.run(get_stage(stages, "prospecting"), admin)

    assert "target" in problem.value.errors
    assert get_stage(stages, "prospecting").active


def test_s1_retiring_moves_the_open_ones_and_never_rewrites_the_past(sale, stages, admin, rep):
    record = sale()
    retire.run(get_stage(stages, "prospecting"), admin, target=stages["qualification"])

    moved = records.get("opportunity", record.id, rep)
    rows = history(moved, rep)
    assert moved.stage_id == stages["qualification"]
    assert [row.stage_label for row in rows] == ["Prospecting", "Qualification"]
    assert rows[-1].source == "automation" and "retired" in rows[-1].reason


def test_a_retired_stage_is_entered_no_more_and_new_ones_start_in_the_next(sale, stages, admin, rep):
    retire.run(get_stage(stages, "prospecting"), admin)
    record = sale()

    assert record.stage_id == stages["qualification"]
    with pytest.raises(Invalid, match="no longer in use"):
        records.update(record, rep, stage=stages["prospecting"])


def test_a_retired_stage_can_be_used_again(stages, admin):
    retire.run(get_stage(stages, "prospecting"), admin)

    assert bring_back.run(get_stage(stages, "prospecting"), admin).active


@pytest.mark.parametrize("target", ["closed_won", "prospecting"])
def test_open_opportunities_go_to_another_open_stage_only(sale, stages, admin, target):
    sale()

    with pytest.raises(Invalid):
        retire.run(get_stage(stages, "prospecting"), admin, target=stages[target])


def test_the_last_won_stage_cannot_be_retired(stages, admin):
    with pytest.raises(Refusal, match="won"):
        retire.run(get_stage(stages, "closed_won"), admin)


def test_a_stage_with_opportunities_cannot_be_deleted(sale, stages, admin):
    sale()

    with pytest.raises(Refusal):
        records.delete(get_stage(stages, "prospecting"), admin)


def test_a_won_stage_is_closed_with_100_percent(stages, admin):
    process = stage_info(stages["prospecting"]).process_id

    with pytest.raises(Invalid) as problem:
        records.create("stage", admin, process=process, name="Signed", position=85, is_won=True, probability=80)
    assert "is_closed" in problem.value.errors


def test_whether_a_stage_is_closed_cannot_change_later(stages, admin):
    with pytest.raises(Invalid):
        records.update(get_stage(stages, "closed_lost"), admin, is_closed=False, probability=10, forecast_category="pipeline")


def test_one_process_is_the_default(stages, admin):
    with pytest.raises(Invalid, match="default already"):
        records.create("sales_process", admin, name="Second", is_default=True)


def test_several_processes_live_side_by_side(stages, sale, rep):
    cars = stages_of("car_sales")

    record = sale(process=stage_info(cars["reception"]).process_id)

    assert record.stage_id == cars["reception"]


def test_a_shipped_process_can_be_added_again(stages, admin):
    before = len(catalogue().processes)
    use_preset.run_list(admin, preset="core_sales")

    assert len(catalogue().processes) == before + 1


def test_a_rep_may_not_change_the_set_up(stages, rep):
    with pytest.raises(Forbidden):
        records.update(get_stage(stages, "prospecting"), rep, probability=99)
    with pytest.raises(Forbidden):
        retire.run(get_stage(stages, "prospecting"), rep)


def test_s1_types_are_editable(stages, admin, sale, lists):
    kind = records.create("opportunity_type", admin, name="Trade-in")

    assert sale(type=kind).type_id == kind.id
    assert lists("opportunity_type", "site_extension").name == "Site extension"


def test_an_administrators_chinese_name_wins_over_the_shipped_one(stages, admin):
    records.update(get_stage(stages, "prospecting"), admin, name_zh="线索")
    label = stage_info(stages["prospecting"]).label

    assert str(label) == "Prospecting"
    assert label.name_zh == "线索"


def test_a_changed_stage_is_seen_at_once(stages, admin):
    records.update(get_stage(stages, "prospecting"), admin, name="Hunting", probability=12)

    process = process_info(stage_info(stages["prospecting"]).process_id)
    assert (str(process.first), process.first.probability) == ("Hunting", 12)


def process_of(code: str) -> Any:
    return records.get("sales_process", next(one.id for one in catalogue().processes.values() if one.code == code), system_actor())


def test_s1_the_stages_are_put_in_another_order_by_page(stages, login):
    process = process_of("standard")
    before = [one.id for one in catalogue().processes[process.id].active_stages]
    wanted = [before[1], before[0], *before[2:]]

    done = login("administrator").post(f"{process.url}/order", data={"stage": wanted})

    assert done.status_code == 303
    assert [one.id for one in catalogue().processes[process.id].active_stages] == wanted


def test_an_order_made_while_a_stage_was_added_is_refused_and_nothing_is_moved(stages, login, admin):
    process = process_of("standard")
    shown = [one.id for one in catalogue().processes[process.id].active_stages]
    records.create("stage", admin, process=process, name="Legal check", position=55)

    page = login("administrator").post(f"{process.url}/order", data={"stage": shown[::-1]}, follow_redirects=True).text

    assert "have changed meanwhile" in page
    assert next(one.id for one in catalogue().processes[process.id].active_stages) == shown[0]


def test_s1_allowed_moves_are_ticked_in_a_table_and_hold(stages, login, sale, rep):
    process = process_of("standard")
    first, second, third = [one.id for one in catalogue().processes[process.id].active_stages][:3]
    browser = login("administrator")

    browser.post(f"{process.url}/moves", data={"move": [f"{first}-{second}"]})
    record = sale()
    with pytest.raises(Invalid):
        records.update(record, rep, stage=third)
    records.update(record, rep, stage=second)

    browser.post(f"{process.url}/moves", data={})
    assert records.find("stage_move", system_actor(), where={"from_stage": first}) == []


def test_the_page_of_a_process_shows_what_each_stage_means(stages, login):
    page = login("administrator").get(process_of("standard").url).text

    for part in ("Stages in order", "Allowed moves", "Save the order", "/actions/retire", "90 %", "asks for Amount, Close date"):
        assert part in page, part


def test_a_rep_reorders_nothing(stages, login):
    process = process_of("standard")

    assert login("sales_consultant").post(f"{process.url}/order", data={"stage": []}).status_code in (403, 404)
    assert login("sales_consultant").post(f"{process.url}/moves", data={}).status_code in (403, 404)
    assert "Save the order" not in login("sales_consultant").get(process.url).text


def test_a_process_without_an_open_stage_is_told_before_anything_goes_by_it(sale, admin, rep):
    empty = records.create("sales_process", admin, name="Fleet")
    record = sale()

    with pytest.raises(Invalid, match="“Fleet” has no open stage yet"):
        sale(process=empty)
    with pytest.raises(Invalid, match="“Fleet” has no open stage yet"):
        records.update(record, rep, process=empty)

    records.create("stage", admin, process=empty, name="Tender")
    assert str(stage_info(sale(process=empty).stage_id)) == "Tender"


def test_a_process_out_of_use_takes_no_new_opportunity_and_keeps_those_it_has(sale, admin, rep):
    fleet = records.create("sales_process", admin, name="Fleet")
    records.create("stage", admin, process=fleet, name="Tender")
    before = sale(process=fleet)
    records.update(records.get("sales_process", fleet.id, admin), admin, active=False)

    with pytest.raises(Invalid, match="“Fleet” is out of use"):
        sale(process=fleet)
    assert records.update(before, rep, next_step="Call on Friday").next_step == "Call on Friday"


def test_the_stage_that_imports_begin_in_is_one_of_the_process(stages, admin):
    process = records.get("sales_process", get_stage(stages, "prospecting").process_id, admin)

    with pytest.raises(Invalid, match=r"the code “prospekting”\. Its codes: prospecting, ") as problem:
        records.update(process, admin, engaged_stage="prospekting")

    assert list(problem.value.errors) == ["engaged_stage"]
    assert records.update(process, admin, engaged_stage="qualification").engaged_stage == "qualification"
