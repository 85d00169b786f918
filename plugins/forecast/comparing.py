"""The comparison of two days as somebody asks for it: the snapshots, the waterfall of a number, and the sales in each of its buckets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core import Actor, BadQuery, NotFound, queries, today
from core import gettext as _

from . import snapshots, types, waterfall
from .columns import Column
from .hierarchy import Hierarchy, Place, hidden_from, home_of, read_place
from .periods import Period
from .snapshots import Taken
from .types import TypeInfo
from .waterfall import Moved, Waterfall

WEEK = timedelta(days=7)
SHOWN = 200
"""Sales of a bucket that are listed; their number and sum are of all."""


@dataclass(frozen=True)
class Comparison:
    """What was asked and what came of it. ``first`` and ``last`` are None where no snapshot has been taken yet."""

    forecast: TypeInfo
    period: Period
    column: Column
    root: Place | None
    hierarchy: Hierarchy
    first: Taken | None
    last: Taken | None
    found: Waterfall

    @property
    def is_exact(self) -> bool:
        return self.first is not None and self.last is not None


def read(parameters: Mapping[str, Any], user: Actor) -> Comparison:
    """``type``, ``period``, ``column``, ``root`` as the grid takes them; ``since`` and ``until`` days: a week ago and the last snapshot unless told.
    Raises BadQuery, NotFound, Forbidden."""
    forecast = types.chosen(str(parameters.get("type") or ""), user)
    period = forecast.read_period(str(parameters.get("period") or ""), today(user.dealer_id))
    column = _column(forecast, str(parameters.get("column") or ""))
    last = snapshots.latest(_day(parameters.get("until"), "until"))
    since = _day(parameters.get("since"), "since")
    first = (snapshots.latest(since or last.day - WEEK) or snapshots.earliest()) if last is not None else None
    if first is None or last is None:
        return Comparison(forecast, period, column, None, Hierarchy({}), first, last, Waterfall())
    if first.id > last.id:
        raise BadQuery(_("The first day of a comparison is before the last."), "since")
    whole = waterfall.hierarchy_of(first.id, last.id)
    hidden = hidden_from(user, whole)
    seen = whole.without(hidden)
    root = _root(seen, str(parameters.get("root") or ""), user)
    places = None if root is None and not hidden else set(seen.below(root)) if root is not None else set(seen.parents)
    found = waterfall.between(first.id, last.id, waterfall.Question(forecast, period, column, places))
    return Comparison(forecast, period, column, root, seen, first, last, found)


def _column(forecast: TypeInfo, code: str) -> Column:
    wanted = code or "best_case_forecast"
    found = next((one for one in forecast.every_column if one.code == wanted), None)
    if found is None:
        raise BadQuery(_("This forecast has no such column."), "column")
    return found


def _root(seen: Hierarchy, code: str, user: Actor) -> Place | None:
    if code:
        place = read_place(code)
        if place not in seen:
            raise NotFound
        return place
    home = home_of(user.id)
    return home if home in seen and seen.children.get(home) else next(iter(seen.children.get(None, []))) if len(seen.children.get(None, [])) == 1 else None


def _day(text: Any, name: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise BadQuery(_("“%(text)s” is no day, such as 2026-10-01.", text=str(text)[:40]), name) from None


def sales_of(asked: Comparison, bucket: str, user: Actor) -> list[tuple[Moved, str, str | None]]:
    """The sales of a bucket, the largest change first: each with its name and address, both only where the user may open it."""
    moved = sorted((one for one in asked.found.moved if one.bucket == bucket), key=lambda one: -abs(one.net))[:SHOWN]
    rows = queries.page("opportunity", user, where={"id": [one.sale_id for one in moved]}, sort="id", limit=SHOWN, columns=("name",)).rows if moved else ()
    names = {row.id: row.name for row in rows}
    return [(one, names.get(one.sale_id, _("A sale you cannot open")), f"/opportunities/{one.sale_id}" if one.sale_id in names else None) for one in moved]
