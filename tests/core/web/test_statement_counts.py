"""How many statements a page takes, for every object: a list at most 12, a record at most 15, however many rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from core import Invalid, Refusal, db, registry
from core.testing import Client

LIST, RECORD = 12, 15
ROWS = 4


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent within the block."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def statements(browser: Client, path: str) -> list[str]:
    """Those of the page asked a second time: what a worker keeps is there by then."""
    assert browser.get(path).status_code == 200
    with counted() as found:
        browser.get(path)
    return found


@pytest.mark.parametrize("role", ["administrator", "sales_manager"])
def test_lists_and_records_of_every_object_keep_to_their_statements(app: Flask, login: Callable[..., Client], make: Callable[..., Any], role: str) -> None:
    browser, too_many = login(role), []
    for object_type in registry.objects():
        made = _some(object_type.code, make)
        found = statements(browser, f"/{object_type.slug}?view=all") if _may_see(browser, object_type) else []
        if len(found) > LIST:
            too_many.append(f"{object_type.code}, list: {len(found)}")
        if made and browser.get(f"/{object_type.slug}/{made[0].id}").status_code == 200:
            found = statements(browser, f"/{object_type.slug}/{made[0].id}")
            if len(found) > RECORD:
                too_many.append(f"{object_type.code}, record: {len(found)}\n" + "\n".join(found))
    assert not too_many, "\n".join(too_many)


def _may_see(browser: Client, object_type: Any) -> bool:
    return browser.actor.is_admin or (object_type.code, "read") in browser.actor.grants


def _some(code: str, make: Callable[..., Any]) -> list[Any]:
    """A few records; none of an object whose rules ask for more than valid values."""
    declared = registry.object_type(code).model.__record_fields__.items()
    anything = {name: make("account") for name, field in declared if field.required and field.type == "lookup" and field.to is None}
    try:
        return [make(code, **anything) for _row in range(ROWS)]
    except (Invalid, Refusal):
        return []
