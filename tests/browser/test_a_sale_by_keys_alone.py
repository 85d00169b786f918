"""From a telephone number to Closed Won without a mouse: every step by keys that a person would press, the focus never lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable

from conftest import House, Visit
from playwright.sync_api import Locator, Page, expect

from core.demo import PASSWORD

NAME, MOBILE = "Song Yi", "13912345670"
FAR = 14
"""So many Tabs is the longest way that anybody has to go to what comes next."""


class Keys:
    """A person at a keyboard."""

    def __init__(self, there: Visit) -> None:
        self.there = there
        self.page: Page = there.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, wanted: Locator) -> None:
        """By Tab alone, and not far."""
        for _step in range(FAR):
            self.press("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"{wanted} is more than {FAR} Tabs away")

    def choose(self, select: Locator, label: str) -> None:
        """In a select that has the focus, by the first letters."""
        expect(select).to_be_focused()
        self.type(label)
        expect(select.locator("option:checked")).to_have_text(label)


def sign_in(keys: Keys) -> None:
    keys.there.go("/login")
    expect(keys.page.locator("#email")).to_be_focused()
    keys.type("lin.zhou@example.com")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    keys.page.wait_for_url(keys.there.house.url + "/")
    keys.there.settle()


def register_a_lead(keys: Keys) -> None:
    page = keys.page
    keys.press("g", "l")
    page.wait_for_url("**/leads")
    keys.there.settle()
    keys.press("c")
    page.wait_for_url("**/leads/new")
    keys.there.settle()
    expect(page.locator("[name=name]")).to_be_focused()
    keys.type(NAME)
    keys.tab_to(page.locator("[name=mobile]"))
    keys.type(MOBILE)
    keys.press("Control+Enter")
    expect(page.locator("[data-field=gender] .error")).to_be_visible()
    expect(page.locator("[name=gender]").nth(0)).to_be_focused()  # where to mend first
    keys.press("Space")
    keys.tab_to(page.locator("[name=province]"))
    keys.choose(page.locator("[name=province]"), "Guangdong")
    keys.press("Tab")
    expect(page.locator("[name=city] option[value='4403']")).to_be_attached()
    keys.choose(page.locator("[name=city]"), "Shenzhen")
    keys.tab_to(page.locator("[name=model_wanted__text]"))
    keys.type("Song L")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Song L")
    keys.press("Enter", "Tab")
    keys.choose(page.locator("[name=expected_time]"), "Within 1 week")
    keys.press("Control+Enter")
    page.wait_for_url(re.compile(r"/leads/\d+$"))
    keys.there.settle()
    expect(page.locator("h1")).to_have_text(NAME)


def log_the_first_contact(keys: Keys) -> None:
    """It asks for the grade, by which the next contact is proposed."""
    page = keys.page
    keys.press("a")
    expect(page.locator(".record-head").get_by_role("link", name="Log contact")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("dialog[open] [name=kind]").nth(0)).to_be_focused()
    keys.press("Tab", "Space")
    expect(page.locator("dialog[open] [name=outcome][value=reached]")).to_be_checked()
    keys.tab_to(page.locator("dialog[open] [name=grade__text]"))
    keys.type("H")
    expect(page.locator("dialog[open] [role=option][aria-selected=true]")).to_have_text(re.compile("^H"))
    keys.press("Enter", "Control+Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.wait_for_url(re.compile(r"/leads/\d+$"))
    keys.there.settle()
    expect(page.locator(".record-head")).to_contain_text("Working")


def log_a_call(keys: Keys, said: str, following: str) -> None:
    """With the next follow-up. What one writes in is there again for the next."""
    page = keys.page
    keys.press("l")
    expect(page.locator("#composer-body")).to_be_focused()
    keys.type(said)
    keys.press("Tab")
    keys.choose(page.locator("#composer-outcome"), "Reached")
    keys.press("Tab")
    expect(page.locator("#composer-next_on")).to_be_focused()
    keys.type("+3")
    keys.tab_to(page.locator("#composer-next_reason"))
    keys.type(following)
    keys.tab_to(page.locator("#composer-save"))
    keys.press("Enter")
    expect(page.locator("#timeline")).to_contain_text(said)
    expect(page.locator("#timeline")).to_contain_text(following)
    expect(page.locator("#composer-body")).to_have_value("")
    expect(page.locator("#composer-save")).to_be_focused()


def convert(keys: Keys) -> None:
    page = keys.page
    keys.press("Escape")
    keys.press("a")
    keys.tab_to(page.get_by_role("link", name="Convert", exact=True))
    keys.press("Enter")
    page.wait_for_url("**/convert")
    keys.there.settle()
    keys.press("Control+Enter")
    page.wait_for_url(re.compile(r"/leads/\d+$"))
    keys.there.settle()
    expect(page.locator("main")).to_contain_text("Converted")


def open_the_sale(keys: Keys) -> None:
    page = keys.page
    keys.press("a")
    keys.tab_to(page.locator("main a[href^='/opportunities/']").first)
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/opportunities/\d+$"))
    keys.there.settle()


def go_on_to(keys: Keys, stage: str) -> None:
    """``m`` goes to the stage that follows, Enter moves the sale there."""
    keys.press("m")
    expect(keys.page.locator(".path :focus")).to_have_text(stage)
    keys.press("Enter")


def stands_at(keys: Keys, stage: str) -> None:
    expect(keys.page.locator(".path [aria-current]")).to_contain_text(stage)
    keys.there.settle()


def go_through_the_stages(keys: Keys) -> None:
    """From the quote on a sale has an amount, which is asked for where it has none."""
    for stage in ("Needs Analysis", "Test drive"):
        go_on_to(keys, stage)
        stands_at(keys, stage)
    go_on_to(keys, "Quote")
    amount = keys.page.locator("dialog[open] [name=amount]")
    expect(amount).to_be_visible()
    keys.tab_to(amount)
    keys.type("189800")
    keys.press("Control+Enter")
    stands_at(keys, "Quote")
    go_on_to(keys, "Negotiation")
    stands_at(keys, "Negotiation")


def win(keys: Keys) -> None:
    go_on_to(keys, "Ordered")
    expect(keys.page.locator("dialog[open] [name=amount]")).to_have_value(re.compile("^189,?800"))
    keys.press("Control+Enter")
    expect(keys.page.locator(".path .won")).to_contain_text("Ordered")


def test_a_sale_by_keys_alone(house: House, visit: Callable[..., Visit]) -> None:
    there = visit(house)
    keys = Keys(there)
    sign_in(keys)
    register_a_lead(keys)
    log_the_first_contact(keys)
    log_a_call(keys, "Asked what it would cost", "Send the offer")
    log_a_call(keys, "Wants to drive it on Friday", "Test drive")
    convert(keys)
    open_the_sale(keys)
    go_through_the_stages(keys)
    win(keys)
    assert there.complaints == []
