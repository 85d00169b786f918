"""The frame: groups of the navigation, their figures, and how they fold."""

import re

from core import modules, registry, roles


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


def entries(page):
    return set(re.findall(r'<a class="item" href="([^"]+)"', page.text))


def test_the_drawn_frame_says_where_one_is(login):
    rep = login("sales_consultant")

    assert '<a class="item" href="/leads" aria-current="page"' in rep.get("/leads").text
    assert '<a class="item" href="/leads" title' in rep.get("/accounts").text


def test_the_drawn_frame_follows_what_is_switched_off(login, user):
    rep = login("sales_consultant")
    before = entries(rep.get("/accounts"))

    modules.disable("leads", user("administrator"))

    assert before - entries(rep.get("/accounts")) >= {"/leads"}


def test_the_drawn_frame_follows_a_right_that_is_taken_away(login, user):
    rep, shipped = login("sales_consultant"), roles.find("sales_consultant")
    before = entries(rep.get("/accounts"))

    grants = {key: scope for key, scope in shipped.grants.items() if key[0] != "lead"}
    roles.change(user("administrator"), "sales_consultant", grants=grants)

    assert before - entries(rep.get("/accounts")) == {"/leads"}


def test_nothing_of_a_person_is_shared_with_the_frame(login):
    first, second = login("sales_consultant"), login("sales_consultant", dealer="South")

    assert first.get("/accounts").text.count("csrf_token") == second.get("/accounts").text.count("csrf_token")
    assert "South" not in first.get("/accounts").text.partition("menu-note")[0]


def places_of(page):
    """The addresses in a phone's bottom bar."""
    return re.findall(r'<a class="place" href="([^"]+)"', page.text)


def test_a_phones_bar_begins_with_where_one_makes_records(login):
    assert places_of(login("sales_consultant").get("/accounts")) == ["/", "/leads", "/opportunities", "/accounts"]
    assert "/cases/console" in places_of(login("service_agent").get("/accounts"))
