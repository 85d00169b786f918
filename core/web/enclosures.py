"""What may be sent along with something that is written: drawn inside a form, taken with what the form makes, shown beside it.

A module with such a form asks here; what takes part is told by the hook ``enclosures``. Without such modules the form is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from flask import current_app, render_template, request
from markupsafe import Markup

from .. import modules, plugins, registry
from ..actor import Actor
from ..panels import Enclosure


def taking_part() -> list[Enclosure]:
    """What modules that are on let one send along."""
    return [one for one in registry.current().enclosures if modules.is_on(one.plugin)]


def drawn(user: Actor) -> Markup:
    """The inputs inside the form, which must be sent as multipart/form-data; empty where there is nothing to send along."""
    parts: list[Markup] = []
    for one in taking_part():
        with _contained(one):
            variables = one.inputs(user)
            parts += [Markup(render_template(one.template, **variables))] if variables is not None else []
    return Markup().join(parts)


def allow_large_bodies() -> None:
    """Let this request bring what may be sent along; to be called before its form is read."""
    if request.method == "POST":
        request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"] + sum(one.most() for one in taking_part())


@contextmanager
def receiving(user: Actor) -> Iterator[Callable[[Any], None]]:
    """Around the transaction that makes the record: what was sent along is received and checked, and the function given puts it on the record.

    Raises Invalid, Forbidden, Refusal before anything is saved.
    """
    with ExitStack() as stack:
        ways = [stack.enter_context(one.receiving(user)) for one in taking_part()]

        def put_on(record: Any) -> None:
            for way in ways:
                way(record)

        yield put_on


def shown(record_ids: Sequence[int], user: Actor) -> dict[int, Markup]:
    """What came along with each of these records, as HTML by id; the caller has checked that they are in sight."""
    found: dict[int, Markup] = {}
    for one in taking_part() if record_ids else ():
        with _contained(one):
            for record_id, variables in one.shown(record_ids, user).items():
                found[record_id] = found.get(record_id, Markup()) + Markup(render_template(one.beside, **variables))
    return found


@contextmanager
def _contained(one: Enclosure) -> Iterator[None]:
    """Whatever a module raises must not take the page down."""
    try:
        yield
    except Exception as problem:  # noqa: BLE001 - as above
        plugins.contain(one.plugin, f"enclosure {one.code}", problem)
