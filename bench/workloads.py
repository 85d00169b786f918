"""What is timed: the product's request and the bare handler's beside it, with the ratio that design aims at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import cycle
from urllib.parse import quote

from plugins.search.models import place_of

from .browsers import Browser
from .organisation import ROLES, mail_of
from .samples import NewLeads, Samples, registered, words

Ask = Callable[[], object]
CASES = "/cases?view=open&sort=-opened_at"
LIST = "/opportunities?view=open"
SHOWN = "name,account,stage,amount,close_date,probability,grade,owner"
SEARCHED = {"part of a name": 3, "two characters of many": 2, "end of a telephone": 1.5}
FOUND = 5
"""Of each object, as under the box while one types."""
FEW = 40
"""Conversions use up leads."""


@dataclass(frozen=True, slots=True)
class Workload:
    """One line of the report. ``aim`` is the highest ratio that is good enough; ``most`` limits how often it may run."""

    name: str
    ours: Ask
    bare: Ask
    aim: float | None
    most: int = 10**6


@dataclass(frozen=True, slots=True)
class Scene:
    """Who asks whom for what. ``product`` gives somebody who asks the product, with a token or without."""

    product: Callable[[str], Browser]
    bare: Browser
    samples: Samples
    new: NewLeads

    def browsers(self) -> dict[str, Browser]:
        """Each measured person, signed in by the form."""
        return {role: self.product("").sign_in(mail_of(role)) for role in ROLES}

    def programs(self) -> dict[str, Browser]:
        """Each measured person's program."""
        return {role: self.product(token) for role, token in self.samples.tokens.items()}


def workloads(scene: Scene) -> Iterator[Workload]:
    """All of them, reading first."""
    people, programs, bare = scene.browsers(), scene.programs(), scene.bare
    yield from _lists(scene, people, programs, bare)
    yield from _records(scene, people, programs, bare)
    yield from _boards(people, bare)
    yield from _forecasts(people, programs, bare)
    yield from _service(people, bare)
    yield from _searches(programs, bare)
    yield from _writes(scene, programs, bare)


def _lists(scene: Scene, people: dict[str, Browser], programs: dict[str, Browser], bare: Browser) -> Iterator[Workload]:
    for role in ROLES:
        yield Workload(f"list, HTML, {role}", lambda one=people[role]: one.get(LIST), lambda: bare.get("/list"), 3.5)  # type: ignore[misc]  # bound now
    api = f"/api/v1/opportunities?where={quote('is_closed = false')}&sort=close_date&limit=50"
    for role in ROLES:
        yield Workload(f"list, API, {role}", lambda one=programs[role]: one.get(f"{api}&fields={SHOWN}"), lambda: bare.get("/list.json"), 3)  # type: ignore[misc]  # bound now
    yield Workload("list, API, every field, rep", lambda: programs["rep"].get(api), lambda: bare.get("/list.json"), None)
    deep = f"{LIST}&cursor={scene.samples.cursor}"
    yield Workload("deep page ÷ first page, director", lambda: people["director"].get(deep), lambda: people["director"].get(LIST), 1.1)


def _records(scene: Scene, people: dict[str, Browser], programs: dict[str, Browser], bare: Browser) -> Iterator[Workload]:
    seen, fetched, bare_seen, bare_fetched = (cycle(scene.samples.records) for _turn in range(4))
    yield Workload("record, HTML, rep", lambda: people["rep"].get(f"/opportunities/{next(seen)}"), lambda: bare.get(f"/record/{next(bare_seen)}"), 6)
    yield Workload(
        "record, API, rep", lambda: programs["rep"].get(f"/api/v1/opportunities/{next(fetched)}"),
        lambda: bare.get(f"/record/{next(bare_fetched)}.json"), 3,
    )  # fmt: skip


def _boards(people: dict[str, Browser], bare: Browser) -> Iterator[Workload]:
    for role in ROLES:
        yield Workload(f"amount by stage, {role}", lambda one=people[role]: one.get("/opportunities/board/heads"), lambda: bare.get("/stages"), 1.2)  # type: ignore[misc]  # bound now


def _forecasts(people: dict[str, Browser], programs: dict[str, Browser], bare: Browser) -> Iterator[Workload]:
    """The whole grid of the present quarter, with every right, adjustment and quota, beside one bare GROUP BY of everybody's sales in it; and a snapshot,
    which looks at every sale and keeps what has changed, beside a bare INSERT … SELECT of all of them."""
    today = datetime.now(UTC).date()
    start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    end = date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1)
    yield Workload("forecast, director", lambda: people["director"].get(f"/forecast?period={start}"), lambda: bare.get(f"/forecast/{start}/{end}"), 3)
    yield Workload("snapshot, director", lambda: programs["director"].post("/api/v1/forecast/snapshots", {}), lambda: bare.post("/snapshot", {}), 3, most=FEW)


def _service(people: dict[str, Browser], bare: Browser) -> Iterator[Workload]:
    """Cases: the list, the console with its list, a case and what was said, and the manager's page beside four bare statements."""
    for role in ("rep", "dealer", "director"):
        yield Workload(f"cases, HTML, {role}", lambda one=people[role]: one.get(CASES), lambda: bare.get("/cases"), 3.5)  # type: ignore[misc]  # bound now
    yield Workload("console, rep", lambda: people["rep"].get("/cases/console?tab=mine"), lambda: bare.get("/cases/console"), 6)
    for role in ("dealer", "director"):
        yield Workload(f"service overview, {role}", lambda one=people[role]: one.get("/cases/overview?days=30"), lambda: bare.get("/cases/overview"), 3)  # type: ignore[misc]  # bound now


def _searches(programs: dict[str, Browser], bare: Browser) -> Iterator[Workload]:
    """The one box over all objects, each time another word."""
    for kind, typed in words().items():
        for role in ROLES:
            yield _search(kind, role, typed, programs[role], bare)


def _search(kind: str, role: str, typed: list[str], program: Browser, bare: Browser) -> Workload:
    ours, others = cycle(typed), cycle(typed)
    return Workload(
        f"search {kind}, {role}", lambda: program.get(f"/api/v1/search?q={quote(next(ours))}&limit={FOUND}"),
        lambda: bare.get(_bare_search(next(others))), SEARCHED.get(kind),
    )  # fmt: skip


def _bare_search(word: str) -> str:
    """Among the names or the telephones of customers: a number, of which one types the last digits, is kept backwards."""
    field, start = ("phone", f"<{word[::-1]}") if word.isdigit() else ("name", word)
    return f"/search?place={place_of('account', field)}&start={quote(start)}"


def _writes(scene: Scene, programs: dict[str, Browser], bare: Browser) -> Iterator[Workload]:
    owner = scene.samples.actors["rep"].id
    yield Workload(
        "create a lead, rep", lambda: programs["rep"].post("/api/v1/leads", registered(scene.new.body())),
        lambda: bare.post("/leads", scene.new.body(owner=owner)), 4,
    )  # fmt: skip
    half = len(scene.samples.leads) // 2
    ours, others = iter(scene.samples.leads[:half]), iter(scene.samples.leads[half:])
    parts = {"opportunity": {"choice": "create"}}
    yield Workload(
        "convert a lead, rep", lambda: programs["rep"].post(f"/api/v1/leads/{next(ours)}/actions/convert", {"parts": parts}),
        lambda: bare.post(f"/leads/{next(others)}/convert", {"name": "converted", "owner": owner}), 4.5, most=min(FEW, half),
    )  # fmt: skip
