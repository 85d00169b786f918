"""A declared chart as the page needs it: the rows of its table, and the drawing for charts.js with every text written for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from ..charts import Chart, Number, Series
from ..formats import formats


class Cell(NamedTuple):
    """One value in the table."""

    text: str
    link: str | None


def written(chart: Chart, series: Series) -> list[str]:
    """The text of each value, empty where there is none."""
    if series.texts:
        return [str(text) for text in series.texts]
    return ["" if value is None else _number(chart, value) for value in series.values]


def _number(chart: Chart, value: Number) -> str:
    amount = Decimal(str(value))
    if chart.currency:
        return formats().money(amount, chart.currency)
    text = formats().number(amount).replace("-", "−")
    return f"{text} {chart.unit}" if chart.unit else text


def table(chart: Chart) -> list[tuple[str, list[Cell]]]:
    """One row per point: its name and a cell per series."""
    columns = [[Cell(text, link) for text, link in zip(written(chart, one), _links(one), strict=True)] for one in chart.series]
    return [(str(point), [column[place] for column in columns]) for place, point in enumerate(chart.points)]


def _links(series: Series) -> Sequence[str | None]:
    return series.links or [None] * len(series.values)


def drawing(chart: Chart) -> dict[str, Any]:
    """What charts.js reads. Numbers are floats here: they place a bar, the texts beside say them exactly."""
    return {
        "points": [str(point) for point in chart.points],
        "currency": chart.currency,
        "unit": str(chart.unit),
        "sideways": chart.sideways,
        "stacked": chart.stacked,
        "marked": chart.marked,
        "floor": float(chart.floor),
        "series": [_drawn(chart, one) for one in chart.series],
    }


def _drawn(chart: Chart, series: Series) -> dict[str, Any]:
    return {
        "label": str(series.label),
        "kind": series.kind,
        "tones": list(series.tones) or [series.tone] * len(series.values),
        "dashed": series.dashed,
        "sizes": [None if value is None else float(value) for value in series.values],
        "values": _spans(chart, series) if series.bases else [None if value is None else float(value) for value in series.values],
        "texts": written(chart, series),
        "links": list(series.links),
    }


def _spans(chart: Chart, series: Series) -> list[list[float] | None]:
    """Where each bar begins, not below the axis, and ends."""
    pairs = zip(series.bases, series.values, strict=True)
    return [None if value is None else [max(float(base), float(chart.floor)), float(base) + float(value)] for base, value in pairs]


def floor_text(chart: Chart) -> str:
    """Where the axis of values begins, as people read it; empty for one that begins at 0."""
    return _number(chart, chart.floor) if chart.floor else ""
