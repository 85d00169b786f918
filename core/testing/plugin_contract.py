"""The battery of tests that every plugin passes, beside ``ObjectContract`` for each of its objects."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar, NoReturn

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask, current_app

from .. import actions, catalogs, customization, declarations, migrate, modules, permissions, plugins, queries, records, registry, side_columns, users
from ..cli import main
from ..db import db
from ..errors import Refusal
from ..i18n import speaking, texts
from ..objects import ObjectType
from .databases import Databases
from .declared_texts import texts_of
from .fixtures import Client, begin_anew, make_record, opened, person_in, save_together, valid_values
from .modules_off import addresses, switch, with_dependants
from .plans import unindexed
from .wrong_bodies import wrong_bodies

SAVING = ("before_save", "after_save")
READERS = ("sales_consultant", "sales_manager", "dealer_manager", "administrator")
HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[a-z]{2}")
START = """
import json, sys
from core import acting, create_app, modules, queries, registry, system_actor
from core.migrate import upgrade
folder, codes = json.loads(sys.argv[1])
app = create_app({"database_url": f"sqlite:///{folder}/alone.db", "data_dir": folder, "secret_key": "test", "queue": {"url": "none"}, "modules": {"load": codes}})
with app.app_context():
    upgrade()
    with acting(system_actor()) as system:
        modules.settle(system)
        for object_type in registry.objects():
            queries.page(object_type, system)
