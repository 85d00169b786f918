"""Processor time of each request in one process, product and bare in turn: steadier than the clock where others use the machine.

What PostgreSQL itself spends is not in it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from core import create_app

from .bare import make_app
from .browsers import Browser, Inside
from .generate import bring_up_to_date
from .places import settings
from .samples import NewLeads, pick
from .timing import WARM_UP, warm_up
from .workloads import Ask, Scene, Workload, workloads

FASTEST = 4
"""The mean of the fastest of so many parts of the rounds is told: what disturbs only makes a request slower."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of processor time."""

    name: str
    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def run(url: str, folder: Path, rounds: int, only: str = "") -> list[Spent]:
    """Measure the database in the folder; of the workloads those whose name matches ``only``."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
    product, bare = app.test_client, make_app(url)

    def ask(token: str) -> Browser:
        return Inside(0, token, client=product())

    scene = Scene(ask, Inside(0, client=bare.test_client()), pick(app), NewLeads(app))
    return [_measure(one, rounds) for one in workloads(scene) if re.search(only, one.name)]


def _measure(one: Workload, rounds: int) -> Spent:
    before = min(WARM_UP, rounds)
    warm_up(one, before)
    turns = [(_milliseconds(one.ours), _milliseconds(one.bare)) for _turn in range(max(1, min(rounds, one.most - before)))]
    ours, bare = (sorted(times)[: max(1, len(turns) // FASTEST)] for times in zip(*turns, strict=True))
    return Spent(one.name, sum(ours) / len(ours), sum(bare) / len(bare))


def _milliseconds(ask: Ask) -> float:
    begun = time.process_time()
    ask()
    return (time.process_time() - begun) * 1000


def as_text(found: list[Spent]) -> str:
    """A table, one workload a line."""
    lines = [f"{'processor time':<40}{'ours ms':>9}{'bare ms':>9}{'ratio':>8}"]
    return "\n".join(lines + [f"{one.name:<40}{one.ours:>9.2f}{one.bare:>9.2f}{one.ratio:>8.1f}" for one in found])
