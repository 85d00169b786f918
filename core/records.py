"""The one gate. Every read and write of a record, from page, API, import, job or another module, goes through here:

permission → sight → validation → hooks → write → change log.

Reading many is in ``core.queries``, which shares sight and permissions with this module. All functions take the acting user;
what a user typed is named by ``typed``, and is held against the rights on fields.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import g, has_request_context, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from . import audit, changes, chunks, conditions, permissions, plugins, queries, registry, statements, walks
from .actor import Actor
from .changes import Change
from .clock import now
from .conditions import Where
from .db import CoreRecord, db, is_postgresql, transaction
from .errors import BadQuery, Broken, Conflict, Forbidden, Invalid, NotFound, Refusal
from .fields import AutoNumberField, CheckboxField, ConditionField, CurrencyField, Field, LookupField, PicklistField, TextField, UnitField, UserField
from .i18n import Text
from .i18n import gettext as _
from .objects import ObjectType
from .permissions import Share

REACHED, LOADED = "records.reached", "records.loaded"
"""What a transaction knows of the records that its rows name: those seen as (user, id), and the records by id."""
OPEN_TO_CODE = frozenset({"conversion", "merge", "undo", "handover", "transfer"})
"""Sources by which code brings together or hands on what is there: a record that is read-only to people takes their saves, and
modules do not ask of them what they ask of people."""


# ---------------------------------------------------------------- reading


def get(
    object_type: ObjectType | str, record_id: int, user: Actor, *, operation: str = "read", lock: bool = False, deleted: bool = False
) -> Any:
    """The record. Raises NotFound when there is none or it is hidden, ModuleOff, Forbidden when it may be seen only.

    ``lock`` reads it anew and keeps others from changing it until the transaction ends.
    """
    object_type = registry.enabled_object(object_type)
    record = _select_one(object_type, record_id, user, operation, lock, deleted)
    if record is None:
        if operation != "read" and _select_one(object_type, record_id, user, "read", False, deleted) is not None:
            raise Forbidden
        raise NotFound
    return record


def _select_one(object_type: ObjectType, record_id: int, user: Actor, operation: str, lock: bool, deleted: bool) -> Any:
    if not permissions.may(user, object_type, operation):
        return None
    return _reached(object_type, record_id, user, operation, whole=True, lock=lock, deleted=deleted)


def _reached(object_type: ObjectType, record_id: int, user: Actor, operation: str, *, whole: bool = False, lock: bool = False, deleted: bool = False) -> Any:
    """The record, or (not ``whole``) its id alone, if the user reaches it for the operation; else None."""
    seen = permissions.sight(user, object_type, operation)

    def build() -> Any:
        table = object_type.table
        found = sa.select(object_type.model if whole else table.c.id).where(table.c.id == sa.bindparam("record_id"))
        found = seen.narrow(found if deleted else found.where(table.c.deleted_at.is_(None)), table)
        return _locking(found, object_type) if lock else found

    shape = seen.shape and ("reached", object_type.code, seen.shape, whole, lock, deleted)
    return db.session.execute(statements.kept(shape, build), {"record_id": record_id, **seen.values}).scalar_one_or_none()


def _locking(statement: Any, object_type: ObjectType) -> Any:
    """Reads anew; on SQLite the writing transaction itself is the lock."""
    # Keys never change: a lock that lets others refer to the row keeps two who refer to each other's from a deadlock.
    statement = statement.with_for_update(of=object_type.model, key_share=True) if is_postgresql() else statement
    return statement.execution_options(populate_existing=True)


def find(
    object_type: ObjectType | str, user: Actor, where: Where = None, sort: str | None = None, limit: int = 200, *, lock: bool = False
) -> list[Any]:
    """The first records the user may see, whole; ``lock`` as in ``get``."""
    object_type = registry.enabled_object(object_type)
    found = queries.ids(object_type, user, where=where, sort=sort, limit=limit)
    return load(object_type, found, lock=lock)


def load(object_type: ObjectType, record_ids: Sequence[int], *, lock: bool = False) -> list[Any]:
    """Records whose sight has been checked by a query, in the order of their ids given; ``lock`` as in ``get``."""
    if not record_ids:
        return []

    def build() -> Any:
        found = sa.select(object_type.model).where(walks.among_given(object_type.table.c.id, "ids"))
        return _locking(found.order_by(object_type.table.c.id), object_type) if lock else found

    rows = db.session.execute(statements.kept(("load", object_type.code, lock), build), {"ids": walks.listed(record_ids)})
    by_id = {record.id: record for record in rows.scalars()}
    return [by_id[one] for one in record_ids if one in by_id]


def first(object_type: ObjectType | str, user: Actor, where: Where = None, sort: str | None = None) -> Any:
    """The first record, or None."""
    return next(iter(find(object_type, user, where=where, sort=sort, limit=1)), None)


def batches(object_type: ObjectType | str, user: Actor, where: Where = None, size: int = 500) -> Iterator[list[Any]]:
    """All records, ``size`` at a time, by id; what is done to one batch may take records out of the condition."""
    object_type, last = registry.enabled_object(object_type), 0
    from . import conditions

    while True:
        beyond = conditions.Test("id", ">", last)
        found = find(object_type, user, where=conditions.both(where, beyond), sort="id", limit=size)
        if not found:
            return
        last = found[-1].id
        yield found


def sample(object_type: ObjectType | str, count: int, user: Actor | None = None) -> list[Any]:
    """Some records, for demo data of other modules to refer to."""
    from .users import system_actor

    return find(object_type, user or system_actor(), sort="id", limit=count)


def may_edit(record: Any, user: Actor) -> bool:
    """Whether the user may change this very record."""
    return record.object_type.readonly_reason(record) is None and reachable(record, user, "edit")


def locked(record: Any) -> dict[str, Text]:
    """The fields of this record that modules keep themselves, each with the sentence that says why nobody else changes it."""
    return {name: reason for held in plugins.call_each("locked_fields", record=record) for name, reason in (held or {}).items()}


def reachable(record: Any, user: Actor, operation: str) -> bool:
    """Whether this record lies within the user's scope for the operation."""
    object_type: ObjectType = record.object_type
    if not permissions.may(user, object_type, operation):
        return False
    if permissions.sight(user, object_type, operation).make is None:
        return True
    if record.owner_id is not None and record.owner_id in user.principal_ids:
        return True
    key = (user.id, object_type.code, record.id, record.version, operation)
    asked = _asked()
    if key not in asked:
        asked[key] = _reached(object_type, record.id, user, operation, deleted=True) is not None
    return asked[key]


