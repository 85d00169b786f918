"""The page of the log: sign-ins, exports, changes of people and rights."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from ... import audit, users
from ...actor import current_actor
from ...errors import BadQuery
from ...i18n import gettext as _
from ...ids import id_in
from . import log_words


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/log", view_func=show_log)


def show_log() -> str:
    user = current_actor()
    group, person, before = request.args.get("group"), _number("person"), _number("before")
    lines, following = audit.page(user, group=group, person_id=person, before=before)
    rows = [(line, users.name_of(line.actor_id), users.name_of(line.subject_id), log_words.subject(line), list(log_words.details(line))) for line in lines]
    return render_template("admin/people/log.html", rows=rows, groups=audit.GROUPS, group=group, person=users.find(person), following=following)


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    number = id_in(text)
    if text and number is None:
        raise BadQuery(_("“%(text)s” is not a number.", text=text[:40]))
    return number
