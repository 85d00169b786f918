"""Clients of the API: a person's, with every right of that person, and tokens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import forking
import pytest
from flask import Flask

from core import roles, tokens, users
from core.testing import Client


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
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}
    environment = {
        **kept, "FORECOURT_DATA_DIR": str(tmp_path), "FORECOURT_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "FORECOURT_API_REQUESTS_PER_MINUTE": "0",
        "FORECOURT_QUEUE_URL": "none",
    }  # fmt: skip
    with forking.server(environment, tmp_path / "server.log") as url:
        yield Served(url, secret, tmp_path)