def _asked() -> dict[tuple[Any, ...], bool]:
    """What a page that only shows has asked already: its parts ask the same of its record. Elsewhere nothing is remembered."""
    if not (has_request_context() and request.method == "GET"):
        return {}
    if "reachable" not in g:
        g.reachable = {}
    return g.reachable  # type: ignore[no-any-return]  # g is untyped


# ---------------------------------------------------------------- writing


def foresee(object_type: ObjectType, rows: Sequence[Mapping[str, Any]], user: Actor) -> None:
    """Within a chunk (see ``chunks.each``): ask for all of its rows what saving each would ask by itself, which is where their look-ups
    lead and whether the user sees that, and what modules want to know. ``rows`` are values as for ``create``."""
    look_ups = [field.name for field in object_type.own_of(LookupField).values() if not isinstance(field, (UnitField, UserField))]
    by_object: dict[str, list[int]] = defaultdict(list)
    for target, code in sorted(_living(named_in(rows, *look_ups)).items()):
        by_object[code].append(target)
    for code in by_object.keys() & registry.current().objects.keys():
        _foresee_targets(registry.object_type(code), by_object[code], user)
    plugins.call_each("foresee_saves", object_type=object_type, rows=rows)


def named_in(rows: Sequence[Mapping[str, Any]], *look_ups: str) -> set[int]:
    """The ids that rows of values give for these look-ups, as records or as ids. What is no id may have been typed, and is left out."""
    given = (getattr(row.get(name), "id", row.get(name)) for row in rows for name in look_ups)
    return {one for one in given if isinstance(one, int) and 0 < one < 2**63}


def _foresee_targets(object_type: ObjectType, ids: Sequence[int], user: Actor) -> None:
    """Which of these the user sees; they stay loaded for what rules and hooks read of them."""
    if permissions.may(user, object_type, "read"):
        chunks.facts(REACHED).update(dict.fromkeys((user.id, row.id) for row in queries.reached(object_type, user, ids)))
    chunks.facts(LOADED).update((one.id, one) for one in load(object_type, ids))


