"""An installation in a folder of its own, worked as its operator does: by the command line, its servers in processes of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import forking
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from core.cli import main

PASSWORD = "a-Long-passw0rd!"  # of people who exist in tests only
ADMIN = "ada@example.com"
PATIENCE = 60  # seconds: how long a process may take to come up on a busy machine


@dataclass(slots=True)
class Answer:
    """What a server answered."""

    status: int
    text: str
    headers: Any

    def json(self) -> Any:
        return json.loads(self.text)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_given: Any) -> None:
        return None


@dataclass(slots=True)
class Http:
    """A client of one server, with cookies of its own and perhaps a token."""

    base: str
    token: str | None = None
    opener: Any = field(default_factory=lambda: urllib.request.build_opener(NoRedirect, urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})))

    def ask(self, path: str, data: dict[str, Any] | bytes | None = None, *, method: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """GET, or POST of a form (a dict), or of a body as it is (bytes)."""
        body = urllib.parse.urlencode(data, doseq=True).encode() if isinstance(data, dict) else data
        request = urllib.request.Request(self.base + path, data=body, method=method, headers=dict(headers or {}))
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            answer = self.opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            return Answer(answer.status, answer.read().decode("utf-8", "replace"), answer.headers)

    def send(self, path: str, value: Any, method: str = "POST", **headers: str) -> Answer:
        """JSON, as the API takes it."""
        return self.ask(path, json.dumps(value).encode(), method=method, headers={"Content-Type": "application/json", **headers})

    def form(self, path: str, page: str, **values: Any) -> Answer:
        """Fill in and send the form of a page."""
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', self.ask(page).text)
        return self.ask(path, {"csrf_token": csrf[1] if csrf else "", **values})

    def sign_in(self, email: str = ADMIN, password: str = PASSWORD) -> Answer:
        return self.form("/login", "/login", email=email, password=password)


@dataclass(slots=True)
class Site:
    """One installation: its folder, its database, its settings."""

    folder: Path
    database: str
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FORECOURT_", "COV"))}
        own = {"FORECOURT_DATA_DIR": str(self.folder), "FORECOURT_SECRET_KEY": "k" * 40, "FORECOURT_DATABASE_URL": self.database, "PYTHONUNBUFFERED": "1"}
        return {**kept, **own, **self.settings}

    def start(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """A command that goes on, started as people start it."""
        return subprocess.Popen([sys.executable, "-m", "core.cli", *words], env=self.environ, text=True, start_new_session=True, **options)

    def fork(self, *words: str) -> BaseProcess:
        """A command that goes on, where its start is not what is tried, see ``forking``."""
        return forking.start(words, self.environ, self.folder / "said.log")

    def forecourt(self, *words: str, typed: str = "", expect: int | None = 0) -> Result:
        """A command that ends, with the settings of this site but in the process of the test, which has loaded the code already.

        Its exit code must be the one expected, and it never shows a trace.
        """
        with pytest.MonkeyPatch.context() as patch:
            for name in [one for one in os.environ if one.startswith("FORECOURT_")]:
                patch.delenv(name)
            for name in (one for one in self.environ if one.startswith("FORECOURT_")):
                patch.setenv(name, self.environ[name])
            done = CliRunner().invoke(main, words, input=typed)
        assert isinstance(done.exception, SystemExit | None), done.exc_info
        if expect is not None:
            assert done.exit_code == expect, f"{' '.join(words)}: {done.exit_code}\n{done.stdout}\n{done.stderr}"
        return done

    @contextmanager
    def serving(self, *, workers: int = 1) -> Iterator[Server]:
        """``forecourt run`` on a free port, without a job worker, forked (see ``forking``) and there until the block ends."""
        port, log = free_port(), self.folder / "server.log"
        with forking.running(["run", "--port", str(port), "--workers", str(workers), "--no-worker"], self.environ, log) as process:
            server = Server(self, int(process.pid or 0), lambda: process.exitcode is not None, f"http://127.0.0.1:{port}", log)
            server.wait_until_up()
            yield server

    @contextmanager
    def started(self, *, workers: int = 1, job_worker: bool = False) -> Iterator[Server]:
        """The same as its operator starts it, perhaps with its job worker."""
        port, log = free_port(), self.folder / "server.log"
        more = () if job_worker else ("--no-worker",)
        with log.open("a+", encoding="utf-8") as said:
            process = self.start("run", "--port", str(port), "--workers", str(workers), *more, stdout=said, stderr=said)
            server = Server(self, process.pid, lambda: process.poll() is not None, f"http://127.0.0.1:{port}", log)
            try:
                server.wait_until_up()
                yield server
            finally:
                stop(process)

    def engine(self) -> sa.Engine:
        return sa.create_engine(self.database.replace("postgresql://", "postgresql+psycopg://"), poolclass=sa.NullPool)

    def count(self, table: str) -> int:
        engine = self.engine()
        with engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one())

    def token(self, email: str = ADMIN, *scopes: str) -> str:
        words = [part for scope in scopes or ("read", "write", "export", "admin") for part in ("--scope", scope)]
        return self.forecourt("token", "create", email, "--name", "test", *words).stdout.strip()


@dataclass(slots=True)
class Server:
    """A running server of a site."""

    site: Site
    pid: int
    ended: Callable[[], bool]
    base: str
    log: Path

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.ended():
                raise AssertionError(f"the server ended:\n{self.log.read_text()}")
            with suppress(OSError):
                if Http(self.base).ask("/healthz").status == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"the server did not come up:\n{self.log.read_text()}")

    def client(self, token: str | None = None) -> Http:
        return Http(self.base, token)

    def browser(self) -> Http:
        """A client in which the administrator is signed in."""
        client = Http(self.base)
        assert client.sign_in().status == 302
        return client

    def children(self) -> list[int]:
        """Process ids of the server's workers."""
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.pid)], capture_output=True, text=True, check=False).stdout.split()
        return [int(one) for one in found]


