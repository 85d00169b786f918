"""How a file's columns become an object's fields: guessed, chosen, kept by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any

import sqlalchemy as sa

from core import Actor, Invalid, NotFound, ObjectType, db, fields, gettext_lazy, now, permissions, registry, speaking, transaction
from core import gettext as _

from . import amounts, likeness, models
from .guesses import DATE_ORDERS, guess_columns, guess_date_order, guess_values, plain
from .reading import Table

LANGUAGES = ("en", "zh_CN")
EXTERNAL = "external:"
BRING_HISTORY = "imports.history"
SYSTEM_LENGTH = 40
TREE = "external:tree-"
PLACE = re.compile(r"\{([^{}]+)\}")
SAMPLE = 200
REASON = gettext_lazy("Why it failed")
"""The column of the reasons in a file of rows that failed. Mended, the file goes in again as it is: nothing is guessed for it, whatever language named it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills ("external:<system>" for a foreign key), the order of its dates, other names of values.

    ``by`` is how a look-up is found: "" by name or number, "external:<system>" by a foreign key. ``mark`` stands before the decimals of its
    numbers ("" as the field reads them), ``times`` is what one in a cell stands for: 10,000 under 万元.
    """

    column: str
    field: str
    order: str = ""
    values: Mapping[str, str] = dataclass_field(default_factory=dict)
    by: str = ""
    mark: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole mapping. ``key`` names the field by which a row finds the record it updates; empty: every row is new.

    ``clear``: an empty cell empties the field of a record that is updated. ``lenient``: only what would make a record
    meaningless is required. ``quiet``: old records, so nobody is told, nothing is assigned, no clock starts. ``empty`` are words that mean an empty cell ("Select", "?"). ``fills`` gives fields that no column
    holds: a value for all rows, or one put together from columns, as in "Lead {Lead Number}".
    """

    columns: Sequence[Column] = ()
    key: str = ""
    clear: bool = False
    lenient: bool = False
    quiet: bool = False
    empty: Sequence[str] = ()
    fills: Mapping[str, str] = dataclass_field(default_factory=dict)

    def dump(self) -> dict[str, Any]:
        columns = [
            {"column": one.column, "field": one.field, "order": one.order, "values": dict(one.values), "by": one.by, "mark": one.mark, "times": one.times}
            for one in self.columns
        ]  # fmt: skip
        return {
            "columns": columns, "key": self.key, "clear": self.clear, "lenient": self.lenient, "quiet": self.quiet, "empty": list(self.empty),
            "fills": dict(self.fills),
        }  # fmt: skip

    @property
    def channel(self) -> str:
        """How its records come in: what is required, and whether anybody is told, depends on it."""
        return "history" if self.quiet else "lenient" if self.lenient else "import"


def load(stored: Mapping[str, Any]) -> Plan:
    """The plan from JSON. Raises Invalid for what is no plan."""
    try:
        columns = tuple(_column(one) for one in stored.get("columns", ()))
        fills = {str(name): str(text) for name, text in (stored.get("fills") or {}).items()}
        empty = tuple(str(word) for word in stored.get("empty") or ())
        return Plan(columns, str(stored.get("key") or ""), bool(stored.get("clear")), bool(stored.get("lenient")), bool(stored.get("quiet")), empty, fills)
    except (TypeError, AttributeError):
        raise Invalid({"mapping": [_("This is no mapping: it needs “columns”, each with “column” and “field”.")]}) from None


def _column(stored: Mapping[str, Any]) -> Column:
    """Raises TypeError or AttributeError for what is no column."""
    found = Column(**{"by": "", "order": "", "values": {}, **stored})
    words = (found.column, found.field or "", found.order, found.by, found.mark, *found.values.keys(), *found.values.values())
    if not all(isinstance(one, str) for one in words) or type(found.times) is not int:
        raise TypeError
    return found


CURRENCIES = frozenset({"currency", "currency code", "currency iso code", "curr", "ccy", "币种", "货币", "币别", "货币代码", "币种代码"})
"""What a column is called that says in which currency the amount beside it is."""


def importable(object_type: ObjectType, user: Actor) -> dict[str, Any]:
    """The fields this user may fill by an import; behind each amount its currency, as ``<amount>_currency``."""
    found = {}
    for name, one in _fillable(object_type, user).items():
        found[name] = one
        if isinstance(one, fields.CurrencyField):
            found[one.currency_attribute] = one.currency
    return found


def target(object_type: ObjectType, name: str) -> Any:
    """The field that a column goes to, or None: also the currency of an amount."""
    amount = object_type.amount_of(name)
    return amount.currency if amount is not None else object_type.fields.get(name)


