"""A sales manager's Monday in Chromium: what will we close, who says so, what it is made of; judged, corrected and handed in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import WINDOWS, House, Visit
from playwright.sync_api import Locator, Page, expect

MANAGER, CONSULTANT = "qiu.lan", "周敏"
CLOSED, COMMIT = 2, 3
"""Places of the columns in the grid, after the owner's name."""


def amount(text: str) -> int:
    """The whole yuan of an amount as shown."""
    return int(re.sub(r"[^\d-]", "", text.split(".")[0]))


class Monday:
    """The steps, each with what must be seen at its end."""

    def __init__(self, visit: Visit, language: str, say: Callable[..., str]) -> None:
        self.visit, self.language, self.say = visit, language, say
        self.page: Page = visit.page
        self.label = f"{'phone' if visit.on_phone else 'desk'}-{language}"

    def picture(self, name: str) -> None:
        self.visit.picture(f"forecast-{name}-{self.label}")

    def cell(self, name: str, column: int) -> Locator:
        row = self.page.locator(".forecast-grid tbody tr", has=self.page.locator("th", has_text=name)).first
        return row.locator("td").nth(column - 1)

    def number(self, name: str, column: int) -> int:
        return amount(self.cell(name, column).locator("a.plain").inner_text())

    def total(self, column: int) -> int:
        return amount(self.page.locator(".forecast-grid tbody tr.forecast-top td").nth(column - 1).locator("a.plain").inner_text())

    def saves(self, dialog: Locator) -> None:
        """The dialog takes what is typed and closes, and the page shows what came of it."""
        dialog.locator(".dialog-foot .btn-primary").click()
        expect(self.page.locator("dialog[open]")).to_have_count(0)
        self.visit.settle()

    # ---------------------------------------------------------------- the steps

    def opens_the_forecast(self) -> None:
        self.visit.sign_in(MANAGER)
        self.visit.speak(self.language)
        self.visit.go("/forecast")
        expect(self.page.locator(".forecast-grid tbody tr").nth(1)).to_be_visible()
        self.picture("page")

    def judges_a_number(self) -> None:
        """A number below is set to another, with its reason; the own total follows by the difference."""
        before, whole = self.number(CONSULTANT, COMMIT), self.total(COMMIT)
        self.cell(CONSULTANT, COMMIT).locator("a[data-dialog]").click()
        dialog = self.page.locator("dialog[open]")
        dialog.locator("[name=value]").fill(str(before - 100_000))
        dialog.locator(".btn-primary").click()
        expect(dialog.locator("#f-note-error")).to_be_visible()
        expect(dialog.locator("[name=value]")).to_have_value(str(before - 100_000))
        dialog.locator("[name=note]").fill("The fleet buyer is on leave")
        self.saves(dialog)
        expect(self.page.locator(".forecast-notes")).to_contain_text("The fleet buyer is on leave")
        assert (self.number(CONSULTANT, COMMIT), self.total(COMMIT)) == (before - 100_000, whole - 100_000)

    def takes_a_number_apart(self) -> None:
        """The sales behind a number add up to what the people below have, without anybody's judgement."""
        closed = self.number(CONSULTANT, CLOSED)
        self.cell(CONSULTANT, CLOSED).locator("a.plain").click()
        expect(self.page.locator(".list-card tbody tr").first).to_be_visible()
        counted = [amount(one) for one in self.page.locator(".list-card tbody tr td:nth-child(6)").all_inner_texts()]
        assert sum(counted) == closed == amount(self.page.locator(".values dd strong").first.inner_text())
        self.picture("sales")

    def corrects_a_sale(self) -> None:
        """A sale is corrected in the list beneath the number, and the sum follows."""
        self.visit.go("/forecast")
        self.cell(CONSULTANT, COMMIT).locator("a.plain").click()
        row = self.page.locator(".list-card tbody tr", has=self.page.locator("a[data-dialog]")).filter(has_text=re.compile(r"\d")).last
        whole, part = amount(self.page.locator(".values dd strong").first.inner_text()), amount(row.locator("td").nth(5).inner_text())
        name = row.locator("td a").first.inner_text()
        row.locator("a[data-dialog]").click()
        dialog = self.page.locator("dialog[open]")
        later = dialog.locator("[name=close_date]")
        expect(later).to_be_visible()
        later.fill("2039-01-31")
        self.saves(dialog)
        assert name not in self.page.locator(".list-card").all_inner_texts()
        assert amount(self.page.locator(".values dd strong").first.inner_text()) == whole - part

    def hands_it_in(self) -> None:
        self.visit.go("/forecast")
        self.page.locator(".forecast-submission a[data-dialog]").click()
        dialog = self.page.locator("dialog[open]")
        dialog.locator("[name=note]").fill("One sale moved out")
        self.saves(dialog)
        self.page.locator(".forecast-submission a:not([data-dialog])").click()
        expect(self.page.locator("main")).to_contain_text("Qiu Lan")
        self.picture("submissions")


@pytest.mark.parametrize(("size", "language"), WINDOWS)
def test_a_managers_monday(house: House, visit: Callable[..., Visit], words: Callable[..., str], size: tuple[int, int], language: str) -> None:
    visitor = visit(house, size)
    monday = Monday(visitor, language, words)
    monday.opens_the_forecast()
    monday.judges_a_number()
    monday.takes_a_number_apart()
    monday.corrects_a_sale()
    monday.hands_it_in()
    assert visitor.complaints == []
