"""What a list's address says: view, filters, columns, order. Read from a request, written back as an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from .. import conditions, permissions, queries, registry, side_columns, units, users
from ..actor import Actor
from ..conditions import Not, Test
from ..errors import BadQuery
from ..fields import CheckboxField, DateField, DateTimeField, Field, LookupField, PicklistField, UnitField, UserField
from ..i18n import gettext as _
from ..objects import ListView, ObjectType
from ..saved_views import SavedView, views_of
from .formats import formats

View = ListView | SavedView
MOST_FILTERS = 20


@dataclass(frozen=True, slots=True)
class ListState:
    """One way of looking at a list. ``filters`` are conditions as text; None for columns or sort: those of the view.

    ``views`` are those that come with the object and speak only of fields the reader may know of; ``kept_sort`` is the
    view's order, unless that field is hidden.
    """

    object_type: ObjectType
    view: View | None
    own_views: tuple[SavedView, ...]
    filters: tuple[str, ...]
    chosen_columns: tuple[str, ...] | None
    chosen_sort: str | None
    views: tuple[ListView, ...] = ()
    kept_sort: str | None = None

    @property
    def base(self) -> str:
        return f"/{self.object_type.slug}"

    @property
    def is_changed(self) -> bool:
        """Whether something differs from the view as it is kept."""
        held = tuple(self.view.filters) if isinstance(self.view, SavedView) else ()
        return self.filters != held or self.chosen_columns is not None or self.chosen_sort is not None

    @property
    def columns(self) -> tuple[str, ...]:
        if self.chosen_columns:
            return self.chosen_columns
        if self.view is not None and self.view.columns:
            return tuple(self.view.columns)
        return default_columns(self.object_type)

    @property
    def sort(self) -> str | None:
        return self.chosen_sort or self.kept_sort

    @property
    def where(self) -> conditions.Condition:
        own = self.view.where if isinstance(self.view, ListView) else None
        return conditions.both(own, *self.filters)

    def pairs(self) -> list[tuple[str, str]]:
        """The state as query pairs, what the view says by itself left out."""
        found = [("view", self.view.code)] if self.view is not None else []
        if self.is_changed or not isinstance(self.view, SavedView):
            found += [("where", one) for one in self.filters]
        if isinstance(self.view, SavedView) and self.is_changed and not self.filters:
            found.append(("where", ""))
        if self.chosen_columns is not None:
            found.append(("columns", ",".join(self.chosen_columns)))
        if self.chosen_sort is not None:
            found.append(("sort", self.chosen_sort))
        return found

    def url(self, path: str = "", **more: str) -> str:
        pairs = self.pairs() + list(more.items())
        return f"{self.base}{path}" + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, index: int) -> ListState:
        return replace(self, filters=self.filters[:index] + self.filters[index + 1 :])

    def with_filter(self, text: str, index: int | None = None) -> ListState:
        if index is not None and 0 <= index < len(self.filters):
            return replace(self, filters=(*self.filters[:index], text, *self.filters[index + 1 :]))
        return replace(self, filters=(*self.filters, text))


def default_columns(object_type: ObjectType) -> tuple[str, ...]:
    """The columns of a list that no view describes."""
    if object_type.list_views:
        return object_type.list_views[-1].columns
    names = [name for name in (object_type.name_field, *object_type.highlights, *object_type.layout.names()) if name in object_type.fields]
    return tuple(dict.fromkeys(names))[:7]


def read_state(object_type: ObjectType, user: Actor, args: MultiDict[str, str]) -> ListState:
    """The state of an address. Raises BadQuery for a view, filter or column that is not known."""
    own = tuple(views_of(object_type, user))
    shipped = tuple(one for one in object_type.list_views if queries.knows(object_type, user, one.where))
    view = _view(shipped, own, args.get("view"))
    kept_sort = view.sort if view is not None and queries.knows(object_type, user, None, view.sort) else None
    filters = _filters(args, view)
    columns = tuple(part for part in args.get("columns", "").split(",") if part) or None
    if columns:
        _check_columns(object_type, user, columns)
    return ListState(object_type, view, own, filters, columns, args.get("sort") or None, shipped, kept_sort)


def _view(shipped: Sequence[ListView], own: Sequence[SavedView], code: str | None) -> View | None:
    if code is None:
        return shipped[0] if shipped else None
    views: tuple[View, ...] = (*shipped, *own)
    found = next((one for one in views if one.code == code), None)
    if found is None and code != "all":
        raise BadQuery(_("This list has no view “%(name)s”.", name=code), "view")
    return found


def _filters(args: MultiDict[str, str], view: View | None) -> tuple[str, ...]:
    if "where" not in args and isinstance(view, SavedView):
        return tuple(view.filters)
    found = tuple(text.strip() for text in args.getlist("where") if text.strip())
    if len(found) > MOST_FILTERS:
        raise BadQuery(_("The filter has too many parts; %(most)s are allowed.", most=MOST_FILTERS))
    for text in found:
        conditions.read(text)
    return found


def _check_columns(object_type: ObjectType, user: Actor, columns: Sequence[str]) -> None:
    known = {*permissions.visible_fields(user, object_type), *registry.current().columns[object_type.code]}
    for name in columns:
        if name not in known:
            raise BadQuery(permissions.unknown_field(user, object_type, name), name)


def without_lost(state: ListState, user: Actor) -> tuple[ListState, list[str]]:
    """An own view that speaks of fields one cannot ask for any more, removed or hidden since: the state without them, and why in sentences."""
    if not isinstance(state.view, SavedView):
        return state, []
    kept, sentences = _without_removed(state, user)
    filters = tuple(text for text in kept.filters if text not in state.view.filters or queries.knows(state.object_type, user, text))
    if filters != kept.filters:
        kept = replace(kept, filters=filters)
        sentences = [*sentences, _("This view filters by a field that you may not see any more; it is shown without that filter.")]
    return kept, sentences


def _without_removed(state: ListState, user: Actor) -> tuple[ListState, list[str]]:
    """Without the custom fields that an administrator has removed."""
    removed = state.object_type.removed
    named = {name for text in state.filters for name in conditions.names(conditions.read(text))}
    gone = [name for name in removed if name in {*named, *state.columns, (state.sort or "").removeprefix("-")}]
    filters = tuple(text for text in state.filters if not set(conditions.names(conditions.read(text))) & set(gone))
    kept = replace(state, filters=filters, chosen_columns=tuple(name for name in state.columns if name not in gone) or None)
    if (state.sort or "").removeprefix("-") in gone:
        kept = replace(kept, chosen_sort=state.object_type.default_sort)
    shown = [name for name in gone if permissions.field_right(user, state.object_type, name) != "hidden"]
    sentences = [_("The field “%(field)s” has been removed by an administrator; this view does without it.", field=removed[name].label) for name in shown]
    return (kept, sentences) if gone else (state, [])


# ---------------------------------------------------------------- filters as chips


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as one sees and edits it."""

    name: str
    operator: str
    value: str
    edit_url: str
    drop_url: str


