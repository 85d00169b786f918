"""Every command of docs/administration.md is tried, in the order of the page, as it stands there."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import PASSWORD, Shelf, Site

PAGE = Path(__file__).parents[2] / "docs" / "administration.md"
SERVING = ("forecourt run", "forecourt worker")
"""Started by test_processes and test_deployment, which also end them."""
SQL = "CREATE EXTENSION"
PEOPLE = {"tom@example.com": "Tom Reyes", "robot@example.com": "Robot"}
"""Whom the page takes for granted."""
FILES = {
    "leads.csv": "Name,Mobile,Gender,Province,City,Expected purchase time,Interested model\nPan Yue,13712345678,female,广东省,深圳市,month,Song L\n",
    "people.csv": "Name,E-mail,Roles\nWei Lin,wei.lin@example.com,Sales consultant\n",
    "accounts-plan.json": json.dumps([{"sobject": "Account", "saveRefs": True, "resolveRefs": False, "files": ["Accounts.json"]}]),
    "Accounts.json": json.dumps({"records": [{"attributes": {"type": "Account", "referenceId": "One"}, "Name": "Blue Harbor"}]}),
}
"""Files that lie where the operator stands."""


def commands() -> list[str]:
    found = re.findall(r"^    (\S.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [line for line in found if not line.startswith(SQL)]


def typed_for(command: str) -> str:
    """What the operator types when asked: a password, twice."""
    return f"{PASSWORD}\n{PASSWORD}\n" if " user add " in command or " user password " in command else ""


@pytest.mark.any_database  # what commands do on the second one is tried by backups, upgrades and processes
def test_every_command_of_the_page_does_what_it_says(new_site: Callable[..., Site], shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, "utf-8")
    site, other = new_site(), new_site()
    for command in commands():
        if command.startswith(SERVING):
            continue
        words = shlex.split(command.replace("/var/backups", str(tmp_path)))
        at = other if words[0].startswith("FORECOURT_DATABASE_URL=") or "restore" in words else site
        words = [word for word in words if not word.startswith("FORECOURT_")]
        assert words[0] == "forecourt", command
        at.forecourt(*words[1:], typed=typed_for(command))
        if " user add " in command:
            for email, name in PEOPLE.items():
                site.forecourt("user", "add", email, "--name", name, "--role", "sales_consultant", "--password-stdin", typed=f"{PASSWORD}\n")
        if at is other and "restore" not in words:
            other = new_site()  # the page restores into an empty one

    assert other.count("core_user") == site.count("core_user") > len(PEOPLE)
