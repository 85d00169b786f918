"""An administrator adds a field, and everybody uses it: form, list, filter, export; the page is arranged by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import PHONE, House, Visit
from playwright.sync_api import expect


def add_colour(here: Visit) -> None:
    """The picklist field Favourite colour of leads, through the pages."""
    page = here.go("/admin/objects/lead")
    page.get_by_role("link", name="Add field").click()
    page.get_by_role("link", name="Picklist One of several").click()
    page.get_by_label("Label in English").fill("Favourite colour")
    page.get_by_label("Label in 简体中文", exact=True).fill("喜欢的颜色")
    page.get_by_label("Section of the page").select_option(label="Purchase intent")
    for number, (english, chinese) in enumerate((("Red", "红色"), ("Blue", "蓝色")), 1):
        page.get_by_label(f"Value {number} in English").fill(english)
        page.get_by_label(f"Value {number} in 简体中文").fill(chinese)
    page.locator(".form-foot").get_by_role("button", name="Add field").click()
    expect(page.get_by_text("The field “Favourite colour” has been added.")).to_be_visible()


def test_a_field_is_added_and_used_in_form_list_filter_and_export(house: House, visit: Callable[..., Visit], tmp_path: Path) -> None:
    here = visit(house)
    page = here.sign_in("admin")
    add_colour(here)
    here.picture("custom_field_added")

    here.go("/leads?view=all")
    page.locator("tbody tr td.name a").first.click()
    lead = page.url
    here.go(f"{lead.removeprefix(house.url)}/edit")
    page.get_by_label("Favourite colour").select_option(label="Blue")
    page.locator(".form-foot .btn-primary").click()
    expect(page.locator("#section-1").get_by_text("Blue", exact=True)).to_be_visible()

    here.go("/leads?view=all&columns=name,x_favourite_colour&where=x_favourite_colour+%3D+blue")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Blue")
    expect(page.locator(".chip-text")).to_contain_text("Favourite colour")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    download.value.save_as(tmp_path / "leads.csv")
    lines = (tmp_path / "leads.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "Name,Favourite colour"
    assert [line.rpartition(",")[2] for line in lines[1:]] == ["Blue"]
    assert here.complaints == []


def test_a_page_is_arranged_by_keys_and_by_mouse(house: House, visit: Callable[..., Visit]) -> None:
    here = visit(house)
    page = here.sign_in("admin")
    here.go("/admin/objects/account/layout")
    first, second = page.locator(".layout-lines").nth(0), page.locator(".layout-lines").nth(1)
    last = first.locator("li").last.locator(".grow").inner_text()

    page.get_by_role("button", name=f"Move {last} down", exact=True).press("Enter")
    expect(second.locator("li").first).to_contain_text(last)
    expect(page.get_by_role("button", name=f"Move {last} down", exact=True)).to_be_focused()

    moving = first.locator("li").first.locator(".grow").inner_text()
    first.locator("li").first.locator(".grip").hover()
    expect(first).to_have_attribute("data-ready", "1")  # the library has come
    page.mouse.down()
    target = second.locator("li").first.bounding_box()
    assert target is not None
    for _step in range(2):  # the second moves what the first has picked up
        page.mouse.move(target["x"] + 60, target["y"] + target["height"] / 2, steps=12)
    here.rest()
    page.mouse.up()
    expect(second).to_contain_text(moving)
    page.locator(".form-foot .btn-primary").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator(".layout-lines").nth(1)).to_contain_text(moving)
    assert here.complaints == []


def test_fields_are_administered_on_a_phone(house: House, visit: Callable[..., Visit]) -> None:
    here = visit(house, PHONE)
    page = here.sign_in("admin")
    add_colour(here)
    for path in ("/admin/objects", "/admin/objects/lead", "/admin/objects/lead/fields/x_favourite_colour", "/admin/objects/lead/layout", "/admin/objects/lead/labels"):
        here.go(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert here.complaints == []
