"""Grade scheme and grade."""

from __future__ import annotations

from core import Layout, ListView, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from .. import grades
from ..models import Grade, GradeScheme

grade_scheme = ObjectType(
    GradeScheme,
    label=_("Grade scheme"),
    plural=_("Grade schemes"),
    slug="grade-schemes",
    icon="list-letters",
    setup=True,
    owners=(),
    shown_name=grades.shown_name,
    sortable=("code",),
    filterable=("is_default", "active"),
    search=("code", "name"),
    default_sort="code",
    unique=(("code",),),
    prepare=grades.prepare_scheme,
    rules=(grades.scheme_rules,),
    list_views=(ListView("all", _("Grade schemes"), ("code", "name", "is_default", "active"), sort="code"),),
    layout=Layout(Section(_("Grade scheme"), "code", "name", "is_default", "active", "remarks")),
    related_lists=(
        RelatedList("grades", _("Grades"), to="grade", via="scheme", sort="position", limit=20,
                    columns=("code", "name", "horizon_days", "follow_up_days", "is_open", "must_dispatch", "forecast_category")),
    ),
)  # fmt: skip

grade = ObjectType(
    Grade,
    label=_("Grade"),
    plural=_("Grades"),
    slug="grades",
    icon="letter-h",
    setup=True,
    owners=(),
    compose_name=grades.grade_name,
    shown_name=grades.shown_grade_name,
    sortable=("position", "code"),
    filterable=("scheme", "is_open", "active", "must_dispatch"),
    search=("code", "name"),
    default_sort="position",
    second_line=("scheme",),
    offered="active = true",
    unique=(("scheme_id", "code"),),
    rules=(grades.grade_rules,),
    list_views=(
        ListView("all", _("Grades"), ("scheme", "code", "name", "horizon_days", "follow_up_days", "is_open", "forecast_category"), sort="position"),
    ),
    layout=Layout(
        Section(_("Grade"), "scheme", "code", "name", "position", "active"),
        Section(_("What it means"), "horizon_days", "follow_up_days", "is_open", "must_dispatch", "forecast_category"),
    ),
)
