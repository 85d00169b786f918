"""From told stories to rows by the hundred thousand: each copy is a story with other ids, people, days, amounts and numbers.

Nothing here knows a module's tables. A story's rows are found by their foreign keys to the register of records; what has to
differ in a copy is found by its value: an id of the story, its owner, its names and telephones, its days.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from core import CoreRecord, MoneyAmount, db, registry, users
from core.fields import AutoNumberField
from core.records import sort_key

from .stories import Story, mobile_number, person_name

NEVER_COPIED = frozenset({"core_outbox", "core_notice", "core_audit"})
"""What waits to be sent, and who was told: a copy sends nothing."""

REPEATED = {"owner_id": "core_principal", "dealer_id": "core_unit", "under_id": "core_record"}
"""Where what a row repeats of its record leads, by columns that have no foreign key."""

OPEN_DAYS, PAST_DAYS = (-45, 30), (-1200, -20)
"""How far the days of a copy are moved: sales at work lie around today, what has ended lies in the past."""


@dataclass(slots=True)
class Template:
    """One row of a story: raw values, and the places that differ in each copy with what stands there."""

    table: str
    values: list[Any]
    slots: list[tuple[int, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Pattern:
    """A story ready to be copied."""

    story: Story
    rows: list[Template]
    moments: list[Any]
    words: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Seller:
    """Who owns the records of a copy."""

    id: int
    name: str
    unit_id: int | None
    dealer_id: int | None


class Tables:
    """The tables that hold rows about records, in the order of their foreign keys."""

    def __init__(self) -> None:
        self.tables = [one for one in db.metadata.sorted_tables if one.name not in NEVER_COPIED and self._record_columns(one)]
        dialect = db.engine.dialect
        self.numbers = _numbers()
        self.raw = {(one.name, column.name): column.type.dialect_impl(dialect).bind_processor(dialect) for one in self.tables for column in one.columns}

    @staticmethod
    def _record_columns(table: sa.Table) -> list[sa.Column[Any]]:
        """The columns that hold an id of a record: the register's own, and foreign keys that lead there."""
        if table is CoreRecord.__table__:
            return [table.c.id]
        return [column for column in table.columns if any(_leads_to_record(key) for key in column.foreign_keys)]

    def rows_of(self, ids: Sequence[int]) -> Iterator[tuple[sa.Table, Any]]:
        """Every row about these records; one that refers to several of them once."""
        for table in self.tables:
            wanted = sa.or_(*(column.in_(ids) for column in self._record_columns(table)))
            for row in db.session.execute(sa.select(table).where(wanted)):
                yield table, row

    def counter_of(self, table: sa.Table) -> str | None:
        """The key that counts up by itself, of a table whose rows are no records."""
        keys = list(table.primary_key.columns)
        return keys[0].name if len(keys) == 1 and not keys[0].foreign_keys and isinstance(keys[0].type, sa.BigInteger | sa.Integer) else None

    def columns(self) -> Mapping[str, list[str]]:
        """Table -> its columns, in the order in which rows are made."""
        return {table.name: [column.name for column in table.columns] for table in self.tables}


def _numbers() -> dict[str, dict[str, str]]:
    """Table -> its columns that hold the number on a record's card -> what stands before the digits."""
    return {
        one.table.name: {name: field.pattern.partition("{")[0] for name, field in one.model.__record_fields__.items() if isinstance(field, AutoNumberField)}
        for one in registry.objects()
    }


def _leads_to_record(key: sa.ForeignKey) -> bool:
    target = key.column.table
    return target is CoreRecord.__table__ or (key.column.primary_key and "deleted_at" in target.c and "custom" in target.c)


