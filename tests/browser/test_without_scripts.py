"""The main job with JavaScript switched off: every link and button is also a plain request."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import House, Visit
from playwright.sync_api import Page, expect

NAME = "Plain Song"


@pytest.fixture
def plain(house: House, visit: Callable[..., Visit]) -> Iterator[Visit]:
    visitor = visit(house, java_script_enabled=False)
    yield visitor
    assert visitor.complaints == []


def save(page: Page) -> None:
    page.locator("main .form-foot .btn-primary, main .dialog-foot .btn-primary").first.click()


def test_a_lead_becomes_a_won_opportunity(plain: Visit) -> None:
    plain.sign_in("lin.zhou")
    page = plain.go("/leads/new")
    page.fill("[name=name]", NAME)
    page.check("[name=gender][value=male]", force=True)
    page.fill("[name=mobile]", "1391234567")
    page.select_option("[name=province]", "44")
    page.select_option("[name=city]", "4403")
    page.fill("[name=model_label]", "Song L")
    page.select_option("[name=expected_time]", "week")
    save(page)
    expect(page.locator("[data-field=mobile] .error")).to_contain_text("exactly 11 digits")
    page.fill("[name=mobile]", "13912345670")
    save(page)
    expect(page.locator("h1")).to_have_text(NAME)

    page.goto(page.url.split("?")[0] + "/convert")
    page.select_option("[name=opportunity-process]", label="New car")
    page.fill("[name=opportunity-name]", "Plain Song L")
    page.fill("[name=opportunity-amount]", "189,800")
    page.locator("#convert .btn-primary").click()
    expect(page.locator("main")).to_contain_text("Plain Song L")

    plain.go("/opportunities/board")
    card = page.locator(".board-card", has_text="Plain Song L")
    card.locator("summary").click()
    card.locator("[data-move-to]", has_text="Quote").click()
    expect(page.locator(".flash")).to_contain_text("Done")
    column = page.locator(".board-col", has=page.locator("h2", has_text="Quote"))
    column.locator(".title", has_text="Plain Song L").click()

    page.locator(".path a", has_text="Ordered").click()
    expect(page.locator("[name=amount]")).to_have_value("189800")
    save(page)
    expect(page.locator(".path .won")).to_contain_text("Ordered")
    expect(page.locator("[data-panel='opportunities.history'] tbody strong")).to_have_text(["Ordered", "Quote", "Reception"])


def test_what_was_deleted_comes_back_by_its_undo(plain: Visit) -> None:
    plain.sign_in("admin")
    page = plain.go("/leads?view=all")
    lead = page.locator("td.name a").first
    name = lead.inner_text()
    lead.click()
    page.locator(".record-head details.menu > summary").click()
    page.locator(".menu-item.danger").click()
    expect(page.locator(".flash")).to_contain_text(name)
    page.locator(".flash button", has_text="Undo").click()
    expect(page.locator("h1")).to_have_text(name)


def test_a_list_is_filtered_and_searched(plain: Visit) -> None:
    plain.sign_in("lin.zhou")
    page = plain.go("/leads?view=mine")
    page.locator(".chip-add").click()
    page.select_option("[name=field]", "name")
    save(page)
    page.select_option("[name=operator]", "contains")
    page.fill("[name=value]", "Gao")
    save(page)
    expect(page.locator("td.name")).to_have_text(["Gao Lei"])

    page.fill("[name=q]", "Gao")
    page.press("[name=q]", "Enter")
    expect(page.locator("main")).to_contain_text("Gao Lei")
