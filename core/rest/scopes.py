"""Which scope a token lacks where its user has the right: told instead of a bare refusal, also where a record that the token may not even read
answers as if there were none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g, request

from .. import permissions, registry, tokens, users
from ..actions import find_action
from ..actor import Actor
from ..errors import Forbidden, ForecourtError, NotFound
from ..objects import ObjectType
from ..problems import LacksScope
from ..security.gate import SAFE

EXPLAINED = (Forbidden, NotFound)
"""Behind these a scope may be missing."""


def told(problem: ForecourtError, path: Mapping[str, Any]) -> ForecourtError:
    """The refusal of a call, with the scopes of which any would have let it through, if that is what was missing. It hangs on the address alone, so
    nothing is learned from it about a record."""
    token = g.get("api_token")
    if token is None:
        return problem
    whole = users.actor(token.user_id)
    lacking = _lacking(problem, path, token, whole, tokens.narrowed(whole, token))
    return LacksScope(lacking) if lacking else problem


def _lacking(problem: ForecourtError, path: Mapping[str, Any], token: tokens.Presented, whole: Actor, narrow: Actor) -> tuple[str, ...]:
    permission = getattr(problem, "permission", None)
    if permission is not None:
        return (tokens.scope_of(permission),) if whole.may(permission) and not narrow.may(permission) else ()
    kinds = (tokens.READ,) if request.method in SAFE else (tokens.WRITE, tokens.READ)
    try:
        object_type = registry.by_slug(path["slug"]) if "slug" in path else None
        if object_type is not None and "code" in path:
            return _for_action(object_type, path["code"], token, whole, narrow)
    except NotFound:
        return ()
    if object_type is not None:
        return next(((kind, f"{kind}:{object_type.code}") for kind in kinds if _opens(whole, object_type, kind) and not _opens(narrow, object_type, kind)), ())
    held = {scope.partition(":")[0] for scope in token.scopes}
    return next(((kind,) for kind in kinds if "record_id" in path and kind not in held), ())


def _for_action(object_type: ObjectType, code: str, token: tokens.Presented, whole: Actor, narrow: Actor) -> tuple[str, ...]:
    action = find_action(object_type, code)
    if not action.may(whole) or action.may(tokens.for_action(narrow, token, action)):
        return ()
    return (tokens.WRITE, f"{tokens.WRITE}:{object_type.code}", tokens.act(action))


def _opens(user: Actor, object_type: ObjectType, kind: str) -> bool:
    return any(permissions.may(user, object_type, operation) for operation in tokens.OPERATIONS[kind])
