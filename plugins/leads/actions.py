"""What a user can do to a lead besides editing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Action, Actor, Choice, Invalid, Refusal, clock, fields, object_name, permissions, pgettext_lazy, records, registry, today, users
from core import assignment as assigning
from core import gettext as translate
from core import gettext_lazy as _
from plugins.contacts import next_follow_up

from . import assignment, contacting, conversion, entry, referrals, visits
from .objects import lead
from .parts import PartsField
from .picklists import CLOSE_REASONS, CONVERTED, DISQUALIFIED, NEW, REWARDS_INSTEAD, WORKING

Inputs = Mapping[str, Any]
CONVERT = "leads.convert"
UNDO = "leads.undo_conversion"
RECORDED = ("grade", "next_contact_on")
"""Inputs of a contact that are fields of the lead."""
REACHED = Choice("reached", _("Reached"))
NO_ANSWER = Choice("no_answer", _("No answer"))
KINDS = (
    Choice("call", pgettext_lazy("activity", "Call")),
    Choice("visit", pgettext_lazy("activity", "Visit")),
    Choice("email", pgettext_lazy("activity", "E-mail")),
)


def is_open(record: Any, user: Actor) -> Refusal | None:
    return None if record.is_open else Refusal(translate("This %(object)s is closed.", object=object_name("lead")))


def log(record: Any, inputs: Inputs, user: Actor) -> Any:
    """S12: note a contact. Reaching somebody for the first time demands a grade, which proposes the next date."""
    reached = inputs["outcome"] == REACHED
    grade_id = inputs["grade"] or record.grade_id
    if reached and grade_id is None:
        raise _without_grade(user)
    given = [name for name in RECORDED if inputs[name] is not None]
    record = records.update(record, user, typed=given, grade=grade_id, next_contact_on=inputs["next_contact_on"] or record.next_contact_on)
    contacting.note(record, user, at=clock.now(), kind=inputs["kind"].code, outcome=inputs["outcome"].code, reached=reached, text=inputs["note"])
    if reached and inputs["kind"].code == contacting.VISIT:
        visits.note([record.id], user, clock.now())
    if inputs["next_contact_on"] is None and record.grade is not None:
        record = records.update(record, user, next_contact_on=next_follow_up(record.grade, today(record.dealer_id)))
    return record


def _without_grade(user: Actor) -> Invalid:
    """Told beside the grade; to whom it is not asked of, beside the outcome, and by name where they may know of it."""
    match permissions.field_right(user, registry.object_type("lead"), "grade"):
        case None:
            return Invalid({"grade": [translate("The first contact demands a grade: it says when to call again.")]})
        case "hidden":
            return Invalid({"outcome": [translate("The first contact demands a value that you may neither see nor enter. Ask a colleague who may.")]})
    return Invalid({"outcome": [translate("The first contact demands a grade, which you may not change. Ask a colleague who may.")]})


def may_take(record: Any, user: Actor) -> Refusal | None:
    """A lead that somebody else took meanwhile says so; one's own is taken already."""
    if not record.is_open:
        return Refusal(translate("This %(object)s is closed.", object=object_name("lead")))
    name = assigning.taken_by(record, user)
    return None if name is None else Refusal(translate("%(name)s has taken this %(object)s already.", name=name, object=object_name("lead")), code="taken")


