"""The page of the log: sign-ins, exports, changes of people and rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, render_template, request

from ... import audit, users
from ...actor import current_actor
from ...errors import BadQuery
from ...i18n import gettext as _


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/log", view_func=show_log)


def show_log() -> str:
    user = current_actor()
    group, person, before = request.args.get("group"), _number("person"), _number("before")
    lines, following = audit.page(user, group=group, person_id=person, before=before)
    rows = [(line, users.name_of(line.actor_id), users.name_of(line.subject_id), list(said(line.details))) for line in lines]
    return render_template("admin/people/log.html", rows=rows, groups=audit.GROUPS, group=group, person=users.find(person), following=following)


def said(details: Mapping[str, Any]) -> Iterator[str]:
    """What a line tells, as short texts: "name: Ada → Ada Wang"."""
    for name, value in details.items():
        if name == "changed" or (isinstance(value, dict) and value):
            yield from (f"{key}: {_text(old)} → {_text(new)}" for key, (old, new) in value.items())
        elif value not in (None, "", [], {}):
            yield f"{name}: {_text(value)}"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    return "–" if value in (None, "") else str(value)


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadQuery(_("“%(text)s” is not a number.", text=text[:40]))
    return int(text) if text else None
