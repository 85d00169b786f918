"""Every module's tests with nothing loaded but the module and what it depends on: a process each, since tables are per process.

    python tests/alone.py [arguments of pytest]

A feature's tests get records to work on from one or two modules more, named below. Rights are left to the run with all modules: who may do what does not depend on which modules are there, and it takes long.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Features work on the records of others; in their tests these stand in for whatever is there.
STAND_INS = {"activities": ("contacts",), "history": ("contacts", "activities"), "imports": ("activities",), "search": ("contacts", "activities")}
PLUGINS = sorted(path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py"))


def depends(plugin: str) -> tuple[str, ...]:
    """What the manifest names, and what that depends on, before the plugin itself."""
    calls = (node for node in ast.walk(ast.parse((ROOT / "plugins" / plugin / "__init__.py").read_text("utf-8"))) if isinstance(node, ast.Call))
    manifest = next(call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Plugin")
    direct = next((ast.literal_eval(key.value) for key in manifest.keywords if key.arg == "depends"), ())
    return tuple(dict.fromkeys(one for code in direct for one in (*depends(code), code)))


def run(plugin: str, arguments: list[str]) -> int:
    """Run the tests of one module; answers pytest's exit code, 0 where all passed."""
    loaded = ",".join((*depends(plugin), plugin, *STAND_INS.get(plugin, ())))
    sys.stdout.write(f"{plugin} with {loaded}\n")
    sys.stdout.flush()
    environment = {**os.environ, "FORECOURT_TEST_MODULES": loaded, "FORECOURT_TEST_DATABASE": "sqlite"}
    command = [sys.executable, "-m", "pytest", "-m", "not browser", "-k", "not TestRights", f"tests/plugins/{plugin}", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    failed = [plugin for plugin in PLUGINS if run(plugin, sys.argv[1:])]
    if failed:
        sys.stdout.write(f"not alone on its feet: {', '.join(failed)}\n")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
