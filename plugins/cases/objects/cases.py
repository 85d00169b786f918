"""The case, its comments, related cases."""

from __future__ import annotations

from collections.abc import Iterator

from core import SCOPE, Change, Layout, ListView, Menu, ObjectType, RelatedList, Section, object_names
from core import gettext as translate
from core import gettext_lazy as _

from .. import comments, statuses
from ..models import Case, CaseComment, CaseLink

COLUMNS = ("number", "name", "account", "type", "priority", "status", "countdown", "owner")
FROM_FIRST_TO_LAST = (*(one for one in COLUMNS if one != "countdown"), "opened_at", "closed_at")
"""Of all cases most are closed, and have a day on which they were in place of a countdown: with both a desk would cut the last column off."""
OPEN = "is_closed = false"

case = ObjectType(
    Case,
    label=_("Case"),
    plural=_("Cases"),
    slug="cases",
    icon="lifebuoy",
    owners=("user", "queue"),
    open_when=OPEN,
    sortable=("number", "name", "opened_at", "due_at", "check_at", "closed_at", "status_since"),
    filterable=(
        "account", "contact", "type", "case_reason", "priority", "origin", "status", "product", "component", "installed", "language", "parent", "entitlement",
        "customer_type", "supplied_phone", "supplied_email", "is_closed", "is_waiting", "is_pooled", "is_escalated", "is_breached", "reopened", "first_response_at",
    ),
    indexes=(
        (SCOPE, "is_closed", "due_at", "id"), (SCOPE, "is_closed", "opened_at", "id"), (SCOPE, "is_closed", "is_pooled", "due_at", "id"),
        (SCOPE, "is_closed", "is_waiting", "status_since", "id"), ("account_id", "is_closed", "opened_at", "id"),
        ("contact_id", "is_closed", "opened_at", "id"), (SCOPE, "is_closed", "is_breached", "due_at", "id"),
        (SCOPE, "is_closed", "type", "opened_at", "id"),
    ),
    search=("name", "number", "product", "supplied_name", "supplied_phone"),
    second_line=("number", "account"),
    default_sort="-opened_at",
    highlights=("number", "account", "contact", "case_reason", "owner", "countdown"),
    menu=Menu(_("Service"), 24, counts="owner = me and is_closed = false"),
    hint=_("What customers report: questions, complaints, faults, requests. Take the first call down here."),
    rules=(statuses.rules,),
    prepare=statuses.prepare,
    historical=("closed_at",),
    list_views=(
        ListView("mine", _("Mine"), COLUMNS, where=f"owner = me and {OPEN}", sort="due_at"),
        ListView("queue", _("In queues"), COLUMNS, where=f"is_pooled = true and {OPEN}", sort="due_at"),
        ListView("waiting", _("Waiting for the customer"), COLUMNS, where=f"is_waiting = true and {OPEN}", sort="status_since"),
        ListView("breached", _("Deadline missed"), COLUMNS, where=f"is_breached = true and {OPEN}", sort="due_at"),
        ListView("complaints", _("Open complaints"), COLUMNS, where=f"type = complaint and {OPEN}", sort="opened_at"),
        ListView("open", _("All open"), COLUMNS, where=OPEN, sort="due_at"),
        ListView("all", _("All %(objects)s", objects=object_names("case")), FROM_FIRST_TO_LAST, sort="-opened_at"),
    ),
    layout=Layout(
        Section(_("Customer"), "account", "contact", "supplied_name", "supplied_phone", "supplied_email", "language"),
        Section(_("What it is about"), "name", "type", "case_reason", "priority", "origin", "product", "component", "parent", "opened_at"),
        Section(_("Description"), "description", columns=1),
        Section(_("Solution"), "solution", columns=1),
        Section(_("Progress"), "number", "status", "status_since", "entitlement", "first_response_at", "response_minutes", "closed_at",
                "resolution_minutes", "reopened", "handed_over"),
    ),
    related_lists=(
        RelatedList("children", _("%(objects)s below this one", objects=object_names("case", heading=True)), to="case", via="parent", columns=("number", "name", "status", "owner"), order=40),
        RelatedList("links", _("Related %(objects)s", objects=object_names("case")), to="case_link", via="case", columns=("kind", "other"), order=45),
        RelatedList("linked", _("Named by %(objects)s", objects=object_names("case")), to="case_link", via="other", columns=("kind", "case"), order=46),
    ),
)  # fmt: skip


case_comment = ObjectType(
    CaseComment,
    label=_("Comment on a case"),
    plural=_("Comments on cases"),
    slug="case-comments",
    icon="message",
    controlled_by="case",
    sortable=("said_at",),
    filterable=("case", "direction", "author"),
    default_sort="-said_at",
    prepare=comments.prepare,
    rules=(comments.rules,),
    indexes=(("case_id", "said_at", "id"),),
    list_views=(ListView("all", _("All"), ("case", "direction", "body", "author", "said_at"), sort="-said_at"),),
    layout=Layout(Section(_("Comment on a case"), "case", "direction", "origin", "author", "said_at"), Section(_("Text"), "body", columns=1)),
)


def link_rules(change: Change) -> Iterator[tuple[str, str]]:
    if change.record.case_id == change.record.other_id:
        yield "other", translate("A case is not related to itself.")


def _name_link(change: Change) -> None:
    if change.record.other_id is not None and change.record.other is not None:
        change.record.name = str(change.record.other.name)[:200]


case_link = ObjectType(
    CaseLink,
    label=_("Related case"),
    plural=_("Related cases"),
    slug="case-links",
    icon="link",
    controlled_by="case",
    filterable=("case", "other", "kind"),
    unique=(("case_id", "other_id", "kind"),),
    prepare=_name_link,
    rules=(link_rules,),
    list_views=(ListView("all", _("All"), ("case", "kind", "other")),),
    layout=Layout(Section(_("Related case"), "case", "kind", "other")),
)

ACCOUNT_LISTS = (
    RelatedList("cases", object_names("case", heading=True), to="case", via="account", on="account", order=78, sort="-opened_at",
                columns=("number", "name", "type", "status", "countdown", "owner")),
    RelatedList("cases", object_names("case", heading=True), to="case", via="contact", on="contact", order=78, sort="-opened_at",
                columns=("number", "name", "type", "status", "countdown", "owner")),
)  # fmt: skip
"""S1: an account's page has its cases."""
