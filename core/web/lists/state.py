"""What a list's address says: view, filters, columns, order. Read from a request, written back as an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from ... import conditions, permissions, queries, registry, saved_views, side_columns
from ...actor import Actor, current_actor
from ...errors import BadQuery
from ...i18n import gettext as _
from ...objects import ListView, ObjectType
from ...saved_views import SavedView
from ..wording import in_words, words

View = ListView | SavedView
MOST_FILTERS = 20


def opened(slug: str, operation: str = "read") -> tuple[ObjectType, Actor]:
    """The object at this address and who asks. Raises NotFound, ModuleOff, Forbidden."""
    object_type, user = registry.by_slug(slug), current_actor()
    permissions.require(user, object_type, operation)
    return object_type, user


@dataclass(frozen=True, slots=True)
class ListState:
    """One way of looking at a list. ``filters`` are conditions as text; None for columns or sort: those of the view.

    ``views`` are those that come with the object and speak only of fields the reader may know of; ``kept_sort`` is the
    view's order, unless that field is hidden; ``pinned`` is the code of the view that the user's list opens with.
    """

    object_type: ObjectType
    view: View | None
    own_views: tuple[SavedView, ...]
    filters: tuple[str, ...]
    chosen_columns: tuple[str, ...] | None
    chosen_sort: str | None
    views: tuple[ListView, ...] = ()
    kept_sort: str | None = None
    pinned: str | None = None

    @property
    def code(self) -> str:
        """The view's, as its address has it."""
        return self.view.code if self.view is not None else saved_views.ALL

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


def read_state(object_type: ObjectType, user: Actor, args: MultiDict[str, str], remembered: str | None = None) -> ListState:
    """The state of an address. ``remembered``: given where a bare address leads to the view that is pinned, or else to this one, if it is still there.

    Raises BadQuery for a view, filter or column that is not known.
    """
    held = saved_views.of_list(object_type, user)
    own = held.kept
    shipped = tuple(one for one in object_type.list_views if queries.knows(object_type, user, one.where))
    code = args.get("view")
    if remembered is not None and not args:
        there = {saved_views.ALL, *(one.code for one in shipped), *(one.code for one in own)}
        code = next((one for one in (held.pinned, remembered) if one in there), None)
    view = _view(shipped, own, code)
    kept_sort = view.sort if view is not None and queries.knows(object_type, user, None, view.sort) else None
    filters = _filters(args, view)
    columns = tuple(part for part in args.get("columns", "").split(",") if part) or None
    if columns:
        _check_columns(object_type, user, columns)
    return ListState(object_type, view, own, filters, columns, args.get("sort") or None, shipped, kept_sort, held.pinned)


def _view(shipped: Sequence[ListView], own: Sequence[SavedView], code: str | None) -> View | None:
    if code is None:
        return shipped[0] if shipped else None
    views: tuple[View, ...] = (*shipped, *own)
    found = next((one for one in views if one.code == code), None)
    if found is None and code.startswith(saved_views.KEPT):
        raise BadQuery(_("This view has been deleted, or it is not shared with you."), "view")
    if found is None and code != saved_views.ALL:
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
    known = {*permissions.visible_fields(user, object_type), *side_columns.added(object_type, user)}
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


def chips(state: ListState, user: Actor) -> list[Chip]:
    return [_chip(state, index, text, user) for index, text in enumerate(state.filters)]


def _chip(state: ListState, index: int, text: str, user: Actor) -> Chip:
    name, operator, value = words(conditions.read(text), state.object_type, user) or (_("Filter"), "", in_words(text, state.object_type, user))
    return Chip(name, operator, value, state.url("/filter", replace=str(index)), state.without(index).url())
