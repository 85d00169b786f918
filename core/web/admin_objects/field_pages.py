"""The fields of an object: which there are, adding one, changing one, taking it out of use and purging it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import customization, plugins, registry, roles
from ...customization import TYPES, CustomField, FieldType
from ...errors import ForecourtError, NotFound
from ...fields import Field, PicklistField
from ...i18n import LANGUAGES, Text, gettext_lazy, joined
from ...i18n import gettext as _
from ...objects import ObjectType
from ..admin_people.boxes import REFUSALS, Box, Sheet, administrator, again, filled, sentences, typed, version
from ..admin_people.roles import LEVEL_LABELS
from .setting_words import CHANNEL_LABELS, OPTION_LABELS

Page = str | tuple[str, int] | Response
SPARE_VALUES = 4
"""Empty lines for new picklist values where no script adds more."""

OTHER_TYPES: Mapping[str, Text] = {
    "auto_number": gettext_lazy("Running number"),
    "formula": gettext_lazy("Calculated"),
    "unit": gettext_lazy("Unit"),
}
"""Types that only modules use."""


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/objects", view_func=list_objects)
    blueprint.add_url_rule("/admin/objects/<code>", view_func=list_fields)
    blueprint.add_url_rule("/admin/objects/<code>/fields/new", view_func=add_field, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/objects/<code>/fields/<name>", view_func=edit_field, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/objects/<code>/fields/<name>/remove", view_func=remove_field, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/objects/<code>/fields/<name>/bring-back", view_func=bring_field_back, methods=["POST"])
    blueprint.add_url_rule("/admin/objects/<code>/fields/<name>/purge", view_func=purge_field, methods=["GET", "POST"])


def list_objects() -> Page:
    administrator()
    found = [(one, len([name for name in one.own_fields if one.own_fields[name].kept])) for one in registry.objects()]
    return render_template("admin/objects/list.html", objects=found, modules=plugins.loaded())


def opened(code: str) -> ObjectType:
    """The object of the page. Raises NotFound, ModuleOff."""
    return registry.enabled_object(code)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as the list shows it."""

    shape: Field
    kind: Text
    own: bool
    required: str
    listed: bool
    searched: bool
    placed: bool


def list_fields(code: str) -> Page:
    administrator()
    object_type = opened(code)
    rows = {row.name: row for row in customization.all_of(code)}
    placed = set(object_type.layout.names())
    own_first = sorted(object_type.own_fields.values(), key=lambda one: not one.kept)
    lines = [_line(object_type, one, rows.get(one.name), placed) for one in own_first]
    removed = [row for row in rows.values() if row.removed_at is not None]
    return render_template("admin/objects/fields.html", object_type=object_type, lines=lines, removed=removed, types=TYPES)


def _line(object_type: ObjectType, one: Field, row: CustomField | None, placed: set[str]) -> FieldLine:
    required = joined(str(CHANNEL_LABELS[channel]) for channel in row.required_in) if row else _("everywhere") if one.required else ""
    return FieldLine(one, type_label(one), row is not None, required, one.name in object_type.filterable, one.name in object_type.search, one.name in placed)


def type_label(one: Field) -> Text:
    """A type's name for people; a module's own type is called as the type it builds on."""
    codes = (base.__dict__.get("type", "") for base in type(one).__mro__)
    return next((OTHER_TYPES.get(code) or TYPES[code].label for code in codes if code in OTHER_TYPES or code in TYPES), one.type)


# ---------------------------------------------------------------- the form


@dataclass(slots=True)
class FieldForm:
    """What ``admin/objects/field.html`` draws beside the boxes: picklist values, rights of roles, mappings."""

    sheet: Sheet
    values: list[dict[str, Any]] = field(default_factory=list)
    rights: list[tuple[roles.RoleInfo, str]] = field(default_factory=list)
    mappings: list[Box] = field(default_factory=list)
    errors: Mapping[str, list[str]] = field(default_factory=dict)


