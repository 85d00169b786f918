"""How activities appear in lists, on pages, in search and in the API."""

from __future__ import annotations

from core import Layout, ListView, Menu, ObjectType, Section, gettext, object_names
from core import gettext_lazy as _
from core import pgettext_lazy as pgettext

from .models import Activity, LadderStep
from .rules import RULES, check_step, complete

COLUMNS = ("name", "kind", "activities.about", "due_on", "priority", "moved_count", "owner")

activity = ObjectType(
    Activity,
    label=_("Activity"),
    plural=_("Activities"),
    slug="activities",
    icon="checkbox",
    sortable=("due_on", "done_at", "starts_at"),
    filterable=("kind", "status", "about", "outcome", "priority", "done_on"),
    search=("name",),
    owners=("user", "queue"),
    open_when="status = open",
    default_sort="due_on",
    second_line=("kind", "due_on"),
    highlights=("kind", "about", "due_on", "status", "moved_count"),
    indexes=(("owner_id", "status", "due_on", "id"), ("owner_id", "status", "done_at", "id"), ("owner_id", "done_on", "id")),
    list_views=(
        ListView("today", _("Today"), COLUMNS, where="owner = me and status = open and due_on = today", sort="due_on"),
        ListView("overdue", pgettext("activity", "Overdue"), COLUMNS, where="owner = me and status = open and due_on < today", sort="due_on"),
        ListView("upcoming", _("Upcoming"), COLUMNS, where="owner = me and status = open and due_on > today", sort="due_on"),
        ListView(
            "done", pgettext("activity", "Done"),
            ("name", "kind", "activities.about", "outcome", "done_at", "next_on", "next_reason"),
            where="owner = me and status = done", sort="-done_at",
        ),
        ListView("all", _("All %(objects)s", objects=object_names("activity")), (*COLUMNS, "status"), sort="-modified_at"),
    ),
    layout=Layout(
        Section(_("Activity"), "name", "kind", "about", "priority", "owner", "body"),
        Section(_("Dates"), "due_on", "due_at", "remind", "move_reason", "moved_count", "starts_at", "ends_at"),
        Section(_("What came of it"), "done_at", "outcome", "next_on", "next_reason", "no_next", "follows", folded=True),
    ),
    rules=RULES,
    prepare=complete,
    menu=Menu(_("Sales"), 35, counts="owner = me and status = open and due_on <= today"),
    hint=_("Calls, visits, tasks and e-mails: what was done for a customer, and what is to be done next."),
)  # fmt: skip


def shown_step(_step_id: int, name: str) -> str:
    """A step that ships is called in the reader's language; an administrator's own wording stays as it is."""
    return gettext(name)


ladder_step = ObjectType(
    LadderStep,
    label=_("Step of the overdue ladder"),
    plural=_("Overdue ladder"),
    shown_name=shown_step,
    slug="overdue-ladder",
    icon="stairs-up",
    setup=True,
    owners=(),
    sortable=("days", "name"),
    filterable=("active", "step"),
    default_sort="days",
    list_views=(ListView("all", _("Overdue ladder"), ("days", "name", "step", "queue", "at_dealer", "active"), sort="days"),),
    layout=Layout(Section(pgettext("ladder", "Step"), "name", "days", "step", "queue", "at_dealer", "active"), Section(_("Condition"), "where", columns=1)),
    rules=(check_step,),
    hint=_("What happens to a follow-up that stays undone: remind, tell the manager, take the customer back into the pool."),
)
