"""The core with no module at all; test_core_alone.py runs this in a process of its own, with FORECOURT_TEST_MODULES=none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from core import registry


def test_nothing_is_loaded(app: Flask) -> None:
    assert not registry.current().plugins
    assert not registry.current().objects


def test_an_administrator_finds_a_house_without_rooms(login: Callable[..., Any]) -> None:
    client = login("administrator")

    for path in ("/", "/account", "/admin/modules", "/admin/users", "/admin/units", "/admin/roles", "/admin/settings", "/admin/jobs", "/recycle-bin", "/search?q=x"):
        assert client.get(path).status_code == 200, path
    assert client.get("/api/v1/").status_code == 200
