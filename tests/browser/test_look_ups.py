"""A look-up field: chosen by finger, and typed with an input method."""

from __future__ import annotations

from collections.abc import Callable

from conftest import PHONE, House, Visit
from playwright.sync_api import Page, expect

COMPOSING = 'one => one.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))'


def offers(page: Page) -> None:
    page.locator("[name=model_wanted__text]").press_sequentially("song")
    expect(page.locator("[data-lookup] [role=option]").first).to_contain_text("Song L")


def test_a_tap_on_an_offer_chooses_it_and_touches_nothing_beneath(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum, PHONE)
    page = there.sign_in("lin.zhou")
    there.go("/leads/new")
    page.locator("[name=model_wanted__text]").evaluate('one => one.scrollIntoView({ block: "end" })')  # its offers lie over the bar
    offers(page)

    page.locator("[data-lookup] [role=option]").first.tap()
    there.settle()

    assert page.url.endswith("/leads/new")
    expect(page.locator("[name=model_wanted__text]")).to_have_value("BYD Song L")
    expect(page.locator("[name=model_wanted__text]")).to_be_focused()
    assert not there.complaints


def test_enter_of_an_input_method_chooses_nothing(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum)
    page = there.sign_in("lin.zhou")
    there.go("/leads/new")
    offers(page)

    page.locator("[name=model_wanted__text]").evaluate(COMPOSING)
    expect(page.locator("[name=model_wanted__text]")).to_have_value("song")
    page.keyboard.press("Enter")
    expect(page.locator("[name=model_wanted__text]")).to_have_value("BYD Song L")
    assert not there.complaints


def test_enter_faster_than_the_answer_takes_what_is_typed_now(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum)
    page = there.sign_in("lin.zhou")
    there.go("/leads/new")
    field = page.locator("[name=model_wanted__text]")
    field.press_sequentially("camry")
    expect(page.locator("[data-lookup] [aria-selected=true]")).to_contain_text("Camry")

    field.select_text()
    page.keyboard.type("song")
    page.keyboard.press("Enter")

    expect(field).to_have_value("BYD Song L")
    assert page.url.endswith("/leads/new")
    assert not there.complaints


def test_tab_leads_to_the_next_field_and_not_into_the_offers(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum, PHONE)
    page = there.sign_in("lin.zhou")
    there.go("/leads/new")
    page.locator("#f-model_wanted-options").evaluate('one => Object.assign(one.style, { maxBlockSize: "20px", overflow: "auto" })')  # what scrolls takes part in Tab
    offers(page)

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.matches('input, select, textarea, button, a')")
    expect(page.locator("[data-lookup]:has([name=model_wanted]) [role=option]")).to_have_count(0)
    assert not there.complaints
