"""The record page of every object: highlights, path, sections, panels of other modules, related lists; and its print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session
from markupsafe import Markup
from werkzeug.wrappers import Response

from .. import clock, conditions, forms, merging, modules, permissions, plugins, queries, records, redaction, registry, side_columns, users
from ..actions import actions_on
from ..actor import Actor, current_actor
from ..errors import BadQuery, NotFound
from ..fields import Field, LookupField, PicklistField
from ..formats import formats
from ..i18n import Text
from ..i18n import gettext as _
from ..objects import ObjectType, RelatedList, Section
from ..panels import SLOTS, Panel
from .form_fields import query
from .markup import lock
from .rendering import NONE, Head, field_value, heads_of, renderer, value_renderer

blueprint = Blueprint("records", __name__)

AT_ONCE = 1
"""Related lists read with the page; further ones come when one scrolls to them."""
BUTTONS = 3
RECENT = 8


@dataclass(slots=True)
class SectionView:
    """A section: its values by label, and the same as cells that one clicks to edit. ``blanks`` of them are empty."""

    index: int
    label: Text
    values: list[tuple[Text, Markup]]
    cells: Markup
    editable: bool
    blanks: int

    @property
    def is_blank(self) -> bool:
        return self.blanks == len(self.values)


@dataclass(slots=True)
class PanelView:
    """A panel, drawn, or with the address from which it comes later."""

    code: str
    title: Text
    html: Markup
    lazy_url: str = ""


@dataclass(slots=True)
class RelatedView:
    code: str
    label: Text
    heads: list[tuple[str, str]]
    rows_html: Markup
    new_url: str = ""
    all_url: str = ""
    lazy_url: str = ""


@dataclass(slots=True)
class ActionView:
    """An action as a button or an entry of the menu. ``direct``: pressed, it runs; otherwise it opens its form."""

    code: str
    label: Text
    url: str
    icon: str
    primary: bool
    dialog: bool
    direct: bool
    refusal: str = ""


@dataclass(slots=True)
class RecordPage:
    """What ``record/page.html`` draws."""

    object_type: ObjectType
    title: str
    crumbs: list[tuple[str, str | None]]
    readonly_reason: str
    may_edit: bool
    may_delete: bool
    may_hand_on: bool
    highlights: list[tuple[Text, Markup]]
    tags: list[tuple[str, str]]
    sections: list[SectionView]
    buttons: list[ActionView] = field(default_factory=list)
    more: list[ActionView] = field(default_factory=list)
    panels: dict[str, list[PanelView]] = field(default_factory=lambda: {slot: [] for slot in SLOTS})
    related: list[RelatedView] = field(default_factory=list)
    made: str = ""
    printed: str = ""

    @property
    def blanks(self) -> int:
        """Empty values, which a phone leaves out unless asked."""
        return sum(section.blanks for section in self.sections)

    @property
    def has_right(self) -> bool:
        return bool(self.panels["aside"] or self.panels["side"])


@blueprint.get("/<slug>/<int:record_id>")
def show(slug: str, record_id: int) -> str | Response:
    object_type, user = registry.by_slug(slug), current_actor()
    try:
        record = records.get(object_type, record_id, user)
    except NotFound:
        return _follow_merge(object_type, record_id, user)
    page = build(record, user)
    _add_actions(page, record, user)
    page.panels = panels_of(record, user)
    page.related = _related(record, user)
    _remember(record_id)
    return render_template("record/page.html", page=page, record=record)


def _follow_merge(object_type: ObjectType, record_id: int, user: Actor) -> Response:
    """Where a merged record has gone. Raises NotFound for any other, and where the user may not see that one either."""
    target = merging.merged_into(record_id)
    if target is None:
        raise NotFound
    return redirect(records.get(object_type, target, user).url, 303)


@blueprint.get("/<slug>/<int:record_id>/print")
def print_sheet(slug: str, record_id: int) -> str:
    """The record on A4."""
    object_type, user = registry.by_slug(slug), current_actor()
    record = records.get(object_type, record_id, user)
    page = build(record, user)
    page.related = [_related_view(one, record, user) for one in _offered(object_type, user)]
    page.printed = _("printed %(when)s by %(name)s", when=formats().when(clock.now()), name=user.name)
    return render_template("print/record.html", page=page, record=record)


def build(record: Any, user: Actor) -> RecordPage:
    """The record's own part of its page; all its look-ups are named by one statement."""
    object_type: ObjectType = record.object_type
    visible = permissions.visible_fields(user, object_type)
    links = _links(record, visible, user)
    reason = object_type.readonly_reason(record)
    may_edit = reason is None and records.may_edit(record, user)
    title = str(record)
    locked = records.locked(record, user) if may_edit else {}
    editable = {one.name for one in forms.editable(object_type, user, tuple(visible)) if one.name not in locked} if may_edit else set()
    return RecordPage(
        object_type, title, [(str(object_type.plural), f"/{object_type.slug}"), (title, None)], str(reason or ""), may_edit,
        records.reachable(record, user, "delete"), may_edit and records.may_hand_on(record, user),
        _highlights(record, visible, links),
        _tags(record, visible, links), _sections(record, visible, links, editable, locked, user), made=_made(record),
    )  # fmt: skip


