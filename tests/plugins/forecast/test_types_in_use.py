"""Forecast types are set up by an administrator: what depends on one is not lost with it, and one of them is the default."""

from __future__ import annotations

import pytest

from core import Invalid, Refusal, records
from plugins.forecast.types import all_types

from .test_adjustments import set_number


def called(name, admin):
    return records.get("forecast_type", next(one.id for one in all_types().values() if one.message == name), admin)


def test_a_type_with_quotas_is_not_deleted_and_they_stay(app, admin):
    amount = called("Amount", admin)
    quota = records.create("forecast_quota", admin, source="import", owner=admin.id, forecast_type=amount, starts_on="2026-10-01", amount="100000")

    with pytest.raises(Refusal, match=r"Quotas? still refer"):
        records.delete(amount, admin)

    assert records.get("forecast_quota", quota.id, admin).forecast_type_id == amount.id


def test_a_type_that_was_adjusted_stays_for_the_history(deal, login, rep, lead, admin, at):
    deal("commit", 100, owner=rep)
    with at("2026-11-20 10:00"):
        assert set_number(login("sales_manager"), rep, "80").status_code == 303

    with pytest.raises(Refusal, match="stays for the history"):
        records.delete(called("Amount", admin), admin)


def test_the_default_type_stays_in_use_until_another_one_is_the_default(app, admin):
    with pytest.raises(Invalid, match="Make another one the default first"):
        records.update(called("Amount", admin), admin, active=False)

    records.update(called("Cars", admin), admin, is_default=True)

    assert not called("Amount", admin).is_default, "there is one default, the one last named"
    assert not records.update(called("Amount", admin), admin, active=False).active
