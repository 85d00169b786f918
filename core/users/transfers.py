"""Whoever moves to another unit, a person or a queue, takes along what is still open; what is closed stays with the unit that closed it.

Unit and dealer of a record follow its owner while it is open (``ObjectType.open_when``). Where a person's unit changes, or the dealer above it, a job saves
these records through the gate, so that sight, search, sums and histories know of it. A nightly run finds what was missed: records of a module that was
off, those that came back from the recycle bin, those opened again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..actor import Actor
from ..db import db, transaction
from ..i18n import gettext as _
from .actors import system_actor
from .directory import Person, directory, find
from .models import FormerHome

if TYPE_CHECKING:
    from ..jobs import JobRun
    from ..objects import ObjectType

JOB = "core.follow_owners"
SOURCE = "transfer"


def begin(people: Collection[int], user: Actor) -> None:
    """These people are, or are about to be, in another unit or under another dealer: what they have open follows once this is saved."""
    from .. import jobs

    if people:
        jobs.start(JOB, user, {"people": sorted(people)})


def follow(_user: Actor, run: JobRun) -> dict[str, int]:
    """The job. By schedule it looks after everybody who has ever moved, and after all queues."""
    wanted = run.inputs.get("people") if run.inputs else None
    people = [one for one in map(find, sorted(wanted if wanted is not None else _movers())) if one is not None]
    return {"moved": sum(_bring(person) for person in people)}


def _movers() -> set[int]:
    return {*db.session.execute(sa.select(FormerHome.user_id).distinct()).scalars(), *(one.id for one in directory().people.values() if one.is_queue)}


def _bring(person: Person) -> int:
    """The open records of a person to where the person is; answers how many were elsewhere."""
    from .. import jobs, records, registry

    moved, system = 0, system_actor()
    for object_type in registry.objects() if _home(person) else ():
        if object_type.open_when is None:
            continue
        for batch in records.batches(object_type, system, _elsewhere(object_type, person)):
            with transaction():
                for record in batch:
                    with jobs.alone(object_type.code, record.id):
                        records.update(record, system, source=SOURCE, reason=_("%(name)s has moved.", name=person.name), **_home(person))
                        moved += 1
    return moved


def _home(person: Person) -> dict[str, Any]:
    """Who is above all dealers leaves a record to the dealer it is of, a queue of no unit also to its unit."""
    if person.is_queue and person.unit_id is None:
        return {}
    return {"unit": person.unit_id, **({"dealer": person.dealer_id} if person.dealer_id else {})}


def _elsewhere(object_type: ObjectType, person: Person) -> Any:
    from .. import conditions

    away = conditions.Any_(tuple(conditions.Test(name, "!=", value) for name, value in _home(person).items()))
    return conditions.both({"owner": person.id}, object_type.open_when, away)


def within(unit_ids: Collection[int]) -> Iterator[int]:
    """The people and queues of these units."""
    return (one.id for one in directory().people.values() if one.unit_id in unit_ids)