def highlights(found: Sequence[Any], user: Actor) -> dict[int, list[tuple[Text, Markup]]]:
    """What stands at the head of records of one object, by id: (label, value as shown). One statement names the look-ups of all."""
    if not found:
        return {}
    object_type: ObjectType = found[0].object_type
    visible = {name: one for name, one in permissions.visible_fields(user, object_type).items() if name in object_type.highlights}
    links = queries.links([getattr(record, one.attribute) for record in found for one in visible.values() if type(one) is LookupField], user)
    return {record.id: _highlights(record, visible, links) for record in found}


def _highlights(record: Any, visible: Mapping[str, Field], links: Any) -> list[tuple[Text, Markup]]:
    return [(visible[name].label, _shown(name, record, links)) for name in record.object_type.highlights if name in visible]


def _links(record: Any, visible: Mapping[str, Field], user: Actor) -> Any:
    names = {*record.object_type.layout.names(), *record.object_type.highlights}
    wanted = [getattr(record, visible[name].attribute) for name in names if name in visible and type(visible[name]) is LookupField]
    return queries.links(wanted, user)


def _shown(name: str, record: Any, links: Any) -> Markup:
    return Markup(value_renderer(record.object_type).shown(name, record, links)) or NONE


def _tags(record: Any, visible: Mapping[str, Field], links: Any) -> list[tuple[str, str]]:
    """What stands beside the name: picklist values with a colour and look-ups that show themselves as a tag."""
    found = []
    for name in record.object_type.layout.names():
        shape = visible.get(name)
        value = field_value(shape, record) if shape is not None and shape.stored else None
        if isinstance(shape, PicklistField) and (colour := getattr(value, "colour", "")):
            found.append((str(value), colour))
        elif type(shape) is LookupField and value in links and (marks := _marks(shape)) and (mark := marks(links[value].name)):
            found.append(mark)
    return list(dict.fromkeys(found))[:2]


def _marks(shape: LookupField) -> Any:
    target = registry.current().objects.get(shape.to or "")
    return getattr(target.model, "tag_of", None) if target is not None else None


def _sections(record: Any, visible: Mapping[str, Field], links: Any, editable: set[str], locked: dict[str, Text], user: Actor) -> list[SectionView]:
    ways, found = value_renderer(record.object_type), []
    for index, section in shown_sections(record, user):
        names, edit_url = [name for name in section.fields if name in visible], f"{record.url}/edit?section={index}"
        shown = [(name, (Markup(ways.shown(name, record, links)) or NONE) + (lock(locked[name]) if name in locked else "")) for name in names]
        cells = "".join(ways.cell(name, value, edit_url if name in editable else "") for name, value in shown)
        if names:
            values = [(visible[name].label, value) for name, value in shown]
            blanks = sum(value.startswith(NONE) for _name, value in shown)
            found.append(SectionView(index, section.label, values, Markup(cells), any(name in editable for name in names), blanks))
    return found


def shown_sections(record: Any, user: Actor) -> list[tuple[int, Section]]:
    """The layout's sections that apply to this record, with their places."""
    object_type: ObjectType = record.object_type
    return sections_with({name: getattr(record, one.attribute) for name, one in object_type.fields.items() if one.stored}, object_type, user)


