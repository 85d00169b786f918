"""A field that a role may not see does not exist for it: not in lists, pages, forms, API, export, filters, sorting, history."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

import pytest

from .. import queries, records, registry, roles, saved_views, users
from ..actions import Action
from ..actor import Actor
from ..db import transaction
from ..errors import BadQuery, Invalid
from ..objects import ObjectType
from .fixtures import Client

MARK = "zq7 nobody sees this"
ROLE = "dealer_manager"
TEXTS = ("text", "long_text")
Make = Callable[..., Any]


def limit(object_type: ObjectType, levels: Mapping[str, str]) -> None:
    """An administrator limits fields of this object for the role."""
    held = {key: level for key, level in roles.find(ROLE).fields.items() if key[0] != object_type.code}
    roles.change(users.system_actor(), ROLE, fields={**held, **{(object_type.code, name): level for name, level in levels.items()}})


def free_texts(object_type: ObjectType) -> list[str]:
    """The fields that can hold the mark: of free text, and not what the record is called by."""
    return [name for name, one in object_type.model.__record_fields__.items()
            if one.stored and one.type in TEXTS and not one.system and name not in (object_type.name_field, *object_type.name_parts, "where") and getattr(one, "length", 255) >= len(MARK)]  # fmt: skip


def markable(object_type: ObjectType) -> str | None:
    """The one of them that most is done with."""
    return min(free_texts(object_type), key=lambda name: (name not in object_type.sortable, name not in object_type.filterable, name not in object_type.search), default=None)


def hideable(object_type: ObjectType) -> list[str]:
    """What may be hidden at all: not the name and its parts, and not what makes a record one of its parent's."""
    kept = {object_type.name_field, *object_type.name_parts, object_type.controlled_by}
    return [name for name in object_type.model.__record_fields__ if name not in kept]


class FieldRights:
    """The part of ``RightsContract`` that concerns fields, on the real roles of the real objects."""

    @pytest.fixture
    def person(self, user: Callable[..., Actor]) -> Actor:
        return user(ROLE)

    @pytest.mark.any_database
    def test_a_field_hidden_from_a_role_is_nowhere(self, read_code: str, person: Actor, make: Make, login: Callable[..., Client]) -> None:
        object_type, name = registry.object_type(read_code), markable(registry.object_type(read_code))
        record = self._marked(object_type, name, person, make)
        before = dict(_everywhere(object_type, record, login(actor=person)))
        limit(object_type, {name: "hidden"} if name else dict.fromkeys(hideable(object_type), "hidden"))

        found = [way for way, text in _everywhere(object_type, record, login(actor=users.actor(person.id))) if _shows(way, text, name)]

        assert not found
        assert name is None or any(_shows(way, text, name) for way, text in before.items())

    @pytest.mark.any_database
    def test_no_text_hidden_from_a_role_is_on_any_page_of_the_record(self, read_code: str, person: Actor, make: Make, login: Callable[..., Client]) -> None:
        object_type = registry.object_type(read_code)
        record = self._made(object_type, person, make, self._that_take_the_mark(object_type, person, make))
        limit(object_type, dict.fromkeys(hideable(object_type), "hidden"))

        assert not [way for way, text in _pages_of(record, login(actor=users.actor(person.id))) if MARK in text]

    @pytest.mark.any_database
    def test_nobody_filters_sorts_or_searches_by_a_field_hidden_from_them(self, read_code: str, person: Actor, make: Make, login: Callable[..., Client]) -> None:
        object_type = registry.object_type(read_code)
        names = hideable(object_type)
        record = self._marked(object_type, markable(object_type), person, make)
        limit(object_type, dict.fromkeys(names, "hidden"))
        reader = users.actor(person.id)

        for name in names:
            with pytest.raises(BadQuery):
                queries.page(object_type, reader, sort=name)
            with pytest.raises(BadQuery):
                queries.page(object_type, reader, where=f"{name} is empty")
            with pytest.raises(BadQuery):
                queries.page(object_type, reader, columns=(name,))
        assert MARK not in str([row.diff for row in records.history(record, reader)])
        assert record.id not in [row.id for row in queries.suggest(object_type, reader, MARK)]

    @pytest.mark.any_database
    def test_lists_pages_and_views_open_whatever_is_hidden(self, read_code: str, person: Actor, make: Make, login: Callable[..., Client]) -> None:
        object_type = registry.object_type(read_code)
        record = self._marked(object_type, markable(object_type), person, make)
        limit(object_type, dict.fromkeys(hideable(object_type), "hidden"))
        client = login(actor=users.actor(person.id))
        paths = [record.url, f"{record.url}/print", f"/{object_type.slug}", f"/{object_type.slug}?view=all", f"/api/v1/{object_type.slug}", "/"]

        assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)

    @pytest.mark.any_database
    def test_a_field_that_is_read_only_for_a_role_stays_as_it_is(self, read_code: str, person: Actor, make: Make, login: Callable[..., Client]) -> None:
        object_type, name = registry.object_type(read_code), markable(registry.object_type(read_code))
        record = self._marked(object_type, name, person, make)
        limit(object_type, dict.fromkeys(hideable(object_type), "readonly"))
        client = login(actor=users.actor(person.id))

        for field in [name] if name else hideable(object_type):
            answer = client.patch(f"/api/v1/{object_type.slug}/{record.id}", json={field: "something else"})
            assert answer.status_code in (403, 422), answer.get_data(as_text=True)
            assert answer.status_code == 403 or [one["field"] for one in answer.get_json()["errors"]] == [field]
        assert name is None or MARK in client.get(f"/api/v1/{object_type.slug}/{record.id}").get_data(as_text=True)

    @pytest.mark.any_database
    def test_no_dialog_asks_for_a_field_that_its_reader_may_not_change(self, read_code: str, person: Actor, make: Make, login: Callable[..., Client]) -> None:
        found = [action for action in registry.current().actions[read_code].values() if action.fills and action.scope == "record"]
        if not found:
            return
        record = self._made(registry.object_type(read_code), person, make, [])
        for level in ("hidden", "readonly"):
            _limit_filled(found, level)
            reader = users.actor(person.id)
            client = login(actor=reader)
            limited = [(f"{record.url}/actions/{action.code}", name) for action in found for name in action.limits(reader)]
            assert limited

            assert not [(url, name) for url, name in limited if f'name="{name}"' in client.get(url, follow_redirects=True).get_data(as_text=True)], level
            assert not [(url, name) for url, name in limited if client.post(f"/api/v1{url}", json={name: "1"}).status_code not in (403, 422)], level

    def _marked(self, object_type: ObjectType, name: str | None, person: Actor, make: Make) -> Any:
        """A record of the person's with the mark in the field, and a view of the person's own that shows, sorts and filters by it."""
        record = self._made(object_type, person, make, [name] if name else [])
        saved_views.keep(
            object_type, person, "My own", columns=[object_type.name_field, *([name] if name else [])],
            filters=[f"{name} starts zq7"] if name in object_type.filterable else [], sort=name if name in object_type.sortable else None,
        )  # fmt: skip
        return record

    def _made(self, object_type: ObjectType, person: Actor, make: Make, marked: Sequence[str]) -> Any:
        values = self._values(object_type.code, person.id if object_type.owners else 0, make)  # type: ignore[attr-defined]  # RightsContract has it
        return make(object_type.code, **{**values, **dict.fromkeys(marked, MARK)})

    def _that_take_the_mark(self, object_type: ObjectType, person: Actor, make: Make) -> list[str]:
        """The free texts without rules of their own, found by trying."""
        names = free_texts(object_type)
        try:
            with transaction():
                self._made(object_type, person, make, names)
                raise _Tried
        except Invalid as problem:
            return [name for name in names if name not in problem.errors]
        except _Tried:
            return names


