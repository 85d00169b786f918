"""The example of the plugin guide, as a stranger installs it: by pip, without network, into a place of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WITHOUT = [word for name in ("cacheprovider", "xdist", "schemathesis", "hypothesispytest", "anyio") for word in ("-p", f"no:{name}")]
"""The module has none of them; those that came along with other tools take the process seconds to load."""
EXAMPLE = ROOT / "examples" / "forecourt-appraisals"


@pytest.mark.any_database  # a plugin made anew is tried on the second one, too
def test_the_example_is_installed_by_pip_and_passes_its_own_tests(tmp_path: Path) -> None:
    source, place = tmp_path / "source", tmp_path / "site"
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps", "--target", str(place), str(source)]
    subprocess.run(install, check=True, capture_output=True)
    shutil.rmtree(source / "appraisals")  # what is tested is what was installed

    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"PYTHONPATH": str(place), "FORECOURT_TEST_MODULES": "contacts,leads,appraisals"}
    command = [sys.executable, "-m", "pytest", "-q", *WITHOUT, "-W", "error", str(source / "tests")]
    ran = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout[-4000:]


def test_the_example_is_small_enough_to_be_read_at_once() -> None:
    code = [line for path in sorted(EXAMPLE.rglob("*.py")) for line in path.read_text("utf-8").splitlines() if line.strip()]

    assert 200 <= len(code) <= 330, len(code)


def test_nobody_else_knows_of_the_example() -> None:
    others = [path for folder in ("core", "plugins", "config") for path in (ROOT / folder).rglob("*.*") if path.suffix in (".py", ".html", ".toml", ".js")]

    assert len(others) > 300
    assert not [path for path in others if re.search(r"appraisals[_.]|import appraisals|\"appraisals\"", path.read_text("utf-8")) and "core/testing" not in str(path)]


def test_the_guide_quotes_the_example_as_it_is() -> None:
    guide = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    walk = guide.partition("## A module from its first file to its last")[2].partition("\n## ")[0]
    quoted = re.findall(r"```python\n(.*?)```", walk, re.DOTALL)
    code = [path.read_text("utf-8") for path in sorted(EXAMPLE.rglob("*.py"))]

    assert quoted
    assert not [one for one in quoted if not any(one.strip() in text for text in code)]
