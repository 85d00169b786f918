"""Reading the index: the first matches, in an order that puts the best first.

Tokens are asked first: a piece of a plain index, whatever it holds. Where they give few, parts of texts are looked for by
trigrams. Only the first matches of each way are ordered, so that a search stays as fast as records grow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import Actor, BigId, CoreRecord, ObjectType, db, is_postgresql

from .index import TEXT, TOKEN
from .reach import ALL, DEALERS, ELSEHOW, OWNERS, Reach, places_of, reaches, seen
from .terms import Term, read
from .words import plain

FIRST = 200
"""Matches of one way that are ordered."""
COMMON = 2000
"""Texts that hold a part from which on, on SQLite, a person's own texts are the fewer."""

WHOLE, BEGINS, HOLDS = 0, 1, 2
"""How an entry fits: a token is the term, begins with it, or the text holds it somewhere."""

RECORD = CoreRecord.__table__
FULL_TEXT = sa.table("search_text_fts", sa.column("rowid", BigId))
BEYOND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that fits: ``way`` is the kind of reach by which it was found."""

    record_id: int
    place: int
    fits: int
    name: str
    way: str


def find(text: str, objects: Sequence[ObjectType], user: Actor, limit: int) -> dict[str, list[int]]:
    """Ids by object's code, the best first, at most ``limit`` of each; every object given is answered for."""
    found: dict[str, list[int]] = {one.code: [] for one in objects}
    terms, places = read(text), places_of(objects, user)
    if not terms or not places:
        return found
    for code, record_ids in _by_object(_hits(terms, places, user), places, plain(text)).items():
        found[code] = record_ids[:limit]
    return found


def _hits(terms: Sequence[Term], places: dict[int, ObjectType], user: Actor) -> list[Hit]:
    """Who fits all terms: the rarest is looked up, the others are checked on what it finds."""
    first, others = terms[0], terms[1:]
    ways = reaches(places, user)
    hits = _run([(one, part) for one in ways for part in _tokens(first, one, others)])
    if len({hit.record_id for hit in hits}) < FIRST:
        hits += _run([(one, part) for one in ways for part in _texts(first, one, others)])
    elif len(ways) == 1 and ways[0].kind == ALL:
        hits += _run(_crowded_out(first, others, hits, places))
    return _really_seen(hits, places, user)


def _crowded_out(term: Term, others: Sequence[Term], hits: Sequence[Hit], places: dict[int, ObjectType]) -> list[tuple[Reach, sa.Select[Any]]]:
    """Objects without a hit because those of another filled the first matches: what is called exactly so, of each."""
    there = {places[hit.place].code for hit in hits}
    missing: dict[str, list[int]] = {}
    for place, one in places.items():
        if one.code not in there:
            missing.setdefault(one.code, []).append(place)
    ways = [Reach(ALL, (), tuple(sorted(held))) for held in missing.values()]
    return [(one, part) for one in ways for part in _whole(term, one, others)]


def _run(parts: Sequence[tuple[Reach, sa.Select[Any]]]) -> list[Hit]:
    """One statement for all of them, with the names of the records."""
    if not parts:
        return []
    labelled = [part.add_columns(sa.literal_column(f"'{one.kind}'").label("way")).subquery() for one, part in parts]
    found = sa.union_all(*(part.select() for part in labelled)).subquery()
    named = sa.select(found, RECORD.c.name).join(RECORD, RECORD.c.id == found.c.record_id)
    return [Hit(row.record_id, row.place, row.fits, row.name, row.way) for row in db.session.execute(named)]


# ---------------------------------------------------------------- the two indexes


def _tokens(term: Term, reach: Reach, others: Sequence[Term]) -> list[sa.Select[Any]]:
    return [*_whole(term, reach, others), *(_narrowed(TOKEN, BEGINS, _longer(TOKEN, start), reach, others) for start in term.starts)]


def _whole(term: Term, reach: Reach, others: Sequence[Term]) -> list[sa.Select[Any]]:
    """Tokens that are the term itself, the newest records first."""
    return [_narrowed(TOKEN, WHOLE, TOKEN.c.token == start, reach, others, newest=True) for start in term.starts]


def _longer(table: Any, start: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.token > start, table.c.token < start + BEYOND)


