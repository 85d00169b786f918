"""Interleaved timing: the product's and the bare request in turn, so that a busy machine slows both alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from .workloads import Workload

WARM_UP = 6
"""Both workers of both servers build their caches first; a run of fewer rounds than this, which tells no more than that it works, does so as often as it asks."""


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
    timed, warm_up = [Timed(one) for one in workloads], min(WARM_UP, rounds)
    _warm_up(timed, warm_up)
    for turn in range(rounds):
        for one in timed:
            if turn < one.workload.most - warm_up:
                _once(one, swapped=bool(turn % 2))
    return timed


def _warm_up(timed: Sequence[Timed], turns: int) -> None:
    for one in timed:
        for _turn in range(turns):
            one.workload.ours()
            one.workload.bare()


def _once(one: Timed, *, swapped: bool) -> None:
    pairs = [(one.workload.ours, one.ours), (one.workload.bare, one.bare)]
    for ask, held in reversed(pairs) if swapped else pairs:
        held.append(milliseconds(ask))


def milliseconds(ask: Callable[[], object]) -> float:
    """How long it takes, by the clock."""
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000
