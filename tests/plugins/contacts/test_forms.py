"""S3 forms and their signatures, S10 credit analyses, S12 consent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import Actor, Forbidden, ForecourtError, Invalid, Refusal, records, registry
from plugins.contacts import check_delivery_limit, consent_for, require_consent

pytestmark = pytest.mark.usefixtures("app")


def action(code: str, name: str) -> Any:
    return registry.current().actions[code][name]


def test_s3_domestic_and_export_share_make_100(seller: Actor, company: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("customer_profile", seller, account=company, domestic_share=70, export_share=20)
    assert "export_share" in refused.value.errors


def test_s3_shares_that_make_100_are_taken(seller: Actor, company: Any) -> None:
    made = records.create("customer_profile", seller, account=company, domestic_share=70, export_share=30)

    assert made.domestic_share + made.export_share == 100


def test_s3_one_share_alone_is_asked_to_be_completed(seller: Actor, company: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("customer_profile", seller, account=company, domestic_share=70)
    assert "export_share" in refused.value.errors


def test_s3_a_company_has_one_profile_card(seller: Actor, company: Any) -> None:
    records.create("customer_profile", seller, account=company)

    with pytest.raises(Invalid):
        records.create("customer_profile", seller, account=company)


def test_s3_a_person_has_no_company_profile(seller: Actor, person: Any) -> None:
    with pytest.raises(Invalid):
        records.create("customer_profile", seller, account=person)


def test_s3_the_profile_card_has_every_field_of_the_paper() -> None:
    fields = registry.object_type("customer_profile").fields

    assert {
        "enterprise_type", "registered_capital", "line_of_business", "business_nature", "domestic_share", "export_share", "credit_status",
        "operating_status", "employees", "high_season", "low_season", "highest_monthly_purchase", "average_monthly_purchase",
        "products_bought", "first_deal_on", "remarks", "made_by", "filed_by", "supervisor", "manager", "general_manager",
    } <= set(fields)  # fmt: skip


def test_s3_key_people_have_name_title_phone_character_hobbies(seller: Actor, company: Any) -> None:
    made = records.create("key_person", seller, account=company, name="陈总", title="总经理", phone="13800138009", character="直爽", hobbies="钓鱼")

    assert (made.title, made.character, made.hobbies) == ("总经理", "直爽", "钓鱼")


def test_s3_the_card_is_signed_in_the_order_of_the_paper_by_three_people(seller: Actor, user: Callable[..., Actor], company: Any) -> None:
    card = records.create("customer_profile", seller, account=company)
    sign, signers = action("customer_profile", "sign"), [user("sales_manager", dealer="North"), user("dealer_manager", dealer="North"), user("administrator")]

    for signer in signers:
        card = sign.run(card, signer)

    assert [card.supervisor_id, card.manager_id, card.general_manager_id] == [one.id for one in signers]
    with pytest.raises(Refusal, match="All signatures are there"):
        sign.run(card, signers[0])


@pytest.mark.parametrize("role", ["dealer_manager", "administrator"])
def test_s3_who_holds_several_signing_rights_signs_one_line_of_a_form(role: str, seller: Actor, user: Callable[..., Actor], company: Any) -> None:
    signer, sign = user(role, dealer="North"), action("customer_profile", "sign")
    card = sign.run(records.create("customer_profile", seller, account=company), signer)

    with pytest.raises(Refusal, match="You have signed as Supervisor"):
        sign.run(card, signer)

    assert records.get("customer_profile", card.id, seller).manager_id is None


def test_s3_a_manager_who_reports_does_not_sign_the_report_as_manager(manager: Actor, company: Any) -> None:
    report = action("new_customer_report", "sign").run(records.create("new_customer_report", manager, account=company, representative=manager.id, how_won="电话拜访三次后来店"), manager)

    with pytest.raises(Refusal, match="You have signed as Reporter"):
        action("new_customer_report", "sign").run(report, manager)


def test_s3_nobody_signs_alone_the_limit_that_they_wrote(seller: Actor, manager: Actor, user: Callable[..., Actor], company: Any) -> None:
    sign = action("delivery_limit", "sign")
    own = records.create("delivery_limit", manager, account=company, recommended_maximum="900000")
    raised = records.update(records.create("delivery_limit", seller, account=company, recommended_maximum="100000"), manager, recommended_maximum="900000")

    for form in (own, raised):
        with pytest.raises(Refusal, match="was written by you"):
            sign.run(form, manager)

    assert sign.run(raised, user("administrator")).manager_id is not None


def test_s3_a_consultant_signs_for_no_supervisor(seller: Actor, company: Any) -> None:
    card = records.create("customer_profile", seller, account=company)

    with pytest.raises(Refusal, match="Supervisor"):
        action("customer_profile", "sign").run(card, seller)


def test_s3_changing_a_signed_form_takes_the_signatures_off(seller: Actor, manager: Actor, company: Any) -> None:
    card = action("customer_profile", "sign").run(records.create("customer_profile", seller, account=company), manager)

    changed = records.update(card, seller, remarks="moved")

    assert changed.supervisor_id is None
    assert changed.supervisor_at is None


def test_s3_the_report_is_signed_by_reporter_and_manager_who_instructs(seller: Actor, manager: Actor, company: Any) -> None:
    report = records.create("new_customer_report", seller, account=company, representative=seller.id, how_won="电话拜访三次后来店")
    sign = action("new_customer_report", "sign")

    report = sign.run(report, seller)
    report = sign.run(report, manager, instruction="每月拜访一次")

    assert (report.reporter_id, report.manager_id, report.instruction) == (seller.id, manager.id, "每月拜访一次")


def test_s3_net_is_amount_less_rework(seller: Actor, company: Any) -> None:
    made = records.create("processing_statement", seller, account=company, amount="1200.50", rework="200.25", owed="300")

    assert made.net == Decimal("1000.25")


def test_s3_rework_is_at_most_the_amount(seller: Actor, company: Any) -> None:
    with pytest.raises(Invalid):
        records.create("processing_statement", seller, account=company, amount="100", rework="100.01")


def _signed_limit(seller: Actor, manager: Actor, company: Any, maximum: str) -> Any:
    form = records.create("delivery_limit", seller, account=company, recommended_maximum=maximum)
    return action("delivery_limit", "sign").run(form, manager)


def test_s3_an_unsigned_limit_limits_nothing(seller: Actor, company: Any) -> None:
    records.create("delivery_limit", seller, account=company, recommended_maximum="100")

    assert not check_delivery_limit(company.id, Decimal(500)).exceeded


def test_s3_passing_the_limit_warns(seller: Actor, manager: Actor, company: Any) -> None:
    _signed_limit(seller, manager, company, "100000")

    assert check_delivery_limit(company.id, Decimal(100000)).warning(seller) is None
    beyond = check_delivery_limit(company.id, Decimal("100000.01"))
    assert beyond.refused
    assert "100,000.00" in str(beyond.warning(seller))


def test_s3_passing_the_limit_needs_a_managers_release(seller: Actor, manager: Actor, company: Any, user: Any) -> None:
    _signed_limit(seller, manager, company, "100000")
    order = records.create("contact", seller, name="stands for an order", account=company)

    with pytest.raises(Forbidden):
        records.create("limit_release", seller, account=company, record=order, amount="150000", release_reason="Paid up front")
    records.create("limit_release", manager, account=company, record=order, amount="150000", release_reason="Paid up front")

    assert not check_delivery_limit(company.id, Decimal(150000), record_id=order.id).refused
    assert check_delivery_limit(company.id, Decimal(150001), record_id=order.id).refused


def test_s3_nobody_releases_what_they_sell_themselves(manager: Actor, user: Callable[..., Actor], company: Any) -> None:
    own = records.create("contact", manager, name="stands for an order", account=company)
    release = {"account": company, "record": own, "amount": "150000", "release_reason": "Paid up front"}

    with pytest.raises(Invalid, match="a colleague has to release it"):
        records.create("limit_release", manager, **release)

    assert records.create("limit_release", user("sales_manager", dealer="North"), **release).id


FIVE_CS = {"character": 18, "capacity": 15, "capital": 14, "collateral": 12, "conditions": 16}


def test_s10_credit_is_scored_by_the_five_cs(seller: Actor, company: Any) -> None:
    made = records.create("credit_analysis", seller, account=company, assessor=seller.id, credit_limit="500000", **FIVE_CS)

    assert (made.score, made.rating.code) == (75, "aa")


@pytest.mark.parametrize("conditions", [-1, -2000, 21])
def test_s10_a_score_beyond_its_twenty_points_is_named(conditions: int, seller: Actor, company: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create("credit_analysis", seller, account=company, assessor=seller.id, credit_limit="500000", **{**FIVE_CS, "conditions": conditions})

    assert set(refused.value.errors) == {"conditions"}


def test_s10_a_credit_analysis_stays_as_it_was_made(seller: Actor, manager: Actor, company: Any) -> None:
    made = records.create("credit_analysis", seller, account=company, assessor=seller.id, credit_limit="500000", **FIVE_CS)

    with pytest.raises(Refusal):
        records.update(made, seller, credit_limit="900000")
    with pytest.raises(Refusal):
        records.delete(made, manager)


def test_s12_no_data_to_partners_without_consent(seller: Actor, person: Any) -> None:
    with pytest.raises(Refusal, match="consent"):
        require_consent(person.id, "bank")
    with pytest.raises(Refusal):
        action("account", "disclose").run(person, seller, recipient="bank", recipient_name="江南银行", purpose="车贷")


def _consent(seller: Actor, person: Any, **more: Any) -> Any:
    values = {"recipients": ("bank",), "purpose": "车贷", "form": "signed", "given_on": "2026-01-01", **more}
    return records.create("consent", seller, account=person, **values)


def test_s12_what_is_given_under_a_consent_is_noted(seller: Actor, person: Any) -> None:
    consent = _consent(seller, person)

    note = action("account", "disclose").run(person, seller, recipient="bank", recipient_name="江南银行", purpose="车贷")

    assert note.consent_id == consent.id
    assert note.created_by_id == seller.id
    with pytest.raises(ForecourtError):
        records.update(note, seller, purpose="something else")


def test_s12_a_consent_covers_only_its_kind_its_partner_and_its_time(seller: Actor, person: Any) -> None:
    _consent(seller, person, recipient_name="江南银行", expires_on="2026-02-01")
    inside = date(2026, 1, 15)
    assert consent_for(person.id, "bank", "江南银行", inside) is not None
    assert consent_for(person.id, "insurer", "江南银行", inside) is None
    assert consent_for(person.id, "bank", "Other Bank", inside) is None
    assert consent_for(person.id, "bank", "江南银行", date(2026, 2, 2)) is None


def test_s12_a_withdrawn_consent_covers_nothing(seller: Actor, person: Any) -> None:
    consent = _consent(seller, person)

    action("consent", "withdraw").run(consent, seller, reason="asked by phone")

    assert consent_for(person.id, "bank") is None


def test_s10_a_program_cannot_delete_a_credit_analysis_either(login: Callable[..., Any], make: Callable[..., Any]) -> None:
    analysis = make("credit_analysis")

    answer = login("administrator").delete(f"/api/v1/credit-analyses/{analysis.id}")

    assert answer.status_code == 422
    assert "stays" in answer.text
