"""A pass over the deadlines of cases: what it costs by what is due, at whatever number of open cases."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from core import acting, create_app, db, now, registry, system_actor, transaction
from plugins.cases import look_after

from .counts import counted
from .generate import bring_up_to_date
from .places import settings

DUE = 50
"""Cases that are due in a measured pass."""
FAR = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass: cases that were due, what was done about them, milliseconds of processor time, statements."""

    due: int
    done: int
    spent: float
    statements: int


def run(url: str, folder: Path, rounds: int) -> tuple[int, list[Pass]]:
    """(open cases, passes): in turn one with nothing due and one with some."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
        table = registry.object_type("case").table
        is_open = sa.and_(table.c.is_closed.is_(False), table.c.deleted_at.is_(None))
        with transaction():
            db.session.execute(sa.update(table).where(is_open).values(check_at=now() + FAR))
        ids = list(db.session.execute(sa.select(table.c.id).where(is_open).order_by(table.c.id)).scalars())
        passes = []
        for turn in range(rounds):
            passes += [_pass(app, []), _pass(app, ids[turn * DUE : (turn + 1) * DUE])]
        return len(ids), passes


def _pass(app: Flask, due: list[int]) -> Pass:
    table = registry.object_type("case").table
    with transaction():
        db.session.execute(sa.update(table).where(table.c.id.in_(due)).values(check_at=now() - timedelta(minutes=1)))
    with counted(app) as statements, acting(system_actor()) as system:
        begun = time.process_time()
        found = look_after(system)
        return Pass(found["cases"], found["done"], (time.process_time() - begun) * 1000, len(statements))


def as_text(open_cases: int, passes: list[Pass]) -> str:
    """A line for passes with nothing due, one for those with some: the fastest of each."""
    lines = [f"{open_cases} open cases"]
    for is_due, label in ((False, "nothing due"), (True, f"{DUE} due")):
        best = min((one for one in passes if bool(one.due) == is_due), key=lambda one: one.spent)
        lines.append(f"{label:<20}{best.spent:>10.1f} ms{best.statements:>8} statements{best.done:>8} done")
    return "\n".join(lines)
