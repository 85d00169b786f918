"""The public form, from the switch to the desk: an administrator opens it, a customer on a phone reports without any script, an agent sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PHONE, House, Visit
from playwright.sync_api import expect


@pytest.fixture
def open_house(house: House, visit: Callable[..., Visit]) -> House:
    """A house whose form is open, for all dealers, with the queue of the sample data."""
    there = visit(house, java_script_enabled=False)
    there.sign_in("admin")
    page = there.go("/admin/settings")
    page.check("[name='cases.web_form'][type=checkbox]")
    page.fill("[name='cases.web_form_receiver__text']", "Service desk")
    page.locator("main form .btn-primary").last.click()
    expect(page.locator(".flash")).to_contain_text("saved")
    expect(page.locator("[name='cases.web_form_receiver__text']")).to_have_value("Service desk")
    return house


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_customer_on_a_phone_reports_a_case_without_any_script(
    open_house: House, visit: Callable[..., Visit], words: Callable[..., str], language: str
) -> None:
    there = visit(open_house, PHONE, java_script_enabled=False, locale=language.replace("_", "-"))
    page = there.go("/report")
    page.locator("main li a").first.click()
    expect(page.locator("h1")).to_have_text(words(language, "Write to us"))
    page.wait_for_timeout(3100)  # nobody fills it in faster, and nobody is believed to
    page.fill("[name=name]", "Wu Lan")
    page.fill("[name=message]", "Stops at 80 %\nsince Friday.")
    page.locator("main .btn-primary").click()

    expect(page.locator("#report-phone-error")).to_be_visible()
    expect(page.locator("[name=message]")).to_have_value("Stops at 80 %\nsince Friday.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out of the screen"
    there.picture(f"report-{language}")
    page.fill("[name=phone]", "13812345678")
    page.fill("[name=subject]", "Charging stops")
    page.check("[name=consent]")
    page.locator("main .btn-primary").click()

    expect(page.locator("h1")).to_have_text(words(language, "Thank you"))
    there.picture(f"report-thanks-{language}")
    number = page.locator(".stat.num").inner_text()
    agent = visit(open_house)
    agent.sign_in("paul.ekstrom")
    agent.go("/cases?view=queue")
    expect(agent.page.locator("tbody")).to_contain_text(number)
    assert not there.complaints


def test_the_form_is_sound_for_people_with_assistive_technology(open_house: House, visit: Callable[..., Visit]) -> None:
    there = visit(open_house, PHONE, reduced_motion="reduce")
    page = there.go("/report")
    page.locator("main li a").first.click()
    page.locator("main .btn-primary").click()
    expect(page.locator("[data-first-error]")).to_be_visible()

    found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")] == []
    assert not there.complaints
