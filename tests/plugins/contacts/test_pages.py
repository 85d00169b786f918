"""Pages of this module: printed forms, hand-over, dependent regions, asking for access."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core import Actor, notices, records, system_actor
from plugins.contacts import access, grades
from plugins.contacts.demo import PERSONS, demo_customers


def test_the_profile_card_is_printed_with_its_key_people_and_signatures(login: Any, seller: Actor, company: Any) -> None:
    card = records.create("customer_profile", seller, account=company, domestic_share=70, export_share=30, high_season=("03", "09"))
    records.create("key_person", seller, account=company, name="陈总", title="总经理", hobbies="钓鱼")

    page = login("sales_consultant").get(f"/print/customer_profile/{card.id}")

    assert page.status_code == 200
    for text in (card.name, company.number, company.name, "0512", "陈总", "钓鱼", "General manager"):
        assert text in page.text


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("new_customer_report", {"how_won": "三次拜访", "first_deal_amount": "9800"}),
        ("delivery_limit", {"recommended_maximum": "500000"}),
        ("processing_statement", {"amount": "1200.50", "rework": "200.25"}),
    ],
)
def test_s3_each_form_has_a_printed_sheet(login: Any, seller: Actor, company: Any, code: str, values: dict[str, Any]) -> None:
    more = {"representative": seller.id} if code == "new_customer_report" else {}
    form = records.create(code, seller, account=company, **more, **values)

    page = login("sales_consultant").get(f"/print/{code}/{form.id}")

    assert page.status_code == 200
    assert company.name in page.text
    assert form.name in page.text


def test_s3_the_statements_of_a_day_are_printed_with_totals(login: Any, seller: Actor, company: Any) -> None:
    for amount in ("1000", "250.50"):
        records.create("processing_statement", seller, account=company, amount=amount, rework="50", dated_on="2026-11-20")

    page = login("sales_consultant").get("/print/statements?day=2026-11-20")

    assert page.status_code == 200
    assert "1,150.50" in page.text


def test_s3_the_prospects_are_printed_as_a_list(login: Any, company: Any, person: Any) -> None:
    page = login("sales_consultant").get("/print/accounts")

    assert page.status_code == 200
    assert company.number in page.text
    assert "138 0013 8000" in page.text


def test_a_form_of_another_dealer_is_not_printed(login: Any, seller: Actor, company: Any) -> None:
    form = records.create("delivery_limit", seller, account=company, recommended_maximum="1")

    assert login("sales_consultant", dealer="South").get(f"/print/delivery_limit/{form.id}").status_code == 404


def test_the_cities_of_a_province_are_offered(login: Any) -> None:
    page = login("sales_consultant", language="zh_CN").get("/regions/city?province=32")

    assert page.status_code == 200
    assert "苏州市" in page.text
    assert "市辖区" not in page.text


def test_s10_the_handover_page_shows_what_would_move_and_moves_it(login: Any, seller: Actor, company: Any, user: Any) -> None:
    heir = user("sales_consultant", number=2)
    browser = login("dealer_manager")

    asked = browser.get(f"/handover?from={seller.id}")
    assert asked.status_code == 200
    assert re.search(r"<dt>Accounts</dt><dd[^>]*>1</dd>", asked.text)

    done = browser.post("/handover", data={"from": seller.id, f"share-{heir.id}": "1", "reason": "left"})
    assert done.status_code == 303
    assert records.get("account", company.id, system_actor()).owner_id == heir.id


def test_s10_the_handover_page_says_beforehand_who_would_get_whom(login: Any, seller: Actor, user: Any) -> None:
    heirs = [user("sales_consultant", number=2), user("sales_manager")]
    for number in range(3):
        account = records.create("account", seller, name=f"Customer {number}")
        records.create("contact", seller, name=f"Person {number}", account=account)

    page = login("dealer_manager").get(f"/handover?from={seller.id}&share-{heirs[0].id}=2&share-{heirs[1].id}=1").text

    shown = re.findall(r'<th scope="row">([^<]+)</th><td class="r num">(\d)</td><td class="r num">(\d)</td><td>([^<]*)</td>', page)
    assert [(name, accounts, contacts) for name, accounts, contacts, _names in shown] == [(heirs[0].name, "2", "2"), (heirs[1].name, "1", "1")]
    assert {one.owner_id for one in records.find("account", system_actor())} == {seller.id}


def test_s10_nobody_takes_over_who_may_not_work_on_customers(login: Any, seller: Actor, company: Any, user: Any) -> None:
    reader = user("read_only")
    page = login("dealer_manager").post("/handover", data={"from": seller.id, f"share-{reader.id}": "1", "reason": "left"})

    assert page.status_code == 422
    assert "who looks after customers" in page.text


def test_s10_a_handover_without_a_reason_keeps_what_was_typed(login: Any, seller: Actor, company: Any, user: Any) -> None:
    heir = user("sales_consultant", number=2)

    page = login("dealer_manager").post("/handover", data={"from": seller.id, f"share-{heir.id}": "3"})

    assert page.status_code == 422
    assert 'value="3"' in page.text
    assert records.get("account", company.id, system_actor()).owner_id == seller.id


def test_s10_a_consultant_does_not_reach_the_handover_page(login: Any) -> None:
    assert login("sales_consultant").get("/handover").status_code == 403


@pytest.fixture
def stranger(login: Any) -> Any:
    """A browser of a consultant at another dealer, who may not see the person."""
    return login("sales_consultant", dealer="South")


def shown_ticket(stranger: Any, number: str) -> str:
    """The address that stands beside the match when a stranger registers a number that is known."""
    page = stranger.post("/contacts/new", data={"name": "周敏", "mobile": number})
    return re.search(r'formaction="(/matches/[^"]+/ask)"', page.text)[1]


def test_asking_for_access_tells_the_owner_once(stranger: Any, seller: Actor, person: Any) -> None:
    asking = shown_ticket(stranger, "13800138000")

    answers = [stranger.post(asking, data={"next": "https://evil.example"}) for _time in range(3)]

    assert {(one.status_code, one.location) for one in answers} == {(303, "/")}
    assert notices.unread(seller) == 1


def test_nobody_asks_for_access_to_what_was_not_shown(stranger: Any, login: Any, seller: Actor, person: Any) -> None:
    somebody_elses = shown_ticket(stranger, "13800138000")

    assert stranger.post(f"/matches/{person.id}/ask").status_code == 404
    assert login("sales_consultant", dealer="South", number=2).post(somebody_elses).status_code == 404
    assert notices.unread(seller) == 0


def test_a_ticket_to_ask_grows_old(stranger: Any, seller: Actor, person: Any, at: Any) -> None:
    with at("2020-01-01 09:00"):
        old = access.ticket(person, stranger.actor)

    assert stranger.post(f"/matches/{old}/ask").status_code == 404
    assert notices.unread(seller) == 0


def test_the_sample_customers_are_made_through_the_gate(app: Any) -> None:
    drafts, record = demo_customers(), None
    made = []
    try:
        while True:
            draft = drafts.send(record)
            record = records.create(draft.object_type, system_actor(), **draft.values)
            made.append(record)
    except StopIteration:
        pass

    people = records.find("contact", system_actor(), where="is_person = true")
    assert len(people) == len(PERSONS)
    assert all(one.mobile for one in people)
    assert {one.dealer.name for one in made} == {"North", "South"}
    assert grades.default_scheme().code == "S4"


def test_s1_a_person_account_is_one_page(login: Any, person: Any) -> None:
    page = login("sales_consultant").get(f"/accounts/{person.id}")

    assert page.status_code == 200
    for text in ("周敏", "138 0013 8000", "Edit person"):
        assert text in page.text


def test_s1_a_person_is_made_and_changed_on_one_form(login: Any, seller: Actor) -> None:
    browser = login("sales_consultant")
    form = browser.get("/accounts/actions/new_person")
    assert form.status_code == 200
    assert '<optgroup label="Jiangsu">' in form.text

    made = browser.post("/accounts/actions/new_person", data={"name": "周敏", "mobile": "138-0013-8000", "city": "3205", "type": "prospect"})
    assert made.status_code in (302, 303), made.text[:2000]
    account = records.first("account", seller, where="is_person = true")
    changed = browser.post(f"/accounts/{account.id}/actions/edit_person", data={"name": "周敏", "mobile": "13800138009"})

    assert changed.status_code in (302, 303)
    assert records.first("contact", seller).mobile == "+8613800138009"


def test_s1_the_page_of_a_company_shows_forms_and_standing(login: Any, seller: Actor, company: Any) -> None:
    records.create("contact", seller, name="陈立", account=company, mobile="13800138002")
    records.create("consent", seller, account=company, recipients=("bank",), purpose="车贷", form="signed")

    page = login("sales_consultant").get(f"/accounts/{company.id}")

    assert page.status_code == 200
    for text in ("陈立", "Credit analyses", "Key people", "Data may go to"):
        assert text in page.text


def test_s2_a_duplicate_typed_into_the_form_is_said_beside_the_field(login: Any, person: Any) -> None:
    page = login("sales_consultant").post("/contacts/new", data={"name": "王强", "mobile": "+86 138 0013 8000"})

    assert page.status_code == 422
    assert "“周敏” has this number already." in page.text
    assert "王强" in page.text
