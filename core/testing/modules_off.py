"""The battery for switching modules off and on: what is off leaves no trace, the rest goes on, and all of it comes back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import current_app

from .. import actions, modules, plugins, queries, records, registry
from ..actor import Actor
from ..cli import main
from ..db import db
from ..errors import ForecourtError, NotFound
from ..objects import ObjectType
from .fixtures import Client


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


Story = Callable[["House"], None]
"""What somebody does with a module in the browser or by the API, and finds done."""


@dataclass
class House:
    """What a battery works with: an administrator, a browser of theirs, what makes records of each module, and its story."""

    admin: Actor
    client: Client
    makers: Mapping[str, Callable[[], Mapping[str, Any]]]
    stories: Mapping[str, Story] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)

    def use(self, codes: Collection[str], *, stories: bool = True) -> None:
        """Use each of these modules: a record of each of its objects and, unless they are left out, its story."""
        for code in (one for one in plugins.loaded_codes() if one in codes):
            for name, record in self.makers[code]().items():
                self.made[name] = record.id
            if stories and code in self.stories:
                self.stories[code](self)

    def records_on(self) -> dict[str, int]:
        """What was made and is there, of modules that are on: an id for each object."""
        on = [one for one in registry.objects() if one.code in self.made]
        return {one.code: self.made[one.code] for one in on if queries.count(one, self.admin, where=f"id = {self.made[one.code]}")[0]}

    def visit(self) -> None:
        """Every page, list, report, export, API resource and command of what is on opens."""
        for rule in pages_without_arguments():
            assert self.client.get(rule).status_code in (200, 302, 400, 403), rule  # 400: it wants to know of what; 403: not an administrator's own to do
        there = self.records_on()
        for object_type in registry.objects():
            for path in addresses(object_type, there.get(object_type.code), OF_SETUP if object_type.setup else DIALOGS):
                answer = self.client.get(path)
                assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.get_data(as_text=True)[:300]}"
        assert command("check").exit_code in (0, 1)  # 1: what a test's installation lacks
        for code, record_id in ((one, there[one]) for one in there if registry.object_type(one).menu):
            shown = command("fields", "list", code)
            assert shown.exit_code == 0, shown.output
            if modules.is_on("imports"):
                written = command("export", code, "--where", f"id = {record_id}")
                assert written.exit_code == 0, written.output

    def look_again(self, codes: Collection[str]) -> None:
        """The records of these modules that are still there open on their pages; those that an administrator keeps are left out."""
        there = self.records_on()
        for code, record_id in ((one.code, there[one.code]) for one in objects_of(codes) if one.code in there and not one.setup):
            assert self.client.get(f"/{registry.object_type(code).slug}/{record_id}").status_code == 200, code

    def delete_what_can_be(self) -> set[str]:
        """Delete what the others made, as far as rules let it; answers the objects of which one is gone."""
        gone = set()
        for code, record_id in self.records_on().items():
            try:
                records.delete(records.get(code, record_id, self.admin), self.admin)
                gone.add(code)
            except ForecourtError:
                continue
        return gone


DIALOGS = ("/count", "/filter", "/columns")
"""Small parts of lists, which have nothing of modules in them that the list has not."""


OF_SETUP = (*DIALOGS, "?view=all", "/new", "?q=a", "/print", "/fields", "/views", "/actions", "/history")
"""What is not opened of lists that an administrator keeps."""


def pages_without_arguments() -> list[str]:
    """The addresses of pages and resources of core and of what is on that need nothing to open."""
    found = []
    for rule in current_app.url_map.iter_rules():
        home = current_app.blueprints.get(rule.endpoint.rpartition(".")[0])
        if not rule.arguments and "GET" in (rule.methods or ()) and modules.is_on(getattr(home, "forecourt_module", "")) and rule.rule not in ("/logout", "/readyz"):
            found.append(rule.rule)
    return found


def command(*given: str) -> Result:
    """A command of ``forecourt``, as it is called at the command line."""
    db.session.rollback()
    return CliRunner().invoke(main, given, obj=current_app._get_current_object())  # type: ignore[attr-defined]  # a proxy


def addresses(object_type: ObjectType, record_id: int | None, without: Sequence[str] = ()) -> list[str]:
    """Where an object is to be found: pages and API, but for those that end in one of ``without``."""
    base, api = f"/{object_type.slug}", f"/api/v1/{object_type.slug}"
    found = [base, f"{base}?view=all", f"{base}/count", f"{base}/export.csv?view=all", f"/lookup/{object_type.slug}?q=a", f"{base}/filter", f"{base}/columns", api, f"{api}/fields", f"{api}/views"]
    if object_type.creatable:
        found.append(f"{base}/new")
    if object_type.board:
        found.append(f"{base}/board")
    if record_id is not None:
        found += [f"{base}/{record_id}", f"{base}/{record_id}/print", f"{api}/{record_id}", f"{api}/{record_id}/actions", f"{api}/{record_id}/history"]
    return [one for one in found if not one.endswith(tuple(without))] if without else found


def switch(codes: Sequence[str], on: bool, admin: Actor) -> None:
    """Switch modules in order, those that others need last off and first on."""
    for code in reversed(codes) if on else codes:
        (modules.enable if on else modules.disable)(code, admin)


def rows_of(codes: Collection[str]) -> dict[str, list[str]]:
    """Every row of each table of these modules, as text."""
    db.session.rollback()
    prefixes = tuple(plugins.loaded()[code].prefix for code in codes)
    tables = [table for table in db.metadata.sorted_tables if table.name.startswith(prefixes)]
    return {table.name: sorted(map(str, db.session.execute(sa.select(table)))) for table in tables}


def assert_no_trace(house: House, off: Collection[str]) -> None:
    """No menu entry, page, API resource, picker, search result, action, panel, column or command of these modules is left."""
    client, held = house.client, registry.current()
    home, index = client.get("/").get_data(as_text=True), client.get("/api/v1/").get_data(as_text=True)
    for item in held.menu:
        assert item.plugin not in off or f'href="{item.url}"' not in home, item.url
    for object_type in objects_of(off):
        assert f'"/api/v1/{object_type.slug}"' not in index
        for path in addresses(object_type, house.made.get(object_type.code)):
            assert client.get(path).status_code == 404, path
        _refused_by_the_gate(object_type, house)
    _absent_from_records(house, off)
    _absent_from_the_command_line(off)


def _absent_from_the_command_line(off: Collection[str]) -> None:
    """Their commands are unknown, and no command speaks of their objects."""
    told = command("--help").output
    brought = {one.name: owner for owner, function in plugins.implementations("register_commands", everybody=True) for one in function()}
    for name, owner in brought.items():
        assert (f"  {name} " in told) is (owner not in off), name
        assert (command(name, "--help").exit_code == 2) is (owner in off), name
    for object_type in objects_of(off):
        for given in (("fields", "list", object_type.code), *([("export", object_type.code)] if modules.is_on("imports") else [])):
            assert command(*given).exit_code == 1, f"{' '.join(given)} still serves"


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


def try_off(house: House, codes: Iterable[str], *, stories: bool = True, pages: bool = True, traces: bool = True) -> None:
    """The whole battery for these modules off at once; without ``pages`` it opens only what was made, not all that can be opened; without ``traces`` it
    looks for what is left of them in their rows alone."""
    loaded, off = set(plugins.loaded_codes()), with_dependants(codes)
    house.use(loaded, stories=stories)
    before = rows_of(off)
    switch(off, False, house.admin)
    if traces:
        assert_no_trace(house, off)
    house.use(loaded - set(off), stories=stories)
    house.visit() if pages else house.look_again(loaded - set(off))
    house.delete_what_can_be()
    assert rows_of(off) == before, "a module's rows changed while it was off"
    switch(off, True, house.admin)
    reconcile(before, off)
    house.look_again(off)
    settled = rows_of(off)
    switch(off, False, house.admin)
    switch(off, True, house.admin)
    again = rows_of(off)
    assert {name: len(rows) for name, rows in again.items()} == {name: len(rows) for name, rows in settled.items()}, "what was put right once is put right again"
    reconcile(settled, off)


def reconcile(before: Mapping[str, list[str]], off: Collection[str]) -> None:
    """Each record is there as it was; what refers to a record refers to one that there is, and nothing hangs on what was deleted meanwhile."""
    after = rows_of(off)
    for object_type in objects_of(off):
        name = object_type.table.name
        assert not set(before[name]) - set(after[name]), f"records of {object_type.code} are missing or changed after their module was off"
    with db.engine.connect() as connection:
        for table in (db.metadata.tables[name] for name in after):
            for key in table.foreign_keys:
                target = key.column
                lost = sa.select(sa.func.count()).select_from(table).where(key.parent.is_not(None), ~sa.exists().where(target == key.parent).correlate(table))
                if target.table is not table:
                    assert not connection.execute(lost).scalar_one(), f"{key.parent} refers to what is not there"


def objects_of(codes: Collection[str]) -> list[ObjectType]:
    """The objects of these modules, on or off."""
    return [one for one in registry.current().objects.values() if one.plugin in codes]
