"""S1: accounts, contacts, partners; person accounts as one record; hierarchy and merge."""

from __future__ import annotations

from typing import Any

import pytest

from core import Actor, Invalid, Refusal, merging, records, system_actor
from plugins.contacts import ACCOUNT_TYPES, INDUSTRIES, account, create_person, person_of, primary_contact

pytestmark = pytest.mark.usefixtures("app")

def test_s1_account_types_are_the_five_of_the_report() -> None:
    assert [choice.code for choice in ACCOUNT_TYPES] == ["prospect", "customer", "partner", "competitor", "other"]


def test_s1_a_new_account_is_a_prospect_not_a_closed_sale(company: Any) -> None:
    assert company.type.code == "prospect"


def test_s1_each_account_gets_a_customer_number(seller: Actor, company: Any) -> None:
    other = records.create("account", seller, name="Harbour Freight")

    assert company.number.startswith("C")
    assert company.number != other.number


def test_s1_a_person_account_has_exactly_one_contact(person: Any) -> None:
    people = records.find("contact", system_actor(), where={"account": person.id})

    assert [one.name for one in people] == ["周敏"]
    assert people[0].is_primary
    assert people[0].is_person


def test_s1_personal_data_stands_on_the_contact_only(person: Any) -> None:
    assert person.phone is None
    assert person_of(person).mobile == "+8613800138000"


