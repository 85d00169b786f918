"""Adjustments: what somebody says instead of the sum, with a note. They change neither an opportunity nor the unadjusted roll-up.

Two kinds, kept apart: everybody may set the own number; a manager may set that of a direct report. The report does not see the manager's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from core import Actor, Conflict, Forbidden, Invalid, Refusal, db, fields, now, today, transaction, users
from core import gettext as _text
from core import gettext_lazy as _

from . import locks, rates
from .columns import Column
from .hierarchy import Hierarchy, Place, home_of, read_place
from .models import Adjustment
from .periods import Period
from .rollup import Adjusted
from .types import TypeInfo

ADJUST = "forecast.adjust"
NOTE_LENGTH = 255
KEPT = Decimal("0.0001")
TABLE = Adjustment.__table__
AMOUNT = fields.CurrencyField(_("Adjusted number"))
UNITS = fields.IntegerField(_("Adjusted number"), minimum=0, maximum=1_000_000_000)


@dataclass(frozen=True, slots=True)
class Made:
    """One adjustment as it was made. ``value`` is None where it took back the one before."""

    place: Place
    by_id: int
    column: str
    number: int
    value: Decimal | None
    base: Decimal
    note: str
    made_by_id: int
    made_at: datetime

    @property
    def by_owner(self) -> bool:
        return self.by_id == self.place.person_id

    @property
    def author(self) -> str:
        return users.name_of(self.made_by_id)

    def moved(self, base: Decimal) -> Decimal:
        """By how much the number without it has moved since: not zero is stale."""
        return base.quantize(KEPT, ROUND_HALF_UP) - self.base


Key = tuple[Place, int, str]
"""Place, whose view, column."""


def standing(forecast: TypeInfo, period: Period) -> dict[Key, Made]:
    """The latest of every cell of a period, also those that only took back, in one statement."""
    table = TABLE.c
    rows = db.session.execute(sa.select(TABLE).where(table.type_id == forecast.id, table.starts_on == period.start).order_by(table.number))
    return {(one.place, one.by_id, one.column): one for one in map(_made, rows.mappings())}


def history(forecast: TypeInfo, period: Period, place: Place, by_ids: Iterable[int], column: str) -> list[Made]:
    """What was set for a cell by these people, the latest first."""
    table = TABLE.c
    wanted = sa.select(TABLE).where(
        table.type_id == forecast.id, table.starts_on == period.start, table.place == place.code, table.by_id.in_(list(by_ids)), table.column == column
    )
    return [_made(row) for row in db.session.execute(wanted.order_by(table.made_at.desc(), table.id.desc()).limit(100)).mappings()]


def in_column(found: Mapping[Key, Made], hierarchy: Hierarchy, column: str) -> Adjusted:
    """Those that hold in a column: a manager's only while the place reports to that manager, and only for who sees the manager."""
    by_owner: dict[Place, Decimal] = {}
    by_manager: dict[Place, Decimal] = {}
    for (place, by_id, code), made in found.items():
        if code != column or made.value is None or place not in hierarchy:
            continue
        manager = hierarchy.parents[place]
        if by_id == place.person_id:
            by_owner[place] = made.value
        elif manager is not None and manager.person_id == by_id:
            by_manager[place] = made.value
    return Adjusted(by_owner, by_manager)


def adjuster(user: Actor, hierarchy: Hierarchy, place: Place | None) -> bool:
    """Whether this user may set numbers of this place: the own one, or that of a direct report."""
    if place is None or not user.may(ADJUST) or place not in hierarchy:
        return False
    home = home_of(user.id)
    return place == home or hierarchy.parents[place] == home


def check(user: Actor, hierarchy: Hierarchy, place: Place, column: Column, period: Period) -> None:
    """Raises Forbidden or Refusal, with the sentence that says why this number cannot be adjusted by this user."""
    if not user.may(ADJUST):
        raise Forbidden(_text("You may look at the forecast, but not adjust it."))
    if not adjuster(user, hierarchy, place):
        raise Refusal(_text("You adjust your own numbers and those of your direct reports. %(name)s does not report to you.", name=place.name))
    if not column.adjustable:
        raise Refusal(_text("What has closed is a fact and is not adjusted."))
    if period.end <= today(user.dealer_id):
        raise Refusal(_text("%(period)s is over: its forecast is no longer adjusted.", period=period))


def parse(text: str, note: str, forecast: TypeInfo) -> Decimal:
    """The number as typed. Raises Invalid that names the field, and the note as well where that cannot stay."""
    field = AMOUNT if forecast.is_money else UNITS
    try:
        value = field.parse(text)
        problems = [_text("Please fill in the number.")] if value is None else list(field.problems(value))
        if forecast.is_money and (sentence := AMOUNT.currency_problem(text, rates.currency())):
            problems = [sentence]
    except ValueError as problem:
        value, problems = None, [str(problem)]
    if problems:
        raise Invalid({"value": problems, **_about_note(note)})
    return Decimal(value)


def _about_note(note: str, *, is_needed: bool = True) -> dict[str, list[str]]:
    """What is wrong about it: field -> sentences."""
    tidy = " ".join(note.split())
    if len(tidy) > NOTE_LENGTH:
        return {"note": [_text("The note has at most %(most)s characters.", most=NOTE_LENGTH)]}
    if is_needed and not tidy:
        return {"note": [_text("Please say why, in a word or two.")]}
    return {}


def make(forecast: TypeInfo, period: Period, place: Place, column: Column, user: Actor, *, value: Decimal | None, base: Decimal, note: str, seen: int) -> None:
    """Set the number (None: take back what was set), once ``check`` has allowed it. ``seen`` is the count of adjustments that the user saw of this
    cell: where somebody was faster it is a Conflict. Raises Invalid for the note, and Refusal where the period is locked."""
    if problems := _about_note(note, is_needed=value is not None):
        raise Invalid(problems)
    row = {
        "type_id": forecast.id, "starts_on": period.start, "place": place.code, "by_id": user.id, "column": column.code, "number": seen + 1,
        "value": value, "base": base.quantize(KEPT, ROUND_HALF_UP), "note": " ".join(note.split()), "made_by_id": user.id, "made_at": now(),
    }  # fmt: skip
    try:
        with transaction():
            locks.hold_off(forecast, period, home_of(user.id))
            if _latest(row) != seen:
                raise _too_late()
            db.session.execute(sa.insert(TABLE).values(row))
    except sa.exc.IntegrityError:
        raise _too_late() from None


def _latest(row: Mapping[str, Any]) -> int:
    same = [TABLE.c[name] == row[name] for name in ("type_id", "starts_on", "place", "by_id", "column")]
    return int(db.session.execute(sa.select(sa.func.coalesce(sa.func.max(TABLE.c.number), 0)).where(*same)).scalar_one())


def _too_late() -> Conflict:
    return Conflict(message=_text("This number was adjusted meanwhile. Please look at it again before you set it."))


def _made(row: Mapping[Any, Any]) -> Made:
    return Made(
        place=read_place(row["place"]), by_id=row["by_id"], column=row["column"], number=row["number"], value=row["value"], base=row["base"],
        note=row["note"], made_by_id=row["made_by_id"], made_at=row["made_at"],
    )  # fmt: skip
