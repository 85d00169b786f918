"""The list page: views, filters, sorting, more rows, cells, own views and export."""

import re
from html import unescape

import pytest

from core import clock, registry, roles, units, users
from core.web.lists.filters import quoted


def names_on(page):
    return re.findall(r'<td class="name"><a href="[^"]+">([^<]+)</a>', page.text)


def test_the_list_shows_what_the_user_may_see(login, make, user):
    make("account", name="Northwind Mills", by=user("sales_consultant"))
    make("account", name="Southern Stone", by=user("sales_consultant", dealer="South"))

    page = login("sales_consultant").get("/accounts")

    assert page.status_code == 200
    assert names_on(page) == ["Northwind Mills"]


def test_a_filter_is_a_chip_that_can_be_changed_and_removed(login, make, user):
    me = user("sales_consultant")
    make("account", name="Alpha", by=me)
    make("account", name="Beta", by=me)

    page = login("sales_consultant").get("/accounts", query_string={"where": 'name contains "alp"'})

    assert names_on(page) == ["Alpha"]
    assert "Remove the filter on" in page.text
    assert "replace=0" in page.text


def test_the_filter_dialog_leads_back_to_the_filtered_list(login):
    answer = login("sales_consultant").get("/accounts/filter?field=name&operator=contains&value=Blue+Harbor&done=1")

    assert answer.status_code == 303
    assert "where=name+contains+%22Blue+Harbor%22" in answer.location


@pytest.mark.parametrize(("locale", "words"), [("en", "this month"), ("zh_CN", "本月")])
def test_a_period_is_chosen_and_changed_in_the_words_of_the_reader(locale, words, login, user):
    browser = login("sales_consultant", language=locale)
    dialog = browser.get("/accounts/filter?field=created_at")
    assert f'<option value="{words}">' in dialog.text

    answer = browser.get("/accounts/filter", query_string={"field": "created_at", "operator": "=", "value": words.title(), "done": "1"})
    assert answer.location.endswith("where=created_at+%3D+month")
    assert f'value="{words}"' in browser.get("/accounts/filter?where=created_at+%3D+month&replace=0").text


def test_a_filter_that_cannot_be_read_is_a_sentence(login):
    answer = login("sales_consultant").get("/accounts?where=name+contains")

    assert answer.status_code == 400
    assert "filter ends too early" in answer.text


@pytest.mark.parametrize("query", ["sort=nothing", "columns=nothing", "view=nothing", "cursor=nothing", "where=nothing+%3D+1"])
def test_an_unknown_name_in_the_address_is_a_sentence_and_no_error(login, query):
    answer = login("sales_consultant").get(f"/accounts?{query}")

    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_more_rows_follow_the_cursor_without_a_frame(login, make, user):
    me = user("sales_consultant")
    for number in range(60):
        make("account", name=f"Company {number:02}", by=me)
    client = login("sales_consultant")

    first = client.get("/accounts?sort=name")
    url = re.search(r'href="([^"]+)" data-more', first.text)[1].replace("&amp;", "&")
    rest = client.get(url, headers={"X-Rows": "1"})

    assert names_on(first) + names_on(rest) == [f"Company {number:02}" for number in range(60)]
    assert "<html" not in rest.text
    assert "X-Next" not in rest.headers


def test_counts_come_after_the_page(login, make, user):
    make("account", by=user("sales_consultant"))
    client = login("sales_consultant")

    assert 'hx-get="/accounts/count' in client.get("/accounts").text
    assert client.get("/accounts/count").text == "1"


def test_a_cell_is_edited_in_place(login, make, user):
    record = make("account", name="Blue Harbor", by=user("sales_consultant"))
    client = login("sales_consultant")

    form = client.get(f"/accounts/{record.id}/cell/name")
    saved = client.post(f"/accounts/{record.id}/cell/name", data={"name": "Blue Harbour", "version": record.version}, headers={"X-Dialog": "1"})

    assert 'value="Blue Harbor"' in form.text
    assert "Blue Harbour" in saved.text and saved.text.startswith("<tr")


def test_an_empty_required_cell_is_refused_beside_the_input(login, make, user):
    record = make("account", by=user("sales_consultant"))

    answer = login("sales_consultant").post(f"/accounts/{record.id}/cell/name", data={"name": ""}, headers={"X-Dialog": "1"})

    assert answer.status_code == 422
    assert "Please fill in" in answer.text


def columns_in(page):
    """The names of the columns of the dialog, those shown first, and how many these are."""
    return re.findall(r'name="column" value="([^"]+)"', page.text), page.text.count(" checked>")


