"""What is printed is what its reader may know: fields hidden from a role, and people out of sight, are on no paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, records, roles, system_actor
from plugins.contacts import create_person

pytestmark = pytest.mark.any_database
Hide = Callable[..., None]


@pytest.fixture
def hide(app: Any) -> Hide:
    """``hide("account.phone")``: an administrator hides these fields from sales consultants."""

    def limit(*names: str) -> None:
        roles.change(system_actor(), "sales_consultant", fields=dict.fromkeys((tuple(one.split(".")) for one in names), "hidden"))

    return limit


@pytest.fixture
def no_contacts(app: Any) -> None:
    """Consultants may read no contacts at all."""
    grants = {key: scope for key, scope in roles.find("sales_consultant").grants.items() if key != ("contact", "read")}
    roles.change(system_actor(), "sales_consultant", grants=grants)


@pytest.fixture
def spoken_to(seller: Actor, company: Any) -> Any:
    """The company's first contact."""
    return records.create("contact", seller, name="王芳", account=company, landline="0512-65000001", fax="0512-65000002")


@pytest.fixture
def report(seller: Actor, company: Any) -> Any:
    return records.create("new_customer_report", seller, account=company, representative=seller.id, how_won="三次拜访", first_deal_amount="9800")


def printed(login: Any, address: str) -> str:
    page = login("sales_consultant").get(address)
    assert page.status_code == 200
    return str(page.text)


def test_a_hidden_field_of_the_form_is_not_on_its_sheet_nor_is_its_label(login: Any, report: Any, hide: Hide) -> None:
    hide("new_customer_report.how_won", "new_customer_report.first_deal_amount")

    page = printed(login, f"/print/new_customer_report/{report.id}")

    for text in ("三次拜访", "9,800", "How the customer was won", "First deal&#39;s amount", "First deal's amount"):
        assert text not in page
    assert "First deal" in page


def test_a_hidden_field_of_the_account_is_not_on_a_form_s_sheet(login: Any, report: Any, company: Any, hide: Hide) -> None:
    hide("account.phone", "account.number")

    page = printed(login, f"/print/new_customer_report/{report.id}")

    for text in ("6558 1234", company.number, "Customer number", "Phone"):
        assert text not in page
    assert company.name in page


def test_what_the_account_has_not_its_contact_may_have(login: Any, report: Any, spoken_to: Any, hide: Hide) -> None:
    hide("account.phone")

    assert "6500 0001" in printed(login, f"/print/new_customer_report/{report.id}")


def test_a_hidden_field_of_the_contact_is_not_on_a_form_s_sheet(login: Any, report: Any, spoken_to: Any, hide: Hide) -> None:
    hide("contact.fax", "contact.landline", "account.phone")

    page = printed(login, f"/print/new_customer_report/{report.id}")

    assert "6500 000" not in page
    assert "Phone" not in page


def test_hidden_fields_of_the_people_who_decide_are_not_on_the_profile_card(login: Any, seller: Actor, company: Any, hide: Hide) -> None:
    card = records.create("customer_profile", seller, account=company)
    records.create("key_person", seller, account=company, name="陈总", title="总经理", hobbies="钓鱼")
    hide("key_person.hobbies")

    page = printed(login, f"/print/customer_profile/{card.id}")

    assert "总经理" in page
    assert "钓鱼" not in page
    assert "Hobbies" not in page


def test_who_signed_is_not_on_a_sheet_where_that_is_hidden(login: Any, manager: Actor, seller: Actor, company: Any, hide: Hide) -> None:
    form = records.create("delivery_limit", seller, account=company, recommended_maximum="100", manager=manager.id)
    assert manager.name in printed(login, f"/print/delivery_limit/{form.id}")
    hide("delivery_limit.manager")

    assert manager.name not in printed(login, f"/print/delivery_limit/{form.id}")
    assert "Manager" not in printed(login, f"/print/delivery_limit/{form.id}")


