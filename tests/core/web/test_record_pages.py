"""The record page."""

import re

from core import panels, registry


def test_the_page_shows_highlights_sections_and_who_made_it(login, make, user):
    record = make("account", name="Blue Harbor", by=user("sales_consultant"))

    page = login("sales_consultant").get(record.url)

    assert page.status_code == 200
    assert "Blue Harbor" in page.text
    assert 'data-edit="name"' in page.text
    assert "Created" in page.text


def test_a_hidden_record_looks_like_none(login, make, user):
    record = make("account", by=user("sales_consultant", dealer="South"))

    hidden, none = login("sales_consultant").get(record.url), login("sales_consultant").get("/accounts/987654321")

    assert hidden.status_code == none.status_code == 404


def test_a_reader_gets_no_means_to_edit(login, make, user):
    record = make("account", by=user("administrator"))

    page = login("read_only").get(record.url)

    assert page.status_code == 200
    assert "data-edit" not in page.text
    assert f"{record.url}/delete" not in page.text


def test_a_panel_that_fails_is_left_out_and_the_page_stands(login, make, user):
    def fail(record, user):
        raise ZeroDivisionError("on purpose")

    broken = panels.Panel("broken", "Broken", None, "none.html", fail)
    registry.current().panels.append(broken)
    record = make("account", by=user("sales_consultant"))
    try:
        page = login("sales_consultant").get(record.url)
    finally:
        registry.current().panels.remove(broken)

    assert page.status_code == 200
    assert "on purpose" not in page.text


def test_the_print_sheet_has_no_frame(login, make, user):
    record = make("account", name="Blue Harbor", by=user("sales_consultant"))

    sheet = login("sales_consultant").get(f"{record.url}/print")

    assert "Blue Harbor" in sheet.text
    assert 'class="side"' not in sheet.text


def test_what_was_looked_at_stands_on_today(login, make, user):
    record = make("account", name="Blue Harbor", by=user("sales_consultant"))
    client = login("sales_consultant")

    client.get(record.url)

    assert "Blue Harbor" in client.get("/").text


def test_what_stands_far_down_comes_when_one_scrolls_to_it(login, make, user):
    record, rep = make("account", name="Blue Harbor", by=user("sales_consultant")), login("sales_consultant")
    address = f"{record.url}/panels/history.latest"

    page, card, alone = rep.get(record.url), rep.get(address, headers={"HX-Request": "true"}), rep.get(address)

    assert f'hx-get="{address}"' in page.text and f'href="{address}"' in page.text
    assert card.text.startswith('<section class="card" id="history.latest"') and "Blue Harbor" in card.text
    assert "<html" in alone.text and f'href="{record.url}"' in alone.text and "Blue Harbor" in alone.text


def test_a_panel_is_hidden_with_its_record_and_an_unknown_one_is_none(login, make, user):
    record = make("account", by=user("sales_consultant"))

    assert login("sales_consultant", dealer="South").get(f"{record.url}/panels/history.latest").status_code == 404
    assert login("sales_consultant").get(f"{record.url}/panels/no.such").status_code == 404


def test_a_related_list_is_a_page_of_its_own_without_scripts(login, make, user):
    record, rep = make("account", name="Blue Harbor", by=user("sales_consultant")), login("sales_consultant")

    alone, part = rep.get(f"{record.url}/related/1"), rep.get(f"{record.url}/related/1", headers={"HX-Request": "true"})

    assert "<html" in alone.text and "Blue Harbor" in alone.text
    assert part.text.startswith('<section class="card related')


def test_each_way_to_a_part_of_the_page_leads_to_one(login, make, user):
    page = login("sales_consultant").get(make("account", by=user("sales_consultant")).url).text
    ways = re.findall(r'<a class="chip" href="#([^"]+)"', page.partition('class="phone jumps"')[2].partition("</nav>")[0])

    assert ways
    assert [one for one in ways if page.count(f'id="{one}"') != 1] == []


def test_a_phone_is_told_how_many_values_are_empty_and_which_sections_hold_none(login, make, user):
    account = make("account", name="Blue Harbor", by=user("sales_consultant"))
    client = login("sales_consultant")

    page = client.get(account.url).text
    client.set_cookie("blanks", "shown")

    sections = page.partition("data-section=")[2].partition("data-blanks")[0]
    empty = sections.count('class="none"')
    assert f"data-blanks><span>Show {empty} empty fields" in page
    assert re.search(r'<section class="card blank" id="section-\d+"[^>]*>\s*<div class="card-head"><h2>Remarks', page)
    assert "data-blanks checked>" in client.get(account.url).text
