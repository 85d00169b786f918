"""What an address asks of the forecast: read from its parameters, found, and written back into links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from core import Actor, BadQuery, NotFound, today
from core import gettext as _

from . import adjustments, deals, grid, types
from .columns import Column
from .grid import Grid
from .hierarchy import Place, read_place

VIEWS = ("cumulative", "single")
MOST_OPEN = 60
"""Rows opened at once; an address is not endless."""


@dataclass(frozen=True)
class Asked:
    """The grid, where in it, and which rows are opened."""

    grid: Grid
    root: Place | None
    opened: frozenset[Place]
    view: str

    def url(self, path: str = "/forecast", **changes: Any) -> str:
        """This page's address with some parameters changed; None leaves one out."""
        parameters = {
            "type": self.grid.forecast.id, "period": self.grid.period.code, "view": self.view, "root": self.root.code if self.root else None,
            "open": ",".join(sorted(one.code for one in self.opened)) or None, **changes,
        }  # fmt: skip
        return f"{path}?{urlencode({name: value for name, value in parameters.items() if value not in (None, '')})}"

    @property
    def is_over(self) -> bool:
        """Whether the period has ended where the user is."""
        return self.grid.period.end <= today(self.grid.user.dealer_id)

    def toggled(self, place: Place) -> str:
        """The address at which this row is opened, or closed if it is open."""
        return self.url(open=",".join(sorted(one.code for one in self.opened ^ {place})) or None)

    def deals_of(self, place: Place | None, column: Column, *, own: bool = False, **more: Any) -> str:
        """The address of the opportunities behind a number."""
        return self.url("/forecast/opportunities", open=None, place=place.code if place else None, column=column.code, own="1" if own else None, **more)

    @property
    def path(self) -> list[Place]:
        """From the top in sight down to the place looked at."""
        found: list[Place] = []
        place = self.root
        while place is not None:
            found.append(place)
            place = self.grid.hierarchy.parents[place]
        return found[::-1]


def read(parameters: Mapping[str, Any], user: Actor, *, finished: bool = False) -> Asked:
    """``type`` id, ``period`` a day in it, ``view`` cumulative or single, ``root`` and ``open`` places. Without a period it is the present one, or with
    ``finished`` the last that is over. Raises BadQuery, NotFound, Forbidden."""
    forecast = types.chosen(str(parameters.get("type") or ""), user)
    named = str(parameters.get("period") or "")
    period = forecast.read_period(named, today(user.dealer_id))
    if finished and not named:
        period = period.after(-1)
    view = parameters.get("view") or forecast.view
    if view not in VIEWS:
        raise BadQuery(_("A forecast is shown “cumulative” or “single”."), "view")
    found = grid.read(forecast, period, user, view)
    opened = frozenset(map(read_place, [one for one in str(parameters.get("open") or "").split(",") if one][:MOST_OPEN]))
    return Asked(found, found.root(str(parameters.get("root") or "")), opened, view)


@dataclass(frozen=True)
class Number:
    """One number of the grid: its column, whose it is, and the sales it is made of."""

    column: Column
    place: Place | None
    own: bool
    places: frozenset[Place]


def number(parameters: Mapping[str, Any], asked: Asked) -> Number:
    """``column`` code, ``place`` (none: everybody in sight), ``own`` 1 for the place's own sales. Raises BadQuery, NotFound."""
    column = next((one for one in asked.grid.columns if one.code == parameters.get("column")), None)
    if column is None:
        raise BadQuery(_("This forecast has no such column."), "column")
    place = read_place(str(parameters["place"])) if parameters.get("place") else None
    if place is not None and place not in asked.grid.hierarchy:
        raise NotFound
    own = str(parameters.get("own") or "") in ("1", "True")
    return Number(column, place, own, frozenset(deals.places(asked.grid, place, own=own)))


@dataclass(frozen=True)
class Adjusting:
    """One number that the user may set: whose, in which column, and what it is without that."""

    place: Place
    column: Column
    base: Decimal


def adjusted(parameters: Mapping[str, Any], asked: Asked) -> Adjusting:
    """``place`` and ``column`` of a number to set. Raises BadQuery, NotFound, and Forbidden or Refusal with the reason why not."""
    found = number(parameters, asked)
    if found.place is None:
        raise NotFound
    adjustments.check(asked.grid.user, asked.grid.hierarchy, found.place, found.column, asked.grid.period)
    cell = asked.grid.cell(found.place, found.column.code)
    return Adjusting(found.place, found.column, cell.base if found.place == asked.grid.home else cell.owner)
