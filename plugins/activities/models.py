"""The tables of activities: the record itself, what it is linked to, how its date moved, what comes next for a record; the
overdue ladder and how far each activity has come on it; reminders."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Choice, Record, UTCDateTime, db, fields
from core import gettext_lazy as _
from core import pgettext_lazy as pgettext

TASK = Choice("task", _("Task"), icon="checkbox", follow_up=True)
EVENT = Choice("event", pgettext("activity", "Event"), icon="calendar-event", follow_up=False)
CALL = Choice("call", pgettext("activity", "Call"), icon="phone", follow_up=True)
VISIT = Choice("visit", pgettext("activity", "Visit"), icon="steering-wheel", follow_up=True)
EMAIL = Choice("email", pgettext("activity", "E-mail"), icon="mail", follow_up=True)
NOTE = Choice("note", pgettext("activity", "Note"), icon="note", follow_up=False)
KINDS = (CALL, VISIT, TASK, EVENT, EMAIL, NOTE)

OPEN = Choice("open", pgettext("activity", "Open"))
DONE = Choice("done", pgettext("activity", "Done"), closed=True, colour="won")

LOW = Choice("low", pgettext("priority", "Low"))
NORMAL = Choice("normal", pgettext("priority", "Normal"))
HIGH = Choice("high", pgettext("priority", "High"), colour="h")

# ``reached``: somebody was spoken to, so that it counts as contact with the customer.
OUTCOMES = (
    Choice("reached", _("Reached"), reached=True),
    Choice("agreed", _("Agreed"), reached=True),
    Choice("invited", _("Invitation accepted"), reached=True),
    Choice("came", _("Came to the showroom"), reached=True),
    Choice("test_drive", _("Took a test drive"), reached=True),
    Choice("call_back", _("Asked to be called back"), reached=True),
    Choice("no_answer", _("No answer"), reached=False),
    Choice("wrong_number", _("Wrong number"), reached=False),
    Choice("declined", _("No interest"), reached=True),
    Choice("finished", _("Finished"), reached=True),
)


class Activity(Record):
    """Something done, or to be done, about one or several records.

    ``due_on`` is the day at the dealer; ``due_at`` the moment, where a time of day was agreed. ``done_on`` likewise. The
    dates are stored beside the moments because SQLite cannot group by zone.
    """

    __tablename__ = "activities_activity"

    name = fields.Text(_("Subject"), length=200, required=True)
    kind = fields.Picklist(_("Kind"), KINDS, default=TASK, required=True, fixed=True)
    about = fields.Lookup(_("About"), to=None)
    status = fields.Picklist(_("Status"), (OPEN, DONE), default=OPEN, system=True)
    priority = fields.Picklist(_("Priority"), (LOW, NORMAL, HIGH), default=NORMAL)
    due_on = fields.Date(pgettext("activity", "Due"))
    due_at = fields.DateTime(_("Due at"), help=_("Only where a time of day was agreed."))
    move_reason = fields.Text(_("Reason for moving the date"), length=300, help=_("Every move of the date needs its own reason."))
    moved_count = fields.Integer(_("Times moved"), default=0, system=True)
    remind = fields.Integer(
        _("Remind me"), minimum=0, maximum=10080, help=_("Minutes before the time agreed. Empty: as the settings say; only where a time of day was agreed.")
    )
    starts_at = fields.DateTime(_("Start"))
    ends_at = fields.DateTime(_("End"))
    body = fields.LongText(_("Notes"))
    outcome = fields.Picklist(_("Outcome"), OUTCOMES)
    next_on = fields.Date(_("Next follow-up"))
    next_reason = fields.Text(pgettext("follow-up", "Reason"), length=300, help=_("What the next follow-up is for, or why there is none."))
    no_next = fields.Checkbox(_("No further follow-up"))
    done_at = fields.DateTime(_("Done at"))
    done_on = fields.Date(_("Done on"), system=True)
    follows = fields.Lookup(_("Follows"), to="activity", system=True)


REMIND = Choice("remind", _("Remind the owner"))
TELL_MANAGER = Choice("tell_manager", _("Tell the manager"))
TAKE_BACK = Choice("take_back", _("Take back into the pool"))


class LadderStep(Record):
    """What happens to an activity that has been overdue for so many days."""

    __tablename__ = "activities_ladder_step"

    name = fields.Text(pgettext("ladder", "Step"), length=120, required=True)
    days = fields.Integer(_("Days overdue"), minimum=1, maximum=365, required=True, default=1)
    step = fields.Picklist(_("What happens"), (REMIND, TELL_MANAGER, TAKE_BACK), default=REMIND, required=True, fixed=True)
    queue = fields.User(_("Pool"), queues=True, help=_("The queue that gets the customer back."))
    at_dealer = fields.Unit(_("Only at"), help=_("Empty: activities of every dealer."))
    where = fields.Condition(_("Condition"), of="activity", always=_("Every activity"), help=_("As in a filter of activities: kind = call and priority = high. Empty: every activity."))
    active = fields.Checkbox(_("Active"), default=True)


class LadderTaken(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A step that was taken for an activity, once for each due date: a move of the date clears them."""

    __tablename__ = "activities_ladder_taken"

    activity_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("activities_activity.id"), primary_key=True, autoincrement=False)
    step_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("activities_ladder_step.id"), primary_key=True, autoincrement=False)
    told_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Reminder(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """When the owner of an activity with a time of day is to be reminded; ``sent_at`` once that has happened."""

    __tablename__ = "activities_reminder"
    __table_args__ = (
        sa.Index("ix_activities_reminder_waiting", "remind_at", "activity_id", postgresql_where=sa.text("sent_at IS NULL"),
                 sqlite_where=sa.text("sent_at IS NULL")),
    )  # fmt: skip

    activity_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("activities_activity.id"), primary_key=True, autoincrement=False)
    moment: Mapped[datetime] = mapped_column(UTCDateTime)
    remind_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Link(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """An activity on a record. The activity's times are repeated here, so that a timeline and a record's next follow-up
    are read from one index without touching the activities themselves; and so is whose the record is, by which its activities are seen: see ``homes``."""

    __tablename__ = "activities_link"
    __table_args__ = (
        sa.Index("ix_activities_link_timeline", "record_id", "open", "at", "activity_id"),
        sa.Index("ix_activities_link_record", "record_id", "activity_id"),
        sa.Index("ix_activities_link_owner", "owner_id", "object", "activity_id"),
        sa.Index("ix_activities_link_object", "object", "dealer_id", "activity_id"),
        sa.Index("ix_activities_link_under", "under_id", "activity_id"),
    )

    activity_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("activities_activity.id"), primary_key=True, autoincrement=False)
    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    object: Mapped[str] = mapped_column(sa.String(60))
    open: Mapped[bool] = mapped_column(sa.Boolean)
    living: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_on: Mapped[date | None] = mapped_column(sa.Date)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moved_count: Mapped[int] = mapped_column(sa.Integer, default=0)
    under_id: Mapped[int | None] = mapped_column(BigId)
    owner_id: Mapped[int | None] = mapped_column(BigId)
    dealer_id: Mapped[int | None] = mapped_column(BigId)


class Move(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One change of an activity's due date, with its own reason. Never changed afterwards."""

    __tablename__ = "activities_move"
    __table_args__ = (sa.Index("ix_activities_move_activity", "activity_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    activity_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("activities_activity.id"))
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    moved_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    from_on: Mapped[date] = mapped_column(sa.Date)
    to_on: Mapped[date | None] = mapped_column(sa.Date)
    reason: Mapped[str] = mapped_column(sa.String(300))


class Next(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """The earliest open activity of a record: what every list shows as its next follow-up."""

    __tablename__ = "activities_next"
    __table_args__ = (sa.Index("ix_activities_next_on", "next_on", "record_id"),)

    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    activity_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("activities_activity.id"))
    next_on: Mapped[date] = mapped_column(sa.Date)
    next_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moved_count: Mapped[int] = mapped_column(sa.Integer, default=0)
