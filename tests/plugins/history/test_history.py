"""The change log of any record: in words, with the reader's rights, also when the record is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import NotFound, records
from plugins.history import entries


@pytest.fixture
def changed(make, user):
    """A record that was made and changed once, with a reason."""
    record = make("account", by=user("sales_consultant"), name="Blue Harbor")
    return records.update(record, user("sales_consultant"), reason="Renamed", name="Blue Harbor Logistics")


def test_an_entry_says_who_when_what_and_why(changed, user):
    found, more = entries(changed, user("sales_consultant"))

    line = next(one for one in found[0].lines if one.after == "Blue Harbor Logistics")
    assert (found[0].by, found[0].reason, line.before, more) == ("Sales Consultant North", "Renamed", "Blue Harbor", None)
    assert found[1].operation == "Created"


def test_history_is_read_page_by_page(changed, user):
    for number in range(4):
        records.update(changed, user("sales_consultant"), name=f"Name {number}")

    first, key = entries(changed, user("sales_consultant"), limit=3)
    second, end = entries(changed, user("sales_consultant"), before=key, limit=3)

    assert (len(first), len(second), end) == (3, 3, None)
    assert first[-1].id > second[0].id


def test_a_hidden_field_leaves_no_trace_in_history(changed, user):
    blind = replace(user("sales_consultant"), field_rights={("account", "name"): "hidden"})

    found, _more = entries(changed, blind)

    assert not [one for entry in found for one in entry.lines if "Blue Harbor" in one.after]


def test_values_are_shown_as_people_read_them(make, user):
    record = make("activity", by=user("sales_consultant"), kind="call", name="Call", about=make("account", by=user("sales_consultant"), name="Harbor Clinic"))

    found, _more = entries(record, user("sales_consultant"))

    assert {"Call", "Harbor Clinic", "Sales Consultant North"} <= {one.after for one in found[0].lines}


def test_the_page_shows_a_deleted_records_history(changed, user, login):
    records.delete(changed, user("dealer_manager"))

    page = login("dealer_manager").get(f"/history/{changed.id}")

    assert page.status_code == 200
    assert "was deleted on" in page.text and "Blue Harbor Logistics" in page.text


def test_whoever_does_not_see_the_record_does_not_see_its_history(changed, login):
    assert login("sales_consultant", dealer="South").get(f"/history/{changed.id}").status_code == 404


def test_a_record_that_never_was_has_no_history(login):
    assert login("sales_consultant").get("/history/999999").status_code == 404


def test_a_bad_key_is_refused_in_a_sentence(changed, login):
    assert login("sales_consultant").get(f"/history/{changed.id}?before=x").status_code == 400


def test_a_record_of_a_stranger_cannot_be_reached_through_the_gate(changed, user):
    with pytest.raises(NotFound):
        records.get("account", changed.id, user("sales_consultant", dealer="South"))
