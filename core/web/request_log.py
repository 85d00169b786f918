"""Each request has a number, given or made: it stands in the answer, in every line of the log, and on the page of an error."""

from __future__ import annotations

import logging
import re
import secrets
import time
from typing import Any

from flask import Flask, Response, current_app, g, request

from .. import logs
from ..actor import acting_or_none

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9._-]{6,64}")
UNLOGGED = frozenset({"static", "static_of_now", "health.alive", "health.ready"})
log = logging.getLogger("forecourt.request")


def register(app: Flask) -> None:
    """Before everything else, so that also a request that is refused at the door has its number."""
    app.before_request(begin)
    app.after_request(end)


def begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
    g.began = time.perf_counter()


def request_id() -> str:
    """The number by which this request is found in the log."""
    return str(g.request_id)


def end(response: Response) -> Response:
    """The line of the log: route, not address, since an address may hold what somebody typed."""
    response.headers[HEADER] = request_id()
    if request.endpoint not in UNLOGGED:
        log.info("%s %s", request.method, _route(), extra={logs.EXTRA: _facts(response)})
    return response


def _route() -> str:
    return str(request.url_rule) if request.url_rule is not None else "(no such page)"


def _facts(response: Response) -> dict[str, Any]:
    user = acting_or_none()
    numbers = {name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)}
    milliseconds = round((time.perf_counter() - g.began) * 1000, 1)
    asked = {"address": request.full_path} if current_app.config["FORECOURT"]["log"]["values"] else {}
    return {"status": response.status_code, "ms": milliseconds, "user": user.id if user else None, "api": "api_token" in g, **numbers, **asked}
