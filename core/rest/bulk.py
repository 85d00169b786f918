"""Many rows in one call: one transaction, a savepoint and a result for each. A row that fails stops no other, unless all or none is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask import Blueprint

from .. import chunks, external_ids, permissions, records
from ..actor import Actor, current_actor
from ..db import transaction
from ..errors import Broken, ForecourtError, Invalid, Refusal
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from ..objects import ObjectType
from ..problems import problem_of
from . import shapes
from .operations import Answer, operation
from .records import FROM
from .schemas import plan_of, read

blueprint = Blueprint("api_bulk", __name__)

Row = Callable[[Any], tuple[int, Any]]
"""Does one row; answers (status, record)."""


class _Undone(Exception):
    """A row failed and all or none was asked for."""


@blueprint.post("/<creatable:slug>/bulk/create")
@operation(gettext_lazy("Create many"), each=True, needs="create", body=shapes.rows_to_create, answer=shapes.results, status=207, offered=shapes.is_creatable)
def create_many(object_type: ObjectType, body: dict[str, Any]) -> Answer:
    """``rows`` are as for a single one."""
    user = current_actor()
    permissions.require(user, object_type, "create")
    schema = plan_of(object_type, user).schema("create")

    def create(row: Any) -> tuple[int, Any]:
        values = read(schema, row)
        return 201, records.create(object_type, user, typed=tuple(values), **FROM, **values)

    return _run(body, create, lambda: records.foresee(object_type, [row for row in body["rows"] if isinstance(row, Mapping)], user))


@blueprint.post("/<object:slug>/bulk/update")
@operation(gettext_lazy("Change many"), each=True, needs="edit", body=shapes.rows_to_update, answer=shapes.results, status=207)
def update_many(object_type: ObjectType, body: dict[str, Any]) -> Answer:
    """Each row has ``id`` and ``values``; with ``version`` it is refused once somebody else has changed the same field."""
    user = current_actor()
    permissions.require(user, object_type, "edit")
    row_schema, schema = shapes.row_to_update(object_type, user), plan_of(object_type, user).schema("change")

    def update(row: Any) -> tuple[int, Any]:
        given = read(row_schema, row)
        values = read(schema, given["values"])
        record = records.get(object_type, given["id"], user)
        return 200, records.update(record, user, version=given.get("version"), typed=tuple(values), **FROM, **values)

    return _run(body, update)


@blueprint.post("/<creatable:slug>/bulk/upsert")
@operation(gettext_lazy("Create or change many by external id"), each=True, needs="create", body=shapes.rows_to_upsert, answer=shapes.results, status=207,
           examples=shapes.example_of_upsert, offered=shapes.is_creatable)  # fmt: skip
def upsert_many(object_type: ObjectType, body: dict[str, Any]) -> Answer:
    """Each row has ``external_id``, the key by which ``system`` calls the record, and ``values``."""
    user, system = current_actor(), body["system"]
    permissions.require(user, object_type, "create")
    row_schema, schema = shapes.row_to_upsert(object_type, user), plan_of(object_type, user).schema("change")

    def upsert(row: Any) -> tuple[int, Any]:
        given = read(row_schema, row)
        return put(object_type, user, system, given["external_id"], read(schema, given["values"]))

    return _run(body, upsert)


def put(object_type: ObjectType, user: Actor, system: str, key: str, values: Mapping[str, Any]) -> tuple[int, Any]:
    """Change the record that a system calls so, or make it; answers (200 or 201, record). Raises like the gate."""
    held = external_ids.find(object_type, system, key)
    if held is not None:
        return 200, records.update(records.get(object_type, held, user), user, typed=tuple(values), **FROM, **values)
    made = records.create(object_type, user, typed=tuple(values), **FROM, **values)
    external_ids.keep(made, system, key, user)
    return 201, made


@blueprint.post("/<object:slug>/bulk/delete")
@operation(gettext_lazy("Delete many"), needs="delete", body=shapes.ids_to_delete, answer=shapes.results, status=207)
def delete_many(object_type: ObjectType, body: dict[str, Any]) -> Answer:
    """They go to the recycle bin one by one; each comes back by itself."""
    user = current_actor()
    permissions.require(user, object_type, "delete")

    def delete(row: Any) -> tuple[int, Any]:
        if not isinstance(row, int) or isinstance(row, bool) or not 0 < row < 2**63:
            raise Invalid({"ids": [Broken(_("This must be the id of a record."), "type")]})
        record = records.get(object_type, row, user)
        records.delete(record, user, source="api")
        return 204, record

    return _run({"rows": body["ids"], "all_or_none": body.get("all_or_none")}, delete)


def _run(body: dict[str, Any], one: Row, foresee: Callable[[], None] | None = None) -> Answer:
    """The rows' results, all of them written or, where one failed and all or none was asked for, not one."""
    results: list[dict[str, Any]] = []
    try:
        with transaction():
            results.extend(_results(chunks.each(body["rows"], one, foresee=foresee)))
            if body.get("all_or_none") and any("problem" in result for result in results):
                raise _Undone
    except _Undone:
        results = [result if "problem" in result else _taken_back(result) for result in results]
    failed = sum("problem" in result for result in results)
    return Answer({"results": results, "done": len(results) - failed, "failed": failed}, 207)


def _results(outcomes: Sequence[chunks.Outcome[tuple[int, Any]]]) -> Iterator[dict[str, Any]]:
    for index, outcome in enumerate(outcomes):
        if outcome.result is not None:
            status, record = outcome.result
            yield {"index": index, "status": status, "id": record.id, **({"version": record.version} if status != 204 else {})}
        elif isinstance(outcome.problem, ForecourtError):
            yield {"index": index, "status": outcome.problem.status, "problem": problem_of(outcome.problem)}
        elif outcome.problem is not None:
            raise outcome.problem


def _taken_back(result: dict[str, Any]) -> dict[str, Any]:
    refusal = Refusal(_("Not kept, because another row failed and all or none was asked for."), code="taken-back")
    return {"index": result["index"], "status": refusal.status, "problem": problem_of(refusal)}
