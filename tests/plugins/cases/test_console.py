"""The console and the intake on the phone: pages, answers kept ready, macros, who else has a case open."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from core import Invalid, clock, customization, now, records, roles, system_actor
from plugins.cases import close
from plugins.cases.actions import macro as run_macro
from plugins.cases.answers import filled
from plugins.cases.picklists import NORMAL
from plugins.cases.presence import others
from plugins.cases.presence import report as here


def template(body, **values):
    return records.create("answer_template", system_actor(), **{"name": "Thanks", "body": body, **values})


def test_the_console_shows_what_waits_and_the_first_case_and_goes_on_by_key(report, login):
    first, second = report(name="Brake squeals", priority="urgent"), report(name="<script>x</script>")
    client = login("service_agent")

    page = client.get("/cases/console").text

    assert page.index("Brake squeals") < page.index("&lt;script&gt;x")
    assert f'case={second.id}" data-key="j"' in page
    assert f'case={first.id}" data-key="k"' in client.get(f"/cases/console?case={second.id}").text
    assert client.get("/cases/console?case=999999").status_code == 404
    assert client.get("/cases/console?tab=nonsense&case=x").status_code == 200


def test_an_answer_is_sent_and_the_case_waits(report, login, again):
    record = report()
    client = login("service_agent")

    answer = client.post(f"/cases/console/{record.id}/say", data={"direction": "out", "body": "A photo, please.", "then": "wait", "tab": "mine"})

    assert answer.status_code == 303
    assert again(record).is_waiting
    assert "A photo, please." in client.get(answer.headers["Location"]).text


def test_an_empty_answer_comes_back_with_a_sentence_and_nothing_is_written(report, login):
    record = report()

    answer = login("service_agent").post(f"/cases/console/{record.id}/say", data={"direction": "out", "body": " ", "then": "close"})

    assert answer.status_code == 422
    assert "Please fill in Text." in answer.text
    assert records.find("case_comment", system_actor()) == []


def test_an_answer_kept_ready_is_filled_and_escaped_where_it_is_shown(report, login, agent, make):
    made = template("Dear {{ contact }}, about {{ number }}{% if product %} ({{ product }}){% endif %}. {{ agent }}")
    record = report(supplied_name="Zhou & <b>Min</b>", product="Song L {{ number }}")

    assert filled(made.body, record, agent) == f"Dear Zhou & <b>Min</b>, about {record.number} (Song L {{{{ number }}}}). {agent.name}"
    assert "Dear Zhou &amp; &lt;b&gt;Min" in login("service_agent").get(f"/cases/console?case={record.id}&template={made.id}").text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Dear {{ custmer }}", "There is no field “custmer” to fill in"),
        ("Dear {{ contact", "This text cannot be filled in"),
        ("{{ contact.__class__ }}", "Only fields can be filled in"),
        ("{{ 9 ** 99 }}", "Only fields can be filled in"),
        ("{% for x in contact %}{{ x }}{% endfor %}", "Only fields can be filled in"),
    ],
)
def test_an_answer_with_a_mistake_is_refused_when_it_is_kept(app, body, sentence):
    with pytest.raises(Invalid, match=sentence):
        template(body)


def test_a_macro_makes_several_changes_at_once_also_of_many_cases(report, agent, statuses, again):
    made = records.create("case_macro", system_actor(), name="Sent to the workshop", answer=template("Dear {{ contact }}"), note="Bay 3",
                          set_status=statuses["waiting"], set_priority="low")  # fmt: skip
    cases = [report(supplied_name="Zhou Min"), report()]

    done = run_macro.run_many([one.id for one in cases], agent, macro=made.id)

    assert all(one.done for one in done)
    assert {(again(one).is_waiting, again(one).priority.code) for one in cases} == {(True, "low")}
    assert sorted(one.body for one in records.find("case_comment", agent, where={"case": cases[0].id})) == ["Bay 3", "Dear Zhou Min"]
    with pytest.raises(Invalid, match="Say what this macro does"):
        records.create("case_macro", system_actor(), name="Nothing")


def test_two_people_in_one_case_are_told_of_each_other_until_one_leaves(report, agent, colleague, login):
    record = report()
    here(record.id, colleague)

    assert "Sun Hao has this case open too" in login(actor=agent).post(f"/cases/console/{record.id}/here").text
    here(report().id, colleague)
    assert others(record.id, agent) == []


def test_a_page_not_heard_of_for_a_minute_is_closed(report, agent, colleague, at):
    record = report()
    here(record.id, colleague)

    with at((now() + timedelta(minutes=2)).astimezone(clock.zone("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M")):
        assert others(record.id, agent) == []


def test_a_caller_is_recognised_while_typing_with_what_is_open(report, login, make):
    contact = make("contact", name="Zhou Min", mobile="13800138000", account=make("account", name="Northwind Mills"))
    report(contact=contact, name="Brake squeals")
    close.run(report(contact=contact, name="Old story"), system_actor())
    client = login("service_agent")

    for typed in ("138 0013 8000", "8000", "+86-138-0013-8000"):
        page = client.get("/cases/intake/callers", query_string={"phone": typed}).text
        assert "Northwind Mills" in page, typed
        assert "Brake squeals" in page
        assert "Old story" not in page
    assert "Northwind" not in client.get("/cases/intake/callers?phone=80").text


def test_who_calls_is_the_contact_of_the_case_and_stays_chosen_while_one_types_on(login, make, agent):
    account = make("account", name="Northwind Mills", owner=agent.id)
    caller = make("contact", name="Zhou Min", mobile="13800138000", account=account, owner=agent.id)
    client = login("service_agent")
    chosen = {"account": str(account.id), f"contact-{account.id}": str(caller.id)}

    page = client.get("/cases/intake/callers", query_string={"phone": "13800138000", **chosen}).text
    client.post("/cases/intake", data={**chosen, "name": "Brake squeals", "type": "fault", "priority": "low"})

    assert f'name="contact-{account.id}" value="{caller.id}"' in page and f'value="{account.id}" checked' in page
    assert records.first("case", system_actor()).contact_id == caller.id


def test_a_new_person_is_made_without_leaving_the_form(login, user):
    client = login("service_agent")

    answer = client.post("/cases/intake", data={"phone": "13800138001", "person": "Gao Lei", "name": "App does not pair", "type": "question", "priority": "low"})

    assert answer.status_code == 303
    made = records.first("case", system_actor())
    assert (made.contact.name, made.contact.mobile, made.owner_id) == ("Gao Lei", "+8613800138001", client.actor.id)


def test_whoever_may_make_customers_makes_one_and_a_mistake_keeps_what_was_typed(login):
    client = login("call_centre_agent")
    form = {"phone": "123", "person": "Gao Lei", "name": "App does not pair", "type": "question", "priority": "low"}

    refused = client.post("/cases/intake", data=form)
    assert (refused.status_code, records.find("case", system_actor())) == (422, [])
    assert 'value="Gao Lei"' in refused.text
    client.post("/cases/intake", data={**form, "phone": "13800138001"})
    assert records.first("case", system_actor()).account.is_person


def test_a_number_that_cannot_be_read_is_told_together_with_what_is_missing_of_the_case(login):
    refused = login("call_centre_agent").post("/cases/intake", data={"phone": "123", "person": "Gao Lei", "name": "", "type": "question", "priority": "low"})

    assert refused.status_code == 422
    assert 'id="intake-phone-error"' in refused.text and 'id="intake-name-error"' in refused.text
    assert (records.find("case", system_actor()), records.find("account", system_actor())) == ([], [])


def test_a_case_for_a_known_customer_has_the_customer(login, make, agent):
    account = make("account", name="Northwind Mills", owner=agent.id)

    login("service_agent").post("/cases/intake", data={"account": str(account.id), "name": "Invoice address", "type": "request", "priority": "low"})

    assert records.first("case", system_actor()).account_id == account.id


def test_answers_in_the_customers_language_come_first_in_the_console(report, login):
    template("Dear {{ contact }}", name="A greeting", language="en")
    template("{{ contact }}您好", name="问候", language="zh")
    record = report(language="zh")

    page = login("service_agent").get(f"/cases/console?case={record.id}").text

    assert page.index("问候") < page.index("A greeting")


def hidden(*names):
    roles.change(system_actor(), "service_agent", fields={tuple(one.split(".")): "hidden" for one in names})


def test_the_console_shows_no_field_that_is_hidden_from_the_agent(report, login, make):
    account = make("account", name="Northwind Mills", phone="0512-65581234")
    contact = make("contact", name="Zhou Min", mobile="13800138000", account=account)
    record = report(name="Brake squeals", priority="urgent", product="Song L", description="Since Monday", account=account, contact=contact)
    before = login("service_agent").get(f"/cases/console?case={record.id}").text
    hidden("case.number", "case.priority", "case.product", "case.description", "contact.mobile", "account.phone", "account.owner")

    page = login("service_agent").get(f"/cases/console?case={record.id}").text

    for text in (record.number, '<span class="tag c-h">Urgent</span>', "Song L", "Since Monday"):
        assert text in before, text
        assert text not in page, text
    for text in ("138 0013 8000", "6558 1234", "Consultant"):
        assert text not in page, text
    assert "Zhou Min" in page


def test_the_console_shows_a_case_without_what_was_said_where_one_may_not_know_when(report, login):
    record = report(name="Brake squeals")
    hidden("case_comment.said_at")

    assert "Brake squeals" in login("service_agent").get(f"/cases/console?case={record.id}").text


def test_whoever_calls_is_shown_without_what_is_hidden_and_by_no_contact_out_of_sight(report, login, make):
    account = make("account", name="Northwind Mills", phone="0512-65581234")
    make("contact", name="Zhou Min", mobile="13800138000", account=account)
    record = report(account=account)
    client = login("service_agent")
    assert all(text in client.get("/cases/intake/callers?phone=13800138000").text for text in ("Zhou Min", record.number))
    hidden("case.number", "account.owner")

    page = login("service_agent").get("/cases/intake/callers?phone=13800138000").text
    assert record.number not in page
    assert str(account.owner) not in page
    grants = {key: scope for key, scope in roles.find("service_agent").grants.items() if key != ("contact", "read")}
    roles.change(system_actor(), "service_agent", grants=grants)
    assert "Zhou Min" not in login("service_agent").get("/cases/intake/callers?phone=138000").text


def test_an_answer_says_nothing_that_is_hidden_from_who_writes_it(report, agent):
    record = report(product="Song L")

    assert filled("{{ product }} {{ number }}", record, agent) == f"Song L {record.number}"
    assert filled("{{ product }} {{ number }}", record, replace(agent, field_rights={("case", "product"): "hidden"})) == f" {record.number}"


def test_what_is_hidden_is_not_asked_on_the_phone(login):
    hidden("case.component")

    assert "Component" not in login("service_agent").get("/cases/intake").text


def test_a_customer_s_page_tells_of_open_cases_what_the_reader_may_know(report, login, make):
    account = make("account", name="Northwind Mills")
    record = report(account=account)
    assert record.number in login("service_agent").get(account.url).text
    hidden("case.number")

    page = login("service_agent").get(account.url).text
    assert record.number not in page
    assert record.name in page


def test_the_history_of_a_case_names_no_owner_where_that_is_hidden(report, login, colleague):
    record = report()
    records.update(record, system_actor(), owner=colleague.id)
    assert colleague.name in login("service_agent").get(record.url).text
    hidden("case.owner")

    assert colleague.name not in login("service_agent").get(record.url).text


def test_closing_offers_statuses_that_close_and_reopening_those_that_do_not(report, login, agent):
    browser, record = login("service_agent"), report()
    closing = offered_by(browser, record, "close")
    words = browser.post(f"{record.url}/actions/close", data={"status": "", "status__text": "New"})
    browser.post(f"{record.url}/actions/close", data={})

    reopening = offered_by(browser, record, "reopen")

    assert "Closed" in closing and "New" not in closing
    assert (words.status_code, "nothing is called “New”" in words.text) == (422, True)
    assert "New" in reopening and "Closed" not in reopening


def offered_by(browser, record, action):
    """The names that the picker of statuses offers in a dialog."""
    address = re.search(r'data-lookup="(/lookup/[^"]+)"', browser.get(f"{record.url}/actions/{action}").text)[1]
    return re.sub(r"<[^>]+>", " ", browser.get(unescape(address)).text).split()


def test_closing_asks_for_no_solution_that_is_hidden(report, login):
    record = report()
    assert 'name="solution"' in login("service_agent").get(f"{record.url}/actions/close").text
    hidden("case.solution")
    browser = login("service_agent")

    page = browser.get(f"{record.url}/actions/close").text

    assert 'name="status"' in page and 'name="solution"' not in page
    assert browser.post(f"{record.url}/actions/close", data={"solution": "Replaced"}).status_code == 422
    assert browser.post(f"{record.url}/actions/close", data={}).status_code == 303


def test_a_case_begun_on_the_account_takes_what_its_reader_may_not_enter_as_it_ships(make, login):
    hidden("case.priority", "case.product")
    account, browser = make("account"), login("service_agent")
    page = browser.get(f"{account.url}/actions/new_case").text
    assert 'name="name"' in page and 'name="priority"' not in page and 'name="product"' not in page

    assert browser.post(f"{account.url}/actions/new_case", data={"name": "A noise", "type": "question"}).status_code == 303
    assert records.first("case", system_actor(), where={"account": account.id}).priority == NORMAL


def test_taking_a_case_down_offers_what_an_administrator_has_added_and_nothing_retired(login):
    customization.set_shipped_values(system_actor(), "case", "type", added=[{"code": "praise", "label": {"en": "Praise"}}], retired=["fault"])

    page = login("service_agent").get("/cases/intake").text

    assert (page.count('value="praise"'), page.count('value="fault"')) == (1, 0)
