"""forecourt new-plugin, and what else the author of a module calls: dev-migration, dev-catalog."""

from __future__ import annotations

import builtins
import importlib.metadata
import importlib.util
import keyword
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import current_app
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import plugins, registry
from ..rest.operations import OWN
from . import app_of, asked_app

TEMPLATES = Path(__file__).parent / "templates" / "plugin"
SUFFIX = ".jinja"
LONGEST = 24
"""Letters of a code: index names of its tables must stay below the 63 letters of PostgreSQL."""

OWN_WORDS = frozenset({"core", "finish", "plugin", "plugins", "records", "setup", "tests"})
"""What the generated code calls things itself."""

CHINESE = {
    "Due on": "截止日期", "Mark as done": "标记为已办", "Notes": "备注", "This is done already.": "这一项已经办完。", "To do": "待办",
}  # fmt: skip
"""Translations of what every generated module says and core does not."""


@click.command("new-plugin")
@click.argument("name")
@click.option("--object", "object_code", metavar="CODE", help="What one of its records is called, such as test_drive; made of NAME unless given.")
@click.option("--chinese", metavar="WORD", help="What one of its records is called in Chinese, such as 试驾.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder to put the package's folder into; here unless told.")
@click.pass_context
def new_plugin(ctx: click.Context, name: str, object_code: str | None, chinese: str | None, into: Path) -> None:
    """Begin a module NAME, such as test_drives: a package with an object, an action, rights, a migration, Chinese and tests that pass.

    Nothing that exists is overwritten.
    """
    words = _words(name, object_code, chinese)
    with asked_app(ctx).app_context():
        for problem in _problems(words):
            raise click.ClickException(problem)
    folder = into / words["project"]
    if folder.exists():
        raise click.ClickException(f"{folder} exists already, and nothing is overwritten. Name another folder by --into.")
    _write(folder, words)
    click.echo(f"{folder} holds the module {name}. To try it:\n\n    pip install --editable {folder}\n    pytest {folder}/tests\n\nThen put {name} into modules.load.")


def _words(name: str, object_code: str | None, chinese: str | None) -> dict[str, Any]:
    """What the templates speak of."""
    one = object_code or _singular(name)
    many = name if name in ALIKE or name in (_plural(one), f"{one}s") else _plural(one)
    label, plural, title = (text.replace("_", " ").capitalize() for text in (one, many, name))
    summary = f"{plural}: what is to be done about them, and by when."
    record, module = (chinese, chinese) if chinese else (f"{label} 记录", f"{title} 模块")
    said = {label: record, plural: record, title: module, summary: f"{record}：待办事项与截止日期。", **CHINESE}
    return {
        "code": name, "object": one, "table": f"{name}_{one}", "slug": many.replace("_", "-"), "project": f"forecourt-{name.replace('_', '-')}",
        "camel": _camel(name), "model": _camel(one), "label": label, "plural": plural, "title": title, "summary": summary,
        "article": "an" if one[:1] in "aeiou" else "a", "messages": sorted(said.items()), "public": sorted(["finish", "plugin", one]),
    }  # fmt: skip


ALIKE = ("news", "series", "species")
"""One of them is called like several."""


def _singular(name: str) -> str:
    """What English calls one of what is named, as far as its ending tells; who knows better says --object."""
    if name in ALIKE or re.search(r"(ss|us|is)$", name):
        return name
    return re.sub(r"ies$", "y", name) if name.endswith("ies") else re.sub(r"(?<=ss)es$|(?<=[^ao]us)es$|(?<=x)es$|(?<=ch)es$|(?<=sh)es$|s$", "", name)


def _plural(name: str) -> str:
    if name in ALIKE:
        return name
    return re.sub(r"y$", "ies", name) if re.search(r"[^aeiou]y$", name) else name + ("es" if re.search(r"(s|x|z|ch|sh)$", name) else "s")


def _camel(code: str) -> str:
    return "".join(part.capitalize() for part in code.split("_"))


