"""What an administrator may do: add, change, remove, bring back and purge fields; rename; set picklist values; arrange; map.

Each is one transaction with a line in the log, and raises the version by which all workers build the layer anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from .. import audit, conditions, outbox, plugins, registry, roles, state
from ..actor import Actor
from ..clock import now
from ..db import db, transaction
from ..errors import BadQuery, Conflict, Invalid, NotFound, Refusal
from ..fields import ConditionField, Field, PicklistField
from ..i18n import gettext as _
from ..i18n import joined
from ..objects import ObjectType
from ..settings import PERMISSION
from . import checks
from .layer import OFF_PAGE, ONE, SEVERAL, STATE, home_of, section_key
from .models import CustomField, FieldMapping, OwnLabel, OwnLayout, PicklistValue
from .types import TYPES

SETTLE = "core.customization_settle"
"""The outbox topic under which indexes are made and purged values taken out."""
CHANGED = "core.fields_changed"
"""The outbox topic that tells modules that an object has other fields now: a search indexes its records anew."""


def find(object_code: str, name: str) -> CustomField:
    """The row of a custom field, removed ones too. Raises NotFound."""
    found = db.session.execute(_of(object_code, name)).scalar_one_or_none()
    if found is None:
        raise NotFound(_("There is no field “%(name)s”.", name=name))
    return found  # type: ignore[no-any-return]  # Flask-SQLAlchemy builds Model at run time


def all_of(object_code: str) -> list[CustomField]:
    """The custom fields of an object, removed ones too, in the order in which they were added."""
    return list(db.session.execute(sa.select(CustomField).where(CustomField.object == object_code).order_by(CustomField.id)).scalars())


def add(
    user: Actor, object_code: str, *, type: Any, label: Any, name: str | None = None, values: Any = (), section: str | None = None,  # noqa: A002 - the API's word
    rights: Any = None, **settings: Any,
) -> str:  # fmt: skip
    """Add a field; returns its API name.

    ``label`` and ``help`` are texts by language; ``values`` those of a picklist; ``section`` the key of the section that shows
    it (the last, unless told); ``rights`` and ``settings`` as in ``change``. Raises Forbidden, NotFound, and Invalid with a
    sentence for each input.
    """
    user.require(PERMISSION)
    kind = checks.kind(type)
    with transaction():
        object_type = registry.object_type(object_code)
        errors: checks.Errors = {}
        label = checks.labels(label, errors)
        row = CustomField(object=object_type.code, type=kind.code, created_at=now(), created_by_id=user.id or None, version=1)
        row.name = checks.name(object_type, name, label, errors) if label or name else ""
        chosen = checks.values_for(kind, values, errors)
        if kind.has_values and not chosen and "values" not in errors:
            errors["values"] = [_("A picklist needs at least one value.")]
        if len(object_type.custom) >= checks.MOST_FIELDS:
            errors[""] = [_("%(objects)s have %(most)s fields of your own already; no more can be added.", objects=object_type.plural, most=checks.MOST_FIELDS)]
        given = {"help": {}, "required_in": (), "required_when": None, "default": None, "options": {}, "listed": kind.listed, "searched": kind.searched, **settings}
        _fill(row, object_type, user, {**given, "label": label}, chosen, errors)
        db.session.add(row)
        _insert(row)
        _keep_values(object_type.code, row.name, chosen)
        _changed(user, object_type.code, "field_added", {"field": row.name, "type": row.type, "label": row.label}, searched=row.searched, settle=True)
        if section:
            _place(user, object_type.code, row.name, section)
        set_rights(user, object_type.code, row.name, rights or {})
    return row.name


def change(
    user: Actor, object_code: str, name: str, version: int | None = None, *, values: Any = None, rights: Any = None, mappings: Any = None, **settings: Any,
) -> None:  # fmt: skip
    """Change a field; what is left out stays, type and API name for good.

    ``rights``: role -> "open", "readonly" or "hidden". ``mappings``: object -> the field of it that takes the value.

    ``settings``: label, help (texts by language), required_in (of "form", "api", "import"), required_when (a condition), default,
    options (of its type), listed (lists sort and filter by it), searched. Raises Forbidden, NotFound, Invalid, Conflict for a
    stale ``version``.
    """
    user.require(PERMISSION)
    with transaction():
        row = _locked(object_code, name, version)
        object_type = registry.object_type(object_code)
        errors: checks.Errors = {}
        kind, before = TYPES[row.type], _described(row)
        chosen = None
        if values is not None:
            chosen = checks.values_for(kind, values, errors, [one.code for one in _values_of(object_code, name)])
        given = {key: getattr(row, key) for key in _SETTINGS}
        if "label" in settings:
            settings["label"] = checks.labels(settings["label"], errors)
        _fill(row, object_type, user, {**given, **settings}, chosen, errors)
        if chosen is not None:
            _refuse_missing(object_code, name, chosen)
            _keep_values(object_code, name, chosen)
        sa.orm.attributes.flag_modified(row, "label")  # the version rises also when only values change
        db.session.flush()
        after = _described(row)
        details = {"field": name, **{key: [before[key], after[key]] for key in after if after[key] != before[key]}}
        _changed(user, object_code, "field_changed", details, searched=before["searched"] or row.searched, settle=before["listed"] != row.listed)
        for to_object, to_field in (mappings or {}).items():
            map_field(user, object_code, name, to_object, to_field or None)
        set_rights(user, object_code, name, rights or {})


_SETTINGS = ("label", "help", "required_in", "required_when", "default", "options", "listed", "searched")


def _fill(row: CustomField, object_type: ObjectType, user: Actor, given: Mapping[str, Any], chosen: Sequence[Mapping[str, Any]] | None, errors: checks.Errors) -> None:
    """Put checked settings into the row. Raises Invalid with all that is wrong."""
    kind = TYPES[row.type]
    unknown = [key for key in given if key not in _SETTINGS]
    if unknown:
        errors[unknown[0]] = [_("There is no setting “%(name)s” of a field.", name=unknown[0])]
    checks.refuse_same_label(object_type, row.name, given["label"], errors)
    row.label, row.help = dict(given["label"]), checks.help_text(given["help"], errors)
    row.required_in = checks.required_in(given["required_in"], errors)
    row.required_when = checks.required_when(object_type, given["required_when"], user, errors)
    row.options = checks.options(kind, given["options"], row.options, errors)
    row.listed, row.searched = kind.listed and bool(given["listed"]), kind.searched and bool(given["searched"])
    choices = _choices(object_type.code, row.name) if chosen is None else [_choice(one) for one in chosen if not one["retired"]]
    shape = {"type": row.type, "label": row.label, "options": row.options}
    row.default = None if errors else checks.default(object_type, kind, given["default"], shape, choices, errors)
    if errors:
        raise Invalid(errors)


def _choices(object_code: str, name: str) -> list[Any]:
    return [_choice({"code": one.code, "label": one.label}) for one in _values_of(object_code, name) if not one.retired]


def _choice(one: Mapping[str, Any]) -> Any:
    from ..choices import Choice
    from .types import OwnText

    return Choice(one["code"], OwnText(one["label"]))


def _insert(row: CustomField) -> None:
    """Of two administrators who add the same field at once, one wins and the other is told."""
    try:
        db.session.flush()
    except IntegrityError:
        raise Invalid({"name": [_("There is already a field “%(name)s”.", name=row.name)]}) from None


def remove(user: Actor, object_code: str, name: str) -> None:
    """Take a field out of use. Its values stay with the records until it is brought back or purged.

    Raises Refusal while another field's condition uses it, or that of a rule.
    """
    user.require(PERMISSION)
    with transaction():
        row = _locked(object_code, name)
        using = [one for one in all_of(object_code) if one.removed_at is None and one.required_when and name in conditions.names(conditions.read(one.required_when))]
        if using:
            raise Refusal(_("The field “%(other)s” is required by a condition that uses this field; change that first.", other=using[0].label.get("en") or using[0].name))
        for rule in _rules_that_ask_of(object_code, name):
            raise Refusal(rule)
        row.removed_at = row.removed_at or now()
        db.session.flush()
        _changed(user, object_code, "field_removed", {"field": name, "label": row.label}, searched=row.searched, settle=True)


def _rules_that_ask_of(object_code: str, name: str) -> Iterator[str]:
    """A sentence for each record that is set up with a condition on this field, which would silently hold for nothing without it."""
    from .. import modules, records, users

    for one in registry.customized().values():
        if not modules.is_on(one.plugin):
            continue  # its rules hold for nothing meanwhile, and nobody could change them
        for asking in (field for field in one.own_of(ConditionField).values() if field.of == object_code):
            for rule in records.find(one, users.system_actor(), where=conditions.Not(conditions.Test(asking.name, "empty"))):
                if name in _names_in(asking.value_in(rule)):
                    yield _("“%(rule)s” (%(rules)s) asks of this field in its condition; change that first.", rule=str(rule), rules=one.plural)


def _names_in(condition: str) -> Sequence[str]:
    try:
        return conditions.names(conditions.read(condition))
    except BadQuery:
        return ()


def bring_back(user: Actor, object_code: str, name: str) -> None:
    """Use a removed field again, with the values that records still hold. Raises Refusal while it is being purged."""
    user.require(PERMISSION)
    with transaction():
        row = _locked(object_code, name)
        if row.options.get("purged"):
            raise Refusal(_("The values of this field are being purged."))
        row.removed_at = None
        errors: checks.Errors = {}
        checks.refuse_same_label(registry.object_type(object_code), name, row.label, errors)
        if errors:
            raise Invalid(errors)
        db.session.flush()
        _changed(user, object_code, "field_brought_back", {"field": name, "label": row.label}, searched=row.searched, settle=True)


def purge(user: Actor, object_code: str, name: str) -> None:
    """Delete a removed field with all its values, for good: the change log keeps what it says. A worker does it.

    Raises Refusal for a field that is in use.
    """
    user.require(PERMISSION)
    with transaction():
        row = _locked(object_code, name)
        if row.removed_at is None:
            raise Refusal(_("Remove the field first; only then can its values be purged."))
        row.options = {**row.options, "purged": True}
        db.session.flush()
        _changed(user, object_code, "field_purged", {"field": name, "label": row.label}, settle=True)


def _of(object_code: str, name: str) -> sa.Select[Any]:
    """Raises NotFound for what can be no name at all, before a database is asked."""
    if object_code not in registry.current().objects or not re.fullmatch(r"[a-z0-9_]{1,60}", name):
        raise NotFound(_("There is no field “%(name)s”.", name=name))
    return sa.select(CustomField).where(CustomField.object == object_code, CustomField.name == name)


def _locked(object_code: str, name: str, version: int | None = None) -> CustomField:
    statement = _of(object_code, name).with_for_update().execution_options(populate_existing=True)
    row: CustomField | None = db.session.execute(statement).scalar_one_or_none()
    if row is None:
        raise NotFound(_("There is no field “%(name)s”.", name=name))
    if version is not None and version != row.version:
        raise Conflict(message=_("Somebody changed this field meanwhile. Please check before saving again."))
    return row


def _described(row: CustomField) -> dict[str, Any]:
    return {key: getattr(row, key) for key in _SETTINGS}


def _changed(user: Actor, object_code: str, event: str, details: Mapping[str, Any], *, searched: bool = False, settle: bool = False) -> None:
    """The log line, the version, and what a worker has to do."""
    state.bump(STATE)
    audit.record(event, actor=user, object_code=object_code, details=dict(details))
    if settle:
        outbox.add(SETTLE, {"object": object_code})
    outbox.add(CHANGED, {"object": object_code, "searched": searched})


# ---------------------------------------------------------------- picklist values


def _values_of(object_code: str, field: str) -> list[PicklistValue]:
    mine = sa.select(PicklistValue).where(PicklistValue.object == object_code, PicklistValue.field == field)
    return list(db.session.execute(mine.order_by(PicklistValue.position, PicklistValue.code)).scalars())


def _refuse_missing(object_code: str, field: str, chosen: Sequence[Mapping[str, Any]]) -> None:
    """A value that records may hold is retired, never deleted. Raises Invalid."""
    kept = {one["code"] for one in chosen}
    missing = [one for one in _values_of(object_code, field) if one.code not in kept]
    if missing:
        raise Invalid({"values": [_("“%(value)s” cannot be deleted, since records may hold it; retire it.", value=_choice({"code": missing[0].code, "label": missing[0].label}))]})


def _keep_values(object_code: str, field: str, chosen: Sequence[Mapping[str, Any]]) -> None:
    held = {one.code: one for one in _values_of(object_code, field)}
    for one in chosen:
        row = held.get(one["code"])
        if row is None:
            db.session.add(PicklistValue(object=object_code, field=field, **one))
        else:
            row.label, row.position, row.retired = one["label"], one["position"], one["retired"]
    db.session.flush()


def change_shipped(user: Actor, object_code: str, name: str, *, values: Mapping[str, Any] | None = None, rights: Any = None) -> None:
    """Change what may be changed of a field that ships: ``values`` as the arguments of ``set_shipped_values``, ``rights``."""
    with transaction():
        if values is not None:
            set_shipped_values(user, object_code, name, **values)
        set_rights(user, object_code, name, rights or {})


def set_shipped_values(user: Actor, object_code: str, field: str, *, added: Any = (), retired: Sequence[str] = ()) -> None:
    """What differs in a picklist that a module ships, and in those that share its values: values added, and codes that are no longer offered.

    Raises Refusal for a field whose values the product itself decides by, Invalid.
    """
    user.require(PERMISSION)
    with transaction():
        shape = editable_picklist(registry.object_type(object_code), field)
        declared = registry.current().objects[object_code].fields[field]
        shipped = {one.code for one in declared.choices}  # type: ignore[attr-defined]  # editable_picklist has looked
        errors: checks.Errors = {}
        mine = {one.code for one in shape.choices} - shipped
        chosen = checks.values(added, errors, [*shipped, *mine])
        if clash := next((one for one in chosen if one["code"] in shipped), None):
            errors["values"] = [_("“%(value)s” is a value already.", value=clash["code"])]
        if unknown := [one for one in retired if one not in shipped]:
            errors["retired"] = [_("“%(value)s” is not one of the values of %(field)s.", value=unknown[0], field=shape.label)]
        if errors:
            raise Invalid(errors)
        home, name = home_of(object_code, field)
        _store_shipped(home, name, mine, chosen, retired)
        _changed(user, home, "values_changed", {"field": name, "added": [one["code"] for one in chosen], "retired": list(retired)})


def _store_shipped(object_code: str, field: str, mine: set[str], chosen: Sequence[Mapping[str, Any]], retired: Sequence[str]) -> None:
    if mine - {one["code"] for one in chosen}:
        raise Invalid({"values": [_("A value that was added cannot be deleted, since records may hold it; retire it.")]})
    gone = [{"code": code, "label": {}, "position": 0, "retired": True} for code in retired]
    db.session.execute(sa.delete(PicklistValue).where(PicklistValue.object == object_code, PicklistValue.field == field))
    _keep_values(object_code, field, [*gone, *chosen])


def editable_picklist(object_type: ObjectType, name: str) -> PicklistField:
    """A shipped picklist whose values may be added to and retired. Raises NotFound, Refusal."""
    shape: Field | None = object_type.fields.get(name)
    if not isinstance(shape, PicklistField) or shape.kept:
        raise NotFound(_("There is no field “%(name)s”.", name=name))
    if shape.fixed:
        raise Refusal(_("The product itself decides by the values of %(field)s; they cannot be changed.", field=shape.label))
    return shape


# ---------------------------------------------------------------- labels, layout, mapping, rights


def rename(user: Actor, object_code: str, labels: Mapping[str, Any]) -> None:
    """Call shipped fields, or the object itself ("" for one record, "*" for several), something else: item -> texts by
    language; an empty text gives the shipped label back. Raises Invalid under ``item.language``."""
    user.require(PERMISSION)
    with transaction():
        object_type = registry.object_type(object_code)
        declared = registry.current().objects[object_code]
        errors: checks.Errors = {}
        found = {item: checks.labels(given, errors, key=item, required=False) for item, given in labels.items()}
        if unknown := [item for item in found if item not in (ONE, SEVERAL) and item not in declared.fields]:
            errors[unknown[0]] = [_("There is no field “%(name)s”.", name=unknown[0])]
        for item, label in found.items():
            if item not in (ONE, SEVERAL):
                _refuse_taken(object_type, item, label, errors)
        if errors:
            raise Invalid(errors)
        table = OwnLabel.__table__
        db.session.execute(sa.delete(table).where(table.c.object == object_code, table.c.item.in_(list(found))))
        rows = [{"object": object_code, "item": item, "language": language, "text": text} for item, label in found.items() for language, text in label.items()]
        if rows:
            db.session.execute(sa.insert(table), rows)
        _changed(user, object_code, "labels_changed", {"labels": found})


def _refuse_taken(object_type: ObjectType, item: str, label: Mapping[str, str], errors: checks.Errors) -> None:
    found: checks.Errors = {}
    checks.refuse_same_label(object_type, item, label, found)
    errors.update({f"{item}.{key.partition('.')[2]}": sentences for key, sentences in found.items()})


def arrange(user: Actor, object_code: str, sections: Any, version: int | None = None) -> None:
    """Arrange the page: sections in order, {"key", "fields"} for shipped ones and those made here before, {"label", "fields"}
    for new ones. Each field stands once; a shipped section may be empty but not left out. Raises Invalid, Conflict."""
    user.require(PERMISSION)
    with transaction():
        object_type = registry.object_type(object_code)
        row = db.session.get(OwnLayout, object_code, with_for_update=True, populate_existing=True)
        if version is not None and version != (row.version if row else 0):
            raise Conflict(message=_("Somebody arranged this page meanwhile. Please check before saving again."))
        held = _arranged(object_type, sections, row.sections if row else ())
        if row is None:
            db.session.add(OwnLayout(object=object_code, sections=held, version=1))
        else:
            row.sections = held
        try:
            db.session.flush()
        except IntegrityError:
            raise Conflict(message=_("Somebody arranged this page meanwhile. Please check before saving again.")) from None
        _changed(user, object_code, "layout_changed", {"sections": [{"key": one["key"], "fields": one["fields"]} for one in held]})


def _arranged(object_type: ObjectType, sections: Any, held: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The sections as they are stored. Raises Invalid."""
    declared = registry.current().objects[object_type.code].layout
    shipped = {section_key(one) for one in declared.sections}
    own = {str(one["key"]): one["label"] for one in held if one.get("label")}
    known = {*declared.names(), *object_type.fields}
    errors: checks.Errors = {}
    found: list[dict[str, Any]] = []
    for place, one in enumerate(sections if isinstance(sections, (list, tuple)) else ()):
        key, names = str(one.get("key") or ""), [str(name) for name in one.get("fields") or ()]
        made: dict[str, Any] = {"key": key or f"own-{_next(own, found)}", "fields": names}
        if key == OFF_PAGE:
            _refuse_required(object_type, names, errors)
        elif key not in shipped:
            made["label"] = checks.labels(one.get("label") or own.get(key) or {}, errors, key=f"sections.{place}")
        found.append(made)
    names = [name for one in found for name in one["fields"]]
    if len(set(names)) != len(names) or any(name not in known for name in names) or not shipped <= {one["key"] for one in found} or len(found) > 40:
        errors[""] = [_("Each field and each section must stand once on the page. Please load the page again.")]
    if errors:
        raise Invalid(errors)
    return found


