"""The forecast by the number of people: the grid of the group over the same sales, owned by 50 people, by 200, by all 500.

Beside it one bare GROUP BY over the same rows. It gives the sales to other owners and lets the rest go: use a database that is thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from core import create_app, db, registry, state, transaction, units, users

from .bare import make_app
from .browsers import Browser, Inside
from .counts import counted
from .generate import bring_up_to_date
from .places import settings
from .samples import NewLeads, pick
from .timing import Timed, measure
from .workloads import Scene, workloads

HEADS = (50, 200, 500)
GRID = "forecast, director"
OWNERS = sa.Table("bench_owner", sa.MetaData(), sa.Column("place", sa.Integer, primary_key=True), sa.Column("owner_id", sa.BigInteger), sa.Column("unit_id", sa.BigInteger))


@dataclass(frozen=True, slots=True)
class Measured:
    """The grid with so many people: statements of a page, and the times of the page and of the bare GROUP BY."""

    people: int
    statements: int
    timed: Timed


def run(url: str, folder: Path, rounds: int) -> list[Measured]:
    """One for each number of people, fewest first."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
        everybody = sorted(users.all_users(active_only=True), key=lambda one: one.id)  # made from the top down: the first are a smaller house
    product, bare = app.test_client, make_app(url)

    def ask(token: str) -> Browser:
        return Inside(0, token, client=product())

    grid = next(one for one in workloads(Scene(ask, Inside(0, client=bare.test_client()), pick(app), NewLeads(app))) if one.name == GRID)
    found = []
    for number in HEADS:
        with app.app_context():
            _give_to(everybody[:number])
        [timed] = measure([grid], rounds)
        with counted(app) as statements:
            grid.ours()
        found.append(Measured(number, len(statements), timed))
    return found


def _give_to(people: Sequence[users.Person]) -> None:
    """These own all sales, one after the other, and nobody else works here."""
    sales, who = registry.object_type("opportunity").table, users.Principal.__table__
    sellers = [one for one in people if not units.managed_by(one.id)]
    with transaction():
        OWNERS.drop(db.session.connection(), checkfirst=True)
        OWNERS.create(db.session.connection())
        db.session.execute(sa.insert(OWNERS), [{"place": place, "owner_id": one.id, "unit_id": one.unit_id} for place, one in enumerate(sellers)])
        given = {name: sa.select(OWNERS.c[name]).where(OWNERS.c.place == sales.c.id % len(sellers)).scalar_subquery() for name in ("owner_id", "unit_id")}
        db.session.execute(sa.update(sales).values(given))
        db.session.execute(sa.update(who).where(who.c.kind == "user").values(active=who.c.id.in_([one.id for one in people])))
        state.bump("people")


def as_text(found: list[Measured]) -> str:
    """A table, one number of people a line."""
    lines = [f"{'people':>8}{'statements':>12}{'ours ms':>10}{'bare ms':>10}{'ratio':>8}"]
    lines += [f"{one.people:>8}{one.statements:>12}{median(one.timed.ours):>10.0f}{median(one.timed.bare):>10.0f}{one.timed.ratio:>8.1f}" for one in found]
    return "\n".join(lines)
