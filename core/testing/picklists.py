"""What an administrator adds to a picklist, or retires, holds wherever its values are chosen, and breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask

from .. import customization, records, registry, users
from ..actor import Actor
from ..errors import Invalid, Refusal
from ..fields import MultiPicklistField, PicklistField
from .fixtures import Client

Make = Callable[..., Any]


def _may_grow(code: str, field: str) -> bool:
    """Whether an administrator may add to the values of a field."""
    shape = registry.object_type(code).fields[field]
    return isinstance(shape, PicklistField) and not shape.fixed


class Picklists:
    """The part of ``RightsContract`` that concerns the values of picklists."""

    @pytest.mark.any_database
    def test_dialogs_offer_what_the_fields_that_they_fill_offer(self, app: Flask, read_code: str) -> None:
        filled = [(action, name, *action.filled(name)) for action in registry.current().actions[read_code].values() for name in action.fills]
        lists = [(action, name, code, field) for action, name, code, field in filled if isinstance(action.inputs[name], PicklistField) and _may_grow(code, field)]

        for code, field in {(code, field) for _action, _name, code, field in lists}:
            first = registry.object_type(code).fields[field].choices[0].code  # type: ignore[attr-defined]  # a picklist
            customization.set_shipped_values(users.system_actor(), code, field, added=[{"code": "another", "label": {"en": "Another"}}], retired=[first])

        assert not [
            f"{action.code}: {name}" for action, name, code, field in lists if action.inputs[name].options() != registry.object_type(code).fields[field].options()  # type: ignore[attr-defined]  # picklists
        ]  # fmt: skip

    @pytest.mark.any_database
    def test_a_value_that_an_administrator_adds_to_a_picklist_breaks_no_page(self, read_code: str, person: Actor, make: Make, login: Callable[..., Client]) -> None:
        object_type, system = registry.object_type(read_code), users.system_actor()
        record = self._made(object_type, person, make, [])  # type: ignore[attr-defined]  # FieldRights has it
        for name, one in object_type.own_fields.items():
            if not _may_grow(read_code, name):
                continue
            customization.set_shipped_values(system, read_code, name, added=[{"code": "another", "label": {"en": "Another"}}])
            with suppress(Invalid, Refusal):  # a rule of its own says no
                another: Any = ("another",) if isinstance(one, MultiPicklistField) else "another"
                records.update(records.get(read_code, record.id, system), system, **{name: another})
        client = login(actor=person)
        paths = [record.url, f"{record.url}/edit", f"{record.url}/print", f"/{object_type.slug}", f"/{object_type.slug}?view=all", f"/api/v1/{object_type.slug}", "/"]

        assert not {path: answer.status_code for path in paths if (answer := client.get(path)).status_code >= 500}
