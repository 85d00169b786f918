"""Pages for administrators on people: users, units, queues, roles, and the log."""

from __future__ import annotations

from flask import Blueprint

from . import log, queues, roles, units, users

blueprint = Blueprint("admin_people", __name__)

for page in (users, units, queues, roles, log):
    page.routes(blueprint)
