"""The people of most stories, and several at once: real commits in real threads, on either database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from core import Actor, ForecourtError, db


@pytest.fixture
def admin(user: Callable[..., Actor]) -> Actor:
    return user("administrator")


@pytest.fixture
def manager(user: Callable[..., Actor]) -> Actor:
    return user("dealer_manager")


@pytest.fixture
def rep(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant")


@pytest.fixture
def at_once(app: Flask) -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """``at_once([work, work])`` runs all together, each in a session of its own: what each returned, or the refusal it met."""

    def run_all(works: Sequence[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(works))

        def run(work: Callable[[], Any]) -> Any:
            with app.app_context():
                start.wait()
                try:
                    return work()
                except ForecourtError as refusal:
                    return refusal
                finally:
                    db.session.remove()

        db.session.remove()
        with ThreadPoolExecutor(len(works)) as people:
            return list(people.map(run, works))

    return run_all
