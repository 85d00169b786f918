"""Answers that carry no record: without content, and of addresses and methods that the API does not have."""

import pytest


def test_an_answer_without_content_names_no_type_of_it(admin, make):
    url = f"/api/v1/accounts/{make('account').id}"
    known = admin.get(url, headers={"If-None-Match": '"1"'})
    gone = admin.delete(url)

    assert (known.status_code, gone.status_code) == (304, 204)
    assert not {"Content-Type", "Content-Length"} & {*gone.headers.keys(), *known.headers.keys()}


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/accounts/17/nothing", "/api/v2/accounts"])
def test_an_address_that_the_api_does_not_have_is_called_so_and_no_page(admin, path):
    answer = admin.get(path)

    assert (answer.status_code, answer.mimetype, answer.json["code"]) == (404, "application/problem+json", "not-found")
    assert answer.json["detail"] == "The API has no such address; /api/docs shows those it has."


def test_a_method_that_an_address_does_not_take_is_named(admin):
    answer = admin.put("/api/v1/accounts")

    assert (answer.status_code, answer.json["detail"]) == (405, "This address of the API does not take PUT.")
