"""Making and changing a record, step by step: what was given, what follows from it, whether it holds, hooks, the write, the change log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from .. import changes, chunks, permissions, plugins, registry
from ..actor import Actor
from ..changes import Change
from ..clock import now
from ..db import transaction
from ..errors import Broken, Conflict, ForecourtError, Invalid, Refusal
from ..fields import CurrencyField, Field
from ..formats import formats
from ..i18n import gettext as _
from ..objects import ObjectType
from .checking import UNDO, check
from .owners import follow_owner, give_owner, refuse_owner
from .reading import REACHED, get, locked
from .values import assign, blank, clean, compare, complete, other_currencies, snapshot, standard
from .writing import flush, insert, register_name

OPEN_TO_CODE = frozenset({"conversion", "merge", UNDO, "handover", "transfer"})
"""Sources by which code brings together or hands on what is there: a record that is read-only to people takes their saves, and
modules do not ask of them what they ask of people."""


def create(
    object_type: ObjectType | str, user: Actor, /, *, source: str = "user", channel: str = "code",
    typed: Collection[str] | None = None, reason: str | None = None, **values: Any,
) -> Any:  # fmt: skip
    """Make a record. Raises Invalid with all that is wrong, by field; Refusal, Forbidden.

    ``values`` are Python values by field name; a look-up takes a record or its id; an ``Unreadable`` stands for what could not be read, and
    is told with the rest. ``channel`` says how it came in ("form",
    "api", "import", "lenient"; "code" where the product makes it on the way: an action, a conversion, a job): what is required may depend on it.
    """
    object_type = registry.enabled_object(object_type)
    if typed is None:
        permissions.require(user, object_type, "create")
    else:
        permissions.require_new(user, object_type)
    with transaction():
        cleaned, wrong = clean(object_type, user, values, typed)
        moment = now()
        record = blank(object_type)
        record.created_at = standard(cleaned, "created_at", moment)
        record.modified_at = standard(cleaned, "modified_at", record.created_at)
        record.created_by_id = standard(cleaned, "created_by", user.id or None)
        record.modified_by_id = user.id or None
        assign(object_type, record, cleaned)
        give_owner(object_type, record, user, cleaned)
        change = Change(object_type, record, user, "create", source, channel, reason, given=frozenset(cleaned))
        _complete(change, wrong)
        check(change, typed, wrong | other_currencies(change, values, typed))
        plugins.call_record_hooks("before_save", change)
        insert(change)
        plugins.call_record_hooks("after_save", change)
    return record


def _complete(change: Change, wrong: Mapping[str, list[str]]) -> None:
    """Where that fails without a value that could not be read, there is nothing to say but this. Raises Invalid."""
    try:
        complete(change)
    except ForecourtError:
        if not wrong:
            raise
        raise Invalid(wrong) from None


def update(
    record: Any, user: Actor, /, *, version: int | None = None, source: str = "user", channel: str = "code",
    typed: Collection[str] | None = None, reason: str | None = None, **values: Any,
) -> Any:  # fmt: skip
    """Change a record. ``version`` is the one the user saw: another's change of other fields is kept, of the same field is
    a Conflict. Raises Invalid, Refusal, Forbidden, NotFound."""
    object_type: ObjectType = registry.enabled_object(record.__object_code__)
    with transaction():
        record = get(object_type, record.id, user, operation="edit", lock=True)
        _refuse_readonly(object_type, record, source)
        before = snapshot(object_type, record)
        cleaned, wrong = clean(object_type, user, values, typed)
        wrong |= refuse_owner(record, user, cleaned, source)
        if version is not None and version != record.version:
            if wrong:
                raise Invalid(wrong)  # what somebody else saved meanwhile is settled once all can be read
            _rebase(record, version, cleaned)
        assign(object_type, record, cleaned)
        change = Change(object_type, record, user, "update", source, channel, reason, given=frozenset(cleaned))
        _complete(change, wrong)
        wrong |= other_currencies(change, values, typed)
        compare(change, before)
        if not change.new and not wrong:
            return record
        wrong |= _kept(change)
        follow_owner(change)
        check(change, typed, wrong)
        plugins.call_record_hooks("before_save", change)
        compare(change, before)
        record.modified_at, record.modified_by_id = now(), user.id or None
        flush(change)
        changes.write(change)
        if object_type.compose_name or object_type.name_field in change.new:
            register_name(object_type, record)
        chunks.facts(REACHED).pop((user.id, record.id), None)  # whether it is still seen may hang on what has changed
        plugins.call_record_hooks("after_save", change)
    return record


def put_back(record: Any, user: Actor, names: Collection[str], *, version: int, channel: str = "form") -> Any:
    """Give the fields ``names`` what they held at ``version`` of the record, as somebody who types it: what was not saved since stays as it is.
    What they held may be no longer offered, or be nothing where that is now asked for; what is no field any more is left.
    Raises as ``update`` does."""
    former = changes.before(record.id, version, record.version)
    fields, removed = record.object_type.fields, record.object_type.removed
    wanted = _with_currencies(names, fields) - _with_currencies(removed, removed)
    values = {name: value for name, value in former.items() if name in wanted}
    return update(record, user, source=UNDO, channel=channel, typed=tuple(values), **values)


def _with_currencies(names: Collection[str], fields: Mapping[str, Field]) -> set[str]:
    """The names, and of each amount among them that of its currency, which goes where it goes."""
    return {*names, *(one.currency_attribute for name in names if isinstance(one := fields.get(name), CurrencyField))}


def _rebase(record: Any, version: int, cleaned: dict[str, Any]) -> None:
    """Keep what others changed meanwhile, also where a form sends along what it was filled with; the same field changed to
    something else is a conflict."""
    theirs = changes.since(record.id, version)
    seen = changes.before(record.id, version, record.version)
    fields = record.object_type.fields
    mine = {name: fields[name].dump(value) for name, value in cleaned.items() if name in theirs and name in fields}
    for name in [name for name, value in mine.items() if value == seen[name]]:
        del cleaned[name]
    clashing = tuple(name for name, value in mine.items() if name in cleaned and value != theirs[name][0])
    if clashing:
        raise Conflict(record, clashing, {name: getattr(record, fields[name].attribute) for name in clashing}, _who_was_first(theirs[name] for name in clashing))


def _who_was_first(theirs: Iterable[tuple[Any, int | None, datetime]]) -> str | None:
    """Of what others saved (``changes.since``) the last: whose it was, and when. None when nobody did it by hand."""
    from .. import users

    _value, person, moment = max(theirs, key=lambda one: one[2])
    if person is None:
        return None
    return _("%(person)s changed this record meanwhile (%(time)s). Please check before saving again.", person=users.name_of(person), time=formats().when(moment))


def _refuse_readonly(object_type: ObjectType, record: Any, source: str) -> None:
    reason = object_type.readonly_reason(record)
    if reason is not None and source not in OPEN_TO_CODE:
        raise Refusal(str(reason), code="read-only")


def _kept(change: Change) -> dict[str, list[str]]:
    """What modules say that keep one of the fields that change."""
    return {name: [Broken(str(reason), "locked")] for name, reason in locked(change.record).items() if name in change.new}
