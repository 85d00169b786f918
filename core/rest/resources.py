"""The resources: lists, records and actions of every object that is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request

from .. import actions, permissions, queries, records, registry
from ..actor import current_actor
from ..errors import Conflict, ForecourtError, Invalid
from ..i18n import gettext as _
from ..objects import ObjectType
from .problems import problem_response
from .schemas import read, schema_of

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
blueprint.register_error_handler(ForecourtError, problem_response)


@blueprint.get("/")
def index() -> Response:
    """The objects this user may read, with their addresses."""
    user = current_actor()
    return jsonify(
        objects=[
            {"code": one.code, "label": str(one.label), "url": f"/api/v1/{one.slug}", "actions": [found.code for found in actions.actions_on(one, user)]}
            for one in registry.objects()
            if permissions.may(user, one, "read")
        ]
    )


@blueprint.get("/<slug>")
def list_records(slug: str) -> Response:
    """One page: ``where``, ``sort``, ``cursor``, ``limit`` and ``fields`` as in the lists."""
    object_type, user = registry.by_slug(slug), current_actor()
    schema = schema_of(object_type, user)
    names = _asked_fields(object_type)
    page = queries.page(
        object_type, user, where=request.args.get("where"), sort=request.args.get("sort"), cursor=request.args.get("cursor"),
        limit=_limit(), columns=names,
    )  # fmt: skip
    shown = [name for name in (*names, "id", "version") if name in schema.fields]
    rows = [_dump(schema, row, shown) for row in page.rows]
    answer: dict[str, Any] = {"data": rows, "next": page.next}
    if "count" in request.args:
        count, capped = queries.count(object_type, user, where=request.args.get("where"), cap=10_000)
        answer["count"], answer["count_is_capped"] = count, capped
    return jsonify(answer)


@blueprint.post("/<slug>")
def create_record(slug: str) -> tuple[Response, int]:
    object_type, user = registry.by_slug(slug), current_actor()
    values = read(schema_of(object_type, user), request.get_json(silent=True))
    record = records.create(object_type, user, source="api", channel="api", typed=tuple(values), **values)
    response = _record_response(object_type, record)
    response.headers["Location"] = f"/api/v1/{slug}/{record.id}"
    return response, 201


@blueprint.get("/<slug>/<int:record_id>")
def show_record(slug: str, record_id: int) -> Response:
    object_type = registry.by_slug(slug)
    return _record_response(object_type, records.get(object_type, record_id, current_actor()))


@blueprint.patch("/<slug>/<int:record_id>")
def change_record(slug: str, record_id: int) -> Response:
    """Change the fields given; a missing key stays, null empties. ``If-Match`` refuses a stale write (412)."""
    object_type, user = registry.by_slug(slug), current_actor()
    record = records.get(object_type, record_id, user)
    version = _if_match(record)
    values = read(schema_of(object_type, user), request.get_json(silent=True))
    return _record_response(
        object_type, records.update(record, user, version=version, source="api", channel="api", typed=tuple(values), **values)
    )


@blueprint.delete("/<slug>/<int:record_id>")
def delete_record(slug: str, record_id: int) -> tuple[str, int]:
    object_type, user = registry.by_slug(slug), current_actor()
    record = records.get(object_type, record_id, user)
    _if_match(record)
    records.delete(record, user, source="api")
    return "", 204


@blueprint.post("/<slug>/<int:record_id>/actions/<code>")
def run_action(slug: str, record_id: int, code: str) -> Response:
    """Run an action on a record; the body holds its inputs."""
    object_type, user = registry.by_slug(slug), current_actor()
    action = actions.find_action(object_type, code)
    record = records.get(object_type, record_id, user)
    result = action.run(record, user, **_inputs())
    shown = result if hasattr(result, "__object_code__") else records.get(object_type, record_id, user)
    return _record_response(registry.object_type(shown.__object_code__), shown)


@blueprint.post("/<slug>/actions/<code>")
def run_bulk_action(slug: str, code: str) -> Response:
    """Run an action on many records: {"ids": […], "inputs": {…}}; a result for each."""
    object_type, user = registry.by_slug(slug), current_actor()
    action, body = actions.find_action(object_type, code), _inputs()
    ids, inputs = body.get("ids"), body.get("inputs") or {}
    if not action.bulk or not isinstance(ids, list) or not all(isinstance(one, int) for one in ids) or not isinstance(inputs, dict) or len(ids) > queries.MOST:
        raise Invalid({"ids": [_("Give a list of at most %(most)s ids, for an action that runs on many.", most=queries.MOST)]})
    outcomes = action.run_many(ids, user, **inputs)
    return jsonify(results=[{"id": one.id, "done": one.done, "message": one.message} for one in outcomes])


def _inputs() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if body is None and not request.get_data():
        return {}
    if not isinstance(body, dict):
        raise Invalid({"": [_("The body must be a JSON object.")]})
    return body


def _record_response(object_type: ObjectType, record: Any) -> Response:
    user = current_actor()
    schema = schema_of(object_type, user)
    response = jsonify(_dump(schema, record, list(schema.fields)))
    response.set_etag(str(record.version))
    return response


def _dump(schema: Any, row: Any, names: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        member = schema.fields[name]
        found[name] = member.serialize(name, row, accessor=lambda one, key, default=None: getattr(one, key, default))
    return found


def _asked_fields(object_type: ObjectType) -> list[str]:
    user = current_actor()
    if "fields" in request.args:
        return [name for name in request.args["fields"].split(",") if name]
    visible = permissions.visible_fields(user, object_type)
    return [name for name, one in visible.items() if one.stored and one.type != "long_text"]


def _limit() -> int:
    text = request.args.get("limit", str(queries.PAGE))
    if not text.isdecimal() or not 1 <= int(text) <= queries.MOST:
        raise Invalid({"limit": [_("The limit must be a whole number from 1 to %(most)s.", most=queries.MOST)]})
    return int(text)


def _if_match(record: Any) -> int | None:
    """The version the client saw. Raises Conflict (412 here) when it is not the present one."""
    if not request.if_match:
        return None
    if not request.if_match.contains(str(record.version)):
        conflict = Conflict(record)
        conflict.status = 412  # HTTP's word for a condition that does not hold
        raise conflict
    return int(record.version)
