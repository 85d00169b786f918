"""The funnel, computed from the stage history: who reached which stage, how long they stayed, what went on and what was lost.

Every figure can be asked for the opportunities it counts (``counted``), by the statement that counts them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from core import Actor, charts, conditions, now, pgettext, queries, registry
from core import gettext as _text

from .catalogue import ProcessInfo, StageInfo
from .models import StageSnapshot

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the funnel. ``reached`` counts opportunities that were in this stage or beyond it; ``rate`` is that part of
    the stage before in percent; ``days`` the mean stay of those that were in it; ``share`` the part of the first stage, in percent."""

    stage: StageInfo
    reached: int
    rate: int | None
    now: int
    lost: int
    days: float | None
    share: int


def funnel(process: ProcessInfo, user: Actor, *, begun_from: date | None = None, begun_to: date | None = None, where: Any = None) -> list[Step]:
    """One step per open stage and one for the win, over the opportunities the user may see whose history began in the period
    (both days included). A few statements, however many opportunities there are."""
    scope = _scope(process, user, begun_from, begun_to, where)
    reached = _reached(process, scope)
    stays, lost, present = _stays(process, scope), _lost_from(process, scope), _present(process, scope)
    steps: list[Step] = []
    for stage in path(process):
        count = sum(total for position, total in reached.items() if position >= stage.position)
        before = steps[-1].reached if steps else None
        first = steps[0].reached if steps else count
        steps.append(
            Step(
                stage=stage, reached=count, rate=round(100 * count / before) if before else None, now=present.get(stage.id, 0),
                lost=lost.get(stage.id, 0), days=stays.get(stage.id), share=round(100 * count / first) if first else 0,
            )
        )  # fmt: skip
    return steps


def counted(
    process: ProcessInfo, user: Actor, stage: StageInfo, figure: str, *, begun_from: date | None = None, begun_to: date | None = None, where: Any = None
) -> conditions.Among:
    """The opportunities that a figure of FIGURES counts at a stage, with the arguments of ``funnel``: a condition of a list."""
    return conditions.Among(FIGURES[figure](process, _scope(process, user, begun_from, begun_to, where), stage))


def chart(steps: Sequence[Step]) -> charts.Chart:
    """The funnel as lying bars: how many reached each stage, and their part of the stage before."""
    texts = [str(step.reached) if step.rate is None else f"{step.reached} · {step.rate} %" for step in steps]
    tones = ["green" if step.stage.is_won else "accent" for step in steps]
    reached = charts.Series(pgettext("funnel", "Reached"), [step.reached for step in steps], texts=texts, tones=tones)
    label = _text("How many opportunities reached each stage; the table below says the same.")
    return charts.Chart(label, _text("Stage"), [str(step.stage) for step in steps], [reached], sideways=True, marked=True)


def path(process: ProcessInfo) -> Sequence[StageInfo]:
    """The open stages in use, and the first won one: what follows the win is care, not conversion."""
    won = next((stage for stage in process.active_stages if stage.is_won), None)
    return [stage for stage in process.active_stages if not stage.is_closed] + ([won] if won else [])


def _scope(process: ProcessInfo, user: Actor, begun_from: date | None, begun_to: date | None, where: Any) -> Any:
    """The ids of the opportunities that count, as a subquery."""
    ids = queries.visible_ids("opportunity", user, where=where)
    if begun_from is None and begun_to is None:
        return ids
    table = StageSnapshot.__table__
    began = sa.select(table.c.opportunity_id).group_by(table.c.opportunity_id)
    if begun_from is not None:
        began = began.having(sa.func.min(table.c.started_on) >= begun_from)
    if begun_to is not None:
        began = began.having(sa.func.min(table.c.started_on) <= begun_to)
    return sa.intersect(ids, began).subquery().select()


def _lines(process: ProcessInfo, scope: Any) -> tuple[Any, list[Any]]:
    table = StageSnapshot.__table__
    return table, [table.c.opportunity_id.in_(scope), table.c.stage_id.in_([stage.id for stage in process.stages] or [0]), table.c.kind != "delete"]


def _furthest(process: ProcessInfo, scope: Any) -> Any:
    """Each opportunity with the furthest position it was in; none for one that was in lost stages alone."""
    positions = {stage.id: stage.position for stage in process.stages if not stage.is_lost}
    table, wanted = _lines(process, scope)
    furthest = sa.func.max(sa.case(positions, value=table.c.stage_id, else_=None)) if positions else sa.null()
    return sa.select(table.c.opportunity_id, furthest.label("furthest")).where(*wanted).group_by(table.c.opportunity_id).subquery()


