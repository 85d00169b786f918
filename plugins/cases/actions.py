"""What a user can do to a case besides editing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Action, Actor, Choice, Forbidden, Invalid, Refusal, fields, object_name, permissions, pgettext_lazy, records, registry, users
from core import assignment as assigning
from core import gettext as translate
from core import gettext_lazy as _
from plugins.contacts import primary_contact

from . import answers, assignment, comments
from .catalogue import catalogue, status_info
from .objects import case
from .picklists import DUPLICATE, FROM_CUSTOMER, INTERNAL, LINK_KINDS, NORMAL, ORIGINS, PHONE, PRIORITIES, QUESTION, RELATED, SPLIT, TO_CUSTOMER, TYPES

Inputs = Mapping[str, Any]
ALREADY = "already"
INSTALLED = "installed_product"
"""The object of what customers own, where the module for it is loaded."""
STAY, WAIT, CLOSE = Choice("stay", _("Leave the status as it is")), Choice("wait", _("Wait for the customer")), Choice("close", _("Close"))
AFTERWARDS = (STAY, WAIT, CLOSE)
SAID = "case_comment.body"
TAKEN_DOWN = ("name", "type", "priority", "origin", "product", "description")
"""Inputs of a new case that are fields of it."""


def _id_of(given: Any) -> int:
    """A look-up's value in an action: a record or its id."""
    return int(getattr(given, "id", given))


def may_take(record: Any, user: Actor) -> Refusal | None:
    """A case that somebody else took meanwhile says so; one's own is taken already."""
    if record.is_closed:
        return Refusal(translate("This %(object)s is closed.", object=object_name("case")))
    name = assigning.taken_by(record, user)
    return None if name is None else Refusal(translate("%(name)s has taken this %(object)s already.", name=name, object=object_name("case")), code="taken")


