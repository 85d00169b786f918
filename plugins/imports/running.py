"""Doing an import: row by row through the gate, each in its savepoint, a batch of them to a transaction.

What became of a row is written in the transaction that dealt with it. A run that was killed goes on behind the last row
written, so nothing is made twice, also when two workers run the same import; a row that fails never stops the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from core import Actor, ForecourtError, Invalid, ObjectType, Unreadable, chunks, db, external_ids, now, records, registry, transaction
from core import gettext as _

from . import mapping, models, repetition, trees
from .intake import RUN, series_of, table_of
from .mapping import EXTERNAL, TREE, Column, Plan
from .models import CREATED, FAILED, UNCHANGED, UPDATED, Import
from .reading import Row, Table
from .results import ROWS, counts
from .values import Reader, refuse_lost

BATCH, KEY_LENGTH = 100, 120
Progress = Callable[[int, int], None]


class _Stopped(Exception):
    """Somebody has stopped the import meanwhile."""


class _TakeBack(Exception):
    """Rolls a dry run's batch back."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row."""

    row: Row
    result: str
    record_id: int | None = None
    version: int | None = None
    reason: str | None = None
    former: int | None = None


def perform(one: Import, user: Actor, *, trial: bool = False, progress: Progress | None = None) -> Counter[str]:
    """Import the rows that have not been dealt with yet; returns how many came out how, earlier ones included.

    A dry run does the same and takes all of it back. Stopped meanwhile, it ends after the batch it is at. Raises Invalid for a plan that does not fit, Forbidden.
    """
    user.require(RUN)
    object_type = registry.enabled_object(one.object)
    plan = mapping.check(mapping.load(one.plan), object_type, user)
    table = table_of(one)
    _begin(one, trial)
    work = _Work(one, object_type, plan, table, user, trial)
    try:
        for batch in _batches(table.rows(), work.done_until()):
            work.batch(batch)
            if progress is not None:
                progress(batch[-1].number, one.total)
        work.end()
    except _Stopped:
        db.session.refresh(one)
    return counts(one, trial=trial)


def _begin(one: Import, trial: bool) -> None:
    """Mark it as under way; a dry run forgets what an earlier one found. Raises Refusal while another import of the very same file is under way."""
    with transaction():
        if trial:
            db.session.execute(sa.delete(ROWS).where(ROWS.c.import_id == one.id, ROWS.c.trial.is_(True)))
            one.status = models.CHECKING
        elif one.status != models.RUNNING:
            repetition.take(one)
        one.started_at = one.started_at or now()


def _batches(rows: Iterator[Row], after: int) -> Iterator[list[Row]]:
    waiting = (row for row in rows if row.number > after)
    while batch := list(islice(waiting, BATCH)):
        yield batch


