"""Files on a record."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core import Actor
from plugins.files import attach, folder


@pytest.fixture(autouse=True)
def empty_folder(app: Any) -> Iterator[None]:
    """The database is new for each test, so the folder is too."""
    yield
    shutil.rmtree(folder.folder(), ignore_errors=True)


@pytest.fixture
def me(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant")


@pytest.fixture
def account(make: Callable[..., Any], me: Actor) -> Any:
    return make("account", name="Blue Harbor", by=me)


@pytest.fixture
def put(account: Any, me: Actor) -> Callable[..., Any]:
    """``put("offer.pdf", b"%PDF-1.4 …")``: attached to the account."""

    def attach_one(name: str, content: bytes = b"some text", to: Any = None, by: Actor | None = None) -> Any:
        return attach(to or account, by or me, name, io.BytesIO(content))

    return attach_one


@pytest.fixture
def fetch(login: Callable[..., Any]) -> Callable[..., Any]:
    """``fetch(path)``: the whole answer to a sales consultant; a download's file is closed again."""

    def get(path: str, role: str = "sales_consultant", **options: Any) -> Any:
        answer = login(role).get(path, **options)
        answer.get_data()
        answer.close()
        return answer

    return get
