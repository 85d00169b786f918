"""Exactly what a list shows, all rows of it, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from flask import Blueprint, Response, request, stream_with_context

from ... import audit, queries
from ...actor import Actor, acting
from ...cells import harmless
from ...fields import CurrencyField, FormulaField
from ...objects import ObjectType
from ..rendering import Head, heads_of
from .state import opened, read_state, without_lost


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/<slug>/export.csv", view_func=export)


def export(slug: str) -> Response:
    """Exactly what the list shows, all rows of it, as CSV. Raises Forbidden without the right to export."""
    object_type, user = opened(slug)
    user.require("export")
    state, _notes = without_lost(read_state(object_type, user, request.args), user)
    heads = heads_of(object_type, state.columns, user)
    columns = [head.code for head in heads if head.column is None]
    pages = queries.export(object_type, user, where=state.where, sort=state.sort, columns=columns)
    first = next(pages)  # what is wrong with the address is said before the first line is sent
    audit.record("export", actor=user, object_code=object_type.code, details={"where": list(state.filters), "columns": [head.code for head in heads]})
    name = f"{object_type.slug}.csv"
    body = stream_with_context(_acting_as(user, _csv(object_type, heads, chain([first], pages), user)))
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _acting_as(user: Actor, parts: Iterator[str]) -> Iterator[str]:
    """Each part made as by the user: what is sent once the page itself is done would tell times as nobody's clock does."""
    while True:
        with acting(user):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _csv(object_type: ObjectType, heads: Sequence[Head], pages: Iterable[Sequence[Any]], user: Actor) -> Iterator[str]:
    columns = [head.code for head in heads if head.column is None]
    yield "\ufeff" + _csv_line([label for head in heads for label in _labels(head)])
    for rows in pages:
        links = queries.links(tuple(queries.look_up_ids(object_type, columns, rows)), user)
        extra = {head.code: head.column.load([row.id for row in rows], user) for head in heads if head.column is not None}
        yield "".join(_csv_line([text for head in heads for text in _texts(object_type, head, row, links, extra)]) for row in rows)


def _labels(head: Head) -> list[str]:
    """What stands above a column: an amount has a second one for the currency that the list shows with it."""
    return [head.label, str(head.field.currency.label)] if _is_amount(head) else [head.label]  # type: ignore[union-attr]  # an amount has a currency


def _texts(object_type: ObjectType, head: Head, row: Any, links: Any, extra: Any) -> list[str]:
    text = _csv_text(object_type, head, row, links, extra)
    return [text, (getattr(row, head.field.currency_attribute) or "") if text else ""] if _is_amount(head) else [text]  # type: ignore[union-attr]  # as above


def _is_amount(head: Head) -> bool:
    return head.column is None and isinstance(head.field, CurrencyField)


def _csv_text(object_type: ObjectType, head: Head, row: Any, links: Any, extra: Any) -> str:
    """As the list says it, also of a record that ships, which is called otherwise in each language."""
    if head.column is not None:
        value = extra[head.code].get(row.id)
        return head.field.text(value) if head.field is not None else str(value or "")
    shape = head.field
    assert shape is not None  # noqa: S101 - a head without a column has a field; said for the type checker
    value = shape.compute(row) if isinstance(shape, FormulaField) else getattr(row, shape.attribute)
    if value is None:
        return ""
    if value in links and shape.type == "lookup":
        return str(links[value].name)
    return object_type.called(row.id, shape.text(value)) if head.code == object_type.name_field else shape.text(value)


def _csv_line(values: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([harmless(value) for value in values])
    return buffer.getvalue()
