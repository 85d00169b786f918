"""Without a mouse: where the focus is when a dialog opens, where it comes back to, and what Ctrl+Enter sends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import House, Visit
from playwright.sync_api import Page, expect


def on_record(there: Visit, listed: str, name: str) -> Page:
    """A consultant opens a record from its list."""
    page = there.sign_in("lin.zhou")
    there.go(listed)
    page.locator("main td.name a", has_text=name).press("Enter")
    expect(page.locator("h1")).to_contain_text(name)
    there.settle()  # its scripts are there
    return page


@pytest.fixture
def sale(museum: House, visit: Callable[..., Visit]) -> Visit:
    """A consultant on a sale whose amount follows its lines."""
    there = visit(museum)
    on_record(there, "/opportunities?view=mine", "Tang L7 × 2")
    return there


def open_win(page: Page) -> None:
    """By the menu of further actions, which is folded away then."""
    page.locator("main details.menu > summary").first.press("Enter")
    page.get_by_role("link", name="Close as won").press("Enter")
    expect(page.locator("dialog[open] [name=close_date]")).to_be_visible()


def test_a_dialog_whose_first_field_is_locked_begins_with_the_next_and_gives_the_focus_back(sale: Visit) -> None:
    page = sale.page
    open_win(page)

    expect(page.locator("dialog[open] [name=amount]")).to_be_disabled()
    expect(page.locator("dialog[open] [name=close_date]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("main details.menu > summary").first).to_be_focused()
    assert not sale.complaints


def test_ctrl_enter_in_a_dialog_sends_nothing_of_the_page_behind_it(sale: Visit) -> None:
    page = sale.page
    page.locator(".composer textarea").fill("Half a thought")
    open_win(page)
    page.locator("dialog[open] [data-close]").first.focus()
    sent: list[str] = []
    page.route("**/*", lambda route: (sent.append(route.request.url), route.abort()) if route.request.method == "POST" else route.continue_())

    page.keyboard.press("Control+Enter")
    page.wait_for_function("document.querySelector('dialog[open]')")
    sale.page.wait_for_timeout(300)

    assert [one for one in sent if not one.endswith("/actions/close_won")] == []


def test_ctrl_enter_converts_a_lead(house: House, visit: Callable[..., Visit]) -> None:
    there = visit(house)
    page = on_record(there, "/leads?view=mine", "Gao Lei")
    lead = page.url.split("?")[0]
    there.go(f"{lead.removeprefix(house.url)}/convert")

    page.keyboard.press("Control+Enter")

    page.wait_for_url(lead)
    expect(page.locator("main")).to_contain_text("Converted")
