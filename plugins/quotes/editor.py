"""The line editor of opportunities and quotes: a table one types into. Each row is saved for itself, so that a bad one keeps what was typed and holds up no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from core import Actor, Conflict, Forbidden, Invalid, NotFound, Refusal, id_in, int64, permissions, queries, records, redaction, registry, savepoint, system_actor, transaction
from core import gettext as _
from plugins.products import find_entries

from . import quoting, sales
from .following import together

CELLS = ("product", "quantity", "sales_price", "discount")
COLUMNS = ("name", "product", "quantity", "list_price", "sales_price", "discount_percent", "discount_amount", "total")
AT_ONCE = 50
"""Lines shown on the opportunity's page; more of them are edited on a page of their own."""
PERCENT_SIGNS = ("%", "％")
NEW = "new"


@dataclass(frozen=True, slots=True)
class Kind:
    """Whose lines are edited: the object of the lines, and the look-up by which they belong to the record."""

    line: str
    parent: str


KINDS = {"opportunity": Kind(sales.LINE, "opportunity"), quoting.QUOTE: Kind(quoting.LINE, "quote")}


def kind_of(record: Any) -> Kind:
    return KINDS[record.__object_code__]


def book_of(record: Any, user: Actor) -> Any:
    """The price book that lines of this record are priced from; None where there is none yet."""
    return sales.book_for(record, user) if record.__object_code__ == "opportunity" else record.book


@dataclass(slots=True)
class Row:
    """One row. ``key`` is the line's id, or "new…" before it is saved; ``typed`` what stands in its cells, ``was`` what stood there when
    they were filled: what did not move is not sent on, so that two people may change different cells of one line."""

    key: str
    line: Any = None
    product_id: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    version: int | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.key.startswith(NEW)

    @property
    def is_blank(self) -> bool:
        return self.is_new and not any(self.typed.values())

    @property
    def moved(self) -> list[str]:
        """The cells whose text was changed."""
        return [name for name in CELLS if self.typed.get(name, "") != self.was.get(name, "")]


@dataclass(slots=True)
class Saved:
    """What came of saving: the rows as they stand now, and what was refused as a whole."""

    rows: list[Row]
    problem: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.problem and not any(row.errors for row in self.rows)


def rows_of(record: Any, user: Actor, limit: int = sales.MOST_LINES) -> list[Row]:
    """The first lines as rows, by one statement."""
    kind = kind_of(record)
    found = queries.page(kind.line, user, where={kind.parent: record.id}, sort="position", limit=limit, columns=COLUMNS)
    return [_filled(line) for line in found.rows]


def _filled(line: Any) -> Row:
    cells = _cells(line)
    return Row(str(line.id), line, str(line.product_id), dict(cells), dict(cells), line.version)


def _cells(line: Any) -> dict[str, str]:
    """The line as text in its cells."""
    return {"product": line.name, "quantity": _plain(str(line.quantity)), "sales_price": _plain(str(line.sales_price)), "discount": _discount_text(line)}


def _discount_text(line: Any) -> str:
    return f"{_plain(str(line.discount_percent))} %" if line.discount_percent else _plain(str(line.discount_amount or ""))


