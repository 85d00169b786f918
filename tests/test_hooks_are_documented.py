"""Every hook stands in docs/hooks.md with its exact signature, and a module here uses it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "core" / "hookspecs.py", *sorted((ROOT / "plugins").glob("*/hookspecs.py"))]
USED_ELSEWHERE = {"on_event": "how a module follows the outbox; tests/core/background.py has a module that does"}


def hooks() -> list[tuple[str, str]]:
    found = []
    for path in FILES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                found.append((node.name, f"{node.name}({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}"))  # type: ignore[arg-type]  # annotated
    return found


@pytest.mark.parametrize(("name", "signature"), hooks())
def test_a_hook_is_documented_with_its_signature(name: str, signature: str) -> None:
    assert f"### `{signature}`" in (ROOT / "docs" / "hooks.md").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name, _signature in hooks() if name not in USED_ELSEWHERE])
def test_a_hook_has_a_module_that_uses_it(name: str) -> None:
    assert any(f"def {name}(" in path.read_text("utf-8") for path in (ROOT / "plugins").glob("*/__init__.py"))
