"""What somebody typed is not lost when the session ends, the connection breaks or somebody else was faster."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import House, Visit
from playwright.sync_api import Page, expect

from core.demo import PASSWORD

SAVE = ".form-foot .btn-primary"
LEAD = "/leads?view=mine"


class Desk:
    """Zhou Min at a desk, and what the page asked before it was left."""

    def __init__(self, there: Visit) -> None:
        self.there, self.page, self.asked = there, there.sign_in("zhou.min"), list[str]()
        self.page.on("dialog", self.answer)

    def answer(self, dialog: Any) -> None:
        self.asked.append(dialog.type)
        dialog.accept()

    def end_session(self) -> None:
        self.page.context.clear_cookies(name="forecourt")

    def sign_in_again(self, path: str) -> None:
        """On the page one was sent to, and back."""
        self.page.wait_for_url(re.compile("/login.next="))
        self.page.fill("#email", "zhou.min@example.com")
        self.page.fill("#password", PASSWORD)
        self.page.click("form:has(#password) .btn-primary")
        self.page.wait_for_url(self.there.house.url + path)

    def open_lead(self) -> str:
        """A lead of hers; its path."""
        self.there.go(LEAD)
        path = (self.page.locator("main td a").first.get_attribute("href") or "").partition("?")[0]
        self.there.go(path)
        return path


@pytest.fixture
def desk(museum: House, visit: Callable[..., Visit]) -> Desk:
    """Where nothing gets saved."""
    return Desk(visit(museum))


@pytest.fixture
def own_desk(house: House, visit: Callable[..., Visit]) -> Desk:
    return Desk(visit(house))


def open_dialog(page: Page) -> None:
    page.locator("a[data-dialog][href$=log_contact]:visible").first.click()
    expect(page.locator("dialog [name=note]")).to_be_visible()


def test_a_form_sent_after_the_session_ended_waits_behind_the_sign_in(desk: Desk) -> None:
    desk.there.go("/leads/new")
    desk.page.fill("[name=name]", "Gao Fei")
    desk.page.fill("[name=remarks]", "wants it in red")
    desk.end_session()

    desk.page.click(SAVE)
    desk.sign_in_again("/leads/new")

    expect(desk.page.locator("[name=name]")).to_have_value("Gao Fei")
    expect(desk.page.locator("[name=remarks]")).to_have_value("wants it in red")
    assert desk.asked == []


def test_so_does_what_was_typed_in_a_dialog(desk: Desk) -> None:
    path = desk.open_lead()
    open_dialog(desk.page)
    desk.page.fill("dialog [name=note]", "wants it in red")
    desk.end_session()

    desk.page.click("dialog .btn-primary")
    desk.sign_in_again(path)
    open_dialog(desk.page)

    expect(desk.page.locator("dialog [name=note]")).to_have_value("wants it in red")
    assert desk.asked == []


def test_and_in_a_section_of_a_record_which_is_saved_once(own_desk: Desk) -> None:
    path = own_desk.open_lead()
    own_desk.page.locator("[data-edit=address]").first.click()
    own_desk.page.fill("[data-section-form] [name=address]", "1 Harbour Road")
    own_desk.end_session()

    own_desk.page.click("[data-section-form] .btn-primary")
    own_desk.sign_in_again(path)
    own_desk.page.locator("[data-edit=address]").first.click()
    expect(own_desk.page.locator("[data-section-form] [name=address]")).to_have_value("1 Harbour Road")
    sent: list[str] = []
    own_desk.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    own_desk.page.click("[data-section-form] .btn-primary")
    expect(own_desk.page.locator("[data-edit=address]").first).to_contain_text("1 Harbour Road")

    assert len(sent) == 1
    own_desk.page.locator("[data-edit=address]").first.click()
    own_desk.there.settle()
    expect(own_desk.page.locator(".toast")).to_have_count(0)  # what was saved does not come back


def test_a_choice_that_a_draft_brings_back_can_be_cleared(desk: Desk) -> None:
    desk.there.go("/leads/new")
    field = desk.page.locator(".lookup:has([name=model_wanted])")
    expect(field.locator("[data-clear]")).to_be_hidden()
    field.locator("[name=model_wanted__text]").press_sequentially("song")
    field.locator("[role=option]", has_text="Song L").first.click()

    desk.page.reload()
    expect(field.locator("[name=model_wanted__text]")).to_have_value("BYD Song L")
    field.locator("[data-clear]").click()

    expect(field.locator("[name=model_wanted__text]")).to_have_value("")
    expect(field.locator("[data-clear]")).to_be_hidden()


def test_what_was_typed_to_a_customer_in_the_console_is_there_again_and_told_to_nobody_before(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum)
    page = there.sign_in("paul.ekstrom")
    told: list[str] = []
    page.on("request", lambda request: told.append(request.post_data or "") if request.url.endswith("/here") else None)
    there.go("/cases/console?tab=mine")
    page.fill("#desk-body", "We have ordered the part.")

    page.reload()
    there.settle()

    expect(page.locator("#desk-body")).to_have_value("We have ordered the part.")
    assert set(told) == {""}, "the page that tells it is open sends nothing of the answer"


def test_a_form_whose_answer_was_lost_is_filled_in_when_one_comes_again(own_desk: Desk) -> None:
    own_desk.there.go("/accounts/new")
    own_desk.page.fill("[name=name]", "Blue Harbour Cars")
    own_desk.page.route("**/accounts/new", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    own_desk.page.click(SAVE)
    own_desk.page.wait_for_url("chrome-error://**")
    own_desk.page.unroute("**/accounts/new")

    own_desk.there.go("/accounts/new")
    expect(own_desk.page.locator("[name=name]")).to_have_value("Blue Harbour Cars")
    own_desk.page.click(SAVE)
    own_desk.page.wait_for_url(re.compile("/accounts/[0-9]+$"))
    own_desk.there.go("/accounts/new")

    expect(own_desk.page.locator("[name=name]")).to_have_value("")


def test_a_refused_form_asks_before_it_is_left(desk: Desk) -> None:
    desk.there.go("/leads/new")
    desk.page.fill("[name=name]", "Gao Fei")
    desk.page.click(SAVE)
    expect(desk.page.locator("[name=gender]").first).to_be_focused()

    desk.page.locator("nav a[href='/leads']").first.click()
    desk.page.wait_for_url("**/leads")

    assert desk.asked == ["beforeunload"]


def test_a_draft_of_what_somebody_else_has_changed_becomes_a_conflict(own_desk: Desk) -> None:
    path = own_desk.open_lead()
    own_desk.there.go(f"{path}/edit")
    own_desk.page.fill("[name=remarks]", "wants it in red")
    other = own_desk.page.context.new_page()
    other.goto(f"{own_desk.there.house.url}{path}/edit")
    other.fill("[name=remarks]", "wants it in blue")
    other.click(SAVE)
    other.wait_for_url(f"**{path}")

    own_desk.page.reload()
    expect(own_desk.page.locator("[name=remarks]")).to_have_value("wants it in red")
    own_desk.page.click(SAVE)

    expect(own_desk.page.locator("table.conflict")).to_contain_text("wants it in blue")


def test_without_a_connection_only_what_one_does_oneself_is_told(desk: Desk) -> None:
    desk.open_lead()
    desk.there.settle()
    desk.page.context.set_offline(True)

    desk.page.evaluate('htmx.ajax("GET", "/notices/count", ".badge-dot").catch(() => null)')  # as its clock does
    assert desk.page.locator(".toast").all_inner_texts() == []
    desk.page.fill("#composer [name=body]", "wants it in red")
    desk.page.locator("#composer .btn-primary").click()

    expect(desk.page.locator(".toast.bad")).to_have_count(1)
    expect(desk.page.locator("#composer [name=body]")).to_have_value("wants it in red")
    desk.page.context.set_offline(False)
