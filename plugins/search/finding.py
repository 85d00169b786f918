"""Reading the index: the first matches, in an order that puts the best first.

Tokens are asked first: a piece of a plain index, whatever it holds. Where they give few, parts of texts are looked for by
trigrams. Only the first matches of each way, or of each of its places, are ordered, so that a search stays as fast as records grow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa

from core import Actor, BigId, CoreRecord, ObjectType, db, is_postgresql, statements, walks

from .index import TEXT, TOKEN
from .reach import ALL, DEALERS, ELSEHOW, OWNERS, PLACES, SHARED, TELEPHONES, Reach, outlook
from .terms import Shape, Term, read
from .words import plain

FIRST, EACH = 100, 25
"""Matches that are ordered, where not more are asked for: of one way, and of one place where the way goes place by place."""
COMMON = 2000
"""Texts that hold a part from which on they are not found once for all ways to look; on SQLite a person's own texts are the fewer then."""
HELD = "held"
"""Instead of a way: the row tells how many texts hold a part."""

WHOLE, BEGINS, HOLDS = 0, 1, 2
"""How an entry fits: a token is the term, begins with it, or the text holds it somewhere."""

OWN = (OWNERS, DEALERS)
BY_PLACE = (ALL, DEALERS, ELSEHOW)
"""Ways that go place by place; an owner's tokens, and those of shared records, have an index that leads to the few."""
RECORD = CoreRecord.__table__
FULL_TEXT = sa.table("search_text_fts", sa.column("rowid", BigId))


class Hit(NamedTuple):
    """An entry that fits: ``way`` is the kind of reach by which it was found."""

    record_id: int
    place: int
    fits: int
    name: str
    way: str


def find(text: str, objects: Sequence[ObjectType], user: Actor, limit: int) -> dict[str, Sequence[int]]:
    """Ids by object's code, the best first, of each object so many that ``limit`` are in sight, or all that were found; every object given is answered for."""
    found: dict[str, Sequence[int]] = {one.code: [] for one in objects}
    terms, view = read(text), outlook(objects, user)
    ways = view.reaches if terms else []
    if not ways:
        return found
    hits = _hits(terms, ways, limit)
    sure = {hit.record_id for hit in hits if hit.way != ELSEHOW}
    for code, record_ids in _by_object(hits, view.places, plain(text)).items():
        found[code] = _enough(record_ids, sure, limit)
    return found


def _hits(terms: Sequence[Term], ways: Sequence[Reach], limit: int) -> list[Hit]:
    """Who fits all terms: the rarest is looked up, the others are checked on what it finds."""
    hits, _common = _run(_tokens, terms, ways, limit)
    if terms[0].parts and len({hit.record_id for hit in hits}) < FIRST:
        hits += _in_texts(terms, ways, limit)
    return hits


def _in_texts(terms: Sequence[Term], ways: Sequence[Reach], limit: int) -> list[Hit]:
    """Texts that hold a part are found once for all ways to look; a part that very many hold is looked for in each way by itself, and so is every part
    where there is one way, which ends with the first that it finds. SQLite reads the texts of a person through where these are the fewer."""
    alone = len(ways) == 1 and (is_postgresql() or ways[0].kind not in OWN)
    hits, common = _run(_texts, terms, ways, limit, frozenset(range(len(terms[0].parts)) if alone else ()))
    return _run(_texts, terms, ways, limit, common)[0] if common else hits


def _run(
    parts: Parts, terms: Sequence[Term], ways: Sequence[Reach], limit: int, common: frozenset[int] = frozenset()
) -> tuple[list[Hit], frozenset[int]]:
    """One statement for all ways, built once for all questions of one shape. ``common``: as of a ``Question``. Returns what was found, and which other
    parts turned out to be common, whose texts were not all looked at."""
    asked = tuple(one.shape for one in terms)
    question = Question(asked, ways, max(limit, FIRST), max(limit, EACH), common)
    shape = ("search", parts, asked, tuple(one.shape for one in ways), question.first, question.each, common)
    values = {key: value for place, one in enumerate(terms) for key, value in one.given(f"term_{place}").items()}
    values.update({key: value for place, one in enumerate(ways) for key, value in one.given(f"way_{place}").items()})
    rows = [Hit(*row) for row in db.session.execute(statements.kept(shape, lambda: _named(parts, question)), values)]
    return [one for one in rows if one.way != HELD and one.name is not None], frozenset(one.fits for one in rows if one.way == HELD and one.place >= COMMON)


