"""Every hook of the core. ``register_*`` return declarations and are called once at start; ``before_*`` and ``after_*``
are told of saves; the rest add to pages. Results are ordered by the modules' dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from .actions import Action
    from .actor import Actor
    from .changes import Change
    from .fields import Field
    from .i18n import Text
    from .jobs import Job
    from .objects import Draft, ObjectType, RelatedList
    from .outbox import Event
    from .panels import Column, Enclosure, FirstStep, HomePanel, MenuItem, Panel
    from .permissions import Alternative, Permission, Role
    from .settings import Setting

PROJECT = "forecourt"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def register_hookspecs() -> Iterable[Any]:
    """At start. Modules or classes with the hookspecs that this plugin offers to others."""
    raise NotImplementedError


@hookspec
def register_objects() -> Iterable[ObjectType]:
    """At start. The objects of this plugin."""
    raise NotImplementedError


@hookspec
def register_field_types() -> Mapping[str, type[Field]]:
    """At start. Field types of this plugin by name; an object with a field of a type that nobody registered is refused."""
    raise NotImplementedError


@hookspec
def register_permissions() -> Iterable[Permission]:
    """At start. Rights with a name of their own."""
    raise NotImplementedError


@hookspec
def register_roles() -> Iterable[Role]:
    """At start. Preset roles, or what this plugin adds to preset roles of the same code."""
    raise NotImplementedError


@hookspec
def register_actions() -> Iterable[Action]:
    """At start. Actions on this plugin's or another plugin's objects."""
    raise NotImplementedError


@hookspec
def register_related_lists() -> Iterable[RelatedList]:
    """At start. Related lists for the pages of other plugins' records."""
    raise NotImplementedError


@hookspec
def register_blueprints() -> Iterable[Any]:
    """At start. Flask blueprints with pages of this plugin; they answer 404 while it is off."""
    raise NotImplementedError


@hookspec
def register_settings() -> Iterable[Setting]:
    """At start. Settings an administrator may change while the product runs."""
    raise NotImplementedError


@hookspec
def register_jobs() -> Iterable[Job]:
    """At start. Scheduled work."""
    raise NotImplementedError


@hookspec
def register_commands() -> Iterable[Any]:
    """At start of the command line. Click commands."""
    raise NotImplementedError


@hookspec
def before_save(change: Change) -> None:
    """Before a record is written, in its transaction. May change ``change.record``; any exception refuses the save."""
    raise NotImplementedError


@hookspec
def foresee_saves(object_type: ObjectType, rows: Sequence[Mapping[str, Any]]) -> None:
    """Before many records are saved together, in their transaction. ``rows`` are the values by field that they will be given, as far as
    they can be read. Ask by one statement what before_save and after_save would ask for each, and keep it in ``chunks.facts``."""
    raise NotImplementedError


@hookspec
def after_save(change: Change) -> None:
    """After a record was written, in its transaction; also after a restore. An exception undoes the save."""
    raise NotImplementedError


@hookspec
def before_delete(change: Change) -> None:
    """Before a record goes to the recycle bin. An exception refuses it."""
    raise NotImplementedError


@hookspec
def after_delete(change: Change) -> None:
    """After a record went to the recycle bin, in the same transaction."""
    raise NotImplementedError


@hookspec
def after_merge(winner: Any, loser: Any) -> None:
    """After two records were merged, or their merge was undone, in its transaction. What referred to one refers to the other by now, moved by SQL: put right
    what follows from that. An exception refuses it."""
    raise NotImplementedError


@hookspec
def on_event(event: Event) -> None:
    """From the outbox, after the commit, by a worker: at least once; ``event.once()`` makes an effect happen once."""
    raise NotImplementedError


@hookspec
def on_enable(user: Actor) -> Iterable[str] | None:
    """When this plugin is switched on again: put right what drifted meanwhile; returns sentences on what was done."""
    raise NotImplementedError


@hookspec
def sight_alternatives(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative] | None:
    """Further ways in which this user may reach records of this object, as conditions on indexed columns. Asked once until people, rights, modules or
    other shared state change: what hangs on records belongs into the condition."""
    raise NotImplementedError


@hookspec
def locked_fields(record: Any) -> Mapping[str, Text] | None:
    """Before a record is changed, and when it is shown. The fields of another module's record that this one keeps itself, each
    with the sentence that tells people what to change instead. The gate refuses them from page, API and import alike."""
    raise NotImplementedError


@hookspec
def find_records(text: str, objects: Sequence[ObjectType], user: Actor, limit: int) -> Mapping[str, Sequence[int]] | None:
    """While somebody types into the search box or a picker. By object's code, the ids of records that fit the text, the best first: so many that
    ``limit`` of them are likely to be in the user's sight. The gate is asked about each. An object that the answer leaves out is searched field by field."""
    raise NotImplementedError


@hookspec
def find_problems() -> Iterable[tuple[str, str]]:
    """When ``forecourt check`` looks at the installation. What this module lacks: a sentence and its cure, in English."""
    raise NotImplementedError


@hookspec
def absent_files() -> int:
    """When a backup has been written. To how many attached files the database refers whose bytes are not in the folder that the backup takes:
    whoever makes it is told, instead of finding out by a restore."""
    raise NotImplementedError


@hookspec
def record_becomes(object_type: ObjectType) -> Iterable[str] | None:
    """While an administrator maps custom fields: codes of the objects that a record of this one may become, as a lead an
    account. Whoever makes them takes the values by ``customization.mapped_values``."""
    raise NotImplementedError


@hookspec
def navigation_items() -> Iterable[MenuItem]:
    """At start. Entries of the navigation beside the objects' own."""
    raise NotImplementedError


@hookspec
def record_panels() -> Iterable[Panel]:
    """At start. Parts of record pages."""
    raise NotImplementedError


@hookspec
def record_columns() -> Iterable[Column]:
    """At start. Columns on other plugins' objects, loaded a page at a time."""
    raise NotImplementedError


@hookspec
def home_panels() -> Iterable[HomePanel]:
    """At start. Parts of the page Today."""
    raise NotImplementedError


@hookspec
def enclosures() -> Iterable[Enclosure]:
    """At start. What may be sent along with something that is written in another module's form: files with an answer."""
    raise NotImplementedError


@hookspec
def first_steps() -> Iterable[FirstStep]:
    """At start. What an administrator does first, shown on Today until it is done."""
    raise NotImplementedError


@hookspec
def load_demo_data() -> Iterable[Draft] | None:
    """When sample data is made. Yields drafts, which the gate saves one by one; the sent-back value is the record."""
    raise NotImplementedError
