"""What is free of noise: statements and bytes of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from .browsers import Browser


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement that the application sends within the block; BEGIN and COMMIT are not counted."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    with app.app_context():
        from core import db

        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def page(app: Flask, browser: Browser, path: str) -> tuple[int, int]:
    """(statements, bytes) of a page in this process, asked a second time with the cookies of a signed-in browser."""
    client = app.test_client()
    for name, value in browser.cookies.items():
        client.set_cookie(name, value)
    client.get(path)
    with counted(app) as found:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len([one for one in found if not one.startswith(("BEGIN", "SELECT pg_catalog"))]), len(answer.data)
