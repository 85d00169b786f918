"""Saving with values that could not be read: they are told together with all that is wrong whatever they should have been."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa

from ..changes import Change
from ..errors import ForecourtError, Invalid
from .values import complete

_ABSENT = object()


class NotRead(Exception):
    """Code asked for a value that could not be read."""


def complete_without(change: Change, wrong: Mapping[str, list[str]]) -> bool:
    """Complete a record, without the values that ``wrong`` tells of; returns whether that hung on none of them, so that the object's rules
    see the record as it would be. Raises Invalid with what is wrong where it cannot be completed at all."""
    if not wrong:
        complete(change)
        return True
    try:
        alone = _prepares(change, wrong)
        complete(change)
    except ForecourtError:
        raise Invalid(wrong) from None
    return alone


def _prepares(change: Change, wrong: Mapping[str, list[str]]) -> bool:
    """Whether the object prepares the record and asks for no value that could not be read."""
    try:
        with without(change, wrong):
            if change.object_type.prepare:
                change.object_type.prepare(change)
    except NotRead:
        return False
    return True


def told(rule: Callable[[Change], Iterable[tuple[str, str]]], change: Change, unread: Collection[str]) -> list[tuple[str, str]]:
    """What a rule of the object says, as far as it says so without the values of these fields."""
    if not unread:
        return list(rule(change))
    found: list[tuple[str, str]] = []
    with without(change, unread), suppress(NotRead):
        found.extend(rule(change))
    return found


@contextmanager
def without(change: Change, wrong: Iterable[str]) -> Iterator[None]:
    """Within this block whoever reads one of these fields of the record is stopped by NotRead.

    SQLAlchemy asks a record's loader for a value that is not there, as it does for one put off (``defer(raiseload=True)``): here the loader refuses.
    """
    record, fields = change.record, change.object_type.fields
    state, held = sa.inspect(record), record.__dict__
    attributes = {fields[name].attribute if name in fields else name for name in wrong} & set(state.manager)
    values = {name: held.pop(name, _ABSENT) for name in attributes}
    former = {name: state.committed_state.pop(name, _ABSENT) for name in attributes}  # for one that changes it would not be asked
    loaders = state.callables
    state.callables = {**loaders, **dict.fromkeys(attributes, _refuse)}
    try:
        yield
    finally:
        state.callables = loaders
        held.update((name, value) for name, value in values.items() if value is not _ABSENT)
        state.committed_state.update((name, value) for name, value in former.items() if value is not _ABSENT)


def _refuse(_state: Any, _passive: Any) -> Any:
    raise NotRead