class Copier:
    """Makes copies. Counts ids, telephones and numbers up from what the database holds."""

    def __init__(self, consultants: Sequence[int], seed: int) -> None:
        self.tables = Tables()
        self.rng = random.Random(seed)  # noqa: S311 - sample data, no secret
        self.sellers = [_seller(one) for one in consultants]
        self.next_record = _highest(CoreRecord.__table__.c.id) + 1
        self.next_key = {
            table.name: _highest(table.c[counter]) + 1
            for table in self.tables.tables if table is not CoreRecord.__table__ and (counter := self.tables.counter_of(table))
        }  # fmt: skip
        self.serial = 3 * 10**6
        self.names = [(name, sort_key(name) or "") for name in (person_name(self.rng) for _number in range(20_000))]

    def pattern(self, story: Story) -> Pattern:
        """Read what the story left in the database, and mark what a copy has to change."""
        ids = {one: place for place, one in enumerate(story.ids)}
        read = [(table, row) for table, row in self.tables.rows_of(story.ids)]
        moments = sorted({value for _table, row in read for value in row if isinstance(value, date)}, key=str)
        marks = _Marks(story, ids, moments, self.tables)
        rows = [marks.template(table, row) for table, row in read]
        return Pattern(story, rows, moments, marks.words)

    def copy(self, pattern: Pattern) -> Iterator[tuple[str, list[Any]]]:
        """The rows of one copy, each with its table."""
        new = self._substitutes(pattern)
        for row in pattern.rows:
            values = row.values.copy()
            for place, what in row.slots:
                values[place] = self._key_of(row.table) if what is COUNTER else _filled(what, new)
            yield row.table, values

    def _key_of(self, table: str) -> int:
        key = self.next_key[table]
        self.next_key[table] += 1
        return key

    def _substitutes(self, pattern: Pattern) -> dict[Any, Any]:
        """What stands in this copy for each mark of the story."""
        story, rng = pattern.story, self.rng
        seller = rng.choice(self.sellers)
        new: dict[Any, Any] = {
            ("principal", story.owner.id): seller.id, ("unit", story.owner.unit_id): seller.unit_id, ("unit", story.owner.dealer_id): seller.dealer_id,
            story.owner.name: seller.name,
        }  # fmt: skip
        for place in range(len(story.ids)):
            new["record", place] = self.next_record + place
        self.next_record += len(story.ids)
        for name in story.names:
            new[name], new[sort_key(name)] = rng.choice(self.names)
        for number in story.mobiles:
            self.serial += 1
            fresh = mobile_number(self.serial) if number.startswith("+861") else f"+8620{self.serial * 7_919_317 % 10**8:08d}"
            new[number], new[number[::-1]] = fresh, fresh[::-1]
        for amount in story.amounts:
            new[str(amount)] = str(amount * rng.randrange(40, 250) // 100)
            new["money", amount] = int(new[str(amount)]) * 10_000
        self._move_days(pattern, new)
        return new

    def _move_days(self, pattern: Pattern, new: dict[Any, Any]) -> None:
        days = timedelta(days=self.rng.randrange(*(PAST_DAYS if pattern.story.ended else OPEN_DAYS)))
        shift = days + timedelta(seconds=self.rng.randrange(-30_000, 30_000))
        for moment in pattern.moments:
            moved = moment + (shift if isinstance(moment, datetime) else days)
            new["moment", moment] = moved
            if isinstance(moment, datetime):
                new["seconds", int(moment.timestamp())] = int(moved.timestamp())
            else:
                new[moment.isoformat()] = moved.isoformat()


COUNTER = object()
"""Stands where a table counts its own rows."""


class _Marks:
    """Finds in the rows of one story what has to differ in a copy."""

    def __init__(self, story: Story, ids: Mapping[int, int], moments: Sequence[Any], tables: Tables) -> None:
        self.story, self.ids, self.tables = story, ids, tables
        self.seconds = {int(one.timestamp()) for one in moments if isinstance(one, datetime)}
        texts = [*story.names, *(sort_key(one) or "" for one in story.names), *story.mobiles, *(one[::-1] for one in story.mobiles), story.owner.name,
                 *(str(one) for one in story.amounts), *(one.isoformat() for one in moments if not isinstance(one, datetime))]  # fmt: skip
        self.words = re.compile("|".join(re.escape(one) for one in sorted(texts, key=len, reverse=True)))

    def template(self, table: sa.Table, row: Any) -> Template:
        template, counter = Template(table.name, []), self.tables.counter_of(table)
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            raw = self._raw(table, column, value)
            template.values.append(raw)
            what = COUNTER if column.name == counter and table is not CoreRecord.__table__ else self._mark(table, column, value, raw)
            if what is not None:
                template.slots.append((place, what))
        template.slots += [(table.columns.keys().index(name), ("card", head, self.ids[row.id])) for name, head in self.tables.numbers.get(table.name, {}).items()]
        return template

    def _raw(self, table: sa.Table, column: sa.Column[Any], value: Any) -> Any:
        """As the driver takes it, past SQLAlchemy."""
        if value is not None and isinstance(column.type, sa.JSON):
            return json.dumps(value, ensure_ascii=False)
        process = self.tables.raw[table.name, column.name]
        return process(value) if process is not None else value

    def _mark(self, table: sa.Table, column: sa.Column[Any], value: Any, raw: Any) -> Any:
        if isinstance(value, date):
            return ("moment", value, self.tables.raw[table.name, column.name])
        if isinstance(column.type, MoneyAmount):
            return self._amount(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self._number(table, column, value)
        return self._text(raw) if isinstance(raw, str) else None

    def _amount(self, value: Decimal | None) -> Any:
        return ("money", int(value)) if value is not None and int(value) in self.story.amounts else None

    def _number(self, table: sa.Table, column: sa.Column[Any], value: int) -> Any:
        targets = {key.column.table.name for key in column.foreign_keys} | {leads for name, leads in REPEATED.items() if name == column.name}
        if (targets or table is CoreRecord.__table__) and value in self.ids and not targets & {"core_principal", "core_unit"}:
            return ("record", self.ids[value])
        if "core_principal" in targets and value == self.story.owner.id:
            return ("principal", value)
        if "core_unit" in targets and value in (self.story.owner.unit_id, self.story.owner.dealer_id):
            return ("unit", value)
        return ("seconds", value) if value in self.seconds else None

    def _text(self, raw: str) -> Any:
        """The pieces between the words that are replaced, and the words."""
        pieces: list[str] = []
        last = 0
        for found in self.words.finditer(raw):
            pieces += [raw[last : found.start()], found.group()]
            last = found.end()
        return [*pieces, raw[last:]] if pieces else None


def _filled(what: Any, new: Mapping[Any, Any]) -> Any:
    if isinstance(what, list):
        return "".join(new.get(piece, piece) for piece in what)
    if what[0] == "card":  # each record of a copy has a number of its own
        return f"{what[1]}{new['record', what[2]]:09d}"
    if what[0] == "moment":
        moved = new["moment", what[1]]
        return what[2](moved) if what[2] is not None else moved
    return new[what]


def _seller(user_id: int) -> Seller:
    person = users.find(user_id)
    assert person is not None  # noqa: S101 - made a moment ago; said for the type checker
    return Seller(person.id, person.name, person.unit_id, person.dealer_id)


def _highest(column: Any) -> int:
    return int(db.session.execute(sa.select(sa.func.coalesce(sa.func.max(column), 0))).scalar_one())
