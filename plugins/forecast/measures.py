"""What sales are made of, as another module tells through the hook ``measure_sales``: their units, and their parts by product family.

Where no module tells, the units of a sale are its quantity, and no type is forecast by product family.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import has_app_context

from core import Actor, Choice, PluginError, conditions, fields, permissions, plugins, registry

if TYPE_CHECKING:
    from .types import TypeInfo

Needs = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What one module tells; ``units`` and ``parts`` make their statement when it is asked for."""

    units: Callable[[], sa.Select[Any]]
    parts: Callable[[], sa.Select[Any]]
    families: Callable[[], Sequence[Choice]]
    needs: Needs

    def parts_of(self, family: str) -> Any:
        """The parts of one family, a subquery; a sale may have several."""
        every = self.parts().subquery()
        return sa.select(every).where(every.c.family == family).subquery()

    def may_be_read(self, user: Actor) -> bool:
        """Whether this reader may know of the fields that the parts are made of."""
        objects = {registry.object_type(code): names for code, names in self.needs.items()}
        return all(permissions.may(user, one, "read") and set(names) <= permissions.visible_fields(user, one).keys() for one, names in objects.items())


@dataclass(slots=True)
class Measures:
    """Handed to the hook. One module tells; a second one would count everything twice."""

    told: Told | None = None

    def come_from(
        self, *, units: Callable[[], sa.Select[Any]], parts: Callable[[], sa.Select[Any]], families: Callable[[], Sequence[Choice]], needs: Needs,
    ) -> None:  # fmt: skip
        """Tell where units and parts are. Raises PluginError for the second module that does."""
        if self.told is not None:
            raise PluginError("two modules tell what sales are made of")
        self.told = Told(units, parts, families, needs)


def told() -> Told | None:
    """What sales are made of; None where no module that is on tells."""
    asked = Measures()
    plugins.call_each("measure_sales", measures=asked)
    return asked.told


def is_known(forecast: TypeInfo, user: Actor) -> bool:
    """Whether the type can be summed for this reader: parts and units from lines only for whoever may know of those."""
    found = told()
    if found is None:
        return forecast.family is None
    return (forecast.family is None and forecast.is_money) or found.may_be_read(user)


def of_family(family: str) -> conditions.Condition:
    """The sales that have a part of this family."""
    found = told()
    return conditions.ALWAYS if found is None else conditions.Among(sa.select(found.parts_of(family).c.sale_id))


class FamilyField(fields.PicklistField):
    """One of the product families that a module tells of, as they are when it is asked: an administrator may have added some."""

    type = "product_family"

    @property
    def choices(self) -> tuple[Choice, ...]:
        found = told() if has_app_context() else None
        return () if found is None else tuple(found.families())

    @choices.setter
    def choices(self, choices: Sequence[Choice]) -> None:
        """None ship with the field."""

    def schema(self) -> dict[str, Any]:
        return super().schema() if self.choices else {"type": "string"}


def Family(label: Any, **options: Any) -> Any:  # noqa: N802 - field types read as types in models
    """A product family; a Choice."""
    return FamilyField(label, fixed=True, **options).column()
