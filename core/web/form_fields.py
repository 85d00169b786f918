"""Inputs as the templates draw them: from a form of ``core.forms`` or from a lone field."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from .. import permissions, queries, registry, units, users
from ..actor import Actor
from ..errors import NotFound
from ..fields import CurrencyField, DecimalField, Field, IntegerField, LookupField, MultiPicklistField, PicklistField, TextField, UnitField, UserField
from ..formats import formats, symbol
from ..forms import FieldInput, RecordForm, money_unit
from ..ids import id_in

FEW = 4
"""Up to so many choices stand side by side instead of in a list."""


@dataclass(slots=True)
class InputBox:
    """One input: what ``macros/fields.html`` draws. ``text`` is what stands in it, ``shown`` the words of a look-up's id."""

    field: Field
    name: str
    label: str
    widget: str
    text: str = ""
    shown: str = ""
    help: str = ""
    placeholder: str = ""
    required: bool = False
    readonly: bool = False
    wide: bool = False
    errors: list[str] = dataclasses.field(default_factory=list)
    options: Sequence[tuple[str, str]] = ()
    chosen: Sequence[str] = ()
    symbol: str = ""
    unit: str = ""
    maximum: int | None = None
    search_url: str = ""
    create_url: str = ""
    template: str = ""
    prefix: str = "f"

    @property
    def is_filled(self) -> bool:
        return bool(self.text or self.chosen)

    @property
    def id(self) -> str:
        return f"{self.prefix}-{self.name}"

    @property
    def described(self) -> str:
        parts = ([f"{self.id}-error"] if self.errors else []) + ([f"{self.id}-help"] if self.help else [])
        return " ".join(parts)


def boxes(form: RecordForm, names: Sequence[str], user: Actor, record: Any = None, *, create: bool = True) -> list[InputBox]:
    """The inputs of a form in this order; names the form does not have are left out. One statement for all look-ups."""
    inputs = [form[name] for name in names if name in form and isinstance(form[name], FieldInput)]
    found = [input_box(one.shape, one.value, user, required=one.is_required, readonly=one.readonly, errors=[*map(str, one.process_errors or one.errors)],
                       record=record, create=create) for one in inputs]  # fmt: skip
    for box, one in zip(found, inputs, strict=True):
        box.help = str(one.note) or box.help
    name_look_ups(found, user, record)
    return found


def input_box(
    shape: Field, text: str, user: Actor, *, required: bool = False, readonly: bool = False, errors: Sequence[str] = (), record: Any = None,
    create: bool = True, name: str | None = None,
) -> InputBox:  # fmt: skip
    """The input of one field with this text in it."""
    box = InputBox(
        shape, name or shape.name, str(shape.label), shape.widget, text or "", help=str(shape.help or ""), placeholder=str(shape.placeholder or ""),
        required=required, readonly=readonly, errors=list(dict.fromkeys(errors)), template=str(getattr(shape, "template", "") or ""),
    )  # fmt: skip
    if isinstance(shape, PicklistField):
        _add_choices(box, shape)
    elif isinstance(shape, LookupField):
        _add_search(box, shape, user, create)
    elif isinstance(shape, CurrencyField):
        box.symbol = symbol(money_unit(shape, record, user), formats().locale)
    elif isinstance(shape, (DecimalField, IntegerField)):
        box.unit = str(shape.unit or "")
    elif isinstance(shape, TextField) and shape.widget != "textarea":
        box.maximum = max(shape.length, 1)
    box.wide = shape.widget in ("textarea", "multiselect")
    if shape.widget == "tel":
        box.maximum = None
    return box


def _add_choices(box: InputBox, shape: PicklistField) -> None:
    chosen = tuple(box.text.split(";")) if box.text else ()
    box.options = tuple((choice.code, str(choice.label)) for choice in shape.options(chosen))
    if isinstance(shape, MultiPicklistField):
        box.chosen = chosen
    elif box.widget == "select" and box.options and len(box.options) <= FEW and sum(len(text) for _code, text in box.options) <= 36 and box.required:
        box.widget = "segments"


def _add_search(box: InputBox, shape: LookupField, user: Actor, create: bool) -> None:
    if isinstance(shape, UnitField):
        box.search_url = "/lookup/unit"
    elif isinstance(shape, UserField):
        box.search_url = "/lookup/user" + ("?queues=1" if shape.queues else "")
    elif shape.to is None:
        box.search_url = "/lookup/any"
    else:
        _add_object_search(box, shape.to, shape.offered, user, create)


def _add_object_search(box: InputBox, code: str, offered: str | None, user: Actor, create: bool) -> None:
    try:
        target = registry.enabled_object(code)
    except NotFound:
        box.readonly = True  # its module is off: the label stays, nothing can be chosen
        return
    box.search_url = f"/lookup/{target.slug}" + (f"?{query({'where': offered})}" if offered else "")
    if create and target.creatable and not target.setup and permissions.may(user, target, "create"):
        box.create_url = f"/{target.slug}/new"


def name_look_ups(found: Sequence[InputBox], user: Actor, record: Any = None) -> None:
    """Put the names beside the ids: people and units from the directory, records in one statement. What ``record`` refers to is named as on its
    page; any other id may have been typed, into the form or its address, and is named to whoever sees that record."""
    ids = {one for box in found if type(box.field) is LookupField and (one := id_in(box.text)) is not None}
    held = ids & queries.look_up_ids(record.object_type, [*record.object_type.fields], [record]) if ids and record is not None else set()
    links = {**queries.links(tuple(held), user), **queries.links_seen(tuple(ids - held), user)}
    for box in found:
        number = id_in(box.text)
        if not isinstance(box.field, LookupField):
            continue
        if number is None:
            box.shown = typed_words(box.name) if box.text == "" else box.shown
        elif isinstance(box.field, UnitField):
            box.shown = units.name_of(number)
        elif isinstance(box.field, UserField):
            box.shown = users.name_of(number)
        elif number in links:
            box.shown = links[number].name


def typed_words(name: str) -> str:
    """What was typed into a look-up without choosing: kept when the form comes back."""
    return request.form.get(f"{name}__text", "").strip() if request.method == "POST" else ""


def understand_look_ups(form: RecordForm, user: Actor) -> None:
    """Look-ups typed but not chosen: the only match is taken; none or several makes the input one that cannot be read."""
    from .lookups import only_match

    for one in form:
        if isinstance(one, FieldInput) and isinstance(one.shape, LookupField) and one.sent and not one.raw and (words := typed_words(one.name)):
            record_id, sentence = only_match(one.shape, words, user)
            if sentence:
                one.process_errors = [sentence]
            else:
                one.raw, one.data = str(record_id), record_id


def query(values: Mapping[str, Any] | Sequence[tuple[str, Any]]) -> str:
    """A query string, empty values left out."""
    pairs = values.items() if isinstance(values, Mapping) else values
    return urlencode([(name, value) for name, value in pairs if value not in (None, "")])
