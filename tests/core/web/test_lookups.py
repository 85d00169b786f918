"""The picker and the search."""

import re

import pytest


def test_a_picker_offers_records_with_what_was_typed_marked(login, make, user):
    record = make("account", name="Blue Harbor", by=user("sales_consultant"))

    answer = login("sales_consultant").get("/lookup/accounts?q=harb")

    assert f'data-value="{record.id}"' in answer.text
    assert "<mark>Harb</mark>" in answer.text


def test_a_picker_never_offers_what_the_user_may_not_see(login, make, user):
    make("account", name="Southern Stone", by=user("sales_consultant", dealer="South"))

    assert "Southern Stone" not in login("sales_consultant").get("/lookup/accounts?q=southern").text


def test_a_picker_offers_only_what_its_condition_lets_through(login, make, user):
    seller = user("sales_consultant")
    harbor, stone = (make("account", name=name, by=seller) for name in ("Blue Harbor", "Southern Stone"))
    for account in (harbor, stone):
        make("contact", name=f"Gao Lei of {account.name}", account=account, by=seller)

    offered = login("sales_consultant").get("/lookup/contacts", query_string={"q": "gao", "where": f"account = {harbor.id}"}).text

    assert "of Blue Harbor" in offered and "of Southern Stone" not in offered
    assert login("sales_consultant").get("/lookup/contacts?where=account+%3D").status_code == 400


def offered(client, path):
    return re.findall(r'data-value="[^"]*" data-text="([^"]*)"', client.get(path).text)


def test_what_begins_with_the_text_is_offered_before_what_contains_it(login):
    grades = offered(login("sales_consultant"), "/lookup/grades?q=a")
    people = offered(login("administrator"), "/lookup/user?q=s")

    assert grades[0].startswith("A") and len(grades) > 1 and not grades[-1].startswith("A")
    assert people[0].startswith(("S", "s")) and any(not one.lower().startswith("s") for one in people)


def test_people_are_told_apart_by_unit_and_address(login):
    answer = login("sales_consultant").get("/lookup/user?q=sales+manager")

    assert "Sales North" in answer.text and "@example.com" in answer.text


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "<script>"])
def test_odd_characters_are_plain_text(login, text):
    answer = login("sales_consultant").get("/lookup/accounts", query_string={"q": text})

    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_creating_in_place_is_offered_to_those_who_may(login):
    client = login("sales_consultant")

    assert "/accounts/new?name=Fresh" in client.get("/lookup/accounts?q=Fresh&create=1").text
    assert "/accounts/new" not in login("read_only").get("/lookup/accounts?q=Fresh&create=1").text


def test_the_search_finds_over_all_objects(login, make, user):
    make("account", name="Blue Harbor", by=user("sales_consultant"))

    assert "Harbor" in login("sales_consultant").get("/search?q=harbor").text


def test_an_unknown_object_is_not_found(login):
    assert login("sales_consultant").get("/lookup/nothing?q=a").status_code == 404
