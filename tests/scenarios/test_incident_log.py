"""A service desk's audit log replayed as cases: every row a save of its time, and the end equal to what the log itself says.

incident_event_log: 356 incidents in 2,364 rows, days first, "?" for what is not known. A sample goes each time, all of it with
FORECOURT_WHOLE_FILES=1.
"""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core import clock, records, system_actor, units, users
from plugins.cases import catalogue, history_of

WHOLE = bool(os.environ.get("FORECOURT_WHOLE_FILES"))
SAMPLE = 10
STATES = {"New": "new", "Active": "working", "Awaiting User Info": "waiting", "Awaiting Problem": "problem", "Resolved": "solved", "Closed": "closed"}
PRIORITIES = {"1": "urgent", "2": "high", "3": "normal", "4": "low"}
MOVED_WITHOUT_A_ROW = "INC0000173"
"""Its column counts a reassignment, though all its rows name the same group."""
CHANGED_NOTHING = "INC0000137"
"""Its second row has the modification count of the first, 1, and differs only in who wrote it and, earlier, when: no further change to the log
itself. A save that changes nothing logs nothing."""

Incident = list[dict[str, str]]


@pytest.fixture(scope="module")
def log(real_data: Path) -> dict[str, Incident]:
    """The rows of each incident, in the order of the file; of a sample those that were opened again and the odd one too."""
    found: dict[str, Incident] = {}
    with (real_data / "incident_event_log" / "incidents_part1.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["number"], []).append(row)
    if WHOLE:
        return found
    telling = {number for number, rows in found.items() if rows[-1]["reopen_count"] != "0" or number in (MOVED_WITHOUT_A_ROW, CHANGED_NOTHING)}
    return {number: rows for place, (number, rows) in enumerate(found.items()) if place < SAMPLE or number in telling}


def moment(text: str) -> datetime:
    """"29-02-2016 01:16": the day first."""
    return datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=UTC)


@cache
def queue_of(group: str, _app: int) -> int:
    """A queue for each group; "?" is one as well."""
    return int(users.add_queue(system_actor(), name=f"Desk {group}", unit_id=units.dealers()[0].id).id)


def values_of(row: dict[str, str], statuses: dict[str, int], app: int) -> dict[str, Any]:
    return {
        "status": statuses[STATES[row["incident_state"]]], "priority": PRIORITIES[row["priority"][0]], "owner": queue_of(row["assignment_group"], app),
        "component": f"{row['subcategory']}, modification {row['sys_mod_count']}",
    }  # fmt: skip


def replay(rows: Incident, statuses: dict[str, int], app: int) -> Any:
    """The first row opens the case, each further one is a save as of its moment."""
    system, first = system_actor(), rows[0]
    with clock.as_of(moment(first["opened_at"])):
        case = records.create("case", system, source="import", channel="import", name=first["number"], origin="phone", **values_of(first, statuses, app))
    for row in rows[1:]:
        with clock.as_of(moment(row["sys_updated_at"])):
            case = records.update(case, system, source="import", **values_of(row, statuses, app))
    return case


@pytest.fixture
def statuses(app: Any) -> dict[str, int]:
    """The shipped statuses and one that this desk has besides: it waits for a problem to be solved."""
    records.create("case_status", system_actor(), name="Awaiting problem", code="problem", pauses=True, position=25)
    return {str(one.code): one.id for one in catalogue().in_use()}


def test_the_log_replayed_ends_as_the_log_says(app: Any, log: dict[str, Incident], statuses: dict[str, int]) -> None:
    system, odd, quiet = system_actor(), [], []
    for number, rows in log.items():
        case, last = replay(rows, statuses, id(app)), rows[-1]
        assert case.status_id == statuses[STATES[last["incident_state"]]], number
        assert case.is_closed == (last["active"] == "FALSE" or last["incident_state"] == "Resolved"), number
        assert case.reopened == int(last["reopen_count"]), number
        if case.handed_over != int(last["reassignment_count"]):
            odd.append(number)
        saves = [row for row in records.history(case, system, limit=200) if row.operation == "update"]
        if len(saves) != len(rows) - 1:
            quiet.append(number)
        assert history_of(case, system)[0].started_at == moment(rows[0]["opened_at"]), number

    assert odd == [MOVED_WITHOUT_A_ROW]
    assert quiet == [CHANGED_NOTHING]
    assert not WHOLE or (len(log), sum(map(len, log.values()))) == (356, 2364)
