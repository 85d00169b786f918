"""Search: one index over the searched fields of all objects, by which boxes and pickers find in an instant.

Implements core's ``find_records``; without this module core compares field by field.  Job: build the index.
Command: search.  ``words`` says what of a value is kept, ``terms`` what is looked for, ``index`` writes, ``finding`` reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core import Actor, Change, Event, Job, ObjectType, Plugin, customization, hookimpl, jobs, system_actor
from core import gettext_lazy as _

from . import building, index
from .commands import search
from .extensions import missing
from .finding import find

__all__ = ["plugin"]

plugin = Plugin(
    "search",
    label=_("Search"),
    summary=_("Finds any record by a part of its name, in Chinese characters, pinyin or initials, by any part of a number, by mail."),
    icon="search",
    adds=(_("An index for the search box and all look-ups"),),
)


@hookimpl
def find_records(text: str, objects: Sequence[ObjectType], user: Actor, limit: int) -> Mapping[str, Sequence[int]]:
    return find(text, building.complete(objects), user, limit)


@hookimpl
def after_save(change: Change) -> None:
    index.keep(change)


@hookimpl
def after_delete(change: Change) -> None:
    index.forget([change.record.id])


@hookimpl
def on_enable(user: Actor) -> Iterable[str]:
    return building.begin(user)


@hookimpl
def on_event(event: Event) -> None:
    if event.topic == customization.CHANGED and event.payload["searched"]:
        with event.once():
            jobs.start(building.JOB, system_actor())


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (Job(building.JOB, _("Build the search index"), run=building.build, schedule="every 10 minutes"),)


@hookimpl
def register_commands() -> Sequence[Any]:
    return (search,)


@hookimpl
def find_problems() -> Iterable[tuple[str, str]]:
    return missing()