def create(
    object_type: ObjectType | str, user: Actor, *, source: str = "user", channel: str = "form",
    typed: Collection[str] | None = None, reason: str | None = None, **values: Any,
) -> Any:  # fmt: skip
    """Make a record. Raises Invalid with a sentence for each field, Refusal, Forbidden.

    ``values`` are Python values by field name; a look-up takes a record or its id. ``channel`` says how it came in ("form",
    "api", "import", "lenient"): what is required may depend on it.
    """
    object_type = registry.enabled_object(object_type)
    if typed is None:
        permissions.require(user, object_type, "create")
    else:
        permissions.require_new(user, object_type)
    with transaction():
        cleaned = _cleaned(object_type, user, values, typed)
        moment = now()
        record = _new(object_type)
        record.created_at = _given(cleaned, "created_at", moment)
        record.modified_at = _given(cleaned, "modified_at", record.created_at)
        record.created_by_id = _given(cleaned, "created_by", user.id or None)
        record.modified_by_id = user.id or None
        _assign(object_type, record, cleaned)
        _give_owner(object_type, record, user, cleaned)
        change = Change(object_type, record, user, "create", source, channel, reason, given=frozenset(cleaned))
        _complete(change)
        _check(change, typed)
        plugins.call_record_hooks("before_save", change)
        _insert(change)
        plugins.call_record_hooks("after_save", change)
    return record


def update(
    record: Any, user: Actor, *, version: int | None = None, source: str = "user", channel: str = "form",
    typed: Collection[str] | None = None, reason: str | None = None, **values: Any,
) -> Any:  # fmt: skip
    """Change a record. ``version`` is the one the user saw: another's change of other fields is kept, of the same field is
    a Conflict. Raises Invalid, Refusal, Forbidden, NotFound."""
    object_type: ObjectType = registry.enabled_object(record.__object_code__)
    with transaction():
        record = get(object_type, record.id, user, operation="edit", lock=True)
        _refuse_readonly(object_type, record, source)
        before = _snapshot(object_type, record)
        cleaned = _cleaned(object_type, user, values, typed)
        if version is not None and version != record.version:
            _rebase(record, version, cleaned)
        _assign(object_type, record, cleaned)
        change = Change(object_type, record, user, "update", source, channel, reason, given=frozenset(cleaned))
        _complete(change)
        _compare(change, before)
        if not change.new:
            return record
        _refuse_locked(change)
        _follow_owner(change)
        _check(change, typed)
        plugins.call_record_hooks("before_save", change)
        _compare(change, before)
        record.modified_at, record.modified_by_id = now(), user.id or None
        _flush(change)
        changes.write(change)
        if object_type.compose_name or object_type.name_field in change.new:
            _register_name(object_type, record)
        chunks.facts(REACHED).pop((user.id, record.id), None)  # whether it is still seen may hang on what has changed
        plugins.call_record_hooks("after_save", change)
    return record


def _given(cleaned: dict[str, Any], name: str, otherwise: Any) -> Any:
    """A standard value that code sets itself: historical times of an import."""
    value = cleaned.pop(name, None)
    return otherwise if value is None else value


def _new(object_type: ObjectType) -> Any:
    """A record that holds its fields' defaults."""
    record: Any = object_type.model(custom={}, version=1)
    held: dict[str, Any] = record.__dict__
    for name in object_type.table.c.keys():  # noqa: SIM118 - a collection of columns; without this the ORM looks for each that has no value yet whenever it is read
        held.setdefault(name, None)
    for field in object_type.own_of(Field).values():
        if field.default is not None and (value := field.default_value()) is not None:
            setattr(record, field.attribute, value)
    return record


def _cleaned(object_type: ObjectType, user: Actor, values: Mapping[str, Any], typed: Collection[str] | None) -> dict[str, Any]:
    """Values in their Python form. Raises Invalid for unknown fields, fields out of reach and values that do not fit."""
    errors: dict[str, list[str]] = {}
    cleaned: dict[str, Any] = {}
    for name, value in values.items():
        field = object_type.fields.get(name)
        if field is None:
            if amount := _amount_of(object_type, name):
                errors.update(_clean_currency(object_type, amount, name, value, user, typed, cleaned))
            else:
                errors[name] = [Broken(permissions.unknown_field(user, object_type, name), "unknown")]
            continue
        if typed is not None and name in typed and (problem := _out_of_reach(object_type, field, user)):
            errors[name] = [problem]
            continue
        try:
            cleaned[name] = field.clean(value) if field.stored else None
        except ValueError as problem:
            errors[name] = [Broken(str(problem), "format")]
    if errors:
        raise Invalid(errors)
    return {name: value for name, value in cleaned.items() if name not in object_type.fields or object_type.fields[name].stored}


def _amount_of(object_type: ObjectType, name: str) -> CurrencyField | None:
    """The amount whose currency this is, if it is one."""
    amount = object_type.fields.get(name.removesuffix("_currency")) if name.endswith("_currency") else None
    return amount if isinstance(amount, CurrencyField) else None


