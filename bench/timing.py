"""Interleaved timing: the product's and the bare request in turn, so that a busy machine slows both alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median

from .workloads import Workload

CACHES, WARM_UP = 6, 24
"""Both workers of both servers build their caches first, and PostgreSQL its plans: the driver prepares what is asked the fifth time, and it is planned for its values five times
more. A run of fewer rounds than this, which tells no more than that it works, warms up as often as it asks."""
LONG = 5
"""Seconds of warming up after which what takes so long, of which planning is no part to speak of, goes without the rest."""


@dataclass(slots=True)
class Timed:
    """Milliseconds of one workload's requests."""

    workload: Workload
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return median(self.ours) / median(self.bare)

    @property
    def good(self) -> bool | None:
        """Whether the aim is met; None without one."""
        return None if self.workload.aim is None else self.ratio <= self.workload.aim


def measure(workloads: Iterable[Workload], rounds: int) -> list[Timed]:
    """Each round asks every workload once, ours and bare one after the other, in turning order."""
    timed, turns = [Timed(one) for one in workloads], min(WARM_UP, rounds)
    for one in timed:
        warm_up(one.workload, turns)
    for turn in range(rounds):
        for one in timed:
            if turn < one.workload.most - turns:
                _once(one, swapped=bool(turn % 2))
    return timed


def warm_up(workload: Workload, turns: int) -> None:
    """Ask both so often, or until it takes long."""
    begun = time.perf_counter()
    for turn in range(turns):
        if turn >= CACHES and time.perf_counter() - begun > LONG:
            return
        workload.ours()
        workload.bare()


def _once(one: Timed, *, swapped: bool) -> None:
    pairs = [(one.workload.ours, one.ours), (one.workload.bare, one.bare)]
    for ask, held in reversed(pairs) if swapped else pairs:
        held.append(milliseconds(ask))


def milliseconds(ask: Callable[[], object]) -> float:
    """How long it takes, by the clock."""
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000
