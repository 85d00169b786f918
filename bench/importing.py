"""An import of leads or of sales beside a bare bulk insert that checks each row too; and whether its memory grows with the file."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core import create_app, queries, registry

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
ACCOUNT = "SELECT id FROM contacts_account WHERE number = :account AND deleted_at IS NULL"
OWNER = "SELECT id FROM core_principal WHERE id = :owner AND active"
SALE = """INSERT INTO opportunities_opportunity (id, name, account_id, amount, amount_currency, close_date, owner_id, created_at, modified_at, version, custom)
VALUES (:id, :name, :account_id, :amount, 'CNY', :close_date, :owner, :now, :now, 1, '{}')"""
PAST = """INSERT INTO opportunities_stage_history (opportunity_id, kind, started_at, started_seconds, started_on, recorded_at, actor_name, source, is_closed, is_won)
VALUES (:id, 'change', :now, :seconds, :today, :now, 'bench', 'import', false, false)"""
CUSTOMERS = 2_000
"""Sales are those of so many accounts in turn."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is imported: the rows of a file without end, and how a bare insert checks one, by a statement that finds something or not, and writes it."""

    object: str
    rows: Callable[[Any], Iterator[Row]]
    fits: Callable[[sa.Connection, Row], bool]
    write: Sequence[str]


@dataclass(frozen=True, slots=True)
class Imported:
    """Milliseconds of processor time a row, ours and bare, and the megabytes that the short and the long import took at most."""

    object: str
    ours: float
    bare: float
    short: float
    long: float


def _leads(app: Any) -> Iterator[Row]:
    new = NewLeads(app)
    while True:
        yield registered(new.body())


def _sales(app: Any) -> Iterator[Row]:
    with app.app_context():
        table = registry.object_type("account").table
        numbers = [row.number for row in queries.rows(sa.select(table.c.number).where(table.c.deleted_at.is_(None)).order_by(table.c.id).limit(CUSTOMERS))]
        sales = registry.object_type("opportunity").table
        begun = int(queries.rows(sa.select(sa.func.coalesce(sa.func.max(sales.c.id), 0)))[0][0])
    for place, number in enumerate(cycle(numbers), begun):  # no file is the same twice
        yield {"name": f"Han L7 {place}", "account": number, "amount": str(159_800 + place % 1000), "close_date": f"2027-{place % 12 + 1:02}-15"}


def _lead_is_new(connection: sa.Connection, row: Row) -> bool:
    row["reversed"] = row["mobile"][::-1]
    return connection.execute(sa.text(SAME_NUMBER), row).first() is None


def _sale_has_its_account(connection: sa.Connection, row: Row) -> bool:
    row["account_id"] = connection.execute(sa.text(ACCOUNT), row).scalar()
    row |= {"amount": int(row["amount"]) * 10_000, "seconds": int(time.time()), "today": row["close_date"]}
    return row["account_id"] is not None


SUBJECTS = {
    "lead": Subject("lead", _leads, _lead_is_new, (LEAD, NUMBER)),
    "opportunity": Subject("opportunity", _sales, _sale_has_its_account, (SALE, PAST)),
}


def run(url: str, folder: Path, object_code: str, rows: int) -> Imported:
    """Import ``rows`` of them, then four times as many: the difference is what rows cost, without the start."""
    app, subject = create_app(settings(url, folder)), SUBJECTS[object_code]
    with app.app_context():
        bring_up_to_date()
    owner, source, names = pick(app).actors["rep"].id, subject.rows(app), environment(url, folder)
    files = [_file(folder / f"import-{count}.csv", source, count) for count in (rows, rows * TIMES)]
    (first, short), (second, long) = (_import(subject, one, names) for one in files)
    bare = _insert(url, subject, _file(folder / "import-bare.csv", source, rows), owner)
    return Imported(object_code, (second - first) / (rows * (TIMES - 1)), bare / rows, short, long)


def _file(path: Path, source: Iterator[Row], count: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        bodies = [next(source) for _row in range(count)]
        writer = csv.DictWriter(stream, list(bodies[0]))
        writer.writeheader()
        writer.writerows(bodies)
    return path


def _import(subject: Subject, file: Path, names: Mapping[str, str]) -> tuple[float, float]:
    """Milliseconds of processor time and megabytes at most. Raises RuntimeError where a row was refused."""
    command = [sys.executable, "-m", "core.cli", "import", subject.object, str(file), "--as", mail_of("director"), "--json"]
    process = subprocess.Popen(command, env=dict(names), stdout=subprocess.DEVNULL)  # noqa: S603 - our own interpreter and module
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"the import was refused; try it by hand: {command}")
    return (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


def _insert(url: str, subject: Subject, file: Path, owner: int) -> float:
    """Milliseconds of processor time: each row read, what it names sought, its owner looked up, the register and its tables written."""
    engine, begun = engine_of(url), time.process_time()
    with file.open(encoding="utf-8", newline="") as stream:
        waiting: list[Row] = []
        for row in csv.DictReader(stream):
            waiting.append({**row, "owner": owner})
            if len(waiting) == BATCH:
                _write(engine, subject, waiting)
                waiting = []
        _write(engine, subject, waiting)
    return (time.process_time() - begun) * 1000


def _write(engine: sa.Engine, subject: Subject, rows: list[Row]) -> None:
    with engine.begin() as connection:
        for row in rows:
            if subject.fits(connection, row) and connection.execute(sa.text(OWNER), row).first() is not None:
                with connection.begin_nested():
                    row |= {"id": connection.execute(sa.text(REGISTER), {"object": subject.object, "name": row["name"]}).scalar_one(), "now": now()}
                    for statement in subject.write:
                        connection.execute(sa.text(statement), row)


def as_text(found: Imported) -> str:
    return "\n".join((
        f"{f'import, {found.object}':<40}{found.ours:>9.2f} ms{found.bare:>9.2f} ms bare{found.ours / found.bare:>8.1f} times",
        f"{'memory at most':<40}{found.short:>9.0f} MB{found.long:>9.0f} MB for a file {TIMES} times as long",
    ))
