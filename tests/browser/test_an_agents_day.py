"""A service agent's day in Chromium: from the ringing telephone to a case that comes back, at a desk and on a phone, in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from conftest import WINDOWS, House, Visit
from playwright.sync_api import Locator, Page, expect

CALLER, PERSON, ACCOUNT, OPEN_CASE, CAR = "138 0013 8001", "陈立", "苏州晨光物流有限公司", "C-00001", "Han EV"


@dataclass(frozen=True)
class Agent:
    """An agent of the sample data, the answer and the macro of their language, and what they write."""

    sign_in: str
    answer: str
    macro: str
    subject: str
    note: str
    said: str
    solution: str


AGENTS = {
    "en": Agent(
        "paul.ekstrom", "Received, we are on it", "Press it with the workshop", "Charging cable is stuck", "Ask Wei for the release tool.",
        "It is stuck again since this morning.", "Lock reset by remote.",
    ),
    "zh_CN": Agent("fang.yu", "已收到，正在处理", "请车间优先处理", "充电枪拔不下来", "向小魏借解锁工具。", "今天早上又卡住了。", "已远程复位电子锁。"),
}  # fmt: skip


class Day:
    """The steps of the day, each with what must be seen at its end."""

    def __init__(self, visit: Visit, language: str, say: Callable[..., str]) -> None:
        self.visit, self.language, self.say = visit, language, say
        self.page: Page = visit.page
        self.agent = AGENTS[language]
        self.label = f"{'phone' if visit.on_phone else 'desk'}-{language}"

    def word(self, text: str, context: str | None = None) -> str:
        return self.say(self.language, text, context)

    def picture(self, name: str) -> None:
        self.visit.picture(f"agent-{name}-{self.label}")

    @property
    def case(self) -> Locator:
        return self.page.locator(".desk-case")

    @property
    def number(self) -> str:
        """Of the case that the console shows."""
        return self.case.locator("p.muted.small").first.inner_text().split(" ")[0]

    # ---------------------------------------------------------------- the telephone

    def signs_in(self) -> None:
        self.visit.sign_in(self.agent.sign_in)
        expect(self.page.locator("html")).to_have_attribute("lang", "zh-CN" if self.language == "zh_CN" else "en")
        self.picture("today")

    def knows_the_caller_while_typing(self) -> None:
        """The last digits suffice; open cases and cars are there before the subject is typed."""
        self.visit.go("/cases/intake")
        self.page.locator("#intake-phone").press_sequentially(CALLER[-4:], delay=20)
        caller = self.page.locator("#callers .caller", has_text=ACCOUNT)
        expect(caller).to_contain_text(OPEN_CASE)
        expect(caller).to_contain_text(CAR)
        with self.page.expect_response(lambda answer: "/callers" in answer.url):
            self.page.fill("#intake-phone", CALLER)
        expect(caller.locator("[name=account]")).to_be_checked()
        caller.locator("label", has_text=CAR).click()
        with self.page.expect_response(lambda answer: "/callers" in answer.url):
            self.page.fill("#intake-phone", CALLER.replace(" ", ""))
        expect(caller.locator("[name=installed]")).to_be_checked()
        self.picture("caller")

    def takes_the_case_down(self) -> None:
        self.page.fill("[name=name]", self.agent.subject)
        self.page.select_option("[name=type]", "fault")
        self.page.locator("[name=case_reason]").select_option(label=self.word("Battery and charging"))
        self.page.fill("[name=description]", self.agent.said)
        self.picture("intake")
        self.page.locator("main form[data-draft=case-intake] .btn-primary").click()
        expect(self.page.locator("h1")).to_contain_text(self.agent.subject)
        for told in (CAR, PERSON):
            expect(self.page.locator("main")).to_contain_text(told)
        self.picture("case")

    # ---------------------------------------------------------------- the console

    def presses(self, key: str) -> None:
        """By keyboard on a desk, with the thumb on a phone."""
        button = self.page.locator(f".desk-grid [data-key={key}]")
        button.click() if self.visit.on_phone else self.page.keyboard.press(key)

    def takes_one_from_the_queue(self) -> None:
        self.visit.go("/cases/console?tab=queue")
        self.picture("queue")
        line = self.page.locator(".desk-list .one").first
        subject = line.locator("strong").inner_text()
        line.click()
        expect(self.case.locator("h2")).to_contain_text(subject)
        self.visit.settle()
        self.presses("t")
        expect(self.page.locator(".toast").first).to_be_visible()
        expect(self.case.locator("[data-key=t]")).to_have_count(0)

    def writes(self, direction: str, text: str, then: str = "stay") -> None:
        self.case.locator(f"label:has([name=direction][value={direction}])").click()
        if text:
            self.case.locator("[name=body]").fill(text)
        with self.page.expect_navigation():
            self.case.locator(f"button[name=then][value={then}]").click()
        self.visit.settle()

    def answers_with_a_template(self) -> None:
        self.visit.settle()
        self.case.locator("details.menu > summary", has_text=self.word("Templates")).click()
        own = self.case.locator(".desk-say .menu-item").filter(has_text=self.agent.answer)
        assert self.agent.answer in self.case.locator(".desk-say .menu-item").all_inner_texts()[:3]  # the agent's language comes first
        own.click()
        expect(self.case.locator("[name=body]")).to_have_value(self.filled())
        self.picture("answer")
        self.writes("out", "")
        expect(self.case.locator(".said-out, .said").first).to_be_visible()

    def filled(self) -> re.Pattern[str]:
        """The template with the number of the case in it, and no brace left."""
        return re.compile(rf"^(?!.*\{{\{{)[\s\S]*{self.number}")

    def notes_and_waits(self) -> None:
        self.writes("internal", self.agent.note)
        expect(self.case).to_contain_text(self.agent.note)
        self.writes("out", self.agent.solution, "wait")
        expect(self.case.locator(".path [aria-current=step], .path .current")).to_contain_text(self.word("Waiting for the customer"))
        self.picture("waiting")

    def hears_from_the_customer(self) -> None:
        self.writes("in", self.agent.said)
        expect(self.case.locator(".path [aria-current=step], .path .current")).to_contain_text(self.word("Working", "case status"))
        expect(self.case).to_contain_text(self.agent.said)

    def runs_a_macro(self) -> None:
        self.case.locator("details.menu > summary", has_text=self.word("Macro")).click()
        self.picture("macro")
        with self.page.expect_navigation():
            self.case.locator("button[name=macro]", has_text=self.agent.macro).click()
        expect(self.case.locator(".tag.c-h").first).to_have_text(self.word("High", "priority"))
        self.picture("working")

    def goes_on_and_closes(self) -> None:
        mine = self.number
        self.visit.go("/cases/console?tab=mine")
        self.visit.settle()
        first = self.number
        self.presses("j")
        expect(self.case).not_to_contain_text(first)
        self.page.locator(".desk-list .one", has_text=mine).click()
        expect(self.case).to_contain_text(mine)
        self.visit.settle()
        self.presses("x")
        dialog = self.page.locator("dialog[open]")
        dialog.locator("[name=solution]").fill(self.agent.solution)
        self.picture("closing")
        with self.page.expect_navigation():
            dialog.locator(".dialog-foot .btn-primary").click()
        expect(self.case.locator("a.btn[href*='/actions/reopen']")).to_be_visible()

    def opens_it_again(self) -> None:
        self.visit.settle()
        self.case.locator("a.btn[href*='/actions/reopen']").click()
        dialog = self.page.locator("dialog[open]")
        dialog.locator("[name=reason]").fill(self.agent.said)
        with self.page.expect_navigation():
            dialog.locator(".dialog-foot .btn-primary").click()
        expect(self.case.locator("[data-key=x]")).to_be_visible()
        self.picture("reopened")

    # ---------------------------------------------------------------- the manager

    def is_seen_by_the_manager(self, manager: Visit) -> None:
        """A number of the overview opens the list of just as many cases."""
        manager.sign_in("shen.mo")
        manager.speak(self.language)
        page = manager.go("/cases/overview")
        manager.picture(f"agent-overview-{self.label}")
        line = page.locator("tr", has_text=self.word("Service desk")).or_(page.locator("tbody tr").first).first
        number = line.locator("td").last.locator("a")
        count = int(number.inner_text())
        number.click()
        page.wait_for_url("**/cases?*")
        expect(page.locator("#rows tr")).to_have_count(count)
        manager.picture(f"agent-overview-list-{self.label}")


@pytest.mark.parametrize(("size", "language"), WINDOWS)
def test_an_agents_day(house: House, visit: Callable[..., Visit], words: Callable[..., str], size: tuple[int, int], language: str) -> None:
    visitor, manager = visit(house, size), visit(house, size)
    day = Day(visitor, language, words)
    day.signs_in()
    day.knows_the_caller_while_typing()
    day.takes_the_case_down()
    day.takes_one_from_the_queue()
    day.answers_with_a_template()
    day.notes_and_waits()
    day.hears_from_the_customer()
    day.runs_a_macro()
    day.goes_on_and_closes()
    day.opens_it_again()
    day.is_seen_by_the_manager(manager)
    assert visitor.complaints + manager.complaints == []
