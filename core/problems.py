"""Errors as application/problem+json (RFC 9457): what kind, in a sentence, and for each value the field and the rule it breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, g
from werkzeug.exceptions import HTTPException

from .errors import BadQuery, Conflict, Forbidden, ForecourtError, Invalid, Refusal
from .i18n import Text, gettext_lazy
from .i18n import gettext as _
from .outages import Outage

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, Text] = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("Not signed in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Not possible at this address"),
    409: gettext_lazy("In conflict with another change"),
    412: gettext_lazy("Changed meanwhile"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("Not JSON"),
    422: gettext_lazy("Some values cannot be saved"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("A mistake of ours"),
    503: gettext_lazy("Not available just now"),
}
HTTP_CODES = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "unsupported-media-type"}
"""The ``code`` of errors of the protocol; of others it is "http"."""

MEANINGS: tuple[tuple[int, str, Text], ...] = (
    (400, "bad-query", gettext_lazy("A parameter, filter, order or page that is not known or not readable.")),
    (400, "bad-body", gettext_lazy("A body that is no JSON.")),
    (401, "unauthenticated", gettext_lazy("No token, or one that has expired or was revoked.")),
    (403, "forbidden", gettext_lazy("The user, or the scope of the token, may not do this.")),
    (404, "not-found", gettext_lazy("There is no such thing, or the user may not know of it.")),
    (404, "module-off", gettext_lazy("The module is switched off; its data is kept.")),
    (405, "method-not-allowed", gettext_lazy("The address exists, but not with this method.")),
    (409, "conflict", gettext_lazy("Somebody else changed the same field, or the idempotency key was used for another request.")),
    (412, "stale", gettext_lazy("If-Match names an older version; “yours” and “theirs” show what differs.")),
    (413, "too-large", gettext_lazy("The body is larger than the server takes.")),
    (415, "unsupported-media-type", gettext_lazy("The body is not sent as application/json.")),
    (422, "invalid", gettext_lazy("Values that cannot be saved; each is named with the rule it breaks: required, type, format, choice, limits, reference, unique, read-only, unknown, rule.")),
    (422, "refused", gettext_lazy("A rule says no just now. Some refusals have a code of their own.")),
    (422, "referenced", gettext_lazy("Other records still refer to the one to be deleted.")),
    (422, "taken-back", gettext_lazy("A row of a bulk call that was taken back because another one failed.")),
    (429, "too-many-requests", gettext_lazy("Asked too often; Retry-After says how many seconds to wait.")),
    (500, "internal", gettext_lazy("A mistake of ours; the request_id finds it in the log.")),
    (503, "database", gettext_lazy("The database does not answer just now.")),
)
"""Every kind of refusal, for people."""
RULE = "rule"
"""What a value breaks where its sentence names nothing narrower: a rule of the object."""


class BadBody(ForecourtError):
    """A body that is no JSON, or none that can be kept."""

    status, code = 400, "bad-body"


class NotJson(ForecourtError):
    """A body of another type than JSON."""

    status, code = 415, "unsupported-media-type"


class Stale(Conflict):
    """If-Match names another version than the present one. ``pairs`` holds (yours, theirs) in JSON by field."""

    status, code = 412, "stale"

    def __init__(self, record: Any, pairs: Mapping[str, tuple[Any, Any]], message: str | None = None) -> None:
        super().__init__(record, tuple(pairs), message=message)
        self.pairs = dict(pairs)


class LacksScope(Forbidden):
    """The token does not reach so far, though its user does. ``scopes``: any one of them would do (RFC 6750, insufficient_scope)."""

    def __init__(self, scopes: tuple[str, ...]) -> None:
        super().__init__()
        self.scopes = scopes

    def default_message(self) -> str:
        return _("The token lacks a scope for this: %(scopes)s.", scopes=" / ".join(f"“{one}”" for one in self.scopes))


class TooMany(ForecourtError):
    """The caller asks too often. ``wait``: seconds after which it may ask again."""

    status, code = 429, "too-many-requests"

    def __init__(self, wait: int, message: str) -> None:
        super().__init__(message)
        self.wait = wait


def problem_of(problem: ForecourtError) -> dict[str, Any]:
    """The error as a JSON object: also what a failed row of a bulk call says."""
    body: dict[str, Any] = {
        "type": f"/api/docs#{problem.code}", "title": str(TITLES.get(problem.status, TITLES[500])), "status": problem.status,
        "code": problem.code, "detail": problem.message,
    }  # fmt: skip
    if errors := list(_errors(problem)):
        body["errors"] = errors
    if isinstance(problem, Stale):
        body["version"] = problem.record.version
    if isinstance(problem, LacksScope):
        body["scopes"] = list(problem.scopes)
    if isinstance(problem, Outage):
        body["cure"] = str(problem.cure)
    return body


def _errors(problem: ForecourtError) -> Iterator[dict[str, Any]]:
    if isinstance(problem, Invalid):
        for name, sentences in problem.errors.items():
            for sentence in sentences:
                yield {"field": name, "rule": getattr(sentence, "rule", RULE if problem.code == Invalid.code else problem.code), "detail": str(sentence)}
    elif isinstance(problem, (Refusal, BadQuery)) and problem.field:
        yield {"field": problem.field, "rule": problem.code, "detail": problem.message}
    elif isinstance(problem, Stale):
        for name, (yours, theirs) in problem.pairs.items():
            yield {"field": name, "rule": problem.code, "detail": problem.message, "yours": yours, "theirs": theirs}
    elif isinstance(problem, Conflict):
        for name in problem.fields:
            yield {"field": name, "rule": problem.code, "detail": problem.message}


def problem_response(problem: ForecourtError) -> Response:
    """The answer for one of our errors."""
    response = Response(json.dumps({**problem_of(problem), "request_id": g.get("request_id", "")}, ensure_ascii=False), problem.status, content_type=MEDIA_TYPE)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="forecourt"'
    if isinstance(problem, LacksScope):
        response.headers["WWW-Authenticate"] = f'Bearer realm="forecourt", error="insufficient_scope", scope="{problem.scopes[0]}"'
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.wait)
    if isinstance(problem, Stale):
        response.set_etag(str(problem.record.version))
    return response


def http_response(problem: HTTPException, sentence: str) -> Response:
    """The answer for an error of the protocol, with the headers that belong to it (Allow for 405)."""
    told = ForecourtError(sentence)
    told.status = problem.code or 500
    told.code = HTTP_CODES.get(told.status, "http")
    response = problem_response(told)
    for name, value in problem.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response
