"""A condition as people read it: "Priority is High and Owner is me" for ``priority = high and owner = me``."""

from __future__ import annotations

from .. import conditions, permissions, queries, side_columns, units, users
from ..actor import Actor
from ..conditions import All, Any_, Not, Test
from ..errors import BadQuery
from ..fields import CheckboxField, DateField, DateTimeField, Field, LookupField, PicklistField, UnitField, UserField
from ..i18n import gettext as _
from ..i18n import joined, pgettext
from ..ids import id_in
from ..objects import ObjectType
from . import day_words


def in_words(text: str, object_type: ObjectType, user: Actor) -> str:
    """The condition in the reader's language; as it was written where it cannot be read, or speaks of what the reader may not know of."""
    try:
        return _sentence(conditions.read(text), object_type, user, within=False)
    except BadQuery:
        return text


def _sentence(condition: conditions.Condition, object_type: ObjectType, user: Actor, *, within: bool = True) -> str:
    if isinstance(condition, (All, Any_)) and condition.parts:
        first, *others = (_sentence(part, object_type, user) for part in condition.parts)
        return _joined(first, others, isinstance(condition, Any_), within)
    found = words(condition, object_type, user)
    if found is not None:
        label, operator, value = found
        return _("%(field)s %(compared)s %(value)s", field=label, compared=operator, value=value).strip()
    if isinstance(condition, Not):
        return _("not: %(condition)s", condition=_sentence(condition.part, object_type, user))
    return conditions.write(condition)


def _joined(text: str, others: list[str], either: bool, within: bool) -> str:
    for other in others:
        text = _("%(one)s or %(other)s", one=text, other=other) if either else _("%(one)s and %(other)s", one=text, other=other)
    return _("(%(condition)s)", condition=text) if either and within and others else text


def words(condition: conditions.Condition, object_type: ObjectType, user: Actor) -> tuple[str, str, str] | None:
    """Field, comparison and value of a single test, in words; None for what is none, or speaks of a field the reader may not know of."""
    negated = isinstance(condition, Not)
    test = condition.part if isinstance(condition, Not) else condition
    field = _field_of(object_type, test, user) if isinstance(test, Test) else None
    if not isinstance(test, Test) or field is None or (negated and test.operator != "empty"):
        return None
    return str(field.label), operator_labels(field)["not empty" if negated else test.operator], value_words(field, test, user)


def _field_of(object_type: ObjectType, test: Test, user: Actor) -> Field | None:
    """The object's own field, or the shape of a column that another module adds."""
    side = side_columns.find(object_type, test.field, user)
    return side.field if side is not None else permissions.visible_fields(user, object_type).get(test.field)


def operator_labels(field: Field) -> dict[str, str]:
    """How the comparisons with this field are called: a day comes before another, an amount lies below it."""
    dated = isinstance(field, (DateField, DateTimeField))
    order = {"<": pgettext("comparison", "before"), "<=": pgettext("comparison", "until"), ">": pgettext("comparison", "after"), ">=": pgettext("comparison", "from")} if dated else {"<": pgettext("comparison", "below"), "<=": _("at most"), ">": pgettext("comparison", "above"), ">=": _("at least")}
    return {
        "=": _("is"), "!=": _("is not"), "in": _("is one of"), **order,
        "contains": _("contains"), "starts": _("starts with"), "empty": _("is empty"), "not empty": _("is not empty"),
    }  # fmt: skip


def value_words(field: Field, test: Test, user: Actor) -> str:
    """A filter's value as people read it."""
    if test.operator == "empty":
        return ""
    values = test.value if isinstance(test.value, (list, tuple)) else (test.value,)
    return joined(_one_value(field, str(value), user) for value in values)


def _one_value(field: Field, text: str, user: Actor) -> str:
    if isinstance(field, LookupField):
        return _principal_or_record(field, text, user)
    if isinstance(field, PicklistField):
        return next((str(choice) for choice in field.choices if choice.code == text), text)
    if isinstance(field, CheckboxField):
        return _("Yes") if text.lower() in ("true", "1", "yes") else _("No")
    if isinstance(field, (DateField, DateTimeField)):
        return day_words.in_words(field, text, user)
    return text


def _principal_or_record(field: LookupField, text: str, user: Actor) -> str:
    if text == "me":
        return _("me")
    if text == "my_dealer":
        return _("my dealer")
    number = id_in(text)
    if number is None:
        return text
    if isinstance(field, UnitField):
        return units.name_of(number)
    if isinstance(field, UserField):
        return users.name_of(number)
    link = queries.links_seen([number], user).get(number)
    return link.name if link is not None else text
