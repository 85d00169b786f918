"""Records page by page: what is seen in one way or another, merged by the key of the order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from .. import conditions, permissions, registry
from ..actor import Actor
from ..conditions import Where
from ..objects import ObjectType
from .order import Sort, read_cursor, read_sort, write_cursor
from .readers import Reader, SideReader

PAGE, MOST = 50, 500
FEW = 20
"""Up to here a first page asks for all its rows at once; a longer one seldom needs those without a value."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows (each with the attributes of the columns asked for, and ``id``) and the cursor of the next."""

    rows: Sequence[Any]
    next: str | None
    sort: Sort
    size: int


def page(
    object_type: ObjectType | str,
    user: Actor,
    *,
    where: Where = None,
    sort: str | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
    columns: Sequence[str] = (),
    operation: str = "read",
) -> Page:
    """The next ``limit`` rows the user may see. Raises BadQuery for a field, sort or cursor that is not known."""
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, operation)
    order = read_sort(object_type, user, sort)
    limit = max(1, min(limit, MOST))
    reader = (SideReader if order.side else Reader)(object_type, user, conditions.read(where), order, columns, operation, limit + 1)
    rows = _first(reader) if not cursor else _beyond(reader, order, cursor)
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, write_cursor(order, rows[-1]) if more else None, order, limit)


def _first(reader: Reader) -> list[Any]:
    return reader.few() if reader.some_empty and reader.limit <= FEW else _with_empty(reader, reader.rows(0, None))


def _beyond(reader: Reader, order: Sort, cursor: str) -> list[Any]:
    phase, after = read_cursor(cursor, order)
    rows = reader.rows(phase, after)
    return _with_empty(reader, rows) if phase == 0 else rows


def _with_empty(reader: Reader, rows: list[Any]) -> list[Any]:
    """A page of rows with a value to sort by, filled up with those without one."""
    return [*rows, *reader.rows(1, None)][: reader.limit] if reader.some_empty and len(rows) < reader.limit else rows


def ids(object_type: ObjectType | str, user: Actor, *, where: Where = None, sort: str | None = None, limit: int = 200, operation: str = "read") -> list[int]:
    """The ids of the first records."""
    return [row.id for row in page(object_type, user, where=where, sort=sort, limit=limit, operation=operation).rows]


def export(object_type: ObjectType, user: Actor, *, where: Where = None, sort: str | None = None, columns: Sequence[str]) -> Iterator[list[Any]]:
    """All rows a list shows, page by page, so that memory stays flat. Refuses as ``page`` does, before anything is written of them."""
    following = partial(page, object_type, user, where=where, sort=sort, limit=MOST, columns=columns)
    return _page_by_page(following(), following)


def _page_by_page(found: Page, following: Callable[..., Page]) -> Iterator[list[Any]]:
    yield list(found.rows)
    while found.next is not None:
        found = following(cursor=found.next)
        yield list(found.rows)
