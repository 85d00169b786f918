"""Quotas: what a person is to sell in a period. A manager's is for the manager and the team, and is entered, not summed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, Invalid, Refusal, code_of, fields, permissions, queries, records, registry, transaction, users
from core import gettext as _

from . import rates
from .periods import Period
from .types import TypeInfo, all_types

CENT, UNIT = Decimal("0.01"), Decimal(1)
MADE_OF = ("forecast_type", "owner", "starts_on", "family")
"""Fields by which a quota is told from another."""


def prepare(change: Change) -> None:
    """The period's first day and the key follow from what was entered."""
    record = change.record
    forecast = all_types().get(record.forecast_type_id or 0)
    if forecast is None or record.owner_id is None or record.starts_on is None:
        return
    period = forecast.period(record.starts_on)
    record.starts_on = period.start
    record.family = record.family or forecast.family
    if record.amount is not None and not sa.inspect(record).attrs.amount_currency.history.has_changes():
        record.amount_currency = rates.currency()  # in which the forecast is, whatever its dealer's is
    record.key = f"{record.owner_id}:{forecast.id}:{period.code}:{_digest(code_of(record.family))}"
    record.name = " · ".join(part for part in (users.name_of(record.owner_id), str(period), str(forecast)) if part)[:200]


def _digest(family: str | None) -> str:
    """A family in the key: its name would tell it to whoever may not know the field."""
    return sha256(family.casefold().encode()).hexdigest()[:16] if family else ""


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """Users set the quotas of those below them, not their own; a quota is in what its type measures."""
    record, user = change.record, change.user
    forecast = all_types().get(record.forecast_type_id or 0)
    if forecast is not None:
        wanted, other = ("amount", "units") if forecast.is_money else ("units", "amount")
        if getattr(record, wanted) is None:
            yield wanted, _("Please fill in %(field)s.", field=change.object_type.fields[wanted].label)
        if getattr(record, other) is not None:
            yield other, _("The forecast type “%(type)s” is not measured in this.", type=forecast)
        if forecast.family is not None and record.family != forecast.family:
            yield "family", _("The forecast type “%(type)s” counts another product family.", type=forecast)
    if record.amount is not None and record.amount_currency != rates.currency():
        yield "amount", _("Quotas are in %(currency)s, as the forecast is.", currency=rates.currency())
    if _is_own(record, user):
        yield "", _("Nobody sets the own quota: it is set by whoever leads the team.")


def _is_own(record: Any, user: Actor) -> bool:
    return bool(record.owner_id == user.id and not user.is_system and not user.is_admin)


def refuse_removal(change: Change) -> None:
    """Nor does anybody remove the own one. Raises Refusal."""
    if _is_own(change.record, change.user):
        raise Refusal(_("Nobody sets the own quota: it is set by whoever leads the team."))


def of(forecast: TypeInfo, periods: Sequence[Period], user: Actor) -> dict[tuple[int, str], Decimal]:
    """The quotas this user sees for what the type counts, by person and first day of the period, in one statement. None for whoever may not know of
    all that a quota is made of."""
    quota, measured = registry.object_type("forecast_quota"), "amount" if forecast.is_money else "units"
    if not periods or not permissions.may(user, quota, "read") or not queries.knows(quota, user, None, *MADE_OF, measured):
        return {}
    found: dict[tuple[int, str], Decimal] = {}
    for row in _rows(forecast, periods, user, measured):
        if code_of(row.family) == forecast.family:
            value = getattr(row, measured)
            found[row.owner_id, row.starts_on.isoformat()] = Decimal(value or 0)
    return found


def _rows(forecast: TypeInfo, periods: Sequence[Period], user: Actor, measured: str) -> Iterable[Any]:
    where = {"forecast_type": forecast.id, "starts_on": [one.start for one in periods]}
    cursor: str | None = None
    while True:
        page = queries.page("forecast_quota", user, where=where, sort="id", cursor=cursor, limit=500,
                            columns=("owner", "starts_on", "family", measured))  # fmt: skip
        yield from page.rows
        cursor = page.next
        if cursor is None:
            return


def enter(forecast: TypeInfo, typed: Mapping[tuple[int, Period], str], user: Actor) -> int:
    """Save a grid of quotas as typed, all or nothing; an empty one is removed. Answers how many changed.

    Raises Invalid whose fields are "person:period", each with its sentences.
    """
    where = {"forecast_type": forecast.id, "starts_on": sorted({period.start for _person, period in typed}), "family": forecast.family}
    known = {(one.owner_id, one.starts_on): one for batch in records.batches("forecast_quota", user, where=where) for one in batch}
    field = registry.object_type("forecast_quota").fields["amount" if forecast.is_money else "units"]
    errors: dict[str, list[str]] = {}
    changed = 0
    with transaction():
        for (person, period), text in typed.items():
            try:
                if isinstance(field, fields.CurrencyField) and (sentence := field.currency_problem(text, rates.currency())):
                    raise ValueError(sentence)
                changed += _enter_one(forecast, person, period, field.parse(text), known.get((person, period.start)), user, field.name)
            except (ValueError, Invalid) as problem:
                errors[f"{person}:{period.code}"] = [problem.message if isinstance(problem, Invalid) else str(problem)]
        if errors:
            raise Invalid(errors)
    return changed


def _enter_one(forecast: TypeInfo, person: int, period: Period, value: Any, known: Any, user: Actor, field: str) -> int:
    if known is None and value is None:
        return 0
    if known is None:
        records.create("forecast_quota", user, typed=("owner",), owner=person, forecast_type=forecast.id, starts_on=period.start, **{field: value})
    elif value is None:
        records.delete(known, user)
    elif getattr(known, field) == value:
        return 0
    else:
        records.update(known, user, **{field: value})
    return 1


def copy(forecast: TypeInfo, sources: Sequence[Period], targets: Sequence[Period], percent: Decimal, user: Actor) -> int:
    """The quotas of some periods for as many later ones, times a percentage, rounded half up to the cent or the unit. What is there already
    stays. Answers how many were made."""
    there, made = of(forecast, targets, user), 0
    with transaction():
        for (person, start), value in of(forecast, sources, user).items():
            target = next(later for earlier, later in zip(sources, targets, strict=True) if earlier.code == start)
            if (person, target.code) in there or (person == user.id and not user.is_admin):
                continue
            new = (value * percent / 100).quantize(CENT if forecast.is_money else UNIT, ROUND_HALF_UP)
            records.create("forecast_quota", user, typed=("owner",), owner=person, forecast_type=forecast.id, starts_on=target.start,
                           **({"amount": new} if forecast.is_money else {"units": int(new)}))  # fmt: skip
            made += 1
    return made


def attainment(value: Decimal, quota: Decimal | None) -> int | None:
    """How much of a quota a number is, in whole per cent rounded half up; None without a quota."""
    return int((value * 100 / quota).quantize(UNIT, ROUND_HALF_UP)) if quota else None