def test_columns_are_put_in_order_without_a_script(login):
    client = login("sales_consultant")

    names, shown = columns_in(client.get("/accounts/columns?columns=name,phone,owner"))
    assert (names[:3], shown) == (["name", "phone", "owner"], 3)
    sent = "column=name&column=phone&column=owner&done=1"
    assert columns_in(client.get(f"/accounts/columns?{sent}&up=owner"))[0][:3] == ["name", "owner", "phone"]
    assert columns_in(client.get(f"/accounts/columns?{sent}&down=owner"))[0][:3] == ["name", "phone", "owner"]
    assert client.get(f"/accounts/columns?{sent}").location .endswith("columns=name%2Cphone%2Cowner")


def test_a_list_without_columns_is_refused_with_a_sentence(login):
    answer = login("sales_consultant").get("/accounts/columns?done=1")

    assert answer.status_code == 422 and "Choose at least one column." in answer.text and columns_in(answer)[1] == 0


def test_the_columns_of_the_view_come_back(login):
    page = login("sales_consultant").get("/accounts/columns?view=mine&columns=name&where=phone+is+not+empty").text

    assert re.search(r'href="/accounts\?view=mine&amp;where=phone\+is\+not\+empty"[^>]*><svg.*?As the view has them', page, re.DOTALL)


def test_an_own_view_keeps_filter_columns_and_order(login, make, user):
    make("account", name="Alpha", by=user("sales_consultant"))
    make("account", name="Beta", by=user("sales_consultant"))
    client = login("sales_consultant")

    answer = client.post("/accounts/views", data={"name": "Only A", "where": 'name = "Alpha"', "columns": "name,owner", "sort": "-name", "view": "all"})

    assert names_on(client.get(answer.location)) == ["Alpha"]
    assert "Only A" not in login("sales_consultant", number=2).get("/accounts").text


def test_an_own_view_by_a_field_hidden_since_opens_without_it_and_says_so(login, make, user):
    make("account", name="Alpha", phone="075586331200", by=user("sales_consultant"))
    make("account", name="Beta", by=user("sales_consultant"))
    client = login("sales_consultant")
    view = client.post("/accounts/views", data={"name": "With phone", "where": "phone is not empty", "columns": "name,phone"}).location
    assert names_on(client.get(view)) == ["Alpha"]

    roles.change(user("administrator"), "sales_consultant", fields={("account", "phone"): "hidden"})
    page = client.get(view)

    assert page.status_code == 200 and "shown without that filter" in page.text and "Alpha" in page.text and "Beta" in page.text
    assert client.get(view.replace("/accounts?", "/accounts/count?")).text == "2"
    assert client.get("/accounts?where=phone+is+not+empty").status_code == 400


@pytest.fixture
def shared(login, make, user):
    """A view that the sales manager shares with the team: its address."""
    make("account", name="Alpha", phone="075586331200", by=user("sales_consultant"))
    make("account", name="Beta", by=user("sales_consultant"))
    manager = user("sales_manager")
    return login("sales_manager").post("/accounts/views", data={"name": "To call", "where": "phone is not empty", "columns": "name,phone", "unit": manager.unit_id}).location


def test_a_manager_shares_a_view_with_the_team_and_each_sees_in_it_what_they_may_see(shared, login, make, user):
    make("account", name="Gamma", phone="075586331201", by=user("sales_consultant", number=2))
    mine, other = login("sales_consultant"), login("sales_consultant", number=2)

    assert "To call" in mine.get("/accounts").text and "To call" in other.get("/accounts").text
    assert (names_on(mine.get(shared)), names_on(other.get(shared))) == (["Alpha"], ["Gamma"])
    assert "Shared by Sales Manager North" in mine.get(shared).text
    assert "Shared with" in login("sales_manager").get(shared).text
    assert "To call" not in login("sales_consultant", dealer="South").get("/accounts").text


def test_a_shared_view_is_changed_and_deleted_by_whoever_keeps_it_alone(shared, login):
    client, manager = login("sales_consultant"), login("sales_manager")
    number = shared.rpartition("my-")[2]

    assert "Delete this view" not in client.get(shared).text and "Delete this view" in manager.get(shared).text
    assert client.post(f"/accounts/views/{number}/delete").status_code == 404
    own = client.post("/accounts/views", data={"name": "To call", "view": f"my-{number}", "where": 'name = "Beta"'}).location
    assert own != shared and names_on(client.get(own)) == ["Beta"]
    assert names_on(manager.get(shared)) == ["Alpha"]


def test_a_shared_view_by_a_field_hidden_from_the_reader_opens_without_it(shared, login, user):
    roles.change(user("administrator"), "sales_consultant", fields={("account", "phone"): "hidden"})

    page = login("sales_consultant").get(shared)

    assert page.status_code == 200 and "shown without that filter" in page.text and "075586331200" not in page.text


