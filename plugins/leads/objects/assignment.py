"""Assignment rules and their targets."""

from __future__ import annotations

from collections.abc import Iterator

from core import Change, Choice, Layout, ListView, ObjectType, RelatedList, Section, assignment, users
from core import gettext as _text
from core import gettext_lazy as _
from plugins.contacts import written_region

from ..models import AssignmentRule, AssignmentTarget

assignment_rule = ObjectType(
    AssignmentRule,
    label=_("Assignment rule"),
    plural=_("Assignment rules"),
    slug="assignment-rules",
    icon="route",
    setup=True,
    owners=(),
    sortable=("position", "name"),
    filterable=("active",),
    search=("name",),
    default_sort="position",
    hint=_("The first rule, by order, whose condition holds and that finds somebody decides who gets a new lead."),
    list_views=(ListView("all", _("Assignment rules"), ("position", "name", "where", "mode", "at_dealer", "active"), sort="position"),),
    layout=Layout(Section(_("Rule"), "position", "name", "active", "at_dealer", "mode"), Section(_("Condition"), "where", columns=1)),
    related_lists=(
        RelatedList("targets", _("Who gets leads"), to="assignment_target", via="rule", columns=("target", "province", "city", "active"), limit=50),
    ),
)


def _name_target(change: Change) -> None:
    record = change.record
    if record.city is not None and record.province is None:
        record.province = record.city.parent and next((one for one in _provinces() if one.code == record.city.parent), None)
    place = written_region(record.province, record.city, None)
    record.name = " · ".join(part for part in (users.name_of(record.target_id), place) if part)


def _provinces() -> tuple[Choice, ...]:
    return AssignmentTarget.__record_fields__["province"].choices  # type: ignore[attr-defined, no-any-return]  # a picklist of regions


def _target_rule(change: Change) -> Iterator[tuple[str, str]]:
    yield from assignment.target_rule(change)
    city, province = change.record.city, change.record.province
    if city is not None and province is not None and not city.code.startswith(province.code):
        yield "city", _text("%(lower)s does not lie in %(upper)s.", lower=city.label, upper=province.label)


assignment_target = ObjectType(
    AssignmentTarget,
    label=_("Assignment target"),
    plural=_("Assignment targets"),
    slug="assignment-targets",
    icon="user-check",
    setup=True,
    owners=(),
    filterable=("rule", "active", "target"),
    prepare=_name_target,
    rules=(_target_rule,),
    list_views=(ListView("all", _("Assignment targets"), ("name", "rule", "target", "province", "city", "active")),),
    layout=Layout(Section(_("Who"), "rule", "target", "province", "city", "active")),
)
