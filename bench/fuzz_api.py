"""``python -m bench fuzz-api``: schemathesis over the whole API on sample data, longer than a test may take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .servers import product

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / "tests" / "core" / "rest" / "schemathesis.toml"
PHASES = "examples,coverage,fuzzing,stateful"
SCOPES = ("read", "write", "export", "admin")


def fuzz(folder: Path, *, examples: int, only: str | None = None) -> int:
    """Make sample data in the folder, serve it, try ``examples`` calls of each operation; answers 0 without a failure."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "FORECOURT_DATA_DIR": str(folder.absolute()), "FORECOURT_API_REQUESTS_PER_MINUTE": "0", "FORECOURT_QUEUE_URL": "none"}
    _cli(environment, "demo")
    people = _cli(environment, "user", "list")
    administrator = next(line.split()[0] for line in people.splitlines() if "administrator" in line)
    token = _cli(environment, "token", "create", administrator, "--name", "fuzz", *(word for scope in SCOPES for word in ("--scope", scope))).strip()
    with product(environment) as server:
        command = [
            str(Path(sys.executable).with_name("st")), "--config-file", str(CHECKS), "run", f"http://127.0.0.1:{server.port}/api/v1/openapi.json",
            "--header", f"Authorization: Bearer {token}", "--phases", PHASES, "--max-examples", str(examples), "--no-color",
            *(["--include-path-regex", only] if only else []),
        ]  # fmt: skip
        return subprocess.run(command, cwd=folder, check=False).returncode  # noqa: S603 - a tool of our own environment


def _cli(environment: dict[str, str], *words: str) -> str:
    return subprocess.run([sys.executable, "-m", "core.cli", *words], env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603 - as above
