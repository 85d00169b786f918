"""Registering a lead: what must be there, in which form, and what is filled in."""

from __future__ import annotations

from typing import Any

import pytest

from core import Invalid, records, registry, roles, settings, system_actor
from plugins.leads import take_in

from .conftest import card


@pytest.mark.parametrize("missing", ["name", "gender", "province", "city", "model_label", "expected_time"])
def test_s2_required_fields_in_china(seller: Any, missing: str) -> None:
    left_out = {missing: None, **({"city": None} if missing == "province" else {})}  # a city names its province

    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(**left_out))

    assert ("model_wanted" if missing == "model_label" else missing) in refused.value.errors


def test_s2_at_least_one_of_mobile_and_landline(seller: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(mobile=None))

    assert refused.value.errors["mobile"] == ["Please give a mobile or a landline number."]


def test_s2_a_landline_alone_is_enough(register: Any) -> None:
    assert register(mobile=None, landline="0755-86331200").landline == "+8675586331200"


@pytest.mark.parametrize("number", ["1380013800", "138001380000"])
def test_s2_mobile_is_exactly_11_digits(seller: Any, number: str) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(mobile=number))

    assert "11 digits" in refused.value.errors["mobile"][0]


@pytest.mark.parametrize("number", ["0755-863312", "0755-863312001", "86331200"])
def test_s2_landline_is_area_code_and_7_or_8_digits(seller: Any, number: str) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(landline=number))

    assert refused.value.errors["landline"]


@pytest.mark.parametrize("code", ["51800", "5180000", "51800a"])
def test_s2_postal_code_is_6_digits(seller: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(postal_code=code))

    assert refused.value.errors["postal_code"] == ["A postal code has 6 digits."]


def test_s2_numbers_may_be_written_anyhow(register: Any) -> None:
    assert register(mobile="+86 １３８-0013-8000").mobile == "+8613800138000"


@pytest.mark.parametrize("name", ["created_by", "created_at", "received_at", "status", "number", "first_contact_at", "converted_account"])
def test_s2_created_by_and_other_filled_in_fields_are_not_editable(register: Any, seller: Any, name: str) -> None:
    lead = register()

    with pytest.raises(Invalid) as refused:
        records.update(lead, seller, typed=[name], **{name: None})

    assert name in refused.value.errors


def test_international_profile_asks_for_a_name_and_one_of_phone_and_mail(seller: Any, user: Any) -> None:
    settings.put("contacts.country_profile", "INTERNATIONAL", user("administrator"), dealer_id=seller.dealer_id)

    assert records.create("lead", seller, name="Mara Klein", email="mara@example.com").email == "mara@example.com"
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, name="Mara Klein")
    assert "mobile" in refused.value.errors


def test_international_numbers_are_judged_by_their_country(seller: Any) -> None:
    lead = records.create("lead", seller, name="Mara Klein", mobile="+49 151 23456789", gender="female", channel="lenient")

    assert lead.mobile == "+4915123456789"


def test_a_lenient_intake_takes_what_there_is(agent: Any) -> None:
    lead = take_in({"mobile": "13800138000", "gender": "unknown", "colour": "red"}, agent)

    assert lead.name == "+8613800138000"
    assert "gender: unknown" in lead.remarks
    assert "colour: red" in lead.remarks


def test_a_lenient_intake_adds_to_a_known_lead(register: Any, agent: Any) -> None:
    known = register(mobile="13800138000")

    again = take_in({"mobile": "13800138000", "email": "zhou@example.com", "remarks": "wants a test drive"}, agent)

    assert again.id == known.id
    assert again.email == "zhou@example.com"
    assert "test drive" in again.remarks


def test_s7_a_first_source_brings_its_structural_source(register: Any) -> None:
    assert register(first_source="walk_in").structural_source.code == "showroom"


def test_s7_a_first_source_lies_under_its_structural_source(seller: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(first_source="walk_in", structural_source="referral"))

    assert "first_source" in refused.value.errors


@pytest.mark.parametrize(("choice", "text"), [({"use": "other"}, "use_other"), ({"concerns": ["other"]}, "concerns_other"), ({"industry": "other"}, "industry_other")])
def test_s7_other_goes_with_a_text(seller: Any, choice: dict[str, Any], text: str) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(**choice))

    assert text in refused.value.errors


def test_s7_what_matters_takes_several(register: Any) -> None:
    assert [one.code for one in register(concerns=["price", "brand"]).concerns] == ["brand", "price"]


def test_s7_all_34_industries_are_there(app: Any) -> None:
    from plugins.leads import lead

    assert len(lead.field("industry").choices) == 34


def test_the_model_wanted_keeps_its_label_and_names_its_brand(register: Any) -> None:
    model = records.first("car_model", system_actor(), where={"name": "Tiguan L"})

    lead = register(model_wanted=model, model_label=None)

    assert (lead.model_label, lead.brand_label) == ("Volkswagen Tiguan L", "Volkswagen")


def test_the_label_outlives_the_model(register: Any) -> None:
    model = records.first("car_model", system_actor(), where={"name": "Tiguan L"})
    lead = register(model_wanted=model)

    records.delete(model, system_actor())

    assert lead.model_wanted_id is None
    assert lead.model_label == "Volkswagen Tiguan L"


def test_s7_the_first_grade_is_the_initial_one(register: Any, grade_a: Any) -> None:
    assert register(grade=grade_a).initial_grade_id == grade_a.id


