"""What the values of a condition mean: in the type of their field, as seen by whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from .. import clock
from ..choices import Choice
from ..errors import BadQuery
from ..fields import CheckboxField, DateField, DateTimeField, Field, LookupField, MultiPicklistField, PicklistField
from ..i18n import gettext as _
from .grammar import read, write
from .periods import from_now, period
from .tree import All, Any_, Condition, Not, Test, Where, tests

if TYPE_CHECKING:
    from ..actor import Actor
    from ..objects import ObjectType


def check(where: Where, object_type: ObjectType, user: Actor) -> None:
    """Raises BadQuery, with a sentence, for a condition that cannot be read or that tests what the object does not have."""
    for test in tests(read(where)):
        field = object_type.fields.get(test.field)
        if field is None:
            raise BadQuery(_("There is no field “%(name)s” to filter by.", name=test.field), test.field)
        resolve(test, field, user)


def resolve(test: Test, field: Field, user: Actor) -> Any:
    """The test's value in the field's Python type: "me", "today+7" and the like made plain; a day or a period is where it begins (see ``spread``).
    Raises BadQuery."""
    if test.operator not in (*field.operators, "empty"):
        raise BadQuery(_("%(field)s cannot be compared with “%(word)s”.", field=field.label, word=test.operator), test.field)
    if test.operator == "empty":
        return None
    if test.operator == "in":
        return [_typed(value, field, user, test) for value in _several(test.value)]
    if isinstance(field, MultiPicklistField):
        return _cleaned(list(_several(test.value)), field, test)
    if test.operator in ("contains", "starts"):
        return str(test.value)
    return _typed(test.value, field, user, test)


def spread(test: Test, field: Field, user: Actor) -> Condition:
    """A comparison with a day or a period as comparisons with where it begins and where the next one does; any other as it is.

    "closes = month" is true of each day of the month, "received <= 2026-11-01" of each moment of that day, ">" of none of them. Raises BadQuery.
    """
    if not isinstance(field, (DateField, DateTimeField)) or test.operator not in field.operators:
        return test
    if test.operator == "in":
        parts = tuple(spread(Test(test.field, "=", value), field, user) for value in _several(test.value))
        return test if all(isinstance(part, Test) for part in parts) else Any_(parts)
    span = period(test.value, user)
    if span is None or (isinstance(field, DateField) and span.is_day):
        return test
    first, after = (_beginning(day, field, user) for day in (span.first, span.after))
    return _BOUNDED[test.operator](test.field, first, after)


_BOUNDED: dict[str, Callable[[str, date, date], Condition]] = {
    "=": lambda name, first, after: All((Test(name, ">=", first), Test(name, "<", after))),
    "!=": lambda name, first, after: Not(All((Test(name, ">=", first), Test(name, "<", after)))),
    "<": lambda name, first, after: Test(name, "<", first),
    "<=": lambda name, first, after: Test(name, "<", after),
    ">": lambda name, first, after: Test(name, ">=", after),
    ">=": lambda name, first, after: Test(name, ">=", first),
}


def _beginning(day: date, field: Field, user: Actor) -> date:
    """A day, or for a moment its midnight on the clock of the user's dealer, whose today "today" is."""
    if isinstance(field, DateField):
        return day
    from ..units import zone_of

    return datetime(day.year, day.month, day.day, tzinfo=clock.zone(zone_of(user.dealer_id)))


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _typed(value: Any, field: Field, user: Actor, test: Test) -> Any:
    value = _word(value, field, user)
    return value if isinstance(value, Choice) else _cleaned(value, field, test)


def _cleaned(value: Any, field: Field, test: Test) -> Any:
    try:
        return field.clean(value)
    except ValueError as problem:
        raise BadQuery(str(problem), test.field) from None


def _word(value: Any, field: Field, user: Actor) -> Any:
    """What "me", "today+7", "now-2h" stand for; other words stay."""
    if isinstance(field, (DateField, DateTimeField)):
        return _day_or_moment(value, field, user)
    if not isinstance(value, str):
        return value
    lowered = value.lower()
    if isinstance(field, LookupField) and lowered in ("me", "mine"):
        return user.id
    if isinstance(field, LookupField) and lowered == "my_dealer":
        return user.dealer_id or 0
    return lowered if isinstance(field, CheckboxField) else value


def _day_or_moment(value: Any, field: Field, user: Actor) -> Any:
    if isinstance(field, DateTimeField) and (moment := from_now(value)) is not None:
        return moment
    span = period(value, user)
    return value if span is None else _beginning(span.first, field, user)


def settled(where: str, object_type: ObjectType) -> str:
    """A condition that is kept, with the codes of picklist values in place of what these are called: another reader calls them otherwise, and an
    administrator may call them otherwise tomorrow. As it was written where it names none so. Raises BadQuery for what cannot be read."""
    condition = read(where)
    found = _settled(condition, object_type)
    return where if found == condition else write(found)


def _settled(condition: Condition, object_type: ObjectType) -> Condition:
    if isinstance(condition, All):
        return All(tuple(_settled(part, object_type) for part in condition.parts))
    if isinstance(condition, Any_):
        return Any_(tuple(_settled(part, object_type) for part in condition.parts))
    if isinstance(condition, Not):
        return Not(_settled(condition.part, object_type))
    field = object_type.fields.get(condition.field) if isinstance(condition, Test) else None
    if not isinstance(condition, Test) or not isinstance(field, PicklistField) or condition.operator == "empty":
        return condition
    several = isinstance(condition.value, (list, tuple))
    codes = tuple(_code(field, one) for one in (condition.value if several else (condition.value,)))
    return Test(condition.field, condition.operator, codes if several else codes[0])


def _code(field: PicklistField, value: Any) -> Any:
    """The code of a value that is called so; what is none stays, for whoever checks the condition."""
    try:
        found = field.clean(value)
    except ValueError:
        return value
    (only,) = found if isinstance(found, tuple) and len(found) == 1 else (found,)
    return only.code if isinstance(only, Choice) else value