def _clean_currency(
    object_type: ObjectType, amount: CurrencyField, name: str, value: Any, user: Actor, typed: Collection[str] | None, cleaned: dict[str, Any]
) -> dict[str, list[str]]:
    """Three capital letters, from whoever may change the amount; otherwise what is wrong."""
    if typed is not None and name in typed and (problem := _out_of_reach(object_type, amount, user)):
        return {name: [problem]}
    if value is not None and not (isinstance(value, str) and re.fullmatch(r"[A-Z]{3}", value)):
        return {name: [Broken(_("%(field)s: there is no such currency.", field=amount.label), "format")]}
    cleaned[name] = value
    return {}


def _out_of_reach(object_type: ObjectType, field: Field, user: Actor) -> str | None:
    right = permissions.field_right(user, object_type, field.name)
    if right == "hidden":
        return Broken(_("There is no field “%(name)s”.", name=field.name), "unknown")
    if right == "readonly" or field.system or not field.stored:
        return Broken(_("%(field)s cannot be changed.", field=field.label), "read-only")
    return None


def _assign(object_type: ObjectType, record: Any, cleaned: Mapping[str, Any]) -> None:
    for name, value in cleaned.items():
        field = object_type.fields.get(name)
        setattr(record, field.attribute if field else name, value)


def _give_owner(object_type: ObjectType, record: Any, user: Actor, cleaned: Mapping[str, Any]) -> None:
    """The owner is who makes the record, unless told; unit and dealer follow the owner."""
    from . import users

    if object_type.controlled_by:
        record.dealer_id, record.unit_id = record.dealer_id or user.dealer_id, record.unit_id or user.unit_id
        return
    if record.owner_id is None and "user" in object_type.owners and not user.is_system:
        record.owner_id = user.id or None
    home = users.home_of(record.owner_id) if record.owner_id else None
    if "unit" not in cleaned:
        record.unit_id = home[0] if home else user.unit_id
    if "dealer" not in cleaned:
        record.dealer_id = home[1] if home and home[1] else user.dealer_id


def _follow_owner(change: Change) -> None:
    from . import users

    if "owner" in change.new and change.record.owner_id:
        unit, dealer = users.home_of(change.record.owner_id)
        change.record.unit_id, change.record.dealer_id = unit, dealer or change.record.dealer_id


def _complete(change: Change) -> None:
    """What is derived from other values: currencies, sort keys, what the object itself prepares."""
    record, object_type = change.record, change.object_type
    if object_type.prepare:
        object_type.prepare(change)
    for amount in object_type.own_of(CurrencyField).values():
        if getattr(record, amount.attribute) is not None and not getattr(record, amount.currency_attribute):
            setattr(record, amount.currency_attribute, change.user.currency)
    for choice in object_type.own_of(PicklistField).values():
        if isinstance(value := getattr(record, choice.attribute), str):
            setattr(record, choice.attribute, choice.clean(value))  # code may set a choice by its code
    for text in object_type.own_of(TextField).values():
        if text.sort_attribute != text.attribute:
            setattr(record, text.sort_attribute, sort_key(getattr(record, text.attribute)))


@lru_cache(maxsize=1024)
def sort_key(text: str | None) -> str | None:
    """How a name is sorted: Chinese by its pinyin, the rest case folded."""
    if not text:
        return None
    if text.isascii():
        return text.casefold()[:80]
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text)).casefold()[:80]


def _snapshot(object_type: ObjectType, record: Any) -> dict[str, Any]:
    """The values by field name; an amount's currency stands beside it as ``<name>_currency``."""
    held = {name: field.value_in(record) for name, field in object_type.fields.items() if field.stored}
    amounts = (field for field in object_type.fields.values() if isinstance(field, CurrencyField) and field.stored)
    return {**held, **{field.currency_attribute: field.value_in(record, field.currency_attribute) for field in amounts}}


def _compare(change: Change, before: Mapping[str, Any]) -> None:
    """Take note of what differs from before. An amount whose currency changes, changes; what it was in stands beside its old value."""
    fields = change.object_type.fields
    after = _snapshot(change.object_type, change.record)
    skipped = ("modified_at", "modified_by", "id")
    changed = {name if name in fields else name.removesuffix("_currency") for name, value in after.items() if value != before[name]}
    change.new = {name: after[name] for name in fields if name in changed and name not in skipped}
    currencies = [field.currency_attribute for name in change.new if isinstance(field := fields[name], CurrencyField)]
    change.old = {name: before[name] for name in (*change.new, *currencies)}


