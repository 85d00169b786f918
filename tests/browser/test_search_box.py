"""The search box: what it offers while one types, by keyboard and by finger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import DESK, PHONE, House, Visit
from playwright.sync_api import expect

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@SIZES
def test_initials_find_and_enter_opens(museum: House, visit: Callable[..., Visit], size: tuple[int, int]) -> None:
    there = visit(museum, size)
    page = there.sign_in("lin.zhou")
    box = page.get_by_role("combobox", name="Search")

    box.click()
    box.press_sequentially("py", delay=40)
    offers = page.locator("#search-results [role=option]")
    expect(offers.filter(has_text="Pan Yue").first).to_be_visible()
    there.picture(f"search-{'phone' if there.on_phone else 'desk'}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out of the screen"

    box.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-1")
    address = offers.first.get_attribute("href")
    box.press("Enter")
    page.wait_for_url(f"**{address}")
    assert not there.complaints


def test_arrows_go_round_and_escape_closes(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum)
    page = there.sign_in("lin.zhou")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    with page.expect_response(lambda answer: "q=a" in answer.url):  # until then it offers what was looked at last
        box.press_sequentially("a")
    there.settle()
    offers = page.locator("#search-results [role=option]")
    expect(offers.last).to_be_visible()

    box.press("ArrowUp")
    expect(offers.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(offers).to_have_count(0)
    assert not there.complaints


@SIZES
def test_without_a_choice_enter_shows_the_page_of_all_that_is_found(museum: House, visit: Callable[..., Visit], size: tuple[int, int]) -> None:
    there = visit(museum, size)
    page = there.sign_in("zhou.min")
    box = page.locator(".search input")

    box.fill("sh")
    box.press("Enter")
    page.wait_for_url("**/search?q=sh")
    expect(page.locator("main mark, main .line").first).to_be_visible()
    there.picture(f"search-page-{'phone' if there.on_phone else 'desk'}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not there.complaints


def test_empty_the_box_offers_what_was_looked_at_last(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum)
    page = there.sign_in("lin.zhou")
    page.locator(".search input").fill("pan yue")
    page.locator("#search-results [role=option]").first.click()
    page.wait_for_load_state("networkidle")
    name = page.locator("h1").inner_text()

    page.locator(".search input").click()
    expect(page.locator("#search-results [role=option]").first).to_contain_text(name)
    assert not there.complaints
