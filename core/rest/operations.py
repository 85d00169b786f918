"""Operation: what one address of the API does, said once. It reads the request, and the OpenAPI document is made of it.

    @blueprint.get("/<object:slug>/<id64:record_id>/visits")
    @operation(_("Visits of a record"), query={"limit": fields.Integer(...)}, answer=visits_schema)
    def visits(object_type, record_id, query): return Answer({"data": [...]})

A ``<object:slug>`` in the address becomes ``object_type`` (``<creatable:slug>``: of records that can be made by hand), the id of the record that an
action is run on ``record``, ``query`` the parameters by name, ``body`` the values by name. A plugin's own addresses
below ``/api/v1`` are declared like this, in a blueprint of its own, and stand in the document like those of core.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Response, g, request
from werkzeug.routing import BaseConverter

from .. import once, permissions, records, registry
from ..actor import Actor, acting, current_actor
from ..errors import Forbidden, Refusal
from ..fields import Field, unwrap
from ..i18n import Text
from ..i18n import gettext as _
from . import scopes, throttle
from .bodies import json_body, query_of, refuse_compressed
from .schemas import Schema, read

if TYPE_CHECKING:
    from ..actions import Action
    from ..objects import ObjectType

PREFIX = "/api/v1"
RECORD = "/<object:slug>/<id64:record_id>"
OWN = ("me", "users", "units", "modules", "merges", "recycle-bin", "search", "openapi.json")
"""Addresses of the API itself, which no object may have."""
IDEMPOTENCY_KEY = "Idempotency-Key"
PRINTABLE = re.compile("[!-~]+")


class Id64(BaseConverter):
    """An id in an address. One that 64 bits do not hold becomes 0, which nothing has."""

    regex = r"\d+"

    def to_python(self, value: str) -> int:
        return int(value) if len(value) <= 18 else 0


def object_slug(slugs: Iterable[str]) -> type[BaseConverter]:
    """What stands for an object in an address: one of these. Whatever else is there, a module's own address too, is none: a wrong method
    is told as one, not as an unknown object."""

    class ObjectSlug(BaseConverter):
        regex = "|".join(map(re.escape, sorted(slugs))) or "(?!)"
        part_isolating = True

    return ObjectSlug


@dataclass(frozen=True, slots=True)
class Target:
    """What an operation is about in one place of the document or in one request."""

    user: Actor
    object_type: ObjectType | None = None
    action: Action | None = None


Made = Callable[[Target], Schema]
"""Makes the schema of a body or an answer for a reader."""


@dataclass(slots=True)
class Answer:
    """What a view answers: a JSON body (None for 204), a status and headers."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        if self.body is None:
            empty = Response(status=self.status, headers=self.headers)
            del empty.headers["Content-Type"]  # which Flask gives to every answer, one without content too
            return empty
        text = json.dumps(self.body, ensure_ascii=False, separators=(",", ":"))
        return Response(text, self.status, self.headers, content_type="application/json")


@dataclass(frozen=True, slots=True)
class Operation:
    """The declaration. ``body_needed``: whether a call without a body is refused. ``needs``: the right on the object without which the
    document leaves it out. ``each``: whether the document names every object (or action) by itself or all of them in one parameter.
    ``statuses``: further ones it may answer with, beyond those every operation has. ``headers``: names of headers of the answer.
    ``takes``: bodies that are no JSON, which the view reads itself: type of content -> its part of the document. ``gives``: the type of
    content of an answer that is no JSON, a response that the view makes."""

    summary: Text
    query: Mapping[str, Field] = field(default_factory=dict)
    body: Made | None = None
    answer: Made | None = None
    status: int = 200
    needs: str | None = None
    each: bool = False
    tag: Text | None = None
    description: Text = ""
    body_needed: bool = True
    statuses: Sequence[int] = ()
    headers: Sequence[str] = ()
    request_headers: Sequence[str] = ()
    examples: Callable[[Target], Any] | None = None
    path_fields: Mapping[str, Field] = field(default_factory=dict)
    offered: Callable[[Target], bool] | None = None
    takes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    gives: str | None = None