def sections_with(values: Mapping[str, Any], object_type: ObjectType, user: Actor) -> list[tuple[int, Section]]:
    """The same of a record with these values, by field name."""
    return [
        (index, one) for index, one in enumerate(object_type.layout.sections)
        if one.when is None or conditions.holds(one.when, object_type, values, user)
    ]  # fmt: skip


def _made(record: Any) -> str:
    ways = formats()
    return _(
        "Created %(when)s by %(who)s · last changed %(changed)s by %(changer)s", when=ways.when(record.created_at), who=users.name_of(record.created_by_id) or _("the system"),
        changed=ways.when(record.modified_at), changer=users.name_of(record.modified_by_id) or _("the system"),
    )  # fmt: skip


def _add_actions(page: RecordPage, record: Any, user: Actor) -> None:
    offered = [(one, one.refusal(record, user)) for one in actions_on(page.object_type, user) if not (one.idle and one.idle(record, user))]
    views = [
        ActionView(one.code, one.label, f"{record.url}/actions/{one.code}", one.icon, one.primary, not one.page, not one.declared and not one.confirm and not one.page,
                   refusal.message if refusal else "")
        for one, refusal in offered if refusal is None or refusal.code != "already"
    ]  # fmt: skip
    ready = [one for one in views if not one.refusal]
    for second in ready[1:]:
        second.primary = False  # one thing to do next, not two
    page.buttons = sorted(ready[:BUTTONS], key=lambda one: one.primary)
    page.more = ready[BUTTONS:] + [one for one in views if one.refusal]


# ---------------------------------------------------------------- what other modules add


def panels_of(record: Any, user: Actor) -> dict[str, list[PanelView]]:
    """Panels by slot. One that fails is left out, logged and shown to the administrator; the page stands."""
    found: dict[str, list[PanelView]] = {slot: [] for slot in SLOTS}
    around: dict[str, Any] = {}
    current_app.update_template_context(around)  # once for all of them
    for panel in _panels_on(record.object_type, user):
        if panel.later:
            found[panel.slot].append(PanelView(panel.code, panel.title, Markup(), f"{record.url}/panels/{panel.code}"))
        elif (html := _draw(panel, record, user, around)) is not None:
            found[panel.slot].append(PanelView(panel.code, panel.title, html))
    return found


def _panels_on(object_type: ObjectType, user: Actor) -> list[Panel]:
    """The panels this user finds on records of the object, in order."""
    return [
        one for one in sorted(registry.current().panels, key=lambda one: one.order)
        if one.on in (None, object_type.code) and modules.is_on(one.plugin) and (not one.permission or user.may(one.permission))
    ]  # fmt: skip


def _draw(panel: Panel, record: Any, user: Actor, around: Mapping[str, Any]) -> Markup | None:
    try:
        context = panel.context(record, user)
        if context is None:
            return None
        return Markup(current_app.jinja_env.get_template(panel.template).render({**around, "record": redaction.known(record, user), "user": user, **context}))
    except BadQuery:
        return None  # it asks for a field that is hidden from this reader
    except Exception as problem:  # noqa: BLE001 - whatever a module raises must not take the page down
        plugins.contain(panel.plugin, f"panel {panel.code}", problem)
        return None


@blueprint.get("/<slug>/<int:record_id>/panels/<code>")
def panel(slug: str, record_id: int, code: str) -> str:
    """One panel, for a page that is scrolled to it; without scripts a page of its own."""
    object_type, user = registry.by_slug(slug), current_actor()
    record = records.get(object_type, record_id, user)
    chosen = next((one for one in _panels_on(object_type, user) if one.code == code), None)
    around: dict[str, Any] = {}
    current_app.update_template_context(around)
    html = _draw(chosen, record, user, around) if chosen is not None else None
    if chosen is None or html is None:
        raise NotFound
    return _part(record, "record/panel.html", chosen.title, panel=PanelView(code, chosen.title, html))