def _refuse_required(object_type: ObjectType, names: Sequence[str], errors: checks.Errors) -> None:
    for name in names:
        if name in object_type.own_fields and object_type.own_fields[name].required and not object_type.own_fields[name].system:
            errors.setdefault("", []).append(_("%(field)s is always required, so it must stay on the page.", field=object_type.own_fields[name].label))


def _place(user: Actor, object_code: str, name: str, key: str) -> None:
    """Put a new field at the end of a section. Raises Invalid for a section there is not."""
    sections = [{"key": section_key(one), "fields": list(one.fields)} for one in registry.object_type(object_code).layout.sections]
    home = next((one for one in sections if one["key"] == key), None)
    if home is None:
        raise Invalid({"section": [_("There is no such section on the page.")]})
    if name in home["fields"]:
        return
    for one in sections:
        one["fields"] = [held for held in one["fields"] if held != name] + ([name] if one is home else [])
    row, known = db.session.get(OwnLayout, object_code), registry.object_type(object_code).fields
    off = [{**one, "fields": [held for held in one["fields"] if held in known]} for one in (row.sections if row else ()) if one["key"] == OFF_PAGE]
    arrange(user, object_code, [*sections, *off])


def layout_version(object_type: ObjectType) -> int:
    """The version of the stored layout; 0 while there is none."""
    return db.session.scalar(sa.select(OwnLayout.version).where(OwnLayout.object == object_type.code)) or 0


