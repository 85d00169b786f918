"""A run as text for people, or as JSON for programs."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from datetime import date
from importlib.metadata import version
from statistics import median
from typing import Any

from .measure import Report

LIBRARIES = ("Flask", "SQLAlchemy", "gunicorn", "psycopg")
MARKS = {True: "", False: "  over the aim", None: ""}


def as_text(report: Report) -> str:
    """A table, one workload a line."""
    lines = [f"{report.database}, {report.records} leads, {machine()}", "", f"{'workload':<40}{'ours ms':>9}{'bare ms':>9}{'ratio':>8}{'aim':>6}"]
    for one in report.timed:
        aim = "" if one.workload.aim is None else f"{one.workload.aim:g}"
        lines.append(f"{one.workload.name:<40}{median(one.ours):>9.1f}{median(one.bare):>9.1f}{one.ratio:>8.2f}{aim:>6}{MARKS[one.good]}")
    lines.append("")
    for figure in report.figures:
        aim = "" if figure.aim is None else f"   at most {figure.aim:g}"
        lines.append(f"{figure.name:<40}{figure.value:>12,.2f} {figure.unit}{aim}{MARKS[figure.good]}".replace(".00 ", "    "))
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """The same, with every single time."""
    return json.dumps(_plain(report), indent=1)


def _plain(report: Report) -> dict[str, Any]:
    return {
        "database": report.database, "leads": report.records, "machine": machine(),
        "workloads": [
            {"name": one.workload.name, "ours_ms": median(one.ours), "bare_ms": median(one.bare), "ratio": one.ratio, "aim": one.workload.aim,
             "ours": one.ours, "bare": one.bare} for one in report.timed
        ],
        "figures": [{"name": one.name, "value": one.value, "unit": one.unit, "aim": one.aim} for one in report.figures],
    }  # fmt: skip


def machine() -> str:
    """What the figures hold for."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{os.cpu_count()} cores {platform.machine()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}, {date.today():%Y-%m-%d}"  # noqa: DTZ011 - the day where it ran
