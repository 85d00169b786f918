"""The package: what it declares is what it uses, and what the build makes is what the pages ask for."""

from __future__ import annotations

import ast
import configparser
import json
import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "core" / "static" / "vendor"
WORD = re.compile(r"^[A-Za-z0-9._-]+")

# Needed without an import: a hash of Flask-Security's, and the zones of machines that have none.
UNSEEN = {"argon2-cffi", "tzdata"}
# Imported where an extra is installed, or part of another requirement.
ELSEWHERE = {"pytest", "time-machine", "psycopg"}


def declared() -> set[str]:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", "utf-8")
    return {normal(found.group()) for line in settings["options"]["install_requires"].splitlines() if (found := WORD.match(line))}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """Top-level names that core and the plugins import."""
    found = set()
    for path in [*(ROOT / "core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"core", "plugins"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    owners = metadata.packages_distributions()
    used = {normal(owner) for name in imported() for owner in owners.get(name, [name])}

    assert used - declared() - ELSEWHERE == set()
    assert declared() - used - UNSEEN == set()


def test_the_lock_file_names_no_place_to_download_from() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))

    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_the_locked_front_end_libraries_are_those_of_the_manifest() -> None:
    manifest = json.loads((ROOT / "package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]

    assert lock[""]["dependencies"] == manifest["dependencies"]
    assert {name: lock[f"node_modules/{name}"]["version"] for name in manifest["dependencies"]} == manifest["dependencies"]


def sources(*suffixes: str) -> str:
    """The text of every template, script, style sheet or module of ours."""
    files = [path for folder in ("core", "plugins") for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    return "\n".join(path.read_text("utf-8") for path in files if VENDOR not in path.parents)


@pytest.fixture(scope="module")
def vendor() -> Path:
    if not VENDOR.is_dir():
        pytest.fail("core/static/vendor is missing: the package was not built; run `make install`")
    return VENDOR


def test_every_vendor_file_that_pages_ask_for_was_built(vendor: Path) -> None:
    asked = set(re.findall(r"vendor/([\w.-]+\.(?:css|js|svg))", sources(".py", ".html", ".js", ".css")))

    assert asked - {path.name for path in vendor.iterdir()} == set()


def test_every_icon_that_is_named_is_in_the_sprite(vendor: Path) -> None:
    named = set(re.findall(r"""\bicon(?:\(|=)\s*["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""", sources(".py", ".html")))
    drawn = set(re.findall(r'<symbol id="tabler-([\w-]+)"', (vendor / "icons.svg").read_text("utf-8")))

    assert named - drawn == set()


def test_no_built_file_points_at_a_source_map_that_is_not_shipped(vendor: Path) -> None:
    assert not [path.name for path in vendor.iterdir() if b"sourceMappingURL" in path.read_bytes()]