def _rebase(record: Any, version: int, cleaned: dict[str, Any]) -> None:
    """Keep what others changed meanwhile; the same field changed to something else is a conflict."""
    theirs = changes.since(record.id, version)
    object_type: ObjectType = record.object_type
    clashing = tuple(
        name
        for name, value in cleaned.items()
        if name in theirs and name in object_type.fields and object_type.fields[name].dump(value) != theirs[name][0]
    )
    if clashing:
        raise Conflict(record, clashing, {name: getattr(record, object_type.fields[name].attribute) for name in clashing})


def _refuse_readonly(object_type: ObjectType, record: Any, source: str) -> None:
    reason = object_type.readonly_reason(record)
    if reason is not None and source not in OPEN_TO_CODE:
        raise Refusal(str(reason), code="read-only")


def _refuse_locked(change: Change) -> None:
    """Raises Invalid where a module keeps one of the fields that change."""
    reasons = {name: reason for name, reason in locked(change.record).items() if name in change.new}
    if reasons:
        raise Invalid({name: [Broken(str(reason), "locked")] for name, reason in reasons.items()})


def _check(change: Change, typed: Collection[str] | None) -> None:
    """Required, limits, look-ups, the object's own rules. Raises Invalid with every problem at once."""
    errors: dict[str, list[str]] = {}
    object_type, record = change.object_type, change.record
    required = _required(change)
    for name, field in object_type.own_fields.items():
        if not field.stored:
            continue
        value = field.value_in(record)
        if value is None or value == ():
            if name in required and not isinstance(field, (AutoNumberField, CheckboxField)):
                errors.setdefault(name, []).append(Broken(_("Please fill in %(field)s.", field=field.label), "required"))
            continue
        if change.is_new or name in change.new:
            errors.setdefault(name, []).extend(Broken(one, "limits") for one in field.problems_of_change(change.old.get(name), value))
    _check_look_ups(change, typed, errors)
    _check_owner(change, typed, errors)
    _check_conditions(change, errors)
    sound = not any(errors.get(name) for name, field in object_type.fields.items() if isinstance(field, LookupField))
    for rule in object_type.rules if sound else ():  # rules follow look-ups, which must lead somewhere
        for name, sentence in rule(change):
            errors.setdefault(name, []).append(Broken(sentence, "rule"))
    errors = {name: sentences for name, sentences in errors.items() if sentences}
    if errors:
        raise Invalid(errors)


def _check_conditions(change: Change, errors: dict[str, list[str]]) -> None:
    """One that cannot be read would silently hold for no record."""
    from . import users

    for name, field in change.object_type.own_of(ConditionField).items():
        try:
            conditions.check(field.value_in(change.record), registry.object_type(field.of), users.system_actor())
        except BadQuery as problem:
            errors.setdefault(name, []).append(Broken(problem.message, "rule"))


def _required(change: Change) -> set[str]:
    """Names of fields that must not be empty. A later save asks only for what it changes or what is always required."""
    object_type = change.object_type
    always = {name for name, field in object_type.own_fields.items() if field.required}
    if object_type.required is None:
        return always
    asked = set(object_type.required(_Values(change), change.channel, change.user))
    return always | (asked if change.is_new else asked & change.changed)


class _Values(Mapping[str, Any]):
    """The values of a record by field, each read when it is asked for: what is required hangs on few of them."""

    def __init__(self, change: Change) -> None:
        self.record, self.fields = change.record, change.object_type.fields

    def __getitem__(self, name: str) -> Any:
        if not self.fields[name].stored:
            raise KeyError(name)
        return self.fields[name].value_in(self.record)

    def __iter__(self) -> Iterator[str]:
        return (name for name, one in self.fields.items() if one.stored)

    def __len__(self) -> int:
        return sum(1 for _name in self)


def _check_look_ups(change: Change, typed: Collection[str] | None, errors: dict[str, list[str]]) -> None:
    """Each look-up must name a living record of its object, which the user sees if it was typed."""
    given = {name: (field, target) for name, field in change.object_type.own_of(LookupField).items()
             if (change.is_new or name in change.new) and (target := getattr(change.record, field.attribute)) is not None}  # fmt: skip
    living = _living({target for field, target in given.values() if not isinstance(field, (UnitField, UserField))})
    for name, (field, target) in given.items():
        if not _exists(field, target, living, change.user if typed is not None and name in typed else None):
            errors.setdefault(name, []).append(Broken(_("%(field)s: there is no such record.", field=field.label), "reference"))


def _exists(field: LookupField, target: int, living: Mapping[int, str], seen_by: Actor | None) -> bool:
    """Whether there is what the look-up names; ``seen_by``: who must see it."""
    from . import units, users

    if isinstance(field, UnitField):
        return units.find(target) is not None
    if isinstance(field, UserField):
        return users.find(target) is not None
    if target not in living or field.to not in (None, living[target]):
        return False
    if field.to is None or seen_by is None:
        return True
    object_type = registry.object_type(field.to)
    if (seen_by.id, target) in chunks.facts(REACHED):
        return True
    return permissions.may(seen_by, object_type, "read") and _reached(object_type, target, seen_by, "read") is not None


