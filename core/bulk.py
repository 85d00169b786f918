"""One change to many records, and how it is taken back.

Each record is a savepoint: one that refuses stops no other. What was done is kept under a token for as long as the keys against double
submission are (``once.KEPT``). Taking it back goes through the same gate as the same person, and leaves alone whatever somebody has
changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from . import once, records
from .actions import Action, Outcome, attempt, find_action
from .actor import Actor
from .db import transaction
from .errors import Conflict, Forbidden, Invalid, NotFound, Unreadable
from .objects import ObjectType

PURPOSE = "bulk"

Back = Callable[[Any], tuple[str, Mapping[str, Any]] | None]
"""The action and inputs that take an action back, asked of a record before the action runs on it; None where nothing does."""


@dataclass(slots=True)
class Bulk:
    """What was done: an outcome per record, and the token that takes it back, "" where nothing can be."""

    outcomes: list[Outcome] = field(default_factory=list)
    token: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many records are as they were before, and how many were left as they are, because of a change since or a rule."""

    back: int
    left: int


def change(object_type: ObjectType, record_ids: Sequence[int], user: Actor, values: Mapping[str, Any]) -> Bulk:
    """Give all records these values, as typed by the user. Raises Invalid before the first for one that could not be read."""
    if wrong := Unreadable.among(values):
        raise Invalid(wrong)
    steps: list[dict[str, Any]] = []

    def change_one(record: Any) -> None:
        former = record.version
        records.update(record, user, channel="form", typed=tuple(values), **values)
        if record.version != former:
            steps.append({"id": record.id, "from": former, "version": record.version, "names": list(values)})

    return _perform(object_type, record_ids, user, change_one, steps)


def run(action: Action, record_ids: Sequence[int], user: Actor, inputs: Mapping[str, Any], back: Back) -> Bulk:
    """Run a bulk action on all records. Raises Forbidden, Invalid and Refusal before the first."""
    if not action.may(user):
        raise Forbidden
    action.check_inputs(inputs, user)
    steps: list[dict[str, Any]] = []

    def run_one(record: Any) -> None:
        undone_by, former = back(record), record.version
        action.run(record, user, **inputs)
        if undone_by is not None and record.version != former:
            steps.append({"id": record.id, "version": record.version, "action": undone_by[0], "inputs": dict(undone_by[1])})

    return _perform(action.object_type, record_ids, user, run_one, steps, action.operation)


def _perform(
    object_type: ObjectType, record_ids: Sequence[int], user: Actor, work: Callable[[Any], None], steps: list[dict[str, Any]], operation: str = "edit"
) -> Bulk:
    """``work`` adds to ``steps`` what it did; a record that refuses afterwards is not among them."""
    with transaction():
        outcomes = [attempt(object_type, one, user, work, operation=operation) for one in record_ids]
        if not steps:
            return Bulk(outcomes)
        token = once.new_token()
        once.take(token, PURPOSE, user)
        once.note(token, user, {"object": object_type.code, "steps": steps})
    return Bulk(outcomes, token)


def take_back(object_type: ObjectType, token: str, user: Actor) -> TakenBack:
    """Put back what a bulk change of this user's did. Raises NotFound for a token that is unknown, somebody else's or used."""
    with transaction():
        kept = once.find(token, user)
        if kept is None or kept.purpose != PURPOSE or not kept.answer or kept.answer["object"] != object_type.code:
            raise NotFound
        steps = kept.answer["steps"]
        once.release(token, user)
        outcomes = [attempt(object_type, step["id"], user, partial(_put_back, step=step, user=user)) for step in steps]
    back = sum(one.done for one in outcomes)
    return TakenBack(back, len(steps) - back)


def _put_back(record: Any, *, step: Mapping[str, Any], user: Actor) -> None:
    if record.version != step["version"]:
        raise Conflict(record)
    if "action" in step:
        find_action(record.object_type, step["action"]).run(record, user, **step["inputs"])
        return
    records.put_back(record, user, step["names"], version=step["from"])
