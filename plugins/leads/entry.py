"""What a lead must have when it is registered, what completes it, and what it may not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from core import Actor, Change, LazyText, clock, gettext_lazy, registry, series, settings, today, users
from core import gettext as _
from plugins.contacts import CN, complete_region, complete_source, compose_name, next_follow_up, one_phone_missing, profile_for, profile_of, tidy_postal_code

from . import countdown
from .picklists import CONVERTED

LENIENT = frozenset({"lenient", "import", "history"})
"""Channels that take what there is: a dealer network's message, a web form, a file."""

REWARD = "leads.referral_reward"

QUIET = "history"
"""An import of old leads: no notices, no assignment, no countdown."""


def required(values: Mapping[str, Any], channel: str, user: Actor) -> Iterable[str]:
    """S2: the China profile asks for name, gender, province, city, model and expected time; the international for a name."""
    if channel in LENIENT:
        return ()
    profile = profile_for(values.get("dealer") or user.dealer_id, values.get("mobile") or values.get("landline"))
    if profile.code != CN.code:
        return profile.person_required
    model = () if values.get("model_label") else ("model_wanted",)
    return (*profile.person_required, *model, "expected_time")


def reach_rule(change: Change) -> Iterator[tuple[str, str]]:
    """S2: at least one of mobile and landline; international: one of phone and mail."""
    record = change.record
    if change.channel in LENIENT or not (change.is_new or change.changed & {"mobile", "landline", "email"}):
        return
    profile = profile_of(record, change.user)
    if profile.code == CN.code:
        sentence = one_phone_missing(record, profile)
    else:
        sentence = None if record.mobile or record.landline or record.email else _("Please give a telephone number or a mail address.")
    if sentence:
        yield "mobile", sentence


def other_rule(change: Change) -> Iterator[tuple[str, str]]:
    """S7: where "other" is chosen, a text says what."""
    record = change.record
    if change.channel in LENIENT:
        return
    if record.use is not None and record.use.code == "other" and not record.use_other:
        yield "use_other", _("Please say which use.")
    if any(one.code == "other" for one in record.concerns or ()) and not record.concerns_other:
        yield "concerns_other", _("Please say what else matters.")


def date_rule(change: Change) -> Iterator[tuple[str, str]]:
    """Nobody is born tomorrow, and nothing was known or paid then."""
    for name in ("birthday", "research_date", "reward_paid_on"):
        value = change.value(name)
        if value is not None and value > today(change.record.dealer_id):
            yield name, _("%(field)s lies in the future.", field=change.object_type.field(name).label)


def reward_rule(change: Change) -> Iterator[tuple[str, str]]:
    """S10: the reward is paid, or declined and a gift or a meal given instead; never both."""
    record = change.record
    if record.reward_declined and record.reward_paid_on:
        yield "reward_declined", _("A reward that was paid was not declined.")
    if record.reward_instead is not None and not record.reward_declined:
        yield "reward_instead", _("A gift or a meal is for a referrer who declines the reward.")
    if (record.reward or record.reward_paid_on) and not has_referrer(record):
        yield "referrer_name", _("A reward needs a referrer.")
    if record.id is not None and record.referrer_lead_id == record.id:
        yield "referrer_lead", _("Nobody refers themselves.")


def grade_rule(change: Change) -> Iterator[tuple[str, str]]:
    """A lead is graded as a prospect: by a grade that is in use and open."""
    for name in ("initial_grade", "grade"):
        grade = getattr(change.record, name) if change.is_new or name in change.new else None
        if grade is not None and not (grade.active and grade.is_open):
            yield name, _("Choose a grade of an open prospect.")


def has_referrer(record: Any) -> bool:
    """Whether somebody is named who referred this lead."""
    return bool(record.referrer_name or record.referrer_lead_id or record.referrer_account_id)


def readonly(record: Any) -> LazyText | None:
    """S1: a converted lead is read-only."""
    return gettext_lazy("This lead was converted: work goes on with what it became.") if record.status == CONVERTED else None


def prepare(change: Change) -> None:
    """Complete a lead before it is checked."""
    record = change.record
    _name(record, change.channel)
    complete_region(record)
    tidy_postal_code(record)
    complete_source(record)
    _refer(record)
    _reward(change)
    _label_cars(record)
    _grade(record)
    owner = users.find(record.owner_id)
    record.is_pooled = owner is None or owner.is_queue
    if change.is_new and record.first_contact_due_at is None and change.channel != QUIET:
        record.received_at = record.received_at or clock.now()
        record.first_contact_due_at = countdown.due_at(record.received_at, record.dealer_id)


def _name(record: Any, channel: str) -> None:
    if not record.name:
        record.name = compose_name(record.family_name, record.given_name)
    if not record.name and channel in LENIENT:
        record.name = record.company or record.email or record.mobile or record.landline or _numbered(record)


def _numbered(record: Any) -> str:
    """What tells nothing of a person is called by its number, which is drawn now."""
    number = registry.object_type("lead").fields["number"]
    record.number = record.number or number.pattern.format(series.next("lead.number"))  # type: ignore[attr-defined]  # an automatic number
    return _("Lead %(number)s", number=record.number)


def _refer(record: Any) -> None:
    """The card names the referrer, whoever that is."""
    referrer = record.referrer_lead or record.referrer_account
    if referrer is not None and not record.referrer_name:
        record.referrer_name = str(referrer.name)


def _reward(change: Change) -> None:
    """S10: a new referral earns the reward that the dealer has set; it is due until it is paid or declined."""
    record = change.record
    if change.is_new and record.reward is None and change.channel != QUIET and has_referrer(record) and not record.reward_declined:
        record.reward = set_reward(record.dealer_id)
    record.reward_due = bool(record.reward) and record.reward_paid_on is None and not record.reward_declined


def set_reward(dealer_id: int | None) -> Decimal | None:
    """The reward for a referral in the dealer's currency; None where none is set."""
    return Decimal(settings.get(REWARD, dealer_id)) or None


def _label_cars(record: Any) -> None:
    """Decision 35: the label stays beside the link, and a model names its brand."""
    model = record.model_wanted
    if model is not None:
        record.model_label = str(model)
        record.brand_wanted_id = model.make_id
    if record.brand_wanted is not None:
        record.brand_label = record.brand_wanted.name


def _grade(record: Any) -> None:
    """The first grade given is the initial one; a grade proposes the next date where none is set."""
    if record.grade_id is None:
        record.grade_id = record.initial_grade_id
    elif record.initial_grade_id is None:
        record.initial_grade_id = record.grade_id
    if record.grade is not None and record.next_contact_on is None and record.first_contact_at is not None:
        record.next_contact_on = next_follow_up(record.grade, today(record.dealer_id))


RULES = (reach_rule, other_rule, date_rule, reward_rule, grade_rule)
