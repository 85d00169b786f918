"""The editor of a line's schedule: all its installments in one table, saved together, so that moving revenue from one to another is one step."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from core import Actor, Conflict, Forbidden, Invalid, NotFound, Refusal, id_in, int64, permissions, records, redaction, registry, transaction
from core import gettext as _

from . import schedules
from .following import together
from .sales import LINE

CELLS = ("due_on", "quantity", "revenue", "description")
NEW = "new"


@dataclass(slots=True)
class Row:
    """One row. ``key`` is the installment's id, or "new"; ``typed`` what stands in its cells."""

    key: str
    typed: dict[str, str] = field(default_factory=dict)
    version: int | None = None
    remove: bool = False
    record: Any = None
    errors: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return self.key == NEW and not any(self.typed.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """The schedule as the template draws it."""

    line: Any
    rows: list[Row]
    may_edit: bool
    problem: str = ""


def sheet(line: Any, user: Actor, rows: list[Row] | None = None, problem: str = "") -> Sheet | None:
    """The schedule of a line; None where the user may not know of installments. ``rows`` are those that were typed and refused."""
    shape = registry.object_type(schedules.INSTALLMENT)
    if not permissions.may(user, shape, "read"):
        return None
    may_edit = permissions.may(user, shape, "create") and records.may_edit(line, user)
    return Sheet(line, rows if rows is not None else [_filled(redaction.known(one, user)) for one in schedules.of(line.id, user)], may_edit, problem)


def _filled(one: Any) -> Row:
    return Row(str(one.id), {name: _text(one, name) for name in CELLS}, one.version, record=one)


def _text(one: Any, name: str) -> str:
    value = getattr(one, name)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def read(form: MultiDict[str, str]) -> list[Row]:
    """The rows as they were sent."""
    keys = dict.fromkeys(form.getlist("row"))
    return [
        Row(key[:20], {name: form.get(f"{key}.{name}", "").strip() for name in CELLS}, form.get(f"{key}.version", type=int64), f"{key}.remove" in form)
        for key in list(keys)[: schedules.MOST + 1]
    ]  # fmt: skip


def save(line: Any, rows: list[Row], user: Actor) -> str | None:
    """Save all or nothing; what is wrong stands in the rows. Answers with a sentence on the whole, "" where only rows are wrong, None when all is saved."""
    kept = [row for row in rows if not row.is_blank]
    try:
        with transaction(), together():
            records.get(LINE, line.id, user, operation="edit", lock=True)
            for row in kept:
                _save_row(line, row, user)
            if any(row.errors for row in kept):
                raise _Refused
    except _Refused:
        return ""
    except (Invalid, Refusal) as problem:  # of the line or its opportunity
        return problem.message
    return None


class _Refused(Exception):
    pass


def _save_row(line: Any, row: Row, user: Actor) -> None:
    """Removed, made, or changed where its cells differ from what is stored."""
    try:
        if row.key == NEW:
            records.create(schedules.INSTALLMENT, user, typed=tuple(row.typed), line=line.id, **row.typed)
            return
        number = id_in(row.key)
        present = records.first(schedules.INSTALLMENT, user, where={"id": number, "line": line.id}, sort="due_on") if number is not None else None
        if present is None:
            raise NotFound
        if row.remove:
            records.delete(present, user)
            return
        moved = {name: text for name, text in row.typed.items() if text != _text(present, name)}
        if moved:
            records.update(present, user, version=row.version, typed=tuple(moved), **moved)
    except Invalid as problem:
        row.errors = [str(one) for sentences in problem.errors.values() for one in sentences]
    except (Refusal, Conflict, Forbidden) as problem:
        row.errors = [problem.message]
    except NotFound:
        row.errors = [] if row.remove else [_("This installment has been removed meanwhile. Remove the row, or add it anew.")]
