"""Errors as application/problem+json (RFC 9457), naming field and rule."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from ..errors import BadQuery, Conflict, ForecourtError, Invalid, Refusal
from ..outages import Outage


def problem_response(problem: ForecourtError) -> Response:
    """The answer for one of our errors."""
    body: dict[str, Any] = {"type": "about:blank", "title": problem.message, "status": problem.status, "code": problem.code}
    if isinstance(problem, Invalid):
        body["errors"] = [
            {"field": name, "rule": problem.code, "detail": str(sentence)} for name, sentences in problem.errors.items() for sentence in sentences
        ]
    elif isinstance(problem, (Refusal, BadQuery)) and problem.field:
        body["errors"] = [{"field": problem.field, "rule": problem.code, "detail": problem.message}]
    elif isinstance(problem, Conflict):
        body["fields"] = list(problem.fields)
    elif isinstance(problem, Outage):
        body["cure"] = str(problem.cure)
    response = jsonify(body)
    response.status_code = problem.status
    response.content_type = "application/problem+json"
    return response
