"""The board: one column per stage of a process, each head with count, sum and weighted sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core import Actor, Board, BoardTab, id_in, queries, registry

from .catalogue import ProcessInfo, StageInfo, catalogue, process_info

CENT = Decimal("0.01")
OWN = "owner = me and is_closed = false"


@dataclass(slots=True)
class Head:
    """The figures of one column. Sums by currency: currencies never mix."""

    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    weighted: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, count: int, total: Decimal | None, currency: str | None, probability: int | None) -> None:
        self.count += count
        if total is None or currency is None:
            return
        self.sums[currency] += total
        self.weighted[currency] += (total * (probability or 0) / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def columns(user: Actor, params: Mapping[str, Any]) -> Sequence[StageInfo]:
    """The stages of the process asked for (``process``: its id), else of the one at work; retired ones are left out."""
    process = shown_process(user, params)
    return process.active_stages if process else ()


def tabs(user: Actor, params: Mapping[str, Any]) -> Sequence[BoardTab]:
    """One tab per process in use; without a choice, the one at work is open."""
    shown = shown_process(user, params)
    offered = [one for one in catalogue().processes.values() if one.active or one is shown]
    return [BoardTab(one, str(one.id), one is shown) for one in offered]


def shown_process(user: Actor, params: Mapping[str, Any]) -> ProcessInfo | None:
    """The process asked for (``process``: its id), else the one at work, else the default."""
    asked = id_in(str(params.get("process") or ""))
    return process_info(asked) or _at_work(user) or catalogue().default()


def _at_work(user: Actor) -> ProcessInfo | None:
    """The process of the own open opportunity that was worked on last; without one, that of most open ones in sight. None for whoever may not know."""
    if not queries.knows(registry.object_type("opportunity"), user, OWN, "process", "modified_at"):
        return None
    own = queries.page("opportunity", user, where=OWN, sort="-modified_at", limit=1, columns=("process",)).rows
    if own:
        return process_info(own[0].process_id)
    open_ones = queries.aggregate("opportunity", user, group_by=("process",), where="is_closed = false")
    busiest = max(open_ones, key=lambda one: one.count, default=None)
    return process_info(busiest.process_id) if busiest else None


def heads(user: Actor, where: Any = None) -> dict[int, Head]:
    """Count, sum and weighted sum by stage, in one statement, from the summary that is kept with every save: money is summed by the
    database per probability, and multiplied here, since money times a number goes wrong in SQL."""
    found: dict[int, Head] = defaultdict(Head)
    rows = queries.aggregate("opportunity", user, group_by=("stage", "probability"), measures=("count", "sum:amount"), where=where)
    for row in rows:
        found[row.stage_id].add(row.count, row.sum_amount, row.amount_currency, row.probability)
    return dict(found)


opportunity_board = Board(
    group_by="stage",
    card=("name", "account", "amount", "grade", "close_date", "owner", "stage_since", "next_step"),
    columns=columns,
    heads=heads,
    move="move",
    move_input="stage",
    sort="close_date",
    tabs=tabs,
    tab_input="process",
)
