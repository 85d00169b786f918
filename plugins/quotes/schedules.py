"""Schedules of revenue and quantity: what of a line falls on which day.

The installments of a line are its schedule. They come to the line: whoever changes one changes the line's total or quantity with it; whoever changes
the line has the installments follow, in the proportions they had. A schedule is established anew by ``establish_schedule``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from core import Action, Actor, Change, Invalid, fields, records, system_actor, today
from core import gettext as translate
from core import gettext_lazy as _
from core import pgettext_lazy as pgettext

from . import spreading
from .following import is_leaving, soon, together
from .picklists import BOTH, DIVIDE, MONTH, QUANTITY, REPEAT, REVENUE, SCHEDULE_PERIODS, SCHEDULED, WAYS
from .sales import LINE

INSTALLMENT = "installment"
MOST = 200
"""Installments of one line: enough for sixteen years of months."""
LAST_YEAR = 2200
FOLLOWED = {"revenue": "total", "quantity": "quantity"}
"""Fields of an installment, and the field of the line that is their sum."""

_settling: ContextVar[bool] = ContextVar("schedule_settles", default=False)


@contextmanager
def _quietly() -> Iterator[None]:
    """Line and installments are brought together in here: neither follows the other."""
    token = _settling.set(True)
    try:
        yield
    finally:
        _settling.reset(token)


def of(line_id: int, user: Actor) -> list[Any]:
    """The installments of a line by their day."""
    return records.find(INSTALLMENT, user, where={"line": line_id}, sort="due_on", limit=MOST)


# ---------------------------------------------------------------- one installment


def prepare(change: Change) -> None:
    """It is called by its line and day, and in the line's currency."""
    record = change.record
    if record.line is None:
        return
    record.name = f"{record.line.name} · {record.due_on}"[:255]
    record.revenue_currency = record.revenue_currency or record.line.total_currency


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """It is of something, in the line's currency, and stays with its line."""
    record = change.record
    if record.line is None:
        return
    if record.revenue is None and record.quantity is None:
        yield "revenue", translate("An installment is of revenue, of a quantity, or of both.")
    if record.revenue is not None and record.revenue_currency != record.line.total_currency:
        yield "revenue", translate("The price book of this line is in %(currency)s, not in %(given)s.", currency=record.line.total_currency, given=record.revenue_currency)
    if not change.is_new and "line" in change.changed:
        yield "line", translate("An installment stays with its line.")
    if change.is_new and len(of(record.line_id, system_actor())) >= MOST:
        yield "line", translate("A line may have at most %(most)s installments.", most=MOST)


def installment_changed(change: Change) -> None:
    """After an installment was made, changed, removed or brought back."""
    if not _settling.get():
        soon(follow, change.record.line_id, change.user)


def follow(line_id: int, user: Actor) -> None:
    """Make the line what its installments come to; without any it stays as it is. Raises Invalid where no price gives the total."""
    line = records.first(LINE, system_actor(), where={"id": line_id}, sort="position")
    if line is None or is_leaving(line.opportunity_id):
        return
    found = of(line_id, system_actor())
    sums = {taking: _sum(found, name) for name, taking in FOLLOWED.items()}
    values: dict[str, Any] = {name: value for name, value in sums.items() if value is not None and value != getattr(line, name)}
    if values:
        with _quietly():
            records.update(line, user, typed=tuple(values), **values)


def _sum(found: Sequence[Any], name: str) -> Decimal | None:
    """None where no installment has it."""
    given = [getattr(one, name) for one in found if getattr(one, name) is not None]
    return sum(given, Decimal(0)) if given else None


def line_changed(change: Change) -> None:
    """After a line was changed: its installments come to it again, in the proportions they had."""
    if _settling.get() or change.is_new or change.operation != "update" or not {"total", "quantity"} & change.changed:
        return
    line, found = change.record, of(change.record.id, system_actor())
    if not found:
        return
    with _quietly():
        for name, taken in FOLLOWED.items():
            _spread([one for one in found if getattr(one, name) is not None], name, getattr(line, taken), line, change.user)


def _spread(found: Sequence[Any], name: str, wanted: Decimal, line: Any, user: Actor) -> None:
    shares = [getattr(one, name) for one in found]
    if not found or sum(shares, Decimal(0)) == wanted:
        return
    for one, part in zip(found, spreading.in_shares(wanted, shares, _step(name, line, len(found))), strict=True):
        if getattr(one, name) != part:
            values: dict[str, Any] = {name: part}
            records.update(one, user, source="automation", **values)


def _step(name: str, line: Any, count: int) -> Decimal:
    return spreading.step_of_money(line.total_currency) if name == "revenue" else spreading.step_of(line.quantity, count)


# ---------------------------------------------------------------- established


def establish(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Divide the line over the periods, or repeat it in each: then the line is that many times as much. What was there before is replaced."""
    former, count = of(record.id, user), inputs["count"]
    if former and not inputs.get("replace"):
        raise Invalid({"replace": [translate("This line has a schedule of %(count)s installments. Say that it is to be replaced.", count=len(former))]})
    if inputs["starts_on"].year > LAST_YEAR:
        raise Invalid({"starts_on": [translate("This date is too far away for a schedule.")]})
    days = spreading.days(inputs["starts_on"], inputs["period"].code, count)
    chosen = [name for name in FOLLOWED if inputs["of"] in (BOTH, {"revenue": REVENUE, "quantity": QUANTITY}[name])]
    with _quietly(), together():
        for one in former:
            records.delete(one, user)
        parts = {name: _parts(record, name, inputs) for name in chosen}
        if inputs["way"] == REPEAT:
            values: dict[str, Any] = {FOLLOWED[name]: sum(parts[name], Decimal(0)) for name in chosen}
            record = records.update(record, user, typed=tuple(values), **values)
        for place, day in enumerate(days):
            of_day: dict[str, Any] = {name: parts[name][place] for name in chosen}
            records.create(INSTALLMENT, user, line=record.id, due_on=day, **of_day)
    return records.get(LINE, record.id, user)


def _parts(line: Any, name: str, inputs: Mapping[str, Any]) -> list[Decimal]:
    count, value = inputs["count"], getattr(line, FOLLOWED[name])
    return [value] * count if inputs["way"] == REPEAT else spreading.divide(value, count, _step(name, line, count))


def asked(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """Whether it replaces, only where there is something to be replaced."""
    yield from ("of", "way", "starts_on", "period", "count")
    if of(record.id, system_actor()):
        yield "replace"


def defaults(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """From the sale's close date on."""
    sale = record.opportunity
    return {"of": REVENUE, "way": DIVIDE, "period": MONTH, "starts_on": sale.close_date or today(sale.dealer_id), "count": 12}


establish_schedule = Action(
    "establish_schedule", _("Establish schedule"), on=LINE, run=establish, icon="calendar-due", order=20, asks=asked, defaults=defaults,
    fills={"starts_on": "installment.due_on"},
    inputs={
        "of": fields.Picklist(_("What is scheduled"), SCHEDULED, required=True),
        "way": fields.Picklist(pgettext("schedule", "How"), WAYS, required=True),
        "starts_on": fields.Date(_("First date"), required=True),
        "period": fields.Picklist(_("One every"), SCHEDULE_PERIODS, required=True),
        "count": fields.Integer(_("Installments"), minimum=1, maximum=MOST, required=True),
        "replace": fields.Checkbox(_("Replace the present schedule")),
    },
)  # fmt: skip
