"""What every page owes its reader: no complaint by the browser, no need of a script for the job, keys, drafts, both values."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import DESK, PHONE, House, Visit
from playwright.sync_api import expect

REP = "lin.zhou"
PAGES = (
    "/", "/leads", "/leads/new", "/accounts", "/accounts/new", "/contacts", "/opportunities", "/opportunities/board", "/opportunities/new",
    "/opportunities/funnel", "/opportunities/prospect-plan", "/activities", "/leads/compliance", "/approvals", "/notices", "/account", "/recycle-bin",
    "/search?q=Han", "/help",
)  # fmt: skip
ADMIN_PAGES = ("/admin/users", "/admin/units", "/admin/roles", "/admin/modules", "/admin/settings", "/admin/jobs", "/admin/log", "/leads/import")


def open_each(visitor: Visit, paths: tuple[str, ...]) -> list[str]:
    """What went wrong, page by page: a status that is no success, or a word of the console (violations of the CSP included)."""
    found = []
    for path in paths:
        answer = visitor.page.goto(visitor.house.url + path, wait_until="load")
        visitor.settle()
        if answer is None or not answer.ok:
            found.append(f"{path}: status {answer.status if answer else 'none'}")
        found += [f"{path}: {complaint}" for complaint in visitor.complaints]
        visitor.complaints.clear()
        if visitor.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            found.append(f"{path}: wider than the window")
    return found


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_a_rep_makes_the_browser_complain(museum: House, visit: Callable[..., Visit], size: tuple[int, int]) -> None:
    visitor = visit(museum, size)
    visitor.sign_in(REP)
    record = visitor.go("/opportunities?view=mine").locator("main a[href^='/opportunities/']:not([href*='new'])").evaluate_all(
        "links => links.map(link => new URL(link.href).pathname).find(path => /[/][0-9]+$/.test(path))"
    )
    assert record
    assert open_each(visitor, (*PAGES, record, f"{record}/edit", f"{record}/actions/move")) == []


def test_no_page_of_an_administrator_makes_the_browser_complain(museum: House, visit: Callable[..., Visit]) -> None:
    visitor = visit(museum)
    page = visitor.sign_in("admin")
    for path in ADMIN_PAGES[:7]:
        expect(page.locator(f".side a[href='{path}']")).to_be_visible()
    assert open_each(visitor, ADMIN_PAGES[:7]) == []


def test_the_dark_theme_is_dark_and_stays(museum: House, visit: Callable[..., Visit]) -> None:
    visitor = visit(museum)
    page = visitor.sign_in(REP)
    page.locator("header details.menu", has=page.locator("[data-theme-choice]")).locator("summary").click()
    page.locator("[data-theme-choice=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    visitor.go("/leads")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number)")
    assert max(red, green, blue) < 80
    visitor.picture("leads-dark")


def test_keys_go_to_places_and_walk_the_list(museum: House, visit: Callable[..., Visit]) -> None:
    visitor = visit(museum)
    page = visitor.sign_in(REP)
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/leads")
    rows = page.locator("tbody tr[data-id]")
    expect(rows.nth(1)).to_be_visible()
    for key, place in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(place).locator("td.name a")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator(".search input")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_url("**/leads/new**")


def test_what_was_typed_survives_a_reload(museum: House, visit: Callable[..., Visit]) -> None:
    visitor = visit(museum)
    visitor.page.on("dialog", lambda dialog: dialog.accept())
    visitor.sign_in(REP)
    page = visitor.go("/leads/new")
    page.locator("[name=name]").press_sequentially("Half a name")
    page.reload()
    expect(page.locator("[name=name]")).to_have_value("Half a name")
    expect(page.locator(".toast")).to_be_visible()


def first_lead(visitor: Visit) -> str:
    """The path of one of the person's leads."""
    found: str = visitor.go("/leads?view=mine").locator("main a").evaluate_all(
        "links => links.map(link => new URL(link.href).pathname).find(path => /^[/]leads[/][0-9]+$/.test(path))"
    )
    return found


def test_a_stale_edit_shows_both_values_and_takes_the_chosen_one(house: House, visit: Callable[..., Visit]) -> None:
    one, other = visit(house), visit(house)
    for visitor in (one, other):
        visitor.sign_in(REP)
    path = first_lead(one)
    one.go(f"{path}/edit")
    other.go(f"{path}/edit")
    for visitor, town in ((other, "12 Quay Street"), (one, "9 Mill Lane")):
        visitor.page.fill("[name=address]", town)
        visitor.page.locator(".form-foot .btn-primary").click()
    conflict = one.page.locator("table.conflict")
    expect(conflict).to_contain_text("12 Quay Street")
    expect(conflict).to_contain_text("9 Mill Lane")
    one.picture("stale-edit")
    one.page.check("[name=keep__address][value=mine]")
    one.page.locator(".form-foot .btn-primary").click()
    expect(one.page.locator("main")).to_contain_text("9 Mill Lane")


def test_the_main_job_needs_no_script(house: House, visit: Callable[..., Visit]) -> None:
    visitor = visit(house, java_script_enabled=False)
    visitor.sign_in(REP)
    page = visitor.go("/leads/new")
    page.fill("[name=name]", "Plain Request")
    page.check("[name=gender][value=female]", force=True)
    page.fill("[name=mobile]", "13912345671")
    page.select_option("[name=province]", "44")
    page.locator("input[name=district]").fill("深圳市福田区")
    page.fill("[name=model_label]", "Song L")
    page.select_option("[name=expected_time]", "week")
    page.locator(".form-foot .btn-primary").click()
    expect(page.locator("h1")).to_contain_text("Plain Request")
    page.goto(page.url + "/convert")
    page.locator("#convert .btn-primary").click()
    expect(page.locator("h1")).not_to_contain_text("Convert")
    record = visitor.go("/opportunities?view=mine").locator("main a", has_text="Tang DM-i").first.get_attribute("href")
    assert record
    page.goto(house.url + record)
    page.locator(".path button", has_text="Needs Analysis").click()
    expect(page.locator(".path [aria-current=step]")).to_contain_text("Needs Analysis")
