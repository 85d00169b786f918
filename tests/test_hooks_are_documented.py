"""Every hook stands in docs/hooks.md with its exact signature, and a module here uses it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "core" / "hookspecs.py", *sorted((ROOT / "plugins").glob("*/hookspecs.py"))]
USED_ELSEWHERE = {"on_event": "how a module follows the outbox; tests/core/background.py has a module that does"}


def hooks() -> list[tuple[str, str]]:
    nodes = (node for path in FILES for node in ast.parse(path.read_text("utf-8")).body)
    return [(node.name, signature(node)) for node in nodes if isinstance(node, ast.FunctionDef) and node.decorator_list]


def signature(node: ast.FunctionDef) -> str:
    assert node.returns is not None
    return f"{node.name}({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}"


@pytest.mark.parametrize(("name", "written"), hooks())
def test_a_hook_is_documented_with_its_signature(name: str, written: str) -> None:
    assert f"### `{written}`" in (ROOT / "docs" / "hooks.md").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name, _signature in hooks() if name not in USED_ELSEWHERE])
def test_a_hook_has_a_module_that_uses_it(name: str) -> None:
    assert any(f"def {name}(" in path.read_text("utf-8") for path in (ROOT / "plugins").glob("*/__init__.py"))
