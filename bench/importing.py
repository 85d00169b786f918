"""An import beside a bare bulk insert that checks each row too; and whether its memory grows with the file."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core import create_app

from .bare import LEAD, REGISTER, engine_of, now
from .generate import bring_up_to_date
from .organisation import mail_of
from .places import environment, settings
from .samples import NewLeads, pick, registered

TIMES = 4
"""How much longer the second file is."""
BATCH = 100
SAME_NUMBER = "SELECT record_id FROM contacts_phone_index WHERE number = :mobile LIMIT 1"
NUMBER = "INSERT INTO contacts_phone_index (record_id, field, number, reversed) VALUES (:id, 'mobile', :mobile, :reversed)"
OWNER = "SELECT id FROM core_principal WHERE id = :owner AND active"


@dataclass(frozen=True, slots=True)
class Imported:
    """Milliseconds of processor time a row, ours and bare, and the megabytes that the short and the long import took at most."""

    ours: float
    bare: float
    short: float
    long: float


def run(url: str, folder: Path, rows: int) -> Imported:
    """Import ``rows`` leads, then four times as many: the difference is what rows cost, without the start."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
    owner, new, names = pick(app).actors["rep"].id, NewLeads(app), environment(url, folder)
    files = [_file(folder / f"import-{count}.csv", new, count) for count in (rows, rows * TIMES)]
    (first, short), (second, long) = (_import(one, names) for one in files)
    bare = _insert(url, _file(folder / "import-bare.csv", new, rows), owner)
    return Imported((second - first) / (rows * (TIMES - 1)), bare / rows, short, long)


def _file(path: Path, new: NewLeads, count: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        bodies = [registered(new.body()) for _row in range(count)]
        writer = csv.DictWriter(stream, list(bodies[0]))
        writer.writeheader()
        writer.writerows(bodies)
    return path


def _import(file: Path, names: Mapping[str, str]) -> tuple[float, float]:
    """Milliseconds of processor time and megabytes at most. Raises RuntimeError where a row was refused."""
    command = [sys.executable, "-m", "core.cli", "import", "lead", str(file), "--as", mail_of("director"), "--json"]
    process = subprocess.Popen(command, env=dict(names), stdout=subprocess.DEVNULL)  # noqa: S603 - our own interpreter and module
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"the import was refused; try it by hand: {command}")
    return (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


def _insert(url: str, file: Path, owner: int) -> float:
    """Milliseconds of processor time: each row read, its number sought, its owner looked up, register, lead and number written."""
    engine, begun = engine_of(url), time.process_time()
    with file.open(encoding="utf-8", newline="") as stream:
        waiting: list[dict[str, Any]] = []
        for row in csv.DictReader(stream):
            waiting.append({"name": row["name"], "mobile": row["mobile"], "owner": owner})
            if len(waiting) == BATCH:
                _write(engine, waiting)
                waiting = []
        _write(engine, waiting)
    return (time.process_time() - begun) * 1000


def _write(engine: sa.Engine, rows: list[dict[str, Any]]) -> None:
    with engine.begin() as connection:
        for row in rows:
            if connection.execute(sa.text(SAME_NUMBER), row).first() is None and connection.execute(sa.text(OWNER), row).first() is not None:
                with connection.begin_nested():
                    number = connection.execute(sa.text(REGISTER), {"object": "lead", "name": row["name"]}).scalar_one()
                    connection.execute(sa.text(LEAD), {**row, "id": number, "now": now()})
                    connection.execute(sa.text(NUMBER), {**row, "id": number, "reversed": row["mobile"][::-1]})


def as_text(found: Imported) -> str:
    return "\n".join((
        f"{'import of a lead':<40}{found.ours:>9.2f} ms{found.bare:>9.2f} ms bare{found.ours / found.bare:>8.1f} times",
        f"{'memory at most':<40}{found.short:>9.0f} MB{found.long:>9.0f} MB for a file {TIMES} times as long",
    ))
