"""Two web workers, the job worker and several writers and readers over one database at once: nobody may meet an error."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from core import create_app, queries, system_actor

from .browsers import Browser, UnexpectedAnswer
from .generate import bring_up_to_date
from .organisation import mail_of
from .places import environment, settings
from .samples import NewLeads, pick, registered
from .servers import product
from .workloads import LIST

READERS = 2


@dataclass(slots=True)
class Met:
    """How many requests were answered, and what went wrong."""

    writes: int = 0
    reads: int = 0
    kept: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """No error, and every lead that was answered for is there."""
        return not self.errors and self.kept == self.writes


def run(url: str, folder: Path, *, writers: int, leads: int) -> Met:
    """``writers`` make ``leads`` each by the API, while two people read their lists until the last one is done."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
    samples, new = pick(app), NewLeads(app)
    bodies = [[registered(new.body()) for _one in range(leads)] for _writer in range(writers)]
    names, met, done = environment(url, folder), Met(), Event()
    names.pop("FORECOURT_QUEUE_URL")  # a queue of its own, which the job worker empties
    with app.app_context():
        before = _leads()
    with product(names, with_worker=True) as server, ThreadPoolExecutor(writers + READERS) as pool:
        people = [Browser(server.port).sign_in(mail_of(role)) for role in ("rep", "director")[:READERS]]
        reading = [pool.submit(_read, one, done, met) for one in people]
        writing = [pool.submit(_write, Browser(server.port, samples.tokens["rep"]), each, met) for each in bodies]
        met.writes = sum(one.result() for one in writing)
        done.set()
        met.reads = sum(one.result() for one in reading)
    with app.app_context():
        met.kept = _leads() - before
    return met


def _leads() -> int:
    return queries.count("lead", system_actor(), cap=10**8)[0]


def _write(browser: Browser, bodies: list[dict[str, object]], met: Met) -> int:
    return sum(_tried(lambda body=body: browser.post("/api/v1/leads", body), met) for body in bodies)  # type: ignore[misc]  # bound now


def _read(browser: Browser, done: Event, met: Met) -> int:
    found = 0
    while not done.is_set():
        found += _tried(lambda: browser.get(LIST), met)
    return found


def _tried(ask: Callable[[], object], met: Met) -> bool:
    try:
        ask()
    except (UnexpectedAnswer, OSError) as problem:
        met.errors.append(str(problem))
        return False
    return True


def as_text(met: Met) -> str:
    lines = [f"{met.writes} leads written, {met.kept} of them kept, {met.reads} lists read, {len(met.errors)} errors"]
    return "\n".join([*lines, *met.errors[:10]])
