"""The picker's answers: records, people and units found while one types, each with a line that tells two of a name apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from markupsafe import Markup, escape

from .. import permissions, queries, registry, units, users
from ..actor import Actor, current_actor
from ..errors import NotFound
from ..fields import Field, LookupField, UnitField, UserField
from ..i18n import gettext as _
from ..objects import ObjectType

blueprint = Blueprint("lookups", __name__)

MOST, LONGEST = 10, 80


@dataclass(slots=True)
class Row:
    """One offer of a picker or of the search."""

    id: int
    name: str
    second: str
    query: str
    url: str = ""

    @property
    def marked(self) -> Markup:
        """The name with what was typed made strong."""
        at = self.name.casefold().find(self.query.casefold()) if self.query else -1
        if at < 0:
            return Markup(escape(self.name))
        end = at + len(self.query)
        return Markup(f"{escape(self.name[:at])}<mark>{escape(self.name[at:end])}</mark>{escape(self.name[end:])}")


@blueprint.get("/lookup/<slug>")
def look_up(slug: str) -> str:
    """List items for the picker. Raises NotFound, ModuleOff, Forbidden."""
    user, text = current_actor(), request.args.get("q", "").strip()[:LONGEST]
    create_url = ""
    if slug == "user":
        rows = people(text, queues=bool(request.args.get("queues")))
    elif slug == "unit":
        rows = units_named(text)
    elif slug == "any":
        rows = [row for group in search(text, user) for row in group.rows] if text else []
    else:
        object_type = registry.by_slug(slug)
        permissions.require(user, object_type, "read")
        rows = records_named(object_type, text, user, where=object_type.offered)
        if text and request.args.get("create") and object_type.creatable and permissions.may(user, object_type, "create"):
            create_url = f"/{object_type.slug}/new?{urlencode({object_type.name_field: text})}"
    prefix = "".join(one for one in request.args.get("prefix", "o") if one.isalnum() or one in "-_")[:60]
    return render_template("lookup.html", rows=rows, query=text, create_url=create_url, prefix=prefix or "o")


def records_named(object_type: ObjectType, text: str, user: Actor, limit: int = MOST, where: str | None = None) -> list[Row]:
    """Records whose name or searched fields contain the text: three statements whatever is found."""
    found = queries.suggest(object_type, user, text, limit, where)
    visible = permissions.visible_fields(user, object_type)
    second = [visible[name] for name in object_type.second_line if name in visible]
    ids = {row.id for row in found} | queries.look_up_ids(object_type, [one.name for one in second], found)
    names = queries.names(tuple(ids), user)
    return [
        Row(row.id, names.get(row.id, ""), " · ".join(part for one in second if (part := _words(one, row, names))), text, f"/{object_type.slug}/{row.id}")
        for row in found
    ]  # fmt: skip


def _words(shape: Field, row: Any, names: Any) -> str:
    value = getattr(row, shape.attribute, None)
    if value is None:
        return ""
    return names.get(value, "") if type(shape) is LookupField else shape.text(value)


def people(text: str, *, queues: bool = False) -> list[Row]:
    wanted = text.casefold()
    found = [
        one for one in users.principals()
        if (queues or not one.is_queue) and (wanted in one.name.casefold() or wanted in one.email.casefold())
    ]  # fmt: skip
    return [Row(one.id, one.name, one.second_line, text) for one in found[:MOST]]


def units_named(text: str) -> list[Row]:
    wanted = text.casefold()
    found = [one for one in units.all_units(active_only=True) if wanted in one.name.casefold()]
    return [Row(one.id, one.name, units.name_of(one.parent_id) if one.parent_id else "", text) for one in found[:MOST]]


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
        return people(words, queues=shape.queues)
    if shape.to is None:
        return [row for group in search(words, user) for row in group.rows]
    try:
        object_type = registry.enabled_object(shape.to)
        return records_named(object_type, words, user, where=object_type.offered)
    except NotFound:
        return []


# ---------------------------------------------------------------- search over all objects


@dataclass(slots=True)
class Group:
    label: str
    icon: str
    rows: list[Row]


@blueprint.get("/search")
def search_page() -> str:
    """Search in all objects of the navigation: as a list under the search box, or as a page."""
    user, text = current_actor(), request.args.get("q", "").strip()[:LONGEST]
    groups = search(text, user, 5 if request.headers.get("HX-Request") else 20) if text else []
    template = "search_results.html" if request.headers.get("HX-Request") else "search.html"
    return render_template(template, groups=groups, query=text)


def search(text: str, user: Actor, each: int = 5) -> list[Group]:
    found = []
    for object_type in registry.objects():
        if object_type.setup or object_type.menu is None or not permissions.may(user, object_type, "read"):
            continue
        rows = records_named(object_type, text, user, each)
        if rows:
            found.append(Group(str(object_type.plural), object_type.icon, rows))
    return found
