"""An administrator's day in Chromium: a module is switched off and on, somebody is invited, the log says so."""

from __future__ import annotations

from collections.abc import Callable

from conftest import House, Visit
from playwright.sync_api import Locator, expect


def test_an_administrators_day(house: House, visit: Callable[..., Visit]) -> None:
    admin, rep = visit(house), visit(house)
    rep.sign_in("lin.zhou")
    expect(menu_entry(rep, "/opportunities")).to_be_visible()

    admin.sign_in("admin")
    switch(admin, "Activities", on=False)
    rep.go("/")
    expect(menu_entry(rep, "/activities")).to_have_count(0)
    expect(rep.page.locator("[data-panel='activities.follow_ups']")).to_have_count(0)

    refused_switch(admin)

    switch(admin, "Activities", on=True)
    rep.go("/")
    expect(menu_entry(rep, "/activities")).to_be_visible()
    expect(rep.page.locator("[data-panel='activities.follow_ups']")).to_be_visible()

    invite(admin, "Wei Lin", "wei.lin@example.com")
    sees_the_log(admin)
    takes_a_token_back(admin)
    assert admin.complaints + rep.complaints == []


def takes_a_token_back(visitor: Visit) -> None:
    """What cannot be undone is asked first; whoever says no keeps it."""
    page = visitor.go("/account")
    page.fill("#tokens [name=name]", "Robot")
    page.locator("#tokens form:has([name=name]) .buttons .btn").click()
    revoke = page.get_by_role("button", name="Revoke Robot")
    revoke.click()  # nobody answers, which is no
    expect(revoke).to_be_visible()
    page.once("dialog", lambda asked: asked.accept())
    revoke.click()
    expect(revoke).to_have_count(0)


def menu_entry(visitor: Visit, address: str) -> Locator:
    return visitor.page.locator(f".side a[href='{address}']")


def switch_of(visitor: Visit, module: str) -> Locator:
    return visitor.page.get_by_role("switch", name=f"{module} is on")


def switch(visitor: Visit, module: str, *, on: bool) -> None:
    visitor.go("/admin/modules")
    one = switch_of(visitor, module)
    expect(one).to_be_checked(checked=not on)
    with visitor.page.expect_response(lambda answer: "/admin/modules/" in answer.url and answer.request.method == "POST"):
        one.click()
    expect(switch_of(visitor, module)).to_be_checked(checked=on)
    visitor.picture("modules")


def refused_switch(visitor: Visit) -> None:
    """Leads and opportunities need the customers: a sentence, and all stays as it was."""
    visitor.go("/admin/modules")
    switch_of(visitor, "Contacts").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("Leads")
    expect(switch_of(visitor, "Contacts")).to_be_checked()


def invite(visitor: Visit, name: str, address: str) -> None:
    page = visitor.go("/admin/users")
    page.locator("main [data-key=c]").click()
    page.fill("[name=name]", name)
    page.fill("[name=email]", "not an address")
    page.locator("main .form-foot .btn-primary").click()
    expect(page.locator("[data-field=email] .error")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value(name)
    page.fill("[name=email]", address)
    page.select_option("[name=unit_id]", label="Sales North")
    page.get_by_label("Sales consultant").check()
    page.locator("main .form-foot .btn-primary").click()
    expect(page.locator(".toast")).to_contain_text(f"{name} has been added")
    expect(page.locator("[name=email]")).to_have_value(address)
    page.get_by_role("button", name="Make a password link").click()
    expect(page.locator("main .note")).to_contain_text("/reset/")


def sees_the_log(visitor: Visit) -> None:
    page = visitor.go("/admin/log")
    rows = page.locator("main tbody")
    for entry in ("User added", "Module switched", "Signed in"):
        expect(rows).to_contain_text(entry)
    expect(rows).to_contain_text("Wei Lin")
    visitor.picture("log")
