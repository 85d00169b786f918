"""Who sees one record beyond what roles give, and by what key other systems call it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from .. import external_ids, fields, records, users
from ..actor import current_actor
from ..db import transaction
from ..errors import NotFound
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from ..objects import ObjectType
from . import shapes
from .bulk import put
from .operations import RECORD, Answer, operation
from .records import shown

blueprint = Blueprint("api_sharing", __name__)


@blueprint.get(f"{RECORD}/shares")
@operation(gettext_lazy("With whom a record is shared"), answer=shapes.shares)
def list_shares(object_type: ObjectType, record_id: int) -> Answer:
    """Only who may edit a record learns of it."""
    record = records.get(object_type, record_id, current_actor(), operation="edit")
    rows = records.shares(record)
    return Answer({"data": [{"principal": row.principal_id, "name": users.name_of(row.principal_id), "access": row.access, "reason": row.reason} for row in rows]})


@blueprint.put(f"{RECORD}/shares/<id64:principal_id>")
@operation(gettext_lazy("Share a record"), body=shapes.access, status=204)
def share(object_type: ObjectType, record_id: int, principal_id: int, body: dict[str, Any]) -> Answer:
    """With a user or queue, to read or to edit; twice is the same as once."""
    user = current_actor()
    record = records.get(object_type, record_id, user, operation="edit")
    records.share(record, principal_id, user, access=body["access"].code)
    return Answer(status=204)


@blueprint.delete(f"{RECORD}/shares/<id64:principal_id>")
@operation(gettext_lazy("Take a share back"), status=204)
def unshare(object_type: ObjectType, record_id: int, principal_id: int) -> Answer:
    user = current_actor()
    records.unshare(records.get(object_type, record_id, user, operation="edit"), principal_id, user)
    return Answer(status=204)


# ---------------------------------------------------------------- external ids


NAMES = {
    "system": fields.Text(gettext_lazy("System"), length=external_ids.SYSTEM_LENGTH),
    "key": fields.Text(gettext_lazy("Key"), length=external_ids.KEY_LENGTH),
}


@blueprint.get("/<object:slug>/external/<system>/<key>")
@operation(gettext_lazy("Read by external id"), answer=shapes.record, each=True, needs="read", headers=("ETag",), path_fields=NAMES)
def show_by_key(object_type: ObjectType, system: str, key: str) -> Answer:
    """The record that another system calls so."""
    user = current_actor()
    return shown(records.get(object_type, _held(object_type, system, key), user), user)


@blueprint.put("/<creatable:slug>/external/<system>/<key>")
@operation(
    gettext_lazy("Create or change by external id"), body=shapes.to_change, answer=shapes.record, each=True, needs="create", headers=("ETag",), path_fields=NAMES,
    statuses=(201,), offered=shapes.is_creatable,
)  # fmt: skip
def put_by_key(object_type: ObjectType, system: str, key: str, body: dict[str, Any]) -> Answer:
    """Sent again, it changes the same record: nothing is doubled."""
    user = current_actor()
    with transaction():
        status, record = put(object_type, user, system, key, body)
        return shown(record, user, status=status)


@blueprint.get(f"{RECORD}/external-ids")
@operation(gettext_lazy("External ids of a record"), answer=shapes.external_keys)
def list_keys(object_type: ObjectType, record_id: int) -> Answer:
    record = records.get(object_type, record_id, current_actor())
    return Answer({"data": [{"system": system, "key": key} for system, key in external_ids.of(record).items()]})


@blueprint.put(f"{RECORD}/external-ids/<system>")
@operation(gettext_lazy("Note an external id"), body=shapes.external_key, status=204, path_fields=NAMES, examples=lambda _target: {"key": "K-77"})
def keep_key(object_type: ObjectType, record_id: int, system: str, body: dict[str, Any]) -> Answer:
    user = current_actor()
    external_ids.keep(records.get(object_type, record_id, user, operation="edit"), system, body["key"], user)
    return Answer(status=204)


@blueprint.delete(f"{RECORD}/external-ids/<system>")
@operation(gettext_lazy("Forget an external id"), status=204, path_fields=NAMES)
def drop_key(object_type: ObjectType, record_id: int, system: str) -> Answer:
    record = records.get(object_type, record_id, current_actor(), operation="edit")
    if not external_ids.drop(record, system):
        raise NotFound(_("The record has no external id of this system."))
    return Answer(status=204)


def _held(object_type: ObjectType, system: str, key: str) -> int:
    found = external_ids.find(object_type, system, key)
    if found is None:
        raise NotFound
    return found
