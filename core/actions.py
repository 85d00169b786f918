"""Action: a verb on a record or a list. One declaration makes the button, the page, the API call, the right and the log line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import changes, permissions, records, registry, state
from .actor import Actor
from .db import savepoint, transaction
from .errors import Broken, Forbidden, ForecourtError, Invalid, Refusal
from .fields import Field, LookupField, PicklistField, checked, named
from .i18n import Text
from .i18n import gettext as _

if TYPE_CHECKING:
    from .objects import ObjectType

Run = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bulk action did to one record."""

    id: int
    name: str
    done: bool
    message: str = ""


class Action:
    """Something a user can do besides editing.

    ``run(record, inputs, user)`` does it and returns the record to show next (of scope "list": ``run(inputs, user)``).
    ``inputs`` maps names to fields. ``allowed(record, user)`` answers with a Refusal, or None. ``operation`` is the right on
    the object that it needs; whoever has that in a shipped role has the action too, unless ``permission`` asks for a right
    of its own; ``page`` is the endpoint of an own page instead of the dialog
    made from the inputs; ``asks(record, given)`` names the inputs the dialog shows where not all matter, ``requires(record, given)`` those that this
    record needs besides the ones that are always required, which the dialog marks (``run`` refuses what lacks); ``offers(record, user)`` gives, by the name of a
    look-up, the condition that narrows what the dialog of this record offers; ``fills`` maps inputs to the fields that
    they fill, of this object ("close_reason") or another ("contact.mobile"): whoever may not change the field is not asked for it, what they give all the
    same is refused, and so is the action where it cannot do without; ``bulk`` lets it run on many records; ``confirm`` is the question asked before what cannot be undone.
    ``undo(record, inputs, user)``, asked before it runs, names the action and inputs that take it back, for the message's Undo; None where the user may not.
    ``defaults(record, user, given)`` is what the dialog proposes; ``given`` are the inputs that the address brings along.
    ``creates`` is the code of an object whose records it makes as the user: who may create none does not have the action.
    ``idle(record, user)`` says that it would change nothing here: then the page does not offer it, though it may be called.
    ``hands_on`` says that it gives the record to somebody else, which whoever may edit it only because it was shared with them may not.
    ``approver(record, user)`` is whom it asks for a yes (a Refusal where there is nobody), asked again once whoever was asked can no longer sign in;
    without it the managers above that person are asked.
    ``declined(record, user)`` is told, in the same transaction, that a yes it waited for was refused or is no longer wanted.
    """

    def __init__(
        self,
        code: str,
        label: Text,
        *,
        on: ObjectType | str,
        run: Run,
        inputs: Mapping[str, Any] | None = None,
        allowed: Callable[[Any, Actor], Refusal | None] | None = None,
        scope: str = "record",
        bulk: bool = False,
        operation: str = "edit",
        permission: str | None = None,
        icon: str = "bolt",
        primary: bool = False,
        page: str | None = None,
        confirm: Text | None = None,
        order: int = 50,
        defaults: Callable[[Any, Actor, Mapping[str, Any]], Mapping[str, Any]] | None = None,
        asks: Callable[[Any, Mapping[str, Any]], Iterable[str]] | None = None,
        requires: Callable[[Any, Mapping[str, Any]], Iterable[str]] | None = None,
        offers: Callable[[Any, Actor], Mapping[str, str]] | None = None,
        fills: Mapping[str, str] | None = None,
        hidden: bool = False,
        submit: Text | None = None,
        done: Text | None = None,
        undo: Callable[[Any, Mapping[str, Any], Actor], tuple[str, Mapping[str, Any]] | None] | None = None,
        idle: Callable[[Any, Actor], bool] | None = None,
        creates: str | None = None,
        declined: Callable[[Any, Actor], None] | None = None,
        hands_on: bool = False,
        approver: Callable[[Any, Actor], int] | None = None,
    ) -> None:
        self.code, self.label, self.function, self.allowed = code, label, run, allowed
        self.on = on if isinstance(on, str) else on.code
        self.declared, self.fills = named(inputs or {}), dict(fills or {})
        self.scope, self.bulk, self.operation, self.permission = scope, bulk or scope == "bulk", operation, permission
        self.icon, self.primary, self.page, self.confirm, self.order = icon, primary, page, confirm, order
        self.asks, self.requires, self.offers = asks, requires, offers
        self.undo, self.idle, self.creates, self.declined, self.hands_on = undo, idle, creates, declined, hands_on
        self.approver = approver
        self.defaults, self.hidden, self.submit, self.done = defaults, hidden, submit or label, done
        self.plugin = ""

    @property
    def object_type(self) -> ObjectType:
        return registry.object_type(self.on)

    @property
    def inputs(self) -> dict[str, Field]:
        """What it asks for, by name. An input that fills a field is called as an administrator calls that, and offers what was added there and
        nothing that is retired."""
        return {**self.declared, **{name: self._as_filled(name) for name in self.fills}} if self.fills else self.declared

    def _as_filled(self, name: str) -> Field:
        asked, (code, field) = self.declared[name], self.filled(name)
        target = registry.object_type(code)
        if not target.customized:
            return asked
        filled, shipped = target.fields[field], registry.current().objects[code].fields[field]
        if isinstance(asked, PicklistField) and isinstance(filled, PicklistField) and isinstance(shipped, PicklistField):
            asked = asked.as_offered(filled, whole=asked.choices == shipped.choices)
        return asked.called(filled.label) if asked.label == shipped.label else asked

    @property
    def right(self) -> str:
        """The named right to it, which an administrator gives and takes: "leads.convert", "activity.done"."""
        return self.permission or f"{self.on}.{self.code}"

    def __repr__(self) -> str:
        return f"<Action {self.on}.{self.code}>"

    def may(self, user: Actor) -> bool:
        """Whether the user's roles offer this action at all."""
        if not user.may(self.right) or not permissions.may(user, self.object_type, self.operation):
            return False
        return self.creates is None or permissions.may(user, registry.object_type(self.creates), "create")

    def refusal(self, record: Any, user: Actor) -> Refusal | None:
        """Why it cannot be done to this record by this user now, or None. Does not look at sight."""
        if not self.may(user):
            return Refusal(Forbidden().message)
        if self.hands_on and not records.may_hand_on(record, user):
            return Refusal(str(records.HANDED_ON_BY))
        return (self.allowed(record, user) if self.allowed else None) or self._hindrance(self.limits(user))

    def limits(self, user: Actor) -> dict[str, str]:
        """The inputs that this user may not fill in, by name: the field they fill is "hidden" or "readonly"."""
        return state.about(user, ("limits", self.on, self.code), lambda: self._limits(user))

    def _limits(self, user: Actor) -> dict[str, str]:
        filled = {name: self.filled(name) for name in self.fills}
        found = {name: permissions.field_right(user, registry.object_type(code), field) for name, (code, field) in filled.items()}
        return {name: limit for name, limit in found.items() if limit is not None}

    def open_inputs(self, user: Actor) -> dict[str, Field]:
        """The inputs that this user may fill in, by name."""
        limits = self.limits(user)
        return {name: one for name, one in self.inputs.items() if name not in limits}

    def inputs_on(self, record: Any, user: Actor) -> dict[str, Field]:
        """The inputs that this user may fill in on this record, by name: look-ups offer what ``offers`` leaves of them."""
        found = self.open_inputs(user)
        narrowed = self.offers(record, user) if self.offers is not None else {}
        return {name: one.offering(narrowed[name]) if name in narrowed and isinstance(one, LookupField) else one for name, one in found.items()}

    def check_inputs(self, inputs: Mapping[str, Any], user: Actor) -> dict[str, Any]:
        """The inputs in their Python form, missing ones as their default. Raises Invalid; Refusal where one is needed that the user may not fill in."""
        limits = self.limits(user)
        if (hindrance := self._hindrance(limits)) is not None:
            raise hindrance
        refused: dict[str, list[str]] = {name: [self._refused(name, limit)] for name, limit in limits.items() if inputs.get(name) not in (None, "", ())}
        return checked(self.inputs, {name: value for name, value in inputs.items() if name not in limits}, refused)

    def filled(self, name: str) -> tuple[str, str]:
        """The code of the object and the field that an input fills: of "close_reason" or "contact.mobile"."""
        code, _dot, field = self.fills[name].rpartition(".")
        return code or self.on, field

    def locked(self, record: Any, user: Actor) -> dict[str, Text]:
        """The inputs that fill a field of this very record which this user cannot change there, each with the sentence that says why."""
        kept = records.locked(record, user)
        filled = {name: self.filled(name) for name in self.fills}
        return {name: kept[field] for name, (code, field) in filled.items() if code == record.__object_code__ and field in kept}

    def _refused(self, name: str, limit: str) -> Broken:
        if limit == "hidden":
            return Broken(_("There is no field “%(name)s”.", name=name), "unknown")
        return Broken(_("%(field)s cannot be changed.", field=self.inputs[name].label), "read-only")

    def _hindrance(self, limits: Mapping[str, str]) -> Refusal | None:
        """That it needs an input which the user may not fill in; named to whoever may know of it."""
        for name, limit in limits.items():
            needed = self.inputs[name].required and self.inputs[name].default_value() is None
            if needed and limit == "hidden":
                return Refusal(_("“%(action)s” needs a value that you may neither see nor enter. Ask a colleague who may.", action=self.label))
            if needed:
                label = self.inputs[name].label
                return Refusal(_("“%(action)s” needs %(field)s, which you may not change. Ask a colleague who may.", action=self.label, field=label))
        return None

    def run(self, record: Any, user: Actor, /, **inputs: Any) -> Any:
        """Do it to one record: lock the row, read it again, check, run, all in one transaction.

        Raises Forbidden, NotFound, Refusal, Invalid.
        """
        if not self.may(user):
            raise Forbidden
        with transaction():
            fresh = records.get(record.__object_code__, record.id, user, operation=self.operation, lock=True)
            if self.hands_on:
                records.require_hand_on(fresh, user)
            cleaned = self.check_inputs(inputs, user)
            self._refuse_retired(fresh, {name: cleaned[name] for name in inputs})
            refusal = self.allowed(fresh, user) if self.allowed else None
            if refusal is not None:
                raise refusal
            return self.function(fresh, cleaned, user)

    def _refuse_retired(self, record: Any, given: Mapping[str, Any]) -> None:
        """Raises Invalid for a value that is no longer offered, unless the record holds it already, or held it before: Undo gives that back. What becomes
        of another record is held against the rules there."""
        errors: dict[str, list[str]] = {}
        for name, (code, field) in {name: self.filled(name) for name in self.fills if name in given}.items():
            if code == self.on and given[name] not in (None, ()):
                filled = record.object_type.fields[field]
                found = list(self.inputs[name].problems_of_change(filled.value_in(record), given[name]))
                if found and changes.is_former(record, filled, given[name]):
                    found = list(self.inputs[name].problems(given[name]))
                errors[name] = [Broken(one, "limits") for one in found]
        if any(errors.values()):
            raise Invalid({name: found for name, found in errors.items() if found})

    def run_list(self, user: Actor, /, **inputs: Any) -> Any:
        """Do it where it belongs to no single record (scope "list")."""
        if not self.may(user):
            raise Forbidden
        cleaned = self.check_inputs(inputs, user)
        with transaction():
            return self.function(cleaned, user)

    def run_many(self, record_ids: Sequence[int], user: Actor, /, **inputs: Any) -> list[Outcome]:
        """Do it to many: one transaction, a savepoint and an outcome for each. A failed one does not stop the rest."""
        if not self.may(user):
            raise Forbidden
        self.check_inputs(inputs, user)
        with transaction():
            return [attempt(self.on, one, user, lambda record: self.run(record, user, **inputs), operation=self.operation) for one in record_ids]