def test_a_closed_grade_does_not_fit_a_prospect(seller: Any) -> None:
    scheme = records.first("grade_scheme", system_actor(), where={"code": "4S"})
    delivered = records.first("grade", system_actor(), where={"code": "D", "scheme": scheme.id})

    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(grade=delivered))

    assert "grade" in refused.value.errors


def test_s10_a_reward_is_paid_or_declined(seller: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(referrer_name="Wang", reward="200", reward_paid_on="2026-11-01", reward_declined=True))

    assert "reward_declined" in refused.value.errors


def test_s10_a_reward_needs_a_referrer(seller: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(reward="200"))

    assert "referrer_name" in refused.value.errors


def test_s10_who_declines_the_reward_gets_a_gift_or_a_meal(register: Any) -> None:
    lead = register(referrer_name="Wang Fang", reward="200", reward_declined=True, reward_instead="meal")

    assert lead.reward_instead.code == "meal"


def test_s10_researched_leads_keep_source_provider_date_and_reliability(register: Any) -> None:
    lead = register(research_source="Yearbook", research_provider="City library", research_date="2026-01-05", research_reliability="likely")

    assert lead.research_reliability.code == "likely"


@pytest.mark.parametrize("method", ["telephone", "snowball", "referral", "document_research", "consultancy", "predecessor"])
def test_s10_prospecting_methods(register: Any, method: str) -> None:
    assert register(method=method).method.code == method


@pytest.mark.parametrize("source", ["door_to_door", "walk_in", "market_development", "owner_referral", "sales_support"])
def test_s12_sources(register: Any, source: str) -> None:
    assert register(sales_source=source).sales_source.code == source


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": "x" * 121}, "name"), ({"budget": "a lot"}, "budget"), ({"birthday": "2999-01-01"}, "birthday"), ({"email": "zhou"}, "email"),
     ({"model_wanted": 999_999}, "model_wanted"), ({"nonsense": 1}, "nonsense"), ({"concerns": ["nonsense"]}, "concerns"), ({"city": "3101"}, "city"),
     ({"employees": -1}, "employees")],
)  # fmt: skip
def test_bad_input_names_the_field(seller: Any, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("lead", seller, **card(**values))

    assert field in refused.value.errors
    assert records.first("lead", system_actor()) is None


def test_each_lead_has_the_next_number(register: Any) -> None:
    assert [register().number, register().number] == ["L-000001", "L-000002"]


CARD = (
    "name", "gender", "position", "birthday", "address", "district", "postal_code", "landline", "mobile", "fax", "email", "structural_source", "first_source",
    "information_source", "current_car", "current_car_verdict", "car_order", "buyer_kind", "use", "use_other", "payment", "expected_time", "budget", "equipment",
    "concerns", "concerns_other", "brand_wanted", "model_wanted", "initial_grade", "industry", "industry_other", "number", "owner", "created_at",
)  # fmt: skip


def test_s7_the_prospect_card_has_every_field_of_the_paper(app: Any) -> None:
    fields = registry.object_type("lead").fields

    assert set(CARD) - set(fields) == set()
    assert set(CARD) - {"owner", "number", "created_at"} <= set(registry.object_type("lead").layout.names())


def test_s7_the_source_tree_is_that_of_the_card(app: Any) -> None:
    fields = registry.object_type("lead").fields
    tree = {one.code: [first.code for first in fields["first_source"].choices if first.parent == one.code] for one in fields["structural_source"].choices}

    assert tree == {
        "showroom": ["call_in", "walk_in"],
        "repurchase": ["returning_owner"],
        "referral": ["owner_referral", "relative_referral", "agent_referral"],
        "outreach": ["campaign", "field_promotion", "head_office_lead", "database"],
    }
    assert [one.code for one in fields["information_source"].choices] == ["internet", "wechat_link", "referral", "passing_by", "field_promotion", "campaign"]


def test_s7_the_card_is_printed_with_its_boxes(register: Any, login: Any) -> None:
    lead = register(name="周敏", concerns=("price", "other"), concerns_other="颜色", first_source="walk_in", payment="mortgage", industry="power")

    page = login("sales_consultant", language="zh_CN").get(f"{lead.url}/card")

    assert page.status_code == 200
    for part in ("潜客信息卡", "☑ 来店", "☑ 展厅客源", "☐ 续购客源", "☑ 按揭", "☐ 全款", "☑ 价格", "颜色", lead.number, "周敏"):
        assert part in page.text, part
    assert login("sales_consultant", dealer="South").get(f"{lead.url}/card").status_code == 404


CARD = {
    "owner": "Sales consultant", "industry": "Electric power", "brand_wanted": "北京", "structural_source": "☑ Showroom", "first_source": "☑ Walk-in", "information_source": "Passing by",
    "payment": "Mortgage", "use_other": "渔船", "concerns_other": "颜色", "city": "Shenzhen",
}  # fmt: skip
"""Fields of the card, each with what it says of a lead, or by its label."""


@pytest.mark.parametrize("name", CARD)
def test_a_field_hidden_from_a_role_is_not_on_the_card_nor_is_its_label(register: Any, login: Any, name: str) -> None:
    lead = register(
        structural_source="showroom", first_source="walk_in", industry="power", brand_label="北京", payment="mortgage", use="other", use_other="渔船",
        concerns=("other",), concerns_other="颜色",
    )  # fmt: skip
    assert CARD[name] in login("sales_consultant").get(f"{lead.url}/card").text
    roles.change(system_actor(), "sales_consultant", fields={("lead", name): "hidden"})

    page = login("sales_consultant").get(f"{lead.url}/card").text

    assert CARD[name] not in page
    assert f">{lead.object_type.fields[name].label}<" not in page
    assert lead.name in page
