"""What saving many rows would ask for each of them is asked for all of them before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from .. import chunks, permissions, plugins, queries, registry
from ..actor import Actor
from ..fields import LookupField, UnitField, UserField
from ..objects import ObjectType
from .checking import living
from .reading import LOADED, REACHED, load


def foresee(object_type: ObjectType, rows: Sequence[Mapping[str, Any]], user: Actor) -> None:
    """Within a chunk (see ``chunks.each``): ask for all of its rows what saving each would ask by itself, which is where their look-ups
    lead and whether the user sees that, and what modules want to know. ``rows`` are values as for ``create``."""
    look_ups = [field.name for field in object_type.own_of(LookupField).values() if not isinstance(field, (UnitField, UserField))]
    by_object: dict[str, list[int]] = defaultdict(list)
    for target, code in sorted(living(named_in(rows, *look_ups)).items()):
        by_object[code].append(target)
    for code in by_object.keys() & registry.current().objects.keys():
        _foresee_targets(registry.object_type(code), by_object[code], user)
    plugins.call_each("foresee_saves", object_type=object_type, rows=rows)


def named_in(rows: Sequence[Mapping[str, Any]], *look_ups: str) -> set[int]:
    """The ids that rows of values give for these look-ups, as records or as ids. What is no id may have been typed, and is left out."""
    given = (getattr(row.get(name), "id", row.get(name)) for row in rows for name in look_ups)
    return {one for one in given if isinstance(one, int) and 0 < one < 2**63}


def _foresee_targets(object_type: ObjectType, ids: Sequence[int], user: Actor) -> None:
    """Which of these the user sees; they stay loaded for what rules and hooks read of them."""
    if permissions.may(user, object_type, "read"):
        chunks.facts(REACHED).update(dict.fromkeys((user.id, row.id) for row in queries.reached(object_type, user, ids)))
    chunks.facts(LOADED).update((one.id, one) for one in load(object_type, ids))
