"""Conditions as data: one grammar for list views, filters, assignment, sharing and validation.

    status = new and owner = me and due < today+7 and (city in (A, B) or name contains "wang") and email is empty

A condition is a tree of All, Any, Not and Test; code may add Among, a statement of ids. It is read from text or JSON, written back, turned into SQL by
``core.queries`` and judged in Python by ``holds``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from . import clock, permissions
from .choices import Choice
from .errors import BadQuery
from .fields import CheckboxField, DateField, DateTimeField, Field, LookupField, MultiPicklistField, PicklistField
from .i18n import gettext as _

if TYPE_CHECKING:
    from .actor import Actor
    from .objects import ObjectType

WHERE = "where"
"""The name under which a program sends a condition: what cannot be read is told by it."""
DEPTH, TESTS = 8, 60
"""How deep a condition may nest and how many tests it may have: a page's address is not a program."""


@dataclass(frozen=True, slots=True)
class Test:
    """One field compared with a value. ``value`` is as written; ``resolve`` gives it its Python type."""

    __test__ = False  # pytest: not a test class

    field: str
    operator: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Any_:  # noqa: N801 - any of the parts; Any is taken by typing
    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True, eq=False)
class Among:
    """The records whose ids a statement over a module's own tables gives. Code alone makes it: no text reads as it, and none is written."""

    ids: Any


Condition = Test | All | Any_ | Not | Among
ALWAYS = All()
Where = str | Mapping[str, Any] | Condition | None

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<op><=|>=|!=|=|<|>)|(?P<punct>[(),])|(?P<word>[^\s()=<>!,"']+))""",
    re.VERBOSE,
)
_OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "in", "contains", "starts", "empty")


def read(where: Where) -> Condition:
    """A condition from text, from {field: value}, from JSON, or as it is. Raises BadQuery with a sentence."""
    if where is None or where == "":
        return ALWAYS
    if isinstance(where, str):
        return _Reader(where).read()
    if isinstance(where, (Test, All, Any_, Not, Among)):
        return where
    if isinstance(where, Mapping):
        return _from_mapping(where)
    raise BadQuery(_("This filter cannot be read."), WHERE)


def both(*parts: Where) -> Condition:
    """All of several conditions, empty ones left out."""
    found = tuple(part for part in map(read, parts) if part != ALWAYS)
    return found[0] if len(found) == 1 else All(found)


def _from_mapping(where: Mapping[str, Any]) -> Condition:
    if set(where) == {"all"}:
        return All(tuple(map(read, where["all"])))
    if set(where) == {"any"}:
        return Any_(tuple(map(read, where["any"])))
    if set(where) == {"not"}:
        return Not(read(where["not"]))
    if {"field", "operator"} <= set(where):
        if where["operator"] not in _OPERATORS:
            raise BadQuery(_("“%(word)s” is not a comparison.", word=where["operator"]), WHERE)
        return Test(str(where["field"]), where["operator"], where.get("value"))
    return All(tuple(Test(name, "in" if isinstance(value, (list, tuple)) else "empty" if value is None else "=", value) for name, value in where.items()))


