"""A file of 50 MB where 20 are taken: told in words where it is chosen, and by the server where a browser sends it all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import House, Visit
from playwright.sync_api import Page, expect


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "all leads.csv"
    with path.open("wb") as file:
        file.truncate(50 * 1024**2)
    return path


def choose(there: Visit, file: Path) -> Page:
    """The form of an import, filled in, with this file."""
    there.sign_in("admin")
    page = there.go("/imports")
    there.settle()
    page.get_by_label("What the file holds").select_option("lead")
    page.get_by_label("First line").select_option("0")
    page.get_by_label("File", exact=True).set_input_files(file)
    return page


def test_it_is_told_before_it_is_sent_and_another_may_be_chosen(house: House, visit: Callable[..., Visit], large: Path, tmp_path: Path) -> None:
    there = visit(house)
    page = choose(there, large)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    expect(page.get_by_role("alert")).to_have_text("all leads.csv: A file may have at most 20 MB.")
    page.get_by_role("button", name="Upload").click()
    assert "POST" not in sent

    small = tmp_path / "leads.csv"
    small.write_text("Wang Fang,13800138000\n")
    page.get_by_label("File", exact=True).set_input_files(small)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/mapping")
    assert not there.complaints


def test_sent_all_the_same_it_is_refused_in_words_and_what_was_typed_is_there_when_one_goes_back(house: House, visit: Callable[..., Visit], large: Path) -> None:
    there = visit(house)
    page = choose(there, large)

    page.locator("form[action='/imports']").evaluate("form => form.submit()")  # as without scripts: nothing is checked
    expect(page.get_by_role("heading", name="Too large")).to_be_visible(timeout=30_000)
    expect(page.locator("main")).to_contain_text("at most 20 MB are taken at once. Nothing was saved")
    page.go_back()
    expect(page.get_by_label("What the file holds")).to_have_value("lead")
    expect(page.get_by_label("First line")).to_have_value("0")
