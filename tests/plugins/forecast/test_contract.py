"""What every module and every object must do, for the forecast."""

from __future__ import annotations

from core.testing import ObjectContract, PluginContract


class TestForecast(PluginContract):
    plugin = "forecast"


class TestForecastTypeContract(ObjectContract):
    object_code = "forecast_type"
    valid = {"name": "Cars by month"}
    change = {"most_likely": True}
    invalid = {"fiscal_start": 13}
