"""For which cases a rule of the set-up counts, and by which hours."""

from __future__ import annotations

from typing import Any

from core import BadQuery, calendars, conditions, system_actor

from .catalogue import is_at


def values_of(record: Any) -> dict[str, Any]:
    """The record's values by field name, for judging a condition."""
    return {name: one.value_in(record) for name, one in record.object_type.fields.items() if one.stored}


def fits(record: Any, where: str | None, at_dealer: int | None) -> bool:
    """Whether a rule counts for a case. A condition that can no longer be read holds for none."""
    if not is_at(record.dealer_id, at_dealer):
        return False
    try:
        return conditions.holds(where, record.object_type, values_of(record), system_actor())
    except BadQuery:
        return False


def calendar_of(record: Any, round_the_clock: bool) -> calendars.Calendar:
    """The hours that count: those of the case's unit, or all."""
    return calendars.ALWAYS if round_the_clock else calendars.for_unit(record.unit_id or record.dealer_id)
