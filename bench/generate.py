"""Fill a database: people, some stories told through the product, and their copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from core import create_app, db, migrate, modules, outbox, plugins, registry, security, series, system_actor, transaction
from core.actor import acting
from core.summaries import keeping

from . import bulk
from .copies import Copier, Pattern
from .organisation import LARGE, SMALL, add_people
from .places import settings
from .stories import Story, tell_all

STORY = 2
"""Leads and sales in a story: a database of N has N of each, half as many accounts and contacts, and N activities."""
MANY = 10_000
"""Fewer records are spread over a few people only."""
SHARES = 10
"""Records opened to each consultant by hand."""
TOLD = 25_000
"""After so many copies a word on how far it is."""
RECKONED = ("search",)
"""Modules whose tables are not copied, since they hold what is reckoned from a record's words."""
Say = Callable[[str], None]


def fill(url: str, folder: Path, records: int, *, told: int, seed: int = 1, say: Say = print) -> Flask:
    """Make the database at ``url``, which must be empty. Returns the application over it."""
    size = LARGE if records >= MANY else SMALL
    app = create_app(settings(url, folder))
    with app.app_context():
        security.gate.hash_cheaply(app)
        bring_up_to_date()
        say("people")
        consultants = add_people(size)
        say(f"{told} stories through the product")
        with acting(system_actor()):
            stories = list(tell_all(min(told, records // STORY), consultants, seed))
        _multiply(stories, consultants, records // STORY - len(stories), seed, say)
        _finish(consultants, say)
    return app


def bring_up_to_date() -> None:
    """The schema of the code, and what modules seen for the first time start with."""
    migrate.upgrade()
    with acting(system_actor()) as system:
        modules.settle(system)


def _multiply(stories: Sequence[Story], consultants: Sequence[int], copies: int, seed: int, say: Say) -> None:
    copier = Copier(consultants, seed)
    patterns = [copier.pattern(one) for one in stories]
    tables = copier.tables.tables
    say(f"{copies} copies of them")
    with bulk.loading(tables) as raw:
        written = bulk.load(raw, copier.tables.columns(), _copies(copier, patterns, copies, say))
        raw.commit()
        say(f"{written} rows, now their indexes")
    bulk.count_on(tables)
    _go_on_numbering(copier)


def _copies(copier: Copier, patterns: Sequence[Pattern], copies: int, say: Say) -> Iterator[tuple[str, list[Any]]]:
    for number in range(copies):
        yield from copier.copy(patterns[number % len(patterns)])
        if (number + 1) % TOLD == 0:
            say(f"  {number + 1} of {copies}")


def _finish(consultants: Sequence[int], say: Say) -> None:
    """What is not a story's own: shares, and what is kept or reckoned from the records."""
    say("shares, sums, what modules derive")
    _share(consultants)
    keeping.rebuild_all()
    with acting(system_actor()) as system, transaction():
        for code, function in plugins.implementations("on_enable"):
            for sentence in (function(user=system) or ()) if code in RECKONED else ():
                say(f"  {code}: {sentence}")
    while outbox.drain():
        say("  what waited is done")


def _go_on_numbering(copier: Copier) -> None:
    """The copies are numbered by their ids: the series go on behind them."""
    with transaction():
        for object_type in registry.objects():
            for name in copier.tables.numbers.get(object_type.table.name, ()):
                series.start_at(f"{object_type.code}.{name}", copier.next_record)


def _share(consultants: Sequence[int]) -> None:
    """Some records of others, opened to each consultant by hand."""
    from core import Share, now

    table = registry.object_type("opportunity").table
    wanted = SHARES * len(consultants)
    some = db.session.execute(sa.select(table.c.id).where(table.c.is_closed.is_(False)).order_by(table.c.id.desc()).limit(wanted)).scalars().all()
    rows = [
        {"principal_id": consultants[place % len(consultants)], "record_id": one, "access": "read", "reason": "by hand", "created_at": now()}
        for place, one in enumerate(some)
    ]
    with transaction():
        if rows:
            db.session.execute(sa.insert(Share), rows)
