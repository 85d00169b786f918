"""Whether search stays as fast right after many saves: GIN and FTS keep what is new apart, and some get slow by it."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask import Flask

from core import acting, create_app, records, transaction
from core.search import search

from .generate import bring_up_to_date
from .places import environment, settings
from .samples import NewLeads, Samples, pick, registered, words

BATCH = 100


@dataclass(frozen=True, slots=True)
class Searched:
    """Median milliseconds of processor time before and after the saves."""

    kind: str
    before: float
    after: float


def run(url: str, folder: Path, saves: int) -> list[Searched]:
    """Search, save so many leads, search the same again. The index is built first where it is not complete."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
    command = [sys.executable, "-m", "core.cli", "search", "reindex", "--resume"]
    subprocess.run(command, env=environment(url, folder), check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own interpreter and module
    samples, typed = pick(app), words()
    before = {kind: _timed(app, samples, asked) for kind, asked in typed.items()}
    _save(app, samples, saves)
    return [Searched(kind, before[kind], _timed(app, samples, asked)) for kind, asked in typed.items()]


def _timed(app: Flask, samples: Samples, asked: list[str]) -> float:
    spent = []
    with app.app_context(), acting(samples.actors["rep"]) as rep:
        for word in (*asked[:3], *asked):
            begun = time.process_time()
            search(word, rep)
            spent.append((time.process_time() - begun) * 1000)
    return median(spent[3:])


def _save(app: Flask, samples: Samples, saves: int) -> None:
    new = NewLeads(app)
    with app.app_context(), acting(samples.actors["rep"]) as rep:
        for begun in range(0, saves, BATCH):
            with transaction():
                for _one in range(min(BATCH, saves - begun)):
                    records.create("lead", rep, **registered(new.body()))


def as_text(found: list[Searched]) -> str:
    lines = [f"{'processor time of a search':<40}{'before ms':>10}{'after ms':>10}{'ratio':>8}"]
    return "\n".join(lines + [f"{one.kind:<40}{one.before:>10.2f}{one.after:>10.2f}{one.after / one.before:>8.2f}" for one in found])
