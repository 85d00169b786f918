"""A condition judged in Python, as ``core.queries`` judges it in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .. import permissions
from ..errors import BadQuery
from ..fields.base import COMPARISONS
from ..i18n import gettext as _
from .grammar import WHERE, read
from .tree import All, Among, Any_, Not, Test, Where
from .values import resolve, spread

if TYPE_CHECKING:
    from ..actor import Actor
    from ..objects import ObjectType

def holds(where: Where, object_type: ObjectType, values: Mapping[str, Any], user: Actor) -> bool:
    """Whether the condition is true of these values (by field name), judged in Python. Raises BadQuery."""
    condition = read(where)
    if isinstance(condition, All):
        return all(holds(part, object_type, values, user) for part in condition.parts)
    if isinstance(condition, Any_):
        return any(holds(part, object_type, values, user) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, object_type, values, user)
    if isinstance(condition, Among):
        raise BadQuery(_("This filter cannot be read."), WHERE)
    field = object_type.fields.get(condition.field)
    if field is None:
        raise BadQuery(permissions.unknown_field(user, object_type, condition.field), condition.field)
    plain = spread(condition, field, user)
    if isinstance(plain, Test):
        return _test_holds(plain, values.get(plain.field), resolve(plain, field, user))
    return holds(plain, object_type, values, user)


def _test_holds(test: Test, actual: Any, wanted: Any) -> bool:
    actual = getattr(actual, "id", actual)
    if test.operator == "empty":
        return actual in (None, "", ())
    if test.operator == "!=":
        return bool(actual != wanted)
    if actual is None:
        return False
    return bool(_JUDGE[test.operator](actual, wanted))


_JUDGE: dict[str, Callable[[Any, Any], Any]] = {
    **COMPARISONS,
    "in": lambda a, b: a in b,
    "contains": lambda a, b: any(item in a for item in b) if isinstance(b, tuple) else b.lower() in str(a).lower(),
    "starts": lambda a, b: str(a).lower().startswith(b.lower()),
}
