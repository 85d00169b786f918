"""One run: both servers over one database, everything timed, counted and weighed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from flask import Flask

from core import create_app

from .browsers import Browser
from .counts import page
from .generate import bring_up_to_date
from .organisation import ROLES, mail_of
from .places import environment, settings
from .samples import NewLeads, Samples, pick
from .servers import Server, bare, compile_all, product
from .timing import Timed, measure
from .workloads import LIST, Scene, workloads

MANY = 2_000
"""Requests after which a worker must not have grown."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its limit."""

    name: str
    value: float
    unit: str
    aim: float | None = None

    @property
    def good(self) -> bool | None:
        return None if self.aim is None else self.value <= self.aim


@dataclass(slots=True)
class Report:
    """Everything one run found."""

    database: str
    records: int
    timed: list[Timed] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


def run(kind: str, url: str, folder: Path, *, rounds: int, starts: int, requests: int = MANY, only: str = "") -> Report:
    """Measure the database in the folder: everything, each server started ``starts`` times, or just the workloads whose name matches ``only``."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
    compile_all()
    names = environment(url, folder)
    samples, new = pick(app), NewLeads(app)
    report = Report(kind, _records(app), figures=[] if only else _starts(names, starts))
    with product(names) as ours, bare(names) as other:
        scene = Scene(partial(Browser, ours.port), Browser(other.port), samples, new)
        report.timed = measure((one for one in workloads(scene) if re.search(only, one.name)), rounds)
        if not only:
            report.figures += [*_counts(app, ours, samples), *_memory(ours, other, requests)]
    return report


def _records(app: Flask) -> int:
    from core import queries, system_actor

    with app.app_context():
        return queries.count("lead", system_actor(), cap=10**8)[0]


def _starts(names: Mapping[str, str], starts: int) -> list[Figure]:
    """Both are started in turn."""
    times = [(_started(product, names), _started(bare, names)) for _turn in range(starts)]
    ours, other = (median(one) for one in zip(*times, strict=True))
    return [Figure("start to first answer", ours, "s"), Figure("start to first answer, bare", other, "s"), Figure("start ÷ bare", ours / other, "", 2)]


def _started(server: Callable[[Mapping[str, str]], AbstractContextManager[Server]], names: Mapping[str, str]) -> float:
    with server(names) as one:
        return one.started


def _counts(app: Flask, ours: Server, samples: Samples) -> list[Figure]:
    found = []
    for role in ROLES:
        browser = Browser(ours.port).sign_in(mail_of(role))
        statements, size = page(app, browser, LIST)
        found += [Figure(f"statements of the list, {role}", statements, "", 12), Figure(f"bytes of the list, {role}", size, "", 100_000)]
        if role == "rep":
            found.append(Figure("statements of a record", page(app, browser, f"/opportunities/{samples.records[0]}")[0], "", 15))
    return found


def _memory(ours: Server, other: Server, requests: int) -> list[Figure]:
    browser, plain = Browser(ours.port).sign_in(mail_of("rep")), Browser(other.port)
    before = ours.memory()
    for turn in range(requests):
        browser.get(LIST if turn % 2 else "/leads?view=all")
        if turn < requests // 10:
            plain.get("/list")
    return [
        Figure("memory of a worker", ours.memory(), "MB"), Figure("memory of a worker, bare", other.memory(), "MB"),
        Figure("memory ÷ bare", ours.memory() / other.memory(), "", 2), Figure(f"growth over {requests} requests", ours.memory() - before, "MB", 3),
    ]  # fmt: skip
