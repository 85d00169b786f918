"""The record page."""

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
