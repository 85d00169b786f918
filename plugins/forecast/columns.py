"""The columns of a forecast: which categories each sums. S1: pipeline, best case, commit, closed; Omitted never counts.

Cumulative columns: Closed only = Closed; Commit forecast = Commit + Closed; Most likely forecast adds Most likely, Best case forecast
adds Best case; Open pipeline = everything open, without Closed. Single columns: one category each. Where a type has no column Most likely,
that category counts as best case.
"""

from __future__ import annotations

from dataclasses import dataclass

from core import Text
from core import gettext_lazy as _
from core import pgettext_lazy as pgettext

CLOSED, COMMIT, MOST_LIKELY, BEST_CASE, PIPELINE = "closed", "commit", "most_likely", "best_case", "pipeline"
COUNTED = (CLOSED, COMMIT, MOST_LIKELY, BEST_CASE, PIPELINE)
"""Every category that counts, from the sure to the unsure."""
OPEN = COUNTED[1:]


@dataclass(frozen=True, slots=True)
class Column:
    """``categories`` are summed. ``narrower`` is the code of the cumulative column that this one contains."""

    code: str
    label: Text
    categories: frozenset[str]
    narrower: str | None = None

    @property
    def adjustable(self) -> bool:
        """What has closed is a fact: nobody adjusts it."""
        return self.categories != {CLOSED}


def _cumulative(most_likely: bool) -> tuple[Column, ...]:
    to_commit = frozenset({CLOSED, COMMIT})
    to_likely = to_commit | {MOST_LIKELY}
    found = [Column("closed_only", pgettext("forecast category", "Closed"), frozenset({CLOSED})),
             Column("commit_forecast", _("Commit forecast"), to_commit, "closed_only")]  # fmt: skip
    if most_likely:
        found.append(Column("most_likely_forecast", _("Most likely forecast"), to_likely, "commit_forecast"))
    found.append(Column("best_case_forecast", _("Best case forecast"), to_likely | {BEST_CASE}, found[-1].code))
    return (*found, Column("open_pipeline", _("Open pipeline"), frozenset(OPEN)))


def _single(most_likely: bool) -> tuple[Column, ...]:
    likely = (Column(MOST_LIKELY, _("Most likely"), frozenset({MOST_LIKELY})),) if most_likely else ()
    return (
        Column(CLOSED, pgettext("forecast category", "Closed"), frozenset({CLOSED})),
        Column(COMMIT, _("Commit"), frozenset({COMMIT})),
        *likely,
        Column(BEST_CASE, _("Best case"), frozenset({BEST_CASE} if most_likely else {BEST_CASE, MOST_LIKELY})),
        Column(PIPELINE, _("Pipeline"), frozenset({PIPELINE})),
    )


_SETS = {(view, likely): make(likely) for view, make in (("cumulative", _cumulative), ("single", _single)) for likely in (False, True)}


def columns_of(view: str, most_likely: bool) -> tuple[Column, ...]:
    """The columns of a view ("cumulative" or "single"), in the order of the page."""
    return _SETS[view, most_likely]


def every_column(most_likely: bool) -> tuple[Column, ...]:
    """Those of both views: adjustments and snapshots know both."""
    return (*_SETS["cumulative", most_likely], *_SETS["single", most_likely])
