"""Leads, opportunities and activities as they ship, side by side: a conversion and its undo, and a leaver's hand-over."""

from __future__ import annotations

from typing import Any

import pytest

from core import Actor, now, queries, records, system_actor, today
from plugins.activities.links import activity_ids_of
from plugins.contacts import hand_over_customers
from plugins.leads import convert, undo_convert
from plugins.opportunities import close_won, history


@pytest.fixture
def seller(user: Any) -> Actor:
    return user("sales_consultant", dealer="North")


@pytest.fixture
def lead(seller: Actor) -> Any:
    return records.create("lead", seller, channel="lenient", name="Gao Lei", company="Blue Harbor", mobile="13800138000", model_label="Han L7")


def follow_up(by: Actor, about: Any, **values: Any) -> Any:
    return records.create("activity", by, **{"name": "Call", "kind": "call", "about": about, "due_on": today(by.dealer_id), **values})


def counts() -> dict[str, int]:
    return {code: queries.count(code, system_actor())[0] for code in ("account", "contact", "opportunity", "activity")}


def test_a_conversion_brings_opportunity_and_activities_and_its_undo_takes_them_back(lead: Any, seller: Actor) -> None:
    call = follow_up(seller, lead)
    before = counts()

    done = convert.run(lead, seller, account_choice="create", contact_choice="create", parts={"opportunity": {"choice": "create", "amount": "259800"}})

    sale = records.get("opportunity", done.converted_opportunity_id, seller)
    assert (sale.account_id, sale.contact_id, sale.amount) == (done.converted_account_id, done.converted_contact_id, 259_800)
    for record_id in (lead.id, done.converted_account_id, done.converted_contact_id, sale.id):
        assert activity_ids_of([record_id]) == [call.id]

    again = undo_convert.run(records.get("lead", lead.id, seller), seller)

    assert (again.converted_account_id, again.converted_opportunity_id, again.is_open) == (None, None, True)
    assert counts() == before
    assert activity_ids_of([lead.id]) == [call.id]
    assert activity_ids_of([sale.id]) == []
    assert convert.run(again, seller, parts={"opportunity": {"choice": "create"}}).converted_opportunity_id != sale.id


def test_a_conversion_into_an_existing_opportunity_is_undone_without_taking_it_away(lead: Any, seller: Actor) -> None:
    account = records.create("account", seller, name="Blue Harbor")
    sale = records.create("opportunity", seller, name="Fleet", account=account)
    follow_up(seller, lead)

    done = convert.run(lead, seller, account_choice="existing", account=account.id, parts={"opportunity": {"choice": "existing", "opportunity": str(sale.id)}})
    assert done.converted_opportunity_id == sale.id
    assert records.get("opportunity", sale.id, seller).contact_id == done.converted_contact_id

    undo_convert.run(records.get("lead", lead.id, seller), seller)

    assert records.get("opportunity", sale.id, seller).contact_id is None
    assert activity_ids_of([sale.id]) == []


def test_s10_a_leavers_customers_go_with_lead_open_sale_and_open_follow_ups(lead: Any, seller: Actor, user: Any) -> None:
    heir, manager = user("sales_consultant", dealer="North", number=2), user("dealer_manager", dealer="North")
    account = records.create("account", seller, name="Northwind Mills")
    open_sale = records.create("opportunity", seller, name="Open", account=account, amount="100000", close_date=today(seller.dealer_id))
    won_sale = close_won.run(records.create("opportunity", seller, name="Won", account=account, amount="100000", close_date=today(seller.dealer_id)), seller)
    waiting, past = follow_up(seller, open_sale), follow_up(seller, account, name="Arrived", kind="note", due_on=None, done_at=now())

    moved = hand_over_customers(seller.id, {heir.id: 1}, manager, "left the company")

    owner = {one: records.get(code, one.id, system_actor()).owner_id
             for code, one in (("account", account), ("lead", lead), ("opportunity", open_sale), ("opportunity", won_sale), ("activity", waiting), ("activity", past))}  # fmt: skip
    assert [owner[one] for one in (account, lead, open_sale, waiting)] == [heir.id] * 4
    assert [owner[one] for one in (won_sale, past)] == [seller.id] * 2
    assert (moved.by_object["opportunity"], moved.by_object["activity"], moved.by_person) == (1, 1, {heir.id: moved.total})
    last = history(records.get("opportunity", open_sale.id, heir), heir)[-1]
    assert (last.owner_id, last.source) == (heir.id, "handover")


def test_s10_a_visit_logged_on_a_leads_page_asks_who_else_might_buy(lead: Any, seller: Actor, login: Any) -> None:
    records.update(lead, seller, grade=records.first("grade", seller, where={"code": "H"}, sort="id"))
    browser = login("sales_consultant")
    typed = {"kind": "visit", "body": "Saw the van", "outcome": "came", "no_next": "1", "next_reason": "decides alone"}

    answer = browser.post(f"/timeline/{lead.id}", data=typed, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")
    assert "Who else might buy?" in browser.get(lead.url).text
    browser.post(f"{lead.url}/actions/add_referrals", data={"names": "王芳 13900139001"})
    (named,) = records.find("lead", seller, where={"referrer_lead": lead.id})
    assert (named.name, named.referrer_name) == ("王芳", "Gao Lei")
    assert "Who else might buy?" not in browser.get(lead.url).text


def test_s1_the_pages_of_lead_and_account_have_new_task_and_new_event(lead: Any, seller: Actor, login: Any) -> None:
    account = records.create("account", seller, name="Northwind Mills")
    browser = login("sales_consultant")

    for record in (lead, account):
        page = browser.get(record.url).text
        assert 'name="kind" value="task"' in page
        form = f"/activities/new?kind=event&about={record.id}"
        assert form.replace("&", "&amp;") in page
        assert f'value="{record.id}"' in browser.get(form).text
        browser.post("/activities/new", data={"name": "Trial drive", "kind": "event", "about": record.id, "starts_at": "2026-11-30 10:00", "ends_at": "2026-11-30 11:00"})
        assert "Trial drive" in browser.get(record.url).text


def test_s1_the_account_page_begins_an_opportunity_in_the_first_stage(seller: Actor, login: Any) -> None:
    account = records.create("account", seller, name="Northwind Mills")
    contact = records.create("contact", seller, name="Maria Santos", account=account)
    browser = login("sales_consultant")
    assert f"{account.url}/actions/new_opportunity" in browser.get(account.url).text

    answer = browser.post(f"{account.url}/actions/new_opportunity", data={"name": "Fleet 2027", "amount": "98000", "close_date": "2027-03-31"})

    (sale,) = records.find("opportunity", seller, where={"account": account.id})
    assert answer.location == sale.url
    assert (sale.name, sale.amount, sale.contact_id, sale.stage.code) == ("Fleet 2027", 98_000, contact.id, "prospecting")
