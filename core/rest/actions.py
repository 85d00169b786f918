"""Actions: what a user can do besides editing, on a record, on many, or on none."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from .. import modules, queries, records
from ..actions import Action, Outcome, actions_on
from ..actor import Actor, current_actor
from ..errors import Broken, Forbidden, Invalid, NotFound
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from ..objects import ObjectType
from . import shapes
from .operations import RECORD, Answer, operation
from .records import as_json, check_version, link

blueprint = Blueprint("api_actions", __name__)


@blueprint.get(f"{RECORD}/actions")
@operation(gettext_lazy("What can be done to a record"), answer=shapes.offers)
def list_actions(object_type: ObjectType, record_id: int) -> Answer:
    """The actions the reader's roles offer, and why one is not possible just now."""
    user = current_actor()
    record = records.get(object_type, record_id, user)
    return Answer({"data": [_offer(one, record, user) for one in actions_on(object_type, user)]})


def _offer(action: Action, record: Any, user: Actor) -> dict[str, Any]:
    refusal = action.refusal(record, user)
    return {"code": action.code, "label": str(action.label), "possible": refusal is None, "why_not": refusal.message if refusal is not None else None}


@blueprint.post(f"{RECORD}/actions/<code>")
@operation(
    gettext_lazy("Run an action"), each=True, body=shapes.inputs_of, body_needed=False, answer=shapes.outcome, request_headers=("If-Match",), statuses=(412,),
    offered=shapes.runs_on_one,
)  # fmt: skip
def run_action(object_type: ObjectType, record: Any, action: Action, body: dict[str, Any]) -> Answer:
    """The body holds the inputs; the answer the record to look at next, which may be another one."""
    user = current_actor()
    if action.scope == "list":
        raise NotFound(_("This action belongs to no single record."))
    check_version(record, user)
    return _outcome(action.run(record, user, **body), user, record)


def _outcome(result: Any, user: Actor, record: Any = None) -> Answer:
    """What was made or changed, as far as the user may still see it: it may have been handed to somebody else, or deleted."""
    shown = result if hasattr(result, "__object_code__") else record
    if shown is None or shown.deleted_at is not None or not modules.is_on(shown.object_type.plugin) or not records.reachable(shown, user, "read"):
        return Answer({"record": None, "values": None})
    return Answer({"record": link(shown), "values": as_json(shown, user)}, headers={"ETag": f'"{shown.version}"'})


@blueprint.post("/<object:slug>/actions/<code>")
@operation(
    gettext_lazy("Run an action on many records"), each=True, body=shapes.bulk_inputs_of, answer=shapes.bulk_outcome, offered=shapes.runs_on_many, statuses=(207,),
    body_needed=False, description=gettext_lazy("A result for each record; one that fails stops no other."),
)  # fmt: skip
def run_on_many(object_type: ObjectType, action: Action, body: dict[str, Any]) -> Answer:
    """On the records of ``ids``, or an action of scope "list", which belongs to none."""
    user = current_actor()
    if action.scope == "list":
        return _outcome(action.run_list(user, **body), user)
    if not action.bulk:
        raise NotFound(_("This action does not run on many records."))
    if not action.may(user):
        raise Forbidden
    ids = _ids(body)
    inputs = shapes.read_inputs(action, body.get("inputs") or {}, user)
    outcomes = action.run_many(ids, user, **inputs)
    done = sum(one.done for one in outcomes)
    return Answer({"results": [_result(one) for one in outcomes], "done": done, "failed": len(outcomes) - done}, 207)


def _ids(body: dict[str, Any]) -> list[int]:
    ids = body.get("ids")
    if not isinstance(ids, list) or not all(isinstance(one, int) and not isinstance(one, bool) and 0 < one < 2**63 for one in ids):
        raise Invalid({"ids": [Broken(_("Give a list of at most %(most)s ids, for an action that runs on many.", most=queries.MOST), "type")]})
    return list(dict.fromkeys(ids))


def _result(outcome: Outcome) -> dict[str, Any]:
    return {"id": outcome.id, "name": outcome.name, "done": outcome.done, "message": outcome.message or None}
