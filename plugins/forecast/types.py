"""Forecast types as the code reads them: one frozen picture per version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale

from core import Actor, Forbidden, NotFound, code_of, conditions, permissions, pgettext, records, registry, state, system_actor
from core import gettext as _

from . import measures
from .columns import COUNTED, Column, columns_of, every_column
from .periods import Period, period_of, read_period

STATE = "forecast.types"


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """A forecast type. ``measure`` is amount, weighted or units; ``date_from`` the field that says to which period a sale belongs;
    ``family`` the product family whose parts of the sales are counted, None for the whole."""

    id: int
    name: str
    name_zh: str | None
    message: str | None
    measure: str
    date_from: str
    kind: str
    fiscal_start: int
    view: str
    most_likely: bool
    process_id: int | None
    sale_type_id: int | None
    is_default: bool
    active: bool
    family: str | None = None
    due_day: int | None = None
    """The day of the period by which everybody submits, 1 for its first; None where nobody is asked to."""
    remind_before: int | None = None

    @property
    def is_money(self) -> bool:
        return self.measure != "units"

    @property
    def choice(self) -> tuple[Any, ...]:
        """Types with the same count the same sales in the same periods, whatever they measure."""
        return (self.date_from, self.process_id, self.sale_type_id, self.family, self.kind, self.fiscal_start)

    def columns(self, view: str | None = None) -> tuple[Column, ...]:
        return columns_of(view or self.view, self.most_likely)

    @property
    def every_column(self) -> tuple[Column, ...]:
        return every_column(self.most_likely)

    def period(self, day: date) -> Period:
        return period_of(self.kind, day, self.fiscal_start)

    def read_period(self, text: str, today: date) -> Period:
        """The period an address names. Raises BadQuery."""
        return read_period(self.kind, text, today, self.fiscal_start)

    def counted(self) -> conditions.Condition:
        """Which opportunities count, whenever they close: in the categories that count, and of the process and type chosen."""
        category: Any = registry.object_type("opportunity").fields["forecast_category"]
        known = {choice.code for choice in category.choices}
        wanted: dict[str, Any] = {"forecast_category": [one for one in COUNTED if one in known]}
        if self.process_id:
            wanted["process"] = self.process_id
        if self.sale_type_id:
            wanted["type"] = self.sale_type_id
        return conditions.read(wanted)

    def where(self, period: Period) -> conditions.Condition:
        """Which opportunities count in the period; of a product family those that have a part of it, see ``measures``."""
        return conditions.both(conditions.Test(self.date_from, ">=", period.start), conditions.Test(self.date_from, "<", period.end), self.counted())

    @property
    def needs(self) -> frozenset[str]:
        """The opportunity's fields without which a reader can be told none of its numbers."""
        measured = {"amount": ("amount",), "weighted": ("amount", "probability"), "units": ("quantity",)}[self.measure]
        return frozenset({*measured, self.date_from, "forecast_category", "owner", "unit"})

    def __str__(self) -> str:
        if self.name_zh and str(get_locale() or "en").startswith("zh"):
            return self.name_zh
        return pgettext("forecast type", self.name) if self.name == self.message else self.name


def all_types() -> dict[int, TypeInfo]:
    """All types by id, in their order."""
    return state.cached(STATE, _read)


def offered(user: Actor) -> list[TypeInfo]:
    """The types in use whose fields the user may know of. Raises Forbidden where the user may read no opportunity at all."""
    opportunity = registry.enabled_object("opportunity")
    permissions.require(user, opportunity, "read")
    visible = permissions.visible_fields(user, opportunity).keys()
    return [one for one in all_types().values() if one.active and one.needs <= visible and measures.is_known(one, user)]


def chosen(type_id: str, user: Actor) -> TypeInfo:
    """The type asked for by its id, else the default. Raises Forbidden, and NotFound where there is none."""
    usable = offered(user)
    if not usable:
        raise NotFound(_("There is no forecast that you may see. An administrator sets up forecast types.")) if not all_types() else Forbidden
    if type_id:
        found = next((one for one in usable if str(one.id) == type_id), None)
        if found is None:
            raise NotFound(_("There is no such forecast type."))
        return found
    return next((one for one in usable if one.is_default), usable[0])


def shown_name(record_id: int, name: str) -> str:
    """How a type is called in the reader's language."""
    found = all_types().get(record_id)
    return str(found) if found is not None and found.name == name else name


def forget() -> None:
    """A type has changed."""
    state.bump(STATE)


def _read() -> dict[int, TypeInfo]:
    rows = [row for batch in records.batches("forecast_type", system_actor()) for row in batch]
    return {row.id: _info(row) for row in sorted(rows, key=lambda row: (row.position or 0, row.id))}


def _info(row: Any) -> TypeInfo:
    return TypeInfo(
        id=row.id, name=row.name, name_zh=row.name_zh, message=row.message, measure=row.measure.code, date_from=row.date_from.code,
        kind=row.period.code, fiscal_start=row.fiscal_start, view=row.columns.code, most_likely=bool(row.most_likely), process_id=row.process_id,
        sale_type_id=row.sale_type_id, is_default=bool(row.is_default), active=bool(row.active), family=code_of(row.family), due_day=row.due_day,
        remind_before=row.remind_before,
    )  # fmt: skip
