"""Files to import, and the shortest way through an import. Activities are what the tests import: they need no other module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor
from plugins.activities import activity
from plugins.imports import perform, prepare
from plugins.imports.mapping import Column, Plan


@pytest.fixture
def manager(user: Callable[..., Actor]) -> Actor:
    return user("dealer_manager")


@pytest.fixture
def run(app: Any, manager: Actor) -> Callable[..., Any]:
    """``run("Subject,Kind\\nCall,call\\n", key="name")``: (the import, its counts); ``fields`` maps columns, else they are guessed."""

    def imported(text: str | bytes, fields: dict[str, str] | None = None, *, by: Actor | None = None, trial: bool = False, **options: Any) -> Any:
        content = text.encode() if isinstance(text, str) else text
        plan = Plan(tuple(Column(column, name) for column, name in fields.items())) if fields else None
        one = prepare(activity, "rows.csv", content, by or manager, plan)
        one.plan = {**one.plan, **options}
        return one, perform(one, by or manager, trial=trial)

    return imported