def _plain(text: str) -> str:
    """Without zeros behind the point."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def blank(place: int) -> Row:
    """An empty row at the end."""
    return Row(f"{NEW}{place}")


def read(form: MultiDict[str, str]) -> list[Row]:
    """The rows as they were sent, in the order in which they stood."""
    found = []
    for key in dict.fromkeys(form.getlist("line")):
        cells = {name: form.get(f"{key}.{name}", "").strip() for name in CELLS}
        was = {name: form.get(f"{key}.{name}.was", "").strip() for name in CELLS}
        found.append(Row(key[:24], None, form.get(f"{key}.product_id", ""), cells, was, form.get(f"{key}.version", type=int64)))
    return found[: sales.MOST_LINES + 1]


def save(record: Any, rows: Sequence[Row], user: Actor, *, remove: str = "", up: str = "", down: str = "") -> Saved:
    """Save what moved, remove the row ``remove`` names, and keep the order. Nothing typed is lost: what is refused comes back as it was typed."""
    typed = [row for row in rows if not row.is_blank]
    kept = [row for row in typed if row.key != remove]
    try:
        with transaction(), together():
            records.get(record.__object_code__, record.id, system_actor(), lock=True)
            _remove(record, typed, remove, user)
            for row in kept:
                _save_row(record, row, user)
            _arrange(record, kept, user, up, down)
    except (Invalid, Refusal) as problem:  # of the opportunity itself: nothing is saved
        return Saved([Row(row.key, None, row.product_id, row.typed, row.was, row.version, row.errors) for row in typed], problem.message)
    return Saved(_again(record, kept, user))


def _again(record: Any, rows: Sequence[Row], user: Actor) -> list[Row]:
    """What was saved as it is stored now, in between what was not as it was typed."""
    present = {row.key: row for row in rows_of(record, user)}
    found = [row if row.errors else present.pop(row.key, None) for row in rows]
    refused = {row.key for row in rows if row.errors}
    return [*(row for row in found if row is not None), *(row for key, row in present.items() if key not in refused)]


def _remove(record: Any, rows: Sequence[Row], key: str, user: Actor) -> None:
    if key.isdecimal() and key in {row.key for row in rows}:
        try:
            records.delete(_line(record, key, user, "delete"), user)
        except NotFound:
            return  # somebody else was faster: it is gone, as was wanted


def _line(record: Any, key: str, user: Actor, operation: str) -> Any:
    return records.get(kind_of(record).line, int(key[:18]), user, operation=operation)


def _save_row(record: Any, row: Row, user: Actor) -> None:
    try:
        with savepoint():
            if row.is_new:
                row.line = _create(record, row, user)
                row.key = str(row.line.id)
            elif row.moved:
                row.line = _update(record, row, user)
    except Invalid as problem:
        row.errors = _beside(problem.errors)
    except Refusal as problem:
        row.errors = _beside({problem.field or "": [problem.message]})
    except Conflict as problem:
        _tell_conflict(record, row, problem, user)
    except NotFound:
        _tell_gone(row)
    except Forbidden as problem:
        row.errors = {"": [problem.message]}


def _beside(errors: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Sentences by the cell they belong to."""
    found: dict[str, list[str]] = {}
    for name, sentences in errors.items():
        cell = {"discount_percent": "discount", "discount_amount": "discount", "total": "sales_price", "entry": "product"}.get(name, name)
        found.setdefault(cell if cell in CELLS else "", []).extend(str(one) for one in sentences)
    return found


def _values(row: Row, names: Sequence[str]) -> dict[str, Any]:
    """The cells named, as values of fields."""
    values: dict[str, Any] = {name: row.typed[name] for name in names if name in ("quantity", "sales_price")}
    if "discount" in names:
        values |= _discount(row.typed["discount"])
    return values


def _discount(text: str) -> dict[str, Any]:
    """A discount as typed: with a percent sign a percentage, without one an amount."""
    is_percent = text.endswith(PERCENT_SIGNS)
    return {"discount_percent": text[:-1].strip() if is_percent else None, "discount_amount": None if is_percent else text}


def _create(record: Any, row: Row, user: Actor) -> Any:
    values = _values(row, [name for name in CELLS if row.typed[name]])
    product_id = _product(record, row, user)
    kind = kind_of(record)
    return records.create(kind.line, user, typed=(*values, "product"), product=product_id, **{kind.parent: record.id}, **values)


def _update(record: Any, row: Row, user: Actor) -> Any:
    moved = row.moved
    if "product" in moved:
        raise Invalid({"product": [_("The product of a line stays. Remove the line and add another one.")]})
    if {"quantity", "discount"} <= set(moved):
        moved = [*moved, "sales_price"]  # which stands beside them, so that it is clear which adjusts
    values = _values(row, moved)
    return records.update(_line(record, row.key, user, "edit"), user, version=row.version, typed=tuple(values), **values)


