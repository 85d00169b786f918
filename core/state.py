"""One small table of versions, read once per request, against which every cache of a process is checked.

A change of rights, people, settings or modules raises its version in the same transaction; every worker sees the new
version with its next request and builds its cache anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app, g, has_request_context, request
from sqlalchemy.orm import Mapped, mapped_column

from .actor import Actor, acting_or_none
from .db import db, forget_raised, insert_into

T = TypeVar("T")
PEOPLE = 50
"""Of so many people, those met last, a process keeps what it has worked out about them."""


class StateVersion(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """How often a kind of shared state has changed."""

    __tablename__ = "core_state"

    key: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    version: Mapped[int] = mapped_column(sa.Integer, default=0)


EVERY = sa.select(StateVersion.__table__.c.key, StateVersion.__table__.c.version)
"""Asked with every request, so it goes without the ORM."""


def versions() -> dict[str, int]:
    """All versions, read once per request (outside a request: once per transaction of the session)."""
    if has_request_context():
        if "state_versions" not in g:
            g.state_versions = _read()
        return g.state_versions  # type: ignore[no-any-return]  # g is untyped
    return _held_in_transaction()[1]


def _held_in_transaction() -> tuple[Any, dict[str, int], dict[Any, Any]]:
    """The session's transaction, the versions read in it, and what ``cached`` told in it: a job or an import makes many records in one
    transaction; asking for each would be most of its statements."""
    session = db.session()
    held: tuple[Any, dict[str, int], dict[Any, Any]] | None = session.info.get("state_versions")
    if held is None or held[0] is not session.get_transaction():
        found = _read()  # begins a transaction where there was none
        held = session.info["state_versions"] = (session.get_transaction(), found, {})
    return held


def _read() -> dict[str, int]:
    return {key: version for key, version in db.session.execute(EVERY)}


def beside(found: sa.Select[Any]) -> sa.Select[Any]:
    """The statement that finds who asks, with all versions beside what it finds, for ``one_beside``: one way to the database less for each request."""
    table = StateVersion.__table__
    return found.add_columns(table.c.key.label("state_key"), table.c.version.label("state_version")).join(table, sa.true(), isouter=True)


def one_beside(found: sa.Select[Any], values: Mapping[str, Any]) -> Any:
    """The row of such a statement that finds at most one, or None; the versions hold for the request."""
    rows = db.session.execute(found, values).all()
    if rows and has_request_context() and "state_versions" not in g:
        g.state_versions = {row.state_key: row.state_version for row in rows if row.state_key is not None}
    return rows[0] if rows else None


def cached(key: str, builder: Callable[[], T], name: str | None = None) -> T:
    """What ``builder`` returned at the present version of ``key``; built again once that version has risen.

    ``name`` tells caches apart that hang on the same key.
    """
    slot, held = (key, name or builder), told()
    if slot not in held:
        held[slot] = _cached(slot, builder)
    return held[slot]  # type: ignore[no-any-return]  # a slot always holds what its builder returns


def told() -> dict[Any, Any]:
    """What this request (outside one: this transaction) was told already: it asks for the same few things a thousand times.

    It is empty again as soon as a version is raised.
    """
    if has_request_context():
        return g.setdefault("state_told", {})  # type: ignore[no-any-return]  # g is untyped
    return _held_in_transaction()[2]


def shown_once(slot: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` returned first, for all parts of a page that only shows it; a request that may write reads it anew each time."""
    if not has_request_context() or request.method != "GET":
        return read()
    held: dict[Hashable, Any] = g.setdefault("shown", {})
    if slot not in held:
        held[slot] = read()
    return held[slot]  # type: ignore[no-any-return]  # a slot always holds what its reader returns


def about(user: Actor, slot: Hashable, builder: Callable[[], T]) -> T:
    """What ``builder`` returned of the user, kept by this process from request to request until any version is raised: only what follows from
    shared state belongs here, nothing that is read from records."""
    acting = acting_or_none()
    key, held = ("about", id(user), acting and acting.dealer_id), told()  # which modules are on hangs on the acting user's dealer
    if key not in held:
        held[key] = (user, _kept_about(user, key))  # the user is kept too, or another might get the same id
    known = held[key][1]
    if slot not in known:
        known[slot] = builder()
    return known[slot]  # type: ignore[no-any-return]  # a slot always holds what its builder returns


def _kept_about(user: Actor, key: tuple[Any, ...]) -> dict[Any, Any]:
    if user.is_system or db.session.info.get("raised"):  # made anew for each use; or what was raised may be rolled back
        return {}
    people: OrderedDict[Any, tuple[Actor, dict[Any, Any]]] = _while_nothing_rises()
    people[key] = found = people.pop(key, None) or (user, {})
    if len(people) > PEOPLE:
        people.popitem(last=False)
    return found[1]


def _while_nothing_rises() -> OrderedDict[Any, tuple[Actor, dict[Any, Any]]]:
    caches, present = current_app.extensions.setdefault("forecourt_caches", {}), versions()
    held = caches.get("about")
    if held is None or held[0] != present:
        held = caches["about"] = (dict(present), OrderedDict())
    return held[1]  # type: ignore[no-any-return]  # as above


def _cached(slot: tuple[str, Any], builder: Callable[[], Any]) -> Any:
    key, caches = slot[0], current_app.extensions.setdefault("forecourt_caches", {})
    version = versions().get(key, 0)
    # What a transaction has raised may still be rolled back: only that transaction keeps what it builds from it.
    if key in db.session.info.get("raised", ()):
        caches = db.session.info.setdefault("raised_caches", {})
    held = caches.get(slot)
    if held is None or held[0] != version:
        held = caches[slot] = (version, builder())
    return held[1]


def bump(key: str) -> None:
    """Raise a version within the running transaction, and forget what this process has read of it."""
    table = StateVersion.__table__
    first = insert_into(table).values(key=key, version=1)
    db.session.execute(first.on_conflict_do_update(index_elements=[table.c.key], set_={"version": table.c.version + 1}))
    db.session.info.setdefault("raised", set()).add(key)
    forget_raised()
