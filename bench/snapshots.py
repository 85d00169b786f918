"""Snapshots of the forecast beside a bare INSERT … SELECT of the same sales: the first of an installation, and one in which nothing has changed.

The first one's bare side writes into a twin of the very table, with its indexes and keys; the later ones', as in ``run``, into a table with neither, which is the
stricter limit. What was kept is thrown away for it: use a database that is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from core import create_app, db, is_postgresql, system_actor, transaction
from plugins.forecast.models import PartState, Said, SaleState, Snapshot
from plugins.forecast.snapshots import take

from .bare import SNAPSHOT
from .generate import bring_up_to_date
from .places import settings
from .timing import Timed, measure, milliseconds
from .workloads import Workload

AIM = 3.0
TABLE, TWIN = SaleState.__tablename__, "bench_state"
ROWS = f"""INSERT INTO {TWIN} (opportunity_id, from_id, owner_id, unit_id, process_id, type_id, forecast_category, is_closed, is_won, is_deleted, amount,
amount_currency, probability, quantity, close_date, delivered_on)
SELECT id, 1, owner_id, unit_id, process_id, type_id, forecast_category, coalesce(is_closed, false), coalesce(is_won, false), deleted_at IS NOT NULL, amount,
amount_currency, probability, quantity, close_date, delivered_on FROM opportunities_opportunity"""  # noqa: S608 - a name of this file


def run(url: str, folder: Path, rounds: int) -> list[Timed]:
    """The first snapshot and a later one, each in turn with its bare side."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
        _make_twin()
        first = Timed(Workload("the first snapshot", lambda: take(system_actor()), _statements(ROWS), AIM))
        for _turn in range(rounds):
            _empty(*(one.__tablename__ for one in (Said, PartState, SaleState, Snapshot)))
            first.ours.append(milliseconds(first.workload.ours))
            _empty(TWIN)
            first.bare.append(milliseconds(first.workload.bare))
        later = Workload("a snapshot in which nothing had changed", first.workload.ours, _statements(*SNAPSHOT), AIM)
        return [first, *measure([later], rounds)]


def _statements(*texts: str) -> Callable[[], None]:
    def send() -> None:
        with transaction():
            for text in texts:
                db.session.execute(sa.text(text))

    return send


def _make_twin() -> None:
    """An empty table like the one that keeps the sales, with its indexes and whatever it refers to."""
    with transaction():
        connection = db.session.connection()
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {TWIN}"))
        kept = sa.Table(TABLE, sa.MetaData(), autoload_with=connection)
        twin = kept.to_metadata(sa.MetaData(), name=TWIN)
        twin.primary_key.name = f"pk_{TWIN}"
        for index in twin.indexes:
            index.name = str(index.name).replace(TABLE, TWIN)
        twin.create(connection)


def _empty(*tables: str) -> None:
    with transaction():
        for table in tables:
            db.session.execute(sa.text(f"{'TRUNCATE' if is_postgresql() else 'DELETE FROM'} {table}"))


def as_text(found: list[Timed]) -> str:
    """A table, one line for each."""
    lines = [f"{'':<42}{'ours ms':>10}{'bare ms':>10}{'ratio':>8}"]
    return "\n".join(lines + [f"{one.workload.name:<42}{median(one.ours):>10.0f}{median(one.bare):>10.0f}{one.ratio:>8.1f}" for one in found])
