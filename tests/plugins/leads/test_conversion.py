"""S1: Convert. One transaction, once, and back again while nothing has touched what it made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from core import Forbidden, Invalid, NotFound, Refusal, customization, db, plugins, queries, records, registry, roles, system_actor
from plugins.contacts import create_person, person_of
from plugins.leads import ConversionStep, convert, disqualify, undo_convert
from plugins.leads.actions import add_referrals_of_customer
from plugins.leads.conversion import account_candidates, contact_candidates, differences


def everything() -> tuple[int, int]:
    return tuple(queries.count(code, system_actor())[0] for code in ("account", "contact"))  # type: ignore[return-value]  # two of them


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[ConversionStep]:
    """Steps that another module would add."""
    added: list[ConversionStep] = []
    original = plugins.call_each
    monkeypatch.setattr(plugins, "call_each", lambda hook, **more: [*original(hook, **more), *([added] if hook == "convert_lead" else [])])
    return added


def test_s1_a_private_lead_becomes_a_person_account(register: Any, seller: Any) -> None:
    lead = convert.run(register(mobile="13800138000"), seller)

    assert lead.converted_account.is_person
    assert lead.converted_contact.mobile == "+8613800138000"
    assert person_of(lead.converted_account).id == lead.converted_contact_id


def test_s1_a_company_lead_becomes_account_and_contact(register: Any, seller: Any) -> None:
    lead = convert.run(register(company="蓝港物流", position="Fleet manager", landline="0755-86124400", industry="logistics"), seller)

    account, contact = lead.converted_account, lead.converted_contact
    assert (account.name, account.is_person, account.phone, account.industry.code) == ("蓝港物流", False, "+8675586124400", "logistics")
    assert (contact.position, contact.account_id, contact.owner_id) == ("Fleet manager", account.id, seller.id)


def test_s1_the_lead_stays_read_only_with_its_links(register: Any, seller: Any) -> None:
    lead = convert.run(register(), seller)

    assert records.get("lead", lead.id, seller).status.code == "converted"
    with pytest.raises(Refusal, match="was converted"):
        records.update(lead, seller, name="Somebody else")


def test_s1_no_earlier_status_blocks_convert(register: Any, seller: Any) -> None:
    lead = disqualify.run(register(), seller, reason="no_intent")

    assert convert.run(lead, seller).status.code == "converted"


def test_s1_converting_twice_answers_with_the_first_result(register: Any, seller: Any) -> None:
    lead = register()
    first = convert.run(lead, seller).converted_account_id

    assert convert.run(lead, seller, account_name="Another").converted_account_id == first
    assert everything() == (1, 1)


def test_an_existing_account_keeps_its_data_and_takes_what_is_empty(register: Any, seller: Any) -> None:
    account = records.create("account", seller, name="蓝港物流", phone="0755-11112222", employees=220)
    lead = register(company="蓝港物流有限公司", landline="0755-86124400", website="blueharbor.example", employees=300)

    shown = {one.field.name: one.filled for one in differences(account, lead, seller)}
    lead = convert.run(lead, seller, account_choice="existing", account=account.id)

    account = records.get("account", account.id, seller)
    assert (account.name, account.phone, account.employees, account.website) == ("蓝港物流", "+8675511112222", 220, "https://blueharbor.example")
    assert shown["website"]
    assert not shown["employees"]
    assert not shown["name"]
    assert lead.converted_contact.account_id == account.id


def test_an_existing_contact_must_belong_to_the_chosen_account(register: Any, seller: Any) -> None:
    account = records.create("account", seller, name="蓝港物流")
    elsewhere = records.create("contact", seller, name="高磊", account=records.create("account", seller, name="Elsewhere"))

    for inputs in ({"account_choice": "existing", "account": account.id}, {}):
        with pytest.raises(Invalid) as refused:
            convert.run(register(company="蓝港"), seller, contact_choice="existing", contact=elsewhere.id, **inputs)
        assert "contact" in refused.value.errors


def test_an_existing_person_is_used_whole(register: Any, seller: Any, manager: Any) -> None:
    person = create_person(seller, name="周敏", mobile="13800138000")
    lead = register(by=manager, mobile="13800138000", email="zhou@example.com", owner=seller.id, duplicate_reason="came back")

    lead = convert.run(lead, seller, account_choice="existing", account=person.id)

    assert lead.converted_contact_id == person_of(person).id
    assert lead.converted_contact.email == "zhou@example.com"
    assert everything() == (1, 1)


def test_existing_without_naming_one_is_refused_and_nothing_is_done(register: Any, seller: Any) -> None:
    with pytest.raises(Invalid) as refused:
        convert.run(register(), seller, account_choice="existing")

    assert "account" in refused.value.errors
    assert everything() == (0, 0)


def test_a_value_that_was_added_to_a_leads_picklist_goes_along(register: Any, seller: Any, login: Any) -> None:
    added = [{"code": "auction", "label": {"en": "Auction"}}]
    customization.set_shipped_values(system_actor(), "lead", "first_source", added=added, retired=["database"])

    account = convert.run(register(company="Blue Harbor", first_source="auction", structural_source=None), seller).converted_account

    assert str(account.first_source) == "Auction"
    assert registry.object_type("account").fields["first_source"].options() == registry.object_type("lead").fields["first_source"].options()
    page = login("administrator").get("/admin/objects/account/fields/first_source").text
    assert "Auction" in page and "/admin/objects/lead/fields/first_source" in page


def test_a_lead_is_closed_for_a_reason_that_an_administrator_has_added(register: Any, seller: Any, login: Any) -> None:
    customization.set_shipped_values(system_actor(), "lead", "close_reason", added=[{"code": "moved_away", "label": {"en": "Moved away"}}], retired=["price"])
    customization.rename(system_actor(), "lead", {"close_reason": {"en": "Why not"}})
    lead = register()
    page = login("sales_consultant", dealer="North").get(f"{lead.url}/actions/disqualify").text
    assert "Why not" in page and "Moved away" in page and 'value="price"' not in page

    assert str(disqualify.run(lead, seller, reason="moved_away").close_reason) == "Moved away"
    with pytest.raises(Invalid, match="no longer offered"):
        disqualify.run(register(mobile="13900139000"), seller, reason="price")


def test_candidates_come_with_their_reasons(register: Any, seller: Any, manager: Any) -> None:
    records.create("account", seller, name="Blue Harbor Logistics", phone="0755-86124400")
    records.create("account", seller, name="Blue Harbour Logistics")
    lead = register(by=manager, owner=seller.id, company="Blue Harbor Logistics", landline="0755-86124400", duplicate_reason="same firm")

    sure, alike = account_candidates(lead, manager)

    assert [reason for reason, _certain in sure.reasons] == ["same phone 0755 8612 4400", "same name"]
    assert sure.certain
    assert not alike.certain
    assert "alike" in alike.reasons[0][0]


def test_candidates_by_email_and_id_number(register: Any, seller: Any) -> None:
    create_person(seller, name="A", email="zhou@example.com")
    create_person(seller, name="B", id_number="440301199001011234")

    found = contact_candidates(register(email="zhou@example.com", id_number="440301199001011234"), seller)

    assert {reason for one in found for reason, _certain in one.reasons} == {"same e-mail", "same ID number"}


def test_a_hidden_candidate_cannot_be_picked(register: Any, seller: Any, user: Any) -> None:
    hidden = create_person(user("sales_consultant", dealer="South"), name="周敏", email="zhou@example.com")
    lead = register(email="zhou@example.com")

    assert not account_candidates(lead, seller)[0].pickable
    with pytest.raises(NotFound):
        convert.run(lead, seller, account_choice="existing", account=hidden.id)


def test_a_lead_in_a_queue_needs_an_owner(register: Any, agent: Any, queue: int, manager: Any, seller: Any) -> None:
    lead = register(by=agent, owner=queue)

    with pytest.raises(Invalid) as refused:
        convert.run(lead, manager)
    assert "owner" in refused.value.errors

    assert convert.run(lead, manager, owner=seller.id).converted_account.owner_id == seller.id


def test_convert_is_a_right_of_its_own(register: Any, agent: Any) -> None:
    with pytest.raises(Forbidden):
        convert.run(register(by=agent), agent)


def test_another_module_adds_its_step(register: Any, seller: Any, steps: list[ConversionStep]) -> None:
    seen = []
    steps.append(ConversionStep("parts", run=lambda conversion: seen.append(conversion.target_ids) or {"remember": 1}))

    lead = convert.run(register(), seller)

    assert seen == [[lead.converted_account_id, lead.converted_contact_id]]


def test_a_module_may_veto(register: Any, seller: Any, steps: list[ConversionStep]) -> None:
    steps.append(ConversionStep("law", veto="The consent is missing."))

    with pytest.raises(Refusal, match="consent is missing"):
        convert.run(register(), seller)

    assert everything() == (0, 0)


def test_a_step_that_fails_leaves_nothing_behind(register: Any, seller: Any, steps: list[ConversionStep]) -> None:
    def fail(_conversion: Any) -> None:
        raise Refusal("No stage.")

    steps.append(ConversionStep("opportunity", run=fail))
    lead = register()

    with pytest.raises(Refusal):
        convert.run(lead, seller)

    assert everything() == (0, 0)
    assert records.get("lead", lead.id, seller).is_open


def test_a_conversion_can_be_undone(register: Any, seller: Any) -> None:
    lead = convert.run(register(company="蓝港物流"), seller)

    lead = undo_convert.run(lead, seller)

    assert (lead.status.code, lead.is_open, lead.converted_account_id) == ("new", True, None)
    assert everything() == (0, 0)
    assert convert.run(lead, seller).converted_account_id is not None


def test_undo_empties_what_was_filled(register: Any, seller: Any) -> None:
    account = records.create("account", seller, name="蓝港物流")
    lead = convert.run(register(company="蓝港物流", website="blueharbor.example"), seller, account_choice="existing", account=account.id)

    undo_convert.run(lead, seller)

    assert records.get("account", account.id, seller).website is None
    assert everything() == (1, 0)


def test_undo_is_refused_once_a_target_has_changed(register: Any, seller: Any) -> None:
    lead = convert.run(register(), seller)
    records.update(lead.converted_account, seller, remarks="Called back")

    with pytest.raises(Refusal, match="has been changed since"):
        undo_convert.run(lead, seller)


def test_undo_is_refused_once_something_refers_to_what_was_made(register: Any, seller: Any) -> None:
    lead = convert.run(register(company="蓝港物流"), seller)
    records.create("contact", seller, name="Somebody new", account=lead.converted_account)

    with pytest.raises(Refusal):
        undo_convert.run(lead, seller)


def test_s1_two_people_who_press_at_once_convert_once(app: Any, register: Any, seller: Any) -> None:
    lead_id = register(company="蓝港物流").id
    db.session.remove()
    start = Barrier(2)

    def press(_turn: int) -> Any:
        with app.app_context():
            start.wait()
            done = convert.run(records.get("lead", lead_id, seller), seller)
            return done.converted_account_id, done.converted_contact_id

    with ThreadPoolExecutor(2) as people:
        first, second = people.map(press, range(2))

    assert first == second
    assert None not in first
    assert everything() == (1, 1)


def test_the_page_previews_and_converts(register: Any, login: Any, seller: Any) -> None:
    lead = register(company="蓝港物流")
    browser = login("sales_consultant")

    page = browser.get(f"{lead.url}/convert")
    assert page.status_code == 200
    assert "蓝港物流" in page.text
    assert everything() == (0, 0)

    answer = browser.post(f"{lead.url}/convert", data={"account_choice": "create", "contact_choice": "create", "owner": str(seller.id), "contact_name": "高磊"})
    assert answer.status_code == 303
    assert records.get("lead", lead.id, seller).converted_contact.name == "高磊"


def test_a_mistake_on_the_page_keeps_what_was_typed(register: Any, login: Any) -> None:
    lead = register(company="蓝港物流")

    page = login("sales_consultant").post(f"{lead.url}/convert", data={"account_choice": "existing", "contact_choice": "create", "contact_name": "高磊"})

    assert page.status_code == 422
    assert "高磊" in page.text
    assert "Choose one of the records" in page.text


@pytest.mark.parametrize("right", ["hidden", "readonly"])
def test_the_page_of_a_conversion_asks_for_no_field_that_its_reader_may_not_change(register: Any, login: Any, seller: Any, right: str) -> None:
    lead = register(company="蓝港物流", position="Buyer")
    roles.change(system_actor(), "sales_consultant", fields={("contact", "position"): right})
    browser, typed = login("sales_consultant"), {"account_choice": "create", "contact_choice": "create", "owner": str(seller.id)}
    page = browser.get(f"{lead.url}/convert").text
    assert 'name="contact_name"' in page and 'name="contact_position"' not in page

    answers = [browser.post(f"{lead.url}/convert", data=data).status_code for data in ({**typed, "contact_position": "Head"}, typed)]

    assert answers == [422, 303]
    assert records.get("lead", lead.id, system_actor()).converted_contact.position == "Buyer"


@pytest.mark.parametrize("owner", ["nonsense", "999999", ""])
def test_a_bad_owner_is_a_sentence(register: Any, login: Any, agent: Any, queue: int, owner: str) -> None:
    lead = register(by=agent, owner=queue)

    page = login("dealer_manager").post(f"{lead.url}/convert", data={"owner": owner})

    assert page.status_code == 422


def test_the_page_shows_what_would_be_filled_and_what_is_kept(register: Any, seller: Any, login: Any) -> None:
    account = records.create("account", seller, name="Blue Harbor", website="https://old.example")
    lead = register(company="Blue Harbor", website="https://new.example", industry="logistics")

    page = login("sales_consultant").get(f"{lead.url}/convert?account_choice=existing&account={account.id}").text

    assert "<strong>Logistics</strong>" in page  # empty there, filled
    assert '<s class="muted">https://new.example</s>' in page  # different there, kept
    assert records.get("account", account.id, seller).industry is None


def test_the_page_takes_an_account_that_one_has_searched_for(register: Any, seller: Any, login: Any) -> None:
    account = records.create("account", seller, name="Blue Harbor")
    lead = register(company="蓝港物流")
    browser, chosen = login("sales_consultant"), {"account_choice": "existing", "another_account": str(account.id)}

    page = browser.get(f"{lead.url}/convert", query_string=chosen).text
    assert f'name="account" value="{account.id}" checked' in page
    assert "Nothing changes" not in page, "what would be filled is shown as of any other"
    for nobody in ("999999", "9" * 30, "x"):
        assert browser.get(f"{lead.url}/convert", query_string={**chosen, "another_account": nobody}).status_code == 200

    answer = browser.post(f"{lead.url}/convert", data={**chosen, "contact_choice": "skip", "owner": str(seller.id)})
    assert answer.status_code == 303
    assert records.get("lead", lead.id, seller).converted_account_id == account.id


def test_the_page_takes_a_contact_of_the_account_that_one_has_searched_for(register: Any, seller: Any, login: Any) -> None:
    account = records.create("account", seller, name="Blue Harbor")
    contact = records.create("contact", seller, name="Xu Jing", account=account.id)
    lead = register(company="蓝港物流", email="gao@example.com")
    browser, at_first = login("sales_consultant"), {"account_choice": "existing", "account": str(account.id), "contact_choice": "existing"}
    chosen = {**at_first, "another_contact": str(contact.id)}

    assert f'data-lookup="/lookup/contacts?where=account+%3D+{account.id}"' in browser.get(f"{lead.url}/convert", query_string=at_first).text
    page = browser.get(f"{lead.url}/convert", query_string=chosen).text
    assert f'name="contact" value="{contact.id}" checked' in page
    assert "gao@example.com" in page, "what would be filled is shown as of any other"

    assert browser.post(f"{lead.url}/convert", data={**chosen, "owner": str(seller.id)}).status_code == 303
    assert records.get("lead", lead.id, seller).converted_contact_id == contact.id


def test_a_contact_that_is_searched_for_must_be_of_the_account_and_in_sight(register: Any, seller: Any, user: Any, login: Any) -> None:
    account, another = (records.create("account", seller, name=name) for name in ("Blue Harbor", "Southern Stone"))
    elsewhere = records.create("contact", seller, name="Xu Jing", account=another.id)
    unseen = records.create("contact", system_actor(), name="Qian Li", owner=user("sales_consultant", dealer="South").id)
    lead, browser = register(company="蓝港物流"), login("sales_consultant")
    chosen = {"account_choice": "existing", "account": str(account.id), "contact_choice": "existing", "owner": str(seller.id)}

    for contact, status in ((elsewhere, 422), (unseen, 404)):
        sent = {**chosen, "another_contact": str(contact.id)}
        page = browser.get(f"{lead.url}/convert", query_string=sent).text
        assert f'name="contact" value="{contact.id}"' not in page and contact.name not in page
        refused = browser.post(f"{lead.url}/convert", data=sent)
        assert (refused.status_code, contact.name in refused.text) == (status, False)


def test_a_converted_lead_is_not_offered_for_conversion_and_says_what_is_what(register: Any, seller: Any, login: Any) -> None:
    lead = register(company="蓝港物流")
    browser, offer = login("sales_consultant"), f'href="{lead.url}/actions/convert"'
    assert offer in browser.get(lead.url).text

    done = convert.run(lead, seller)
    page = browser.get(done.url).text

    assert offer not in page
    assert f'<span class="muted">Account</span> <a href="/accounts/{done.converted_account_id}"' in page
    assert f'<span class="muted">Contact</span> <a href="/contacts/{done.converted_contact_id}"' in page


def test_a_contact_may_be_left_out(register: Any, seller: Any) -> None:
    done = convert.run(register(company="Blue Harbor"), seller, contact_choice="skip")

    assert done.converted_account_id
    assert done.converted_contact_id is None


def test_undo_is_offered_once_and_says_why_it_no_longer_may_be(register: Any, seller: Any, login: Any) -> None:
    lead = convert.run(register(company="Blue Harbor"), seller)
    browser, offer = login("sales_consultant"), f'href="{lead.url}/actions/undo_conversion"'
    head, _panel, rest = browser.get(lead.url).text.partition('data-panel="leads.outcome"')
    assert (offer in head, offer in rest) == (True, False)

    records.update(lead.converted_account, seller, name="Blue Harbor Logistics")

    page = browser.get(lead.url).text
    assert offer not in page
    assert 'aria-disabled="true" title="“Blue Harbor Logistics” has been changed since."' in page


def test_undoing_is_a_right_of_its_own(register: Any, seller: Any) -> None:
    done = convert.run(register(), seller)
    without = replace(seller, permissions=seller.permissions - {"leads.undo_conversion"})

    with pytest.raises(Forbidden):
        undo_convert.run(done, without)


def test_a_converted_lead_is_still_found_and_read(register: Any, seller: Any, login: Any) -> None:
    done = convert.run(register(name="Gao Lei"), seller)
    browser = login("sales_consultant")

    assert done.url in browser.get("/leads?view=all").text
    page = browser.get(done.url)
    assert page.status_code == 200
    assert f"/accounts/{done.converted_account_id}" in page.text
    assert browser.get(f"{done.url}/edit").status_code in (303, 403, 409, 422) or "work goes on with what it became" in browser.get(f"{done.url}/edit").text


def test_what_the_customer_forbade_is_not_overwritten_on_an_existing_contact(register: Any, seller: Any) -> None:
    account = create_person(seller, name="Gao Lei", mobile="13511889034", do_not_call=True)
    lead = register(mobile="13900139000", no_email=True)

    convert.run(lead, seller, account_choice="existing", account=account.id)

    contact = person_of(records.get("account", account.id, seller))
    assert (contact.do_not_call, contact.no_email, contact.mobile) == (True, False, "+8613511889034")


def test_the_page_that_converts_shows_nothing_that_is_hidden(register: Any, seller: Any, login: Any) -> None:
    account = records.create("account", seller, name="Northwind Mills", phone="0512-65581234")
    lead = register(name="Gao Lei", company="Northwind Mills", mobile="13700005678", email="gao@example.com", remarks="In a hurry", position="Fleet manager")
    address = f"{lead.url}/convert?account_choice=existing&account={account.id}"
    before = login("sales_consultant").get(address).text + login("sales_consultant").get(f"{lead.url}/convert?account_choice=create").text
    hidden = {("lead", name): "hidden" for name in ("mobile", "email", "remarks", "position", "model_label")}
    roles.change(system_actor(), "sales_consultant", fields={**hidden, ("account", "number"): "hidden", ("account", "owner"): "hidden"})

    page = login("sales_consultant").get(address).text + login("sales_consultant").get(f"{lead.url}/convert?account_choice=create").text

    for text in ("0000 5678", "gao@example.com", "In a hurry", "Fleet manager", "Song L", account.number):
        assert text in before, text
        assert text not in page, text


def test_a_known_customer_is_shown_without_an_owner_that_is_hidden(seller: Any, login: Any) -> None:
    records.create("account", seller, name="Northwind Mills", phone="0512-65581234")
    assert "<dt>Owner</dt>" in login("sales_consultant").get("/leads/duplicates?landline=0512-65581234").text
    roles.change(system_actor(), "sales_consultant", fields={("account", "owner"): "hidden", ("account", "phone"): "hidden"})

    page = login("sales_consultant").get("/leads/duplicates?landline=0512-65581234").text
    assert "Northwind Mills" in page
    for text in ("<dt>Owner</dt>", "<dt>Phone</dt>", seller.name):
        assert text not in page


COLOURS = [{"code": "red", "label": {"en": "Red"}}, {"code": "blue", "label": {"en": "Blue"}}]


def test_what_was_retired_since_goes_along_with_the_lead_that_holds_it(register: Any, seller: Any) -> None:
    colour, taking = (customization.add(system_actor(), code, type="picklist", label={"en": "Colour"}, values=COLOURS) for code in ("lead", "account"))
    customization.map_field(system_actor(), "lead", colour, "account", taking)
    lead = register(company="Blue Harbor", industry="logistics", first_source="database", **{colour: "red"})

    for name, code in (("industry", "logistics"), ("first_source", "database")):
        customization.set_shipped_values(system_actor(), "lead", name, retired=[code])
    for code, name in (("lead", colour), ("account", taking)):
        customization.change(system_actor(), code, name, values=[{**COLOURS[0], "retired": True}, COLOURS[1]])

    account = convert.run(lead, seller).converted_account
    assert (account.industry.code, account.first_source.code, getattr(account, taking)) == ("logistics", "database", "red")


def test_a_conversion_is_taken_back_without_a_field_that_was_removed_since(register: Any, seller: Any, make: Any) -> None:
    colour, taking = (customization.add(system_actor(), code, type="text", label={"en": "Colour"}) for code in ("lead", "account"))
    customization.map_field(system_actor(), "lead", colour, "account", taking)
    known = make("account", name="Blue Harbor", owner=seller.id)
    lead = convert.run(register(company="Blue Harbor", **{colour: "red"}), seller, account_choice="existing", account=known.id)

    customization.remove(system_actor(), "account", taking)

    assert undo_convert.run(lead, seller).is_open


def test_a_customer_names_others_also_when_the_source_of_such_leads_is_no_longer_offered(seller: Any, make: Any) -> None:
    customization.set_shipped_values(system_actor(), "lead", "first_source", retired=["relative_referral", "owner_referral"])

    assert add_referrals_of_customer.run(make("account", owner=seller.id), seller, names="Wang Fang 13800138000")


def test_the_printed_card_ticks_a_source_that_an_administrator_has_added_and_offers_none_that_is_retired(register: Any, seller: Any, login: Any) -> None:
    added = [{"code": "harbour_fair", "label": {"en": "Harbour fair"}}]
    customization.set_shipped_values(system_actor(), "lead", "first_source", added=added, retired=["database"])

    card = login(actor=seller).get(f"/leads/{register(first_source='harbour_fair').id}/card").text

    assert "☑ Harbour fair" in card
    assert "Database" not in card