def operator_labels() -> dict[str, str]:
    return {
        "=": _("is"), "!=": _("is not"), "in": _("is one of"), "<": _("before or below"), "<=": _("at most"), ">": _("after or above"), ">=": _("at least"),
        "contains": _("contains"), "starts": _("starts with"), "empty": _("is empty"), "not empty": _("is not empty"),
    }  # fmt: skip


def chips(state: ListState, user: Actor) -> list[Chip]:
    return [_chip(state, index, text, user) for index, text in enumerate(state.filters)]


def _chip(state: ListState, index: int, text: str, user: Actor) -> Chip:
    name, operator, value = _words(state.object_type, conditions.read(text), text, user)
    return Chip(name, operator, value, state.url("/filter", replace=str(index)), state.without(index).url())


def _words(object_type: ObjectType, condition: conditions.Condition, text: str, user: Actor) -> tuple[str, str, str]:
    negated = isinstance(condition, Not)
    test = condition.part if isinstance(condition, Not) else condition
    field = _field_of(object_type, test, user) if isinstance(test, Test) else None
    if not isinstance(test, Test) or field is None or (negated and test.operator != "empty"):
        return _("Filter"), "", text
    operator = "not empty" if negated else test.operator
    return str(field.label), operator_labels()[operator], value_words(field, test, user)


def _field_of(object_type: ObjectType, test: Test, user: Actor) -> Field | None:
    """The object's own field, or the shape of a column that another module adds."""
    side = side_columns.find(object_type, test.field)
    return side.field if side is not None else permissions.visible_fields(user, object_type).get(test.field)


def value_words(field: Field, test: Test, user: Actor) -> str:
    """A filter's value as people read it."""
    if test.operator == "empty":
        return ""
    values = test.value if isinstance(test.value, (list, tuple)) else (test.value,)
    return ", ".join(_one_value(field, str(value), user) for value in values)


def _one_value(field: Field, text: str, user: Actor) -> str:
    if isinstance(field, LookupField):
        return _principal_or_record(field, text, user)
    if isinstance(field, PicklistField):
        return next((str(choice) for choice in field.choices if choice.code == text), text)
    if isinstance(field, CheckboxField):
        return _("Yes") if text.lower() in ("true", "1", "yes") else _("No")
    if isinstance(field, (DateField, DateTimeField)):
        return relative_days().get(text) or _plain_day(field, text)
    return text


def _plain_day(field: Field, text: str) -> str:
    try:
        value = field.clean(text)
    except ValueError:
        return text
    return formats().when(value) if isinstance(field, DateTimeField) else formats().short_day(value)


def _principal_or_record(field: LookupField, text: str, user: Actor) -> str:
    if text == "me":
        return _("me")
    if text == "my_dealer":
        return _("my dealer")
    if not text.isdecimal():
        return text
    if isinstance(field, UnitField):
        return units.name_of(int(text))
    if isinstance(field, UserField):
        return users.name_of(int(text))
    return queries.names([int(text)], user).get(int(text), text)


def relative_days() -> dict[str, str]:
    return {
        "today": _("today"), "tomorrow": _("tomorrow"), "yesterday": _("yesterday"), "week": _("this week"), "month": _("this month"),
        "month+1": _("next month"), "quarter": _("this quarter"), "quarter+1": _("next quarter"), "year": _("this year"), "today+7": _("in 7 days"),
    }  # fmt: skip