def _limit_filled(found: Iterable[Action], level: str) -> None:
    """The fields that these actions fill, as far as they may be limited."""
    by_object: dict[str, dict[str, str]] = {}
    for action in found:
        for code, name in map(action.filled, action.fills):
            if name in hideable(registry.object_type(code)):
                by_object.setdefault(code, {})[name] = level
    for code, levels in by_object.items():
        limit(registry.object_type(code), levels)


class _Tried(Exception):
    """Takes a trial back."""


def _shows(way: str, text: str, name: str | None) -> bool:
    """Whether the value stands there or, in the API, the field."""
    return MARK in text or (way.startswith("/api") and f'"{name}":' in text)


def _everywhere(object_type: ObjectType, record: Any, client: Client) -> Iterator[tuple[str, str]]:
    """Every place that shows records: its name and its text."""
    slug, url = object_type.slug, f"/{object_type.slug}/{record.id}"
    own = saved_views.views_of(object_type, client.actor)[-1].code
    views = ["all", own, *(view.code for view in object_type.list_views)]
    paths = [url, f"{url}/edit", f"{url}/print", f"/api/v1/{slug}/{record.id}", f"/api/v1/{slug}", "/search?q=zq7", f"/lookup/{slug}?q=zq7",
             f"/{slug}/filter", f"/{slug}/columns", f"/{slug}/new", f"/history/{record.id}", f"/{slug}/board",
             *(f"/{slug}?view={view}" for view in views), *(f"/{slug}/export.csv?view={view}" for view in views)]  # fmt: skip
    yield from _read(paths, client)
    yield from _pages_of(record, client)


def _pages_of(record: Any, client: Client) -> Iterator[tuple[str, str]]:
    """The record's page and what it leads to of the same record: what modules print, panels that come later, the dialogs of its actions."""
    page = client.get(record.url).get_data(as_text=True)
    yield record.url, page
    addresses = {unescape(one) for one in re.findall(r'(?:href|hx-get)="(/[^"#]*)', page)}
    dialogs = {f"{record.url}/actions/{code}" for code in registry.current().actions[record.__object_code__]}
    yield from _read(sorted({one for one in addresses if re.search(rf"\b{record.id}\b", one)} | dialogs), client)


def _read(paths: Iterable[str], client: Client) -> Iterator[tuple[str, str]]:
    for path in paths:
        answer = client.get(path)
        assert answer.status_code < 500, path
        if (answer.mimetype or "").startswith("text/") or answer.is_json:  # a document made for the customer says what it has to
            yield path, answer.get_data(as_text=True)