def boxes(object_type: ObjectType, kind: FieldType, row: CustomField | None) -> tuple[Box, ...]:
    """The inputs for a field of this type; the names are those of its settings."""
    found = [Box(f"label.{code}", _("Label in %(language)s", language=name), maximum=80, required=not at) for at, (code, name) in enumerate(LANGUAGES.items())]
    if row is None:
        found.append(Box("name", _("API name"), maximum=40, help=_("Made of the label unless given; begins with x_ and stays for good.")))
        found.append(Box("section", _("Section of the page"), "select", options=_sections(object_type)))
    found += [_option_box(name, row) for name in kind.options]
    if kind.code not in ("lookup", "user"):
        found.append(Box("default", _("Default"), help=_default_help(kind)))
    found.append(Box("required_in", _("Required in"), "multiselect", options=tuple(CHANNEL_LABELS.items()), wide=True))
    found.append(Box("required_when", _("Required only when"), wide=True, help=_("A condition as in filters, such as: is_person = yes. Empty: always.")))
    if kind.listed:
        found.append(Box("listed", _("Lists sort and filter by it"), "checkbox"))
    if kind.searched:
        found.append(Box("searched", _("Found by the search"), "checkbox"))
    found += [Box(f"help.{code}", _("Help text in %(language)s", language=name), maximum=300, wide=True) for code, name in LANGUAGES.items()]
    return tuple(found)


def _sections(object_type: ObjectType) -> Sequence[tuple[str, Text]]:
    return tuple((customization.section_key(one), one.label) for one in object_type.layout.sections)


def _default_help(kind: FieldType) -> str:
    if kind.code == "date":
        return _("A date, or the word today.")
    if kind.code == "datetime":
        return _("A time, or the word now.")
    if kind.has_values:
        return _("The code or label of a value.")
    return _("yes or no") if kind.code == "checkbox" else ""


def _option_box(name: str, row: CustomField | None) -> Box:
    if name == "to":
        options = tuple((one.code, one.plural) for one in registry.objects())
        return Box(name, OPTION_LABELS[name], "select", options=options, required=True, readonly=row is not None)
    if name == "on_delete":
        return Box(name, OPTION_LABELS[name], "select", options=(("clear", _("empty the link")), ("restrict", _("refuse the deletion"))))
    return Box(name, OPTION_LABELS[name], maximum=20)


def _stored(kind: FieldType, row: CustomField) -> dict[str, Any]:
    """A row's settings by the names of the boxes."""
    default = row.default if row.default is None or isinstance(row.default, str) else _plain(row.default)
    texts = {f"{key}.{code}": held.get(code) for key, held in (("label", row.label), ("help", row.help)) for code in LANGUAGES}
    return {**texts, **row.options, "default": default, "required_in": row.required_in, "required_when": row.required_when, "listed": row.listed, "searched": row.searched}


def _plain(default: Any) -> str:
    if isinstance(default, bool):
        return _("yes") if default else ""
    return ";".join(default) if isinstance(default, list) else str(default)