class _Reader:
    """Reads the text form by recursive descent."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._scan(text))
        self.at = 0
        self.tests = 0

    def _scan(self, text: str) -> Iterator[tuple[str, str]]:
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                raise BadQuery(_("The filter cannot be read from “%(rest)s” on.", rest=text[position : position + 20]), WHERE)
            kind = str(match.lastgroup)
            yield kind, match[kind]
            position = match.end()

    def read(self) -> Condition:
        found = self._any(0)
        if self.at < len(self.tokens):
            raise BadQuery(_("The filter cannot be read from “%(rest)s” on.", rest=self.tokens[self.at][1]), WHERE)
        return found

    def _word(self) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "word":
            return self.tokens[self.at][1].lower()
        return ""

    def _take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise BadQuery(_("The filter ends too early."), WHERE)
        self.at += 1
        return self.tokens[self.at - 1]

    def _any(self, depth: int) -> Condition:
        if depth > DEPTH:
            raise BadQuery(_("The filter is nested too deeply."), WHERE)
        return self._joined("or", lambda: self._all(depth), Any_)

    def _all(self, depth: int) -> Condition:
        return self._joined("and", lambda: self._one(depth), All)

    def _joined(self, word: str, part: Callable[[], Condition], kind: type[All | Any_]) -> Condition:
        parts = [part()]
        while self._word() == word:
            self.at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def _one(self, depth: int) -> Condition:
        negated = False
        while self._word() == "not":  # twice is not at all, however often a program writes it
            self.at += 1
            negated = not negated
        found = self._bracket_or_test(depth)
        return Not(found) if negated else found

    def _bracket_or_test(self, depth: int) -> Condition:
        if self.at < len(self.tokens) and self.tokens[self.at] == ("punct", "("):
            self.at += 1
            inner = self._any(depth + 1)
            if self._take() != ("punct", ")"):
                raise BadQuery(_("The filter lacks a closing bracket."), WHERE)
            return inner
        return self._test()

    def _test(self) -> Condition:
        self.tests += 1
        if self.tests > TESTS:
            raise BadQuery(_("The filter has too many parts; %(most)s are allowed.", most=TESTS), WHERE)
        kind, name = self._take()
        if kind != "word":
            raise BadQuery(_("The filter needs a field's name before “%(word)s”.", word=name), WHERE)
        kind, operator = self._take()
        if operator.lower() == "is":
            return self._emptiness(name)
        if operator.lower() == "not" and self._word() == "in":
            self.at += 1
            return Not(Test(name, "in", self._list()))
        if operator.lower() == "in":
            return Test(name, "in", self._list())
        if operator.lower() not in _OPERATORS:
            raise BadQuery(_("“%(word)s” is not a comparison.", word=operator), WHERE)
        return Test(name, operator.lower(), self._value())

    def _emptiness(self, name: str) -> Condition:
        negated = self._word() == "not"
        if negated:
            self.at += 1
        if self._take()[1].lower() != "empty":
            raise BadQuery(_("After “is” the filter needs “empty” or “not empty”."), WHERE)
        return Not(Test(name, "empty")) if negated else Test(name, "empty")

    def _list(self) -> tuple[Any, ...]:
        if self._take() != ("punct", "("):
            raise BadQuery(_("After “in” the filter needs values in brackets."), WHERE)
        values = [self._value()]
        while (token := self._take()) == ("punct", ","):
            values.append(self._value())
        if token != ("punct", ")"):
            raise BadQuery(_("The filter lacks a closing bracket."), WHERE)
        return tuple(values)

    def _value(self) -> Any:
        kind, text = self._take()
        if kind == "string":
            return re.sub(r"\\(.)", r"\1", text[1:-1])
        if kind != "word":
            raise BadQuery(_("The filter needs a value before “%(word)s”.", word=text), WHERE)
        return text


def write(condition: Condition) -> str:
    """The condition as text; ``read`` gives the same condition back."""
    if isinstance(condition, All):
        return " and ".join(f"({write(part)})" if isinstance(part, Any_) else write(part) for part in condition.parts)
    if isinstance(condition, Any_):
        return " or ".join(write(part) for part in condition.parts)
    if isinstance(condition, Not):
        if isinstance(condition.part, Test) and condition.part.operator == "empty":
            return f"{condition.part.field} is not empty"
        return f"not ({write(condition.part)})"
    if isinstance(condition, Among):
        raise BadQuery(_("This filter cannot be read."), WHERE)
    if condition.operator == "empty":
        return f"{condition.field} is empty"
    if condition.operator == "in":
        return f"{condition.field} in ({', '.join(map(_quote, condition.value))})"
    return f"{condition.field} {condition.operator} {_quote(condition.value)}"


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


def _quote(value: Any) -> str:
    text = str(getattr(value, "code", value)) if not isinstance(value, (date, datetime)) else value.isoformat()
    if re.fullmatch(r"[\w.+-]+", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def tests(condition: Condition) -> Iterator[Test]:
    """Every test of a condition."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests(condition.part)
    elif isinstance(condition, (All, Any_)):
        for part in condition.parts:
            yield from tests(part)


def has_statement(condition: Condition) -> bool:
    """Whether a statement of a module's own stands somewhere in it."""
    if isinstance(condition, Not):
        return has_statement(condition.part)
    return any(map(has_statement, condition.parts)) if isinstance(condition, (All, Any_)) else isinstance(condition, Among)


def check(where: Where, object_type: ObjectType, user: Actor) -> None:
    """Raises BadQuery, with a sentence, for a condition that cannot be read or that tests what the object does not have."""
    for test in tests(read(where)):
        field = object_type.fields.get(test.field)
        if field is None:
            raise BadQuery(_("There is no field “%(name)s” to filter by.", name=test.field), test.field)
        resolve(test, field, user)


