"""What shipped objects and fields are called here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from .. import registry
from ..actor import Actor
from ..db import db, transaction
from ..errors import Invalid
from ..i18n import gettext as _
from ..objects import ObjectType
from ..settings import PERMISSION
from . import checks
from .changed import changed
from .layer import ONE, SEVERAL
from .models import OwnLabel


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
        changed(user, object_code, "labels_changed", {"labels": found})


def _refuse_taken(object_type: ObjectType, item: str, label: Mapping[str, str], errors: checks.Errors) -> None:
    found: checks.Errors = {}
    checks.refuse_same_label(object_type, item, label, found)
    errors.update({f"{item}.{key.partition('.')[2]}": sentences for key, sentences in found.items()})
