"""Parameters and parts that several operations share, as fields of core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import fields, permissions, queries
from ..actor import Actor
from ..errors import BadQuery
from ..i18n import gettext_lazy as _
from ..objects import ObjectType
from .schemas import Plan

LONGEST_WHERE = 3000
LONGEST_LIST_OF_FIELDS = 2500
LONGEST_CURSOR = 1500
"""Characters. Together they fit the 8,190 bytes that the web server reads of an address."""
PAGE_OF_ROWS = 200
"""Rows of one bulk call: they are written in one transaction."""


WHERE, SORT, SINCE = "created_at >= week", "-created_at", "2026-11-28T09:00:00Z"
"""Examples that fit every object."""
EXAMPLES: Mapping[str, str] = {"where": WHERE, "sort": SORT, "since": SINCE}
"""Of parameters whose text has a grammar of its own."""


def where() -> Any:
    return fields.Text(_("Filter"), length=LONGEST_WHERE, help=_("The filter grammar of the lists, such as: status = new and due < today+7."))


def sort() -> Any:
    return fields.Text(_("Order"), length=80, help=_("A sortable field; with - before it the other way round."))


def shown() -> Any:
    return fields.Text(_("Fields"), length=LONGEST_LIST_OF_FIELDS, help=_("Names of fields, separated by commas; without it all but long texts."))


def cursor() -> Any:
    return fields.Text(_("Page"), length=LONGEST_CURSOR, help=_("“next” of the page before; empty for the first page."))


def limit(most: int = queries.MOST, default: int = queries.PAGE) -> Any:
    return fields.Integer(_("Rows of a page"), minimum=1, maximum=most, default=default)


def labels() -> Any:
    return fields.Checkbox(_("Labels"), help=_("Also answer “labels”: names of look-ups, words of picklists, telephone numbers as people write them."))


def record_id(label: Any, **options: Any) -> Any:
    return fields.Integer(label, minimum=1, maximum=2**63 - 1, **options)


def asked(plan: Plan, text: str | None, otherwise: list[str]) -> list[str]:
    """The names in a parameter ``fields``; what is no field is refused by whoever reads the rows."""
    if not text:
        return otherwise
    return list(dict.fromkeys(part for name in text.split(",") if (part := name.strip()) and part not in ("id", "version")))


def check(plan: Plan, names: list[str], user: Actor) -> None:
    """Raises BadQuery for a name that is no field; one that is hidden is none."""
    for name in names:
        if name not in plan.fields:
            raise BadQuery(permissions.unknown_field(user, plan.object_type, name), name)


def labels_of(plan: Plan, rows: list[Any], names: list[str], links: Mapping[int, queries.Link]) -> list[dict[str, str]]:
    """For each row the words for values that are ids or codes."""
    wanted = {name: one for name, one in plan.texts.items() if name in names}
    return [{name: text for name, one in wanted.items() if (text := _word(one, getattr(row, one.attribute), links))} for row in rows]


def _word(field: fields.Field, value: Any, links: Mapping[int, queries.Link]) -> str:
    if value is None or value == ():
        return ""
    if field.type == "lookup":
        return links[value].name if value in links else ""
    return field.text(value)


def links_of(object_type: ObjectType, names: list[str], rows: list[Any], user: Any) -> Mapping[int, queries.Link]:
    """The records these rows refer to, in one statement."""
    return queries.links(tuple(queries.look_up_ids(object_type, names, rows)), user)