def test_a_view_is_shared_only_with_people_one_manages(login, user):
    unit = user("sales_manager").unit_id
    client = login("sales_consultant")

    assert "Who has it" not in client.get("/accounts/save-view").text
    answer = client.post("/accounts/views", data={"name": "For all", "columns": "name", "unit": unit})

    assert answer.status_code == 422 and "a unit that you manage" in answer.text and "For all" in answer.text
    assert "For all" not in login("sales_consultant", number=2).get("/accounts").text
    assert "Who has it" in login("sales_manager").get("/accounts/save-view").text


def test_a_deleted_view_comes_back_by_undo_as_it_was_shared(shared, login):
    manager, client = login("sales_manager"), login("sales_consultant")
    manager.post(f"/accounts/views/{shared.rpartition('my-')[2]}/delete")
    gone = client.get(shared, follow_redirects=True)
    assert gone.status_code == 200 and "has been deleted, or it is not shared with you" in gone.text
    assert names_on(gone) == ["Alpha", "Beta"]

    page = manager.get("/accounts").text
    values = unescape(re.search(r'name="view" value="([^"]*)"', page)[1])
    back = manager.post("/accounts/views/again", data={"view": values}).location

    assert names_on(client.get(back)) == ["Alpha"]


def opened_with(client, path="/accounts"):
    """The name of the view with which a bare address opens."""
    page = client.get(path)
    assert page.status_code == 200
    return re.search(r'<a href="[^"]*" aria-current="page">([^<]+)', page.text[page.text.index('class="tabs"') :])[1]


def test_a_list_opens_with_the_view_that_its_reader_has_pinned_on_every_device(shared, login, app):
    client, colleague = login("sales_consultant"), login("sales_consultant", number=2)
    before = opened_with(client)

    told = client.post("/accounts/views/pin", data={"view": shared.rpartition("view=")[2]}, follow_redirects=True)

    assert "Accounts open with this view from now on." in told.text
    client.get("/accounts?view=all")
    assert opened_with(client) == "To call" == opened_with(login("sales_consultant"))
    assert opened_with(colleague) == before and opened_with(client, "/contacts") != "To call"
    client.post("/accounts/views/pin", data={"view": shared.rpartition("view=")[2], "pinned": "1"})
    assert opened_with(client) != "To call"


def test_another_pin_takes_the_place_of_the_first_and_a_shipped_view_is_pinned_too(shared, login):
    client = login("sales_consultant")
    last = registry.object_type("account").list_views[-1]
    for code in (shared.rpartition("view=")[2], last.code):
        client.post("/accounts/views/pin", data={"view": code})

    assert opened_with(login("sales_consultant")) == str(last.label)


def test_a_pinned_view_that_is_gone_falls_back_without_a_word(shared, login):
    client, manager = login("sales_consultant"), login("sales_manager")
    before = opened_with(client)
    client.post("/accounts/views/pin", data={"view": shared.rpartition("view=")[2]})
    manager.post(f"/accounts/views/{shared.rpartition('my-')[2]}/delete")

    page = client.get("/accounts")

    assert page.status_code == 200 and "has been deleted" not in page.text and 'role="alert"' not in page.text
    assert opened_with(client) == before
    # What somebody else keeps next may get the number of the one that is gone.
    assert opened_with(login("sales_consultant")) == before


def test_a_pinned_view_by_a_field_hidden_since_opens_without_it(login, user):
    client = login("sales_consultant")
    view = client.post("/accounts/views", data={"name": "With phone", "where": "phone is not empty", "columns": "name,phone"}).location
    client.post("/accounts/views/pin", data={"view": view.rpartition("view=")[2]})
    roles.change(user("administrator"), "sales_consultant", fields={("account", "phone"): "hidden"})

    assert opened_with(client) == "With phone"


@pytest.mark.parametrize("code", ["", "nonsense", "my-999999", "my-", "x" * 5000])
def test_a_view_that_one_does_not_have_is_not_pinned(login, code):
    assert login("sales_consultant").post("/accounts/views/pin", data={"view": code}).status_code == 404


@pytest.fixture
def left(shared, login, user):
    """The number of a shared view whose keeper has left; its dealer has somebody else for a manager."""
    manager, admin = user("sales_manager"), user("administrator")
    heir = user("sales_consultant", number=2)
    units.change(admin, manager.unit_id, manager_id=heir.id)
    users.disable(admin, manager.id)
    return shared.rpartition("my-")[2]


