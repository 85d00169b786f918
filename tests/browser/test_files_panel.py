"""The panel of files: dropped, chosen, refused in a sentence, removed and put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DESK, PHONE, House, Visit
from playwright.sync_api import expect

from plugins.files.demo import picture

DROP = """([name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name));
  const panel = document.getElementById("files");
  for (const kind of ["dragover", "drop"]) panel.dispatchEvent(new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def open_account(there: Visit) -> None:
    there.sign_in("lin.zhou")
    there.go("/accounts?view=all")
    there.page.get_by_role("link", name="苏州晨光物流有限公司").first.click()
    expect(there.page.locator("#files")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_files_are_chosen_shown_and_removed_with_undo(house: House, visit: Callable[..., Visit], tmp_path: Path, size: tuple[int, int]) -> None:
    there = visit(house, size)
    open_account(there)
    page = there.page
    photo, large_name = tmp_path / "车.png", tmp_path / ("long name " * 12 + ".txt")
    photo.write_bytes(picture())
    large_name.write_text("text")

    page.wait_for_load_state("networkidle")  # the scripts that take a choice in are loaded after the page
    page.locator("#files input[multiple]").set_input_files([photo, large_name])
    shown = page.locator("#files .file")
    expect(shown.filter(has_text="车.png")).to_be_visible()
    expect(shown.filter(has_text="long name")).to_be_visible()
    page.locator("#files").scroll_into_view_if_needed()
    there.picture(f"files-{'phone' if there.on_phone else 'desk'}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out of the screen"

    shown.filter(has_text="车.png").get_by_role("button").click()
    expect(page.locator("#files .file").filter(has_text="车.png")).to_have_count(0)
    page.locator("#files").get_by_role("button", name="Undo").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#files .file").filter(has_text="车.png")).to_be_visible()
    assert not there.complaints


def test_a_file_is_dropped_and_a_program_refused_in_a_sentence(house: House, visit: Callable[..., Visit]) -> None:
    there = visit(house)
    open_account(there)
    page = there.page

    page.wait_for_load_state("networkidle")  # the scripts that take a file in are loaded after the page
    page.evaluate(DROP, ["offer.txt", "an offer"])
    expect(page.locator("#files .file").filter(has_text="offer.txt")).to_be_visible()
    page.evaluate(DROP, ["invoice.pdf", "MZ\x90 a program"])
    expect(page.locator("#files .file-progress .error")).to_contain_text("invoice.pdf: ")
    expect(page.locator("#files .file-progress .error")).to_contain_text("is a program")
    expect(page.locator("#files .file").filter(has_text="invoice.pdf")).to_have_count(0)
    assert not there.complaints


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_answer_in_the_console_brings_files_along(house: House, visit: Callable[..., Visit], tmp_path: Path, size: tuple[int, int]) -> None:
    there = visit(house, size)
    there.sign_in("paul.ekstrom")
    page = there.go("/cases/console?tab=mine")
    photo = tmp_path / "photo.png"
    photo.write_bytes(picture())
    page.fill("#desk-body", "This is where the button is.")
    page.set_input_files("[name=enclosed]", [photo])
    page.locator(".desk-say").scroll_into_view_if_needed()
    there.picture(f"console-files-{'phone' if there.on_phone else 'desk'}")
    page.locator(".desk-say [name=then][value=stay]").click()

    said = page.locator(".timeline li").filter(has_text="This is where the button is.")
    expect(said.get_by_role("img", name="photo.png")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out of the screen"
    said.scroll_into_view_if_needed()
    there.picture(f"console-files-sent-{'phone' if there.on_phone else 'desk'}")
    assert not there.complaints
