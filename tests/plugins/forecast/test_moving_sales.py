"""The list below a number: a sale is moved there, and the totals follow."""

from __future__ import annotations

import pytest

from core import records, system_actor

LIST = "/forecast/opportunities?period=2026-10-01&column=commit_forecast"


def test_category_amount_and_date_are_changed_and_the_totals_follow(deal, login, seen, rep):
    record = deal("commit", 100)
    client = login()
    answer = client.post(f"/forecast/opportunities/{record.id}", data={"version": record.version, "amount": "250", "close_date": "2026-12-01", "forecast_category": "best_case", "next": LIST})

    assert (answer.status_code, answer.location) == (303, LIST)
    found = seen(rep)
    assert [found.cell(found.root(), code).own for code in ("commit_forecast", "best_case_forecast")] == [0, 250]


def test_a_category_set_by_hand_holds_until_the_stage_changes(deal, ready, login):
    record = deal("pipeline", 100)
    login().post(f"/forecast/opportunities/{record.id}", data={"version": record.version, "forecast_category": "commit"})
    kept = records.update(records.get("opportunity", record.id, system_actor()), system_actor(), amount=120)
    assert kept.forecast_category.code == "commit"

    moved = records.update(kept, system_actor(), source="import", stage=ready["value_proposition"])
    assert moved.forecast_category.code != "commit"


@pytest.mark.parametrize(("name", "value", "sentence"), [("amount", "a lot", "must be an amount"), ("amount", "-5", "at least 0"), ("close_date", "some day", "is no day")])
def test_a_mistake_comes_back_beside_its_field(deal, login, name, value, sentence):
    record = deal("commit", 100)
    answer = login().post(f"/forecast/opportunities/{record.id}", data={"version": record.version, name: value})

    assert answer.status_code == 422
    assert f'value="{value}"' in answer.text
    assert 'role="alert"' in answer.text


def test_a_colleagues_sale_is_not_found(deal, login, other_rep):
    record = deal("commit", 100, owner=other_rep)

    assert login().get(f"/forecast/opportunities/{record.id}").status_code == 404


def test_another_who_was_faster_is_not_overwritten(deal, login):
    record = deal("commit", 100)
    records.update(record, system_actor(), amount=150)
    answer = login().post(f"/forecast/opportunities/{record.id}", data={"version": 1, "amount": "250"})

    assert answer.status_code == 409
    assert records.get("opportunity", record.id, system_actor()).amount == 150


def test_the_way_back_leads_only_to_the_forecast(deal, login):
    record = deal("commit", 100)

    answer = login().post(f"/forecast/opportunities/{record.id}", data={"version": record.version, "next": "https://example.com/"})
    assert answer.location == "/forecast"
