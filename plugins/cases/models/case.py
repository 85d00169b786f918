"""The case itself, what is said about it, and how cases hang together."""

from __future__ import annotations

from core import Record, clock, fields, pgettext_lazy
from core import gettext_lazy as _
from plugins.contacts import ACCOUNT_TYPES

from .. import countdown
from ..picklists import DIRECTIONS, INTERNAL, LINK_KINDS, NORMAL, ORIGINS, PHONE, PRIORITIES, QUESTION, RELATED, TYPES
from . import clock as _clock  # noqa: F401 - look-ups need their tables to be defined
from . import status as _status  # noqa: F401 - as above


class Case(Record):
    """S1: what a customer reports: a question, complaint, fault or request.

    ``is_closed``, ``is_waiting`` and ``is_pooled`` repeat what status and owner say, so that lists find cases by index. The
    deadlines repeat the open milestones; ``due_at`` is the earliest of them, empty while the clock stands still; at
    ``check_at`` something is to be done about the case (a warning, a breach, an escalation).
    """

    __tablename__ = "cases_case"

    name = fields.Text(_("Subject"), length=200, required=True)
    number = fields.AutoNumber(_("Case number"), pattern="C-{:05d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="restrict")
    contact = fields.Lookup(_("Contact"), to="contact", on_delete="clear")
    customer_type = fields.Picklist(_("Account type"), ACCOUNT_TYPES, system=True, same_as="account.type")
    supplied_name = fields.Text(_("Name given"), length=120, personal=True, help=_("Of somebody who is not a contact yet."))
    supplied_phone = fields.Phone(_("Phone given"))
    supplied_email = fields.Email(_("E-mail given"), length=120)
    type = fields.Picklist(_("Type"), TYPES, default=QUESTION, required=True)
    case_reason = fields.Lookup(_("Reason"), to="case_reason", on_delete="restrict")
    priority = fields.Picklist(_("Priority"), PRIORITIES, default=NORMAL, required=True, fixed=True)
    origin = fields.Picklist(_("Case origin"), ORIGINS, default=PHONE)
    status = fields.Lookup(_("Status"), to="case_status", on_delete="restrict")
    product = fields.Text(_("Product"), length=120)
    component = fields.Text(_("Component"), length=120)
    installed = fields.Lookup(_("Installed product"), to=None, on_delete="clear", system=True)
    language = fields.Picklist(_("Language"), countdown.LANGUAGES, fixed=True)
    description = fields.LongText(_("Description"))
    solution = fields.LongText(_("Solution"))
    parent = fields.Lookup(_("Parent case"), to="case", on_delete="clear")
    entitlement = fields.Lookup(_("Entitlement"), to="entitlement", on_delete="restrict", system=True)

    opened_at = fields.DateTime(_("Opened at"), default=clock.effective, help=_("When the customer turned to us."))
    taken_over_at = fields.DateTime(_("Taken over at"), system=True, help=_("An old record of another system: what was promised before counts no more."))
    status_since = fields.DateTime(_("In this status since"), system=True)
    closed_at = fields.DateTime(_("Closed at"), system=True)
    is_closed = fields.Checkbox(pgettext_lazy("case", "Closed"), system=True)
    is_waiting = fields.Checkbox(_("Waiting for the customer"), system=True)
    is_pooled = fields.Checkbox(_("In a queue"), system=True)
    is_escalated = fields.Checkbox(_("Escalated"), system=True)
    reopened = fields.Integer(_("Times reopened"), system=True, minimum=0, default=0)
    handed_over = fields.Integer(_("Times handed over"), system=True, minimum=0, default=0)
    first_response_at = fields.DateTime(_("First response at"), system=True)
    response_minutes = fields.Duration(_("First response took"), system=True, minimum=0)
    resolution_minutes = fields.Duration(_("Resolution took"), system=True, minimum=0)
    first_response_due_at = fields.DateTime(_("First response due"), system=True)
    next_response_due_at = fields.DateTime(_("Next response due"), system=True)
    resolution_due_at = fields.DateTime(_("Resolution due"), system=True)
    due_at = fields.DateTime(_("Next deadline"), system=True)
    check_at = fields.DateTime(_("To be looked at"), system=True)
    is_breached = fields.Checkbox(_("Deadline missed"), system=True)
    countdown = fields.Formula(_("Countdown"), compute=countdown.as_text, needs=("due_at", "is_closed", "is_waiting"))


class CaseComment(Record):
    """Something said about a case: by the customer, to the customer, or among colleagues. Who said what, when and to whom
    stays; only slips of the pen are mended."""

    __tablename__ = "cases_comment"

    name = fields.Text(_("Comment"), length=120, system=True)
    case = fields.Lookup(_("Case"), to="case", on_delete="own", required=True)
    direction = fields.Picklist(_("Direction"), DIRECTIONS, default=INTERNAL, required=True, fixed=True)
    body = fields.LongText(_("Text"), required=True)
    origin = fields.Picklist(_("Case origin"), ORIGINS, same_as="case.origin")
    author = fields.User(_("Written by"), system=True)
    said_at = fields.DateTime(_("Said at"), system=True)


class CaseLink(Record):
    """Two cases that have to do with one another."""

    __tablename__ = "cases_link"

    name = fields.Text(_("Related case"), length=200, system=True)
    case = fields.Lookup(_("Case"), to="case", on_delete="own", required=True)
    kind = fields.Picklist(_("How"), LINK_KINDS, default=RELATED, required=True, fixed=True)
    other = fields.Lookup(_("Other case"), to="case", on_delete="own", required=True)
