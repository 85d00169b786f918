"""Submissions: what a person stands by on a day, for a type and a period, kept with the numbers of that moment.

Whoever takes part in the forecast and may submit is asked to. One may submit again; every submission stays, and the first one says whether it was
late.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from core import Actor, Conflict, Forbidden, Invalid, Refusal, db, now, today, transaction, users
from core import gettext as _

from . import grid, locks
from .due_days import due_on
from .hierarchy import home_of, participants
from .models import Submission, SubmittedNumber
from .periods import Period
from .types import TypeInfo

SUBMIT = "forecast.submit"
NOTE_LENGTH = 255
KEPT = Decimal("0.0001")
TABLE, NUMBERS = Submission.__table__, SubmittedNumber.__table__


@dataclass(frozen=True, slots=True)
class Submitted:
    """One submission. ``said`` holds by column what the person said, ``raw`` what the sum was without any adjustment."""

    id: int
    person_id: int
    number: int
    note: str
    due_on: date | None
    made_on: date
    made_at: datetime
    said: Mapping[str, Decimal] = field(default_factory=dict)
    raw: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.made_on > self.due_on

    @property
    def author(self) -> str:
        return users.name_of(self.person_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: the last submission, and whether the first one came late."""

    latest: Submitted
    was_late: bool


def asked() -> frozenset[int]:
    """The ids of those who are to submit."""
    return frozenset(one for one in participants() if users.actor(one).may(SUBMIT))


def standings(forecast: TypeInfo, period: Period, people: Collection[int]) -> dict[int, Standing]:
    """By person the last submission of a period with its numbers; who has not submitted is not in it. Two statements, however many people."""
    made = _find(forecast, period, people)
    last = {one.person_id: one for one in made}  # in the order of their numbers
    late = {one.person_id for one in made if one.number == 1 and one.is_late}
    return {one.person_id: Standing(one, one.person_id in late) for one in _with_numbers(list(last.values()))}


def history(forecast: TypeInfo, period: Period, person: int) -> list[Submitted]:
    """What a person has submitted for a period, the latest first, with its numbers."""
    return _with_numbers(_find(forecast, period, [person]))[::-1][:100]


def _find(forecast: TypeInfo, period: Period, people: Collection[int]) -> list[Submitted]:
    table = TABLE.c
    columns = (table.id, table.person_id, table.number, table.note, table.due_on, table.made_on, table.made_at)
    wanted = sa.select(*columns).where(table.type_id == forecast.id, table.starts_on == period.start, table.person_id.in_(sorted(people)))
    return [Submitted(*row) for row in db.session.execute(wanted.order_by(table.number))]


def _with_numbers(made: Sequence[Submitted]) -> list[Submitted]:
    said: dict[int, dict[str, Decimal]] = {one.id: {} for one in made}
    raw: dict[int, dict[str, Decimal]] = {one.id: {} for one in made}
    table = NUMBERS.c
    rows = db.session.execute(sa.select(table.submission_id, table.column, table.raw, table.owner).where(table.submission_id.in_(sorted(said)))) if made else ()
    for submission, column, sum_of, owner in rows:
        said[submission][column], raw[submission][column] = owner, sum_of
    return [Submitted(one.id, one.person_id, one.number, one.note, one.due_on, one.made_on, one.made_at, said[one.id], raw[one.id]) for one in made]


def check(user: Actor, period: Period) -> None:
    """Raises Forbidden or Refusal, with the sentence that says why this user cannot submit."""
    if not user.may(SUBMIT) or user.id not in participants():
        raise Forbidden(_("You may look at the forecast, but not submit one."))
    if period.end <= today(user.dealer_id):
        raise Refusal(_("%(period)s is over: its forecast is no longer submitted.", period=period))


def numbers_of(forecast: TypeInfo, period: Period, user: Actor) -> dict[str, tuple[Decimal, Decimal]]:
    """By column, those of both views, the sum without any adjustment and what the user says now; in one look at the sales."""
    found, home = grid.read(forecast, period, user, columns=forecast.every_column), home_of(user.id)
    cells = {one.code: found.cell(home, one.code) for one in found.columns}
    return {code: (cell.raw.quantize(KEPT, ROUND_HALF_UP), cell.owner.quantize(KEPT, ROUND_HALF_UP)) for code, cell in cells.items()}


def seal(numbers: Mapping[str, tuple[Decimal, Decimal]]) -> str:
    """What is said, in one text: by it a dialog tells whether the numbers are still those that were seen."""
    return " ".join(f"{code}={said.normalize():f}" for code, (_raw, said) in sorted(numbers.items()))


def submit(forecast: TypeInfo, period: Period, user: Actor, *, note: str = "", seen: str | None = None) -> Submitted:
    """Keep what the user says at this moment. ``seen`` is the seal of the numbers that the user saw (None: whatever they are now): where they have
    moved it is a Conflict. Raises Forbidden, Refusal, and Invalid for the note."""
    check(user, period)
    note = " ".join(note.split())
    if len(note) > NOTE_LENGTH:
        raise Invalid({"note": [_("The note has at most %(most)s characters.", most=NOTE_LENGTH)]})
    with transaction():
        locks.hold_off(forecast, period, home_of(user.id))
        numbers = numbers_of(forecast, period, user)
        if seen is not None and seen != seal(numbers):
            raise Conflict(message=_("The numbers have moved meanwhile. Please look at them again before you submit."))
        return _keep(forecast, period, user, note, numbers)


def _keep(forecast: TypeInfo, period: Period, user: Actor, note: str, numbers: Mapping[str, tuple[Decimal, Decimal]]) -> Submitted:
    before = sa.select(sa.func.coalesce(sa.func.max(TABLE.c.number), 0)).where(
        TABLE.c.type_id == forecast.id, TABLE.c.starts_on == period.start, TABLE.c.person_id == user.id
    )
    row: dict[str, Any] = {
        "person_id": user.id, "number": int(db.session.execute(before).scalar_one()) + 1, "note": note, "due_on": due_on(forecast, period),
        "made_on": today(user.dealer_id), "made_at": now(),
    }  # fmt: skip
    kept = {**row, "type_id": forecast.id, "starts_on": period.start, "place": home_of(user.id).code}
    made: int = db.session.execute(sa.insert(TABLE).values(kept).returning(TABLE.c.id)).scalar_one()
    db.session.execute(sa.insert(NUMBERS), [{"submission_id": made, "column": code, "raw": raw, "owner": said} for code, (raw, said) in numbers.items()])
    return Submitted(made, **row, said={code: said for code, (_raw, said) in numbers.items()}, raw={code: raw for code, (raw, _said) in numbers.items()})
