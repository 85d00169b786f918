"""Choice: one value of a picklist whose values ship with the code. Values that admins edit are objects of their own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from .i18n import Text


class Choice:
    """A picklist value: stored as ``code``, shown as ``label``; further keywords become attributes.

    >>> OFFERED = Choice("offered", _("Offered"), closed=False)
    """

    __slots__ = ("closed", "code", "colour", "extra", "label", "parent")

    def __init__(self, code: str, label: Text, *, closed: bool = False, colour: str = "", parent: str | None = None, **extra: Any) -> None:
        self.code = code
        self.label = label
        self.closed = closed
        self.colour = colour
        self.parent = parent
        self.extra = extra

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "extra")[name]
        except (AttributeError, KeyError):
            raise AttributeError(name) from None

    def __str__(self) -> str:
        return str(self.label)

    def __repr__(self) -> str:
        return f"Choice({self.code!r})"

    def __eq__(self, other: object) -> bool:
        return self.code == (other.code if isinstance(other, Choice) else other)

    def __hash__(self) -> int:
        return hash(self.code)


def code_of(value: Choice | str | None) -> str | None:
    return value.code if isinstance(value, Choice) else value


def added(code: str, home: tuple[str, str] | None) -> Choice:
    """A value that does not ship: one that an administrator has added to the field, else the code for its own label."""
    from flask import has_app_context

    if home is not None and has_app_context():
        from . import registry

        field = registry.object_type(home[0]).fields.get(home[1])
        found = next((one for one in getattr(field, "choices", ()) if one.code == code), None)
        if found is not None:
            return found  # type: ignore[no-any-return]  # choices are asked for by name
    return Choice(code, code)


class ChoiceType(sa.types.TypeDecorator[Choice]):
    """Stores the code, gives back the Choice; a code that no longer ships comes back as itself, so no row is unreadable."""

    impl = sa.String(40)
    cache_ok = True

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__()
        self.choices = choices
        self.home: tuple[str, str] | None = None  # object and field, once a model has the column
        self._by_code = {choice.code: choice for choice in choices}

    def process_bind_param(self, value: Choice | str | None, dialect: sa.Dialect) -> str | None:
        return code_of(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Choice | None:
        if value is None:
            return None
        return self._by_code.get(value) or added(value, self.home)


class ChoicesType(sa.types.TypeDecorator[tuple[Choice, ...]]):
    """Several choices as ";code;code;", so that one of them can be found by a plain LIKE on both databases."""

    impl = sa.String(1000)
    cache_ok = True

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__()
        self.choices = choices
        self.home: tuple[str, str] | None = None  # as above
        self._by_code = {choice.code: choice for choice in choices}

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        if not value:
            return None
        if isinstance(value, str):
            return value
        return ";" + ";".join(str(code_of(item)) for item in value) + ";"

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[Choice, ...]:
        if not value:
            return ()
        return tuple(self._by_code.get(code) or added(code, self.home) for code in value.strip(";").split(";"))
