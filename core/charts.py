"""Charts: what a page declares, and nothing about how it is drawn.

A chart is points along an axis and one or more series with a value at each. The page draws it by the macro ``chart`` of
``macros/charts.html``: Chart.js paints a canvas, a table beside it says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .i18n import Text

Number = int | float | Decimal

TONES = ("accent", "green", "red", "orange", "blue", "violet", "grey")
"""The colours of a series by their meaning elsewhere: green is won or more, red lost or less, grey what one compares with."""


@dataclass(frozen=True, slots=True)
class Series:
    """One measure: ``values`` holds one per point of the chart, None where there is none.

    ``kind`` is "bar" or "line"; a chart may mix both. A line that is ``dashed`` is expected or planned. ``texts`` are what stands for each
    value in the table and beside it, where the plain number does not say enough. ``tones`` gives each bar a colour of its own, ``bases`` the
    value it begins at (0 if not given), ``links`` the page behind each value.
    """

    label: Text
    values: Sequence[Number | None]
    kind: str = "bar"
    tone: str = "accent"
    dashed: bool = False
    texts: Sequence[str] = ()
    tones: Sequence[str] = ()
    bases: Sequence[Number] = ()
    links: Sequence[str | None] = ()

    def __post_init__(self) -> None:
        if self.kind not in {"bar", "line"}:
            raise ValueError(f"A series is a bar or a line, not {self.kind!r}.")
        for tone in (self.tone, *self.tones):
            if tone not in TONES:
                raise ValueError(f"{tone!r} is no tone of a chart; there are {', '.join(TONES)}.")
        for name in ("texts", "tones", "bases", "links"):
            given = getattr(self, name)
            if given and len(given) != len(self.values):
                raise ValueError(f"The series {self.label!s} has {len(self.values)} values and {len(given)} {name}.")


@dataclass(frozen=True, slots=True)
class Chart:
    """``label`` says in a sentence what is shown, ``axis`` what the points are. With a ``currency`` (its code) the values are money of it, in
    units; a ``unit`` stands behind other values ("%"). ``sideways`` lets bars lie, for points with long names; ``stacked`` puts the series on
    top of each other; ``marked`` writes the value at each bar. ``floor`` is where the axis of values begins, where what differs is small beside the
    whole: the page says so beside the chart."""

    label: Text
    axis: Text
    points: Sequence[Text]
    series: Sequence[Series]
    currency: str | None = None
    unit: Text = ""
    sideways: bool = False
    stacked: bool = False
    marked: bool = False
    floor: Number = 0

    def __post_init__(self) -> None:
        for one in self.series:
            if len(one.values) != len(self.points):
                raise ValueError(f"The series {one.label!s} has {len(one.values)} values for {len(self.points)} points.")


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: by how much the sum changes, or, where ``total``, the sum itself."""

    name: Text
    amount: Number
    total: bool = False
    link: str | None = None

    @property
    def tone(self) -> str:
        if self.total:
            return "grey"
        return "red" if self.amount < 0 else "green"


def waterfall(label: Text, axis: Text, measure: Text, steps: Sequence[Step], *, currency: str | None = None, unit: Text = "") -> Chart:
    """From one sum to another: each change begins where the one before ended, a total stands on the ground, or where the axis is broken."""
    bases: list[Number] = []
    levels: list[Decimal] = []
    for step in steps:
        amount = Decimal(str(step.amount))
        bases.append(0 if step.total or not levels else levels[-1])
        levels.append(amount if step.total else Decimal(bases[-1]) + amount)
    series = Series(
        measure, [step.amount for step in steps], tones=[step.tone for step in steps], bases=bases, links=[step.link for step in steps],
    )  # fmt: skip
    return Chart(label, axis, [step.name for step in steps], [series], currency=currency, unit=unit, marked=True, floor=_floor(levels))


def _floor(levels: Sequence[Decimal]) -> Decimal:
    """A round number somewhat below the lowest level, where all of them lie in the upper half of the chart and differ; else 0."""
    low, high = min(levels, default=Decimal(0)), max(levels, default=Decimal(0))
    spread = high - low
    if not spread or low <= high / 2:
        return Decimal(0)
    step = Decimal(1).scaleb(spread.adjusted())
    return max(Decimal(0), (low - spread / 2) // step * step)
