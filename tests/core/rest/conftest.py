"""Clients of the API: a person's, with every right of that person, and tokens."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core import roles, tokens, users
from core.testing import Client

ROOT = Path(__file__).parents[3]
STARTS_WITHIN = 60.0


@pytest.fixture
def api(app: Flask, user: Callable[..., Any]) -> Callable[..., Any]:
    """``api("sales_consultant", scopes=("read",))``: a client that sends that person's token with every request."""

    def sign_in(role: str = "administrator", dealer: str = "North", number: int = 1, scopes: tuple[str, ...] = ("read", "write", "export", "admin")) -> Client:
        actor = user(role, dealer, number)
        secret = tokens.create(actor, actor.id, "test", scopes)
        client: Client = app.test_client()  # type: ignore[assignment]  # test_client_class
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        client.actor = actor
        return client

    return sign_in


@pytest.fixture
def admin(api: Callable[..., Any]) -> Client:
    return api()


@pytest.fixture
def hide(app: Flask) -> Callable[[str, str, str], None]:
    """``hide("dealer_manager", "account", "phone")``: from now on people in that role do not know of the field."""

    def change(role: str, object_code: str, field: str) -> None:
        held = roles.find(role)
        roles.change(users.system_actor(), role, fields={**held.fields, (object_code, field): "hidden"})

    return change


@dataclass(frozen=True, slots=True)
class Served:
    """A server in a process of its own, on the test's database."""

    url: str
    token: str
    folder: Path


@pytest.fixture
def served(app: Flask, user: Callable[..., Any], tmp_path: Path) -> Iterator[Served]:
    """The server people start, with an administrator's token."""
    actor = user("administrator")
    secret = tokens.create(actor, actor.id, "test", ("read", "write", "export", "admin"))
    port, log = free_port(), tmp_path / "server.log"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}
    environment = {
        **kept, "FORECOURT_DATA_DIR": str(tmp_path), "FORECOURT_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "FORECOURT_API_REQUESTS_PER_MINUTE": "0",
        "FORECOURT_QUEUE_URL": "none",
    }  # fmt: skip
    command = [sys.executable, "-m", "core.cli", "run", "--port", str(port), "--workers", "1", "--no-worker"]
    with log.open("wb") as out, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/login", server, log)
            yield Served(f"http://127.0.0.1:{port}", secret, tmp_path)
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not start:\n" + log.read_text("utf-8", "replace")[-3000:], pytrace=False)