View = Callable[..., Answer | Response]


def operation(summary: Text, *, query: Mapping[str, Any] | None = None, path_fields: Mapping[str, Any] | None = None, **options: Any) -> Callable[[View], Callable[..., Response]]:
    """Declares a view as an operation; options as in Operation. ``query`` and ``path_fields`` map names to fields of ``core.fields``."""
    fields = {name: unwrap(one) for name, one in (query or {}).items()}
    for name, one in fields.items():
        one.name = name
    declared = Operation(summary, fields, path_fields={name: unwrap(one) for name, one in (path_fields or {}).items()}, **options)

    def declare(view: View) -> Callable[..., Response]:
        @wraps(view)
        def call(**path: Any) -> Response:
            throttle.count()
            try:
                if request.method == "POST" and IDEMPOTENCY_KEY in request.headers and not declared.takes:
                    return _once(lambda: _perform(declared, view, path)).response()
                answer = _perform(declared, view, path)
            except scopes.EXPLAINED as problem:
                raise scopes.told(problem, path) from problem
            return answer.response() if isinstance(answer, Answer) else answer

        call.operation = declared  # type: ignore[attr-defined]  # by which the document finds it
        return call

    return declare


def _perform(declared: Operation, view: View, path: Mapping[str, Any]) -> Answer | Response:
    """Read the request as declared, then run the view, an action with the right to just that action."""
    given, target = _target(path)
    if declared.body is not None or declared.takes:
        refuse_compressed()
    if declared.body is not None and target.object_type is not None:
        record = _require_rights(declared, target, target.object_type, given.get("record_id"))
        if record is not None and target.action is not None:
            given["record"] = record
            del given["record_id"]
    query = query_of(declared.query)
    if declared.query:
        given["query"] = query
    if declared.body is not None:
        body = json_body()
        given["body"] = {} if body is None and not declared.body_needed else read(declared.body(target), body)
    if target.user is not current_actor():
        with acting(target.user):
            return view(**given)
    return view(**given)


def _require_rights(declared: Operation, target: Target, object_type: ObjectType, record_id: int | None) -> Any:
    """Before a body is read: whoever may not is told that, not what a body should hold. The record, where there is one. Raises NotFound, Forbidden."""
    record = None
    if declared.needs == "create":
        permissions.require_new(target.user, object_type)
    elif record_id is not None:
        record = records.get(object_type, record_id, target.user, operation=target.action.operation if target.action else "read")
    if target.action is not None and not target.action.may(target.user):
        raise Forbidden
    return record


def _target(path: Mapping[str, Any]) -> tuple[dict[str, Any], Target]:
    from .. import tokens
    from ..actions import find_action

    given = dict(path)
    user = current_actor()
    if "slug" not in given:
        return given, Target(user)
    object_type = given["object_type"] = registry.by_slug(given.pop("slug"))
    if "code" not in given:
        return given, Target(user, object_type)
    action = given["action"] = find_action(object_type, given.pop("code"))
    return given, Target(tokens.for_action(user, g.get("api_token"), action), object_type, action)


def _once(work: Callable[[], Any]) -> Answer:
    """Do it unless this key has done it before, and answer alike both times."""
    key = request.headers[IDEMPOTENCY_KEY]
    if not PRINTABLE.fullmatch(key):
        raise Refusal(_("An Idempotency-Key is of printable characters of ASCII, without blanks."), code=once.CODE)
    purpose = once.purpose_of(request.method, request.full_path, request.get_data())

    def keep() -> dict[str, Any]:
        answer = work()
        return {"body": answer.body, "status": answer.status, "headers": answer.headers}

    kept, replayed = once.perform(key, purpose, current_actor(), keep)
    answer = Answer(**kept)
    if replayed:
        answer.headers["Idempotency-Replayed"] = "true"
    return answer

