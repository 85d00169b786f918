"""Answers kept ready and macros."""

from __future__ import annotations

from collections.abc import Iterator

from core import Change, Layout, ListView, ObjectType, Section
from core import gettext as translate
from core import gettext_lazy as _

from .. import answers
from ..models import AnswerTemplate, CaseMacro

answer_template = ObjectType(
    AnswerTemplate,
    label=_("Answer template"),
    plural=_("Answer templates"),
    slug="answer-templates",
    icon="template",
    setup=True,
    owners=(),
    sortable=("name",),
    filterable=("active", "language"),
    offered="active = true",
    default_sort="name",
    search=("name",),
    rules=(answers.body_rule,),
    list_views=(ListView("all", _("All"), ("name", "language", "body", "active"), sort="name"),),
    layout=Layout(Section(_("Answer template"), "name", "language", "active"), Section(_("Text"), "body", columns=1)),
)


def macro_rule(change: Change) -> Iterator[tuple[str, str]]:
    record = change.record
    if not any((record.answer_id, record.note, record.set_status_id, record.set_priority, record.set_reason_id, record.set_owner_id)):
        yield "set_status", translate("Say what this macro does.")


case_macro = ObjectType(
    CaseMacro,
    label=_("Macro"),
    plural=_("Macros"),
    slug="case-macros",
    icon="wand",
    setup=True,
    owners=(),
    sortable=("name",),
    filterable=("active",),
    offered="active = true",
    default_sort="name",
    search=("name",),
    rules=(macro_rule,),
    list_views=(ListView("all", _("All"), ("name", "set_status", "set_priority", "set_owner", "answer", "active"), sort="name"),),
    layout=Layout(
        Section(_("Macro"), "name", "active"), Section(_("What is said"), "answer", "note"),
        Section(_("What changes"), "set_status", "set_priority", "set_reason", "set_owner"),
    ),
)  # fmt: skip
