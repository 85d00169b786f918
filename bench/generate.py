"""Fill a database: people, some stories told through the product, and their copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from core import create_app, db, is_postgresql, migrate, modules, plugins, registry, security, series, system_actor, transaction
from core.actor import acting
from core.fields import AutoNumberField

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
RECKONED = ("search",)
"""Modules whose tables are not copied, since they hold what is reckoned from a record's words."""
Say = Callable[[str], None]


def fill(url: str, folder: Path, records: int, *, told: int = 150, seed: int = 1, say: Say = print) -> Flask:
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
        written = bulk.load(raw, copier.tables.columns(), _copies(copier, patterns, copies))
        raw.commit()
        say(f"{written} rows, now their indexes")
    bulk.count_on(tables)


def _copies(copier: Copier, patterns: Sequence[Pattern], copies: int) -> Iterator[tuple[str, list[Any]]]:
    for number in range(copies):
        yield from copier.copy(patterns[number % len(patterns)])


def _finish(consultants: Sequence[int], say: Say) -> None:
    """What is not a story's own: the numbers on their cards, shares, and what modules reckon from the records."""
    say("numbers, shares, what modules derive")
    _number_cards()
    _share(consultants)
    with acting(system_actor()) as system, transaction():
        for code, function in plugins.implementations("on_enable"):
            for sentence in (function(user=system) or ()) if code in RECKONED else ():
                say(f"  {code}: {sentence}")


def _number_cards() -> None:
    """Each copy has the card number of its story: give every record its own."""
    for object_type in registry.objects():
        for name, field in object_type.model.__record_fields__.items():
            if isinstance(field, AutoNumberField):
                _number(object_type.table, name, field, f"{object_type.code}.{name}")


def _number(table: sa.Table, name: str, field: AutoNumberField, code: str) -> None:
    """By the id, padded as the pattern says; the series goes on behind it."""
    highest = db.session.execute(sa.select(sa.func.max(table.c.id))).scalar()
    if highest is None:
        return
    head = field.pattern.partition("{")[0]
    digits = sa.cast(table.c.id, sa.String)
    padded = sa.func.lpad(digits, 9, "0") if is_postgresql() else sa.func.printf("%09d", table.c.id)
    with transaction():
        db.session.execute(sa.update(table).values({name: sa.literal(head, sa.String) + padded}))
        series.start_at(code, int(highest) + 1)


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
