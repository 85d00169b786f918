"""Lists whose order one chooses: by mouse, by finger and by keys, with the focus kept and the new place told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import DESK, PHONE, House, Visit
from playwright.sync_api import Locator, expect

LABELS = ".line label"


def middle(of: Locator) -> tuple[float, float]:
    """Where a hand takes it, once it is in sight."""
    of.scroll_into_view_if_needed()
    box = of.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def columns_of_leads(here: Visit) -> tuple[Locator, Locator]:
    """The dialog of columns over all leads: the lists of those that are shown and of the others."""
    here.go("/leads?view=all")
    here.settle()
    here.page.locator("main a[href*='/columns']").press("Enter")
    chosen = here.page.locator("dialog[open] [data-chosen]")
    expect(chosen).to_have_attribute("data-ready", "1")
    return chosen, here.page.locator("dialog[open] [data-others]")


def line(among: Locator, name: str) -> Locator:
    return among.locator("> li", has=among.page.get_by_role("checkbox", name=name, exact=True))


def spoken(here: Visit) -> Locator:
    return here.page.locator("#spoken")


def heads(here: Visit) -> list[str]:
    return [one.strip() for one in here.page.locator("thead th:not(.pick)").all_inner_texts()]


def test_columns_are_found_taken_and_put_in_order_by_keys_alone(museum: House, visit: Callable[..., Visit]) -> None:
    here = visit(museum)
    page = here.sign_in("lin.zhou")
    chosen, others = columns_of_leads(here)
    find = page.get_by_role("searchbox", name="Find a column")
    expect(find).to_be_focused()

    page.keyboard.type("e-mail")
    expect(others.locator("> li:visible")).to_have_count(2)  # "E-mail" and "No e-mail"
    page.keyboard.press("Enter")
    expect(spoken(here)).to_have_text(re.compile(r"^E-mail: (\d+) of \1$"))
    expect(find).to_be_focused()
    page.keyboard.press("Delete")

    page.keyboard.press("ArrowDown")
    expect(line(chosen, "Name").get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(spoken(here)).to_have_text(re.compile("^Name: 2 of"))
    expect(line(chosen, "Name").get_by_role("checkbox")).to_be_focused()
    expect(chosen.locator(LABELS).nth(1)).to_have_text("Name")

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Move Name up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(spoken(here)).to_have_text(re.compile("^Name: 1 of"))
    expect(page.get_by_role("button", name="Move Name up")).to_be_focused()
    page.keyboard.press("ArrowDown")
    second = chosen.locator(LABELS).nth(1).inner_text()
    expect(page.get_by_role("button", name=f"Move {second} up", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(spoken(here)).to_have_text(f"{second} is shown no more.")
    expect(line(others, second).get_by_role("checkbox")).to_be_focused()

    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("columns="))
    assert heads(here)[0] == "Name" and heads(here)[-1] == "E-mail" and second not in heads(here)

    page.locator("main a[href*='/columns']").press("Enter")
    page.get_by_role("link", name="As the view has them").press("Enter")
    page.wait_for_url(lambda url: "columns=" not in url)
    assert second in heads(here) and "E-mail" not in heads(here)
    assert here.complaints == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["mouse", "finger"])
def test_columns_are_dragged_by_the_first_touch(size: tuple[int, int], museum: House, visit: Callable[..., Visit]) -> None:
    here = visit(museum, size)
    here.sign_in("lin.zhou")
    chosen, _others = columns_of_leads(here)
    first, third = chosen.locator(LABELS).nth(0).inner_text(), chosen.locator(LABELS).nth(2).inner_text()
    start, end = middle(chosen.locator(".grip").nth(0)), middle(chosen.locator(".grip").nth(2))

    (here.pull if here.on_phone else here.drag)(start, (end[0], end[1] + 8))

    expect(chosen.locator(LABELS).nth(2)).to_have_text(first)
    expect(chosen.locator(LABELS).nth(1)).to_have_text(third)
    expect(spoken(here)).to_have_text(re.compile(f"^{first}: 3 of"))
    assert here.complaints == []


def test_a_list_without_columns_is_refused_and_says_so(museum: House, visit: Callable[..., Visit]) -> None:
    here = visit(museum)
    page = here.sign_in("lin.zhou")
    chosen, _others = columns_of_leads(here)
    while chosen.locator("input").count():
        chosen.locator("input").nth(0).press("Space")
    page.get_by_role("button", name="Show these columns").click()
    expect(page.locator("dialog[open] [role=alert]")).to_contain_text("Choose at least one column.")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["mouse", "finger"])
def test_a_section_of_a_page_is_dragged_with_all_that_is_in_it(size: tuple[int, int], house: House, visit: Callable[..., Visit]) -> None:
    here = visit(house, size)
    page = here.sign_in("admin")
    here.go("/admin/objects/competitor/layout")
    sections = page.locator(".layout-sections")
    fields = sections.locator("> li").nth(0).locator(".layout-lines .grow").all_inner_texts()
    for name in ("Second", "Third"):
        add_section(here, name)
    send_on(here, fields[-1], "Third")
    expect(sections).to_have_attribute("data-ready", "1")
    third, second = (sections.locator("> li", has_text=name).locator(".card-head .grip") for name in ("Third", "Second"))
    third.scroll_into_view_if_needed()
    start, end = middle(third), middle(second)
    assert start == middle(third), "both are in sight"

    (here.pull if here.on_phone else here.drag)(start, (end[0], end[1] - 6))

    expect(sections.locator("> li h2").last).to_have_text("Second")
    page.locator(".form-foot .btn-primary").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(sections.locator("> li h2").last).to_have_text("Second")
    expect(sections.locator("> li", has_text="Third").locator(".layout-lines .grow")).to_have_text([fields[-1]])
    expect(sections.locator("> li").nth(0).locator(".layout-lines .grow")).to_have_text(fields[:-1])
    assert here.complaints == []


def send_on(here: Visit, field: str, section: str) -> None:
    """By the dialog that asks for the section."""
    here.page.get_by_role("button", name=f"Move “{field}” to …").click()
    here.page.get_by_role("button", name=section, exact=True).click()
    expect(here.page.locator("dialog[open]")).to_have_count(0)


def add_section(here: Visit, name: str) -> None:
    here.page.get_by_label("Label in English").fill(name)
    here.page.get_by_label("Label in 简体中文").fill("其他")
    here.page.locator(".form-foot .btn-primary").click()
    expect(here.page.locator(".layout-sections > li h2", has_text=name)).to_be_visible()


def test_a_field_is_sent_to_any_section_by_keys_and_stays_in_sight(house: House, visit: Callable[..., Visit]) -> None:
    here = visit(house)
    page = here.sign_in("admin")
    here.go("/admin/objects/lead/layout")
    field = page.get_by_role("button", name="Move “Landline” to …")
    field.focus()

    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Customer", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(spoken(here)).to_have_text(re.compile(r"^Landline: (\d+) of \1 in “Source”$"))
    expect(field).to_be_focused()
    place, foot = field.bounding_box(), page.locator(".form-foot").bounding_box()
    assert place is not None and foot is not None and place["y"] + place["height"] <= foot["y"], "under what sticks to the foot"
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator(".layout-sections > li", has_text="Source").locator(".layout-lines .grow").last).to_have_text("Landline")
    assert here.complaints == []


def test_a_section_goes_up_by_keys_and_is_saved_with_the_rest(house: House, visit: Callable[..., Visit]) -> None:
    here = visit(house)
    page = here.sign_in("admin")
    here.go("/admin/objects/lead/layout")
    second = page.locator(".layout-sections > li h2").nth(1).inner_text()
    up = page.get_by_role("button", name=f"Move {second} up", exact=True)

    up.press("Enter")

    expect(spoken(here)).to_have_text(re.compile(f"^{second}: 1 of"))
    expect(up).to_be_focused()
    expect(page.locator(".layout-sections > li h2").nth(0)).to_have_text(second)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator(".layout-sections > li h2").nth(0)).to_have_text(second)
    assert here.complaints == []


def test_values_stages_and_lines_of_a_sale_go_up_and_down_by_the_same_keys(house: House, visit: Callable[..., Visit]) -> None:
    here = visit(house)
    page = here.sign_in("admin")
    here.go("/admin/objects/account/fields/industry")
    for number, name in enumerate(("Wind", "Sun"), 1):
        page.get_by_label(f"Value {number} in English").fill(name)
        page.get_by_label(f"Value {number} in 简体中文").fill(name)
    page.keyboard.press("Alt+ArrowUp")
    expect(spoken(here)).to_have_text(re.compile("^Sun: 1 of"))
    expect(page.locator(".value-lines input:not([type=hidden])").nth(0)).to_have_value("Sun")

    page.once("dialog", lambda asked: asked.accept())
    here.go("/sales-processes")
    page.locator("main td.name a").nth(0).click()
    stages = page.locator(".pick-list > li")
    first = stages.nth(0).locator("strong").inner_text()
    page.get_by_role("button", name=f"Move {first} down", exact=True).press("Enter")
    expect(spoken(here)).to_have_text(re.compile(f"^{first}: 2 of"))
    expect(page.get_by_role("button", name=f"Move {first} down", exact=True)).to_be_focused()
    assert here.complaints == []

    here = visit(house)
    page = here.sign_in("lin.zhou")
    here.go("/opportunities?view=mine")
    page.locator("main td.name a", has_text="Tang L7 × 2").press("Enter")
    page.wait_for_url("**/opportunities/*")
    here.settle()
    lines = page.locator(".line-rows > li[data-name]")
    name = lines.nth(0).get_attribute("data-name")
    lines.nth(0).locator("input:not([type=hidden])").nth(0).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(spoken(here)).to_have_text(f"{name}: {min(2, lines.count())} of {lines.count()}")
    expect(page.locator(".line-rows > li").last).not_to_have_attribute("data-name", re.compile("."))
    assert here.complaints == []
