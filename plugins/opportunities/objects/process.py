"""What an administrator configures selling with."""

from __future__ import annotations

from collections.abc import Iterator

from core import Change, Layout, ListView, ObjectType, RelatedList, Section, joined
from core import gettext as translate
from core import gettext_lazy as _

from ..catalogue import StageInfo, catalogue, process_info, shown_name, stage_info
from ..models import LossReason, OpportunityType, SalesProcess, Stage, StageMove


def process_rules(change: Change) -> Iterator[tuple[str, str]]:
    """One process is the default; it cannot be out of use. The stage that imports begin in is one of its own."""
    record = change.record
    info = process_info(record.id)
    if not change.is_new and "engaged_stage" in change.new and record.engaged_stage and info is not None and info.by_code(record.engaged_stage) is None:
        known = joined(one.code for one in info.active_stages if one.code) or "–"
        yield "engaged_stage", translate("No stage in use of this process has the code “%(code)s”. Its codes: %(known)s.", code=record.engaged_stage, known=known)
    if record.is_default and not record.active:
        yield "active", translate("The default process cannot be out of use.")
    others = [one for one in catalogue().processes.values() if one.is_default and one.id != record.id]
    if record.is_default and others:
        yield "is_default", translate("“%(name)s” is the default already; take the mark off it first.", name=others[0])


def stage_rules(change: Change) -> Iterator[tuple[str, str]]:
    """Won means closed; closed means 100 and closed, or 0 and omitted; what stages have meant to existing records stays."""
    record = change.record
    if record.is_won and not record.is_closed:
        yield "is_closed", translate("A won stage is a closed one.")
    if record.is_closed:
        yield from _closed_values(record)
    if not change.is_new and {"is_closed", "is_won", "process"} & change.changed:
        yield "is_closed", translate("Whether a stage is closed or won cannot change later. Retire it and add another.")
    same = [one for one in _siblings(record) if one.code and one.code == record.code]
    if same:
        yield "code", translate("“%(name)s” has this code already.", name=same[0])


def _closed_values(record: Stage) -> Iterator[tuple[str, str]]:
    wanted = (100, "closed") if record.is_won else (0, "omitted")
    if record.probability != wanted[0]:
        yield "probability", translate("The probability of this stage must be %(value)s %%.", value=wanted[0])
    if record.forecast_category != wanted[1]:
        yield "forecast_category", translate("Won stages count as closed in the forecast, lost ones are omitted.")


def _siblings(record: Stage) -> list[StageInfo]:
    process = process_info(record.process_id)
    return [one for one in process.stages if one.id != record.id] if process else []


def move_rules(change: Change) -> Iterator[tuple[str, str]]:
    """A move leads to another stage of the same process."""
    start, end = stage_info(change.record.from_stage_id), stage_info(change.record.to_stage_id)
    if start and end and (start.id == end.id or start.process_id != end.process_id):
        yield "to_stage", translate("A move leads to another stage of the same process.")


sales_process = ObjectType(
    SalesProcess,
    label=_("Sales process"),
    plural=_("Sales processes"),
    slug="sales-processes",
    icon="route",
    setup=True,
    owners=(),
    shown_name=shown_name,
    sortable=("name",),
    offered="active = true",
    default_sort="name",
    search=("name", "name_zh"),
    rules=(process_rules,),
    list_views=(ListView("all", _("All"), ("name", "is_default", "active", "category_from")),),
    layout=Layout(
        Section(_("Sales process"), "name", "name_zh", "is_default", "active", "category_from", "engaged_stage"),
        Section(_("Remarks"), "remarks", columns=1),
    ),
    related_lists=(
        RelatedList("stages", _("Stages"), to="stage", via="process", sort="position", limit=20,
                    columns=("position", "name", "probability", "forecast_category", "is_closed", "is_won", "rotting_days", "active")),
    ),
)  # fmt: skip

stage = ObjectType(
    Stage,
    label=_("Stage"),
    plural=_("Stages"),
    slug="stages",
    icon="stairs-up",
    setup=True,
    owners=(),
    shown_name=shown_name,
    sortable=("position", "name"),
    filterable=("process", "active", "is_closed"),
    offered="active = true",
    default_sort="position",
    search=("name", "name_zh"),
    second_line=("process",),
    rules=(stage_rules,),
    list_views=(ListView("active", _("In use"), ("position", "name", "process", "probability", "forecast_category", "rotting_days"), where="active = true"),
                ListView("all", _("All"), ("position", "name", "process", "probability", "forecast_category", "active"))),
    layout=Layout(
        Section(_("Stage"), "process", "position", "name", "name_zh", "code", "active"),
        Section(_("What it means"), "probability", "forecast_category", "is_closed", "is_won"),
        Section(_("On entry and after"), "required_fields", "rotting_days", "guidance"),
    ),
    related_lists=(RelatedList("moves", _("Allowed moves"), to="stage_move", via="from_stage", columns=("to_stage",)),),
)  # fmt: skip

stage_move = ObjectType(
    StageMove,
    label=_("Allowed move"),
    plural=_("Allowed moves"),
    slug="stage-moves",
    icon="arrows-right-left",
    setup=True,
    owners=(),
    filterable=("from_stage", "to_stage"),
    unique=(("from_stage_id", "to_stage_id"),),
    rules=(move_rules,),
    list_views=(ListView("all", _("All"), ("name", "from_stage", "to_stage")),),
    layout=Layout(Section(_("Allowed move"), "from_stage", "to_stage")),
)

opportunity_type = ObjectType(
    OpportunityType,
    label=_("Opportunity type"),
    plural=_("Opportunity types"),
    slug="opportunity-types",
    icon="tag",
    setup=True,
    owners=(),
    shown_name=shown_name,
    sortable=("position", "name"),
    filterable=("active",),
    offered="active = true",
    default_sort="position",
    list_views=(ListView("all", _("All"), ("position", "name", "name_zh", "active")),),
    layout=Layout(Section(_("Opportunity type"), "name", "name_zh", "position", "active")),
)

loss_reason = ObjectType(
    LossReason,
    label=_("Loss reason"),
    plural=_("Loss reasons"),
    slug="loss-reasons",
    icon="mood-sad",
    setup=True,
    owners=(),
    shown_name=shown_name,
    sortable=("position", "name"),
    filterable=("active",),
    offered="active = true",
    default_sort="position",
    list_views=(ListView("all", _("All"), ("position", "name", "name_zh", "needs_competitor", "active")),),
    layout=Layout(Section(_("Loss reason"), "name", "name_zh", "position", "needs_competitor", "active")),
)
