"""A condition as a tree of All, Any_, Not and Test; code may add Among, a statement of ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "in", "contains", "starts", "empty")


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


def names(condition: Condition) -> Sequence[str]:
    """The fields a condition speaks of."""
    return tuple(dict.fromkeys(test.field for test in tests(condition)))
