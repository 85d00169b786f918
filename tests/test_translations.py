"""Nothing that a user reads is left in English: every marked string has its translation, and none is doubtful."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from core import catalogs, joined, speaking
from core.testing import Client

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # translations.py is a tool of the checkout, no part of the package

import translations  # noqa: E402 - found by the line above


@pytest.fixture(scope="module")
def problems() -> list[str]:
    return sorted(translations.problems())


@pytest.mark.parametrize("owner", [one.relative_to(ROOT).as_posix() for one in translations.owners()])
def test_every_marked_string_is_translated(owner: str, problems: list[str]) -> None:
    of_owner = [one for one in problems if one.startswith(f"{owner}/")]
    assert not of_owner, "\n".join([f"{len(of_owner)} messages of {owner} need work (python translations.py check names all):", *of_owner[:10]])


def test_a_missing_translation_and_a_lost_placeholder_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "boats.py").write_text('_("One boat")\n_("%(num)s boats")\n')
    (tmp_path / "plugins").mkdir()
    catalog = tmp_path / "core" / "translations" / "zh_CN" / "LC_MESSAGES" / "messages.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "%(num)s boats"\nmsgstr "船"\n')
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    found = sorted(translations.problems())
    assert len(found) == 2
    assert "not in the catalog: 'One boat'" in found[0]
    assert "placeholders differ: '%(num)s boats'" in found[1]


def test_one_message_has_one_translation(tmp_path: Path) -> None:
    for owner, text in (("boats", "总价"), ("anchors", "合计"), ("oars", "合计")):
        catalog = tmp_path / owner / "translations" / "zh_CN" / "LC_MESSAGES" / "messages.po"
        catalog.parent.mkdir(parents=True)
        catalog.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Total"\nmsgstr "{text}"\n', "utf-8")

    found = list(catalogs.contradictions([tmp_path / "boats", tmp_path / "anchors"]))

    assert len(found) == 1
    assert "anchors" in found[0] and "translated otherwise in" in found[0] and "'Total'" in found[0]
    assert not list(catalogs.contradictions([tmp_path / "anchors", tmp_path / "oars"]))


JOINED_OTHERWISE = re.compile(r"""_\(.*["'][,;、] ?["'] ?\.join|\| *join\(["'][,;、]""")
"""Names in a sentence or on a page that are put together by a mark of one language."""


def test_names_in_a_sentence_are_put_together_by_the_readers_language() -> None:
    sources = [one for folder in ("core", "plugins") for ending in ("*.py", "*.html") for one in (ROOT / folder).rglob(ending) if "testing" not in one.parts]
    found = [f"{path.relative_to(ROOT)}: {line.strip()}" for path in sources for line in path.read_text("utf-8").splitlines() if JOINED_OTHERWISE.search(line)]

    assert not found, "\n".join(["core.joined knows the mark of each language:", *found])


@pytest.mark.skipif(not list((ROOT / "core" / "translations").rglob("*.mo")), reason="the catalogs are compiled by the build")
def test_a_reader_of_chinese_gets_chinese(login: Callable[..., Client]) -> None:
    page = login("administrator", language="zh_CN").get("/opportunities").get_data(as_text=True)
    assert "业务机会" in page and "退出" in page


@pytest.mark.skipif(not list((ROOT / "core" / "translations").rglob("*.mo")), reason="the catalogs are compiled by the build")
@pytest.mark.parametrize(("slug", "stored", "shown"), [
    ("sales-processes", "New car", "新车"), ("stages", "Negotiation", "谈判"), ("grades", "Buys within 7 days", "7 日内购买"), ("loss-reasons", "Price", "价格"),
    ("case-statuses", "Solved", "已解决"), ("escalation-rules", "Every case", "所有个案"), ("forecast-types", "Cars", "台数"), ("price-books", "Standard price book", "标准价格手册"),
])  # fmt: skip
def test_what_ships_is_called_in_the_readers_language_in_its_list_and_in_the_file_exported_from_it(login: Callable[..., Client], slug: str, stored: str, shown: str) -> None:
    client = login("administrator", language="zh_CN")
    page, file = client.get(f"/{slug}").get_data(as_text=True), client.get(f"/{slug}/export.csv").get_data(as_text=True)

    assert (shown in page, shown in file) == (True, True)
    assert (stored in page, stored in file) == (False, False)


@pytest.mark.skipif(not list((ROOT / "core" / "translations").rglob("*.mo")), reason="the catalogs are compiled by the build")
def test_names_one_after_the_other_are_listed_as_the_readers_language_does(app: Flask) -> None:
    assert joined(["Name", "City"]) == "Name, City"
    with speaking("zh_CN"):
        assert joined(["姓名", "城市"]) == "姓名、城市"