def test_a_contact_out_of_sight_is_on_no_sheet_and_in_no_list(login: Any, user: Any, report: Any, company: Any, spoken_to: Any) -> None:
    records.update(spoken_to, system_actor(), owner=user("sales_consultant", dealer="South").id)

    assert "6500 0002" not in printed(login, f"/print/new_customer_report/{report.id}")
    assert company.number in printed(login, "/print/accounts")
    assert "王芳" not in printed(login, "/print/accounts")


@pytest.mark.usefixtures("no_contacts")
def test_who_may_read_no_contacts_prints_sheets_and_lists_without_them(login: Any, report: Any, company: Any, spoken_to: Any, person: Any) -> None:
    assert "6500 0002" not in printed(login, f"/print/new_customer_report/{report.id}")
    page = printed(login, "/print/accounts")
    assert company.number in page
    for text in ("王芳", "138 0013 8000"):
        assert text not in page
    assert "138 0013 8000" not in printed(login, person.url)


def test_hidden_fields_of_accounts_and_contacts_are_not_in_the_list_on_paper(login: Any, company: Any, person: Any, hide: Hide) -> None:
    hide("account.number", "account.owner", "account.industry", "account.phone", "contact.mobile")

    page = printed(login, "/print/accounts")

    for text in (company.number, "Customer number", "Industry", "Owner", company.owner.name, "6558 1234", "138 0013 8000"):
        assert text not in page
    assert company.name in page
    assert person.name in page


def test_hidden_amounts_are_neither_in_the_statements_of_a_day_nor_in_their_totals(login: Any, seller: Actor, company: Any, hide: Hide) -> None:
    records.create("processing_statement", seller, account=company, amount="1000", rework="50", owed="7.25", remarks="返工", dated_on="2026-11-20")
    hide("processing_statement.amount", "processing_statement.remarks")

    page = printed(login, "/print/statements?day=2026-11-20")

    for text in ("1,000", "950", "Amount", "Net", "返工", "Remarks"):
        assert text not in page
    assert company.name in page
    assert "7.25" in page


def test_a_list_on_paper_takes_a_few_statements_however_long_it_is(login: Any, seller: Actor, company: Any, count_statements: Any) -> None:
    for number in range(12):
        records.create("contact", seller, name=f"Contact {number}", account=records.create("account", seller, name=f"Mill {number}"))
        create_person(seller, name=f"Person {number}", mobile=f"1380013{number:04d}")
        records.create("processing_statement", seller, account=records.create("account", seller, name=f"Yard {number}"), amount="10", dated_on="2026-11-20")
    client = login("sales_consultant")
    client.get("/print/accounts")

    for address in ("/print/accounts", "/print/statements?day=2026-11-20"):
        with count_statements() as sent:
            assert client.get(address).status_code == 200
        assert len(sent) < 15, address


def test_hidden_personal_data_is_not_on_the_account_s_page_nor_in_the_dialog_that_edits_it(login: Any, person: Any, hide: Hide) -> None:
    hide("contact.mobile")

    for address in (person.url, f"{person.url}/actions/edit_person"):
        page = printed(login, address)
        assert "0013" not in page, address
        assert "Mobile" not in page, address


def test_who_edits_a_person_leaves_alone_what_is_hidden(login: Any, person: Any, hide: Hide) -> None:
    hide("contact.mobile")

    login("sales_consultant").post(f"{person.url}/actions/edit_person", data={"name": "周敏", "email": "zhou@example.com"})

    held = records.first("contact", system_actor(), where={"account": person.id})
    assert (held.email, held.mobile) == ("zhou@example.com", "+8613800138000")


def test_what_may_be_risked_with_a_customer_stands_there_for_whoever_may_know_it(login: Any, manager: Actor, seller: Actor, company: Any, hide: Hide) -> None:
    records.create("delivery_limit", seller, account=company, recommended_maximum="120000", manager=manager.id)
    records.create("consent", seller, account=company, recipients=("bank",), purpose="Loan", form="signed")
    assert "120,000" in printed(login, company.url)
    assert "Data may go to" in login("sales_consultant").get(company.url).text

    hide("delivery_limit.recommended_maximum", "consent.recipients")
    assert "120,000" not in printed(login, company.url)
    assert "Data may go to" not in printed(login, company.url)
