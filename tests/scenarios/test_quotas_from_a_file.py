"""Quotas from a spreadsheet: person, period and amount, row by row through the gate."""

from __future__ import annotations

import pytest

from core import records, registry, system_actor
from plugins.forecast import presets, types
from plugins.imports import perform, prepare, results
from plugins.imports.mapping import Column, Plan

FILE = """Person,Period,Quota,Type
{rep},2026-10-15,"1,200,000.50",Amount
{other},2026-10-01,90万,Amount
{rep},2026-11-30,5,Amount
{lead},2026-10-01,100,Amount
{rep},2027-01-01,lots,Amount
{stranger},2026-10-01,7,Amount
"""
COLUMNS = (Column("Person", "owner"), Column("Period", "starts_on"), Column("Quota", "amount"), Column("Type", "forecast_type"))


@pytest.fixture
def taken_in(app, user):
    """The file as the sales manager takes it in, and what came of each row."""
    presets.seed(system_actor())
    people = {"rep": user("sales_consultant"), "other": user("sales_consultant", number=2), "lead": user("sales_manager"), "stranger": user("sales_consultant", dealer="South")}
    text = FILE.format(**{name: one.email for name, one in people.items()})
    one = prepare(registry.object_type("forecast_quota"), "quotas.csv", text.encode(), people["lead"], Plan(COLUMNS))
    counts = perform(one, people["lead"])
    return people, counts, {row.number: row.reason for row in results.failures(one, trial=False, limit=20)}


def test_each_row_sets_the_quota_of_a_person_of_the_team_for_the_period_of_its_day(taken_in):
    people, counts, _failed = taken_in
    found = {(one.owner_id, str(one.starts_on)): str(one.amount) for one in records.find("forecast_quota", system_actor())}

    assert counts["created"] == 2
    assert found == {(people["rep"].id, "2026-10-01"): "1200000.5", (people["other"].id, "2026-10-01"): "900000"}


def test_a_second_one_for_the_same_period_the_own_and_what_is_no_number_fail_with_a_sentence(taken_in):
    _people, counts, failed = taken_in

    assert counts["failed"] == 4
    assert all(failed.values())
    assert any("Nobody sets the own quota" in reason for reason in failed.values())
    assert any("amount of money" in reason for reason in failed.values())


def test_the_quotas_of_a_file_are_those_of_the_grid(taken_in, login):
    forecast = next(one for one in types.all_types().values() if one.is_money)

    assert 'value="1200000.5' in login("sales_manager").get(f"/forecast/quotas?type={forecast.id}&period=2026-10-01").text.replace(",", "")
