"""The administrator's layer over what modules ship: every loaded object with its custom fields, labels, values and layout.

The layer is read whole, once per change: each process keeps what it built at the version in the state table, so that all
workers agree from their next request on. Declared objects are never touched; a customized one is a copy.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .. import registry, state
from ..choices import Choice
from ..custom_values import PREFIX
from ..db import db
from ..errors import BadQuery
from ..fields import CheckboxField, CurrencyField, Field, LookupField, MultiPicklistField, PicklistField
from ..i18n import LazyText, Text
from ..objects import Layout, ObjectType, Section
from .models import CustomField, FieldMapping, OwnLabel, OwnLayout, PicklistValue
from .types import OwnText, build

if TYPE_CHECKING:
    from ..actor import Actor

STATE = "customization"
ONE, SEVERAL = "", "*"
"""The items of ``OwnLabel`` that name the object itself: one record of it, several."""
OFF_PAGE = "-"
"""The key under which a stored layout keeps the fields that stand nowhere on the page."""
COPIES = count(1)
"""Numbers of customized copies: what was built for one, a statement or a renderer, never serves another, whose fields of the same name may be of another
type. The version would not tell them apart: one that was raised in a transaction that failed is given out again."""
UNSORTED = (CheckboxField, LookupField, MultiPicklistField)
"""Fields whose stored values have no order that would mean anything to a reader."""


@dataclass(slots=True)
class Differences:
    """What an administrator has changed of one object."""

    fields: list[Any] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    sections: list[dict[str, Any]] | None = None


def objects() -> Mapping[str, ObjectType]:
    """Every loaded object by its code, customized where it differs from what its module ships."""
    return state.cached(STATE, _build)


def mapped_fields(source: str, target: str) -> Mapping[str, str]:
    """Where a record of ``source`` becomes one of ``target``: its custom fields and the fields that take their values.

    What is no field of either any more is left out.
    """
    found = state.cached(STATE, _read_mappings).get((source, target), {})
    ours, theirs = registry.object_type(source).fields, registry.object_type(target).fields
    return {name: to for name, to in found.items() if name in ours and to in theirs}


def mapped_values(record: Any, target: str) -> dict[str, Any]:
    """What a record's custom fields give to a record of ``target`` that it becomes, as values for the gate. A picklist's
    value that is none there is left out; one that is no longer offered goes along."""
    source, fields = record.object_type.fields, registry.object_type(target).fields
    found: dict[str, Any] = {}
    for name, to in mapped_fields(record.__object_code__, target).items():
        value, taking = source[name].value_in(record), fields[to]
        if isinstance(taking, PicklistField) and value is not None:
            value = _known(taking, value)
        if value is None:
            continue
        found[to] = value
        if isinstance(taking, CurrencyField):
            found[taking.currency_attribute] = source[name].value_in(record, f"{name}_currency")
    return found


def values_of(object_type: ObjectType, name: str) -> list[dict[str, Any]]:
    """The values of a custom picklist in order, as ``add`` and ``change`` take them: {"code", "label", "retired"}."""
    shape = {**object_type.own_fields, **object_type.removed}.get(name)
    if not isinstance(shape, PicklistField):
        return []
    return [{"code": one.code, "label": getattr(one.label, "texts", {}), "retired": one.code in shape.retired} for one in shape.choices]


def _known(taking: PicklistField, value: Any) -> Any:
    codes = {one.code for one in taking.choices}
    if isinstance(value, tuple):
        return tuple(one for one in value if one.code in codes) or None
    return value if value.code in codes else None


def home_of(object_code: str, field: str) -> tuple[str, str]:
    """The object and the field under which the values of a shipped picklist are kept: those that several fields share under one."""
    shape = registry.current().objects[object_code].fields.get(field)
    home, _dot, name = (getattr(shape, "same_as", None) or "").partition(".")
    return (home, name) if home in registry.current().objects else (object_code, field)


def sharing(object_code: str, field: str) -> list[tuple[ObjectType, Field]]:
    """The other fields with the same values, each with its object."""
    home, found = home_of(object_code, field), []
    for one in objects().values():
        found += [(one, shape) for name, shape in one.own_fields.items() if (one.code, name) != (object_code, field) and home_of(one.code, name) == home]
    return found


def _build() -> Mapping[str, ObjectType]:
    differences, declared = _read(), registry.current().objects
    _share_values(differences, declared)
    return {code: _customized(one, differences[code]) if code in differences else one for code, one in declared.items()}


def _share_values(differences: dict[str, Differences], declared: Mapping[str, ObjectType]) -> None:
    for code, one in declared.items():
        for name, shape in one.own_fields.items():
            if isinstance(shape, PicklistField) and shape.same_as:
                home, field = home_of(code, name)
                if home in differences and field in differences[home].values:
                    differences.setdefault(code, Differences()).values[name] = differences[home].values[field]


def _read() -> dict[str, Differences]:
    found: dict[str, Differences] = defaultdict(Differences)
    for row in _rows(CustomField, CustomField.id):
        found[row.object].fields.append(row)
    for row in _rows(PicklistValue, PicklistValue.position, PicklistValue.code):
        found[row.object].values[row.field].append(row)
    for row in _rows(OwnLabel):
        found[row.object].labels[row.item][row.language] = row.text
    for row in _rows(OwnLayout):
        found[row.object].sections = row.sections
    return dict(found)


def _read_mappings() -> Mapping[tuple[str, str], Mapping[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in _rows(FieldMapping):
        found[row.object, row.to_object][row.field] = row.to_field
    return found


def _rows(model: Any, *order: Any) -> Iterable[sa.Row[Any]]:
    return db.session.execute(sa.select(*model.__table__.c).order_by(*order))


# ---------------------------------------------------------------- one object


def _customized(declared: ObjectType, held: Differences) -> ObjectType:
    made = copy.copy(declared)
    made.customized = next(COPIES)
    made.label = _own(held, ONE, declared.label)
    made.plural = _own(held, SEVERAL, declared.plural)
    shipped = {name: _shipped(one, held) for name, one in declared.own_fields.items()}
    standard = {name: _shipped(one, held) for name, one in declared.standard_fields.items()}
    living = [row for row in held.fields if row.removed_at is None]
    custom = {row.name: _custom(row, held) for row in living}
    made.own_fields = {**shipped, **custom}
    made.standard_fields = standard
    made.fields = {**made.own_fields, **standard}
    made.custom = {attribute: one for one in custom.values() for attribute in one.kept}
    made.removed = {row.name: _custom(row, held) for row in held.fields if row.removed_at is not None}
    listed = {row.name for row in living if row.listed}
    made.sortable = declared.sortable | {name for name in listed if not isinstance(custom[name], UNSORTED)}
    made.filterable = declared.filterable | listed
    made.search = (*declared.search, *(row.name for row in living if row.searched))
    made.layout = arranged(declared.layout, held.sections, made.fields)
    made.required = _requiring(declared, living)
    return made


def _own(held: Differences, item: str, shipped: Text) -> Text:
    return OwnText(held.labels[item], shipped) if item in held.labels else shipped


def _shipped(one: Field, held: Differences) -> Field:
    """A shipped field with its own label and values; the same one where nothing differs."""
    if one.name not in held.labels and one.name not in held.values:
        return one
    made = copy.copy(one)
    made.label = _own(held, one.name, one.label)
    if isinstance(made, PicklistField) and one.name in held.values:
        known = {choice.code for choice in made.choices}
        rows = held.values[one.name]
        made.choices = (*made.choices, *(_choice(row) for row in rows if row.code not in known))
        made.retired = frozenset(row.code for row in rows if row.retired)
    return made


def _custom(row: Any, held: Differences) -> Field:
    rows = held.values.get(row.name, ())
    return build(row, tuple(_choice(one) for one in rows), frozenset(one.code for one in rows if one.retired))


def _choice(row: Any) -> Choice:
    return Choice(row.code, OwnText(row.label))


def _requiring(declared: ObjectType, rows: Sequence[Any]) -> Any:
    """What the module requires, and the custom fields that this channel asks for."""
    asking = [row for row in rows if row.required_in]
    if not asking:
        return declared.required

    def required(values: Mapping[str, Any], channel: str, user: Actor) -> Iterable[str]:
        yield from declared.required(values, channel, user) if declared.required else ()
        for row in asking:
            if channel in row.required_in and _asks(row.required_when, registry.object_type(declared), values, user):
                yield row.name

    return required


def _asks(condition: str | None, object_type: ObjectType, values: Mapping[str, Any], user: Actor) -> bool:
    """Whether the condition of a requirement holds. One that can no longer be read asks for nothing: else nobody could save."""
    from ..conditions import holds

    try:
        return not condition or holds(condition, object_type, values, user)
    except BadQuery:
        return False


# ---------------------------------------------------------------- layout


def section_key(section: Section) -> str:
    """What a section is known by in a stored layout: its heading's message, which no language changes."""
    label = section.label
    return getattr(section, "key", "") or (label.message if isinstance(label, LazyText) else str(label))