def test_s1_a_person_account_refuses_company_data(seller: Actor, person: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.update(person, seller, phone="0512-65581234")

    assert "phone" in refused.value.errors


def test_s1_a_person_account_takes_no_second_contact(seller: Actor, person: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("contact", seller, name="王强", account=person)

    assert "account" in refused.value.errors


def test_s1_renaming_either_half_renames_both(seller: Actor, person: Any) -> None:
    records.update(person, seller, name="周小敏")
    assert person_of(person).name == "周小敏"

    records.update(person_of(person), seller, name="周大敏")
    assert records.get("account", person.id, seller).name == "周大敏"


def test_s1_a_person_account_changes_hands_as_one(manager: Actor, seller: Actor, person: Any, user: Any) -> None:
    other = user("sales_consultant", dealer="North", number=2)

    records.update(person, manager, owner=other.id)

    assert person_of(person).owner_id == other.id
    assert records.find("contact", seller) == []


def test_s1_a_person_account_is_deleted_and_restored_as_one(manager: Actor, person: Any) -> None:
    contact = person_of(person)

    batch = records.delete(person, manager)
    assert records.find("contact", system_actor(), where={"account": person.id}) == []

    records.restore(batch, manager)
    assert person_of(records.get("account", person.id, manager)).id == contact.id


def test_s1_half_a_person_account_cannot_be_deleted(manager: Actor, person: Any) -> None:
    with pytest.raises(Refusal, match="周敏"):
        records.delete(person_of(person), manager)


def test_s1_a_person_does_not_become_a_company(seller: Actor, person: Any) -> None:
    with pytest.raises(Invalid):
        records.update(person, seller, is_person=False)


def test_s1_the_contact_of_a_person_leads_to_the_one_page(person: Any) -> None:
    assert person_of(person).url == person.url


def test_s1_the_first_contact_is_the_primary_one(seller: Actor, company: Any) -> None:
    first = records.create("contact", seller, name="陈立", account=company)
    records.create("contact", seller, name="吴敏", account=company)

    assert primary_contact(company.id).id == first.id


def test_s1_an_account_has_one_primary_contact(seller: Actor, company: Any) -> None:
    records.create("contact", seller, name="陈立", account=company)
    second = records.create("contact", seller, name="吴敏", account=company, is_primary=True)

    primary = records.find("contact", seller, where={"account": company.id, "is_primary": True})

    assert [one.id for one in primary] == [second.id]


def test_s1_a_contact_may_be_of_no_account(seller: Actor) -> None:
    assert records.create("contact", seller, name="孙伟").is_primary is False


def test_s1_no_account_stands_above_itself(seller: Actor, company: Any) -> None:
    child = records.create("account", seller, name="Child", parent=company)
    grandchild = records.create("account", seller, name="Grandchild", parent=child)

    with pytest.raises(Invalid) as refused:
        records.update(company, seller, parent=grandchild)
    assert "parent" in refused.value.errors

    with pytest.raises(Invalid):
        records.update(company, seller, parent=company)


def test_s1_the_page_shows_the_tree_of_companies(seller: Actor, company: Any, login: Any) -> None:
    middle = records.create("account", seller, name="华东大区", parent=company)
    lower = [records.create("account", seller, name=name, parent=middle) for name in ("昆山分公司", "太仓分公司")]

    page = login("sales_consultant").get(lower[0].url).text.partition("<h2>Company tree</h2>")[2]

    places = [page.index(part) for part in (company.name, "华东大区", "昆山分公司", "太仓分公司")]
    assert places == sorted(places)
    assert 'aria-current="true">昆山分公司' in page
    assert "Company tree" not in login("sales_consultant").get(records.create("account", seller, name="Alone").url).text


def test_s1_the_tree_tells_nothing_of_companies_below_that_one_may_not_see(seller: Actor, company: Any, user: Any, login: Any) -> None:
    hidden = records.create("account", user("sales_consultant", number=2), name="他人的子公司")
    records.update(hidden, system_actor(), parent=company.id)

    assert "他人的子公司" not in login("sales_consultant").get(company.url).text


def test_s1_a_partner_helps_with_a_role(seller: Actor, company: Any) -> None:
    bank = records.create("account", seller, name="江南银行", type="partner")

    helper = records.create("partner", seller, record=company, partner_account=bank, role="bank")

    assert helper.name == "江南银行"
    assert helper.role.code == "bank"


def test_s1_a_partner_is_somebody(seller: Actor, company: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("partner", seller, record=company, role="agent")

    assert "partner_account" in refused.value.errors


def test_s1_the_account_page_shows_what_is_around_the_customer() -> None:
    around = {related.to for related in account.related_lists}

    assert {"contact", "account", "partner", "key_person", "credit_analysis", "delivery_limit", "consent"} <= around


def test_s7_there_are_34_industries_and_other_needs_a_text(seller: Actor) -> None:
    assert len(INDUSTRIES) == 34
    with pytest.raises(Invalid) as refused:
        records.create("account", seller, name="Odd Ltd", industry="other")
    assert "industry_other" in refused.value.errors


def test_s7_a_first_source_brings_its_structural_source(seller: Actor) -> None:
    made = records.create("account", seller, name="Odd Ltd", first_source="walk_in")

    assert made.structural_source.code == "showroom"


def test_s7_a_first_source_lies_under_its_structural_source(seller: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("account", seller, name="Odd Ltd", first_source="walk_in", structural_source="outreach")

    assert "first_source" in refused.value.errors


def test_merging_person_accounts_merges_their_people(manager: Actor, person: Any, seller: Actor) -> None:
    double = create_person(seller, name="周敏", email="zhoumin@example.com")

    merging.merge(person, double, manager)

    people = records.find("contact", system_actor(), where={"account": person.id})
    assert len(people) == 1
    assert (people[0].mobile, people[0].email) == ("+8613800138000", "zhoumin@example.com")


def test_merging_companies_keeps_one_primary_contact(manager: Actor, seller: Actor, company: Any) -> None:
    other = records.create("account", seller, name="晨光物流")
    records.create("contact", seller, name="陈立", account=company)
    records.create("contact", seller, name="吴敏", account=other)

    merging.merge(company, other, manager)

    people = records.find("contact", system_actor(), where={"account": company.id})
    assert len(people) == 2
    assert sum(one.is_primary for one in people) == 1


def test_a_person_is_not_merged_with_a_company(manager: Actor, person: Any, company: Any) -> None:
    with pytest.raises(Refusal):
        merging.merge(company, person, manager)


def test_another_dealers_consultant_does_not_see_the_account(user: Any, company: Any) -> None:
    stranger = user("sales_consultant", dealer="South")

    assert records.find("account", stranger) == []


def test_names_are_composed_by_the_custom_of_their_script(seller: Actor) -> None:
    chinese = records.create("contact", seller, family_name="周", given_name="敏")
    english = records.create("contact", seller, family_name="Keller", given_name="Anna")

    assert (chinese.name, english.name) == ("周敏", "Anna Keller")
