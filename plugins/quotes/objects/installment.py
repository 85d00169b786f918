"""Installments of lines."""

from __future__ import annotations

from core import Layout, ListView, ObjectType, Section
from core import gettext_lazy as _

from .. import schedules
from ..models import Installment

installment = ObjectType(
    Installment,
    label=_("Installment"),
    plural=_("Installments"),
    slug="installments",
    icon="calendar-due",
    controlled_by="line",
    sortable=("due_on",),
    filterable=("line",),
    indexes=(("line_id", "due_on", "id"),),
    default_sort="-modified_at",
    second_line=("line", "due_on"),
    prepare=schedules.prepare,
    rules=(schedules.rules,),
    highlights=("line", "due_on", "quantity", "revenue"),
    list_views=(ListView("all", _("All"), ("name", "line", "due_on", "quantity", "revenue", "description"), sort="due_on"),),
    layout=Layout(Section(_("Installment"), "line", "due_on", "quantity", "revenue", "description")),
    hint=_("What of a line falls on a day. The line is what its installments come to."),
)
