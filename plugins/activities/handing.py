"""What other modules ask of activities: a lead's conversion, the hand-over of a leaver's work, a merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import Actor, Change, records, transaction

from . import links
from .objects import activity


@dataclass(frozen=True, slots=True)
class Moving:
    """What a hand-over takes along, in the shape in which the contacts module reads it."""

    object_code: str
    where: str | None = None
    never: bool = False


def movings(from_id: int, user: Actor) -> list[Moving]:
    """S10: open follow-ups go with their customer; what is done stays with who did it."""
    return [Moving("activity", "status = open")]


def share_with(from_ids: Sequence[int], to_ids: Sequence[int], user: Actor, owner_id: int | None = None) -> int:
    """S1: put all activities of the first records, open or done, on the second ones too; returns how many.

    With ``owner_id``, open ones of the acting user go to that owner; nobody else's do.
    """
    with transaction():
        count = links.move_links(from_ids, to_ids)
        if owner_id is not None:
            for one in open_on(from_ids):
                if one.owner_id == user.id != owner_id:
                    records.update(one, user, source="conversion", owner=owner_id)
    return count


def take_back(from_ids: Sequence[int], to_ids: Sequence[int]) -> None:
    """Undo ``share_with``."""
    links.unlink_all(to_ids, links.activity_ids_of(from_ids))


def open_on(record_ids: Sequence[int]) -> list[Any]:
    """The open activities of these records."""
    return records.load(activity, links.activity_ids_of(record_ids, open_only=True))


def after_merge(change: Change) -> None:
    """A merge moves links by SQL: the winner's next follow-up is worked out anew."""
    if change.source in ("merge", "undo"):
        links.find_next([change.record.id])
