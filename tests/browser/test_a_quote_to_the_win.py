"""A consultant types the lines of a sale, makes a quote of it, and is offered the Won dialog, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import DESK, PHONE, House, Visit
from playwright.sync_api import Page, expect


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def seller(request: pytest.FixtureRequest, house: House, visit: Callable[..., Visit]) -> Iterator[Visit]:
    visitor = visit(house, request.param)
    yield visitor
    assert visitor.complaints == []


def begin_a_sale(visitor: Visit) -> Page:
    visitor.sign_in("lin.zhou")
    visitor.speak("en")
    page = visitor.go("/opportunities/new")
    page.fill("[name=name]", "Two for the fleet")
    page.click("[name=account__text]")
    page.locator("[data-field=account] [role=option]").first.click()
    page.locator("main .form-foot .btn-primary").click()
    expect(page.locator("h1")).to_have_text("Two for the fleet")
    return page


def act(visitor: Visit, code: str, *, asks: bool = False) -> None:
    """Press an action: at a desk its button and then that of its dialog, on a phone that of its page, to which the menu leads."""
    page = visitor.page
    if visitor.on_phone:
        visitor.go(f"{page.url.removeprefix(visitor.house.url).split('?')[0]}/actions/{code}")
        page.locator("main .dialog-foot .btn-primary").click()
        return
    page.locator(f"main [href$='/actions/{code}']:visible, main form[action$='/actions/{code}'] button:visible").first.click()
    if asks:
        page.locator("dialog .btn-primary").click()


def test_lines_are_typed_a_quote_is_accepted_and_the_won_dialog_is_offered(seller: Visit) -> None:
    page = begin_a_sale(seller)

    page.locator("#line-1-product").click()
    page.keyboard.type("Han L7")
    expect(page.locator("#line-1-options [aria-selected=true]")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("255000")
    page.keyboard.press("Enter")
    expect(page.locator("#line-2-product")).to_be_focused()
    page.keyboard.type("Floor")
    page.keyboard.press("Tab")  # faster than the answer: the best offer is taken all the same
    page.keyboard.type("-1")
    page.keyboard.press("Enter")
    expect(page.locator(".line-row.bad .error")).to_contain_text("Quantity")
    page.locator(".line-row.bad [aria-invalid=true]").fill("1")
    page.keyboard.press("Enter")
    expect(page.locator(".line-foot strong")).to_contain_text("510,680")
    expect(page.locator("#highlights")).to_contain_text("510,680")
    seller.picture(f"line-editor-{'phone' if seller.on_phone else 'desk'}")

    act(seller, "new_quote")
    expect(page.locator("main")).to_contain_text("Q0000")
    act(seller, "submit", asks=True)
    expect(page.locator(".record-head")).to_contain_text("Approved")
    seller.picture(f"quote-{'phone' if seller.on_phone else 'desk'}")
    act(seller, "accept", asks=True)
    won = page.locator("[data-panel='quotes.won'] .btn-primary")
    expect(won).to_be_visible()
    won.click()
    expect(page.locator("dialog[open] form[action$='/actions/close_won']")).to_be_visible()
    page.locator("dialog[open] form[action$='/actions/close_won'] .btn-primary").click()
    expect(won).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("Done: Close as won.")