def _settings(kind: FieldType, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as the arguments of ``customization.add`` and ``change``."""
    found: dict[str, Any] = {name: given[name] for name in ("default", "required_in", "required_when", "listed", "searched") if name in given}
    if kind.code == "multi_picklist" and "default" in found:
        found["default"] = [part.strip() for part in str(found["default"]).split(";") if part.strip()]
    found["options"] = {name: given[name] for name in kind.options if name in given}
    for key in ("label", "help"):
        found[key] = {code: given[f"{key}.{code}"] for code in LANGUAGES}
    if kind.has_values:
        found["values"] = sent_values()
    return found


def sent_values() -> list[dict[str, Any]]:
    """The lines of picklist values as sent, empty ones left out."""
    columns = [request.form.getlist(f"value.{part}") for part in ("code", "state", *LANGUAGES)]
    return [
        {"code": code, "retired": state == "retired", "label": dict(zip(LANGUAGES, texts, strict=True))}
        for code, state, *texts in zip(*columns, strict=False)
        if code or any(text.strip() for text in texts)
    ]


def add_field(code: str) -> Page:
    """Two steps: which type, then the rest."""
    user, object_type = administrator(), opened(code)
    kind = TYPES.get(request.values.get("type", ""))
    if kind is None:
        return render_template("admin/objects/types.html", object_type=object_type, types=TYPES.values())
    inputs = boxes(object_type, kind, None)
    if request.method == "GET":
        preset = {"listed": kind.listed, "searched": kind.searched, "section": _sections(object_type)[-1][0]}
        return _show(object_type, kind, None, FieldForm(filled(inputs, preset)))
    try:
        given = typed(inputs)
        name = customization.add(user, code, type=kind.code, name=given["name"], section=given["section"], rights=_sent_rights(), **_settings(kind, given))
    except REFUSALS as refusal:
        return _show(object_type, kind, None, FieldForm(again(inputs, refusal), sent_values()), refusal), refusal.status
    flash(_("The field “%(field)s” has been added.", field=registry.object_type(code).fields[name].label), "success")
    return redirect(f"/admin/objects/{code}", 303)


def edit_field(code: str, name: str) -> Page:
    user, object_type = administrator(), opened(code)
    if name in object_type.own_fields and not object_type.own_fields[name].kept:
        return _edit_shipped(object_type, name)
    row = customization.find(code, name)
    if row.removed_at is not None:
        raise NotFound
    kind = TYPES[row.type]
    inputs = boxes(object_type, kind, row)
    if request.method == "GET":
        return _show(object_type, kind, row, FieldForm(filled(inputs, _stored(kind, row)), customization.values_of(object_type, name)))
    try:
        given = typed(inputs)
        customization.change(user, code, name, version(), rights=_sent_rights(), mappings=_sent_mappings(), **_settings(kind, {**row.options, **given}))
    except REFUSALS as refusal:
        shown = replace_readonly(again(inputs, refusal), row)
        return _show(object_type, kind, row, FieldForm(shown, sent_values()), refusal), refusal.status
    flash(_("Saved."), "success")
    return redirect(f"/admin/objects/{code}", 303)


def replace_readonly(sheet: Sheet, row: CustomField) -> Sheet:
    """A disabled input is not sent: what stands in it is what is stored."""
    from dataclasses import replace

    return Sheet(tuple(replace(one, text=str(row.options.get(one.name, ""))) if one.readonly else one for one in sheet.boxes), sheet.problems)


def _sent_rights() -> dict[str, str]:
    return {one.code: request.form[f"right.{one.code}"] for one in _limited_roles() if f"right.{one.code}" in request.form}


def _limited_roles() -> list[roles.RoleInfo]:
    return [one for one in roles.all_roles() if one.code != roles.ADMINISTRATOR]


def _rights(object_type: ObjectType, name: str) -> list[tuple[roles.RoleInfo, str]]:
    """Each role and how far it reaches the field, or what was chosen for it."""
    return [(one, request.form.get(f"right.{one.code}") or one.fields.get((object_type.code, name), "open")) for one in _limited_roles()]


def _sent_mappings() -> dict[str, str]:
    return {key.removeprefix("map."): value for key, value in request.form.items() if key.startswith("map.")}


def _mappings(object_type: ObjectType, name: str) -> list[Box]:
    """For each object a record of this one may become: which field takes the value."""
    found = []
    for target in customization.targets(object_type):
        options = tuple((one.name, one.label) for one in target.own_fields.values() if customization.fits(object_type.fields[name], one))
        chosen = request.form.get(f"map.{target.code}", customization.mapped_fields(object_type.code, target.code).get(name, ""))
        found.append(Box(f"map.{target.code}", target.label, "select", text=chosen, options=options))
    return found


def _show(object_type: ObjectType, kind: FieldType, row: CustomField | None, form: FieldForm, refusal: ForecourtError | None = None) -> str:
    name = row.name if row is not None else ""
    form.rights = _rights(object_type, name)
    form.mappings = _mappings(object_type, name) if row is not None else []
    form.errors = sentences(refusal) if refusal is not None else {}
    blank = {"code": "", "retired": False, "label": {}}
    spare = [blank] * (SPARE_VALUES if kind.has_values else 0)
    return render_template(
        "admin/objects/field.html", object_type=object_type, kind=kind, row=row, form=form, lines=[*form.values, *spare], languages=LANGUAGES,
        levels=LEVEL_LABELS, title=object_type.fields[name].label if row is not None else _("New field: %(type)s", type=kind.label),
    )  # fmt: skip


# ---------------------------------------------------------------- fields that modules ship


def _edit_shipped(object_type: ObjectType, name: str) -> Page:
    """A field that ships: its values where it is a picklist, and how far each role reaches it."""
    user, shape, errors = administrator(), object_type.own_fields[name], {}
    shipped = _shipped_values(object_type, shape)
    if request.method == "POST":
        try:
            with_values = {"added": sent_values(), "retired": request.form.getlist("retired")} if shipped else None
            customization.change_shipped(user, object_type.code, name, rights=_sent_rights(), values=with_values)
        except REFUSALS as refusal:
            errors = sentences(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(f"/admin/objects/{object_type.code}", 303)
    codes = {one.code for one in shipped}
    added = sent_values() if errors else [one for one in customization.values_of(object_type, name) if shipped and one["code"] not in codes]
    page = render_template(
        "admin/objects/shipped_field.html", object_type=object_type, shape=shape, shipped=shipped, errors=errors, sharing=customization.sharing(object_type.code, name) if shipped else (), languages=LANGUAGES, levels=LEVEL_LABELS,
        rights=_rights(object_type, name), lines=[*added, *([{"code": "", "retired": False, "label": {}}] * SPARE_VALUES)],
        retired=set(request.form.getlist("retired")) if errors else getattr(shape, "retired", ()),
    )  # fmt: skip
    return (page, 422) if errors else page


def _shipped_values(object_type: ObjectType, shape: Field) -> Sequence[Any]:
    """The values a module ships, where they may be retired; none for other fields."""
    declared = registry.current().objects[object_type.code].own_fields[shape.name]
    return declared.choices if isinstance(declared, PicklistField) and not declared.fixed else ()


# ---------------------------------------------------------------- out of use


def remove_field(code: str, name: str) -> Page:
    """Says how many records hold a value, and takes the field out of use when that is confirmed."""
    user, object_type = administrator(), opened(code)
    shape = object_type.custom_field(name)
    if request.method == "GET":
        return render_template("admin/objects/remove.html", object_type=object_type, shape=shape, held=customization.holding(object_type, shape))
    try:
        customization.remove(user, code, name)
    except REFUSALS as refusal:
        flash(refusal.message, "error")
        return redirect(f"/admin/objects/{code}/fields/{name}", 303)
    flash(_("The field “%(field)s” is out of use; its values are kept.", field=shape.label), "success")
    return redirect(f"/admin/objects/{code}", 303)


def bring_field_back(code: str, name: str) -> Page:
    try:
        customization.bring_back(administrator(), opened(code).code, name)
    except REFUSALS as refusal:
        flash(refusal.message, "error")
    else:
        flash(_("The field is in use again."), "success")
    return redirect(f"/admin/objects/{code}", 303)


def purge_field(code: str, name: str) -> Page:
    """Asks once more, with the number of values that would be lost."""
    user, object_type = administrator(), opened(code)
    shape = object_type.removed.get(name)
    if shape is None:
        raise NotFound
    if request.method == "GET":
        return render_template("admin/objects/purge.html", object_type=object_type, shape=shape, held=customization.holding(object_type, shape))
    customization.purge(user, code, name)
    flash(_("The values of “%(field)s” are being deleted.", field=shape.label), "success")
    return redirect(f"/admin/objects/{code}", 303)