class _Work:
    """One run over the rows of one import."""

    def __init__(self, one: Import, object_type: ObjectType, plan: Plan, table: Table, user: Actor, trial: bool) -> None:
        self.one, self.object_type, self.plan, self.user, self.trial = one, object_type, plan, user, trial
        self.columns = table.columns
        self.places = {column.column: table.columns.index(column.column) for column in plan.columns}
        self.reader = Reader(object_type, user, plan, trial=trial, promised=_promised(one) if trial else ())
        self.mapped = sorted(plan.columns, key=lambda column: self.reader.rank(column.field))
        self.absent: frozenset[Any] = frozenset()
        self.read: dict[int, tuple[dict[str, Any], dict[str, str]]] = {}

    def done_until(self) -> int:
        """The number of the last row dealt with by an earlier, interrupted run."""
        query = sa.select(sa.func.max(ROWS.c.number)).where(ROWS.c.import_id == self.one.id, ROWS.c.trial.is_(self.trial))
        return db.session.execute(query).scalar_one() or 0

    def _left(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Those of the rows that nobody has dealt with; until the transaction ends nobody else will. Raises _Stopped."""
        self._refuse_stopped()
        done = self.done_until()
        return [row for row in rows if row.number > done]

    def _refuse_stopped(self) -> None:
        status = db.session.execute(sa.select(Import.status).where(Import.id == self.one.id).with_for_update()).scalar_one()
        if status not in (models.CHECKING, models.RUNNING):
            raise _Stopped

    def end(self) -> None:
        """All rows are dealt with. Raises _Stopped."""
        with transaction():
            self._refuse_stopped()
            self.one.status, self.one.finished_at = models.CHECKED if self.trial else models.DONE, now()

    def batch(self, rows: Sequence[Row]) -> None:
        results: list[Result] = []
        try:
            with transaction():
                rows = self._left(rows)
                self.absent = self._absent(rows)
                results = self._results(rows)
                if self.trial:
                    raise _TakeBack
                self._note(results)
            self.reader.keep()
        except _TakeBack:
            self.reader.forget()
            with transaction():
                left = {row.number for row in self._left(rows)}
                self._note([Result(one.row, one.result, None, None, one.reason) if one.result == CREATED else one for one in results if one.row.number in left])

    def _note(self, results: Sequence[Result]) -> None:
        values = [
            {"import_id": self.one.id, "trial": self.trial, "number": one.row.number, "line": one.row.line, "result": one.result,
             "record_id": one.record_id, "version": one.version, "former": one.former, "reason": one.reason}
            for one in results
        ]  # fmt: skip
        if values:
            db.session.execute(sa.insert(ROWS), values)

    def _results(self, rows: Sequence[Row]) -> list[Result]:
        """Save the rows; what goes wrong with one is its reason."""
        readable = [row for row in rows if row.problem is None]
        done = chunks.each(readable, self._save, foresee=lambda: self._foresee(readable), again=self._forget)
        outcomes = {row.number: outcome for row, outcome in zip(readable, done, strict=True)}
        return [Result(row, FAILED, reason=row.problem) if row.problem is not None else self._result(row, outcomes[row.number]) for row in rows]

    def _result(self, row: Row, outcome: chunks.Outcome[Result]) -> Result:
        problem = outcome.problem
        if outcome.result is not None:
            return outcome.result
        if isinstance(problem, Invalid):
            return Result(row, FAILED, reason=self._sentences(problem))
        if isinstance(problem, ForecourtError):
            return Result(row, FAILED, reason=problem.message)
        return Result(row, FAILED, reason=_("The database refused this row: a value is too large or does not fit."))

    def _foresee(self, rows: Sequence[Row]) -> None:
        """Read all rows of a batch, and have what their saves need asked for together. One that cannot be read yet may be later, when an
        earlier row has made what it names."""
        read = {row.number: self._read(row) for row in rows}
        self.read = {number: found for number, found in read.items() if not Unreadable.among(found[0])}
        records.foresee(self.object_type, [values for values, _keys in self.read.values()], self.user)

    def _forget(self) -> None:
        """Rows are done anew: what they made, and what was found of it, is there no more."""
        self.read = {}
        self.reader.forget()

    def _save(self, row: Row) -> Result:
        values, keys = self.read.pop(row.number) if row.number in self.read else self._read(row)
        record = self._existing(values, keys)
        channel = self.plan.channel
        typed = set(values) - set(mapping.historical(self.object_type))
        if record is None:
            made = records.create(self.object_type, self.user, source="import", channel=channel, typed=typed, **values)
            result = Result(row, CREATED, made.id, made.version)
            if self.trial:
                self.reader.will_exist(str(made))
        else:
            before = record.version
            made = records.update(record, self.user, source="import", channel=channel, typed=typed, **self._changeable(values))
            result = Result(row, UPDATED if made.version > before else UNCHANGED, made.id, made.version, former=before)
        for system, key in keys.items():
            if external_ids.find(self.object_type, system, key) != made.id:
                external_ids.keep(made, system, key, self.user)
        return result

    def _read(self, row: Row) -> tuple[dict[str, Any], dict[str, str]]:
        """(values by field, foreign keys by system); of a cell that cannot be read an Unreadable, which the gate tells with the rest."""
        values: dict[str, Any] = {}
        keys: dict[str, str] = {}
        wrong: dict[str, Unreadable] = {}
        for column, text in self._cells(row):
            if column.field.startswith(EXTERNAL):
                if bare := self.reader.text(text):
                    keys[column.field.removeprefix(EXTERNAL)] = bare
                if problems := list(_key_problems(bare, column)):
                    wrong[column.field] = Unreadable(*problems)
                continue
            try:
                value = self.reader.value(column, text, values)
            except ValueError as problem:
                wrong[column.field] = Unreadable(str(problem))
                continue
            if value is not None or (self.plan.clear and self.object_type.amount_of(column.field) is None):
                values[column.field] = value
        return self._with_their_amounts(values) | wrong, keys

    def _with_their_amounts(self, values: dict[str, Any]) -> dict[str, Any]:
        """Without the currency of an amount that the row leaves empty, of which it says nothing. A column of currencies alone is about the amounts there are."""
        mapped = {column.field for column in self.plan.columns}
        amounts = {name: self.object_type.amount_of(name) for name in values}
        lacking = {name for name, one in amounts.items() if one is not None and one.name in mapped and values.get(one.name) is None}
        return {name: value for name, value in values.items() if name not in lacking}

    def _cells(self, row: Row) -> Iterator[tuple[Column, str]]:
        """(column, text) for what the plan fills beside the columns, then for each column, last those that need the others."""
        if self.plan.fills:
            yield from self.reader.filled(dict(zip(self.columns, row.cells, strict=True)))
        yield from ((column, row.cells[self.places[column.column]]) for column in self.mapped)

    def _absent(self, rows: Sequence[Row]) -> frozenset[Any]:
        """Keys that no record has and only one row of the batch: asked once, for most rows of a first import are new."""
        column = next((one for one in self.plan.columns if one.field == self.plan.key and not one.field.startswith(EXTERNAL)), None)
        if column is None or "in" not in self.object_type.fields[column.field].operators:
            return frozenset()
        keys: Counter[Any] = Counter()
        for row in rows:
            if row.problem is None and (text := row.cells[self.places[column.column]].strip()):
                with suppress(ValueError):  # the row itself will say so
                    keys[self.reader.value(column, text, {})] += 1
        single = {key: key.casefold() if isinstance(key, str) else key for key in keys}
        folded = Counter(single.values())
        asked = [key for key, count in keys.items() if count == 1 and folded[single[key]] == 1]
        if not asked or records.find(self.object_type, self.user, where={column.field: asked}, sort="id", limit=1):
            return frozenset()
        return frozenset(asked)

    def _existing(self, values: Mapping[str, Any], keys: Mapping[str, str]) -> Any:
        """The record that the row's key names. Raises Invalid when several have it, or when the row has no key that can be read."""
        key = self.plan.key
        if not key:
            return None
        if isinstance(values.get(key), Unreadable):
            raise Invalid(Unreadable.among(values))  # nobody knows which record the row is about
        if key.startswith(EXTERNAL):
            wanted: Any = keys.get(key.removeprefix(EXTERNAL))
            found = external_ids.find(self.object_type, key.removeprefix(EXTERNAL), keys[key.removeprefix(EXTERNAL)]) if wanted else None
            hits = [] if found is None else [records.get(self.object_type, found, self.user)]
        else:
            wanted = values.get(key)
            wanted = getattr(wanted, "id", wanted)
            if wanted is not None and wanted in self.absent:
                return None
            hits = records.find(self.object_type, self.user, where={key: wanted}, sort="id", limit=2) if wanted is not None else []
        if wanted is None:
            raise Invalid({key: [_("The row has no “%(key)s” to find its record by.", key=self._label(key))]})
        if len(hits) > 1:
            raise Invalid({key: [_("Several records have this “%(key)s”.", key=self._label(key))]})
        return hits[0] if hits else None

    def _changeable(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What an update sets: not the key it was found by, nor what only a new record brings along."""
        kept = {self.plan.key, *mapping.historical(self.object_type)}
        return {name: value for name, value in values.items() if name not in kept}

    def _label(self, name: str) -> str:
        field = mapping.target(self.object_type, name)
        return str(field.label) if field else name.removeprefix(EXTERNAL)

    def _sentences(self, problem: Invalid) -> str:
        """Each sentence, after the label of its field where it does not name it itself."""
        lines = []
        for name, sentences in problem.errors.items():
            label = self._label(name) if name else ""
            lines += [one if not label or label in one else f"{label}: {one}" for one in sentences]
        return " ".join(lines) or problem.message


def _key_problems(key: str, column: Column) -> Iterator[str]:
    if len(key) > KEY_LENGTH:
        yield _("A key may have at most %(most)d characters.", most=KEY_LENGTH)
    try:
        refuse_lost(key, column.column)
    except ValueError as problem:
        yield str(problem)


def _promised(one: Import) -> frozenset[str]:
    """The keys of records that earlier files of the series make."""
    if not any(str(column.get("by", "")).startswith(TREE) for column in one.plan["columns"]):
        return frozenset()
    tables = (table_of(other) for other in series_of(one) if other.place < one.place)
    return frozenset(row.cells[table.columns.index(trees.REFERENCE)] for table in tables for row in table.rows() if row.problem is None)