def take_lead(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Take a lead from its queue: it is mine, and nobody else's."""
    return assigning.take(record, user)


def give(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Give a lead to a user or queue by hand. Its clock goes on."""
    return records.update(record, user, owner=inputs["owner"], reason=inputs["reason"])


def give_back(record: Any, inputs: Inputs, user: Actor) -> tuple[str, Inputs]:
    """What takes a giving away back."""
    return "assign", {"owner": record.owner_id}


def by_rules(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Let the assignment rules decide again."""
    return assignment.assign(record, user)


def close(record: Any, inputs: Inputs, user: Actor) -> Any:
    """The lead does not qualify. Closing it twice is closing it once."""
    if record.status == DISQUALIFIED:
        return record
    note = inputs["note"]
    if inputs["reason"].code == "other" and not note:
        raise Invalid({"note": [translate("Please say what happened.")]})
    return records.update(record, user, status=DISQUALIFIED, is_open=False, close_reason=inputs["reason"], close_note=note, reason=note)


def not_converted(record: Any, user: Actor) -> Refusal | None:
    return Refusal(translate("This %(object)s was converted.", object=object_name("lead"))) if record.status == CONVERTED else None


def is_disqualified(record: Any, user: Actor) -> Refusal | None:
    return None if record.status == DISQUALIFIED else Refusal(translate("This %(object)s is not closed.", object=object_name("lead")))


def open_again(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Take "unqualified" back. Its clock goes on from where it was received."""
    status = WORKING if record.first_contact_at else NEW
    return records.update(record, user, status=status, is_open=True, close_reason=None, close_note=None, reason=inputs["reason"])


def add_names(record: Any, inputs: Inputs, user: Actor) -> Any:
    """S10: register the people a visited customer has named; nobody named is an answer too."""
    if inputs["names"]:
        referrals.add(record, inputs["names"], user)
    elif not inputs["nobody"]:
        raise Invalid({"names": [translate("Write the names, or say that nobody was named.")]})
    visits.asked(record)
    return record


def may_pay(record: Any, user: Actor) -> Refusal | None:
    """A reward is for whoever referred somebody, and is given once."""
    if not entry.has_referrer(record):
        return Refusal(translate("Nobody has referred this %(object)s.", object=object_name("lead")))
    if record.reward_paid_on is not None or record.reward_declined:
        return Refusal(translate("The referrer has been rewarded already."))
    return None


def reward_at_first(record: Any, user: Actor, given: Inputs) -> Mapping[str, Any]:
    """The reward noted on the card, else the one that the dealer has set."""
    return {"reward": record.reward if record.reward is not None else entry.set_reward(record.dealer_id), "paid_on": today(record.dealer_id)}


def pay(record: Any, inputs: Inputs, user: Actor) -> Any:
    """S10: the reward is paid at once."""
    return records.update(record, user, reward=inputs["reward"], reward_paid_on=inputs["paid_on"] or today(record.dealer_id))


def decline(record: Any, inputs: Inputs, user: Actor) -> Any:
    """S10: the referrer does not want money, so there is a gift or a meal."""
    return records.update(record, user, reward_declined=True, reward_instead=inputs["instead"])


def may_take_back(record: Any, user: Actor) -> Refusal | None:
    """Only a conversion whose results nothing has touched since."""
    sentence = conversion.why_not_undo(record)
    return None if sentence is None else Refusal(sentence, code="not-undoable")


def take_back(record: Any, inputs: Inputs, user: Actor) -> Any:
    """Undo the conversion while what it made is untouched."""
    return conversion.undo_conversion(record, user)


def convert_defaults(record: Any, user: Actor, given: Inputs) -> Mapping[str, Any]:
    """The owner the targets would get: none for a lead in a queue, which needs a choice."""
    owner = users.find(record.owner_id)
    return {"owner": owner.id if owner is not None and not owner.is_queue else None}


TARGET_CHOICES = (conversion.CREATE, conversion.EXISTING)
convert = Action(
    "convert", _("Convert"), on=lead, run=conversion.convert_lead, permission=CONVERT, icon="arrows-exchange", primary=True, order=10,
    page="leads.convert_page", defaults=convert_defaults, idle=lambda record, user: record.status == CONVERTED, done=_("The %(object)s was converted.", object=object_name("lead")),
    fills={"account_name": "account.name", "contact_name": "contact.name", "contact_position": "contact.position"},
    inputs={
        "account_choice": fields.Picklist(_("Account"), TARGET_CHOICES, default=conversion.CREATE),
        "account": fields.Lookup(_("Existing account"), to="account"),
        "account_name": fields.Text(_("Account name"), length=120),
        "contact_choice": fields.Picklist(_("Contact"), (*TARGET_CHOICES, conversion.SKIP), default=conversion.CREATE),
        "contact": fields.Lookup(_("Existing contact"), to="contact"),
        "contact_name": fields.Text(_("Name"), length=120),
        "contact_position": fields.Text(_("Position"), length=80),
        "owner": fields.User(_("Owner")),
        "parts": PartsField(_("Steps")),
    },
)  # fmt: skip
undo_convert = Action(
    "undo_conversion", _("Undo the conversion"), on=lead, run=take_back, allowed=may_take_back, permission=UNDO, icon="arrow-back-up",
    confirm=_("What the conversion made goes to the recycle bin, and the lead is open again."),
)  # fmt: skip
log_contact = Action(
    "log_contact", _("Log contact"), on=lead, run=log, allowed=is_open, icon="phone", order=20, fills={name: name for name in RECORDED},
    inputs={
        "kind": fields.Picklist(_("Kind"), KINDS, default=KINDS[0], required=True),
        "outcome": fields.Picklist(_("Outcome"), (REACHED, NO_ANSWER), required=True),
        "grade": fields.Lookup(_("Grade"), to="grade"),
        "next_contact_on": fields.Date(_("Next contact"), help=_("Empty: as the grade proposes.")),
        "note": fields.LongText(_("Notes"), length=4000),
    },
)  # fmt: skip
take = Action("take", _("Take"), on=lead, run=take_lead, allowed=may_take, idle=assigning.is_mine, hands_on=True, bulk=True, icon="hand-grab", order=15)
assign = Action(
    "assign", _("Assign"), on=lead, run=give, allowed=not_converted, permission=assignment.ASSIGN, hands_on=True, bulk=True, icon="user-share", order=30,
    inputs={"owner": fields.User(_("Owner"), queues=True, required=True), "reason": fields.Text(_("Reason"), length=200)}, undo=give_back,
)  # fmt: skip
assign_by_rules = Action(
    "assign_by_rules", _("Assign by the rules"), on=lead, run=by_rules, allowed=is_open, permission=assignment.ASSIGN, hands_on=True, bulk=True, icon="route", order=31,
)  # fmt: skip
disqualify = Action(
    "disqualify", _("Close as unqualified"), on=lead, run=close, allowed=not_converted, bulk=True, icon="user-x", order=60,
    fills={"reason": "close_reason", "note": "close_note"},
    inputs={
        "reason": fields.Picklist(_("Reason"), CLOSE_REASONS, required=True),
        "note": fields.Text(_("What happened"), length=500),
    },
)  # fmt: skip
reopen = Action(
    "reopen", _("Reopen"), on=lead, run=open_again, allowed=is_disqualified, icon="rotate", order=61,
    inputs={"reason": fields.Text(_("Reason"), length=200, required=True)},
)  # fmt: skip


def _ask(on: str) -> Action:
    return Action(
        "add_referrals", _("Add people named"), on=on, run=add_names, icon="users-plus", order=40,
        inputs={
            "names": fields.LongText(_("Who else might buy?"), length=2000, help=_("One per line: name and telephone number.")),
            "nobody": fields.Checkbox(_("Nobody was named")),
        },
    )  # fmt: skip


pay_reward = Action(
    "pay_reward", _("Pay the reward"), on=lead, run=pay, allowed=may_pay, icon="coin", order=45, defaults=reward_at_first,
    fills={"reward": "reward", "paid_on": "reward_paid_on"},
    inputs={
        "reward": fields.Currency(_("Reward"), minimum=0, required=True),
        "paid_on": fields.Date(_("Paid on"), help=_("Empty: today.")),
    },
)  # fmt: skip
decline_reward = Action(
    "decline_reward", _("Reward declined"), on=lead, run=decline, allowed=may_pay, icon="gift", order=46, fills={"instead": "reward_instead"},
    inputs={"instead": fields.Picklist(_("Instead of the reward"), REWARDS_INSTEAD, required=True)},
)  # fmt: skip
add_referrals = _ask("lead")
add_referrals_of_customer = _ask("account")

ACTIONS = (
    convert, undo_convert, log_contact, take, assign, assign_by_rules, disqualify, reopen, add_referrals, add_referrals_of_customer,
    pay_reward, decline_reward,
)  # fmt: skip
