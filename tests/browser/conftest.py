"""A real server on sample data and a real Chromium: what the tests in a browser share.

The sample data is made once per test process and copied for each test that writes. The server is the one users start,
in a process of its own, see ``forking``. Pictures are taken where PICTURES names a folder for them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import forking
import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from core.demo import PASSWORD

ROOT = Path(__file__).parents[2]
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without its windows, which Playwright takes by itself: it draws the same pages in three quarters of the time."""
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), "")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
DESK, PHONE = (1440, 900), (390, 844)
WINDOWS = [
    pytest.param(size, language, id=f"{name}-{language}")
    for name, size, languages in (("desk", DESK, ("en", "zh_CN")), ("phone", PHONE, ("zh_CN", "en")))
    for language in languages[: 2 if os.environ.get("FORECOURT_TEST_EVERY_WINDOW") else 1]
]
"""Where a day is lived: each size and each language once, or each size in each language with FORECOURT_TEST_EVERY_WINDOW=1."""
Point = tuple[float, float]
WAIT, STEP = 30_000, 50
"""Milliseconds the browser waits for what should appear (much, for a machine that is busy with other tests), and between two looks."""
expect.set_options(timeout=WAIT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


class House:
    """A folder with a database of its own, and the server on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "core.cli", *words]

    @property
    def environment(self) -> dict[str, str]:
        """The caller's own settings do not reach the server under test."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}
        return {**kept, "FORECOURT_DATA_DIR": str(self.folder), "FORECOURT_DATABASE_URL": f"sqlite:///{self.folder / 'forecourt.db'}"}

    def furnish(self) -> None:
        """Make the sample data."""
        made = subprocess.run(self.command("demo"), cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True)
        if made.returncode:
            pytest.fail(f"the sample data was not made:\n{made.stderr[-3000:]}", pytrace=False)

    @contextmanager
    def open(self) -> Iterator[House]:
        """Serve it on a free port for the length of the block."""
        with forking.server(self.environment, self.folder / "server.log") as self.url:
            yield self


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The sample data, made once; never served itself."""
    house = House(tmp_path_factory.mktemp("sample"))
    house.furnish()
    return house


@pytest.fixture
def house(chromium: Browser, sample: House, tmp_path: Path) -> Iterator[House]:
    """A server on a fresh copy of the sample data."""
    folder = tmp_path / "house"
    shutil.copytree(sample.folder, folder)
    with House(folder).open() as opened:
        yield opened


@pytest.fixture(scope="module")
def museum(chromium: Browser, sample: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server for tests that only look."""
    folder = tmp_path_factory.mktemp("museum") / "house"
    shutil.copytree(sample.folder, folder)
    with House(folder).open() as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one these tests are skipped, aloud."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine; CHROMIUM names its program")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person at one browser window, and what the browser complained about meanwhile."""

    page: Page
    house: House
    pictures: Path | None
    size: tuple[int, int]
    complaints: list[str] = field(default_factory=list)
    on_the_way: set[Request] = field(default_factory=set)

    def watch(self) -> None:
        """Hear what the page complains about, and see what it asks for."""
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.on("framenavigated", lambda frame: frame.parent_frame or self.on_the_way.clear())  # what the former page asked for
        self.page.on("request", lambda request: self.on_the_way.add(request))
        self.page.on("requestfinished", lambda request: self.on_the_way.discard(request))
        self.page.on("requestfailed", lambda request: self.on_the_way.discard(request))

    @property
    def on_phone(self) -> bool:
        return self.size == PHONE

    def go(self, path: str) -> Page:
        self.page.goto(self.house.url + path, wait_until="load")
        return self.page

    def settle(self, quiet: int = 300) -> None:
        """Until nothing has been on its way for so many milliseconds. What somebody types is sent a quarter of a second later."""
        self.page.wait_for_load_state("load")
        end = time.monotonic() + WAIT / 1000
        rested = 0
        while rested < quiet:
            assert time.monotonic() < end, f"never comes to rest: {[one.url for one in self.on_the_way]}"
            self.page.wait_for_timeout(STEP)
            rested = 0 if self.on_the_way else rested + STEP

    def sign_in(self, person: str) -> Page:
        self.go("/login")
        self.page.fill("#email", f"{person}@example.com")
        self.page.fill("#password", PASSWORD)
        self.page.click("form:has(#password) .btn-primary")
        self.page.wait_for_url(self.house.url + "/")
        return self.page

    def speak(self, language: str) -> None:
        """Have the pages in this language from now on."""
        token = self.page.locator("meta[name=csrf]").get_attribute("content")
        answer = self.page.request.post(f"{self.house.url}/preferences/language", form={"language": language, "csrf_token": token or "", "next": "/"})
        assert answer.ok

    def drag(self, start: Point, end: Point) -> None:
        """With the mouse: press, a little way for the drag to begin, the rest of the way, wait there, let go."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + 30, start[1] + 4, steps=4)
        mouse.move(*end, steps=12)
        self.rest()
        mouse.up()

    def pull(self, start: Point, end: Point) -> None:
        """With a finger, as Chromium emulates one: it rests until the drag begins, and pulls."""
        finger = self.page.context.new_cdp_session(self.page)

        def touch(kind: str, *points: Point) -> None:
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

        touch("touchStart", start)
        self.page.wait_for_timeout(400)
        for part in range(1, 13):
            touch("touchMove", (start[0] + (end[0] - start[0]) * part / 12, start[1] + (end[1] - start[1]) * part / 12))
        self.rest()
        touch("touchEnd")

    def rest(self) -> None:
        """A hand stays a moment where it lets go. What is dragged asks every 50 ms of the page's own clock what it is over."""
        self.page.evaluate("new Promise((done) => setTimeout(done, 300))")

    def picture(self, name: str) -> None:
        """Keep what is on the screen, where somebody wants the pictures."""
        self.settle()
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"{name}.png", animations="disabled")

    def hear(self, message: ConsoleMessage) -> None:
        # A request that was on its way when its page was left: htmx says so by two errors, the second of which names it.
        if message.text.startswith("htmx:sendAbort"):
            self.complaints[:] = [one for one in self.complaints if not one.startswith("htmx:afterRequest")]
        # A refused save answers 409 or 422, which Chromium reports as a failed resource; that is no fault.
        elif message.type == "error" and not re.search(r"status of 4(09|22)", message.text):
            self.complaints.append(message.text)


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures land, if the environment names a folder."""
    if not (named := os.environ.get("PICTURES")):
        return None
    Path(named).mkdir(parents=True, exist_ok=True)
    return Path(named)


@pytest.fixture
def visit(chromium: Browser, pictures: Path | None) -> Iterator[Callable[..., Visit]]:
    """``visit(house, PHONE)``: a window of its own, with a cookie jar of its own."""
    contexts: list[BrowserContext] = []

    def enter(house: House, size: tuple[int, int] = DESK, **options: Any) -> Visit:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=size == PHONE, **options)
        context.set_default_timeout(WAIT)
        contexts.append(context)
        visitor = Visit(context.new_page(), house, pictures, size)
        visitor.watch()
        return visitor

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def words() -> Callable[..., str]:
    """``words("zh_CN", "Convert")``: how the catalogs say it; a message not translated yet stays English."""
    catalogs = {}
    for path in sorted(ROOT.glob("*/translations/zh_CN/LC_MESSAGES/*.po")) + sorted(ROOT.glob("plugins/*/translations/zh_CN/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalogs[path] = read_po(file)

    def say(language: str, text: str, context: str | None = None) -> str:
        if language == "en":
            return text
        found = (catalog.get(text, context) for catalog in catalogs.values())
        return next((str(one.string) for one in found if one is not None and one.string and not one.fuzzy), text)

    return say