def _reached(process: ProcessInfo, scope: Any) -> dict[int, int]:
    """Furthest position -> opportunities. A stage that was skipped counts as reached by those beyond it."""
    each = _furthest(process, scope)
    rows = queries.rows(sa.select(each.c.furthest, sa.func.count()).where(each.c.furthest.is_not(None)).group_by(each.c.furthest))
    return {position: count for position, count in rows}


def _who_reached(process: ProcessInfo, scope: Any, stage: StageInfo) -> Any:
    each = _furthest(process, scope)
    return sa.select(each.c.opportunity_id).where(each.c.furthest >= stage.position)


def _stays(process: ProcessInfo, scope: Any) -> dict[int, float]:
    """Stage -> mean days spent in it, the present stay included; a closed stage has none."""
    table, wanted = _lines(process, scope)
    end = sa.func.lead(table.c.started_seconds).over(partition_by=table.c.opportunity_id, order_by=(table.c.started_seconds, table.c.id))
    rows = sa.select(table.c.opportunity_id, table.c.stage_id, table.c.kind, table.c.is_closed, table.c.started_seconds,
                     sa.func.coalesce(end, int(now().timestamp())).label("ended")).where(wanted[0]).subquery()  # fmt: skip
    spent = sa.func.sum(rows.c.ended - rows.c.started_seconds)
    query = (
        sa.select(rows.c.stage_id, spent, sa.func.count(sa.distinct(rows.c.opportunity_id)))
        .where(rows.c.is_closed.is_(False), rows.c.kind != "delete")
        .group_by(rows.c.stage_id)
    )
    return {stage_id: round(int(seconds) / count / DAY, 1) for stage_id, seconds, count in queries.rows(query) if count}


def _who_stayed(process: ProcessInfo, scope: Any, stage: StageInfo) -> Any:
    table, wanted = _lines(process, scope)
    return sa.select(table.c.opportunity_id).where(*wanted, table.c.stage_id == stage.id, table.c.is_closed.is_(False))


def _losses(process: ProcessInfo, scope: Any) -> tuple[Any, list[Any]]:
    """The history, and what is true of its lines that lead from a stage to a lost one."""
    lost = [stage.id for stage in process.stages if stage.is_lost] or [0]
    table, wanted = _lines(process, scope)
    return table, [wanted[0], table.c.stage_id.in_(lost), table.c.previous_stage_id.not_in(lost)]


def _lost_from(process: ProcessInfo, scope: Any) -> dict[int, int]:
    """Stage -> opportunities that were lost out of it."""
    table, wanted = _losses(process, scope)
    query = sa.select(table.c.previous_stage_id, sa.func.count(sa.distinct(table.c.opportunity_id))).where(*wanted).group_by(table.c.previous_stage_id)
    return {stage_id: count for stage_id, count in queries.rows(query)}


def _who_was_lost(process: ProcessInfo, scope: Any, stage: StageInfo) -> Any:
    table, wanted = _losses(process, scope)
    return sa.select(table.c.opportunity_id).where(*wanted, table.c.previous_stage_id == stage.id)


def _present(process: ProcessInfo, scope: Any) -> Mapping[int, int]:
    """Stage -> opportunities that are in it now."""
    table: Any = registry.object_type("opportunity").table
    among = (table.c.id.in_(scope), table.c.stage_id.in_([stage.id for stage in process.stages] or [0]))
    rows = queries.rows(sa.select(table.c.stage_id, sa.func.count()).where(*among).group_by(table.c.stage_id))
    return {stage_id: count for stage_id, count in rows}


def _who_is_there(process: ProcessInfo, scope: Any, stage: StageInfo) -> Any:
    table: Any = registry.object_type("opportunity").table
    return sa.select(table.c.id).where(table.c.id.in_(scope), table.c.stage_id == stage.id)


FIGURES: Mapping[str, Callable[[ProcessInfo, Any, StageInfo], Any]] = {"reached": _who_reached, "now": _who_is_there, "lost": _who_was_lost, "days": _who_stayed}
"""The figures of a step that have opportunities of their own, and which these are. ``days``: those whose stay the mean is of."""