def _texts(term: Term, reach: Reach, others: Sequence[Term]) -> list[sa.Select[Any]]:
    matching: Callable[[str, Reach], sa.ColumnElement[bool]] = _holds if is_postgresql() else _holds_on_sqlite
    return [_narrowed(TEXT, HOLDS, matching(part, reach), reach, others) for part in term.parts]


def _narrowed(
    table: Any, fits: int, condition: sa.ColumnElement[bool], reach: Reach, others: Sequence[Term], *, newest: bool = False
) -> sa.Select[Any]:
    chosen = sa.select(table.c.record_id, table.c.place, sa.literal_column(str(fits)).label("fits"))
    chosen = chosen.where(condition, reach.holds(table), *(_also(term, table, reach) for term in others))
    return (chosen.order_by(table.c.record_id.desc()) if newest else chosen).limit(FIRST)


def _holds(part: str, _reach: Reach | None = None, table: Any = TEXT) -> sa.ColumnElement[bool]:
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return table.c.text.like(f"%{escaped}%")  # type: ignore[no-any-return]  # without ESCAPE: PostgreSQL's own is the backslash


def _holds_on_sqlite(part: str, reach: Reach) -> sa.ColumnElement[bool]:
    """By the trigrams of all texts; where these hold the part too often, one's own are read through."""
    quoted = '"' + part.replace('"', '""') + '"'
    matches = sa.select(FULL_TEXT.c.rowid).where(sa.text("search_text_fts MATCH :match").bindparams(sa.bindparam("match", quoted, unique=True)))
    if reach.kind in (OWNERS, DEALERS) and _is_common(matches):
        return sa.func.instr(TEXT.c.text, part) > 0
    return TEXT.c.id.in_(matches)  # type: ignore[no-any-return]  # columns of a table are Any here


def _is_common(matches: sa.Select[Any]) -> bool:
    counted = sa.select(sa.func.count()).select_from(matches.limit(COMMON).subquery())
    return bool(db.session.execute(counted).scalar_one() == COMMON)


def _also(term: Term, table: Any, reach: Reach) -> sa.ColumnElement[bool]:
    """A further term, on the few entries of one record."""
    token, text = TOKEN.alias(), TEXT.alias()
    tokens = _one_of(token, table, reach, [sa.or_(token.c.token == start, _longer(token, start)) for start in term.starts])
    if not term.parts:
        return tokens
    held = [_holds(part, table=text) if is_postgresql() else sa.func.instr(text.c.text, part) > 0 for part in term.parts]
    return sa.or_(tokens, _one_of(text, table, reach, held))


def _one_of(entries: Any, table: Any, reach: Reach, fits: Sequence[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """A subquery for one value, not EXISTS: that PostgreSQL would join, reading every entry that fits the further term."""
    here = sa.select(entries.c.place).where(entries.c.record_id == table.c.record_id, entries.c.place.in_(reach.places), sa.or_(*fits))
    return here.limit(1).scalar_subquery().is_not(None)


# ---------------------------------------------------------------- what was found


def _really_seen(hits: Sequence[Hit], places: dict[int, ObjectType], user: Actor) -> list[Hit]:
    """Without what only looked reachable: places whose sight the index does not carry were read without it."""
    asked: dict[str, set[int]] = {}
    for hit in hits:
        if hit.way == ELSEHOW:
            asked.setdefault(places[hit.place].code, set()).add(hit.record_id)
    kinds = {one.code: one for one in places.values()}
    known = {record_id for code, ids in asked.items() for record_id in seen(kinds[code], sorted(ids), user)}
    return [hit for hit in hits if hit.way != ELSEHOW or hit.record_id in known]


def _by_object(hits: Sequence[Hit], places: dict[int, ObjectType], typed: str) -> dict[str, list[int]]:
    """Called so, beginning so, holding it; of equals the newest."""
    ranks: dict[int, tuple[int, int, int]] = {}
    homes: dict[int, str] = {}
    for hit in hits:
        name = plain(hit.name)
        called = WHOLE if name == typed else BEGINS if name.startswith(typed) else HOLDS
        rank = (called, hit.fits, -hit.record_id)
        ranks[hit.record_id] = min(rank, ranks.get(hit.record_id, rank))
        homes[hit.record_id] = places[hit.place].code
    found: dict[str, list[int]] = {}
    for record_id in sorted(ranks, key=ranks.__getitem__):
        found.setdefault(homes[record_id], []).append(record_id)
    return found