def arranged(shipped: Layout, stored: Sequence[Mapping[str, Any]] | None, fields: Mapping[str, Field]) -> Layout:
    """The shipped layout in the administrator's order. What ships later stands where the module puts it; custom fields that
    were placed nowhere stand at the end of the last section without a condition. What is no field any more stands nowhere."""
    sections = _merged(shipped, stored or ())
    placed = {name for _section, names in sections for name in names} | {name for one in stored or () if one["key"] == OFF_PAGE for name in one["fields"]}
    loose = [name for name in fields if name.startswith(PREFIX) and name not in placed]
    if loose:
        home = next((names for section, names in reversed(sections) if section.when is None), sections[-1][1] if sections else [])
        home.extend(loose)
    known = {*fields, *shipped.names()}
    return Layout(*(_section(section, [name for name in names if name in known]) for section, names in sections))


def _merged(shipped: Layout, stored: Sequence[Mapping[str, Any]]) -> list[tuple[Section, list[str]]]:
    by_key = {section_key(one): one for one in shipped.sections}
    held = {key: one for one in stored if (key := str(one["key"])) == OFF_PAGE or key in by_key or one.get("label")}  # what a section held that ships no more goes home
    moved = {name for one in held.values() for name in one["fields"]}
    found: list[tuple[Section, list[str]]] = []
    for key, one in held.items():
        if key != OFF_PAGE:
            section = by_key.get(key) or _own_section(one)
            found.append((section, _with_new_ones(list(one["fields"]), by_key.get(key), moved)))
    for key, section in by_key.items():
        if key not in held:
            found.append((section, [name for name in section.fields if name not in moved]))
    return found


def _with_new_ones(names: list[str], shipped: Section | None, moved: set[str]) -> list[str]:
    """Fields the module has added since stand behind the one they ship behind."""
    before: str | None = None
    for name in shipped.fields if shipped else ():
        if name not in moved:
            names.insert(names.index(before) + 1 if before in names else 0, name)
        before = name
    return names


def _own_section(stored: Mapping[str, Any]) -> Section:
    made = Section(OwnText(stored["label"]))
    made.key = str(stored["key"])
    return made


def _section(section: Section, names: Sequence[str]) -> Section:
    made = Section(section.label, *dict.fromkeys(names), when=section.when, columns=section.columns, folded=section.folded)
    made.key = section_key(section)
    return made
