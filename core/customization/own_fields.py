"""Fields of one's own: add, change, remove, bring back and purge them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from .. import conditions, registry
from ..actor import Actor
from ..clock import now
from ..db import db, transaction
from ..errors import BadQuery, Conflict, Invalid, NotFound, Refusal
from ..fields import ConditionField
from ..i18n import gettext as _
from ..objects import ObjectType
from ..settings import PERMISSION
from . import checks
from .arranging import place
from .changed import changed
from .mapping import map_field
from .models import CustomField
from .picklists import as_choice, keep_values, kept_values, refuse_missing
from .rights import set_rights
from .types import TYPES


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
        keep_values(object_type.code, row.name, chosen)
        changed(user, object_type.code, "field_added", {"field": row.name, "type": row.type, "label": row.label}, searched=row.searched, settle=True)
        if section:
            place(user, object_type.code, row.name, section)
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
            chosen = checks.values_for(kind, values, errors, [one.code for one in kept_values(object_code, name)])
        given = {key: getattr(row, key) for key in _SETTINGS}
        if "label" in settings:
            settings["label"] = checks.labels(settings["label"], errors)
        _fill(row, object_type, user, {**given, **settings}, chosen, errors)
        if chosen is not None:
            refuse_missing(object_code, name, chosen)
            keep_values(object_code, name, chosen)
        sa.orm.attributes.flag_modified(row, "label")  # the version rises also when only values change
        db.session.flush()
        after = _described(row)
        details = {"field": name, **{key: [before[key], after[key]] for key in after if after[key] != before[key]}}
        changed(user, object_code, "field_changed", details, searched=before["searched"] or row.searched, settle=before["listed"] != row.listed)
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
    choices = _choices(object_type.code, row.name) if chosen is None else [as_choice(one) for one in chosen if not one["retired"]]
    shape = {"type": row.type, "label": row.label, "options": row.options}
    row.default = None if errors else checks.default(object_type, kind, given["default"], shape, choices, errors)
    if errors:
        raise Invalid(errors)


def _choices(object_code: str, name: str) -> list[Any]:
    return [as_choice({"code": one.code, "label": one.label}) for one in kept_values(object_code, name) if not one.retired]


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
        changed(user, object_code, "field_removed", {"field": name, "label": row.label}, searched=row.searched, settle=True)


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
        changed(user, object_code, "field_brought_back", {"field": name, "label": row.label}, searched=row.searched, settle=True)


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
        changed(user, object_code, "field_purged", {"field": name, "label": row.label}, settle=True)


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
