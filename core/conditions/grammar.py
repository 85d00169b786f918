"""A condition read from text, from {field: value} or from JSON, and written back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from ..errors import BadQuery
from ..i18n import gettext as _
from .tree import ALWAYS, OPERATORS, All, Among, Any_, Condition, Not, Test, Where

WHERE = "where"
"""The name under which a program sends a condition: what cannot be read is told by it."""
DEPTH, TESTS = 8, 60
"""How deep a condition may nest and how many tests it may have: a page's address is not a program."""
_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<op><=|>=|!=|=|<|>)|(?P<punct>[(),])|(?P<word>[^\s()=<>!,"']+))""",
    re.VERBOSE,
)


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
        if where["operator"] not in OPERATORS:
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
        if operator.lower() not in OPERATORS:
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


def _quote(value: Any) -> str:
    text = str(getattr(value, "code", value)) if not isinstance(value, (date, datetime)) else value.isoformat()
    if re.fullmatch(r"[\w.+-]+", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