def _living(record_ids: Collection[int]) -> dict[int, str]:
    """The objects of those records that have not been deleted, by one statement; a transaction asks once for each."""
    known = chunks.facts(chunks.LIVING)
    held = {one: known[one] for one in record_ids if one in known}
    wanted = [one for one in record_ids if one not in held and one < 2**63]  # what is larger was typed, and is no id
    if not wanted:
        return held
    table = CoreRecord.__table__

    def build() -> Any:
        return sa.select(table.c.id, table.c.object).where(walks.among_given(table.c.id, "ids"), table.c.deleted_at.is_(None))

    found = {row.id: row.object for row in db.session.execute(statements.kept("living", build), {"ids": walks.listed(wanted)})}
    known.update(found)
    return held | found


def _check_owner(change: Change, typed: Collection[str] | None, errors: dict[str, list[str]]) -> None:
    from . import users

    owner = change.record.owner_id
    if change.object_type.controlled_by or not (change.is_new or "owner" in change.new):
        return
    principal = users.find(owner) if owner else None
    if owner is None:
        if change.object_type.owners and not change.user.is_system:
            errors.setdefault("owner", []).append(Broken(_("Please fill in %(field)s.", field=_("Owner")), "required"))
    elif principal is None or not principal.active:
        errors.setdefault("owner", []).append(_("The owner must be an active user or queue."))
    elif principal.kind not in change.object_type.owners:
        errors.setdefault("owner", []).append(_("A queue cannot own this record.") if principal.kind == "queue" else _("This record cannot have an owner."))
    elif typed is not None and "owner" in typed and change.is_new and not _may_give_to(change, owner):
        errors.setdefault("owner", []).append(_("You may not create records for somebody else."))


def _may_give_to(change: Change, owner: int) -> bool:
    """Whether the owner lies within the scope in which the user may create."""
    from . import users

    user, wide = change.user, permissions.scope(change.user, change.object_type, "create")
    if wide == "all" or owner in user.principal_ids:
        return True
    if wide == "dealer":
        return users.home_of(owner)[1] in (user.dealer_ids or (user.dealer_id,))
    return wide in ("team", "team_below") and owner in users.team_member_ids(user, wide)


def _insert(change: Change) -> None:
    record, object_type = change.record, change.object_type
    _complete(change)
    _draw_numbers(object_type, record)
    _register(object_type, record)
    change.new = {name: value for name, value in _snapshot(object_type, record).items() if value not in (None, (), False) and name in object_type.own_fields}
    if record.owner_id is not None and "owner" in object_type.fields:
        change.new = {**change.new, "owner": record.owner_id}
    if chunks.current() is None:
        _flush(change)
    changes.write(change)


def _register(object_type: ObjectType, record: Any) -> None:
    """Give the record its id and its row in the register; within a chunk it is written with the others."""
    chunk = chunks.current()
    if chunk is not None:
        chunk.register(record, lambda: object_type.name_of(record)[:255])
        return
    name = object_type.name_of(record)[:255]
    made = db.session.execute(chunks.REGISTER, {"object": object_type.code, "name": name})
    record.id = made.inserted_primary_key[0]  # type: ignore[attr-defined]  # a CursorResult, typed as Result
    chunks.facts(chunks.LIVING)[record.id] = object_type.code
    if object_type.name_of(record)[:255] != name:  # made of the id
        _register_name(object_type, record)
    db.session.add(record)


def _draw_numbers(object_type: ObjectType, record: Any) -> None:
    from . import series

    for name, field in object_type.own_of(AutoNumberField).items():
        if getattr(record, field.attribute) is None:
            setattr(record, field.attribute, field.pattern.format(series.next(f"{object_type.code}.{name}")))


def _flush(change: Change) -> None:
    """Write, and say in a sentence what the database refused."""
    try:
        db.session.flush()
    except StaleDataError:
        raise Conflict(change.record) from None
    except IntegrityError as problem:
        raise _refused_by_database(change, str(problem.orig)) from None


def _refused_by_database(change: Change, text: str) -> Invalid | Refusal:
    for names in change.object_type.unique:
        fields = [one for one in change.object_type.fields.values() if one.attribute in names]
        if fields and all(name in text for name in names):
            label = ", ".join(str(one.label) for one in fields)
            return Invalid({fields[0].name: [Broken(_("There is already a record with this %(field)s.", field=label), "unique")]})
    return Refusal(_("The database refused this: a value is used twice, or refers to something that is gone."))


