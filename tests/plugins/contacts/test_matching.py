"""S2: telephone formats, duplicates by any number, and what a stranger learns of them."""

from __future__ import annotations

from typing import Any

import pytest

from core import Actor, Invalid, phones, records
from plugins.contacts import Duplicate, create_person, ending_in, find_matches, person_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("typed", ["13800138000", "+86 138 0013 8000", "138-0013-8000", "１３８００１３８０００", "0086 13800138000", "8613800138000"])
def test_s2_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert phones.normalise(typed, "mobile") == "+8613800138000"


@pytest.mark.parametrize("typed", ["1380013800", "138001380001", "02165581234", "138001380OO"])
def test_s2_mobile_is_exactly_11_digits(seller: Actor, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("contact", seller, name="周敏", mobile=typed)

    assert list(refused.value.errors) == ["mobile"]


@pytest.mark.parametrize("typed", ["65581234", "0512-655812", "0512-655812345", "13800138000"])
def test_s2_landline_is_area_code_and_7_or_8_digits(seller: Actor, typed: str) -> None:
    with pytest.raises(Invalid, match="area code"):
        records.create("contact", seller, name="周敏", landline=typed)


@pytest.mark.parametrize("typed", ["010-65581234", "0512-6558123", "(0512) 65581234"])
def test_s2_landlines_of_7_and_8_digits_are_taken(seller: Actor, typed: str) -> None:
    assert records.create("contact", seller, name="周敏", landline=typed).landline.startswith("+86")


def test_s2_an_extension_is_kept_and_compares_no_numbers() -> None:
    stored = phones.normalise("021-65581234转801", "landline")

    assert phones.plain(stored) == "+862165581234"
    assert "801" in phones.show(stored)
    assert phones.normalise(phones.show(stored), "landline") == stored


def test_a_number_is_shown_as_people_write_it(app: Any) -> None:
    assert phones.show("+8613800138000") == "138 0013 8000"
    assert phones.show("+14155552671") == "+1 415-555-2671"


def test_s2_postal_code_is_6_digits(seller: Actor) -> None:
    with pytest.raises(Invalid, match="6 digits"):
        records.create("contact", seller, name="周敏", postal_code="21500")

    assert records.create("contact", seller, name="周敏", postal_code="２１５０００").postal_code == "215000"


def test_another_country_has_its_own_postal_codes(seller: Actor) -> None:
    assert records.create("contact", seller, name="Anna", mobile="+1 415 555 2671", postal_code="CA 94107").postal_code == "CA94107"


def test_s2_a_known_number_is_refused_and_named(seller: Actor, person: Any) -> None:
    known = person_of(person).id

    with pytest.raises(Duplicate, match="周敏") as refused:
        records.create("contact", seller, name="王强", landline=None, mobile="+86 138-0013-8000")

    assert [match.record.id for match in refused.value.matches] == [known]


def test_s2_a_duplicate_by_any_phone_is_found(seller: Actor, company: Any) -> None:
    assert [(match.record.id, match.kinds) for match in find_matches(seller, phones=["(0512)65581234"])] == [(company.id, ("phone",))]


def test_people_of_one_account_may_share_its_number(seller: Actor, company: Any) -> None:
    records.create("contact", seller, name="陈立", account=company, landline="0512-65581234")

    assert records.create("contact", seller, name="吴敏", account=company, landline="0512-65581234").id


def test_a_right_and_a_reason_override_a_duplicate(manager: Actor, person: Any) -> None:
    with pytest.raises(Duplicate):
        records.create("contact", manager, name="王强", mobile="13800138000")

    assert records.create("contact", manager, reason="Husband and wife share it", name="王强", mobile="13800138000").id


def test_s2_a_hidden_match_tells_its_dealer_and_nothing_else(user: Any, person: Any) -> None:
    stranger = user("sales_consultant", dealer="South")

    match = find_matches(stranger, phones=["13800138000"])[0]
    with pytest.raises(Duplicate) as refused:
        records.create("contact", stranger, name="王强", mobile="13800138000")

    assert (match.visible, match.reachable, match.dealer_name) == (False, False, "North")
    assert "周敏" not in refused.value.message
    assert "North" in refused.value.message


def test_s2_the_call_centre_sees_duplicates(user: Any, person: Any) -> None:
    agent = user("call_centre_agent", dealer="South")

    assert find_matches(agent, phones=["13800138000"])[0].visible


def test_matches_are_found_by_mail_name_and_id_number(seller: Actor) -> None:
    made = create_person(seller, name="周敏", email="zm@example.com", id_number="320501199001011234")
    contact = person_of(made)

    by_mail = find_matches(seller, emails=["ZM@example.com"])
    by_id = find_matches(seller, id_number="320501199001011234")
    by_name = find_matches(seller, names=["周敏"])

    assert by_mail[0].record.id == contact.id
    assert by_id[0].kinds == ("id_number",)
    assert {match.record.id for match in by_name} == {made.id, contact.id}


def test_a_deleted_number_is_free_and_a_restored_one_is_not(manager: Actor, seller: Actor, person: Any) -> None:
    batch = records.delete(person, manager)
    assert find_matches(seller, phones=["13800138000"]) == []

    records.restore(batch, manager)
    assert len(find_matches(seller, phones=["13800138000"])) == 1


def test_a_caller_is_found_by_the_last_digits(person: Any) -> None:
    assert ending_in("8000") == [person_of(person).id]
    assert ending_in("800") == []


def test_faxes_make_no_duplicates(seller: Actor) -> None:
    records.create("contact", seller, name="A", fax="0512-65580000")

    assert records.create("contact", seller, name="B", fax="0512-65580000").id
