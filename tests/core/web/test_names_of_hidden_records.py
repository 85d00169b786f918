"""An id that somebody types, into an address or a form, names no record that they may not see."""

from __future__ import annotations

from typing import Any

import pytest

from core import records

NAME = "Verborgene Werft"
PLACES = (
    "/contacts/new?account={id}",
    "/opportunities/new?account={id}",
    "/cases/new?account={id}",
    "/activities/new?about={id}",
    "/partners/new?record={id}",
    "/contacts?where=account+%3D+{id}",
    "/contacts/filter?base=&f=account+%3D+{id}&replace=0",
    "/contacts/filter?field=account&operator=%3D&value={id}",
    "/activities?where=about+%3D+{id}",
    "/opportunities/board?where=account+%3D+{id}",
)


@pytest.fixture
def hidden(make: Any) -> Any:
    return make("account", name=NAME)


@pytest.mark.parametrize("place", PLACES)
def test_an_address_names_a_record_only_to_whoever_sees_it(place: str, login: Any, hidden: Any) -> None:
    sees, does_not = (login(role).get(place.format(id=hidden.id)) for role in ("administrator", "sales_consultant"))

    assert (sees.status_code, does_not.status_code) == (200, 200)
    assert NAME not in does_not.text
    assert NAME in sees.text or "filter" in place


@pytest.mark.parametrize("text", ["{id}", "9" * 5000, "٣" * 12])
def test_a_form_that_comes_back_names_no_hidden_record_and_takes_digits_that_are_no_id(text: str, login: Any, hidden: Any) -> None:
    answer = login("sales_consultant").post("/contacts/new", data={"name": "Pan Yue", "account": text.format(id=hidden.id)})

    assert answer.status_code == 422
    assert NAME not in answer.text


def test_an_edit_names_what_the_record_refers_to_and_nothing_hidden_that_is_typed_over_it(login: Any, make: Any, user: Any, hidden: Any) -> None:
    seller = user("sales_consultant")
    own = make("contact", by=seller, account=make("account", by=seller, name="Blue Harbour"))
    client = login("sales_consultant")

    page = client.get(f"{own.url}/edit")
    typed = client.post(f"{own.url}/edit", data={"name": "", "account": str(hidden.id), "version": own.version})

    assert "Blue Harbour" in page.text
    assert typed.status_code == 422 and NAME not in typed.text


def test_a_conflict_does_not_name_the_hidden_record_that_was_typed(login: Any, make: Any, user: Any, hidden: Any) -> None:
    seller = user("sales_consultant")
    own = make("contact", by=seller, account=make("account", by=seller, name="Blue Harbour"))
    version = own.version
    records.update(own, seller, account=make("account", by=seller, name="Red Harbour"))

    answer = login("sales_consultant").post(f"{own.url}/edit", data={"name": own.name, "account": str(hidden.id), "version": version})

    assert answer.status_code in (409, 422)
    assert NAME not in answer.text


def test_whom_a_record_refers_to_out_of_sight_is_still_named_on_its_form(login: Any, make: Any, user: Any, hidden: Any) -> None:
    """The name of a record in a look-up is part of the record that refers to it."""
    own = make("activity", by=user("administrator"), about=hidden, owner=user("sales_consultant").id)

    assert NAME in login("sales_consultant").get(f"{own.url}/edit").text
