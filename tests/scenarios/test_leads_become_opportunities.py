"""What the conversion of a lead makes of opportunities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from core import Actor, Invalid, customization, is_postgresql, records, registry, roles, system_actor
from plugins.opportunities import catalogue, history, presets


@pytest.fixture
def rep(user: Callable[..., Actor]) -> Actor:
    presets.seed(system_actor())
    return user("sales_consultant")


Convert = Callable[..., Any]


@pytest.fixture
def convert(rep: Actor) -> Convert:
    """``convert(choice="create")``: a lead of the rep's, converted with these values for the opportunity; ``of`` says more of the lead."""
    action = registry.current().actions["lead"]["convert"]

    def run(of: Mapping[str, Any] = MappingProxyType({}), **values: Any) -> Any:
        said = {"name": "Gao Lei", "company": "Blue Harbor", "mobile": "13800138000", "model_label": "Han L7", "remarks": "Two cars", **of}
        lead = records.create("lead", rep, channel="lenient", **said)
        return action.run(lead, rep, account_choice="create", contact_choice="create", parts={"opportunity": values})

    return run


def test_s1_convert_makes_an_opportunity_in_the_first_stage(convert: Convert, rep: Actor) -> None:
    lead = convert(choice="create", amount="259800")

    record = records.get("opportunity", lead.converted_opportunity_id, rep)
    standard = next(one for one in catalogue().processes.values() if one.code == "standard")
    assert (record.stage_id, record.amount, record.product) == (standard.stages[0].id, 259_800, "Han L7")
    assert (record.account_id, record.contact_id) == (lead.converted_account_id, lead.converted_contact_id)
    assert history(record, rep)[0].source == "conversion"


@pytest.mark.parametrize(
    ("said", "source", "other"),
    [
        ({"structural_source": "showroom", "first_source": "walk_in", "information_source": "internet"}, "walk_in", None),
        ({"information_source": "wechat_link"}, "wechat_link", None), ({"structural_source": "outreach"}, "other", "Outreach"), ({"first_source": "auction"}, "other", "Auction"), ({}, None, None),
    ],
)  # fmt: skip
def test_s7_the_source_of_a_lead_is_that_of_its_sale_in_every_language(convert: Convert, rep: Actor, said: Mapping[str, Any], source: str | None, other: str | None) -> None:
    customization.set_shipped_values(system_actor(), "lead", "first_source", added=[{"code": "auction", "label": {"en": "Auction"}}])

    record = records.get("opportunity", convert(said, choice="create").converted_opportunity_id, rep)

    assert (record.lead_source, record.lead_source_other) == (source, other)


@pytest.mark.parametrize(("expected", "planned"), [("week", "1m"), ("quarter", "3m"), ("later", None), (None, None)])
def test_s3_the_sale_is_planned_for_when_the_lead_expects_to_buy(convert: Convert, rep: Actor, expected: str | None, planned: str | None) -> None:
    lead = convert({"expected_time": expected}, choice="create")

    assert records.get("opportunity", lead.converted_opportunity_id, rep).planned_within == planned


def test_s7_a_source_that_the_list_lacks_is_named(rep: Actor) -> None:
    account = records.create("account", rep, name="Blue Harbor")
    with pytest.raises(Invalid) as problem:
        records.create("opportunity", rep, name="Han L7", account=account, lead_source="other")

    assert [str(one) for one in problem.value.errors["lead_source_other"]] == ["Please say which source."]


def test_a_field_that_an_administrator_requires_in_forms_stops_no_conversion_which_does_not_ask_for_it(convert: Convert, rep: Actor) -> None:
    for code in ("account", "contact", "opportunity"):
        customization.add(system_actor(), code, type="text", label={"en": "Colour"}, required_in=["form"])

    assert convert(choice="create").converted_opportunity_id


def test_without_a_choice_no_opportunity_is_made(convert: Convert) -> None:
    assert convert().converted_opportunity_id is None


def test_a_wrong_amount_stops_the_whole_conversion_and_names_its_field(convert: Convert, rep: Actor) -> None:
    with pytest.raises(Invalid) as problem:
        convert(choice="create", amount="a lot")

    assert "parts.opportunity.amount" in problem.value.errors
    assert records.find("account", rep) == []


def test_what_no_step_of_a_conversion_asks_for_is_refused_by_its_place(rep: Actor) -> None:
    lead = records.create("lead", rep, channel="lenient", name="Gao Lei", mobile="13800138000")
    run = registry.current().actions["lead"]["convert"].run

    with pytest.raises(Invalid) as problem:
        run(lead, rep, parts={"opportunity": {"choice": "create", "amuont": "5"}, "oportunity": {}})

    assert {place: [one.rule for one in said] for place, said in problem.value.errors.items()} == {"parts.oportunity": ["unknown"], "parts.opportunity.amuont": ["unknown"]}
    assert records.get("lead", lead.id, rep).status == "new"


@pytest.mark.parametrize("right", ["hidden", "readonly"])
def test_a_conversion_asks_for_no_field_of_the_opportunity_that_its_reader_may_not_change(rep: Actor, login: Callable[..., Any], right: str) -> None:
    roles.change(system_actor(), "sales_consultant", fields={("opportunity", "amount"): right})
    lead = records.create("lead", rep, channel="lenient", name="Gao Lei", company="Blue Harbor", mobile="13800138000")
    browser, chosen = login("sales_consultant"), {"account_choice": "create", "contact_choice": "create", "opportunity-choice": "create"}
    page = browser.get(f"{lead.url}/convert").text
    assert 'name="opportunity-name"' in page and 'name="opportunity-amount"' not in page

    answers = [browser.post(f"{lead.url}/convert", data=data).status_code for data in ({**chosen, "opportunity-amount": "1"}, chosen)]

    assert answers == [422, 303]
    assert records.get("opportunity", records.get("lead", lead.id, system_actor()).converted_opportunity_id, system_actor()).amount is None


def test_another_customers_opportunity_cannot_be_used(convert: Convert, rep: Actor) -> None:
    other = records.create("opportunity", rep, name="Han L7", account=records.create("account", rep, name="Northwind Mills"))

    with pytest.raises(Invalid):
        convert(choice="existing", opportunity=other.id)


MOST = 21
"""Statements of a person's conversion into a customer and a sale, ten more where an activity moves along: on a database that is not in the same process each is a way there and back."""


@pytest.mark.parametrize(("activities", "most"), [(0, MOST), (1, MOST + 10)])
def test_a_conversion_keeps_to_its_statements(rep: Actor, count_statements: Callable[..., Any], activities: int, most: int) -> None:
    action, last = registry.current().actions["lead"]["convert"], []
    for turn in range(2):  # what a worker keeps is there the second time
        lead = records.create("lead", rep, channel="lenient", name="Gao Lei", mobile=f"1380013800{turn}")
        for _each in range(activities):
            records.create("activity", rep, name="Call", kind="task", about=lead.id)
        with count_statements() as last:
            action.run(lead, rep, account_choice="create", contact_choice="create", parts={"opportunity": {"choice": "create"}})

    found = [one for one in last if not one.startswith("BEGIN") and "core_state" not in one]
    assert len(found) <= most + is_postgresql(), "\n".join(found)  # which locks the telephone number by one more
