"""docs/plugins.md beyond its walk through the example: what it shows runs, what it names exists."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template_string
from jinja2 import ChoiceLoader, DictLoader

import core
from core import create_app

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "plugins.md").read_text("utf-8")
TOKENS = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL))


def shown(heading: str, language: str = "python") -> str:
    """The first piece of code in this language below a heading."""
    found = re.search(rf"```{language}\n(.*?)```", GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0], re.DOTALL)
    assert found, heading
    return found[1]


def test_every_piece_of_python_can_be_read() -> None:
    pieces = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)

    assert len(pieces) >= 10
    for one in pieces:
        compile(one, "docs/plugins.md", "exec")


def test_the_page_and_the_sheet_that_are_shown_answer(app: Flask, user: Any, make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With leads for the appraisals, which are no module of these tests."""
    heading, sheet = "A page of its own, a sheet, a notice, a setting", tmp_path / "sheet.typ"
    sheet.write_text("#json(bytes(sys.inputs.data)).name", "utf-8")
    flask = importlib.import_module("flask")
    place: dict[str, Any] = {**vars(core), **{name: getattr(flask, name) for name in ("Blueprint", "Response", "render_template")}, "SHEET": sheet, "appraisal": "lead"}
    exec(shown(heading), place)
    lead = make("lead", channel="lenient", name="Pan Yue")
    monkeypatch.setattr(app.jinja_env, "spoken", {})  # of each language, which have a loader of their own
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([DictLoader({"appraisals/offers.html": shown(heading, "jinja")}), app.jinja_env.loader]))

    with app.test_request_context(), core.acting(user("administrator")):
        page, printed = place["show_offers"](), place["print_sheet"](lead.id)

    assert "<title>Offers · Forecourt</title>" in page and '<td class="num">1</td>' in page
    assert printed.data.startswith(b"%PDF")


def test_the_address_of_the_api_that_is_shown_answers_and_is_documented(app: Flask, user: Any, tmp_path: Path) -> None:
    from core import tokens

    place: dict[str, Any] = {**vars(core), "Blueprint": importlib.import_module("flask").Blueprint, "_": core.gettext_lazy}
    place["appraisals_of"] = lambda record, limit: [record.name] * limit
    exec(shown("An address of the API"), place)
    admin = user("administrator")
    account = core.records.create("account", admin, name="Northwind Mills")
    header = {"Authorization": f"Bearer {tokens.create(admin, admin.id, 'test', ['read'])}"}

    fresh = create_app({"database_url": app.config["SQLALCHEMY_DATABASE_URI"], "data_dir": str(tmp_path), "secret_key": "test", "queue": {"url": "none"}})
    fresh.register_blueprint(place["blueprint"])
    client, path = fresh.test_client(), f"/api/v1/accounts/{account.id}/appraisals"
    answers = [client.get(path + query, headers=header) for query in ("?limit=2", "", "?limit=101", "?page=2")]
    documented = client.get("/api/v1/openapi.json", headers=header).json["paths"]
    with fresh.app_context():
        core.db.session.remove()
        core.db.engine.dispose()  # the next test puts another file in the place of this one

    assert [len(one.json["data"]) for one in answers[:2]] == [2, 20]
    assert [(one.status_code, one.json["errors"][0]["field"]) for one in answers[2:]] == [(400, "limit"), (400, "page")]
    assert documented["/api/v1/{object}/{record_id}/appraisals"]["get"]["summary"] == "Appraisals of a record"


def test_the_chart_that_is_shown_is_drawn_with_its_table(app: Flask, user: Any) -> None:
    place: dict[str, Any] = {"_": core.gettext}
    exec(shown("A chart"), place)
    weeks = [SimpleNamespace(name=f"W{number}", closed=number * 1000, before=500, url=f"/opportunities?week={number}") for number in (46, 47)]

    with app.test_request_context(), core.acting(user("administrator")):
        page = render_template_string(shown("A chart", "jinja"), closed=place["closed_per_week"](weeks))

    assert "This quarter" in page and "47,000" in page and "/opportunities?week=46" in page


def test_the_entry_point_that_is_shown_is_that_of_the_example() -> None:
    example = tomllib.loads((ROOT / "examples" / "forecourt-appraisals" / "pyproject.toml").read_text("utf-8"))
    entry = tomllib.loads(shown("Loading it", "toml"))["project"]["entry-points"]

    assert entry == example["project"]["entry-points"]


def test_every_file_and_folder_it_names_is_there() -> None:
    named = [one for one in TOKENS if re.fullmatch(r"(plugins|core|examples|docs)/[\w/.-]+", one)]

    assert len(named) > 4
    assert not [one for one in named if not (ROOT / one).exists() and not (ROOT / f"{one}.py").exists()]


def test_every_name_of_core_it_speaks_of_exists() -> None:
    heads = {name for name in core.__all__ if hasattr(getattr(core, name), "__path__") or type(getattr(core, name)).__name__ == "module"}
    named = {match[0] for one in TOKENS for match in re.finditer(r"\b([a-z_]+)\.([A-Za-z_]+)(?=[(` ]|$)", one) if match[1] in heads and match[2] != "py"}
    named.discard("modules.load")  # a setting

    assert len(named) > 8
    assert not [one for one in named if not hasattr(getattr(core, one.partition(".")[0]), one.partition(".")[2])]