def _next(own: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> int:
    numbers = [int(key[4:]) for key in (*own, *(str(one["key"]) for one in found)) if key.startswith("own-") and key[4:].isdecimal()]
    return max(numbers, default=0) + 1


def reset_layout(user: Actor, object_code: str) -> None:
    """Back to the arrangement that ships; custom fields then stand at the end."""
    user.require(PERMISSION)
    with transaction():
        db.session.execute(sa.delete(OwnLayout).where(OwnLayout.object == registry.object_type(object_code).code))
        _changed(user, object_code, "layout_changed", {"sections": None})


def map_field(user: Actor, object_code: str, name: str, to_object: str, to_field: str | None) -> None:
    """Let a custom field's value go along where a record becomes one of another object; None ends it.

    Raises Invalid where the types do not fit.
    """
    user.require(PERMISSION)
    if to_object not in registry.current().objects:
        raise Invalid({to_object: [_("There is no object “%(code)s”.", code=to_object)]})
    with transaction():
        source, target = registry.object_type(object_code).custom_field(name), registry.object_type(to_object)
        taking = target.own_fields.get(to_field) if to_field else None
        if to_field and (taking is None or not fits(source, taking)):
            raise Invalid({to_object: [_("%(field)s cannot take the values of %(source)s.", field=taking.label if taking else to_field, source=source.label)]})
        table = FieldMapping.__table__
        db.session.execute(sa.delete(table).where(table.c.object == object_code, table.c.field == name, table.c.to_object == to_object))
        if to_field:
            db.session.execute(sa.insert(table).values(object=object_code, field=name, to_object=to_object, to_field=to_field))
        _changed(user, object_code, "mapping_changed", {"field": name, "to": f"{to_object}.{to_field}" if to_field else None})


def targets(object_type: ObjectType) -> list[ObjectType]:
    """The objects that a record of this one may become, as modules say: a custom field may be mapped to theirs."""
    codes = dict.fromkeys(code for found in plugins.call_each("record_becomes", object_type=object_type) for code in found or ())
    return [one for one in registry.objects() if one.code in codes]


def fits(source: Field, taking: Field) -> bool:
    """Whether every value of one field is a value of the other, which people may set."""
    if taking.system or not taking.stored:
        return False
    if isinstance(source, PicklistField) and isinstance(taking, PicklistField):
        return source.type == taking.type and {one.code for one in source.choices} <= {one.code for one in taking.choices}
    same = source.type == taking.type and getattr(source, "to", None) == getattr(taking, "to", None)
    fits = bool(getattr(source, "length", 0) <= getattr(taking, "length", 0) and getattr(source, "places", 0) <= getattr(taking, "places", 0))
    return fits and (same or (taking.type in ("text", "long_text") and source.type in ("text", "long_text", "email", "phone", "url")))


def set_rights(user: Actor, object_code: str, name: str, levels: Mapping[str, str]) -> None:
    """How far each role reaches a field: role -> "open", "readonly" or "hidden". Raises NotFound, Invalid."""
    user.require(PERMISSION)
    if not isinstance(levels, Mapping) or any(level not in roles.LEVELS for level in levels.values()):
        raise Invalid({"rights": [_("Give for each role one of: %(levels)s.", levels=joined(roles.LEVELS))]})
    if unknown := set(levels) - {one.code for one in roles.all_roles()}:
        raise Invalid({"rights": [_("There is no role “%(code)s”.", code=min(unknown))]})
    if name not in registry.object_type(object_code).fields:
        raise NotFound(_("There is no field “%(name)s”.", name=name))
    with transaction():
        for code, level in levels.items():
            held = dict(roles.find(code).fields)
            if held.get((object_code, name), "open") == level:
                continue
            held.pop((object_code, name), None)
            roles.change(user, code, fields=held if level == "open" else {**held, (object_code, name): level})


