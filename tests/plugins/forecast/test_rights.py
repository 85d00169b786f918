"""Who may do what in the forecast: rights.txt, object by object."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.testing import RightsContract
from plugins.forecast.hierarchy import home_of


class TestRights(RightsContract):
    plugin = "forecast"
    table = Path(__file__).with_name("rights.txt")
    valid = {"forecast_quota": {"forecast_type": lambda make: make("forecast_type", name="Cars", measure="units"), "units": 12}, "exchange_rate": {"currency": "EUR", "rate": "7.8"}}


NAMED = Path(__file__).with_name("named_rights.txt")
WHERE = "period=2026-10-01"


def named():
    """(role, {what: whether it may}) of each line of the table."""
    head, *lines = (line.split() for line in NAMED.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return [(role, {what: cell == "yes" for what, cell in zip(head[1:], cells, strict=True)}) for role, *cells in lines]


def ask(client, what, own, team):
    """Do it by the API; the workbook comes from the page."""
    if what == "adjust":
        return client.put(f"/api/v1/forecast/adjustments/{own}/commit_forecast?{WHERE}", json={"value": "5", "note": "as I see it"})
    if what == "lock":
        return client.put(f"/api/v1/forecast/locks/{team}?{WHERE}", json={"locked": True})
    if what == "export":
        return client.get(f"/forecast/export.xlsx?{WHERE}")
    return client.post(f"/api/v1/forecast/{'submissions' if what == 'submit' else 'snapshots'}", json={"period": "2026-10-01"} if what == "submit" else None)


@pytest.mark.parametrize(("role", "rights"), named(), ids=lambda one: one if isinstance(one, str) else "")
def test_adjusting_submitting_locking_and_the_rest_are_as_the_table_says(ready, login, user, lead, at, role, rights):
    own, team = home_of(user(role).id).code, home_of(lead.id).code
    with at("2026-11-20 10:00"):
        answers = {what: ask(login(role), what, own, team).status_code for what in rights}

    assert {what: status in (200, 201) for what, status in answers.items()} == rights
    assert {status for what, status in answers.items() if not rights[what]} <= {403, 404}
