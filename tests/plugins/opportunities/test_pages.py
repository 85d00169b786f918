"""Pages: each answers, says what matters, and hides what a reader may not see."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl

import pytest

from core import Invalid, clock, customization, now, records, roles, system_actor, today
from plugins.opportunities import close_lost, close_won, move, stage_info

from .conftest import stages_of


def test_the_record_page_shows_path_and_history(sale, stages, rep, login):
    record = move.run(sale(amount=100), rep, stage=stages["needs_analysis"])

    page = login("sales_consultant").get(record.url)

    assert page.status_code == 200
    assert 'class="path"' in page.text and "Needs Analysis" in page.text and "Stage history" in page.text


def test_the_path_moves_by_a_plain_form(sale, stages, rep, login):
    record = sale()

    answer = login("sales_consultant").post(f"{record.url}/actions/move", data={"stage": stages["qualification"]})

    assert answer.status_code in (302, 303)


def test_a_lost_records_page_answers(sale, rep, login, lists):
    record = close_lost.run(sale(), rep, loss_reason=lists("loss_reason", "price").id)

    assert login("sales_consultant").get(record.url).status_code == 200


def test_funnel_plan_and_printed_plan_answer(sale, login):
    sale(amount=1)
    browser = login("sales_consultant")

    for address in ("/opportunities/funnel", "/opportunities/prospect-plan", "/opportunities/prospect-plan?print=1", "/opportunities/board"):
        assert browser.get(address).status_code == 200, address


@pytest.mark.parametrize("name", ["number", "account", "close_date", "stage", "is_closed", "owner"])
def test_plan_and_board_open_whatever_is_hidden(name, sale, login):
    sale(amount=1, close_date="2026-12-24")
    hide(name)
    browser = login("sales_consultant")

    assert browser.get("/opportunities/prospect-plan").status_code == 200
    assert "24" not in browser.get("/opportunities/prospect-plan").text.partition("<tbody")[2].partition("</tbody>")[0] or name != "close_date"
    assert ">None<" not in browser.get("/opportunities/prospect-plan").text
    assert browser.get("/opportunities/board").status_code == (404 if name == "stage" else 200)


@pytest.mark.parametrize("name", ["process", "stage"])
def test_the_funnel_tells_nobody_of_stages_that_are_hidden_from_them(name, sale, login):
    sale()
    hide(name)

    assert login("sales_consultant").get("/opportunities/funnel").status_code == 404


def hide(name):
    held = roles.find("sales_consultant")
    roles.change(system_actor(), "sales_consultant", fields={**held.fields, ("opportunity", name): "hidden"})


def test_every_figure_of_the_funnel_opens_the_list_of_exactly_its_sales(sale, stages, rep, login, lists, user):
    with clock.as_of(now() - timedelta(days=40)):
        sale()  # begun before the period
    sale(by=user("sales_consultant", dealer="South"))
    sale()
    move.run(sale(), rep, stage=stages["qualification"])
    close_won.run(sale(amount=1, close_date="2026-11-20"), rep)
    close_lost.run(move.run(sale(), rep, stage=stages["qualification"]), rep, loss_reason=lists("loss_reason", "price").id)
    records.delete(sale(), system_actor())
    client = login("sales_consultant")
    process = stage_info(stages["prospecting"]).process_id

    page = client.get(f"/opportunities/funnel?process={process}&from={today() - timedelta(days=7)}").text
    figures = {unescape(address): shown for address, shown in re.findall(r'<a class="plain" href="([^"]*)">([^<]*)</a>', page)}
    counted = {address: int(shown) for address, shown in figures.items() if "figure=days" not in address}

    assert {address: sales_listed(client, address) for address in counted} == counted
    assert {count for count in counted.values()} >= {0, 1, 3, 4}
    stayed = next(address for address in figures if "figure=days" in address)
    assert sales_listed(client, stayed) == 4


def sales_listed(client, address):
    """How many sales the list at this address holds; it says the same above them."""
    answer = client.get(address)
    assert answer.status_code == 200
    held = len(set(re.findall(r'href="/opportunities/(\d+)"', answer.text)))
    assert f"{held} opportunit" in answer.text
    return held


@pytest.mark.parametrize("wrong", ["figure=nonsense", "stage=0&figure=reached", "stage=nonsense&figure=reached", "figure=reached&from=soonish", ""])
def test_a_figure_that_the_funnel_does_not_have_leads_back_to_the_funnel(sale, stages, login, wrong):
    sale()

    answer = login("sales_consultant").get(f"/opportunities/funnel/list?{wrong}&stage={stages['prospecting']}")

    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/opportunities/funnel")


@pytest.mark.parametrize("name", ["account", "amount", "close_date", "owner", "stage", "name"])
def test_the_list_behind_the_funnel_shows_no_field_that_is_hidden(sale, stages, login, name):
    sale(amount=777, close_date="2026-12-24")
    hide(name)

    answer = login("sales_consultant").get(f"/opportunities/funnel/list?stage={stages['prospecting']}&figure=now")

    text = {"account": "Northwind Mills", "amount": "777", "close_date": "24", "owner": "Sales Consultant North</td>", "stage": "", "name": "Han L7"}[name]
    assert answer.status_code == (404 if name == "stage" else 200)
    assert name == "stage" or text not in answer.text.partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [("from=soonish&to=%2B3", "“soonish” is not a date"), ("from=2026-11-28&to=2026-11-01", "The last day is before the first."), ("from=0001-01-01", "is no day")],
)
def test_a_wrong_day_above_the_funnel_is_told_beside_it_and_what_was_typed_stays(sale, stages, login, days, sentence):
    sale()

    answer = login("sales_consultant").get(f"/opportunities/funnel?scope=mine&{days}")

    assert answer.status_code == 400
    assert sentence in answer.text and 'aria-invalid="true"' in answer.text
    assert all(f'name="{name}" value="{text}"' in answer.text for name, text in parse_qsl(days))
    assert '<option value="mine" selected>' in answer.text and "<tbody" not in answer.text


def test_another_dealers_consultant_finds_no_record(sale, login):
    assert login("sales_consultant", dealer="South").get(sale().url).status_code == 404


def test_the_funnel_states_how_each_figure_is_computed(sale, login):
    sale()

    page = login("sales_consultant").get("/opportunities/funnel").text

    for part in ("A stage that was skipped counts as reached", "the conversion between the two", "Time after closing does not count"):
        assert part in page, part


def hidden(*names, right="hidden"):
    roles.change(system_actor(), "sales_consultant", fields={tuple(one.split(".")): right for one in names})


def test_the_plan_shows_no_number_of_a_contact_that_is_hidden(sale, login, rep):
    account = records.create("account", rep, name="Northwind Mills")
    sale(account=account, contact=records.create("contact", rep, name="Zhou Min", mobile="13800138000", account=account))
    assert "138 0013 8000" in login("sales_consultant").get("/opportunities/prospect-plan").text
    hidden("contact.mobile")

    page = login("sales_consultant").get("/opportunities/prospect-plan").text
    assert "138 0013 8000" not in page
    assert "Zhou Min" in page


def test_each_cell_of_the_plan_bears_its_label_for_a_phone(sale, login):
    sale(product="Song L")

    page = login("sales_consultant").get("/opportunities/prospect-plan").text

    assert re.search(r'<table class="[^"]*\blog\b', page)
    assert '<td data-l="Product">Song L</td>' in page


def test_whoever_may_read_no_contacts_has_a_plan_all_the_same(sale, login, rep):
    account = records.create("account", rep, name="Northwind Mills")
    sale(account=account, contact=records.create("contact", rep, name="Zhou Min", mobile="13800138000", account=account))
    grants = {key: scope for key, scope in roles.find("sales_consultant").grants.items() if key != ("contact", "read")}
    roles.change(system_actor(), "sales_consultant", grants=grants)

    page = login("sales_consultant").get("/opportunities/prospect-plan")
    assert page.status_code == 200
    assert "138 0013 8000" not in page.text


def test_the_path_tells_no_probability_that_is_hidden_and_is_gone_with_the_stage(sale, login):
    record = sale()
    path = f"{record.stage} · {record.probability} %"
    assert path in login("sales_consultant").get(record.url).text
    hidden("opportunity.probability")
    assert path not in login("sales_consultant").get(record.url).text
    hidden("opportunity.stage")
    assert "Stage path" not in login("sales_consultant").get(record.url).text


def test_the_stage_history_has_no_column_of_what_is_hidden(sale, login):
    record = sale(amount="1000")
    hidden("opportunity.close_date", "opportunity.forecast_category", "opportunity.amount")

    page = login("sales_consultant").get(record.url).text
    history = page[page.index('id="stage-history"') :]

    for text in ("Close date", "Forecast category", "Amount"):
        assert text not in history[: history.index("</table>")]


def test_how_high_a_delivery_limit_is_stands_there_for_whoever_may_know_it(sale, login, rep, manager):
    record = sale(amount="150000")
    records.create("delivery_limit", rep, account=record.account_id, recommended_maximum="120000", manager=manager.id)
    assert "120,000.00" in login("sales_consultant").get(record.url).text
    hidden("delivery_limit.recommended_maximum")
    page = login("sales_consultant").get(record.url).text
    assert "120,000.00" not in page
    assert "This passes the customer&#39;s delivery limit." in page
    hidden("opportunity.amount")
    assert "delivery limit" not in login("sales_consultant").get(record.url).text


def test_the_dialog_of_a_stage_asks_for_no_field_that_is_hidden_or_only_to_be_read(sale, stages, login):
    record = sale(amount="1000", close_date="2030-01-31")
    address = f"{record.url}/actions/move?stage={stages['negotiation']}"
    asked = login("sales_consultant").get(address).text
    assert 'name="amount"' in asked and 'name="close_date"' in asked
    hidden("opportunity.amount")

    asked = login("sales_consultant").get(address).text
    assert 'name="amount"' not in asked and 'name="close_date"' in asked
    hidden("opportunity.close_date", right="readonly")
    assert 'name="close_date"' not in login("sales_consultant").get(address).text


@pytest.mark.parametrize(
    ("right", "told"),
    [("hidden", "needs a value that you may neither see nor enter. Ask a colleague who may."), ("readonly", "needs Amount, which you may not change. Ask a colleague who may.")],
)
def test_a_stage_that_needs_what_one_may_not_enter_says_so_in_a_sentence(sale, stages, login, right, told):
    record = sale(close_date="2030-01-31")
    hidden("opportunity.amount", right=right)
    browser = login("sales_consultant")
    assert f"stage={stages['negotiation']}" not in browser.get(record.url).text, "the path opens no dialog that could not succeed"

    answer = browser.post(f"{record.url}/actions/move", data={"stage": stages["negotiation"]})
    card = browser.post(f"{record.url}/actions/move", data={"stage": stages["negotiation"]}, headers={"X-Card": "1"})

    assert answer.status_code == card.status_code == 422
    assert told in answer.text and told in card.text
    assert 'name="amount"' not in answer.text and "X-Needs-Dialog" not in card.headers


def test_a_card_whose_new_column_asks_for_something_still_opens_the_dialog(sale, stages, login):
    answer = login("sales_consultant").post(f"{sale().url}/actions/move", data={"stage": stages["negotiation"]}, headers={"X-Card": "1"})

    assert answer.headers["X-Needs-Dialog"] == "1"


def test_the_won_dialog_says_at_once_that_it_cannot_succeed(sale, login):
    record = sale(close_date="2030-01-31")
    stage = stage_info(stages_of("standard")["closed_won"])
    records.update(records.get("stage", stage.id, system_actor()), system_actor(), required_fields=["quotation_number"])
    hidden("opportunity.quotation_number")

    page = login("sales_consultant").get(f"{record.url}/actions/close_won").text

    assert "needs a value that you may neither see nor enter" in page
    assert "uotation" not in page


def test_whoever_may_not_say_why_loses_no_sale_and_is_told(sale, login):
    record = sale()
    hidden("opportunity.loss_reason")

    page = login("sales_consultant").get(f"{record.url}/actions/close_lost").text

    assert "needs a value that you may neither see nor enter" in page
    assert "oss reason" not in page


def test_an_action_writes_no_field_that_is_hidden(sale, stages, rep):
    other = replace(rep, field_rights={("opportunity", "quantity"): "hidden"})

    with pytest.raises(Invalid, match="There is no field"):
        move.run(sale(), other, stage=stages["qualification"], quantity=3)


def test_what_is_worked_out_from_a_hidden_field_is_hidden_with_it(sale, login):
    record = sale(amount=86000, probability=50)
    assert "43,000" in login("sales_consultant").get(record.url).text
    roles.change(system_actor(), "sales_consultant", fields={("opportunity", "amount"): "hidden"})
    browser = login("sales_consultant")

    assert "43,000" not in browser.get(record.url).text
    assert "expected_revenue" not in browser.get(f"/api/v1{record.url}").json


FOREIGN = "Amount is in CNY, not in USD. Enter what it comes to in CNY."


def test_an_amount_typed_in_another_currency_is_refused_where_it_is_typed_and_nothing_is_saved(sale, rep, login):
    """It would count as so many yuan: every way to type it says so, keeps what was typed and writes nothing."""
    record, client = sale(amount="1000", close_date="2030-01-31"), login("sales_consultant")
    whole = {"name": "Export order", "account": record.account_id, "amount": "USD 30,000"}
    ways = {
        "/opportunities/new": whole, f"{record.url}/edit": {**whole, "version": record.version},
        f"/opportunities/{record.id}/cell/amount": {"amount": "USD 30,000", "version": record.version}, f"{record.url}/actions/close_won": {"amount": "USD 30,000"},
        "/opportunities/change-selected": {"id": record.id, "field": "amount", "amount": "USD 30,000"}, f"/accounts/{record.account_id}/actions/new_opportunity": whole,
    }  # fmt: skip

    for address, typed in ways.items():
        answer = client.post(address, data=typed)
        assert (answer.status_code, FOREIGN in answer.text, "USD 30,000" in answer.text) == (422, True, True), address

    held = records.find("opportunity", rep)
    assert [(one.id, one.version, one.amount) for one in held] == [(record.id, record.version, 1000)]
    assert client.post(f"{record.url}/edit", data={"amount": "¥30,000", "version": record.version}).status_code == 303


def test_an_amount_is_typed_in_the_currency_that_its_record_has(sale, login):
    record = sale(amount="1000", amount_currency="USD")
    client, address = login("sales_consultant"), f"{record.url}/edit"

    assert client.post(address, data={"amount": "US$30,000", "version": record.version}).status_code == 303
    assert "Amount is in USD, not in ¥." in client.post(address, data={"amount": "¥30,000", "version": record.version + 1}).text


def test_the_stage_history_is_headed_as_an_administrator_calls_the_fields(sale, login, rep):
    customization.rename(system_actor(), "opportunity", {"close_date": {"en": "Day of signing"}, "forecast_category": {"en": "Confidence"}})

    page = login(actor=rep).get(f"/opportunities/{sale().id}").text

    assert "<th>Day of signing</th><th>Confidence</th>" in page
