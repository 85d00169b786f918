"""One record: make, read, change, delete, bring back; its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request

from .. import fields, records, users
from ..actor import Actor, current_actor
from ..db import transaction
from ..errors import BadQuery, Refusal, Unreadable
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from ..objects import ObjectType
from ..problems import Stale
from . import fields as parts
from . import shapes
from .operations import RECORD, Answer, operation
from .schemas import Plan, plan_of

blueprint = Blueprint("api_records", __name__)

FROM: Mapping[str, Any] = {"source": "api", "channel": "api"}
HISTORY = 50


@blueprint.post("/<creatable:slug>")
@operation(
    gettext_lazy("Create"), each=True, needs="create", body=shapes.to_create, answer=shapes.record, status=201, headers=("ETag", "Location"),
    offered=shapes.is_creatable,
)  # fmt: skip
def create_record(object_type: ObjectType, body: dict[str, Any]) -> Answer:
    user = current_actor()
    made = records.create(object_type, user, typed=tuple(body), **FROM, **body)
    return shown(made, user, status=201)


@blueprint.get(RECORD)
@operation(
    gettext_lazy("Read"), each=True, needs="read", answer=shapes.record, query={"fields": parts.shown(), "labels": parts.labels()},
    headers=("ETag",), request_headers=("If-None-Match",), statuses=(304,),
)  # fmt: skip
def show_record(object_type: ObjectType, record_id: int, query: dict[str, Any]) -> Answer:
    """With its version as ETag: a program that has it already gets 304, unless it asks for labels, which have no version."""
    user = current_actor()
    record = records.get(object_type, record_id, user)
    if not query["labels"] and request.if_none_match.contains_weak(str(record.version)):
        return Answer(status=304, headers=_tag(record))
    return shown(record, user, query["fields"], query["labels"])


def shown(record: Any, user: Actor, names: str | None = None, labels: bool = False, status: int = 200) -> Answer:
    """The answer that shows a record, as far as the reader may see it."""
    object_type: ObjectType = record.object_type
    headers = {**_tag(record), **({"Location": f"/api/v1/{object_type.slug}/{record.id}"} if status == 201 else {})}
    return Answer(as_json(record, user, names, labels), status, headers)


def as_json(record: Any, user: Actor, names: str | None = None, labels: bool = False) -> dict[str, Any]:
    object_type: ObjectType = record.object_type
    plan = plan_of(object_type, user)
    wanted = parts.asked(plan, names, list(plan.fields))
    parts.check(plan, wanted, user)
    found = plan.dump(record, wanted)
    if labels:
        links = parts.links_of(object_type, wanted, [record], user)
        found["labels"] = parts.labels_of(plan, [record], wanted, links)[0]
    return found


def _tag(record: Any) -> dict[str, str]:
    return {"ETag": f'"{record.version}"'}


@blueprint.patch(RECORD)
@operation(
    gettext_lazy("Change"), each=True, needs="edit", body=shapes.to_change, answer=shapes.record, headers=("ETag",), request_headers=("If-Match",),
    statuses=(412,), description=gettext_lazy("A field that is not named stays; null empties one."),
)  # fmt: skip
def change_record(object_type: ObjectType, record_id: int, body: dict[str, Any]) -> Answer:
    user = current_actor()
    with transaction():
        record = records.get(object_type, record_id, user, operation="edit", lock=True)
        check_version(record, user, body)
        return shown(records.update(record, user, typed=tuple(body), **FROM, **body), user)


def check_version(record: Any, user: Actor, values: Mapping[str, Any] | None = None) -> None:
    """Raises Stale where If-Match names another version than the present one, with both values of each field that differs; BadQuery where it names none."""
    asked, present = request.if_match, str(record.version)
    if "If-Match" in request.headers and not asked:
        raise BadQuery(_("If-Match holds no ETag."), "If-Match")
    if not asked or asked.contains(present):
        return
    if asked.is_weak(present):
        raise Stale(record, {}, _("If-Match takes no weak ETag (RFC 9110): send it without W/."))
    raise Stale(record, dict(_differing(plan_of(record.object_type, user), record, values or {})))


def _differing(plan: Plan, record: Any, values: Mapping[str, Any]) -> Any:
    for name, value in values.items():
        field = plan.fields.get(name)
        if field is None or not field.stored or isinstance(value, Unreadable):
            continue
        yours, theirs = field.dump(value), field.dump(getattr(record, field.attribute))
        if yours != theirs:
            yield name, (yours, theirs)


@blueprint.delete(RECORD)
@operation(gettext_lazy("Delete"), each=True, needs="delete", status=204, request_headers=("If-Match",), statuses=(412,),
           description=gettext_lazy("Puts it into the recycle bin, with the records that belong to it."))  # fmt: skip
def delete_record(object_type: ObjectType, record_id: int) -> Answer:
    user = current_actor()
    with transaction():
        record = records.get(object_type, record_id, user, operation="delete", lock=True)
        check_version(record, user)
        records.delete(record, user, source="api")
    return Answer(status=204)


@blueprint.post(f"{RECORD}/restore")
@operation(gettext_lazy("Bring back from the recycle bin"), answer=shapes.restored)
def restore_record(object_type: ObjectType, record_id: int) -> Answer:
    """With the records that were deleted together with it."""
    user = current_actor()
    record = records.get(object_type, record_id, user, operation="delete", deleted=True)
    if record.deleted_at is None:
        raise Refusal(_("“%(name)s” is not in the recycle bin.", name=str(record)), code="not-deleted")
    return Answer({"data": [link(one) for one in records.restore(record, user)]})


def link(record: Any) -> dict[str, Any]:
    """A record in few words."""
    return {"id": record.id, "object": record.__object_code__, "name": str(record), "url": f"/api/v1{record.url}"}


@blueprint.get(f"{RECORD}/history")
@operation(gettext_lazy("Change log"), answer=shapes.history, query={"cursor": parts.record_id(gettext_lazy("Page")), "limit": parts.limit(200, HISTORY)})
def show_history(object_type: ObjectType, record_id: int, query: dict[str, Any]) -> Answer:
    """Every save, the latest first, also of a record in the recycle bin. Fields one may not see are not in it."""
    user = current_actor()
    record = records.get(object_type, record_id, user, deleted=True)
    rows = records.history(record, user, before=query["cursor"], limit=query["limit"] + 1)
    page = rows[: query["limit"]]
    return Answer({"data": [_entry(row) for row in page], "next": page[-1].id if len(rows) > len(page) else None})


def _entry(row: Any) -> dict[str, Any]:
    moment = fields.DateTimeField("").dump(row.at)
    changes = {name: {"before": pair[0], "after": pair[1]} for name, pair in row.diff.items()}
    return {
        "id": row.id, "version": row.version, "operation": row.operation, "at": moment, "by": row.actor_id, "by_name": users.name_of(row.actor_id),
        "source": row.source, "changes": changes,
    }  # fmt: skip
