"""A choice above a page shows something else as soon as it is made: no button stands beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import House, Visit
from playwright.sync_api import expect


@pytest.fixture
def manager(museum: House, visit: Callable[..., Visit]) -> Visit:
    there = visit(museum)
    there.sign_in("qiu.lan")
    there.speak("en")
    return there


def test_a_manager_chooses_whose_calendar_is_shown(manager: Visit) -> None:
    page = manager.go("/calendar?scale=month")
    whose = page.get_by_label("Whose calendar")

    whose.select_option("Lin Zhou")

    page.wait_for_url("**who=*")
    assert "scale=month" in page.url
    expect(whose.locator("option:checked")).to_have_text("Lin Zhou")
    assert manager.complaints == []


def test_a_manager_chooses_the_period_of_the_forecast(manager: Visit) -> None:
    page = manager.go("/forecast")
    heading = page.locator(".page-head")

    page.get_by_role("combobox", name="Period").select_option(index=0)

    page.wait_for_url("**period=*")
    expect(heading).to_contain_text(page.get_by_role("combobox", name="Period").locator("option:checked").inner_text())
    assert manager.complaints == []


def test_whoever_hands_over_sees_at_once_what_would_move(manager: Visit) -> None:
    page = manager.go("/handover")

    page.get_by_label("Hand over from").select_option("Lin Zhou")

    page.wait_for_url("**from=*")
    expect(page.get_by_label("Hand over from").locator("option:checked")).to_have_text("Lin Zhou")
    expect(page.locator("main")).to_contain_text("Accounts")
    assert manager.complaints == []


def test_who_steps_through_a_choice_by_keys_sends_it_with_enter(manager: Visit) -> None:
    page = manager.go("/forecast")
    period = page.get_by_role("combobox", name="Period")
    wanted = period.evaluate("it => it.options[it.selectedIndex - 2].value")
    period.focus()

    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    manager.settle()
    assert "period=" not in page.url, "each step would load a page, and take the focus away"
    page.keyboard.press("Enter")

    page.wait_for_url(f"**period={wanted}*")
    assert manager.complaints == []


def test_who_steps_through_a_choice_and_goes_on_is_shown_what_was_chosen(manager: Visit) -> None:
    page = manager.go("/forecast")
    period = page.get_by_role("combobox", name="Period")
    wanted = period.evaluate("it => it.options[it.selectedIndex - 1].value")
    period.focus()

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")

    page.wait_for_url(f"**period={wanted}*")
    assert manager.complaints == []


def test_a_dialog_goes_on_as_soon_as_its_field_is_chosen(manager: Visit) -> None:
    page = manager.go("/opportunities?view=all")
    page.locator("main a[data-dialog]", has_text="Filter").click()
    dialog = page.locator("dialog[open]")

    dialog.get_by_label("Field").select_option("amount")

    expect(dialog.locator("[name=operator]")).to_be_visible()
    assert manager.complaints == []


def test_settings_that_were_typed_are_not_left_without_a_question(museum: House, visit: Callable[..., Visit]) -> None:
    there = visit(museum)
    there.sign_in("admin")
    page = there.go("/admin/settings")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.locator("[name='core.mail_sender_name']").press_sequentially("9")
    page.get_by_role("link", name="Today").first.click()

    page.wait_for_url(museum.url + "/")
    assert asked == ["beforeunload"]