def _part(record: Any, template: str, title: Text, **shown: Any) -> str:
    """A part of a record's page: by itself for the page that asks for it, else under the record's name."""
    if request.headers.get("HX-Request") == "true":
        return render_template(template, record=record, **shown)
    crumbs = [(str(record.object_type.plural), f"/{record.object_type.slug}"), (str(record), record.url), (str(title), None)]
    return render_template("record/part.html", record=record, part=template, title=title, crumbs=crumbs, **shown)


def _offered(object_type: ObjectType, user: Actor) -> list[RelatedList]:
    found = []
    for related in sorted(registry.current().related_lists[object_type.code], key=lambda one: one.order):
        target = registry.current().objects.get(related.to)
        if target is None or not modules.is_on(target.plugin) or not permissions.may(user, target, "read"):
            continue
        if queries.knows(target, user, related.where, related.via):
            found.append(related)
    return found


def _related(record: Any, user: Actor) -> list[RelatedView]:
    """The first related lists with their rows, read together; the rest as places that fill themselves."""
    offered = _offered(record.object_type, user)
    now, later = offered[:AT_ONCE], offered[AT_ONCE:]
    pages = [(one, *_read(one, record, user)) for one in now]
    wanted = {value for _one, target, heads, found in pages for value in queries.look_up_ids(target, [head.code for head in heads], found.rows)}
    links = queries.links(tuple(wanted), user)
    ready = [_view(one, target, heads, found, links, record, user) for one, target, heads, found in pages]
    return ready + [RelatedView(one.code, one.label, [], Markup(""), lazy_url=f"{record.url}/related/{index}") for index, one in enumerate(later, AT_ONCE)]


def _read(related: RelatedList, record: Any, user: Actor) -> tuple[ObjectType, list[Head], queries.Page]:
    target = registry.enabled_object(related.to)
    heads = heads_of(target, related.columns, user)
    where = conditions.both({related.via: record.id}, related.where)
    columns = [head.code for head in heads if head.column is None]
    sort = related.sort if queries.knows(target, user, None, related.sort) else None
    found = queries.page(target, user, where=where, sort=sort, limit=related.limit, columns=columns)
    return target, heads, found


def _view(related: RelatedList, target: ObjectType, heads: list[Head], found: queries.Page, links: Any, record: Any, user: Actor) -> RelatedView:
    extra = {head.code: side_columns.drawn(head.column, [row.id for row in found.rows], user) for head in heads if head.column is not None}
    html = renderer(target, heads, pick=False, editable=False).rows(found.rows, links, extra)
    new_url = f"/{target.slug}/new?{query({related.via: record.id, 'next': record.url})}" if target.creatable and permissions.may(user, target, "create") else ""
    all_url = f"/{target.slug}?{query({'view': 'all', 'where': f'{related.via} = {record.id}'})}" if found.next and related.via in target.filterable else ""
    return RelatedView(related.code, related.label, [(head.label, head.align) for head in heads], html, new_url, all_url)


def _related_view(related: RelatedList, record: Any, user: Actor) -> RelatedView:
    target, heads, found = _read(related, record, user)
    links = queries.links(tuple(queries.look_up_ids(target, [head.code for head in heads], found.rows)), user)
    return _view(related, target, heads, found, links, record, user)


@blueprint.get("/<slug>/<int:record_id>/related/<int:index>")
def related_list(slug: str, record_id: int, index: int) -> str:
    """One related list, for a page that is scrolled to it; without scripts a page of its own."""
    object_type, user = registry.by_slug(slug), current_actor()
    record = records.get(object_type, record_id, user)
    offered: Sequence[RelatedList] = _offered(object_type, user)
    if index >= len(offered):
        raise NotFound
    return _part(record, "record/related.html", offered[index].label, related=_related_view(offered[index], record, user))


# ---------------------------------------------------------------- what one looked at last


def _remember(record_id: int) -> None:
    """Keep the last records in the cookie: looking at a record writes nothing to the database."""
    held = [one for one in session.get("recent", ()) if one != record_id]
    session["recent"] = [record_id, *held][:RECENT]


def recent(user: Actor) -> list[queries.Link]:
    """What this browser looked at last and may still open."""
    held = [one for one in session.get("recent", ()) if isinstance(one, int)]
    links = queries.links(held, user)
    return [links[one] for one in held if one in links and links[one].url]
