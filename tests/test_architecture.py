"""Who may know whom: the rules of docs/architecture.md, held against the source. Import contracts are in .importlinter."""

from __future__ import annotations

import ast
import configparser
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from flask import Flask
from gate_guard import IN_SIGHT, Guard, allowed, without_sight

ROOT = Path(__file__).parents[1]
PLUGINS = sorted(path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py"))
CORE_FILES = sorted((ROOT / "core").rglob("*.py"))
PLUGIN_FILES = sorted((ROOT / "plugins").rglob("*.py"))

# Only names are held against this: in prose "lead" and "case" may be plain English. "quote" is what one does to a URL.
CRM_NOUN = re.compile(r"(?:^|_)(lead|opportunity|opportunities|account|contact|stage|campaign|dealership|customer|prospect)s?(?:_|$)")
CLUTTER = {"util", "utils", "helper", "helpers", "common", "misc", "tools", "shared"}
MONEY_BREAKS = {"avg", "round", "abs", "cast"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def imports(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Every import of a file as an absolute module name."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield node, ".".join([*base, *([node.module] if node.module else [])])


def names(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Every identifier that a file defines or uses."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield node, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield node, name


@cache
def manifest(plugin: str) -> dict[str, object]:
    """The literal arguments of a plugin's ``Plugin(...)``."""
    for node in ast.walk(tree(ROOT / "plugins" / plugin / "__init__.py")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Plugin":
            literal = {key.arg: ast.literal_eval(key.value) for key in node.keywords if key.arg in ("depends", "prefix")}
            return {"code": ast.literal_eval(node.args[0]), **literal}
    raise AssertionError(f"plugins/{plugin}/__init__.py declares no Plugin")


def depends(plugin: str) -> tuple[str, ...]:
    return tuple(manifest(plugin).get("depends", ()))  # type: ignore[arg-type]  # a tuple of names in the source


def test_core_imports_no_plugin() -> None:
    assert not [place(path, node) for path in CORE_FILES for node, module in imports(path) if module.split(".")[0] == "plugins"]


def test_core_names_nothing_after_a_noun_of_the_crm() -> None:
    # "account" is also a person's own account: its pages and the word of the sign-in library.
    own = {"account"}
    found = [f"{place(path, node)} {name}" for path in CORE_FILES for node, name in names(path)
             if (noun := CRM_NOUN.search(name.lower())) and noun.group(1) not in own]  # fmt: skip
    assert not found


def test_core_has_no_message_and_no_value_that_is_a_noun_of_the_crm() -> None:
    docstrings = {id(part) for path in CORE_FILES for part in _docstrings(tree(path))}
    nouns = re.compile(r"(?i)^(leads?|opportunit(y|ies)|contacts?|accounts?|stages?|cases?|quotes?|campaigns?)$")
    own = {"account"}  # the endpoint of a person's own account
    found = [f"{place(path, node)} {node.value!r}" for path in CORE_FILES for node in ast.walk(tree(path))
             if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
             and nouns.match(node.value) and node.value not in own and path.parent.name != "testing"]  # fmt: skip
    assert not found


def _docstrings(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def test_a_plugin_imports_core_only_from_its_root() -> None:
    allowed = {"core", "core.testing"}
    found = [f"{place(path, node)} {module}" for path in PLUGIN_FILES for node, module in imports(path)
             if module.split(".")[0] == "core" and module not in allowed and not _is_migration(path, module)]  # fmt: skip
    assert not found


def _is_migration(path: Path, module: str) -> bool:
    """A migration is written out; its columns of every record come from core.migrate."""
    return path.parent.name == "migrations" and module == "core.migrate"


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugin_imports_only_roots_of_plugins_it_depends_on(plugin: str) -> None:
    allowed = {f"plugins.{other}" for other in depends(plugin)}
    files = sorted((ROOT / "plugins" / plugin).rglob("*.py"))
    found = [f"{place(path, node)} {module}" for path in files for node, module in imports(path)
             if module.startswith("plugins.") and module.split(".")[1] != plugin and module not in allowed]  # fmt: skip
    assert not found


def test_every_part_of_core_has_its_place_among_the_layers() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", "utf-8")
    places = Counter(line.strip() for name in contracts.sections() if name.endswith("-of-core") for line in contracts[name]["source_modules"].split())
    tops = {"core.app", "core.cli", "core.testing"}
    parts = {f"core.{path.stem}" for path in (ROOT / "core").iterdir() if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()}

    assert parts - tops == places.keys()
    assert set(places.values()) == {1}


def test_plugins_depend_on_plugins_that_exist_and_in_no_circle() -> None:
    order = TopologicalSorter({plugin: depends(plugin) for plugin in PLUGINS}).static_order()
    assert set(order) == set(PLUGINS)


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugin_passes_the_battery_of_all_plugins(plugin: str) -> None:
    """Its tests/plugins/<plugin>/test_contract.py has a class of core.testing.PluginContract for it."""
    path = ROOT / "tests" / "plugins" / plugin / "test_contract.py"
    classes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert f"plugin = {plugin!r}" in {ast.unparse(line) for one in classes if "PluginContract" in map(ast.unparse, one.bases) for line in one.body}


def test_a_module_is_named_after_its_noun() -> None:
    assert not [str(path.relative_to(ROOT)) for path in [*CORE_FILES, *PLUGIN_FILES] if {path.stem, path.parent.name} & CLUTTER]


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugins_tables_begin_with_its_prefix(plugin: str) -> None:
    prefix = str(manifest(plugin).get("prefix") or f"{plugin}_")
    found = [f"{place(path, node)} {node.value.value}" for path in sorted((ROOT / "plugins" / plugin).rglob("*.py"))
             for node in ast.walk(tree(path))
             if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
             and any(isinstance(target, ast.Name) and target.id == "__tablename__" for target in node.targets)
             and not str(node.value.value).startswith(prefix)]  # fmt: skip
    assert not found


def test_sql_does_nothing_to_money_that_goes_wrong_silently() -> None:
    """avg, round, abs and cast of whole ten-thousandths answer with something else than people expect."""
    found = [place(path, node) for path in [*CORE_FILES, *PLUGIN_FILES] for node in ast.walk(tree(path))
             if isinstance(node, ast.Call) and _breaks_money(node)]  # fmt: skip
    assert not found


def _breaks_money(call: ast.Call) -> bool:
    """``sa.func.avg(X.amount)`` or ``sa.cast(X.amount, …)`` of something named like money."""
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr="func") | ast.Name(id="func"), attr=verb) | ast.Attribute(value=ast.Name(id="sa"), attr=verb):
            pass
        case _:
            return False
    return verb in MONEY_BREAKS and any(
        re.search(r"amount|price|money|budget|total|limit", ast.unparse(argument)) for argument in call.args[:1]
    )


def test_no_comment_puts_something_off() -> None:
    found = [f"{path.relative_to(ROOT)}:{token.start[0]}" for path in [*CORE_FILES, *PLUGIN_FILES]
             for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
             if token.type == tokenize.COMMENT and re.search(r"\b(TODO|FIXME|XXX|HACK)\b", token.string)]  # fmt: skip
    assert not found


def test_foreign_keys_run_only_along_depends(app: Flask) -> None:
    loaded = app.extensions["forecourt"].plugins
    owner = {plugin.prefix: code for code, plugin in loaded.items()}
    allowed = {code: {code, *_all_depends(code)} for code in loaded}
    from core import db

    def module_of(table: str) -> str | None:
        return next((code for prefix, code in owner.items() if table.startswith(prefix)), None)

    found = [f"{table.name} refers to {key.column.table.name}" for table in db.metadata.tables.values() for key in table.foreign_keys
             if (target := module_of(key.column.table.name)) and (source := module_of(table.name)) and target not in allowed[source]]  # fmt: skip
    assert not found
    own = [one for one in db.Model.registry.mappers if one.class_.__module__.startswith(("core.", "plugins."))]  # tests have tables too
    assert not [str(one.local_table) for one in own if not str(one.local_table).startswith(("core_", *owner))]


def _all_depends(plugin: str) -> set[str]:
    return {found for direct in depends(plugin) for found in (direct, *_all_depends(direct))}


def test_only_the_gate_and_the_queries_may_send_sql_to_an_objects_table() -> None:
    assert allowed("core/records/reading.py:get")
    assert not allowed("plugins/leads/actions.py:convert")
    assert not allowed("core/web/lists/page.py:show")
    assert not allowed("core/jobs.py:run")
    assert not allowed("plugins/imports/commands.py:export")
    assert not allowed("bench/stories.py:tell")


def test_the_guard_finds_a_table_but_not_a_longer_name() -> None:
    guard = Guard()
    guard.watch(["leads_lead"])
    sent = {"SELECT leads_lead.id FROM leads_lead": True, "SELECT 1 FROM leads_lead_note": False, 'UPDATE "leads_lead" SET x = 1': True}
    found = {statement: bool(guard._tables and guard._tables.search(statement)) for statement in sent}

    assert found == sent


def test_a_subquery_that_the_queries_made_is_not_held_against_a_module() -> None:
    statement = f"SELECT x FROM own WHERE id IN (SELECT {IN_SIGHT} leads_lead.id FROM leads_lead WHERE (a OR (b))) AND y"

    assert without_sight(statement) == "SELECT x FROM own WHERE id IN (in sight) AND y"