def resolve(test: Test, field: Field, user: Actor) -> Any:
    """The test's value in the field's Python type: "me", "today+7" and the like made plain. Raises BadQuery."""
    if test.operator not in (*field.operators, "empty"):
        raise BadQuery(_("%(field)s cannot be compared with “%(word)s”.", field=field.label, word=test.operator), test.field)
    if test.operator == "empty":
        return None
    if test.operator == "in":
        values = test.value if isinstance(test.value, (list, tuple)) else (test.value,)
        return [_typed(value, field, user, test) for value in values]
    if isinstance(field, MultiPicklistField):
        return _cleaned(list(test.value) if isinstance(test.value, (list, tuple)) else [test.value], field, test)
    if test.operator in ("contains", "starts"):
        return str(test.value)
    return _typed(test.value, field, user, test)


def _typed(value: Any, field: Field, user: Actor, test: Test) -> Any:
    if isinstance(value, str):
        value = _word(value, field, user)
    return value if isinstance(value, Choice) else _cleaned(value, field, test)


def _cleaned(value: Any, field: Field, test: Test) -> Any:
    try:
        return field.clean(value)
    except ValueError as problem:
        raise BadQuery(str(problem), test.field) from None


def _word(value: str, field: Field, user: Actor) -> Any:
    """What "me", "today+7", "now-2h" stand for; other words stay."""
    lowered = value.lower()
    if isinstance(field, LookupField) and lowered in ("me", "mine"):
        return user.id
    if isinstance(field, LookupField) and lowered == "my_dealer":
        return user.dealer_id or 0
    if isinstance(field, CheckboxField):
        return lowered
    if isinstance(field, DateTimeField):
        return _moment(lowered, user) or value
    if isinstance(field, DateField):
        return _day(lowered, user) or value
    return value


def _day(word: str, user: Actor) -> date | None:
    today = clock.today(user.dealer_id)
    if match := re.fullmatch(r"(today|tomorrow|yesterday)(?:([+-]\d{1,4}))?", word):
        return today + timedelta(days={"today": 0, "tomorrow": 1, "yesterday": -1}[match[1]] + int(match[2] or 0))
    return _period(word, today)


def _period(word: str, today: date) -> date | None:
    """First days of weeks, months, quarters and years: "month", "month+1", "quarter", "year-1"."""
    match = re.fullmatch(r"(week|month|quarter|year)(?:([+-]\d{1,2}))?", word)
    if not match:
        return None
    count = int(match[2] or 0)
    if match[1] == "week":
        return today - timedelta(days=today.weekday()) + timedelta(weeks=count)
    span = {"month": 1, "quarter": 3, "year": 12}[match[1]]
    first = (today.year * 12 + today.month - 1) // span * span + count * span
    return date(first // 12, first % 12 + 1, 1)


def _moment(word: str, user: Actor) -> datetime | None:
    if match := re.fullmatch(r"now(?:([+-])(\d{1,4})([hdm]?))?", word):
        unit = {"h": "hours", "d": "days", "m": "minutes"}[match[3] or "h"]
        return clock.now() + timedelta(**{unit: int((match[1] or "+") + (match[2] or "0"))})
    day = _day(word, user)
    if day is None:
        return None
    from .units import zone_of

    return datetime(day.year, day.month, day.day, tzinfo=clock.zone(zone_of(user.dealer_id)))


def holds(where: Where, object_type: ObjectType, values: Mapping[str, Any], user: Actor) -> bool:
    """Whether the condition is true of these values (by field name), judged in Python. Raises BadQuery."""
    condition = read(where)
    if isinstance(condition, All):
        return all(holds(part, object_type, values, user) for part in condition.parts)
    if isinstance(condition, Any_):
        return any(holds(part, object_type, values, user) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, object_type, values, user)
    if isinstance(condition, Among):
        raise BadQuery(_("This filter cannot be read."), WHERE)
    field = object_type.fields.get(condition.field)
    if field is None:
        raise BadQuery(permissions.unknown_field(user, object_type, condition.field), condition.field)
    return _test_holds(condition, values.get(condition.field), resolve(condition, field, user))


def _test_holds(test: Test, actual: Any, wanted: Any) -> bool:
    actual = getattr(actual, "id", actual)
    if test.operator == "empty":
        return actual in (None, "", ())
    if test.operator == "!=":
        return bool(actual != wanted)
    if actual is None:
        return False
    return bool(_JUDGE[test.operator](actual, wanted))


_JUDGE: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
    "contains": lambda a, b: any(item in a for item in b) if isinstance(b, tuple) else b.lower() in str(a).lower(),
    "starts": lambda a, b: str(a).lower().startswith(b.lower()),
}


def names(condition: Condition) -> Sequence[str]:
    """The fields a condition speaks of."""
    return tuple(dict.fromkeys(test.field for test in tests(condition)))
