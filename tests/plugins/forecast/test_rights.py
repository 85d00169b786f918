"""Who may do what in the forecast: rights.txt, object by object."""

from __future__ import annotations

from pathlib import Path

from core.testing import RightsContract


class TestRights(RightsContract):
    plugin = "forecast"
    table = Path(__file__).with_name("rights.txt")
    valid = {"forecast_quota": {"forecast_type": lambda make: make("forecast_type", name="Cars", measure="units"), "units": 12}, "exchange_rate": {"currency": "EUR", "rate": "7.8"}}
