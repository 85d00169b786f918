"""What happened to a case between the words: thin lines of the conversation, each with the moment and who did it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import Actor, permissions, users
from core import gettext as _

from . import history
from .catalogue import shown_status
from .clocks import CHANGE
from .picklists import PRIORITIES

MOST = 30
PRIORITY = {one.code: one for one in PRIORITIES}


@dataclass(frozen=True, slots=True)
class Turn:
    """A status, an owner, a priority that changed; an opening, a reopening, a deletion."""

    at: datetime
    icon: str
    text: str
    by: str


def turns(case: Any, user: Actor, since: datetime | None = None) -> list[Turn]:
    """The latest, the latest first, as far as the user may see the fields that changed."""
    seen = permissions.visible_fields(user, case.object_type)
    found = []
    for row in history.latest_rows(case.id, MOST, since) if "status" in seen else ():
        texts = list(_texts(row, seen))
        if texts:
            found.append(Turn(row.started_at, _icon(row), " · ".join(texts), _("the system") if row.source == "automation" else row.actor_name))
    return found


def _texts(row: Any, seen: Iterable[str]) -> Iterator[str]:
    if row.kind != CHANGE:
        yield _("Deleted") if row.kind == "delete" else _("Restored")
        return
    here, before = shown_status(row.status_id, row.status_label or ""), shown_status(row.previous_status_id, row.previous_status_label or "")
    if row.previous_status_id is not None and row.previous_status_id != row.status_id:
        yield f"{before} → {here}"
    if "owner" in seen and row.previous_owner_id is not None and row.previous_owner_id != row.owner_id:
        yield f"{users.name_of(row.previous_owner_id)} → {users.name_of(row.owner_id) or '–'}"
    if "priority" in seen and row.previous_priority is not None and row.previous_priority != row.priority:
        yield _("Priority: %(before)s → %(now)s", before=PRIORITY.get(row.previous_priority, row.previous_priority), now=PRIORITY.get(row.priority, row.priority))


def _icon(row: Any) -> str:
    if row.is_reopening:
        return "rotate"
    if row.previous_status_id is not None and row.previous_status_id != row.status_id:
        return "check" if row.is_closed else "arrow-right"
    return "user-share" if row.previous_owner_id is not None and row.previous_owner_id != row.owner_id else "urgent"


def among(comments: Sequence[Any], happened: Sequence[Turn]) -> list[Any]:
    """Words and turns in one row, the latest first; of the same moment what was said stands below what followed from it."""
    return sorted([*comments, *happened], key=lambda one: (one.at, True) if isinstance(one, Turn) else (one.said_at, False), reverse=True)
