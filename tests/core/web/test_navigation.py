"""The frame: groups of the navigation, their figures, and how they fold."""

import re

from core import modules, registry


def groups_of(page):
    """Key -> whether the group stands open."""
    return {key: bool(mark) for key, mark in re.findall(r'data-group="([^"]+)"( open)?', page.text)}


def test_what_does_not_fit_the_screen_starts_folded(login):
    folded = [key for key, stands_open in groups_of(login("administrator").get("/")).items() if not stands_open]

    assert "customer-forms" in folded
    assert "sales" not in folded


def test_the_group_of_this_page_stands_open(login):
    assert groups_of(login("administrator").get("/admin/users"))["set-up"]


def test_a_group_stays_as_one_left_it(login):
    browser = login("administrator")
    browser.set_cookie("folds", "sales%3A0%2Ccustomer-forms%3A1")

    found = groups_of(browser.get("/"))

    assert found["customer-forms"]
    assert not found["sales"]


def test_all_figures_come_in_one_request(login, make, user):
    make("lead", channel="import", by=user("sales_consultant"))

    page = login("sales_consultant").get("/menu-counts")

    assert '<span class="count" id="count-of-lead" hx-swap-oob="true">1</span>' in page.text
    assert 'id="count-of-today"' in page.text


def test_a_figure_counts_only_what_one_has(login, make, user):
    make("lead", channel="import", by=user("sales_consultant"))

    assert 'id="count-of-lead" hx-swap-oob="true"></span>' in login("sales_consultant", dealer="South").get("/menu-counts").text


def test_a_figure_that_fails_leaves_the_others_standing(login, make, user, monkeypatch):
    make("lead", channel="import", by=user("sales_consultant"))
    panel = registry.current().home_panels[0]
    monkeypatch.setattr(panel, "count", lambda user: 1 // 0)

    page = login("sales_consultant").get("/menu-counts")

    assert 'id="count-of-lead" hx-swap-oob="true">1<' in page.text
    assert modules.failures()


def test_every_place_of_the_sales_group_has_a_key_of_its_own(login):
    keys = re.findall(r'data-go="(\w)"', login("sales_manager").get("/").text)

    assert {"t", "l", "o", "a"} <= set(keys)
    assert len(keys) == len(set(keys))