def _named(parts: Parts, question: Question) -> Any:
    """What all ways find, with the names of the records; and of the texts that were found once for all ways, how many there are."""
    labelled = [
        part.add_columns(sa.literal_column(f"'{one.kind}'").label("way")).subquery()
        for place, one in enumerate(question.ways) for part in parts(question, place)
    ]  # fmt: skip
    found = sa.union_all(*(part.select() for part in labelled)).subquery()
    called = sa.select(RECORD.c.name).where(RECORD.c.id == found.c.record_id).scalar_subquery()  # no join, for which PostgreSQL may read every record
    named = sa.select(found.c.record_id, found.c.place, found.c.fits, called, found.c.way)
    return sa.union_all(named, *(_counted(place, texts) for place, texts in question.found.items())) if question.found else named


def _counted(place: int, texts: Any) -> sa.Select[Any]:
    """A row in the shape of a hit: how many texts hold the part at this place among the parts."""
    written: Callable[[str], sa.ColumnClause[Any]] = sa.literal_column
    return sa.select(written("0"), sa.func.count(), written(str(place)), written("''"), written(f"'{HELD}'")).select_from(texts)


# ---------------------------------------------------------------- the two indexes


@dataclass(frozen=True, slots=True)
class Question:
    """What a statement is built from: the shape of each term, the rarest first, the ways to look, how many matches of a way and
    of a place are taken, and which parts of the first term are looked for in each way by itself. Words and ids are given by name. ``found``: the
    texts that hold the other parts, once for all ways."""

    terms: tuple[Shape, ...]
    ways: Sequence[Reach]
    first: int
    each: int
    common: frozenset[int]
    found: dict[int, Any] = field(default_factory=dict)


Parts = Callable[[Question, int], Iterator[sa.Select[Any]]]
"""What of an index is read for one of the ways."""


def _tokens(question: Question, way: int) -> Iterator[sa.Select[Any]]:
    """Tokens that are the term itself, the newest records first, and tokens that begin with it."""
    for start, places in zip(_names("start", 0, question), question.terms[0][0], strict=True):
        if question.ways[way].kind == SHARED:
            yield _of_few(start, question, way)
        else:
            if places != TELEPHONES:  # a number that is the whole one from its end is so from its beginning too
                yield _tokens_in(question, way, places, WHOLE, (TOKEN.c.token == _word(start),), TOKEN.c.record_id.desc())
            yield _tokens_in(question, way, places, BEGINS, _longer(TOKEN, start))


def _of_few(start: str, question: Question, way: int) -> sa.Select[Any]:
    """Both at once among the tokens of the few records that were shared, which are gone through."""
    token = TOKEN.c.token + sa.literal_column("''")  # which no index over tokens serves: it would lead to everybody's
    fits = sa.case((token == _word(start), WHOLE), else_=BEGINS).label("fits")
    begins = (token >= _word(start), token < _word(_beyond(start)))
    return _narrowed(TOKEN, fits, (*begins, _held(TOKEN, question, way)), question, way).order_by(fits, TOKEN.c.record_id.desc())


def _tokens_in(question: Question, way: int, places: str, fits: int, conditions: tuple[sa.ColumnElement[bool], ...], order: Any = None) -> sa.Select[Any]:
    if question.ways[way].kind in BY_PLACE:
        return _of_each_place(question, way, places, fits, conditions, order)
    return _narrowed(TOKEN, _as_column(fits), (*conditions, _held(TOKEN, question, way)), question, way).order_by(order)


def _of_each_place(question: Question, way: int, places: str, fits: int, conditions: tuple[sa.ColumnElement[bool], ...], order: Any) -> sa.Select[Any]:
    """The first of each of these places: with all together, those of few records would be looked for among what everybody's tokens begin with."""
    reach = question.ways[way]
    most = question.first if reach.kind == ELSEHOW else question.each  # of what was only found, not all is in sight
    tests = (*conditions, reach.sees(TOKEN, f"way_{way}"), *(_also(term, TOKEN, question, way) for term in range(1, len(question.terms))))

    def first(place: sa.ColumnElement[int]) -> sa.Select[Any]:
        return sa.select(TOKEN.c.record_id).where(TOKEN.c.place == place, *tests).order_by(order).limit(statements.at_most(most))

    found = walks.ids_of_each(f"way_{way}_{places}", first).subquery()
    return sa.select(found.c.id.label("record_id"), found.c.piece.label("place"), _as_column(fits))