def _fillable(object_type: ObjectType, user: Actor) -> dict[str, Any]:
    visible = permissions.visible_fields(user, object_type)
    found = {name: one for name, one in visible.items() if one.stored and not one.system and _writable(object_type, name, user)}
    if user.may(BRING_HISTORY):
        found |= {name: visible[name] for name in historical(object_type) if name in visible}
    return found


def historical(object_type: ObjectType) -> tuple[str, ...]:
    """The fields that only a record made by an import brings along: an update leaves them as they are."""
    return ("created_at", *object_type.historical)


def _writable(object_type: ObjectType, name: str, user: Actor) -> bool:
    return permissions.field_right(user, object_type, name) is None


def guess(table: Table, object_type: ObjectType, user: Actor) -> Plan:
    """The likely plan for a file: columns by their headings, dates by their look."""
    available = importable(object_type, user)
    columns = [one for one in table.columns if one not in labels(REASON)]
    guessed = _with_currencies(guess_columns(columns, names_of(_fillable(object_type, user)), labels(object_type.label)), columns, available)
    sample = table.sample(SAMPLE)
    return Plan(tuple(_guessed(table, sample, column, guessed.get(column, ""), available, user) for column in table.columns))


def _with_currencies(guessed: Mapping[str, str], columns: Sequence[str], available: Mapping[str, Any]) -> dict[str, str]:
    """With the columns that hold a currency: by its own name, and called just so behind the amount that it belongs to. A name that is only alike says
    nothing: the currency of an account is not that of an amount."""
    called = {plain(one): name for name, names in names_of({name: one for name, one in available.items() if is_currency(one)}).items() for one in names}
    found, amount = dict(guessed), None
    for column in columns:
        if isinstance(available.get(guessed.get(column, "")), fields.CurrencyField):
            amount = available[guessed[column]]
        elif (name := called.get(plain(column))) and name not in found.values():
            found[column] = name
        elif plain(column) in CURRENCIES and amount is not None and amount.currency_attribute not in found.values():
            found[column] = amount.currency_attribute
    return found


def is_currency(field: Any) -> bool:
    """Whether a column of this field says in which currency an amount is."""
    return isinstance(field, fields.CurrencyCodeField)


def _guessed(table: Table, sample: Sequence[Any], column: str, name: str, available: Mapping[str, Any], user: Actor) -> Column:
    if not name:
        return Column(column, "")
    place, field = table.columns.index(column), available[name]
    cells = [row.cells[place] for row in sample if row.problem is None]
    if field.type in ("date", "datetime"):
        return Column(column, name, guess_date_order(cells, user.locale)[0])
    if is_number(field):
        times = amounts.guess_unit(column, labels(field.label)) if isinstance(field, fields.CurrencyField) else 1
        return Column(column, name, mark=amounts.guess_mark(cells, table.delimiter)[0], times=times)
    if isinstance(field, fields.PicklistField):
        options = {called: one.code for one in field.options() for called in labels(one.label)}
        return Column(column, name, values=guess_values(cells, options))
    near = likeness.likely(looked_up, cells, user) if (looked_up := named_freely(field)) is not None else {}
    return Column(column, name, values={value: meant for value, names in near.items() if (meant := likeness.same(value, names))})


def is_number(field: Any) -> bool:
    """Whether a field's values are numbers that people write with marks."""
    return isinstance(field, (fields.CurrencyField, fields.DecimalField, fields.IntegerField))


def looked_up_by(field: Any) -> ObjectType | None:
    """The object of an ordinary look-up."""
    if not isinstance(field, fields.LookupField) or isinstance(field, (fields.UserField, fields.UnitField)) or field.to is None:
        return None
    return registry.object_type(field.to)


def named_freely(field: Any) -> ObjectType | None:
    """As ``looked_up_by``, without the objects of the set-up that come with names in every language."""
    found = looked_up_by(field)
    return found if found is not None and not found.shown_name else None


def names_of(available: Mapping[str, Any]) -> dict[str, list[str]]:
    """All a field is called: its name, and its label in every language."""
    return {name: [name, *labels(one.label)] for name, one in available.items()}


def labels(label: Any) -> list[str]:
    """A marked string in every language."""
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found.append(str(label))
    return list(dict.fromkeys(found))


def fit(plan: Plan, table: Table) -> Plan:
    """A kept plan for this file: columns it does not have are dropped, those the plan does not know stay out."""
    known = {one.column: one for one in plan.columns}
    return replace(plan, columns=tuple(known.get(column, Column(column, "")) for column in table.columns))