def _problems(words: dict[str, Any]) -> Iterator[str]:
    """Why there cannot be such a module here: sentences."""
    for code in (words["code"], words["object"]):
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code) or len(code) > LONGEST:
            yield f"{code!r} cannot be used: up to {LONGEST} small letters, digits and single underscores, such as test_drives."
        elif keyword.iskeyword(code) or keyword.issoftkeyword(code) or hasattr(builtins, code) or code in OWN_WORDS:
            yield f"{code!r} cannot be used: it is a word of the code itself. Take another one, such as {code}_items."
    yield from _taken(words)


def _taken(words: dict[str, Any]) -> Iterator[str]:
    code, held = words["code"], registry.current()
    offered = {point.name for point in importlib.metadata.entry_points(group="forecourt.plugins")}
    shipped = importlib.util.find_spec(f"plugins.{code}") is not None
    if code in plugins.loaded() or code in offered or shipped:
        yield f"There is a module {code!r} already. Take another name."
    elif importlib.util.find_spec(code) is not None:
        yield f"There is a Python package {code!r} already, which the module would hide. Take another name."
    for other, prefix in (("core", "core_"), *((one.code, one.prefix) for one in plugins.loaded().values())):
        if f"{code}_".startswith(prefix) or prefix.startswith(f"{code}_"):
            yield f"The tables of {code!r} could not be told from those of the module {other!r}, since one name begins with the other. Take another name."
    if words["object"] in held.objects:
        yield f"There is an object {words['object']!r} already, of the module {held.objects[words['object']].plugin!r}. Name another one by --object."
    if words["slug"] in held.slugs:
        yield f"The address /{words['slug']} is taken by the module {held.slugs[words['slug']].plugin!r}. Name another object by --object."
    elif words["slug"] in {*OWN, *(rule.rule.split("/")[1] for rule in current_app.url_map.iter_rules())}:
        yield f"The address /{words['slug']} is that of a page of its own. Name another object by --object."


def _write(folder: Path, words: dict[str, Any]) -> None:
    """All of it or nothing: written beside its place and put there in one step."""
    templates = Environment(  # noqa: S701 - code is written, not HTML
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True,
        variable_start_string="[[", variable_end_string="]]", block_start_string="[%", block_end_string="%]",
    )  # fmt: skip
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-plugin-") as place:
        for name in templates.list_templates():
            path = Path(place) / "whole" / _place(name, words["code"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(templates.get_template(name).render(words), "utf-8")
        shutil.move(Path(place) / "whole", folder)


def _place(template: str, code: str) -> Path:
    """Where what a template makes belongs within the package's folder."""
    named = {"package": code, "test_plugin.py": f"test_{code}.py", "gitignore": ".gitignore"}
    return Path(*(named.get(part, part) for part in Path(template.removesuffix(SUFFIX)).parts))


@click.command("dev-migration", hidden=True)
@click.argument("module")
@click.pass_context
def dev_migration(ctx: click.Context, module: str) -> None:
    """For developers: write the first migration of a module from its models."""
    # Imported here, as below: no other command needs it.
    from .. import migrate

    with app_of(ctx).app_context():
        _require_loaded(module)
        click.echo(migrate.write_first(module))


@click.command("dev-catalog", hidden=True)
@click.argument("module")
@click.pass_context
def dev_catalog(ctx: click.Context, module: str) -> None:
    """For developers: take the marked strings of a module into its message catalog, to be translated there."""
    from .. import catalogs

    with app_of(ctx).app_context():
        _require_loaded(module)
        for sentence in catalogs.update(plugins.folder_of(module), catalogs.said_by_core()):
            click.echo(sentence)


def _require_loaded(module: str) -> None:
    if module not in plugins.loaded():
        raise click.ClickException(f"There is no module {module!r}: name it in modules.load.")


COMMANDS = (new_plugin, dev_migration, dev_catalog)
