"""For those who watch: ``/healthz`` (the process answers) and ``/readyz`` (it can serve). Neither tells a stranger more than that."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify

from .. import heartbeat, room, schema
from ..db import db
from ..security import public

blueprint = Blueprint("health", __name__)

OK, FAILED, LATE = "ok", "failed", "late"


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """200 as long as the process answers; asks nothing else."""
    return _told({"status": OK})


@blueprint.get("/readyz")
@public
def ready() -> Response:
    """200 when pages can be served, 503 when not. A job worker that is late does not keep pages from being served: it is told."""
    checks = {name: check() for name, check in CHECKS.items()}
    fit = FAILED not in checks.values()
    answer = _told({"status": "ready" if fit else "not ready", "checks": checks})
    answer.status_code = 200 if fit else 503
    return answer


def _told(body: dict[str, object]) -> Response:
    answer = jsonify(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _database() -> str:
    try:
        with db.engine.connect() as connection:
            connection.execute(sa.select(1))
    except sa.exc.SQLAlchemyError:
        return FAILED
    return OK


def _migrations() -> str:
    try:
        behind, ahead = schema.standing()
    except sa.exc.SQLAlchemyError:
        return FAILED
    return FAILED if behind or ahead else OK


def _worker() -> str:
    """Whether a job worker has been heard of lately."""
    if not heartbeat.wanted():
        return OK
    try:
        return OK if heartbeat.heard_of() else LATE
    except sa.exc.SQLAlchemyError:
        return LATE


def _disk() -> str:
    try:
        return FAILED if room.scarce() else OK
    except OSError:
        return FAILED


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations, "worker": _worker, "disk": _disk}