def _register_name(object_type: ObjectType, record: Any) -> None:
    name = object_type.name_of(record)[:255]
    table = CoreRecord.__table__
    db.session.execute(sa.update(table).where(table.c.id == record.id, table.c.name != name).values(name=name))


# ---------------------------------------------------------------- deleting and bringing back


def delete(record: Any, user: Actor, *, source: str = "user", reason: str | None = None) -> str:
    """Put a record, and those it owns, into the recycle bin; returns the batch by which they come back together.

    Raises Refusal where a look-up that restricts still points here.
    """
    object_type: ObjectType = registry.enabled_object(record.__object_code__)
    with transaction():
        record = get(object_type, record.id, user, operation="delete", lock=True)
        batch = uuid.uuid4().hex
        _delete(record, user, batch, source, reason)
    return batch


def _delete(record: Any, user: Actor, batch: str, source: str, reason: str | None) -> None:
    object_type: ObjectType = record.object_type
    change = Change(object_type, record, user, "delete", source, "form", reason)
    chunks.facts(chunks.LIVING).pop(record.id, None)
    plugins.call_record_hooks("before_delete", change)
    _leave_references(record, user, batch, source)
    moment = now()
    record.deleted_at, record.modified_at, record.modified_by_id = moment, moment, user.id or None
    _flush(change)
    table = CoreRecord.__table__
    db.session.execute(
        sa.update(table).where(table.c.id == record.id).values(deleted_at=moment, deleted_batch=batch, deleted_by_id=user.id or None)
    )
    changes.write(change)
    plugins.call_record_hooks("after_delete", change)


def _leave_references(record: Any, user: Actor, batch: str, source: str) -> None:
    """Refuse, clear or follow the look-ups that point at the record, also those of modules that are off."""
    for object_type, field in references_to(record.__object_code__):
        table = object_type.table
        pointing = sa.select(object_type.model).where(field.sql(table) == record.id, table.c.deleted_at.is_(None))
        if field.on_delete == "restrict":
            if db.session.execute(pointing.limit(1)).first() is not None:
                raise Refusal(
                    _("“%(name)s” cannot be deleted: %(plural)s still refer to it.", name=str(record), plural=object_type.plural),
                    code="referenced",
                )  # fmt: skip
            continue
        for other in db.session.execute(pointing).scalars().all():
            if field.on_delete == "own":
                _delete(other, user, batch, source, None)
            else:
                _clear(other, field, user, batch)


def _clear(record: Any, field: LookupField, user: Actor, batch: str) -> None:
    change = Change(record.object_type, record, user, "update", "automation", "form", f"deleted:{batch}")
    before = _snapshot(record.object_type, record)
    setattr(record, field.attribute, None)
    _compare(change, before)
    _flush(change)
    changes.write(change)


def references_to(object_code: str) -> list[tuple[ObjectType, LookupField]]:
    """The look-ups of all loaded objects that point at this object."""
    return [
        (object_type, field)
        for object_type in registry.customized().values()
        for field in object_type.own_fields.values()
        if isinstance(field, LookupField) and field.to == object_code
    ]


def restore(batch: str | Any, user: Actor) -> list[Any]:
    """Bring a batch (or the batch of a record) back from the recycle bin, with the links that its deletion cleared."""
    table = CoreRecord.__table__
    with transaction():
        if not isinstance(batch, str):
            batch = db.session.execute(sa.select(table.c.deleted_batch).where(table.c.id == batch.id)).scalar_one()
        rows = list(db.session.execute(sa.select(table.c.id, table.c.object).where(table.c.deleted_batch == batch).order_by(table.c.id)))
        if not rows:
            raise NotFound
        restored = [_bring_back(row, user) for row in rows]
        # Only now, because what a hook does for a child needs its parent, whichever of the two comes first.
        for change in restored:
            changes.write(change)
            plugins.call_record_hooks("after_save", change)
        db.session.execute(
            sa.update(table).where(table.c.deleted_batch == batch).values(deleted_at=None, deleted_batch=None, deleted_by_id=None)
        )
        _relink(batch)
    return [change.record for change in restored]


def _bring_back(row: Any, user: Actor) -> Change:
    record = get(row.object, row.id, user, operation="delete", lock=True, deleted=True)
    change = Change(record.object_type, record, user, "restore")
    record.deleted_at, record.modified_at, record.modified_by_id = None, now(), user.id or None
    _flush(change)
    return change


