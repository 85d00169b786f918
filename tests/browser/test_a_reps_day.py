"""A sales consultant's day in Chromium: from a telephone number to Closed Won, at a desk and on a phone, in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from conftest import PHONE, WINDOWS, House, Visit
from playwright.sync_api import Locator, Page, expect

NAME = "Song Yi"
WRONG, RIGHT = "1391234567", "139 1234 5670"
DIGITS = "A mobile number must have exactly 11 digits."
KNOWN = "This prospect is in the system already. Please edit that record or add to it."


@dataclass(frozen=True)
class Person:
    """A consultant of the sample data, a lead of theirs and an account that fits a new one by its name."""

    sign_in: str
    lead: str
    lead_mobile: str
    account: str


PEOPLE = {
    "en": Person("lin.zhou", "Pan Yue", "13824400117", "苏州晨光物流有限公司"),
    "zh_CN": Person("zhou.min", "He Xin", "13764092210", "上海海纳商务租车"),
}


class Day:
    """The steps of the day, each with what must be seen at its end."""

    def __init__(self, visit: Visit, language: str, say: Callable[..., str]) -> None:
        self.visit, self.language, self.say = visit, language, say
        self.page: Page = visit.page
        self.person = PEOPLE[language]
        self.label = f"{'phone' if visit.on_phone else 'desk'}-{language}"

    def word(self, text: str, context: str | None = None) -> str:
        return self.say(self.language, text, context)

    def picture(self, name: str) -> None:
        self.visit.picture(f"{name}-{self.label}")

    def save(self) -> None:
        self.page.locator("main .form-foot .btn-primary").click()

    # ---------------------------------------------------------------- the lead

    def signs_in(self) -> None:
        self.visit.sign_in(self.person.sign_in)
        expect(self.page.locator("html")).to_have_attribute("lang", "zh-CN" if self.language == "zh_CN" else "en")
        self.picture("today")

    def types_a_wrong_number(self) -> None:
        self.visit.go("/leads/new")
        self.page.fill("[name=name]", NAME)
        self.page.locator("label:has([name=gender][value=male])").click()
        self.page.fill("[name=mobile]", WRONG)
        self.page.locator("summary", has_text=self.word("Person and company")).click()  # few need it, so it is folded
        self.page.fill("[name=company]", self.person.account)
        self.page.select_option("[name=province]", "44")
        expect(self.page.locator("[name=city] option[value='4403']")).to_be_attached()
        self.page.select_option("[name=city]", "4403")
        self.page.fill("[name=model_label]", "Song L")
        self.page.select_option("[name=expected_time]", "week")
        self.save()
        expect(self.page.locator("[data-field=mobile] .error")).to_contain_text(self.word(DIGITS))
        expect(self.page.locator("[name=name]")).to_have_value(NAME)
        expect(self.page.locator("[name=mobile]")).to_have_value(WRONG)
        expect(self.page.locator("[name=company]")).to_have_value(self.person.account)
        self.picture("lead-wrong-number")

    def meets_a_duplicate(self) -> None:
        self.page.fill("[name=mobile]", self.person.lead_mobile)
        self.save()
        panel = self.page.locator("aside .duplicates")
        expect(panel).to_contain_text(self.word(KNOWN))
        expect(panel).to_contain_text(self.person.lead)
        expect(self.page.locator("[name=name]")).to_have_value(NAME)
        self.stands_beside(panel, self.page.locator("main form.dialog-form section").first)
        self.picture("lead-duplicate")

    def stands_beside(self, panel: Locator, form: Locator) -> None:
        """On a desk right of the form, on a phone below it."""
        there, here = panel.bounding_box(), form.bounding_box()
        assert there is not None
        assert here is not None
        assert there["y"] > here["y"] if self.visit.on_phone else there["x"] >= here["x"] + here["width"]

    def gives_the_right_number(self) -> None:
        self.page.fill("[name=mobile]", RIGHT)
        self.save()
        expect(self.page.locator("h1")).to_contain_text(NAME)
        expect(self.page.locator("main")).to_contain_text("139 1234 5670")
        self.picture("lead")

    # ---------------------------------------------------------------- the opportunity

    def converts(self) -> None:
        self.page.goto(self.page.url.split("?")[0] + "/convert")
        self.page.locator("label:has([name=account_choice][value=existing])").click()
        self.page.locator(".candidate", has_text=self.person.account).locator("input").check()
        expect(self.page.locator(".candidate", has_text=self.person.account).locator("input")).to_be_checked()
        self.visit.settle()
        self.page.locator("[name=opportunity-process]").select_option(label=self.word("New car"))
        self.page.fill("[name=opportunity-name]", "Song L for the fleet")
        self.page.fill("[name=opportunity-amount]", "189800")
        self.picture("convert")
        self.page.locator("#convert .btn-primary").click()
        self.page.wait_for_url(lambda url: "/convert" not in url)
        expect(self.page.locator("main")).to_contain_text(self.person.account)

    def card(self, stage: str) -> Locator:
        column = self.page.locator(".board-col", has=self.page.locator("h2", has_text=self.word(stage)))
        return column.locator(".board-card", has_text="Song L for the fleet")

    def moves_by_hand(self) -> None:
        """By mouse on a desk; on a phone by a finger that rests on the card and pulls it to where the next column shows."""
        self.visit.go("/opportunities/board")
        expect(self.card("Reception")).to_be_visible()
        expect(self.page.locator("[data-board]")).to_have_attribute("data-ready", "1")
        self.picture("board")
        start, end = self.card("Reception").bounding_box(), self.page.locator(".board-col").nth(1).locator(".cards").bounding_box()
        assert start is not None
        assert end is not None
        with self.page.expect_response(lambda answer: "/actions/move" in answer.url) as answer:
            if self.visit.on_phone:
                self.visit.pull((start["x"] + 60, start["y"] + 40), (PHONE[0] - 8, end["y"] + 40))
            else:
                self.visit.drag((start["x"] + 60, start["y"] + 60), (end["x"] + 80, end["y"] + 40))
        assert answer.value.ok
        expect(self.card("Needs Analysis")).to_be_visible()
        expect(self.page.locator(".toast").first).to_contain_text(self.word("Needs Analysis"))

    def moves_by_menu(self) -> None:
        """By keyboard on a desk, with the thumb on a phone."""
        card = self.card("Needs Analysis")
        if self.visit.on_phone:
            card.locator("details.move > summary").tap()
        else:
            card.focus()
            card.press("m")
        expect(card.locator("details.move")).to_have_attribute("open", "")
        target = card.locator("[data-move-to]", has_text=self.word("Quote"))
        with self.page.expect_response(lambda answer: "/actions/move" in answer.url) as answer:
            target.tap() if self.visit.on_phone else target.press("Enter")
        assert answer.value.ok
        expect(self.card("Quote")).to_be_attached()
        self.page.reload()
        expect(self.card("Quote")).to_be_attached()

    def wins(self) -> None:
        self.card("Quote").locator("a.title").click()
        expect(self.page.locator("h1")).to_contain_text("Song L for the fleet")
        self.picture("opportunity")
        self.begins_to_close()
        dialog = self.page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        expect(dialog.locator("[name=amount]")).to_have_value(re.compile(r"^189[,]?800"))
        expect(dialog.locator("[name=loss_note]")).to_have_count(0)
        self.picture("closing")
        dialog.locator(".dialog-foot .btn-primary").click()
        expect(self.page.locator(".path .won")).to_contain_text(self.word("Ordered", "stage"))

    def begins_to_close(self) -> None:
        """A desk shows the whole path; a phone its present stage only, and the actions in a menu."""
        if not self.visit.on_phone:
            self.page.locator(".path a", has_text=self.word("Ordered", "stage")).click()
            return
        self.page.wait_for_load_state("networkidle")  # what comes after the page moves it, and so closes an open menu
        self.page.locator(".record-head details.menu > summary").click()
        self.page.locator(".record-head .menu-item:visible", has_text=self.word("Close as won")).click()

    def sees_its_history(self) -> None:
        history = self.page.locator("[data-panel='opportunities.history']")
        history.scroll_into_view_if_needed()
        stages = history.locator("tbody strong").all_inner_texts()
        wanted = [self.word("Ordered", "stage"), self.word("Quote"), self.word("Needs Analysis"), self.word("Reception")]
        assert stages == wanted
        self.picture("history")

    # ---------------------------------------------------------------- calendar and list

    def plans_in_the_calendar(self) -> None:
        """A follow-up goes to another day by drag and, after that, by keyboard; each time for a reason."""
        self.visit.go("/calendar?scale=month")
        expect(self.page.locator("[data-calendar]")).to_have_attribute("data-ready", "1")
        entry = self.page.locator(".entry[data-movable]").first
        number, its_day = entry.get_attribute("data-id"), entry.locator("xpath=ancestor::section").get_attribute("data-day")
        today = str(self.page.locator(".calendar-day.today").get_attribute("data-day"))
        days = {str(one.get_attribute("data-day")): one.locator(".entry").count() for one in self.page.locator(".calendar-day").all()}
        other = min((one for one in days if one >= today and one != its_day), key=days.__getitem__)  # a full day shows its first entries only
        start, end = entry.bounding_box(), self.page.locator(f"[data-day='{other}'] .entries").bounding_box()
        assert start is not None
        assert end is not None
        self.visit.drag((start["x"] + 30, start["y"] + 10), (end["x"] + 30, end["y"] + 10))
        self.gives_a_reason()
        moved = self.page.locator(f"[data-day='{other}'] .entry[data-id='{number}']")
        expect(moved).to_be_visible()
        moved.locator("a").first.focus()
        self.page.keyboard.press("m")
        self.page.locator("dialog[open] [name=due_on]").fill(today if other != today else "+1")
        self.gives_a_reason()
        expect(self.page.locator(f"[data-day='{other}'] .entry[data-id='{number}']")).to_have_count(0)

    def gives_a_reason(self) -> None:
        dialog = self.page.locator("dialog[open]")
        dialog.locator("[name=reason]").fill("The customer asked for it")
        with self.page.expect_navigation():
            dialog.locator(".dialog-foot .btn-primary").click()

    def works_through_the_list(self) -> None:
        """From cell to cell by keyboard: F2 edits, Tab saves and edits the next, Esc leaves it."""
        self.visit.go("/opportunities?view=mine&columns=name,close_date,next_step,quantity")
        row = self.page.locator("#rows tr").first
        self.page.keyboard.press("j")
        for key in ("ArrowRight", "ArrowRight", "F2"):
            self.page.keyboard.press(key)
        row.locator("td[data-f=next_step] input[name=next_step]").fill("Call on Monday")
        self.page.keyboard.press("Tab")
        expect(row.locator("td[data-f=next_step]")).to_have_text("Call on Monday")
        expect(row.locator("td[data-f=quantity] input[name=quantity]")).to_be_focused()
        self.page.keyboard.press("Escape")
        expect(row.locator("td[data-f=quantity]")).to_be_focused()

    def ends_a_follow_up_by_thumb(self) -> None:
        """On Today of a phone each follow-up has its four ways below it, wide enough for a thumb; the foot of the page takes it back."""
        self.visit.go("/")
        self.visit.settle()
        lines = self.page.locator("#follow-ups [data-line]")
        waiting = lines.count()
        assert waiting > 0
        ways = lines.first.locator("form.quick button")
        boxes = [one.bounding_box() for one in ways.all()]
        assert len(boxes) == 4 and all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
        self.picture("today-by-thumb")
        ways.nth(1).tap()
        expect(lines).to_have_count(waiting - 1)
        self.page.locator(".toast button").first.tap()
        expect(lines).to_have_count(waiting)

    def ends_follow_ups_by_key(self) -> None:
        """On Today j stands on a follow-up, one key ends it, and the next is at hand for the same key."""
        self.visit.go("/")
        self.visit.settle()
        lines = self.page.locator("#follow-ups [data-line]")
        waiting = lines.count()
        assert waiting > 1
        self.page.keyboard.press("j")
        for left in (waiting - 1, waiting - 2):
            expect(self.page.locator("[data-line].at")).to_have_count(1)
            self.page.keyboard.press("2")
            expect(lines).to_have_count(left)


@pytest.mark.parametrize(("size", "language"), WINDOWS)
def test_a_reps_day(house: House, visit: Callable[..., Visit], words: Callable[..., str], size: tuple[int, int], language: str) -> None:
    visitor = visit(house, size)
    day = Day(visitor, language, words)
    day.signs_in()
    day.types_a_wrong_number()
    day.meets_a_duplicate()
    day.gives_the_right_number()
    day.converts()
    day.moves_by_hand()
    day.moves_by_menu()
    day.wins()
    day.sees_its_history()
    if visitor.on_phone:
        day.ends_a_follow_up_by_thumb()
    else:
        day.plans_in_the_calendar()
        day.works_through_the_list()
        day.ends_follow_ups_by_key()
    assert visitor.complaints == []
