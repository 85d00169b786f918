"""The life of a quote: draft, in approval, approved, sent, accepted or rejected; expired or replaced by a later version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from core import Action, Actor, Job, Refusal, approvals, fields, jobs, pgettext_lazy, records, short_day, system_actor, today, transaction
from core import gettext as translate
from core import gettext_lazy as _
from plugins.opportunities import opportunity

from . import limits, mailing, quoting, syncing
from .following import together
from .objects.quote import quote as quote_type
from .picklists import ACCEPTED, APPROVED, DRAFT, EXPIRED, IN_APPROVAL, REJECTED, REPLACED, SENT

VERSION = "version"
"""Source of a quote that replaces another: it has that one's lines."""


def only_in(*statuses: Any) -> Callable[[Any, Actor], Refusal | None]:
    """A test that a quote is in one of these states."""

    def allowed(quote: Any, user: Actor) -> Refusal | None:
        if quote.status in statuses:
            return None
        return Refusal(translate("This cannot be done to a quote that is “%(status)s”.", status=quote.status), field="status", code="status")

    return allowed


def begin(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """A quote for an opportunity, with its lines."""
    return records.create(quoting.QUOTE, user, opportunity=record, name=record.name)


# ---------------------------------------------------------------- approval


def submit_for_approval(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Approved at once where every discount lies within the person's limit; else the nearest manager who may give it is asked."""
    discount = record.largest_discount or Decimal(0)
    if approvals.granted(record, submit.code):
        decider = _who_said_yes(record)
        limits.require(decider, discount)
        return quoting.put(record, user, status=APPROVED, approved_by=decider)
    _require_lines(record)
    if discount <= limits.limit_of(user):
        return quoting.put(record, user, status=APPROVED, approved_by=user.id or None)
    approvals.request(submit, record, inputs, user, whom_to_ask(record, user), inputs.get("note"))
    return quoting.put(record, user, status=IN_APPROVAL)


def whom_to_ask(record: Any, user: Actor) -> int:
    """The nearest manager above who may give the largest discount of the quote."""
    return limits.approver_for(user, record.largest_discount or Decimal(0))


def _who_said_yes(record: Any) -> int | None:
    return next((one.decided_by_id for one in approvals.of_record(record) if one.action == submit.code and one.status == approvals.APPROVED), None)


def _require_lines(record: Any) -> None:
    if records.first(quoting.LINE, system_actor(), where={"quote": record.id}, sort="position") is None:
        raise Refusal(translate("This quote has no lines yet."), code="no-lines")


def may_submit(record: Any, user: Actor) -> Refusal | None:
    """A draft; or one in approval, when the yes runs the action."""
    return None if approvals.granted(record, submit.code) else only_in(DRAFT)(record, user)


def back_to_draft(record: Any, user: Actor) -> None:
    """An approval that was refused or taken back leaves a draft, to be mended."""
    if record.status == IN_APPROVAL:
        quoting.put(record, user, status=DRAFT)


# ---------------------------------------------------------------- out of the house and back


def send_by_mail(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Send the quote as a PDF, once the transaction is committed."""
    if record.valid_until and record.valid_until < today(record.dealer_id):
        raise Refusal(translate("This quote was valid until %(day)s. Make a new version.", day=short_day(record.valid_until)), field="valid_until")
    mailing.send(record, inputs["to"], inputs["message"] or "", user)
    return note_sent(record, inputs, user)


def note_sent(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """The customer has it."""
    return quoting.put(record, user, status=SENT, sent_on=today(record.dealer_id))


def accept_quote(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """The customer agrees: the quote freezes, and the opportunity has its lines and its amount. Winning stays a decision of its own."""
    syncing.synchronise(record, user)
    fresh = records.get(quoting.QUOTE, record.id, user)
    return quoting.put(fresh, user, status=ACCEPTED, decided_on=inputs.get("on") or today(record.dealer_id), answer=inputs.get("note"))


def reject_quote(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """The customer declines, and says why."""
    return quoting.put(record, user, status=REJECTED, decided_on=today(record.dealer_id), answer=inputs["why"])


def make_version(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """A draft under the same number with the next version; the former one is replaced, and hands on that it is synchronised."""
    with transaction(), together():
        was_synchronised = record.synchronised
        quoting.put(record, user, status=REPLACED, synchronised=False)
        made = records.create(
            quoting.QUOTE, user, source=VERSION, opportunity=record.opportunity_id, name=record.name, number=record.number, revision=record.revision + 1, replaces=record.id,
            book=record.book_id, contact=record.contact_id, language=record.language, terms=record.terms,
        )  # fmt: skip
        for line in quoting.lines_of(record.id, user):
            values = {**syncing.values_of(line), "tax_rate": line.tax_rate, "opportunity_line": line.opportunity_line_id}
            records.create(quoting.LINE, user, quote=made.id, **values)
        if was_synchronised:
            made = quoting.put(made, user, synchronised=True)
    return made


def stop(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """The opportunity goes its own way; its lines stay as they are."""
    return quoting.put(record, user, synchronised=False)


def may_stop(record: Any, user: Actor) -> Refusal | None:
    if not record.synchronised:
        return Refusal(translate("This quote is not synchronised."), code="already")
    return Refusal(translate("An accepted quote stays synchronised.")) if record.status == ACCEPTED else None


def may_synchronise(record: Any, user: Actor) -> Refusal | None:
    if record.synchronised:
        return Refusal(translate("This quote is synchronised already."), code="already")
    return Refusal(translate("A quote that was replaced is not taken up again.")) if record.status == REPLACED else None


def expire_passed(user: Actor) -> dict[str, int]:
    """Quotes whose last day at the dealer has passed without an answer; how many there were."""
    expired = 0
    for batch in records.batches(quote_type, user, where="status in (approved, sent) and valid_until < today+1"):
        for quote_id in [one.id for one in batch]:
            with jobs.alone(quote_type.code, quote_id):
                expired += _expire(quote_id, user)
    return {"expired": expired}


def _expire(quote_id: int, user: Actor) -> int:
    """One quote, as it is now: the customer may have answered, or somebody deleted it, since the batch was read. Answers whether it has expired, 0 or 1."""
    record = records.reread(quote_type, quote_id)
    if record is None or record.status not in (APPROVED, SENT) or record.valid_until >= today(record.dealer_id):
        return 0
    quoting.put(record, user, source="automation", status=EXPIRED)
    return 1


new_quote = Action("new_quote", _("New quote"), on=opportunity, run=begin, icon="file-invoice", order=30)
submit = Action(
    "submit", _("Submit for approval"), on=quote_type, run=submit_for_approval, allowed=may_submit, icon="checks", primary=True, order=10, declined=back_to_draft,
    approver=whom_to_ask, idle=lambda record, user: record.status != DRAFT, inputs={"note": fields.LongText(_("Note to who approves"), length=1000)},
)  # fmt: skip
send = Action(
    "send", _("Send by e-mail"), on=quote_type, run=send_by_mail, allowed=only_in(APPROVED, SENT), icon="mail", primary=True, order=20, defaults=mailing.proposed,
    idle=lambda record, user: record.status not in (APPROVED, SENT),
    inputs={"to": fields.Email(pgettext_lazy("mail", "To"), length=200, required=True), "message": fields.LongText(_("Message"), length=4000)},
)  # fmt: skip
mark_sent = Action(
    "mark_sent", _("Handed over"), on=quote_type, run=note_sent, allowed=only_in(APPROVED), icon="hand-stop", order=30,
    idle=lambda record, user: record.status != APPROVED,
)  # fmt: skip
accept = Action(
    "accept", _("Accepted by the customer"), on=quote_type, run=accept_quote, allowed=only_in(APPROVED, SENT), icon="check", primary=True, order=15,
    idle=lambda record, user: record.status not in (APPROVED, SENT),
    fills={"on": "decided_on", "note": "answer"}, inputs={"on": fields.Date(_("Accepted on")), "note": fields.LongText(_("Note"), length=2000)},
)  # fmt: skip
reject = Action(
    "reject", _("Rejected by the customer"), on=quote_type, run=reject_quote, allowed=only_in(APPROVED, SENT), icon="x", order=40,
    idle=lambda record, user: record.status not in (APPROVED, SENT), fills={"why": "answer"}, inputs={"why": fields.LongText(_("What the customer says"), length=2000, required=True)},
)  # fmt: skip
new_version = Action(
    "new_version", _("New version"), on=quote_type, run=make_version, allowed=only_in(APPROVED, SENT, REJECTED, EXPIRED), icon="copy", order=50,
    idle=lambda record, user: record.status not in (APPROVED, SENT, REJECTED, EXPIRED),
)  # fmt: skip
synchronise = Action(
    "synchronise", _("Synchronise"), on=quote_type, run=lambda record, inputs, user: syncing.synchronise(record, user), allowed=may_synchronise, icon="refresh", order=60,
    confirm=_("The opportunity gets the lines and the price book of this quote. Its present lines go to the recycle bin."),
)  # fmt: skip
stop_synchronising = Action("stop_synchronising", _("Stop synchronising"), on=quote_type, run=stop, allowed=may_stop, icon="refresh-off", order=70)

ACTIONS = (new_quote, submit, accept, send, mark_sent, reject, new_version, synchronise, stop_synchronising)
expire = Job("quotes.expire", _("Expire quotes"), run=expire_passed, schedule="daily")