def take_case(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Take a case from its queue: it is mine, and nobody else's."""
    return assigning.take(record, user)


def give(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Hand a case over to a colleague or a queue. Its clocks go on."""
    owner = users.find(_id_of(inputs["owner"]))
    if owner is None or not owner.active:
        raise Invalid({"owner": [translate("The owner must be an active user or queue.")]})
    return records.update(record, user, owner=owner.id, reason=inputs["reason"])


def former_owner(record: Any, inputs: Inputs, user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    return (hand_over.code, {"owner": record.owner_id}) if record.owner_id else None


def former_status(record: Any, inputs: Inputs, user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    return move.code, {"status": record.status_id}


def move_to(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Enter another status. Being there already is no error: two people who press the same button both get the case."""
    target = _id_of(inputs["status"])
    if record.status_id == target:
        return record
    return records.update(record, user, status=target, reason=inputs.get("reason"))


def is_open(record: Any, user: Actor) -> Refusal | None:
    return Refusal(translate("This %(object)s is closed.", object=object_name("case")), code=ALREADY) if record.is_closed else None


def _status_for(inputs: Inputs, otherwise: Any) -> Any:
    chosen = inputs.get("status")
    status = status_info(_id_of(chosen)) if chosen is not None else otherwise
    if status is None:
        raise Invalid({"status": [translate("There is no such status in use.")]})
    return status


def close_case(record: Any, inputs: Inputs, user: Actor) -> Any:
    """The case is done. Of two who close it at once, the second finds it closed, and nothing is written twice."""
    if record.is_closed:
        return record
    status = _status_for(inputs, catalogue().closed())
    if not status.is_closed:
        raise Invalid({"status": [translate("Choose a status that means closed.")]})
    values = {"solution": inputs["solution"]} if inputs.get("solution") else {}
    return records.update(record, user, typed=tuple(values), status=status.id, reason=inputs.get("reason"), **values)


def open_again(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Take a closed case up again; its resolution clock goes on where it stood."""
    status = _status_for(inputs, catalogue().working())
    if status.is_closed:
        raise Invalid({"status": [translate("Choose an open status.")]})
    return records.update(record, user, status=status.id, reason=inputs["reason"])


def may_reopen(record: Any, user: Actor) -> Refusal | None:
    return None if record.is_closed else Refusal(translate("This %(object)s is open.", object=object_name("case")), code=ALREADY)


def answer(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Tell the customer something, which stops the clock of the next response; then wait, close, or go on."""
    comments.write(record, user, TO_CUSTOMER, inputs["body"])
    record = records.get("case", record.id, user, operation="edit")
    then = inputs["then"] or STAY
    if then == CLOSE:
        return close_case(record, {}, user)
    if then == WAIT:
        waiting = catalogue().waiting()
        return move_to(record, {"status": _status_for({}, waiting).id}, user)
    return record


def take_down(record: Any, inputs: Inputs, user: Actor) -> Any:
    """What the customer said: it starts the clock of the next response, and wakes a case that waits or is closed."""
    comments.write(record, user, FROM_CUSTOMER, inputs["body"], origin=inputs["origin"] or PHONE)
    return records.get("case", record.id, user)


def add_note(record: Any, inputs: Inputs, user: Actor) -> Any:
    """For colleagues only. No clock moves."""
    comments.write(record, user, INTERNAL, inputs["body"])
    return record


def relate(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Note that two cases have to do with one another. Twice is once."""
    other = _id_of(inputs["other"])
    if records.first("case_link", user, where={"case": record.id, "other": other, "kind": inputs["kind"].code}) is None:
        records.create("case_link", user, case=record, other=other, kind=inputs["kind"])
    return record


def mark_as_duplicate(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Close a case that another one is about already; both name each other."""
    other = records.get("case", _id_of(inputs["other"]), user)
    if other.id == record.id:
        raise Invalid({"other": [translate("A case is not related to itself.")]})
    relate(record, {"other": other.id, "kind": DUPLICATE}, user)
    return close_case(record, {"reason": translate("Duplicate of %(number)s", number=other.number)}, user)


def split_off(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Make a case of its own of something the customer said on the side. What was said stays where it was said; the new case
    is as old as the words, and both name each other."""
    comment = records.get("case_comment", _id_of(inputs["comment"]), user)
    if comment.case_id != record.id:
        raise Invalid({"comment": [translate("This was said about another case.")]})
    made = records.create(
        "case", user, name=inputs["name"], description=comment.body, opened_at=comment.said_at, account=record.account_id, contact=record.contact_id,
        supplied_name=record.supplied_name, supplied_phone=record.supplied_phone, supplied_email=record.supplied_email, language=record.language,
        origin=comment.origin or record.origin, product=record.product, priority=record.priority, type=record.type,
    )  # fmt: skip
    records.create("case_link", user, case=made, other=record, kind=SPLIT)
    return made


def run_macro(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Several changes by one press: what is said first, then everything that changes in one save."""
    macro = records.get("case_macro", _id_of(inputs["macro"]), user)
    if not macro.active:
        raise Invalid({"macro": [translate("This macro is no longer in use.")]})
    if macro.answer_id is not None:
        comments.write(record, user, TO_CUSTOMER, answers.filled(macro.answer.body, record, user))
    if macro.note:
        comments.write(record, user, INTERNAL, macro.note)
    values = {"status": macro.set_status_id, "priority": macro.set_priority, "case_reason": macro.set_reason_id, "owner": macro.set_owner_id}
    record = records.get("case", record.id, user, operation="edit")
    return records.update(record, user, reason=translate("Macro “%(name)s”", name=macro.name), **{name: value for name, value in values.items() if value is not None})


def by_rules(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Let the assignment rules decide again."""
    return assignment.assign(record, user)


def choose_car(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Which of the customer's cars, or other things they own, the case is about."""
    chosen = registry.record_by_id(_id_of(inputs["installed"]))
    if chosen is None or chosen.__object_code__ != INSTALLED or chosen.account_id != record.account_id:
        raise Invalid({"installed": [translate("Choose something that this customer owns.")]})
    return records.update(record, user, installed=chosen.id, product=record.product or str(chosen)[:120])


def may_begin(record: Any, user: Actor) -> Refusal | None:
    """Whoever may make cases takes one down for any customer they see."""
    return None if permissions.may(user, registry.object_type("case"), "create") else Refusal(Forbidden().message)


def begin(record: Any, inputs: Inputs, user: Actor) -> Any:
    """S1: from the account's page. The contact is the account's primary one."""
    given = {name: value for name, value in inputs.items() if value is not None}
    contact = primary_contact(record.id)
    return records.create("case", user, typed=given.keys() & new_case.open_inputs(user).keys(), account=record, contact=contact.id if contact is not None else None, **given)


take = Action("take", pgettext_lazy("case", "Take"), on=case, run=take_case, allowed=may_take, idle=assigning.is_mine, hands_on=True, bulk=True, icon="hand-grab", order=10, undo=former_owner)
hand_over = Action(
    "hand_over", _("Hand over"), on=case, run=give, hands_on=True, bulk=True, icon="user-share", order=20, undo=former_owner,
    inputs={"owner": fields.User(_("Owner"), queues=True, required=True), "reason": fields.Text(_("Reason"), length=200)},
)  # fmt: skip
move = Action(
    "move", _("Change the status"), on=case, run=move_to, bulk=True, icon="arrow-right", order=25, undo=former_status,
    inputs={"status": fields.Lookup(_("Status"), to="case_status", required=True), "reason": fields.Text(_("Reason"), length=200)},
)  # fmt: skip
reply = Action(
    "reply", _("Reply to the customer"), on=case, run=answer, icon="send", primary=True, order=5, submit=_("Send"), fills={"body": SAID},
    inputs={"body": fields.LongText(_("Text"), required=True), "then": fields.Picklist(_("And then"), AFTERWARDS, default=STAY)},
)  # fmt: skip
customer_said = Action(
    "customer_said", _("The customer said"), on=case, run=take_down, icon="arrow-down-left", order=6, fills={"body": SAID, "origin": "case_comment.origin"},
    inputs={"body": fields.LongText(_("Text"), required=True), "origin": fields.Picklist(_("Case origin"), ORIGINS, default=PHONE)},
)  # fmt: skip
note = Action(
    "note", _("Internal note"), on=case, run=add_note, icon="lock", order=7, fills={"body": SAID}, inputs={"body": fields.LongText(_("Text"), required=True)},
)  # fmt: skip
close = Action(
    "close", _("Close"), on=case, run=close_case, allowed=is_open, bulk=True, icon="check", order=30, undo=former_status, fills={"solution": "solution"},
    inputs={"status": fields.Lookup(_("Status"), to="case_status", offered="is_closed = true"), "solution": fields.LongText(_("Solution"))},
)  # fmt: skip
reopen = Action(
    "reopen", _("Reopen"), on=case, run=open_again, allowed=may_reopen, icon="rotate", order=31,
    inputs={"reason": fields.Text(_("Reason"), length=200, required=True), "status": fields.Lookup(_("Status"), to="case_status", offered="is_closed = false")},
)  # fmt: skip
link = Action(
    "relate", _("Relate to another %(object)s", object=object_name("case")), on=case, run=relate, icon="link", order=40, fills={"other": "case_link.other", "kind": "case_link.kind"},
    inputs={"other": fields.Lookup(_("Other case"), to="case", required=True), "kind": fields.Picklist(_("How"), LINK_KINDS, default=RELATED, required=True)},
)  # fmt: skip
duplicate = Action(
    "duplicate", _("Mark as duplicate"), on=case, run=mark_as_duplicate, allowed=is_open, icon="copy", order=41, fills={"other": "case_link.other"},
    inputs={"other": fields.Lookup(_("Duplicate of"), to="case", required=True)},
)  # fmt: skip
new_case = Action(
    "new_case", _("New %(object)s", object=object_name("case")), on="account", run=begin, allowed=may_begin, operation="read", icon="lifebuoy", order=7,
    fills={name: f"case.{name}" for name in TAKEN_DOWN},
    inputs={
        "name": fields.Text(_("Subject"), length=200, required=True),
        "type": fields.Picklist(_("Type"), TYPES, default=QUESTION, required=True),
        "priority": fields.Picklist(_("Priority"), PRIORITIES, default=NORMAL, required=True),
        "origin": fields.Picklist(_("Case origin"), ORIGINS, default=PHONE),
        "product": fields.Text(_("Product"), length=120),
        "description": fields.LongText(_("Description")),
    },
)  # fmt: skip

macro = Action(
    "macro", _("Run a macro"), on=case, run=run_macro, bulk=True, icon="wand", order=35,
    inputs={"macro": fields.Lookup(_("Macro"), to="case_macro", required=True)},
)  # fmt: skip
split = Action(
    "split", _("Split off a comment"), on=case, run=split_off, icon="arrows-split", order=42, fills={"name": "name"},
    inputs={"comment": fields.Lookup(_("Comment"), to="case_comment", required=True), "name": fields.Text(_("Subject"), length=200, required=True)},
)  # fmt: skip
assign_by_rules = Action("assign_by_rules", _("Assign by the rules"), on=case, run=by_rules, allowed=is_open, hands_on=True, bulk=True, icon="route", order=22)
choose = Action(
    "choose_car", _("Choose the car"), on=case, run=choose_car, icon="car", hidden=True, fills={"installed": "installed"},
    inputs={"installed": fields.Lookup(_("Installed product"), to=None, required=True)},
)  # fmt: skip

ACTIONS = (macro, split, assign_by_rules, choose, take, hand_over, move, reply, customer_said, note, close, reopen, link, duplicate, new_case)
