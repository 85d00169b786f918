"""The change log of any record: in words, with the reader's rights, also when the record is gone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from core import NotFound, records, roles
from plugins.history import entries, reading


@pytest.fixture
def changed(make, user):
    """A record that was made and changed once, with a reason."""
    record = make("account", by=user("sales_consultant"), name="Blue Harbor")
    return records.update(record, user("sales_consultant"), reason="Renamed", name="Blue Harbor Logistics")


def test_an_entry_says_who_when_what_and_why(changed, user):
    found, more = entries(changed, user("sales_consultant"))

    line = next(one for one in found[0].lines if one.after.value == "Blue Harbor Logistics")
    assert (found[0].by, found[0].reason, line.before.value, more) == ("Sales Consultant North", "Renamed", "Blue Harbor", None)
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

    assert not [one for entry in found for one in entry.lines if "Blue Harbor" in str(one.after.value)]


def test_neither_page_nor_api_tells_a_field_that_was_hidden_since(changed, user, login):
    rep = user("sales_consultant")
    records.update(changed, rep, phone="13800138000")
    records.update(changed, rep, phone="13900139000", reason="New number")
    roles.change(user("administrator"), "sales_consultant", fields={("account", "phone"): "hidden"})
    browser = login("sales_consultant")

    told = browser.get(f"/history/{changed.id}").text + browser.get(f"/history/{changed.id}", headers={"HX-Request": "true"}).text
    api = browser.get(f"/api/v1/accounts/{changed.id}/history").text
    assert not [number for number in ("138 0013 8000", "139 0013 9000", "13800138000", "13900139000", "New number") if number in told + api]
    assert '"phone"' not in api
    assert "13900139000" in login("administrator").get(f"/api/v1/accounts/{changed.id}/history").text


def test_a_save_of_nothing_but_hidden_fields_is_no_entry(changed, user):
    records.update(changed, user("sales_consultant"), phone="13800138000", reason="The secret number")
    blind = replace(user("sales_consultant"), field_rights={("account", "phone"): "hidden"})

    found, _more = entries(changed, blind)
    assert [one.operation for one in found] == ["Changed", "Created"] and found[0].reason == "Renamed"


def history_of(record, browser, language="en"):
    """The page's text, its blanks made one."""
    browser.post("/preferences/language", data={"language": language})
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", browser.get(f"/history/{record.id}").text).split())


def test_look_ups_and_people_are_named(make, user, login):
    record = make("activity", by=user("sales_consultant"), kind="call", name="Call", about=make("account", by=user("sales_consultant"), name="Harbor Clinic"))

    page = history_of(record, login("sales_consultant"))

    assert "Harbor Clinic" in page and "Sales Consultant North" in page


def test_values_read_as_on_the_records_page_in_either_language(make, user, login):
    rep = user("sales_consultant")
    record = make("opportunity", by=rep, account=make("account", by=rep), amount="519600", amount_currency="EUR", close_date="2026-11-28")
    records.update(record, rep, amount="520000.5", close_date="2026-12-01")
    browser = login("sales_consultant")

    english, chinese = history_of(record, browser), history_of(record, browser, "zh_CN")

    assert "€519,600 → to €520,000.50" in english and "28 Nov 2026 → to 1 Dec 2026" in english
    assert "2026年11月28日 → 至 2026年12月1日" in chinese


def test_an_amount_keeps_the_currency_it_was_in(make, user, login):
    record = make("opportunity", by=user("sales_consultant"), account=make("account", by=user("sales_consultant")), amount="100", amount_currency="EUR")
    records.update(record, user("sales_consultant"), amount_currency="USD")

    assert "€100 → to $100" in history_of(record, login("sales_consultant"))


def test_an_amount_logged_without_its_currency_is_in_the_present_one(make, user):
    record = make("opportunity", by=user("sales_consultant"), account=make("account", by=user("sales_consultant")), amount="100", amount_currency="EUR")

    [line] = [one for one in reading.lines({"amount": ["90", "100"]}, record, {}) if one.field.name == "amount"]

    assert (line.before.currency, line.after.currency) == ("EUR", "EUR")


def test_a_value_that_no_longer_fits_its_field_stays_as_it_stands(make, user):
    [line] = reading.lines({"close_date": ["soon", "2026-11-28"]}, make("opportunity", by=user("sales_consultant"), account=make("account", by=user("sales_consultant"))), {})

    assert (line.before.value, line.before.odd) == (None, "soon")


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
