"""The OpenAPI 3.1 document, made from the running app for one reader, and the page on which people try it out.

What the reader may not see, and what belongs to a module that is off, is not in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Blueprint, Flask, current_app, g, render_template, request
from flask_babel import get_locale
from werkzeug.routing import Rule

from .. import fields, modules, permissions, registry, state
from ..actions import Action
from ..actor import Actor, current_actor
from ..i18n import gettext as _
from ..i18n import gettext_lazy, joined
from ..objects import ObjectType
from ..problems import MEANINGS, MEDIA_TYPE
from ..settings import PERMISSION
from ..users import system_actor
from . import fields as parts
from . import shapes
from .operations import IDEMPOTENCY_KEY, PREFIX, Answer, Operation, Target, operation
from .schemas import Inner, Schema, Shape

blueprint = Blueprint("api_document", __name__)
page = Blueprint("api_docs", __name__)

JSON = "application/json"
KEPT = 50
"""Documents kept in a process: one for each reader's rights and language."""

HEADERS: Mapping[str, Mapping[str, Any]] = {
    "If-Match": {"description": gettext_lazy("The ETag one has seen; 412 if the record has changed since. Without it the last write wins, field by field."), "schema": {"type": "string"}},
    "If-None-Match": {"description": gettext_lazy("The ETag one has; 304 if it is still right."), "schema": {"type": "string"}},
    IDEMPOTENCY_KEY: {"description": gettext_lazy("A key of one's own, such as a UUID: the same call again does nothing and is answered alike. Kept for two days."), "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"}},
}  # fmt: skip
ANSWER_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "ETag": {"description": gettext_lazy("The record's version in quotes."), "schema": {"type": "string"}},
    "Location": {"description": gettext_lazy("The address of what was made."), "schema": {"type": "string"}},
}


@blueprint.get("/openapi.json")
@operation(
    gettext_lazy("This document"), tag=gettext_lazy("General"), answer=lambda _target: _free("Document"), statuses=(304,),
    query={"full": fields.Checkbox(gettext_lazy("All of it"), help=gettext_lazy("For administrators: every object and field of all modules that are on anywhere."))},
)  # fmt: skip
def show_document(query: dict[str, Any]) -> Answer:
    user = current_actor()
    if query["full"]:
        user.require(PERMISSION)
        user = system_actor()
    document, tag = kept(user)
    if request.if_none_match.contains_weak(tag):
        return Answer(status=304, headers={"ETag": f'"{tag}"'})
    return Answer(document, headers={"ETag": f'"{tag}"'})


def _free(name: str) -> Schema:
    from .schemas import named

    return named(name, {"openapi": Inner(dict, {"type": "string"}), "paths": Inner(dict, shapes.ANYTHING), "components": Inner(dict, shapes.ANYTHING)})


@page.get("/api/docs")
def show_page() -> str:
    """The document as a page where one can try every call, as oneself."""
    return render_template("api/docs.html", document=f"{PREFIX}/openapi.json", problems=MEANINGS)


def kept(user: Actor) -> tuple[dict[str, Any], str]:
    """The document and its ETag, made anew once rights, modules, fields or people have changed."""
    held: dict[Any, tuple[dict[str, Any], str]] = current_app.extensions.setdefault("forecourt_api_documents", {})
    token = g.get("api_token") if not user.is_system else None
    key = (user.id, user.is_system, token.scopes if token is not None else None, str(get_locale()), tuple(sorted(state.versions().items())))
    if key not in held:
        if len(held) >= KEPT:
            held.clear()
        document = build(user)
        held[key] = (document, hashlib.sha256(json.dumps(document).encode()).hexdigest()[:24])
    return held[key]


class _Converter(OpenAPIConverter):
    """Schemas are made where they are needed; those of one name are the same to the document."""

    def resolve_nested_schema(self, schema: Any) -> Any:
        name = type(schema).__name__
        if name in self.spec.components.schemas:
            return {"$ref": f"#/components/schemas/{name}"}
        return super().resolve_nested_schema(schema)  # type: ignore[no-untyped-call]  # apispec's converter is partly untyped


class _ByName(MarshmallowPlugin):
    Converter = _Converter


