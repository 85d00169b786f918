"""Several saves as one step: what follows from lines is computed once, at the end; and what goes along with a deleted record is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from core import Actor, db

Follow = Callable[[int, Actor], Any]
_waiting: ContextVar[dict[tuple[Follow, int], Actor] | None] = ContextVar("quotes_following", default=None)
LEAVING = "quotes_leaving"


@contextmanager
def together() -> Iterator[None]:
    """What would follow from each save in here follows once, when it ends well."""
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[tuple[Follow, int], Actor] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for (follow, record_id), user in waiting.items():
        follow(record_id, user)


def soon(follow: Follow, record_id: int, user: Actor) -> None:
    """Let it follow now, or at the end of the step that is under way; not for a record that is on its way into the recycle bin."""
    if is_leaving(record_id):
        return
    waiting = _waiting.get()
    if waiting is None:
        follow(record_id, user)
    else:
        waiting[follow, record_id] = user


def leave(record_id: int) -> None:
    """Before a record goes to the recycle bin with its lines: until the transaction ends nothing follows from them."""
    transaction = db.session().get_transaction()
    held: tuple[Any, set[int]] | None = db.session.info.get(LEAVING)
    if held is None or held[0] is not transaction:
        held = db.session.info[LEAVING] = (transaction, set[int]())
    held[1].add(record_id)


def is_leaving(record_id: int) -> bool:
    """Whether the running transaction deletes this record."""
    held = db.session.info.get(LEAVING)
    return held is not None and held[0] is db.session().get_transaction() and record_id in held[1]