def stop(process: subprocess.Popen[str]) -> None:
    """End a process that a test started, with all of its group, gently and then not."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Shelf:
    """Databases for the tests of this folder, copied from one that was set up once."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.server, self.made = folder, os.environ.get("FORECOURT_TEST_DATABASE", ""), list[str]()

    def address(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.db" if not self.server else sa.make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def create(self, like: str | None = None) -> str:
        name = f"op_{uuid.uuid4().hex[:12]}"
        if self.server:
            self.administer(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
            self.made.append(name)
        elif like:
            shutil.copyfile(self.folder / f"{like}.db", self.folder / f"{name}.db")
        return name

    def administer(self, *statements: str) -> None:
        engine = sa.create_engine(self.server.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def clear(self) -> None:
        if self.server:
            self.administer(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in self.made))


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    found = Shelf(tmp_path_factory.mktemp("databases"))
    yield found
    found.clear()


@pytest.fixture(scope="session")
def set_up(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database as the documentation sets one up: upgraded, with an administrator."""
    name = shelf.create()
    site = Site(tmp_path_factory.mktemp("set-up"), shelf.address(name))
    site.forecourt("upgrade")
    site.forecourt("user", "add", ADMIN, "--name", "Ada Stern", "--role", "administrator", "--password-stdin", typed=f"{PASSWORD}\n")
    if not shelf.server:
        with site.engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return name


EARLIER = Path(__file__).parents[1] / "data" / "earlier-backup.zip"
"""A backup that an earlier state of the product wrote, the first with all modules, most of them with their first tables: the sample data, a record of
every object, fields, labels, a page and a role of an administrator's own, files, an import, a merge, what was deleted and who has moved."""


@dataclass(frozen=True, slots=True)
class LivedIn:
    """A database that tests copy, and the folder of its files."""

    name: str
    folder: Path
    upgraded: list[str]
    """What an upgrade did to it."""


@pytest.fixture(scope="session")
def lived_in(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """The name of a database with rows of every module: the earlier backup, taken in and brought up to date."""
    name = shelf.create()
    site = Site(tmp_path_factory.mktemp("lived-in"), shelf.address(name))
    told = json.loads(site.forecourt("restore", str(EARLIER), "--json").stdout)
    (site.folder / "files" / "ab").mkdir(parents=True, exist_ok=True)
    (site.folder / "files" / "ab" / "contract.pdf").write_bytes(os.urandom(300_000))
    if not shelf.server:
        with site.engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return LivedIn(name, site.folder, told["upgraded"])


@pytest.fixture
def filled(new_site: Callable[..., Site], lived_in: LivedIn) -> Site:
    """An installation with rows of every module, and with files."""
    site = new_site(like=lived_in.name)
    shutil.copytree(lived_in.folder / "files", site.folder / "files")
    return site


@pytest.fixture
def new_site(shelf: Shelf, tmp_path: Path) -> Callable[..., Site]:
    """``new_site()``: an installation with an empty database in a folder of its own."""

    def make(like: str | None = None) -> Site:
        folder = tmp_path / uuid.uuid4().hex[:8]
        folder.mkdir()
        return Site(folder, shelf.address(shelf.create(like)))

    return make


@pytest.fixture
def site(new_site: Callable[..., Site], set_up: str) -> Site:
    """An installation with an administrator."""
    return new_site(like=set_up)
