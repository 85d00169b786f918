"""forecourt fields, in processes of their own: what one process changes, the others see with their next request."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import forking
import pytest


@pytest.fixture
def forecourt(app: Any, tmp_path: Path) -> Any:
    """Runs a command of another process on this test's database; gives its exit code and what it said."""

    def run(*words: str) -> tuple[int, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}
        environment = {**kept, "FORECOURT_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "FORECOURT_DATA_DIR": app.config["FORECOURT"]["data_dir"]}
        return forking.ended(words, environment, tmp_path / "said.txt")

    return run


def test_what_another_process_adds_is_there_with_the_next_request(forecourt: Any, login: Any) -> None:
    client = login("administrator")
    assert "x_colour" not in client.get("/accounts/new").get_data(as_text=True)

    assert forecourt("fields", "add", "account", "--type", "picklist", "--label", "Colour", "--value", "Red=红色", "--value", "Blue")[0] == 0
    form = client.get("/accounts/new").get_data(as_text=True)
    assert 'name="x_colour"' in form
    assert forecourt("fields", "list", "account")[1].split()[:3] == ["x_colour", "picklist", "Colour"]

    code, said = forecourt("upgrade")
    assert code == 0
    assert "made cf_1_all" in said  # no worker has come by yet: the upgrade makes the indexes that are missing
    assert 'name="x_colour"' in client.get("/accounts/new").get_data(as_text=True)

    assert forecourt("fields", "remove", "account", "x_colour")[1].startswith("0 records hold a value. Nothing was done")
    assert 'name="x_colour"' in client.get("/accounts/new").get_data(as_text=True)
    assert forecourt("fields", "remove", "account", "x_colour", "--yes")[0] == 0
    assert 'name="x_colour"' not in client.get("/accounts/new").get_data(as_text=True)


def test_a_refusal_is_a_sentence(forecourt: Any) -> None:
    code, said = forecourt("fields", "add", "account", "--type", "text", "--label", "Extra", "--name", "owner")

    assert code == 1
    assert "“owner” is the name of a built-in field of Accounts; choose another name." in said
