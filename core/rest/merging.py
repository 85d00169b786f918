"""Merging two records of one object, and taking it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from .. import merging, records
from ..actor import Actor, current_actor
from ..fields import Field
from ..i18n import gettext_lazy
from ..objects import ObjectType
from . import fields as parts
from . import shapes
from .operations import RECORD, Answer, operation
from .records import as_json, link

blueprint = Blueprint("api_merging", __name__)


@blueprint.get(f"{RECORD}/merge")
@operation(gettext_lazy("What a merge would do"), query={"loser": parts.record_id(gettext_lazy("The record that goes"), required=True)}, answer=shapes.merge_preview, statuses=(422,))
def preview_merge(object_type: ObjectType, record_id: int, query: dict[str, Any]) -> Answer:
    """The fields on which the two differ, whose value would be taken, and what would move."""
    user = current_actor()
    winner, loser = _pair(object_type, record_id, query["loser"], user)
    found = merging.preview(winner, loser, user)
    return Answer({
        "fields": [{"field": one.field.name, "winner": _text(one.field, one.winner), "loser": _text(one.field, one.loser), "taken": one.taken} for one in found.picks],
        "moves": [{"label": label, "count": count} for label, count in found.moves],
    })  # fmt: skip


def _text(field: Field, value: Any) -> Any:
    return None if value is None else field.dump(value)


@blueprint.post(f"{RECORD}/merge")
@operation(gettext_lazy("Merge another record into this one"), body=shapes.merge, answer=shapes.merged,
           examples=lambda _target: {"loser": 18, "picks": {"owner": "loser"}})  # fmt: skip
def merge(object_type: ObjectType, record_id: int, body: dict[str, Any]) -> Answer:
    """``picks`` says by field whose value is taken; what is not named follows the preview."""
    user = current_actor()
    winner, loser = _pair(object_type, record_id, body["loser"], user)
    done = merging.merge(winner, loser, user, body.get("picks") or {})
    kept = records.get(object_type, record_id, user)
    return Answer({"merge": done.id, "moved": sum(len(one["keys"]) for one in done.moved), "values": as_json(kept, user)})


@blueprint.post("/merges/<id64:merge_id>/undo")
@operation(gettext_lazy("Undo a merge"), answer=shapes.one_link, tag=gettext_lazy("Any object"))
def undo_merge(merge_id: int) -> Answer:
    """Possible while the record has not been changed since; answers the record that is back."""
    return Answer(link(merging.undo(merge_id, current_actor())))


def _pair(object_type: ObjectType, winner: int, loser: int, user: Actor) -> tuple[Any, Any]:
    return records.get(object_type, winner, user), records.get(object_type, loser, user)