assert app.test_client().get("/login").status_code == 200
"""
"""What a process of its own runs with nothing loaded but the module and what it depends on: tables are per process."""


class Fallen(Exception):
    """What the tests have a module raise."""


def fall(*_given: Any, **_named: Any) -> NoReturn:
    raise Fallen("the module is broken")


def with_needed(manifest: plugins.Plugin) -> list[str]:
    """The code of a module and those of all it depends on, those that others need first."""
    needed = [code for one in manifest.depends for code in with_needed(plugins.loaded()[one])]
    return list(dict.fromkeys([*needed, manifest.code]))


class PluginContract:
    """What every plugin must do, whoever wrote it. Subclass it in a module's tests:

        class TestAppraisals(PluginContract):
            plugin = "appraisals"
            valid = {"appraisal": {"offer": "31500"}}

    ``valid`` holds values by object, as in ``RightsContract``, for what ``make`` cannot fill in by itself (or a
    function that is given ``make`` and answers with them). A module that keeps
    rows of its own beside its objects makes some in ``use``. ``same_in_chinese`` names texts that are rightly the same there,
    ``derived`` tables whose rows are made of others' records, and may be made anew under new ids when the module comes back.
    ``one_by_one`` names objects of which an import may save each row by statements of its own, because each changes another record, say.
    All tests of a class share one database.
    """

    plugin: ClassVar[str]
    valid: ClassVar[Mapping[str, Any]] = {}
    same_in_chinese: ClassVar[frozenset[str]] = frozenset()
    derived: ClassVar[frozenset[str]] = frozenset()
    one_by_one: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def use(cls) -> dict[str, Any]:
        """A record of each object of the module by its code, made by an administrator; an object that ``make`` cannot make may be left out."""
        return {one.code: make_record(one.code, **cls._values(one.code)) for one in registry.current().objects.values() if one.plugin == cls.plugin}

    @classmethod
    def _values(cls, code: str) -> dict[str, Any]:
        held = cls.valid.get(code, {})
        return {name: value(make_record) if callable(value) else value for name, value in (held(make_record) if callable(held) else held).items()}

    @classmethod
    def documents(cls) -> Iterator[Path]:
        """README.md and docs/*.md of the package these tests belong to: the nearest folder above them that has a README.md."""
        home = next(folder for folder in Path(inspect.getfile(cls)).parents if (folder / "README.md").is_file())
        yield home / "README.md"
        yield from sorted((home / "docs").glob("*.md"))

    # ------------------------------------------------------------ what the tests share

    @pytest.fixture(scope="class")
    @classmethod
    def app(cls, installation: tuple[Flask, Databases]) -> Iterator[Flask]:
        """One database for the whole class, in which the module has been used."""
        with opened(*installation) as found:
            yield found

    @pytest.fixture(scope="class")
    @classmethod
    def used(cls, app: Flask) -> dict[str, int]:
        """The ids of what ``use`` made, by object."""
        return {code: record.id for code, record in cls.use().items()}

    @pytest.fixture
    def manifest(self, app: Flask) -> plugins.Plugin:
        return plugins.loaded()[self.plugin]

    @pytest.fixture
    def admin(self, login: Callable[..., Client]) -> Client:
        return login("administrator")

    def own_objects(self) -> list[ObjectType]:
        return [one for one in registry.current().objects.values() if one.plugin == self.plugin]

    # ------------------------------------------------------------ what it says of itself

    def test_its_manifest_is_whole(self, manifest: plugins.Plugin) -> None:
        module = manifest.module

        assert module is not None and module.__doc__, "the first file is the table of contents: it begins with a docstring"
        assert str(manifest.label) and str(manifest.summary), "label and summary are what an administrator reads"
        assert re.fullmatch(r"\d+(\.\d+)*", manifest.version)
        assert manifest.prefix.endswith("_")
        assert set(manifest.depends) <= set(plugins.loaded_codes()) - {self.plugin}

    def test_what_it_adds_to_other_modules_names_objects_that_there_are(self, app: Flask) -> None:
        assert not list(declarations.unmet(registry.current(), self.plugin))

    def test_every_text_of_it_is_chinese_for_a_reader_of_chinese(self, app: Flask) -> None:
        with speaking("zh_CN"):
            left = {f"{place}: {text}" for place, text in texts_of(self.plugin)
                    if not HAN.search(str(text)) and WORD.search(str(text)) and str(text) not in self.same_in_chinese}  # fmt: skip

        assert not left

    def test_every_marked_string_of_it_has_its_translation(self, app: Flask) -> None:
        with speaking("zh_CN"):
            said = texts()._catalog  # noqa: SLF001 - gettext's own way to ask would answer with the English
        wanted = ((text, text if context is None else f"{context}\x04{text}") for text, context in catalogs.keys(catalogs.marked(plugins.folder_of(self.plugin))))

        assert not [text for text, key in wanted if key not in said and (key, 0) not in said]

    def test_every_job_hook_and_command_of_it_is_documented(self, manifest: plugins.Plugin) -> None:
        read = "\n".join(path.read_text("utf-8") for path in self.documents())
        jobs = [f"`{one.code}`" for one in registry.current().jobs.values() if one.plugin == self.plugin]
        commands = [f"forecourt {one.name}" for code, function in plugins.implementations("register_commands") if code == self.plugin for one in function()]
        offered: Iterable[Any] = getattr(manifest.module, "register_hookspecs", tuple)()
        hooks = [f"`{name}(" for one in offered for name, value in vars(one).items() if hasattr(value, "forecourt_spec")]

        assert not [one for one in (*jobs, *commands, *hooks) if one not in read]

    # ------------------------------------------------------------ its tables and its lists

    def test_its_tables_are_those_of_its_models(self, app: Flask) -> None:
        assert migrate.drift(self.plugin) == []

    def test_its_tables_refer_only_to_what_it_depends_on(self, manifest: plugins.Plugin) -> None:
        held = plugins.loaded()
        prefixes = ("core_", *(held[code].prefix for code in with_needed(manifest)))
        found = {(table.name, key.column.table.name) for table in self._tables() for key in table.foreign_keys}

        assert not [pair for pair in found if not pair[1].startswith(prefixes)]

    def test_every_object_of_it_has_views_and_each_walks_an_index(self, used: dict[str, int]) -> None:
        for object_type in self.own_objects():
            assert object_type.list_views or object_type.controlled_by or object_type.setup, f"{object_type.code} has no list view"
            for view in () if object_type.setup else object_type.list_views:  # of set-up there are some dozens of rows
                for role in READERS:
                    assert not unindexed(object_type, view, person_in(role)), f"{object_type.code}, view {view.code}, {role}"

    def test_every_object_of_it_is_read_in_every_order_however_few_are_asked_for(self, used: dict[str, int]) -> None:
        """A short list is one statement, which may be nested too deep for SQLite, the deeper the more ways of sight modules add."""
        for object_type in self.own_objects():
            for reader in (person for person in map(person_in, READERS) if permissions.may(person, object_type, "read")):
                for sort in (*sorted(object_type.sortable), *side_columns.of(object_type, reader)):
                    short, long = (
                        [row.id for row in queries.page(object_type, reader, sort=sort, limit=limit).rows] for limit in (queries.FEW // 2, queries.PAGE)
                    )
                    assert short == long[: queries.FEW // 2], f"{object_type.code} by {sort}, {reader.name}"
                queries.count(object_type, reader)

    @pytest.mark.any_database  # on an SQLite file of its own
    def test_it_starts_with_only_what_it_depends_on(self, manifest: plugins.Plugin, tmp_path: Path) -> None:
        command = [sys.executable, "-c", START, json.dumps([str(tmp_path), with_needed(manifest)])]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this interpreter and a script of ours

        assert ran.returncode == 0, ran.stderr[-2000:]

    def test_every_object_of_it_takes_a_field_that_an_administrator_adds(self, used: dict[str, int], admin: Client) -> None:
        for object_type in (one for one in self.own_objects() if one.code in used):
            name = customization.add(admin.actor, object_type.code, type="text", label={"en": "Of our own"})
            given: dict[str, Any] = {name: "Blue folder"}
            record = records.get(object_type.code, used[object_type.code], admin.actor)
            with suppress(Refusal):  # some rows are never changed
                records.update(record, admin.actor, **given)
                for path in (record.url, f"/{object_type.slug}?view=all&columns={object_type.name_field},{name}"):
                    page = admin.get(path).text
                    assert "Of our own" in page and "Blue folder" in page, path
                found = admin.get(f"/api/v1/{object_type.slug}", query_string={"where": f'{name} = "Blue folder"', "fields": name}).get_json()["data"]
                assert [(row["id"], row[name]) for row in found] == [(record.id, "Blue folder")], object_type.code
            assert not object_type.creatable or f'name="{name}"' in admin.get(f"/{object_type.slug}/new").text, object_type.code
            customization.remove(admin.actor, object_type.code, name)

    @pytest.mark.any_database
    def test_what_an_import_saves_of_it_is_asked_and_written_together(self, used: dict[str, int], count_statements: Callable[..., Any]) -> None:
        for object_type in (one for one in self.own_objects() if one.code in used and one.creatable and not one.setup and one.code not in self.one_by_one):
            sent = {}
            for number in (4, 4, 12):  # the first time some things are read that are kept
                rows = [valid_values(object_type, self._values(object_type.code)) for _row in range(number)]
                with count_statements() as statements:
                    problems = [one.problem for one in save_together(object_type.code, person_in("administrator"), rows) if one.problem]
                assert not problems
                sent[number] = len(statements)
            assert sent[12] - sent[4] < 8, f"{object_type.code}: 8 rows more sent {sent[12] - sent[4]} statements more"

    @pytest.mark.any_database
    def test_a_value_of_another_type_is_refused_by_its_name_wherever_it_lies_in_a_body(self, used: dict[str, int], admin: Client, app: Flask) -> None:
        document = admin.get("/api/v1/openapi.json?full=true").get_json()
        own = {one.slug: used.get(one.code, 0) for one in self.own_objects()}
        for method, path, taken in self._bodies_of_the_api(document, app):
            url = re.sub(r"{(\w+)}", lambda name: "1" if name[1].endswith("id") else "x", path.replace("{record_id}", str(own.get(path.split("/")[3], 1))))
            for wrong, body in wrong_bodies(document, taken):
                answer = admin.open(url, method=method, json=body)
                if answer.status_code == 207:
                    assert answer.get_json()["done"] == 0, f"{method} {url} {body}"
                    continue
                assert answer.status_code in (422, 404), f"{method} {url} {body}: {answer.status_code} {answer.text[:300]}"
                named = {one["field"].partition(".")[0] for one in answer.get_json().get("errors", ())}
                in_vain = answer.status_code == 404 or answer.get_json()["code"] == "read-only"  # then whatever were sent would be refused
                assert in_vain or wrong <= named, f"{method} {url}: {wrong - named} not named of {body}"

    # ------------------------------------------------------------ when it fails

    def test_a_page_stands_when_a_part_of_it_that_the_module_draws_falls(
        self, used: dict[str, int], admin: Client, app: Flask, monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        broken = self._break("find_records", monkeypatch)
        for part, function in self._parts_it_draws():
            monkeypatch.setattr(part, function, fall)
            broken = True

        reached = dict(used)
        for path in ("/", "/menu-counts", "/search?q=ab", *self._pages_it_adds_to(reached)):
            assert admin.get(path).status_code == 200, path
        for path in self._panels_that_come_later(reached):
            assert admin.get(path).status_code == (404 if broken else 200), path
        assert {one.code for one in modules.failures()} == ({self.plugin} if broken else set())

    def test_what_it_raises_at_a_save_refuses_the_save_in_a_sentence(self, used: dict[str, int], manifest: plugins.Plugin, monkeypatch: pytest.MonkeyPatch) -> None:
        somebody = users.system_actor()
        object_type = [*self.own_objects(), *registry.objects()][0]
        for hook in SAVING:
            with monkeypatch.context() as patch:
                if self._break(hook, patch):
                    before = queries.count(object_type, somebody)
                    with pytest.raises(Refusal, match=re.escape(str(manifest.label))):
                        make_record(object_type.code, **self._values(object_type.code))
                    assert queries.count(object_type, somebody) == before

    # ------------------------------------------------------------ off and on

    def test_off_and_on_again_its_rows_are_as_they_were(self, used: dict[str, int]) -> None:
        self._switch_once()  # what it puts right when it comes back is put right once
        before = self._rows()
        with self._off():
            assert self._rows() == before
        assert self._rows() == before

    def test_its_pages_and_calls_answer_404_while_it_is_off(self, used: dict[str, int], admin: Client, app: Flask) -> None:
        calls = [*self._calls_of_blueprints(app), *(("GET", path) for one in self.own_objects() for path in addresses(one, used.get(one.code)))]
        with self._off():
            assert {f"{method} {path}": admin.open(path, method=method).status_code for method, path in calls} == {f"{method} {path}": 404 for method, path in calls}
            offered = [one.code for object_type in registry.objects() for one in actions.actions_on(object_type, admin.actor) if one.plugin == self.plugin]
            assert not offered
            assert admin.get("/").status_code == 200

    # ------------------------------------------------------------ taking it away

    @pytest.fixture
    def without_dependants(self, used: dict[str, int], app: Flask, installation: tuple[Flask, Databases]) -> Iterator[None]:
        """The module off, and what builds on it removed; afterwards all is as it was."""
        *building, own = with_dependants([self.plugin])
        switch([*building, own], False, person_in("administrator"))
        try:
            for code in building:
                assert (answer := self._remove("--yes", code=code)).exit_code == 0, answer.output
            yield
        finally:
            begin_anew(app, installation[1])
            used.clear()
            used.update({code: record.id for code, record in self.use().items()})

    def test_it_is_not_removed_while_it_is_on(self, used: dict[str, int]) -> None:
        answer = self._remove("--yes")

        assert answer.exit_code == 1
        assert f"forecourt modules disable {self.plugin}" in answer.output

    def test_it_is_not_removed_before_what_builds_on_it(self, used: dict[str, int]) -> None:
        building = with_dependants([self.plugin])[:-1]
        with self._off():
            answer = self._remove("--yes") if building else None

        assert answer is None or (answer.exit_code == 1 and any(code in answer.output for code in building))

    def test_it_is_not_removed_while_others_refer_to_it(self, without_dependants: None) -> None:
        with self._referred_to() as referring:
            answer = self._remove("--yes") if referring else None

        assert answer is None or (answer.exit_code == 1 and str(referring) in answer.output)

    def test_what_removing_it_would_take_is_told_first(self, without_dependants: None) -> None:
        before = self._rows()
        told = self._remove()

        assert told.exit_code == 0, told.output
        assert not [name for name, rows in before.items() if f"{name}: {len(rows)}\n" not in told.output]
        assert self._rows() == before

    def test_removed_and_taken_in_again_it_is_as_new(self, used: dict[str, int], without_dependants: None) -> None:
        known = set(used)
        assert (answer := self._remove("--yes")).exit_code == 0, answer.output
        assert not {table.name for table in self._tables()} & set(sa.inspect(db.engine).get_table_names())

        switch(with_dependants([self.plugin]), True, person_in("administrator"))
        assert migrate.drift(self.plugin) == []
        assert set(self.use()) == known

    # ------------------------------------------------------------ the means

    def _tables(self) -> list[sa.Table]:
        prefix = plugins.loaded()[self.plugin].prefix
        return [table for table in db.metadata.sorted_tables if table.name.startswith(prefix)]

    def _rows(self) -> dict[str, list[str]]:
        """Every row of the module's tables, as text."""
        db.session.rollback()
        found: dict[str, list[str]] = {}
        for table in self._tables():
            compared = [one for one in table.c if table.name not in self.derived or not one.primary_key]
            found[table.name] = sorted(map(str, db.session.execute(sa.select(*compared))))
        return found

    @contextmanager
    def _off(self) -> Iterator[None]:
        codes = with_dependants([self.plugin])
        switch(codes, False, person_in("administrator"))
        try:
            yield
        finally:
            switch(codes, True, person_in("administrator"))

    def _switch_once(self) -> None:
        with self._off():
            pass

    def _remove(self, *options: str, code: str | None = None) -> Result:
        """``forecourt modules remove``, as it is called."""
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy
        db.session.rollback()
        return CliRunner().invoke(main, ["modules", "remove", code or self.plugin, *options], obj=app)

    def _break(self, hook: str, patch: pytest.MonkeyPatch) -> bool:
        """Have the module's implementation of a hook raise; False where it has none."""
        found = [one for one in getattr(registry.current().manager.hook, hook).get_hookimpls() if one.plugin_name == self.plugin]
        for one in found:
            patch.setattr(one, "function", fall)
        return bool(found)

    def _parts_it_draws(self) -> Iterator[tuple[Any, str]]:
        """Each panel, column and menu entry of the module, with the name of the function that draws it."""
        held = registry.current()
        drawn: list[tuple[Any, str]] = [(one, "context") for one in (*held.panels, *held.home_panels)]
        drawn += [(one, "load") for by_code in held.columns.values() for one in by_code.values()]
        drawn += [(one, "count") for one in held.menu if one.count]
        return ((one, function) for one, function in drawn if one.plugin == self.plugin)

    def _panels_that_come_later(self, used: dict[str, int]) -> Iterator[str]:
        """The addresses from which a record's page loads the module's panels that are not drawn with it; one that falls is not there."""
        for panel in registry.current().panels:
            if panel.plugin == self.plugin and panel.later:
                yield from (f"/{registry.object_type(code).slug}/{record_id}/panels/{panel.code}" for code, record_id in used.items() if panel.on in (None, code))

    def _pages_it_adds_to(self, used: dict[str, int]) -> Iterator[str]:
        """The lists with its columns, and a page and a picker of each object whose records it has a panel on."""
        held = registry.current()
        panels = {one.on for one in held.panels if one.plugin == self.plugin}
        for object_type in registry.objects():
            code = object_type.code
            if columns := [name for name, column in held.columns[code].items() if column.plugin == self.plugin]:
                yield f"/{object_type.slug}?view=all&columns={','.join([object_type.name_field, *columns])}"
            if code in panels and code not in used:
                used[code] = make_record(code, **self._values(code)).id
        if None in panels and not used and registry.objects():
            used[registry.objects()[0].code] = make_record(registry.objects()[0].code).id
        for code, record_id in used.items():
            slug = registry.object_type(code).slug
            yield from (f"/{slug}/{record_id}", f"/lookup/{slug}?q=a")

    def _calls_of_blueprints(self, app: Flask) -> Iterator[tuple[str, str]]:
        """(method, path) of each address of the module's own pages, with something in each place of it."""
        others = [one.slug for one in registry.objects()]
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if self._is_home(app, rule.endpoint):
                values = {name: 1 if kind in ("Id64", "WholeNumber") else others[0] if kind == "ObjectSlug" else "x"
                          for name, kind in ((name, type(rule._converters[name]).__name__) for name in rule.arguments)}  # noqa: SLF001
                yield min((rule.methods or set()) - {"HEAD", "OPTIONS"}), urls.build(rule.endpoint, values)

    def _bodies_of_the_api(self, document: Mapping[str, Any], app: Flask) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """(method, path, what the document says of the JSON body) of each call that the module's objects, actions and addresses add to the API."""
        slugs = {one.slug for one in self.own_objects()}
        others = {re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", one.rule) for one in app.url_map.iter_rules() if self._is_home(app, one.endpoint)}
        for path, methods in document["paths"].items():
            if path in others or path.split("/")[3] in slugs:
                for method, told in methods.items():
                    taken = told.get("requestBody", {}).get("content", {}).get("application/json")
                    if taken:
                        yield method, path, taken

    def _is_home(self, app: Flask, endpoint: str) -> bool:
        return getattr(app.blueprints.get(endpoint.rpartition(".")[0]), "forecourt_module", None) == self.plugin

    @contextmanager
    def _referred_to(self) -> Iterator[str | None]:
        """A table of somebody else's with a row that refers to one of the module's; its name. None where the module has no rows to refer to."""
        target = next((table for table in self._tables() if len(table.primary_key.columns) == 1 and db.session.execute(sa.select(table)).first()), None)
        db.session.rollback()
        if target is None:
            yield None
            return
        key = next(iter(target.primary_key.columns))
        table = sa.Table("zz_reference", db.metadata, sa.Column("refers_to", key.type, sa.ForeignKey(key)))
        try:
            with db.engine.begin() as connection:
                table.create(connection)
                connection.execute(sa.insert(table).values(refers_to=connection.execute(sa.select(key)).scalars().first()))
            yield table.name
        finally:
            with db.engine.begin() as connection:
                table.drop(connection)
            db.metadata.remove(table)
