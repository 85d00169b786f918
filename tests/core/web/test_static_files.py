"""Static files and what a browser may keep of them."""

from __future__ import annotations

import re

from core.web.static_files import address_of

NAMED = re.compile(r'(?:src|href)="(/static/[^"#]+)')


def test_what_a_page_names_lies_at_the_address_of_its_release_and_is_kept_for_good(app, login):
    page = login("sales_consultant").get("/leads").get_data(as_text=True)
    named = set(NAMED.findall(page))
    client = app.test_client()

    assert len(named) > 3
    assert {address for address in named if not address.startswith(f"{app.static_url_path}/")} == set()
    for address in named:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable"), address


def test_scripts_name_others_by_relative_addresses_so_that_all_are_of_one_release(app):
    for path in ("js/forecourt.js", "activities/calendar.js", "files/files.js", "css/forecourt.css"):
        text = app.test_client().get(f"{app.static_url_path}/{path}").get_data(as_text=True)
        named = re.findall(r'(?:import|from|url\()\s*\(?"([^"]+)"', text)
        assert [one for one in named if not one.startswith(".") and "/" in one] == [], path


def test_an_address_of_another_release_or_of_none_leads_to_the_file_of_now_and_is_not_kept(app):
    client = app.test_client()
    for address in ("/static/js/dialog.js", "/static/00000000/js/dialog.js", "/static/00000000/files/files.css"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "private, no-cache"), address
        assert client.get(answer.headers["Location"]).status_code == 200, address
    assert client.get("/static/nothing/here.js", follow_redirects=True).status_code == 404


def test_the_address_changes_with_any_file_of_any_module(tmp_path):
    own, module = tmp_path / "own", tmp_path / "module"
    for folder in (own, module):
        (folder / "js").mkdir(parents=True)
        (folder / "js" / "a.js").write_text("export const a = 1;")
    before = address_of((own, module))

    changed = tmp_path / "changed"
    (changed / "js").mkdir(parents=True)
    (changed / "js" / "a.js").write_text("export const a = 2;")

    assert address_of((own, module)) == before
    assert address_of((own, changed)) != before
    assert address_of((own,)) != before