def attempt(on: ObjectType | str, record_id: int, user: Actor, work: Callable[[Any], Any], *, operation: str = "edit") -> Outcome:
    """Do something to one record of many, in a savepoint: a refusal is its outcome and stops no other."""
    name = str(record_id)
    try:
        with savepoint():
            record = records.get(on, record_id, user, operation=operation, lock=True)
            name = str(record)
            work(record)
    except ForecourtError as problem:
        return Outcome(record_id, name, False, problem.message)
    return Outcome(record_id, name, True)


def actions_on(object_type: ObjectType, user: Actor, *, bulk: bool = False, scope: str = "record") -> list[Action]:
    """The actions this user's roles offer on an object, from modules that are on, in order."""
    from . import modules

    found = registry.current().actions[object_type.code].values()
    fitting = (one for one in found if (one.bulk if bulk else one.scope == scope) and not one.hidden)
    return sorted((one for one in fitting if modules.is_on(one.plugin) and one.may(user)), key=lambda one: (not one.primary, one.order, one.code))


def find_action(object_type: ObjectType, code: str) -> Action:
    """Raises NotFound where the object has no such action in a module that is on."""
    from . import modules
    from .errors import NotFound

    action = registry.current().actions[object_type.code].get(code)
    if action is None or not modules.is_on(action.plugin):
        raise NotFound(_("There is no action “%(code)s”.", code=code))
    return action
