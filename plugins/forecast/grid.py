"""The forecast of one period as somebody sees it: people down, categories across, five numbers in each cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from core import Actor, NotFound, today

from . import adjustments, locks, quotas, sums
from .adjustments import Key, Made
from .columns import Column
from .hierarchy import Hierarchy, Place, build, hidden_from, home_of, read_place
from .locks import Lock
from .periods import Period
from .rollup import ZERO, Cell, roll_up
from .sums import Sums
from .types import TypeInfo

TOP, OWN, REPORT = "top", "own", "report"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page. ``place`` is None for the sum over several at the top; ``numbers`` are what is shown, by column.

    ``kind``: "top" (the place looked at, as it sees itself), "own" (its own sales) or "report" (as its manager sees it).
    """

    place: Place | None
    kind: str
    depth: int
    numbers: Mapping[str, Decimal]
    is_open: bool = False
    has_reports: bool = False

    @property
    def code(self) -> str:
        return self.place.code if self.place else ""

    @property
    def name(self) -> str:
        return self.place.name if self.place else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An adjustment that decides over a number which is shown: what the number would be without it, and by how much that has moved since."""

    made: Made
    without: Decimal
    moved: Decimal


@dataclass(frozen=True)
class Grid:
    """All numbers of a period within one person's sight."""

    forecast: TypeInfo
    period: Period
    user: Actor
    columns: tuple[Column, ...]
    hierarchy: Hierarchy
    sums: Mapping[Place, Sums]
    cells: Mapping[str, Mapping[Place, Cell]]
    """By column and place."""
    sold: frozenset[Place]
    """Every place with sales that the user may see, whether it is in the grid or not."""
    standing: Mapping[Key, Made]
    quotas: Mapping[tuple[int, str], Decimal]
    locks: Mapping[Place, Lock]

    @cached_property
    def home(self) -> Place:
        return home_of(self.user.id)

    @cached_property
    def lock(self) -> Lock | None:
        """The lock under which the user neither adjusts nor submits here."""
        return locks.over(self.home, self.locks)

    @property
    def is_over(self) -> bool:
        """Whether the period has ended where the user is."""
        return self.period.end <= today(self.user.dealer_id)

    @cached_property
    def tops(self) -> list[Place]:
        return self.hierarchy.children.get(None, [])

    def root(self, code: str = "") -> Place | None:
        """The place to look at: the one asked for; else the user's own, or None, all tops together, for whoever leads nobody and
        sees several. Raises NotFound for one out of sight."""
        if code:
            place = read_place(code)
            if place not in self.hierarchy:
                raise NotFound
            return place
        if self.home in self.hierarchy and (self.hierarchy.children.get(self.home) or len(self.tops) == 1):
            return self.home
        return self.tops[0] if len(self.tops) == 1 else None

    def cell(self, place: Place | None, column: str) -> Cell:
        """The cell of a place; for None that of all tops together."""
        if place is not None:
            return self.cells[column].get(place, Cell())
        tops = [self.cells[column][one] for one in self.tops]
        parts = zip(*((one.own, one.raw, one.base, one.owner, one.owner) for one in tops), strict=True)
        return Cell(*(sum(part, ZERO) for part in parts)) if tops else Cell()

    def rows(self, root: Place | None, opened: Collection[Place] = ()) -> Iterator[Row]:
        """The root, its own sales, and its reports with those of them that are opened."""
        yield self._top(root)
        yield from self._inside(root, 1, opened)

    def row(self, place: Place | None, root: Place | None, *, own: bool = False) -> Row:
        """The one line of these in which a place, or its own sales, is shown."""
        if own:
            return Row(place, OWN, 1, self._numbers(place, "own"))
        if place is None or place == root:
            return self._top(place)
        return self._report(place, 1)

    def _inside(self, place: Place | None, depth: int, opened: Collection[Place]) -> Iterator[Row]:
        reports = self.hierarchy.children.get(place, ())
        if place is not None and reports and place in self.sums:
            yield Row(place, OWN, depth, self._numbers(place, "own"))
        for one in reports:
            row = self._report(one, depth, is_open=one in opened)
            yield row
            if row.is_open and row.has_reports:
                yield from self._inside(one, depth + 1, opened)

    def _top(self, root: Place | None) -> Row:
        return Row(root, TOP, 0, self._numbers(root, "owner"), is_open=True, has_reports=True)

    def _report(self, place: Place, depth: int, *, is_open: bool = False) -> Row:
        """As the manager sees the place; whoever has none in sight is shown as by themselves."""
        which = "owner" if self.hierarchy.parents[place] is None else "forecast"
        return Row(place, REPORT, depth, self._numbers(place, which), is_open, bool(self.hierarchy.children.get(place)))

    def _numbers(self, place: Place | None, which: str) -> dict[str, Decimal]:
        return {column.code: getattr(self.cell(place, column.code), which) for column in self.columns}

    def mark(self, row: Row, column: Column) -> Mark | None:
        """The adjustment behind the number of a line: the manager's in the manager's list, else what the place has set itself."""
        place = row.place
        if place is None or row.kind == OWN:
            return None
        cell, manager = self.cell(place, column.code), self.hierarchy.parents[place]
        if row.kind == REPORT and manager is not None and manager.person_id is not None:
            made = self.standing.get((place, manager.person_id, column.code))
            if made is not None and made.value is not None:
                return Mark(made, cell.owner, made.moved(cell.owner))
        made = self.standing.get((place, place.person_id or 0, column.code))
        return Mark(made, cell.base, made.moved(cell.base)) if made is not None and made.value is not None else None

    def may_adjust(self, row: Row, column: Column) -> bool:
        """Whether the user sets this number here: the own one in the own line, a report's in the list of reports."""
        place = row.place
        if place is None or row.kind == OWN or not column.adjustable or self.lock is not None or self.is_over:
            return False
        whose = place == self.home if row.kind == TOP else self.hierarchy.parents[place] == self.home
        return whose and self.user.may(adjustments.ADJUST)

    def is_below(self, row: Row, column: Column) -> bool:
        """Whether a cumulative column was set below the narrower one that it contains."""
        narrower = column.narrower
        return bool(narrower and self.mark(row, column) and row.numbers[column.code] < row.numbers[narrower])

    def quota(self, place: Place | None) -> Decimal | None:
        """The quota of whoever is at this place now; None without one, also for what was there before."""
        if place is None or place.person_id is None or place.is_past:
            return None
        return self.quotas.get((place.person_id, self.period.code))

    def places(self, root: Place | None) -> set[Place]:
        """The root and all below it; for None everybody in sight."""
        return set(self.hierarchy.below(root)) if root is not None else set(self.hierarchy.parents)

    def foreign(self, root: Place | None) -> dict[str, Decimal]:
        """By currency what is in none of the sums below the root."""
        found: dict[str, Decimal] = {}
        for place in self.places(root) & self.sums.keys():
            for code, amount in self.sums[place].foreign.items():
                found[code] = found.get(code, ZERO) + amount
        return found


def read(forecast: TypeInfo, period: Period, user: Actor, view: str | None = None, columns: tuple[Column, ...] | None = None) -> Grid:
    """The grid as this user sees it, in the columns of a view unless others are named."""
    found = sums.read(forecast, period, user)
    whole = build(found)
    hierarchy = whole.without(hidden_from(user, whole))
    columns, standing = forecast.columns(view) if columns is None else columns, adjustments.standing(forecast, period)
    inside = {place: one for place, one in found.items() if place in hierarchy}
    cells = {
        column.code: roll_up(hierarchy, {place: one.total(column) for place, one in inside.items()}, adjustments.in_column(standing, hierarchy, column.code))
        for column in columns
    }
    return Grid(forecast, period, user, columns, hierarchy, inside, cells, frozenset(found), standing, quotas.of(forecast, [period], user),
                locks.latest(forecast, period))  # fmt: skip
