"""The battery for switching modules off and on: what is off leaves no trace, the rest goes on, and all of it comes back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from .. import actions, modules, plugins, queries, records, registry
from ..actor import Actor, acting
from ..db import db
from ..errors import ForecourtError, NotFound
from ..objects import ObjectType
from .fixtures import Client

Make = Callable[..., Any]


def with_dependants(codes: Iterable[str]) -> list[str]:
    """These modules and all that build on them, in the order in which they can be switched off."""
    wanted = set(codes)
    for code, plugin in plugins.loaded().items():
        if wanted & set(plugin.depends):
            wanted.add(code)
    return [code for code in reversed(plugins.loaded_codes()) if code in wanted]


def every_pair(codes: Iterable[str]) -> list[tuple[str, str]]:
    """All pairs of modules."""
    return list(combinations(sorted(codes), 2))


def covering_pairs(codes: Iterable[str]) -> list[tuple[str, str]]:
    """As few pairs as it takes for each module to be off together with two others."""
    held = sorted(codes)
    return [(one, held[(place + 1) % len(held)]) for place, one in enumerate(held)]


@dataclass
class House:
    """What a battery works with: an administrator, a browser of theirs, and how records are made."""

    admin: Actor
    client: Client
    make: Make
    complete: Callable[[str, Make], dict[str, Any]]
    made: dict[str, int] = field(default_factory=dict)

    def use(self, codes: Collection[str]) -> None:
        """A short story of each module: a record of each of its objects is made, changed and looked at."""
        for object_type in registry.objects():
            if object_type.plugin in codes:
                record = self.make(object_type.code, **self.complete(object_type.code, self.make))
                self.made[object_type.code] = record.id
                with acting(self.admin):
                    assert records.history(record, self.admin)

    def visit(self) -> None:
        """Every page, list, export and API resource of what is on opens."""
        for path in ("/", "/search?q=a", "/recycle-bin", "/admin/modules", "/admin/roles/sales_consultant", "/notices", "/api/v1/", "/api/v1/openapi.json"):
            assert self.client.get(path).status_code in (200, 302, 404), path
        for object_type in registry.objects():
            for path in addresses(object_type, self.made.get(object_type.code)):
                answer = self.client.get(path)
                assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.get_data(as_text=True)[:300]}"

    def visit_again(self) -> None:
        """As ``visit``, with those records that are still there."""
        living = {code: queries.count(code, self.admin, where=f"id = {one}")[0] for code, one in self.made.items()}
        self.made = {code: one for code, one in self.made.items() if living[code]}
        self.visit()

    def delete_what_can_be(self) -> set[str]:
        """Delete what the others made, as far as rules let it; answers the objects of which one is gone."""
        gone = set()
        for code, record_id in self.made.items():
            if modules.is_on(registry.object_type(code).plugin):
                try:
                    records.delete(records.get(code, record_id, self.admin), self.admin)
                    gone.add(code)
                except ForecourtError:
                    continue
        return gone


def addresses(object_type: ObjectType, record_id: int | None) -> list[str]:
    """Where an object is to be found: pages and API."""
    base, api = f"/{object_type.slug}", f"/api/v1/{object_type.slug}"
    found = [base, f"{base}?view=all", f"{base}/count", f"{base}/export.csv?view=all", f"/lookup/{object_type.slug}?q=a", f"{base}/filter", f"{base}/columns", api]
    if object_type.creatable:
        found.append(f"{base}/new")
    if object_type.board:
        found.append(f"{base}/board")
    return found if record_id is None else [*found, f"{base}/{record_id}", f"{base}/{record_id}/print", f"{api}/{record_id}"]


def switch(codes: Sequence[str], on: bool, admin: Actor) -> None:
    """Switch modules in order, those that others need last off and first on."""
    for code in reversed(codes) if on else codes:
        (modules.enable if on else modules.disable)(code, admin)


def rows_of(codes: Collection[str]) -> dict[str, int]:
    """How many rows each table of these modules holds."""
    prefixes = tuple(plugins.loaded()[code].prefix for code in codes)
    tables = [table for table in db.metadata.tables.values() if table.name.startswith(prefixes)]
    return {table.name: db.session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in tables}


def assert_no_trace(house: House, off: Collection[str]) -> None:
    """No menu entry, page, API resource, picker, search result, action, panel, column or command of these modules is left."""
    client, held = house.client, registry.current()
    home, index = client.get("/").get_data(as_text=True), client.get("/api/v1/").get_data(as_text=True)
    for item in held.menu:
        assert item.plugin not in off or f'href="{item.url}"' not in home, item.url
    for object_type in held.objects.values():
        if object_type.plugin in off:
            assert f'"/api/v1/{object_type.slug}"' not in index
            for path in addresses(object_type, house.made.get(object_type.code)):
                assert client.get(path).status_code == 404, path
            _refused_by_the_gate(object_type, house)
    assert not [owner for hook in ("register_commands", "record_columns", "before_save") for owner, _function in plugins.implementations(hook) if owner in off]
    _absent_from_records(house, off)


def _refused_by_the_gate(object_type: ObjectType, house: House) -> None:
    for attempt in (lambda: queries.page(object_type, house.admin), lambda: records.create(object_type, house.admin)):
        try:
            attempt()
        except NotFound:
            continue
        raise AssertionError(f"the gate still serves {object_type.code}")


def _absent_from_records(house: House, off: Collection[str]) -> None:
    """On the records of the others, nothing of these modules can be done or seen."""
    held = registry.current()
    for object_type in registry.objects():
        offered = actions.actions_on(object_type, house.admin)
        assert not [one for one in offered if one.plugin in off]
        columns = [code for code, column in held.columns[object_type.code].items() if column.plugin in off]
        for code in columns:
            answer = house.client.get(f"/api/v1/{object_type.slug}?fields={code}")
            assert answer.status_code in (400, 422) or code not in answer.get_data(as_text=True)


def try_off(house: House, codes: Iterable[str]) -> None:
    """The whole battery for these modules off at once."""
    loaded, off = set(plugins.loaded_codes()), with_dependants(codes)
    house.use(loaded)
    before = rows_of(off)
    switch(off, False, house.admin)
    db.session.commit()
    assert_no_trace(house, off)
    rest = loaded - set(off)
    house.use(rest)
    house.visit()
    house.delete_what_can_be()
    assert rows_of(off) == before, "a module's rows changed while it was off"
    switch(off, True, house.admin)
    objects = {one.table.name for one in objects_of(off)}
    fewer = {name: count for name, count in rows_of(off).items() if count < before[name] and name in objects}
    assert not fewer, "records are missing after a module was off"
    house.visit_again()
    settled = rows_of(off)
    switch(off, False, house.admin)
    switch(off, True, house.admin)
    assert rows_of(off) == settled, "what was put right once is put right again"


def objects_of(codes: Collection[str]) -> list[ObjectType]:
    """The objects of these modules, on or off."""
    return [one for one in registry.current().objects.values() if one.plugin in codes]