def fills_for(object_code: str, given: Iterable[str]) -> dict[str, str]:
    """What fills this object's fields, of lines that read OBJECT.FIELD=TEXT. Raises Invalid for one that does not."""
    found = {}
    for one in given:
        target, equals, text = one.partition("=")
        code, point, name = target.strip().partition(".")
        if not equals or not point:
            raise Invalid({"fill": [_("“%(text)s” does not read OBJECT.FIELD=TEXT.", text=one)]})
        if code == object_code:
            found[name] = text.strip()
    return found


def check(plan: Plan, object_type: ObjectType, user: Actor) -> Plan:
    """The plan without columns that go nowhere. Raises Invalid naming what is wrong."""
    available = importable(object_type, user)
    used = [one for one in plan.columns if one.field]
    errors = [sentence for one in used for sentence in _problems(one, available)]
    errors += [sentence for name, text in plan.fills.items() for sentence in _fill_problems(name, text, plan, available)]
    targets = [*(one.field for one in used), *plan.fills]
    errors += [_("Two columns go to “%(field)s”.", field=name) for name in sorted({name for name in targets if targets.count(name) > 1})]
    if not used:
        errors.append(_("No column is mapped to a field."))
    if plan.key and (plan.key not in targets or is_currency(available.get(plan.key))):
        errors.append(_("Records are to be found by “%(field)s”, but no column holds it.", field=plan.key))
    if errors:
        raise Invalid({"mapping": errors})
    return replace(plan, columns=tuple(used), fills=dict(plan.fills))


def _fill_problems(name: str, text: str, plan: Plan, available: Mapping[str, Any]) -> Iterable[str]:
    if name not in available:
        yield _("There is no field “%(field)s” that you may fill.", field=name)
    known = {one.column for one in plan.columns}
    for column in PLACE.findall(text):
        if column not in known:
            yield _("“%(text)s” names the column “%(column)s”, which the file does not have.", text=text, column=column)


def _problems(column: Column, available: Mapping[str, Any]) -> Iterable[str]:
    if column.field.startswith(EXTERNAL):
        if not 0 < len(column.field.removeprefix(EXTERNAL)) <= SYSTEM_LENGTH:
            yield _("Column “%(column)s”: name the system whose key it is.", column=column.column)
    elif column.field not in available:
        yield _("Column “%(column)s”: there is no field “%(field)s” that you may fill.", column=column.column, field=column.field)
    if column.order and column.order not in DATE_ORDERS:
        yield _("Column “%(column)s”: the order of the date is not known.", column=column.column)
    if column.mark and column.mark not in amounts.MARKS:
        yield _("Column “%(column)s”: the decimal mark is a point or a comma.", column=column.column)
    if column.times not in amounts.COUNTED_IN:
        yield _("Column “%(column)s”: it cannot be counted in %(times)s.", column=column.column, times=column.times)


def keys(object_type: ObjectType, user: Actor) -> list[str]:
    """Fields by which records can be found again: text, numbers and addresses, not long texts or picklists."""
    kinds = (fields.IntegerField, fields.LookupField)
    return [
        name for name, one in _fillable(object_type, user).items()
        if isinstance(one, kinds) or (isinstance(one, fields.TextField) and not isinstance(one, fields.LongTextField))
    ] + [name for name, one in object_type.fields.items() if isinstance(one, fields.AutoNumberField)]  # fmt: skip


# ---------------------------------------------------------------- kept by name


def kept(object_type: ObjectType) -> list[str]:
    """The names of the mappings kept for an object."""
    table = models.Mapping.__table__
    return list(db.session.execute(sa.select(table.c.name).where(table.c.object == object_type.code).order_by(table.c.name)).scalars())


def recall(object_type: ObjectType, name: str) -> Plan:
    """A mapping by its name. Raises NotFound."""
    table = models.Mapping.__table__
    stored = db.session.execute(sa.select(table.c.plan).where(table.c.object == object_type.code, table.c.name == name)).scalar_one_or_none()
    if stored is None:
        raise NotFound(_("There is no mapping “%(name)s” for %(object)s.", name=name, object=object_type.plural))
    return load(stored)


def keep(object_type: ObjectType, name: str, plan: Plan, user: Actor) -> None:
    """Keep a mapping by name; one of that name is replaced. Raises Invalid for a name that is too long."""
    name = name.strip()
    if not name or len(name) > 80 or not name.isprintable():
        raise Invalid({"name": [_("A mapping's name has between 1 and 80 characters.")]})
    table = models.Mapping.__table__
    values = {"plan": plan.dump(), "user_id": user.id or None, "saved_at": now()}
    mine = sa.and_(table.c.object == object_type.code, table.c.name == name)
    with transaction():
        changed = db.session.execute(sa.update(table).where(mine).values(**values))
        if not changed.rowcount:  # type: ignore[attr-defined]  # a CursorResult, typed as Result
            db.session.execute(sa.insert(table).values(object=object_type.code, name=name, **values))
