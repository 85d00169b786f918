"""The hook this module offers to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import hookspec

if TYPE_CHECKING:
    from .measures import Measures


@hookspec
def measure_sales(measures: Measures) -> None:
    """When the forecast sums. A module that knows what sales are made of tells it by ``measures.come_from(units=…, parts=…, families=…, needs=…)``,
    so that it need not import this one: ``units()`` selects (sale_id, units) of each sale that has parts, ``parts()`` selects
    (sale_id, family, units, amount), where the amounts of a sale add up to its own; ``families()`` are the product families as choices, and ``needs``
    the fields, by object, without which a reader is shown neither."""
    raise NotImplementedError