def _relink(batch: str) -> None:
    log = changes.ChangeRow.__table__
    for row in db.session.execute(sa.select(log.c.record_id, log.c.diff).where(log.c.reason == f"deleted:{batch}")).all():
        record = registry.record_by_id(row.record_id)
        for name, (old, _now) in row.diff.items():
            field = record.object_type.fields.get(name)  # None: a custom field removed meanwhile
            if field is not None and field.value_in(record) is None:
                setattr(record, field.attribute, old)
    db.session.flush()


def deleted(user: Actor, *, before: int | None = None, limit: int = 50, mine: bool = False) -> list[Any]:
    """Rows of the register for what lies in the recycle bin and the user could restore, the latest first."""
    table = CoreRecord.__table__
    seen = [_deletable(one, user) for one in registry.objects() if permissions.may(user, one, "delete")]
    lying: sa.ColumnElement[bool] = table.c.deleted_at.is_not(None)
    if not is_postgresql():  # which knows how few these are; SQLite goes through all that lives, to be spared the sorting
        lying = sa.func.likelihood(lying, sa.literal_column("0.001"))
    query = sa.select(table).where(lying, table.c.merged_into_id.is_(None), sa.or_(sa.false(), *seen))
    if before is not None:
        query = query.where(table.c.id < before)
    if mine:
        query = query.where(table.c.deleted_by_id == user.id)
    return list(db.session.execute(query.order_by(table.c.id.desc()).limit(limit)))


def _deletable(object_type: ObjectType, user: Actor) -> sa.ColumnElement[bool]:
    """Whether an entry of the register is a record of this object that the user may delete: each is asked for, since few lie there of the many that live."""
    register, table = CoreRecord.__table__, object_type.table
    tests = [table.c.id == register.c.id, permissions.condition(user, object_type, "delete")]
    return sa.and_(register.c.object == object_type.code, sa.exists().where(*(test for test in tests if test is not None)))


# ---------------------------------------------------------------- sharing, history, sessions of work


def share(record: Any, principal_id: int, user: Actor, *, access: str = "read", reason: str = "by hand") -> None:
    """Open one record to one user or queue. Who may edit a record may share it; twice is the same as once."""
    from .users import find as find_principal

    if access not in ("read", "edit") or find_principal(principal_id) is None:
        raise Invalid({"principal": [_("Choose a user or queue to share with.")]})
    with transaction():
        get(record.__object_code__, record.id, user, operation="edit")
        table = Share.__table__
        mine = sa.and_(table.c.principal_id == principal_id, table.c.record_id == record.id, table.c.reason == reason)
        changed = db.session.execute(sa.update(table).where(mine).values(access=access))
        if not changed.rowcount:  # type: ignore[attr-defined]  # a CursorResult, typed as Result
            db.session.execute(
                sa.insert(table).values(principal_id=principal_id, record_id=record.id, access=access, reason=reason, created_by_id=user.id or None, created_at=now())
            )
        audit.record("record_shared", actor=user, subject_id=principal_id, details={"record": record.id, "access": access})


def unshare(record: Any, principal_id: int, user: Actor, *, reason: str = "by hand") -> None:
    """Take a share back."""
    with transaction():
        get(record.__object_code__, record.id, user, operation="edit")
        table = Share.__table__
        db.session.execute(
            sa.delete(table).where(table.c.principal_id == principal_id, table.c.record_id == record.id, table.c.reason == reason)
        )


def shares(record: Any) -> list[Any]:
    """With whom the record is shared."""
    table = Share.__table__
    return list(db.session.execute(sa.select(table).where(table.c.record_id == record.id).order_by(table.c.id)))


def history(record: Any, user: Actor, *, before: int | None = None, limit: int = 50) -> list[Any]:
    """Change log rows of a record the user sees, the latest first, without fields the user may not know of. An amount's currency stands
    beside it as ``<name>_currency``; what was logged before currencies were has none."""
    fields = permissions.visible_fields(user, record.object_type)
    visible = {*fields, *(field.currency_attribute for field in fields.values() if isinstance(field, CurrencyField))}
    rows = changes.of(record.id, before, limit)
    return [_HistoryRow(row, {name: pair for name, pair in row.diff.items() if name in visible}) for row in rows]


def note(record: Any, user: Actor, operation: str, reason: str) -> None:
    """Write a line into the record's change log about what belongs to it without being one of its fields: a file, say."""
    changes.write(Change(record.object_type, record, user, operation, reason=reason))


class _HistoryRow:
    """A log row with only what the reader may see of it."""

    __slots__ = ("diff", "row")

    def __init__(self, row: Any, diff: dict[str, Any]) -> None:
        self.row, self.diff = row, diff

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)
