"""What of a list is in sight, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import DESK, PHONE, House, Visit
from playwright.sync_api import expect


def test_the_view_that_is_open_is_in_sight_on_a_phone(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum, PHONE)
    page = there.sign_in("lin.zhou")
    there.go("/activities")
    tabs = page.locator("nav.tabs")
    last = tabs.locator("a[href$='/activities?view=all']")
    assert tabs.evaluate("row => row.scrollLeft") == 0, "the first view stands at the edge"
    expect(last).not_to_be_in_viewport()

    there.go(last.get_attribute("href") or "")

    expect(last).to_have_attribute("aria-current", "page")
    expect(last).to_be_in_viewport(ratio=1)
    there.settle()  # the figures beside the tabs have come
    expect(last).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the row scrolls, not the page"
    assert not there.complaints


def test_at_a_desk_all_columns_of_all_leads_are_in_sight(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum, DESK)
    page = there.sign_in("lin.zhou")

    there.go("/leads?view=all")

    expect(page.get_by_role("columnheader", name="Status")).to_be_in_viewport(ratio=1)
    assert page.locator(".list-scroll").evaluate("box => box.scrollWidth <= box.clientWidth"), "long heads of columns stand in two lines"
    assert not there.complaints


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_at_a_desk_all_columns_of_all_cases_are_in_sight(museum: House, visit: Callable[..., Visit], language: str) -> None:
    there = visit(museum, DESK)
    page = there.sign_in("paul.ekstrom")
    there.speak(language)

    there.go("/cases?view=all")

    expect(page.locator(".list-scroll thead th").last).to_be_in_viewport(ratio=1)
    assert page.locator(".list-scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
    assert not there.complaints


def test_each_line_of_the_prospect_plan_is_a_block_on_a_phone(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum, PHONE)
    page = there.sign_in("qiu.lan")

    there.go("/opportunities/prospect-plan")

    assert page.locator(".list-scroll tbody tr").first.evaluate("row => getComputedStyle(row).display") == "flex"
    assert page.locator(".list-scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
    assert not there.complaints


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_at_a_desk_the_keys_of_the_console_stand_in_one_line_in_sight(museum: House, visit: Callable[..., Visit], language: str) -> None:
    there = visit(museum, DESK)
    page = there.sign_in("paul.ekstrom")
    there.speak(language)

    there.go("/cases/console?tab=mine")

    keys = page.locator(".desk-hints")
    expect(keys).to_be_in_viewport(ratio=1)
    assert keys.evaluate("line => new Set([...line.children].map(one => one.offsetTop)).size") == 1
    assert not there.complaints