def build(user: Actor) -> dict[str, Any]:
    """The document for this reader, as a JSON object."""
    marshmallow = _ByName(schema_name_resolver=lambda schema: type(schema).__name__)
    spec = APISpec(
        title="Forecourt", version=version("forecourt"), openapi_version="3.1.0", plugins=[marshmallow],
        info={"description": _("Every object and every action, under the rights of whoever asks. Money is a string, times are UTC, a missing field stays as it is.")},
        security=[{"token": []}],
    )  # fmt: skip
    converter: Any = marshmallow.converter
    converter.add_attribute_function(_property)
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "description": _("A token made on one's own page, or by forecourt token create.")})
    spec.components.schema("Problem", schema=shapes.problem())
    spec.components.response("Problem", {"description": _("What is wrong, in a sentence, with field and rule."), "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}})
    writer = _Writer(spec, user)
    for rule in _rules(current_app):
        writer.add(rule)
    return spec.to_dict()


def _rules(app: Flask) -> Iterator[Rule]:
    """The addresses of operations, those of modules that are on among them, the fixed ones first."""
    rules = [one for one in app.url_map.iter_rules() if one.rule.startswith(f"{PREFIX}/") and hasattr(app.view_functions[one.endpoint], "operation")]
    for one in sorted(rules, key=lambda rule: (rule.rule.count("slug>"), rule.rule.count("<"), rule.rule)):
        home = app.blueprints.get(one.endpoint.rpartition(".")[0])
        if modules.is_on(getattr(home, "forecourt_module", "")):
            yield one


class _Writer:
    """Adds operations to a document. The same path may come with several rules, one for each method."""

    def __init__(self, spec: APISpec, user: Actor) -> None:
        self.spec, self.user = spec, user

    def add(self, rule: Rule) -> None:
        view: Any = current_app.view_functions[rule.endpoint]
        declared: Operation = view.operation
        for target, path in self._places(rule, declared):
            if declared.offered is not None and not declared.offered(target):
                continue
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                described = self._operation(declared, method.lower(), target, path, _operation_id(view.__name__, target))
                self.spec.path(path=path, operations={method.lower(): described})

    def _places(self, rule: Rule, declared: Operation) -> Iterator[tuple[Target, str]]:
        path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)
        if "{slug}" not in path:
            yield Target(self.user), path
        elif not declared.each:
            yield Target(self.user), path.replace("{slug}", "{object}")
        else:
            for one in self._objects(declared.needs):
                for action in self._actions(one, path):
                    concrete = path.replace("{slug}", one.slug).replace("{code}", action.code if action is not None else "")
                    yield Target(self.user, one, action), concrete

    def _objects(self, needs: str | None) -> list[ObjectType]:
        return [one for one in registry.objects() if permissions.may(self.user, one, needs or "read")]

    def _actions(self, one: ObjectType, path: str) -> list[Action | None]:
        if "{code}" not in path:
            return [None]
        return [action for action in registry.current().actions[one.code].values() if modules.is_on(action.plugin)]

    def _operation(self, declared: Operation, method: str, target: Target, path: str, name: str) -> dict[str, Any]:
        about = target.object_type
        summary = f"{target.action.label}" if target.action is not None else str(declared.summary)
        found: dict[str, Any] = {
            "operationId": name, "summary": summary, "tags": [str(about.plural if about is not None else declared.tag or _("Any object"))],
            "parameters": [*self._path_parameters(declared, path), *_query_parameters(declared), *_header_parameters(declared, method)],
            "responses": self._responses(declared, method, target, path),
        }  # fmt: skip
        if declared.description:
            found["description"] = str(declared.description)
        if declared.body is not None:
            schema = declared.body(target)
            content: dict[str, Any] = {"schema": schema, "example": declared.examples(target) if declared.examples is not None else shapes.example(schema)}
            found["requestBody"] = {"required": declared.body_needed, "content": {JSON: content}}
        elif declared.takes:
            found["requestBody"] = {"required": True, "content": {kind: dict(part) for kind, part in declared.takes.items()}}
        return found

    def _path_parameters(self, declared: Operation, path: str) -> Iterator[dict[str, Any]]:
        for name in re.findall(r"{(\w+)}", path):
            if name == "object":
                schema: dict[str, Any] = {"type": "string", "enum": [one.slug for one in self._objects(declared.needs)]}
            elif name in declared.path_fields:
                schema = {**declared.path_fields[name].schema(), "minLength": 1}
            else:
                schema = {"type": "integer", "format": "int64", "minimum": 1}
            yield {"name": name, "in": "path", "required": True, "schema": schema}

    def _responses(self, declared: Operation, method: str, target: Target, path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for status in (declared.status, *(one for one in declared.statuses if one < 300)):
            found[str(status)] = self._success(declared, target)
        if 304 in declared.statuses:
            found["304"] = {"description": _("What one has is still right.")}
        for status in _refusals(declared, method, path):
            found[str(status)] = "Problem"
        if method == "get":
            found["414"] = {"description": _("The address is too long; the web server itself says so.")}
        return found

    def _success(self, declared: Operation, target: Target) -> dict[str, Any]:
        answer: dict[str, Any] = {"description": _("Done."), "headers": {name: _plain(ANSWER_HEADERS[name]) for name in declared.headers}}
        if declared.answer is not None:
            answer["content"] = {JSON: {"schema": declared.answer(target)}}
        elif declared.gives is not None:
            answer["content"] = {declared.gives: {"schema": {"type": "string", "format": "binary"}}}
        return answer


def _refusals(declared: Operation, method: str, path: str) -> list[int]:
    found = {400, 401, 403, 429, *(one for one in declared.statuses if one >= 400)}
    if "{" in path or "/merges/" in path or declared.each:
        found |= {404}
    if method != "get":
        found |= {404, 409, 422}
    if declared.body is not None or declared.takes:
        found |= {413, 415}
    return sorted(found)


def _query_parameters(declared: Operation) -> Iterator[dict[str, Any]]:
    for name, one in declared.query.items():
        schema = dict(one.schema())
        default = one.default_value()
        if default is not None and default is not False:
            schema["default"] = default
        shown = {"example": parts.EXAMPLES[name]} if name in parts.EXAMPLES else {}
        yield {"name": name, "in": "query", "required": one.required, "description": str(one.help or one.label), "schema": schema, **shown}


def _header_parameters(declared: Operation, method: str) -> Iterator[dict[str, Any]]:
    for name in (*declared.request_headers, *((IDEMPOTENCY_KEY,) if method == "post" and not declared.takes else ())):
        yield {"name": name, "in": "header", "required": False, **_plain(HEADERS[name])}


def _plain(declared: Mapping[str, Any]) -> dict[str, Any]:
    return {**declared, "description": str(declared["description"])}


def _operation_id(view: str, target: Target) -> str:
    """list_records → list_lead; an action is called after itself, so that a generated client reads well."""
    if target.action is not None:
        return f"{target.action.on}_{target.action.code}{'_on_many' if view == 'run_on_many' and target.action.scope != 'list' else ''}"
    if target.object_type is None:
        return view
    return re.sub(r"records?\b", target.object_type.code, view) if "record" in view else f"{view}_{target.object_type.code}"


def _property(converter: Any, field: Any, **_options: Any) -> dict[str, Any]:
    """What the document says of one value, beyond what apispec finds out by itself."""
    if isinstance(field, Inner):
        return _inner(converter, field)
    if not isinstance(field, Shape):
        return {}
    found = dict(field.json)
    if not field.required:
        found["type"] = [found["type"], "null"]
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
    about = [str(field.field.label), *([str(field.field.help)] if field.field.help is not None else []), *_choices(field.field)]
    return {**found, "description": " · ".join(about), **({"examples": [shapes.example_of(field.field)]} if field.shown else {})}


def _choices(field: fields.Field) -> list[str]:
    if not isinstance(field, fields.PicklistField) or len(field.choices) > 40:
        return []
    return [joined(f"{one.code}: {one.label}" for one in field.choices)]


def _inner(converter: Any, field: Inner) -> dict[str, Any]:
    if field.item is None:
        return dict(field.json)
    reference = converter.resolve_nested_schema(field.item)
    return {**field.json, "items": reference} if field.kind is list else reference