def _texts(question: Question, way: int) -> Iterator[sa.Select[Any]]:
    for place, part in enumerate(_names("part", 0, question)):
        if place not in question.common:
            found = question.found.setdefault(place, sa.select(TEXT).where(_holding(part)).limit(statements.at_most(COMMON)).cte(f"holding_{place}"))
            yield _narrowed(found, _as_column(HOLDS), (_held(found, question, way),), question, way)
            continue
        own = question.ways[way].kind in OWN
        yield _narrowed(TEXT, _as_column(HOLDS), (_holds(TEXT, part) if own else _holding(part), _held(TEXT, question, way)), question, way)


def _names(kind: str, term: int, question: Question) -> list[str]:
    """Under which the starts or the parts of a term are given."""
    starts, parts = question.terms[term]
    return [f"term_{term}_{kind}_{place}" for place in range(len(starts) if kind == "start" else parts)]


def _beyond(start: str) -> str:
    """Under which it is given what lies beyond all that begin so."""
    return start.replace("_start_", "_beyond_")


def _word(name: str) -> sa.ColumnElement[str]:
    return statements.unseen(name, sa.Text())


def _longer(table: Any, start: str) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.token > _word(start), table.c.token < _word(_beyond(start))


def _held(table: Any, question: Question, way: int) -> sa.ColumnElement[bool]:
    return question.ways[way].holds(table, f"way_{way}")


def _narrowed(table: Any, fits: sa.ColumnElement[int], conditions: Sequence[sa.ColumnElement[bool]], question: Question, way: int) -> sa.Select[Any]:
    chosen = sa.select(table.c.record_id, table.c.place, fits)
    others = (_also(term, table, question, way) for term in range(1, len(question.terms)))
    return chosen.where(*conditions, *others).limit(statements.at_most(question.first))


def _as_column(fits: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(fits)).label("fits")


def _holds(table: Any, part: str) -> sa.ColumnElement[bool]:
    """Whether a text holds the part: by its trigrams on PostgreSQL, read through on SQLite."""
    if is_postgresql():
        return table.c.text.like(sa.bindparam(part))  # type: ignore[no-any-return]  # columns of a table are Any here
    return sa.func.instr(table.c.text, sa.bindparam(part)) > 0


def _holding(part: str) -> sa.ColumnElement[bool]:
    """The same, on SQLite by the trigrams of all texts too."""
    if is_postgresql():
        return _holds(TEXT, part)
    quoted = sa.func.printf('"%w"', sa.bindparam(part))
    matches = sa.select(FULL_TEXT.c.rowid).where(sa.literal_column("search_text_fts").op("MATCH")(quoted))
    return TEXT.c.id.in_(matches)  # type: ignore[no-any-return]  # as above


def _also(term: int, table: Any, question: Question, way: int) -> sa.ColumnElement[bool]:
    """A further term, on the few entries of one record."""
    token, text = TOKEN.alias(), TEXT.alias()
    begins = [sa.or_(token.c.token == _word(start), sa.and_(*_longer(token, start))) for start in _names("start", term, question)]
    holds = [_holds(text, part) for part in _names("part", term, question)]
    tokens = _one_of(token, table, way, begins)
    return sa.or_(tokens, _one_of(text, table, way, holds)) if holds else tokens


def _one_of(entries: Any, table: Any, way: int, fits: Sequence[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """A subquery for one value, not EXISTS: that PostgreSQL would join, reading every entry that fits the further term."""
    here = sa.select(entries.c.place).where(entries.c.record_id == table.c.record_id, walks.among_given(entries.c.place, f"way_{way}_{PLACES}"), sa.or_(*fits))
    return here.limit(statements.at_most(1)).scalar_subquery().is_not(None)


# ---------------------------------------------------------------- what was found


def _enough(record_ids: Sequence[int], sure: AbstractSet[int], limit: int) -> Sequence[int]:
    """The best of these records, up to where ``limit`` of them are in sight by what the index carries; others were only found."""
    places = [place for place, one in enumerate(record_ids) if one in sure]
    return record_ids[: places[limit - 1] + 1] if len(places) >= limit else record_ids


def _by_object(hits: Sequence[Hit], places: Mapping[int, ObjectType], typed: str) -> dict[str, list[int]]:
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
