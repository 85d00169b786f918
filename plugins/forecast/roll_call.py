"""The roll call of a period: who of a team has submitted, who has not, who came late, and what each said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from core import today

from . import submissions
from .asking import Asked
from .due_days import due_on
from .grid import Grid
from .hierarchy import Place, home_of
from .submissions import Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One person at the present place. ``standing`` is None for who has not submitted; ``is_asked`` is False for who need not."""

    place: Place
    depth: int
    standing: Standing | None
    is_asked: bool


@dataclass(frozen=True)
class RollCall:
    """The people of a place and below, in the order of the hierarchy."""

    grid: Grid
    lines: tuple[Line, ...]

    @cached_property
    def asked(self) -> list[Line]:
        return [one for one in self.lines if one.is_asked]

    @cached_property
    def missing(self) -> list[Line]:
        return [one for one in self.asked if one.standing is None]

    @cached_property
    def late(self) -> list[Line]:
        return [one for one in self.lines if one.standing is not None and one.standing.was_late]

    @property
    def submitted(self) -> int:
        return len(self.asked) - len(self.missing)

    @cached_property
    def own(self) -> Line | None:
        """The reader's own line; None where it is not among these."""
        return next((one for one in self.lines if one.place == self.grid.home), None)

    @property
    def due_on(self) -> date | None:
        """The last day on which a submission is in time."""
        return due_on(self.grid.forecast, self.grid.period)

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < today(self.grid.user.dealer_id)


def read(asked: Asked) -> RollCall:
    """That of the place looked at. Two statements, however many people."""
    places = asked.grid.hierarchy.indented(asked.root)
    people = {place.person_id for place, _depth in places if place.person_id is not None}
    found, expected = submissions.standings(asked.grid.forecast, asked.grid.period, people), submissions.asked()
    return RollCall(asked.grid, tuple(_lines(places, found, expected)))


def _lines(places: Collection[tuple[Place, int]], found: dict[int, Standing], expected: Collection[int]) -> list[Line]:
    here = [(place, depth, place.person_id) for place, depth in places if place.person_id is not None and place == home_of(place.person_id)]
    return [Line(place, depth, found.get(person), person in expected) for place, depth, person in here if person in expected or person in found]
