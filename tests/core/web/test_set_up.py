"""Where setting up begins: nothing that can be set up is out of reach, and nobody is shown what is not theirs to keep."""

import re

from core import registry, roles


def linked(page):
    return set(re.findall(r'<a [^>]*href="/([^"?]+)"', page.text.split("<main")[1].split("</main>")[0]))


def reached(one, found) -> bool:
    """Whether a list is linked, or what its records are part of is."""
    wholes = [field.to for field in one.own_fields.values() if field.type == "lookup" and field.required and field.to != one.code]
    return one.slug in found or any(reached(registry.object_type(whole), found) for whole in wholes)


def test_every_list_of_the_set_up_is_reached_from_its_start(login):
    found = linked(login("administrator").get("/admin"))

    assert [one.code for one in registry.objects() if one.setup and not reached(one, found)] == []


def test_the_pages_without_an_entry_of_their_own_are_there_too(login):
    assert {"admin/queues", "admin/calendars", "overdue-ladder"} <= linked(login("administrator").get("/admin"))


def test_a_list_of_the_set_up_lies_under_its_start_in_the_navigation(login):
    assert '<a class="item" href="/admin" aria-current="page"' in login("administrator").get("/overdue-ladder").text


def test_whoever_has_nothing_to_set_up_neither_sees_nor_opens_it(login):
    browser = login("sales_consultant")

    assert 'href="/admin"' not in browser.get("/").text
    assert browser.get("/admin").status_code == 403


def test_whoever_keeps_one_list_finds_this_one(login, user):
    held = roles.find("sales_manager")
    roles.change(user("administrator"), "sales_manager", grants={**held.grants, ("loss_reason", "edit"): "all"})
    browser = login("sales_manager")

    assert 'href="/admin"' in browser.get("/").text
    assert linked(browser.get("/admin")) == {"loss-reasons"}
