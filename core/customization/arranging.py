"""The page of a record: which sections it has, and which fields stand in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from .. import registry
from ..actor import Actor
from ..db import db, transaction
from ..errors import Conflict, Invalid
from ..i18n import gettext as _
from ..objects import ObjectType
from ..settings import PERMISSION
from . import checks
from .changed import changed
from .layer import OFF_PAGE, section_key
from .models import OwnLayout


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
        changed(user, object_code, "layout_changed", {"sections": [{"key": one["key"], "fields": one["fields"]} for one in held]})


def reset_layout(user: Actor, object_code: str) -> None:
    """Back to the arrangement that ships; custom fields then stand at the end."""
    user.require(PERMISSION)
    with transaction():
        db.session.execute(sa.delete(OwnLayout).where(OwnLayout.object == registry.object_type(object_code).code))
        changed(user, object_code, "layout_changed", {"sections": None})


def layout_version(object_type: ObjectType) -> int:
    """The version of the stored layout; 0 while there is none."""
    return db.session.scalar(sa.select(OwnLayout.version).where(OwnLayout.object == object_type.code)) or 0


def place(user: Actor, object_code: str, name: str, key: str) -> None:
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


def _next(own: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> int:
    numbers = [int(key[4:]) for key in (*own, *(str(one["key"]) for one in found)) if key.startswith("own-") and key[4:].isdecimal()]
    return max(numbers, default=0) + 1
