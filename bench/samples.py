"""What is asked for: ids and tokens, picked once from the database before anything is measured."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask

from core import Actor, queries, registry, system_actor, users

from .organisation import ROLES, mail_of
from .stories import GIVEN, SURNAMES, TRADES, mobile_number

DEEP_ROWS = 10_000
STEP = 500
FIRST_FRESH = 9 * 10**6
ASKED = 20
"""Different words of each kind that is searched for."""


@dataclass(frozen=True, slots=True)
class Samples:
    """``records``: opportunities the rep sees; ``leads``: the rep's, open, to be converted; ``cursor``: of a page far down the
    director's list."""

    actors: Mapping[str, Actor]
    tokens: Mapping[str, str]
    records: Sequence[int]
    leads: Sequence[int]
    cursor: str


def pick(app: Flask) -> Samples:
    """Look them up through the product."""
    from core import tokens

    with app.app_context():
        actors = {role: _actor(role) for role in ROLES}
        secrets = {role: tokens.create(system_actor(), one.id, "bench", ("read", "write")) for role, one in actors.items()}
        rep, director = actors["rep"], actors["director"]
        records = queries.ids("opportunity", rep, where="owner = me and is_closed = false", sort="close_date", limit=200)
        leads = queries.ids("lead", rep, where="owner = me and is_open = true", sort="-received_at", limit=500)
        return Samples(actors, secrets, records, leads, _deep_cursor(director))


def _actor(role: str) -> Actor:
    person = users.by_email(mail_of(role))
    if person is None:
        raise LookupError(f"nobody signs in as {mail_of(role)}: was this database made by bench generate?")
    return users.actor(person.id)


def _deep_cursor(director: Actor) -> str:
    """Where the list goes on after ten thousand rows, or as far down as it reaches."""
    cursor, passed = None, 0
    while passed < DEEP_ROWS:
        found = queries.page("opportunity", director, where="is_closed = false", sort="close_date", cursor=cursor, limit=STEP)
        if found.next is None:
            break
        cursor, passed = found.next, passed + STEP
    return cursor or ""


def words() -> dict[str, list[str]]:
    """What is typed into the search, by kind: the beginning of a name, two characters that an eighth of the customers have, pinyin, the end of a number."""
    rng = random.Random(1)  # noqa: S311 - sample data, no secret
    return {
        "part of a name": [f"{rng.choice(SURNAMES)}{rng.choice(GIVEN[:5])}" for _word in range(ASKED)],
        "two characters of many": [rng.choice(TRADES) for _word in range(ASKED)],
        "pinyin": [rng.choice(("wang", "liwei", "zhang", "chenjing")) for _word in range(ASKED)],
        "end of a telephone": [mobile_number(rng.randrange(10_000))[-6:] for _word in range(ASKED)],
    }


class NewLeads:
    """Bodies of leads that nobody has yet: their telephones go on where the database ends."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            table = registry.object_type("lead").table
            self.serial = FIRST_FRESH + int(queries.rows(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)))[0][0])

    def body(self, **more: Any) -> dict[str, Any]:
        self.serial += 1
        return {"name": f"新客户{self.serial}", "mobile": mobile_number(self.serial), **more}


def registered(body: Mapping[str, Any]) -> dict[str, Any]:
    """As the product wants it: S2's required fields."""
    return {**body, "gender": "male", "province": "44", "city": "4401", "model_label": "Song L", "expected_time": "month"}
