"""The picker's answers: records, people and units found while one types, each with a line that tells two of a name apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from .. import conditions, permissions, registry, units, users
from ..actor import Actor, current_actor
from ..errors import NotFound
from ..fields import LookupField, UnitField, UserField
from ..i18n import gettext as _
from ..search import LONGEST, MOST, Row, records_named, search

blueprint = Blueprint("lookups", __name__)
Named = TypeVar("Named", users.Person, units.UnitInfo)


@blueprint.get("/lookup/<slug>")
def look_up(slug: str) -> str:
    """List items for the picker; ``where``, a condition as in lists, narrows the records. Raises NotFound, ModuleOff, Forbidden, BadQuery."""
    user, text = current_actor(), request.args.get("q", "").strip()[:LONGEST]
    create_url = ""
    if slug == "user":
        rows = people(text, user, queues=bool(request.args.get("queues")))
    elif slug == "unit":
        rows = units_named(text)
    elif slug == "any":
        rows = [row for group in search(text, user) for row in group.rows] if text else []
    else:
        object_type = registry.by_slug(slug)
        permissions.require(user, object_type, "read")
        asked = request.args.get("where", "").strip()
        rows = records_named(object_type, text, user, where=conditions.both(object_type.offered, asked))
        if text and request.args.get("create") and object_type.creatable and permissions.may(user, object_type, "create"):
            create_url = f"/{object_type.slug}/new?{urlencode({object_type.name_field: text})}"
    prefix = "".join(one for one in request.args.get("prefix", "o") if one.isalnum() or one in "-_")[:60]
    return render_template("lookup.html", rows=rows, query=text, create_url=create_url, prefix=prefix or "o")


def people(text: str, user: Actor, *, queues: bool = False) -> list[Row]:
    found = _begun_first((one for one in users.looked_up(user, text) if queues or not one.is_queue), text)
    return [Row(one.id, one.name, one.second_line, text) for one in found[:MOST]]


def units_named(text: str) -> list[Row]:
    wanted = text.casefold()
    found = _begun_first((one for one in units.all_units(active_only=True) if wanted in one.name.casefold()), text)
    return [Row(one.id, one.name, units.name_of(one.parent_id) if one.parent_id else "", text) for one in found[:MOST]]


def _begun_first(found: Iterable[Named], text: str) -> list[Named]:
    """What is called as the text begins, then what has a word that does, then what else fits, each in the order it came."""
    wanted = text.strip().casefold()
    return sorted(found, key=lambda one: (not (name := one.name.casefold()).startswith(wanted), f" {wanted}" not in name))


def only_match(shape: LookupField, words: str, user: Actor) -> tuple[int | None, str]:
    """The id that typed words stand for, or a sentence on why they stand for none."""
    rows = _matches(shape, words, user)
    same = [row for row in rows if row.name.casefold() == words.casefold()] or rows
    if len(same) == 1:
        return same[0].id, ""
    if not same:
        return None, _("%(field)s: nothing is called “%(text)s”.", field=shape.label, text=words)
    return None, _("%(field)s: several fit “%(text)s”; choose one from the list.", field=shape.label, text=words)


def _matches(shape: LookupField, words: str, user: Actor) -> Sequence[Row]:
    if isinstance(shape, UnitField):
        return units_named(words)
    if isinstance(shape, UserField):
        return people(words, user, queues=shape.queues)
    if shape.to is None:
        return [row for group in search(words, user) for row in group.rows]
    try:
        object_type = registry.enabled_object(shape.to)
        return records_named(object_type, words, user, where=conditions.both(object_type.offered, shape.offered))
    except NotFound:
        return []