def test_a_shared_view_whose_keeper_has_left_is_taken_over_by_whoever_manages_the_unit(left, login, user):
    heir, colleague = login("sales_consultant", number=2), login("sales_consultant")
    page = heir.get(f"/accounts?view=my-{left}").text
    assert "who has left" in page and "Take it over" in page and "Delete this view" in page
    assert "Take it over" not in colleague.get(f"/accounts?view=my-{left}").text
    assert colleague.post(f"/accounts/views/{left}/take-over").status_code == 404
    assert colleague.post(f"/accounts/views/{left}/delete").status_code == 404

    told = heir.post(f"/accounts/views/{left}/take-over", follow_redirects=True)

    assert "You keep the view “To call” from now on." in told.text and "Take it over" not in told.text and "Shared with" in told.text
    assert "Shared by Sales Consultant North 2" in colleague.get(f"/accounts?view=my-{left}").text
    assert names_on(colleague.get(f"/accounts?view=my-{left}")) == ["Alpha"]


def test_an_administrator_finds_and_deletes_what_was_left_behind_wherever_it_is_shared(left, login):
    admin, colleague = login("administrator"), login("sales_consultant")
    assert "To call" in admin.get("/accounts").text

    admin.post(f"/accounts/views/{left}/delete")

    assert "To call" not in colleague.get("/accounts").text


def test_the_page_of_whoever_leaves_names_the_views_they_share(shared, login, user):
    admin, manager = login("administrator"), user("sales_manager")
    assert "To call" in admin.get(f"/admin/users/{manager.id}/disable").text
    assert "shares these views" not in admin.get(f"/admin/users/{manager.id}").text

    users.disable(user("administrator"), manager.id)

    assert f'<a href="{shared}">To call</a>' in admin.get(f"/admin/users/{manager.id}").text
    assert "Take it over" in admin.get(shared).text


def test_what_somebody_shares_who_is_still_there_is_nobody_elses(shared, login):
    admin, number = login("administrator"), shared.rpartition("my-")[2]

    assert "To call" not in admin.get("/accounts").text
    assert admin.post(f"/accounts/views/{number}/take-over").status_code == 404
    assert admin.post(f"/accounts/views/{number}/delete").status_code == 404


def test_a_view_is_not_taken_over_beside_one_of_the_same_name(left, login):
    heir = login("sales_consultant", number=2)
    heir.post("/accounts/views", data={"name": "To call", "columns": "name"})

    told = heir.post(f"/accounts/views/{left}/take-over", follow_redirects=True)

    assert "You have a view “To call” of this list already" in told.text
    assert "who has left" in heir.get(f"/accounts?view=my-{left}").text


def test_a_view_of_ones_own_that_was_never_shared_stays_out_of_sight_once_one_has_left(login, user):
    login("sales_consultant").post("/accounts/views", data={"name": "My secret", "columns": "name"})
    users.disable(user("administrator"), user("sales_consultant").id)

    assert "My secret" not in login("administrator").get("/accounts").text


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "{}", '{"name": "x", "filters": 1}', '{"name": "x", "filters": ["name ="], "columns": [], "sort": null, "unit_id": null}'])
def test_an_undo_that_cannot_be_read_keeps_no_view(login, text):
    assert login("sales_manager").post("/accounts/views/again", data={"view": text}).status_code in (400, 404)


def test_export_is_exactly_what_the_list_shows(login, make, user):
    make("account", name="=HYPERLINK(1)", by=user("administrator"))
    make("account", name="Other", by=user("administrator"))

    lines = login("administrator").get("/accounts/export.csv?columns=name&where=name+starts+%22%3D%22", buffered=True).text.splitlines()

    assert lines == ["\ufeffAccount name", "'=HYPERLINK(1)"]


def test_an_export_tells_times_by_the_readers_clock(login, make, user):
    made = make("account", by=user("administrator"))

    lines = login("administrator").get("/accounts/export.csv?columns=name,created_at", buffered=True).text.splitlines()

    assert lines[1].endswith(f"{clock.local(made.created_at, user('administrator').zone):%Y-%m-%d %H:%M}")


def test_an_export_names_its_characters_once(login):
    assert login("administrator").get("/accounts/export.csv").content_type == "text/csv; charset=utf-8"


def test_export_needs_its_right(login):
    assert login("read_only").get("/accounts/export.csv").status_code == 403


@pytest.mark.parametrize(("value", "text"), [("new", "new"), ("two words", '"two words"'), ('a"b', '"a\\"b"'), ("and", '"and"')])
def test_values_are_quoted_where_the_grammar_needs_it(value, text):
    assert quoted(value) == text


def test_an_empty_list_says_what_belongs_here(login):
    page = login("sales_consultant").get("/competitors")

    assert "here yet" in page.text
