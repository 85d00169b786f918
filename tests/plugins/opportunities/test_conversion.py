"""What a lead's conversion makes of opportunities. Needs the leads module; without it there is nothing to convert."""

from __future__ import annotations

from datetime import date

import pytest

from core import Invalid, records, registry
from plugins.opportunities import history
from plugins.opportunities.conversion import end_of_quarter


@pytest.fixture
def convert(app, stages, rep):
    """``convert(parts)``: a lead of the rep's, converted with these values for the opportunity."""
    if "lead" not in registry.current().objects:
        pytest.skip("the leads module is not loaded")
    action = registry.current().actions["lead"]["convert"]

    def run(**values):
        lead = records.create("lead", rep, channel="lenient", name="Gao Lei", company="Blue Harbor", mobile="13800138000", model_label="Han L7", remarks="Two cars")
        return action.run(lead, rep, account_choice="create", contact_choice="create", parts={"opportunity": values})

    return run


def test_s1_convert_makes_an_opportunity_in_the_first_stage(convert, stages, rep):
    lead = convert(choice="create", amount="259800")

    record = records.get("opportunity", lead.converted_opportunity_id, rep)
    assert (record.stage_id, record.amount, record.product) == (stages["prospecting"], 259_800, "Han L7")
    assert (record.account_id, record.contact_id) == (lead.converted_account_id, lead.converted_contact_id)
    assert history(record, rep)[0].source == "conversion"


def test_without_a_choice_no_opportunity_is_made(convert):
    assert convert().converted_opportunity_id is None


def test_a_wrong_amount_stops_the_whole_conversion_and_names_its_field(convert, rep):
    with pytest.raises(Invalid) as problem:
        convert(choice="create", amount="a lot")

    assert "opportunity-amount" in problem.value.errors
    assert records.find("account", rep) == []


def test_another_customers_opportunity_cannot_be_used(convert, sale):
    with pytest.raises(Invalid):
        convert(choice="existing", opportunity=sale().id)


@pytest.mark.parametrize(("day", "last"), [("2026-01-01", "2026-03-31"), ("2026-11-24", "2026-12-31"), ("2026-09-30", "2026-09-30"), ("2028-02-29", "2028-03-31")])
def test_the_close_date_is_proposed_at_the_quarters_end(day, last):
    assert end_of_quarter(date.fromisoformat(day)) == date.fromisoformat(last)
