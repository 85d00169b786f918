"""How a custom field's values lie in a record: under one key of the JSON column ``custom``, and how SQL reads them there.

Money is a whole number of ten-thousandths, a day and a moment are ISO text of one length, so that both databases compare,
sort and index them alike. The expressions here and those of the indexes are the same, or the indexes would not serve.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from .db import Json, is_postgresql

PREFIX = "x_"
"""What the names of custom fields begin with, and no field that a module ships."""

INDEX_PREFIX = "cf_"
"""What the names of their indexes begin with."""

_KEY = re.compile(r"x_[a-z0-9_]{1,58}")


class IsoDate(sa.types.TypeDecorator[date]):
    """A day as ``2026-11-28``, whose order as text is that of the days."""

    impl = sa.String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class IsoMoment(sa.types.TypeDecorator[datetime]):
    """A moment as ``2026-11-28T09:00:00.000000Z``, always UTC and of one length."""

    impl = sa.String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class JsonValue:
    """One key of ``custom`` and the type of what stands there. Python values go in and out as those of a column would."""

    __slots__ = ("key", "type")

    def __init__(self, key: str, type_: sa.types.TypeEngine[Any]) -> None:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} cannot be a key of custom values")  # it is written into SQL as it is
        self.key, self.type = key, type_

    def sql(self, table: Any) -> sa.ColumnElement[Any]:
        """The value in a statement over ``table`` (or an alias of it), of the field's own type."""
        if isinstance(self.type, sa.Boolean):
            return sa.func.coalesce(self._raw(table), sa.false())  # records older than the field: not ticked
        return sa.type_coerce(self._raw(table), self.type)

    def _raw(self, table: Any) -> sa.ColumnElement[Any]:
        if not is_postgresql():
            return sa.func.json_extract(table.c.custom, sa.literal_column(f"'$.{self.key}'"), type_=self.type)
        text = table.c.custom.op("->>")(sa.literal_column(f"'{self.key}'"))
        as_stored = self.type.impl_instance if isinstance(self.type, sa.types.TypeDecorator) else self.type
        if isinstance(as_stored, (sa.Integer, sa.Boolean)):
            return sa.cast(text, sa.Boolean() if isinstance(as_stored, sa.Boolean) else sa.BigInteger())
        return sa.collate(sa.type_coerce(text, sa.String()), "C")

    def replaced(self, table: Any, value: int | None) -> sa.ColumnElement[Any]:
        """``custom`` with another whole number here, for an UPDATE of rows that are not loaded; None takes the key away."""
        custom = table.c.custom
        if value is None:
            return self.without(custom)
        if not is_postgresql():
            return sa.func.json_set(custom, sa.literal_column(f"'$.{self.key}'"), value)
        return sa.func.jsonb_set(custom, sa.literal_column(f"'{{{self.key}}}'"), sa.func.to_jsonb(sa.cast(value, sa.BigInteger)))

    def without(self, custom: Any) -> sa.ColumnElement[Any]:
        """The JSON without this key, in SQL."""
        if not is_postgresql():
            return sa.func.json_remove(custom, sa.literal_column(f"'$.{self.key}'"))
        return sa.type_coerce(custom.op("-")(sa.literal_column(f"'{self.key}'")), Json)

    def read(self, values: Mapping[str, Any] | None) -> Any:
        """The Python value in a record's ``custom``; None where there is none."""
        raw = (values or {}).get(self.key)
        if isinstance(self.type, sa.types.TypeDecorator):
            return self.type.process_result_value(raw, _DIALECT)
        return bool(raw) if isinstance(self.type, sa.Boolean) else raw

    def changed(self, values: Mapping[str, Any] | None, value: Any) -> dict[str, Any]:
        """``custom`` with this value in it; an empty one leaves no key behind."""
        raw = self.type.process_bind_param(value, _DIALECT) if isinstance(self.type, sa.types.TypeDecorator) else value
        others = {key: held for key, held in (values or {}).items() if key != self.key}
        return others if raw is None else {**others, self.key: raw}


_DIALECT: Any = None
"""Our types look at the dialect only where a database driver needs it; JSON does not."""
