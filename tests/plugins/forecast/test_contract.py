"""What every module and every object must do, for the forecast."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from core.testing import ObjectContract, PluginContract

_number = itertools.count()


def a_day_without_a_rate(_make):
    """A currency has one rate a day; a story may make several."""
    return date(2026, 1, 1) + timedelta(next(_number))


class TestForecast(PluginContract):
    plugin = "forecast"
    valid = {
        "forecast_quota": {"forecast_type": lambda make: make("forecast_type", name="Cars", measure="units"), "units": 12},
        "exchange_rate": {"currency": "EUR", "rate": "7.8", "valid_from": a_day_without_a_rate},
    }


class TestForecastTypeContract(ObjectContract):
    object_code = "forecast_type"
    valid = {"name": "Cars by month"}
    change = {"most_likely": True}
    invalid = {"fiscal_start": 13}


def of_units(make):
    return make("forecast_type", name="Cars", measure="units")


class TestQuotaContract(ObjectContract):
    object_code = "forecast_quota"
    valid = {"forecast_type": of_units, "units": 12}
    change = {"units": 13}
    invalid = {"units": "a lot"}


class TestExchangeRateContract(ObjectContract):
    object_code = "exchange_rate"
    valid = {"currency": "EUR", "rate": "7.8"}
    change = {"rate": "7.9"}
    invalid = {"rate": "a lot"}
