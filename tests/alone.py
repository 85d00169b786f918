"""Every module's tests with nothing loaded but the module and what it depends on: a process each, since tables are per process.

    python tests/alone.py [--only MODULE] [arguments of pytest]

A feature's tests get records to work on from one or two modules more, named below. A story that needs still others stands in
tests/scenarios. Two kinds of tests are left to the run with all modules: rights (class TestRights; who may do what does not
depend on which modules are there, and it takes long) and those that drive a browser.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Features work on the records of others; in their tests these stand in for whatever is there.
STAND_INS = {
    "activities": ("contacts",), "files": ("contacts",), "history": ("contacts", "activities", "opportunities"), "imports": ("activities",), "search": ("contacts", "activities"),
}  # fmt: skip
LEFT_OUT = ("-m", "not browser", "-k", "not TestRights")
PLUGINS = sorted(path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py"))


def depends(plugin: str) -> tuple[str, ...]:
    """What the manifest names, and what that depends on, before the plugin itself."""
    calls = (node for node in ast.walk(ast.parse((ROOT / "plugins" / plugin / "__init__.py").read_text("utf-8"))) if isinstance(node, ast.Call))
    manifest = next(call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Plugin")
    direct = next((ast.literal_eval(key.value) for key in manifest.keywords if key.arg == "depends"), ())
    return tuple(dict.fromkeys(one for code in direct for one in (*depends(code), code)))


def run(plugin: str, arguments: list[str]) -> int:
    """Run the tests of one module and tell of them when they are through; answers pytest's exit code, 0 where all passed."""
    loaded = ",".join((*depends(plugin), plugin, *STAND_INS.get(plugin, ())))
    environment = {**os.environ, "FORECOURT_TEST_MODULES": loaded, "FORECOURT_TEST_DATABASE": "sqlite"}
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *LEFT_OUT, f"tests/plugins/{plugin}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    sys.stdout.write(f"{plugin} with {loaded}\n{done.stdout}")
    sys.stdout.flush()
    return done.returncode


def main(arguments: list[str]) -> int:
    chosen = PLUGINS
    if arguments[:1] == ["--only"]:
        chosen, arguments = [arguments[1]], arguments[2:]
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        codes = list(cores.map(lambda plugin: run(plugin, arguments), chosen))
    failed = [plugin for plugin, code in zip(chosen, codes, strict=True) if code]
    sys.stdout.write(f"not alone on its feet: {', '.join(failed)}\n" if failed else f"alone on their feet: {', '.join(chosen)}\n")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