def _product(record: Any, row: Row, user: Actor) -> int:
    """The product chosen, or the only one that fits the words typed. Raises Invalid."""
    chosen = id_in(row.product_id)
    if chosen is not None:
        return chosen
    words = row.typed["product"]
    if not words:
        raise Invalid({"product": [_("Please choose a product.")]})
    book = book_of(record, user)
    found = find_entries(words, book, user) if book is not None else []
    same = [one for one in found if words.casefold() in (one.name.casefold(), (one.code or "").casefold())] or found
    if len(same) != 1:
        sentence = _("Several products fit “%(text)s”; choose one from the list.", text=words) if same else _("Nothing in this price book fits “%(text)s”.", text=words)
        raise Invalid({"product": [sentence]})
    return int(same[0].product_id)


def _tell_conflict(record: Any, row: Row, problem: Conflict, user: Actor) -> None:
    """Both were here: what is stored now stands beside what was typed; saving again is then a decision."""
    line = _line(record, row.key, user, "edit")
    now = _cells(line)
    names = {{"discount_percent": "discount", "discount_amount": "discount"}.get(name, name) for name in problem.fields} & set(CELLS)
    row.typed = {name: text if name in row.moved else now[name] for name, text in row.typed.items()}
    row.was, row.version, row.line = now, line.version, line
    row.errors = {name: [_("%(person)s has changed this meanwhile: now %(value)s. Save again to keep yours.", person=str(line.modified_by or ""), value=now[name] or "–")] for name in names}
    row.errors = row.errors or {"": [problem.message]}


def _tell_gone(row: Row) -> None:
    row.key, row.version, row.was = f"{NEW}-{row.key}", None, {}
    row.errors = {"": [_("This line has been removed meanwhile. Save again to add it anew.")]}


def _arrange(record: Any, rows: Sequence[Row], user: Actor, up: str, down: str) -> None:
    order = list(filter(None, (id_in(row.key) for row in rows)))
    for moved, step in ((id_in(up), -1), (id_in(down), 1)):
        if moved in order:
            at = order.index(moved)
            to = min(max(at + step, 0), len(order) - 1)
            order[at], order[to] = order[to], order[at]
    arrange(record, order, user)


def arrange(record: Any, ordered: Sequence[int], user: Actor) -> None:
    """Give the lines this order; those that are not named keep their place behind."""
    kind, places = kind_of(record), {line_id: place for place, line_id in enumerate(ordered, start=1)}
    held = records.find(kind.line, user, where={kind.parent: record.id}, sort="position", limit=sales.MOST_LINES)
    for place, line in enumerate(sorted(held, key=lambda one: (places.get(one.id, len(held) + 1), one.position)), start=1):
        if line.position != place:
            records.update(line, user, position=place)


# ---------------------------------------------------------------- what the page shows


@dataclass(frozen=True, slots=True)
class Sheet:
    """The editor as the template draws it."""

    record: Any
    rows: list[Row]
    book: Any
    currency: str
    may_edit: bool
    total: Any = None
    problem: str = ""
    focus_new: bool = False
    hidden: int = 0
    on_page: bool = False


def sheet(record: Any, user: Actor, *, saved: Saved | None = None, focus_new: bool = False, on_page: bool = False) -> Sheet | None:
    """The editor of a record's lines, whole or (not ``on_page``) of its first ones; None where the user may not know of lines."""
    shape = registry.object_type(kind_of(record).line)
    if not permissions.may(user, shape, "read"):
        return None
    count, total = _sum(record, user)
    book = book_of(record, user)
    may_edit = permissions.may(user, shape, "create") and records.may_edit(record, user)
    rows = saved.rows if saved is not None else rows_of(record, user, sales.MOST_LINES if on_page else AT_ONCE) if count else []
    hidden = 0 if on_page else max(count - AT_ONCE, 0)
    return Sheet(
        record, rows, book, book.currency if book is not None else user.currency, may_edit and not hidden, total if count else None,
        saved.problem if saved else "", focus_new, hidden, on_page,
    )  # fmt: skip


def _sum(record: Any, user: Actor) -> tuple[int, Any]:
    """How many lines there are, and what they cost."""
    if record.__object_code__ == "opportunity":
        held = sales.find(record.id)
        return (held.lines, held.total) if held is not None else (0, None)
    return queries.count(quoting.LINE, user, where={"quote": record.id})[0], redaction.known(record, user).amount
